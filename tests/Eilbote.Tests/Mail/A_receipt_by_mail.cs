using Eilbote.Members;
using Eilbote.Ats;
using Eilbote.Deliveries;
using Eilbote.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Eilbote.Tests.Mail;

/// <summary>On arrival or after ten minutes, whichever is first; if it said "received", once more on arrival.</summary>
public sealed class A_receipt_by_mail : IDisposable
{
    private static readonly string[] Contents = ["Änne", "Öztürk", "aenne.oeztuerk", "1234567", "ich freue mich", "Lebenslauf"];
    private readonly Postbox _post = new(receipts: true);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Leaves_within_a_second_of_the_arrival_and_says_nothing_of_what_was_sent(Database database)
    {
        await using var app = await TestApp.StartAsync(database, _post.Settings);
        var receipt = await ApplyAsync(app);
        Assert.Empty(await _post.TakeAsync(app));
        await app.IdleAsync();
        // No sweep is due for another 15 s: the arrival wakes the post.
        await app.AdvanceAsync(TimeSpan.FromSeconds(1));
        await TestApp.UntilAsync(() => app.DbAsync(db => db.OutgoingMails.AnyAsync(x => x.State == MailState.Sent)));
        var mail = await _post.TakeOneAsync(app);
        Assert.Equal("aenne.oeztuerk@example.com", mail.To.Mailboxes.Single().Address);
        Assert.Equal("Angekommen: Ihre Bewerbung bei Musterfirma GmbH", mail.Subject);
        foreach (var said in new[]
        {
            "als Koch <Süd> vom 23.11.2026, 14:02:10 ist bei Musterfirma GmbH angekommen, mit 2 Dateien.",
            "Wie es weitergeht: Musterfirma GmbH sieht sie sich an", "Auch das System, mit dem Musterfirma GmbH arbeitet, schreibt",
            "jobs@musterfirma.example", "https://jobs.example/accessibility",
        })
            Assert.Contains(said, mail.TextBody, StringComparison.Ordinal);
        Assert.All(Contents, x => Assert.DoesNotContain(x, mail.TextBody + mail.HtmlBody, StringComparison.Ordinal));
        Assert.DoesNotContain("<img", mail.HtmlBody, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(mail.Attachments);
        var link = Postbox.LinkIn(mail);
        Assert.NotEqual(receipt, link);
        var page = await app.Http.GetStringAsync(new Uri(link, UriKind.Relative));
        Assert.Contains("Angekommen bei", page, StringComparison.Ordinal);
        Assert.All(Contents, x => Assert.DoesNotContain(x, page, StringComparison.Ordinal));
        await NoneAsync(app);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Says_received_after_ten_minutes_and_once_more_that_it_arrived(Database database)
    {
        await using var app = await TestApp.StartAsync(database, _post.Settings);
        await HoldAsync(app);
        await ApplyAsync(app);
        await app.AdvanceAsync(TimeSpan.FromMinutes(9.9));
        Assert.Empty(await _post.TakeAsync(app));
        await app.AdvanceAsync(TimeSpan.FromMinutes(0.2));
        var first = await _post.TakeOneAsync(app);
        Assert.Equal("Eingegangen: Ihre Bewerbung bei Musterfirma GmbH", first.Subject);
        Assert.Contains("sicher gespeichert, mit 2 Dateien", first.TextBody, StringComparison.Ordinal);
        Assert.Contains("schreiben Ihnen noch einmal", first.TextBody, StringComparison.Ordinal);
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Empty(await _post.TakeAsync(app));

        await app.RestartAsync();
        await ReleaseAsync(app);
        var second = await _post.TakeOneAsync(app);
        Assert.StartsWith("Angekommen", second.Subject, StringComparison.Ordinal);
        Assert.Equal(Postbox.LinkIn(first), Postbox.LinkIn(second));
        await NoneAsync(app);
    }

    /// <summary>The one that could not leave says how it stands by then, and no second one is needed.</summary>
    [Fact]
    public async Task That_could_not_leave_before_the_arrival_tells_of_it()
    {
        await using var smtp = await SmtpServer.StartAsync();
        var settings = smtp.Settings;
        settings["Eilbote:Mail:Port"] = "1";
        await using var app = await TestApp.StartAsync(settings: settings);
        await HoldAsync(app);
        await ApplyAsync(app);
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        await app.Service<Mailer>().RunDueAsync(CancellationToken.None);
        Assert.Equal("not-reached", await app.DbAsync(db => db.OutgoingMails.Select(x => x.Reason).SingleAsync()));
        await ReleaseAsync(app);
        app.Set("Eilbote:Mail:Port", smtp.Settings["Eilbote:Mail:Port"]);
        await app.RestartAsync();
        for (var minutes = 0; minutes < 30; minutes += 5)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(5));
            await app.Service<Mailer>().RunDueAsync(CancellationToken.None);
        }
        await TestApp.UntilAsync(() => Task.FromResult(smtp.Mails.Count > 0));
        Assert.Contains("Angekommen", Assert.Single(smtp.Mails).GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Speaks_the_language_of_the_form()
    {
        await using var app = await TestApp.StartAsync(settings: _post.Settings);
        using var english = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = app.Address };
        english.DefaultRequestHeaders.Add("Cookie", "lang=en");
        await new Applicant(english).ApplyAsync(await app.AddJobAdAsync("1234568"));
        await app.IdleAsync();
        var mail = await _post.TakeOneAsync(app);
        Assert.Equal("Arrived: your application to Musterfirma GmbH", mail.Subject);
        Assert.Contains("without files", mail.TextBody, StringComparison.Ordinal);
        Assert.EndsWith("?lang=en", Postbox.LinkIn(mail), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_not_sent_to_who_has_withdrawn_before()
    {
        await using var app = await TestApp.StartAsync(settings: _post.Settings);
        await HoldAsync(app);
        var receipt = await ApplyAsync(app);
        using var withdrawn = await app.Http.PostAsync(new Uri(receipt + "/withdraw", UriKind.Relative), null);
        await app.AdvanceAsync(TimeSpan.FromMinutes(11));
        await NoneAsync(app);
    }

    [Fact]
    public async Task Is_not_sent_where_the_board_switched_it_off_even_if_it_was_promised()
    {
        await using var app = await TestApp.StartAsync(settings: _post.Settings);
        await HoldAsync(app);
        await ApplyAsync(app);
        app.Set("Eilbote:Mail:Receipts", "false");
        await app.RestartAsync();
        await ApplyAsync(app, "b@example.com");
        await app.AdvanceAsync(TimeSpan.FromMinutes(11));
        Assert.Empty(await _post.TakeAsync(app));
        app.Set("Eilbote:Mail:Receipts", "true");
        await app.RestartAsync();
        Assert.Empty(await _post.TakeAsync(app));
    }

    /// <summary>Who takes an application over by hand brings it to its end as well.</summary>
    [Fact]
    public async Task Tells_that_a_member_took_it_over()
    {
        await using var app = await TestApp.StartAsync(settings: _post.Settings);
        await HoldAsync(app);
        await ApplyAsync(app);
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        var id = await app.DbAsync(db => db.Applications.Select(x => x.Id).SingleAsync());
        await owner.PostAsync($"/portal/applications/{id}/hand-over", []);
        Assert.StartsWith("Angekommen", (await _post.TakeOneAsync(app)).Subject, StringComparison.Ordinal);
        await NoneAsync(app);
    }

    /// <summary>As two servers on one database: both look at the same moment.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Leaves_once_however_many_servers_there_are(Database database)
    {
        await using var app = await TestApp.StartAsync(database, _post.Settings);
        var job = await app.AddJobAdAsync("1234568");
        for (var i = 0; i < 60; i++)
            await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields($"p{i}@example.com"));
        await app.DbAsync(db => db.Deliveries.ExecuteUpdateAsync(x => x.SetProperty(d => d.ReceiptDueAt, app.Clock.GetUtcNow())));
        using var other = ActivatorUtilities.CreateInstance<Mailer>(app.Service<IServiceProvider>());
        await Task.WhenAll(Enumerable.Range(0, 6).Select(x => (x % 2 == 0 ? other : app.Service<Mailer>()).RunDueAsync(CancellationToken.None)));
        Assert.Equal(60, await app.DbAsync(db => db.OutgoingMails.CountAsync(x => x.Kind == MailKind.Receipt)));
        Assert.Equal(1, await app.DbAsync(db => db.OutgoingMails.MaxAsync(x => x.Attempts)));
        Assert.Equal(60, (await _post.TakeAsync(app)).Select(x => x.To.Mailboxes.Single().Address).Distinct().Count());
    }

    /// <summary>As when a server dies between the claim and the record: the next one sends it again, as the same mail.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Whose_server_died_while_sending_is_sent_again_as_the_same_mail(Database database)
    {
        await using var app = await TestApp.StartAsync(database, _post.Settings);
        await ApplyAsync(app);
        await app.IdleAsync();
        var first = await _post.TakeOneAsync(app);
        await app.DbAsync(db => db.OutgoingMails.ExecuteUpdateAsync(x => x.SetProperty(m => m.State, MailState.Queued)
            .SetProperty(m => m.SettledAt, (DateTimeOffset?)null).SetProperty(m => m.DueAt, app.Clock.GetUtcNow().AddMinutes(2))));
        await app.RestartAsync();
        Assert.Empty(await _post.TakeAsync(app));
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(first.MessageId, (await _post.TakeOneAsync(app)).MessageId);
        await NoneAsync(app);
    }

    [Fact]
    public async Task Leaves_with_many_others_in_one_session_behind_what_cannot_wait()
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await TestApp.StartAsync(settings: smtp.Settings);
        var job = await app.AddJobAdAsync("1234568");
        await ArriveAsync("a", "refused", "b", "later", "c");
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        await owner.PostAsync("/portal/smart-apply", "/portal/smart-apply/invitations", new() { ["email"] = "kollegin@example.com" });
        var taken = await TakenAsync(4);
        Assert.Equal("kollegin@example.com", taken[0].To);
        Assert.Equal(["a", "b", "c"], taken.Skip(1).Select(x => x.To.Split('@')[0]).Order());
        Assert.Equal([1, 3], taken.GroupBy(x => x.Session).Select(x => x.Count()));
        Assert.Equal("451", await app.DbAsync(db => db.OutgoingMails.Where(x => x.DueAt != null).Select(x => x.Reason).SingleAsync()));

        // One that breaks the session: the rest goes in the next.
        await ArriveAsync("d", "lost", "e");
        Assert.Equal(["d", "e", "lost"], (await TakenAsync(7)).Skip(4).Select(x => x.To.Split('@')[0]).Order());

        async Task ArriveAsync(params string[] names)
        {
            foreach (var name in names)
                await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields(name + "@example.com"));
            await app.IdleAsync();
        }

        async Task<List<(string To, int Session)>> TakenAsync(int count)
        {
            for (var seconds = 0; seconds < 2; seconds++)
            {
                await app.Service<Mailer>().RunDueAsync(CancellationToken.None);
                app.Clock.Advance(TimeSpan.FromSeconds(1));
            }
            await TestApp.UntilAsync(() => Task.FromResult(smtp.Mails.Count == count));
            return [.. smtp.Mails.Select(x => (x.GetProperty("to")[0].GetString()!, x.GetProperty("session").GetInt32()))];
        }
    }

