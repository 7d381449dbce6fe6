using Eilbote.Ats;
using Eilbote.Deliveries;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Mail;

public sealed class An_applicant_is_told
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task After_48_hours_without_arrival_once(Database database)
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(database, post.Settings);
        var job = await app.AddJobAdAsync("1234568", "Buchhalter:in <Süd>");
        await app.ChangeAsync(db => db.Connections.Single().State = ConnectionState.Held);
        var receipt = (await new Applicant(app.Http).ApplyAsync(job)).Receipt!;
        await app.AdvanceAsync(TimeSpan.FromHours(47.9));
        Assert.Empty(await post.TakeAsync(app));
        await app.AdvanceAsync(TimeSpan.FromHours(0.2));
        var mail = await post.TakeOneAsync(app);
        Assert.Equal("aenne.oeztuerk@example.com", mail.To.Mailboxes.Single().Address);
        // Whoever reads it may be a stranger.
        Assert.DoesNotContain("Öztürk", mail.To.ToString() + mail.TextBody + mail.HtmlBody, StringComparison.Ordinal);
        Assert.Equal("Ihre Bewerbung bei Musterfirma GmbH ist noch unterwegs", mail.Subject);
        Assert.Contains("Buchhalter:in <Süd>", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("jobs@musterfirma.example", mail.TextBody, StringComparison.Ordinal);
        Assert.StartsWith("/receipts/", Postbox.LinkIn(mail), StringComparison.Ordinal);
        Assert.NotEqual(receipt, Postbox.LinkIn(mail));
        await app.AdvanceAsync(TimeSpan.FromDays(5));
        Assert.Empty(await post.TakeAsync(app));
    }

    [Fact]
    public async Task But_not_who_has_withdrawn()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(settings: post.Settings);
        var job = await app.AddJobAdAsync("1234568");
        await app.ChangeAsync(db => db.Connections.Single().State = ConnectionState.Held);
        var receipt = (await new Applicant(app.Http).ApplyAsync(job)).Receipt!;
        using var form = new FormUrlEncodedContent([]);
        using var withdrawn = await app.Http.PostAsync(new Uri(receipt + "/withdraw", UriKind.Relative), form);
        await app.AdvanceAsync(TimeSpan.FromHours(49));
        Assert.Equal(DeliveryState.Withdrawn, (await app.DbAsync(db => db.Deliveries.SingleAsync())).State);
        Assert.Empty(await post.TakeAsync(app));
    }

    [Fact]
    public async Task When_it_was_given_back_in_the_employers_words_and_the_applicants_language()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(settings: post.Settings);
        var job = await app.AddJobAdAsync("1234568");
        await app.ChangeAsync(db => db.Connections.Single().State = ConnectionState.Held);
        using var english = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = app.Address };
        english.DefaultRequestHeaders.Add("Cookie", "lang=en");
        await new Applicant(english).ApplyAsync(job);
        using var recruiter = await MemberBrowser.JoinAsync(app, Role.Recruiter);
        var application = (await app.DbAsync(db => db.Applications.SingleAsync())).Id;
        await recruiter.PostAsync($"/portal/applications/{application}/return", new() { ["Words"] = "Please write to me\ndirectly." });
        var mail = await post.TakeOneAsync(app);
        Assert.Equal("Your application to Musterfirma GmbH could not be delivered", mail.Subject);
        Assert.Contains("Please write to me\ndirectly.", mail.TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }
}
