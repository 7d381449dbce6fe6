using Eilbote.Ats;
using Eilbote.Members;
using Eilbote.Tests.Connections;

namespace Eilbote.Tests.Mail;

public sealed class Operators_are_told
{
    [Fact]
    public async Task Of_a_probe_that_may_have_created_something_and_the_employer_which_entry_to_delete()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(settings: post.Settings);
        await app.AddUserAsync("betrieb@example.com", Role.Operator, null);
        using var employer = await Connecting.AsNewEmployerAsync(app);
        await app.Sandbox.FaultAsync("applications", "status", 200, "empty");
        await employer.VerifyAsync();
        var mails = (await post.TakeAsync(app)).ToDictionary(x => x.To.Mailboxes.Single().Address);
        Assert.Equal(2, mails.Count);
        Assert.Contains("Neue GmbH", mails["betrieb@example.com"].TextBody, StringComparison.Ordinal);
        Assert.Equal("/operators", Postbox.LinkIn(mails["betrieb@example.com"]));
        Assert.Contains("eilbote-probe@example.invalid", mails[employer.Email].TextBody, StringComparison.Ordinal);
        Assert.Equal($"/portal/smart-apply/verifications/{(await employer.LastAsync()).Id}", Postbox.LinkIn(mails[employer.Email]));
        app.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await post.TakeAsync(app));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Of_an_outage_once(Database database)
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(database, post.Settings);
        await app.AddUserAsync("betrieb@example.com", Role.Operator, null);
        await app.AddUserAsync("anna@example.com", Role.Owner, app.EmployerId);
        await app.ChangeAsync(db => db.Outages.Add(new Outage { Connector = "personio", StartedAt = app.Clock.GetUtcNow() }));
        var mail = await post.TakeOneAsync(app);
        Assert.Equal(("betrieb@example.com", "Personio antwortet nicht, bei mehreren Unternehmen"),
            (mail.To.Mailboxes.Single().Address, mail.Subject));
        app.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await post.TakeAsync(app));
    }
}
