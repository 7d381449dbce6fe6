using Eilbote.Applying;
using Eilbote.Ats;
using Eilbote.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Eilbote.Tests.Mail;

/// <summary>Anyone can type a stranger's address: within a day it gets a few mails, and the rest as one.</summary>
public sealed class The_form_is_no_mail_bomb : IDisposable
{
    private readonly Postbox _post = new(receipts: true);

    /// <summary>An ATS that takes a person as often as they apply.</summary>
    private Dictionary<string, string> Settings => new(_post.Settings) { ["Eilbote:Repeats:Days"] = "0" };

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Five_mails_leave_and_all_else_becomes_one_summary_a_day_later(Database database)
    {
        await using var app = await TestApp.StartAsync(database, Settings);
        await ApplyAsync(app, 12);
        using var other = ActivatorUtilities.CreateInstance<Mailer>(app.Service<IServiceProvider>());
        await Task.WhenAll(other.RunDueAsync(CancellationToken.None), app.Service<Mailer>().RunDueAsync(CancellationToken.None));
        Assert.Equal(AddressLimit.PerDay, (await _post.TakeAsync(app)).Count);
        await app.AdvanceAsync(TimeSpan.FromHours(23));
        await ApplyAsync(app, 1);
        await ApplyAsync(app, 1, "jemand.anderer@example.com");
        Assert.Equal("jemand.anderer@example.com", (await _post.TakeOneAsync(app)).To.Mailboxes.Single().Address);
        // Nobody is alarmed by what waits on purpose.
        Assert.Null(await app.DbAsync(db => MailTrouble.OfAsync(db, app.Clock.GetUtcNow(), CancellationToken.None)));

        await app.AdvanceAsync(TimeSpan.FromHours(1));
        var summary = await _post.TakeOneAsync(app);
        Assert.Equal("Wie es um Ihre weiteren Bewerbungen steht", summary.Subject);
        var links = LinksIn(summary);
        Assert.Equal(8, links.Count);
        Assert.Equal(8, summary.TextBody!.Split("bei Musterfirma GmbH: angekommen.").Length - 1);
        foreach (var link in links)
            Assert.Contains("Angekommen bei", await app.Http.GetStringAsync(new Uri(link, UriKind.Relative)), StringComparison.Ordinal);

        // Within any 24 hours no more than five: the first day's are over, the summary is one of them.
        await ApplyAsync(app, 10);
        Assert.Equal(AddressLimit.PerDay - 1, (await _post.TakeAsync(app)).Count);
        await app.AdvanceAsync(TimeSpan.FromHours(24));
        Assert.Equal(6, LinksIn(await _post.TakeOneAsync(app)).Count);
        await app.AdvanceAsync(TimeSpan.FromDays(3));
        Assert.Empty(await _post.TakeAsync(app));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_is_told_of_a_delay_counts_as_well_and_the_hash_of_the_address_is_forgotten(Database database)
    {
        await using var app = await TestApp.StartAsync(database, Settings);
        await app.ChangeAsync(db => db.Connections.Single().State = ConnectionState.Held);
        await ApplyAsync(app, 9);
        await app.AdvanceAsync(TimeSpan.FromMinutes(11));
        Assert.Equal(5, (await _post.TakeAsync(app)).Count);
        await app.AdvanceAsync(TimeSpan.FromHours(24));
        Assert.Equal(4, LinksIn(await _post.TakeOneAsync(app)).Count);
        await app.AdvanceAsync(TimeSpan.FromHours(24));
        // The summary left 24 hours ago.
        Assert.Equal(5, (await _post.TakeAsync(app)).Count(x => x.Subject!.Contains("noch unterwegs", StringComparison.Ordinal)));
        await app.AdvanceAsync(TimeSpan.FromHours(25));
        Assert.Equal(4, LinksIn(await _post.TakeOneAsync(app)).Count);
        Assert.Contains(await HashesAsync(app), x => x is not null);
        await app.AdvanceAsync(TimeSpan.FromHours(25));
        await app.Service<Housekeeping>().CleanAsync(CancellationToken.None);
        Assert.All(await HashesAsync(app), Assert.Null);

        Task<List<string?>> HashesAsync(TestApp app) => app.DbAsync(db => db.OutgoingMails.Select(x => x.AddressHash).ToListAsync());
    }

    [Fact]
    public async Task Whoever_pressed_a_button_on_a_mailed_page_gets_each_of_them()
    {
        await using var app = await TestApp.StartAsync(settings: Settings);
        await app.ChangeAsync(db => db.Connections.Single().State = ConnectionState.Held);
        await ApplyAsync(app, 1);
        await app.AdvanceAsync(TimeSpan.FromMinutes(11));
        var link = Postbox.LinkIn(await _post.TakeOneAsync(app));
        foreach (var button in new[] { "/doubt", "/mine" })
            using (await app.Http.PostAsync(new Uri(link + button, UriKind.Relative), null))
            {
            }
        await ApplyAsync(app, 9);
        await app.AdvanceAsync(TimeSpan.FromMinutes(11));
        Assert.Equal(9, (await _post.TakeAsync(app)).Count);
    }

    /// <summary>A correction meanwhile: what was to be told of goes to the new address alone.</summary>
    [Fact]
    public async Task A_summary_tells_nothing_of_what_has_another_address_by_then()
    {
        await using var app = await TestApp.StartAsync(settings: Settings);
        await ApplyAsync(app, 7);
        Assert.Equal(5, (await _post.TakeAsync(app)).Count);
        await app.ChangeAsync(db =>
        {
            var summarised = db.OutgoingMails.Where(x => x.State == MailState.Summarised).OrderBy(x => x.Id).First().SubjectId;
            var application = db.Applications.Single(x => x.Id == summarised);
            (application.Applicant, application.EmailNormalized) = (
                application.Applicant with { Email = "neu@example.com" }, "neu@example.com");
        });
        await app.AdvanceAsync(TimeSpan.FromHours(24));
        Assert.Single(LinksIn(await _post.TakeOneAsync(app)));
    }

    public void Dispose() => _post.Dispose();

    private static List<string> LinksIn(MimeMessage mail) =>
        [.. mail.TextBody!.Split('\n').Select(x => x.Trim()).Where(x => x.StartsWith(Postbox.Public + "/receipts/", StringComparison.Ordinal))
            .Select(x => x[Postbox.Public.Length..])];

    /// <summary>However the address is written it is one.</summary>
    private static async Task ApplyAsync(TestApp app, int count, string email = "opfer@example.com")
    {
        await app.Sandbox.SwitchAsync("duplicates", "accept");
        var job = await app.AddJobAdAsync("1234568");
        for (var i = 0; i < count; i++)
        {
            var fields = Applicant.Fields(i % 2 == 0 ? email : email.ToUpperInvariant());
            fields["message"] = $"{i} {Guid.NewGuid()}";
            Assert.NotNull((await new Applicant(app.Http).ApplyAsync(job, fields)).Receipt);
        }
        await app.IdleAsync();
    }
}