    public void Dispose() => _post.Dispose();

    private static async Task<string> ApplyAsync(TestApp app, string email = "aenne.oeztuerk@example.com")
    {
        var sent = await new Applicant(app.Http).ApplyAsync(await app.AddJobAdAsync("1234568", "Koch <Süd>"), Applicant.Fields(email),
            new FormFile("cv", "Lebenslauf Änne.pdf", Applicant.Pdf()), new FormFile("documents", "Zeugnis.pdf", Applicant.Pdf(seed: 2)));
        return sent.Receipt!;
    }

    private static Task HoldAsync(TestApp app) => app.ChangeAsync(db => db.Connections.Single().State = ConnectionState.Held);

    private static async Task ReleaseAsync(TestApp app)
    {
        await app.ChangeAsync(db =>
        {
            db.Connections.Single().State = ConnectionState.Active;
            foreach (var x in db.Deliveries)
                (x.State, x.HeldBy, x.DueAt) = (DeliveryState.Queued, null, app.Clock.GetUtcNow());
        });
        await app.IdleAsync();
    }

    private async Task NoneAsync(TestApp app)
    {
        foreach (var hours in new[] { 0.3, 1, 24, 48 })
        {
            await app.AdvanceAsync(TimeSpan.FromHours(hours));
            Assert.Empty(await _post.TakeAsync(app));
        }
    }
}
