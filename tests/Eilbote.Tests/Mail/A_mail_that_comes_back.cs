using Eilbote.Deliveries;
using Eilbote.Tests.Connections;
using Eilbote.Tests.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Mail;

/// <summary>Failure reports, in a real mailbox: what they end, what they reopen, and what is none.</summary>
public sealed class A_mail_that_comes_back
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_no_longer_on_its_way_and_says_why(Database database)
    {
        await using var imap = await ImapServer.StartAsync();
        await using var employer = await EmailEmployer.ConnectedAsync(database, settings: imap.Settings);
        var receipt = await employer.ApplyAsync();
        await employer.ApplicationsAsync();
        var envelope = employer.Envelope.GetProperty("from").GetString()!;
        Assert.Matches("^bounce[+][0-9a-f]{56}@jobs[.]example$", envelope);
        await imap.AddAsync(Report(envelope.ToUpperInvariant(), "failed", "5.1.1"));
        await ReadAsync(employer);
        var delivery = await employer.DeliveryAsync();
        Assert.Equal((DeliveryState.NeedsEmployer, Delivery.Bounced, null), (delivery.State, delivery.Reason, delivery.MailedAt));
        var page = await employer.Browser.GetAsync($"/portal/applications/{delivery.ApplicationId}");
        Assert.Contains("kam als unzustellbar zurück", page, StringComparison.Ordinal);
        Assert.Contains("5.1.1 smtp; 550 no such user", page, StringComparison.Ordinal);
        Assert.Contains("Eingegangen um", await When_an_application_goes_by_mail.PageAsync(employer, receipt), StringComparison.Ordinal);
        // It may hold what was sent, so it does not stay; and it sends nothing by itself.
        Assert.Equal(0, await imap.CountAsync());
        await employer.App.AdvanceAsync(TimeSpan.FromDays(4));
        await ReadAsync(employer);
        Assert.Equal(DeliveryState.NeedsEmployer, (await employer.DeliveryAsync()).State);
        Assert.Single(await employer.ApplicationsAsync());

        // With the address mended a person sends it again, and the old report says nothing of that mail.
        await employer.Browser.PostAsync($"/portal/applications/{delivery.ApplicationId}/retry", []);
        await employer.App.IdleAsync();
        Assert.Equal(DeliveryState.UnderWayByMail, (await employer.DeliveryAsync()).State);
        await imap.AddAsync(Report(envelope, "failed", "5.1.1"));
        await ReadAsync(employer);
        Assert.Equal(DeliveryState.UnderWayByMail, (await employer.DeliveryAsync()).State);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Not_within_72_hours_counts_as_handed_over_and_is_reopened_by_a_later_report(Database database)
    {
        await using var imap = await ImapServer.StartAsync();
        await using var employer = await EmailEmployer.ConnectedAsync(database, settings: imap.Settings);
        var receipt = await employer.ApplyAsync(new FormFile("cv", "CV.pdf", Applicant.Pdf()));
        await employer.ApplicationsAsync();
        await employer.App.AdvanceAsync(TimeSpan.FromHours(72) - TimeSpan.FromMinutes(1));
        await ReadAsync(employer);
        Assert.Equal(DeliveryState.UnderWayByMail, (await employer.DeliveryAsync()).State);
        await employer.App.AdvanceAsync(TimeSpan.FromMinutes(2));
        await ReadAsync(employer);
        Assert.True((await employer.DeliveryAsync()).HandedOverByMail);
        Assert.Contains("Per E-Mail übergeben", await When_an_application_goes_by_mail.PageAsync(employer, receipt), StringComparison.Ordinal);

        await imap.AddAsync(Report(employer.Envelope.GetProperty("from").GetString()!, "failed", "4.4.7"));
        await ReadAsync(employer);
        var delivery = await employer.DeliveryAsync();
        Assert.Equal((DeliveryState.NeedsEmployer, Delivery.Bounced, null), (delivery.State, delivery.Reason, delivery.SettledAt));
        Assert.Single(await employer.ApplicationsAsync());
    }

    [Fact]
    public async Task After_its_documents_are_gone_reopens_nothing()
    {
        await using var imap = await ImapServer.StartAsync();
        await using var employer = await EmailEmployer.ConnectedAsync(settings: imap.Settings);
        await employer.ApplyAsync(new FormFile("cv", "CV.pdf", Applicant.Pdf()));
        await employer.ApplicationsAsync();
        await When_an_application_goes_by_mail.PressAsync(
            employer, EmailEmployer.LinkIn((await employer.ApplicationsAsync())[0], "/handovers/"));
        await employer.App.DbAsync(
            db => db.Documents.ExecuteUpdateAsync(x => x.SetProperty(d => d.ErasedAt, employer.App.Clock.GetUtcNow())));
        await imap.AddAsync(Report(employer.Envelope.GetProperty("from").GetString()!, "failed", "5.1.1"));
        await ReadAsync(employer);
        Assert.Equal(DeliveryState.HandedOver, (await employer.DeliveryAsync()).State);
    }

    [Fact]
    public async Task Reopens_what_was_the_same_once_more_with_it()
    {
        await using var imap = await ImapServer.StartAsync();
        await using var employer = await EmailEmployer.ConnectedAsync(settings: imap.Settings);
        var job = await employer.AddJobAdAsync();
        foreach (var _ in new[] { 1, 2 })
        {
            await new Applicant(employer.App.Http).ApplyAsync(job);
            await employer.App.IdleAsync();
        }
        await employer.ApplicationsAsync();
        await employer.App.AdvanceAsync(TimeSpan.FromHours(73));
        await ReadAsync(employer);
        Assert.All(await AllAsync(employer), x => Assert.True(x.HandedOverByMail));
        await imap.AddAsync(Report(employer.Envelope.GetProperty("from").GetString()!, "failed", "5.1.1"));
        await ReadAsync(employer);
        Assert.Equal([DeliveryState.WaitsForFirst, DeliveryState.NeedsEmployer], (await AllAsync(employer)).Select(x => x.State).Order());
        Assert.All(await AllAsync(employer), x => Assert.Null(x.SettledAt));
    }

    [Theory, InlineData("delayed"), InlineData("absence"), InlineData("forged"), InlineData("stranger")]
    public async Task Is_only_what_a_mail_server_says_so_of_for_good(string kind)
    {
        await using var imap = await ImapServer.StartAsync();
        await using var employer = await EmailEmployer.ConnectedAsync(settings: imap.Settings);
        await employer.ApplyAsync();
        await employer.ApplicationsAsync();
        var envelope = employer.Envelope.GetProperty("from").GetString()!;
        await imap.AddAsync(kind switch
        {
            "delayed" => Report(envelope, "delayed", "4.4.1"),
            "absence" => $"""
                From: jobs@werft.example
                To: {envelope}
                Subject: Automatische Antwort: Neue Bewerbung
                Auto-Submitted: auto-replied
                Content-Type: text/plain

                Ich bin bis Montag nicht da.
                """,
            "forged" => Report(envelope.Replace(envelope[40..48], "00000000", StringComparison.Ordinal), "failed", "5.1.1"),
            _ => Report("bounce@jobs.example", "failed", "5.1.1"),
        });
        await ReadAsync(employer);
        Assert.Equal(DeliveryState.UnderWayByMail, (await employer.DeliveryAsync()).State);
        // What is none of ours stays for whoever reads the mailbox.
        Assert.Equal(kind is "forged" or "stranger" ? 1 : 0, await imap.CountAsync());
    }

    [Fact]
    public async Task Is_waited_for_while_the_mailbox_cannot_be_read()
    {
        await using var imap = await ImapServer.StartAsync();
        await using var employer = await EmailEmployer.ConnectedAsync(settings: imap.Settings);
        await employer.ApplyAsync();
        employer.App.Set("Eilbote:Mail:Bounces:Password", "wrong");
        await employer.App.RestartAsync();
        await employer.App.AdvanceAsync(TimeSpan.FromDays(4));
        await ReadAsync(employer);
        Assert.Equal(DeliveryState.UnderWayByMail, (await employer.DeliveryAsync()).State);
        Assert.Contains(employer.App.Logs.Lines, x => x.Contains("login-refused", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Eilbote:Mail:Bounces:Password", "", "Bounces:Password")]
    [InlineData("Eilbote:Mail:Bounces:Address", "nobody", "Bounces:Address")]
    [InlineData("Eilbote:Mail:Bounces:Host", "imap.example", "Bounces:Security")]
    [InlineData("Eilbote:Mail:Bounces:Security", "Some", "one of StartTls, Tls, None")]
    public async Task Is_read_by_settings_that_can_work_or_no_server_starts(string setting, string value, string says)
    {
        await using var smtp = await SmtpServer.StartAsync();
        var settings = new Dictionary<string, string>(smtp.Settings)
        {
            ["Eilbote:Mail:Bounces:Host"] = "127.0.0.1",
            ["Eilbote:Mail:Bounces:Security"] = "None",
            ["Eilbote:Mail:Bounces:User"] = "bounce",
            ["Eilbote:Mail:Bounces:Password"] = "secret",
            [setting] = value,
        };
        var refused = await Assert.ThrowsAsync<CannotStartException>(() => TestApp.StartAsync(settings: settings));
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    private static Task ReadAsync(EmailEmployer employer) => employer.App.Service<Bounces>().RunDueAsync(CancellationToken.None);

    private static Task<List<Delivery>> AllAsync(EmailEmployer employer) =>
        employer.App.DbAsync(db => db.Deliveries.AsNoTracking().ToListAsync());

    private static string Report(string to, string action, string status) => $"""
        From: MAILER-DAEMON@relay.example
        To: {to}
        Subject: Undelivered Mail Returned to Sender
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

        --b1
        Content-Type: text/plain

        This is the mail system at host relay.example.

        --b1
        Content-Type: message/delivery-status

        Reporting-MTA: dns; relay.example
        Arrival-Date: Mon, 23 Nov 2026 13:02:11 +0000

        Final-Recipient: rfc822; jobs@werft.example
        Action: {action}
        Status: {status}
        Diagnostic-Code: smtp; 550 no such user

        --b1
        Content-Type: text/rfc822-headers

        Subject: Neue Bewerbung

        --b1--
        """;
}
