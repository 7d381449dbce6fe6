using System.Net;
using System.Security.Cryptography;
using Eilbote.Applying;
using Eilbote.Ats;
using Eilbote.Deliveries;
using Eilbote.Tests.Connections;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Eilbote.Tests.Deliveries;

/// <summary>An employer without an ATS, with a real relay: what is on its way ends when somebody says that it is there.</summary>
public sealed class When_an_application_goes_by_mail
{
    private static readonly byte[] Cv = Applicant.Pdf();

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task It_is_on_its_way_until_the_button_behind_its_link_is_pressed(Database database)
    {
        await using var employer = await EmailEmployer.ConnectedAsync(database);
        var receipt = await employer.ApplyAsync(new FormFile("cv", "CV Änne.pdf", Cv));
        var mail = Assert.Single(await employer.ApplicationsAsync());
        Assert.Equal(EmailEmployer.Address, mail.To.Mailboxes.Single().Address);
        Assert.Equal("post@jobs.example", mail.From.Mailboxes.Single().Address);
        Assert.Equal("aenne.oeztuerk@example.com", mail.ReplyTo.Mailboxes.Single().Address);
        Assert.Equal("Neue Bewerbung: Schweißer:in", mail.Subject);
        Assert.True(employer.Envelope.GetProperty("tls").GetBoolean());
        var attached = Assert.IsType<MimePart>(Assert.Single(mail.Attachments));
        using var content = new MemoryStream();
        await attached.Content!.DecodeToAsync(content);
        Assert.Equal(("CV Änne.pdf", Convert.ToHexString(SHA256.HashData(Cv))),
            (attached.FileName, Convert.ToHexString(SHA256.HashData(content.ToArray()))));

        var delivery = await employer.DeliveryAsync();
        Assert.Equal((DeliveryState.UnderWayByMail, null, null), (delivery.State, delivery.DueAt, delivery.SettledAt));
        Assert.Contains("Eingegangen um", await PageAsync(employer, receipt), StringComparison.Ordinal);
        Assert.Contains("Unterwegs per Mail", await employer.Browser.GetAsync($"/portal/applications/{delivery.ApplicationId}"),
            StringComparison.Ordinal);
        var list = await employer.Browser.GetAsync("/portal/applications");
        Assert.Contains("Unterwegs per Mail", list, StringComparison.Ordinal);
        Assert.Contains("1 ist per Mail unterwegs: bitte bestätigen Sie, ob sie da ist.", list, StringComparison.Ordinal);
        Assert.DoesNotContain("Nichts zu tun", list, StringComparison.Ordinal);
        Assert.Contains("Die Mail mit Ihrer Bewerbung ist schon hinaus", await PageAsync(employer, receipt), StringComparison.Ordinal);

        // A scanner opens every link, and more than once.
        var link = EmailEmployer.LinkIn(mail, "/handovers/");
        for (var i = 0; i < 3; i++)
            Assert.Contains("Ist diese Bewerbung bei Ihnen?", await PageAsync(employer, link), StringComparison.Ordinal);
        Assert.Equal(DeliveryState.UnderWayByMail, (await employer.DeliveryAsync()).State);

        await PressAsync(employer, link);
        Assert.Equal(DeliveryState.HandedOver, (await employer.DeliveryAsync()).State);
        Assert.Contains("bestätigt", await PageAsync(employer, link), StringComparison.Ordinal);
        var told = await PageAsync(employer, receipt);
        Assert.Contains("Per E-Mail übergeben", told, StringComparison.Ordinal);
        Assert.DoesNotContain("Angekommen bei", told, StringComparison.Ordinal);
        Assert.Contains("Übernommen", await employer.Browser.GetAsync($"/portal/applications/{delivery.ApplicationId}"),
            StringComparison.Ordinal);
        await PressAsync(employer, link);
        Assert.Single(await employer.App.DbAsync(db => db.Interventions.ToListAsync()));
    }

    [Fact]
    public async Task Its_page_shows_nothing_of_it_and_opens_by_its_own_link_only()
    {
        await using var employer = await EmailEmployer.ConnectedAsync();
        await employer.ApplyAsync();
        var link = EmailEmployer.LinkIn((await employer.ApplicationsAsync())[0], "/handovers/");
        var page = await PageAsync(employer, link);
        foreach (var secret in new[] { "Änne", "Öztürk", "aenne", "660 1234567", "ich freue mich" })
            Assert.DoesNotContain(secret, page, StringComparison.OrdinalIgnoreCase);
        foreach (var wrong in new[] { link[..^1] + (link[^1] == 'A' ? 'B' : 'A'), link[..^22] + new string('A', 22), link + "A" })
        {
            using var response = await employer.App.Http.GetAsync(new Uri(wrong, UriKind.Relative));
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            using var pressed = await employer.App.Http.PostAsync(new Uri(wrong, UriKind.Relative), new FormUrlEncodedContent([]));
            Assert.Equal(HttpStatusCode.NotFound, pressed.StatusCode);
        }
        Assert.Equal(DeliveryState.UnderWayByMail, (await employer.DeliveryAsync()).State);
    }

    [Fact]
    public async Task A_member_who_is_signed_in_can_take_it_over_too()
    {
        await using var employer = await EmailEmployer.ConnectedAsync();
        var receipt = await employer.ApplyAsync();
        var delivery = await employer.DeliveryAsync();
        await employer.Browser.PostAsync($"/portal/applications/{delivery.ApplicationId}/hand-over", []);
        Assert.True((await employer.DeliveryAsync()).HandedOverByMail);
        foreach (var page in new[]
        {
            await PageAsync(employer, receipt), await employer.Browser.GetAsync($"/portal/applications/{delivery.ApplicationId}"),
        })
        {
            Assert.Contains("<b>Übergeben</b>", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<b>Angekommen</b>", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_tls_no_document_is_attached_and_the_mail_leads_to_the_portal()
    {
        await using var employer = await EmailEmployer.ConnectedAsync(inClear: true);
        await employer.ApplyAsync(new FormFile("cv", "CV.pdf", Cv));
        var mail = (await employer.ApplicationsAsync())[0];
        Assert.Empty(mail.Attachments);
        Assert.Contains("CV.pdf", mail.TextBody, StringComparison.Ordinal);
        var application = EmailEmployer.LinkIn(mail, "/portal/applications/");
        using (var stranger = await employer.App.Http.GetAsync(new Uri(application, UriKind.Relative)))
            Assert.StartsWith("/sign-in", stranger.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains("CV.pdf", await employer.Browser.GetAsync(application), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_confidential_ad_neither_person_nor_job_leaves()
    {
        await using var employer = await EmailEmployer.ConnectedAsync();
        var job = await employer.AddJobAdAsync();
        await employer.App.ChangeAsync(db => db.ConfidentialAds.Add(new() { JobAdId = job, EmployerId = employer.EmployerId }));
        await new Applicant(employer.App.Http).ApplyAsync(job, null, new FormFile("cv", "CV.pdf", Cv));
        await employer.App.IdleAsync();
        var mail = (await employer.ApplicationsAsync())[0];
        Assert.Equal(("Neue Bewerbung", 0, 0), (mail.Subject, mail.ReplyTo.Count, mail.Attachments.Count()));
        var all = employer.Envelope.GetProperty("content").GetString() + mail.TextBody
            + await PageAsync(employer, EmailEmployer.LinkIn(mail, "/handovers/"));
        foreach (var secret in new[] { "Schweißer", "nne", "ztürk", "oeztuerk", "CV.pdf" })
            Assert.DoesNotContain(secret, all, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_address_that_the_relay_refuses_holds_the_connection_and_its_owner_is_told()
    {
        await using var employer = await EmailEmployer.ConnectedAsync(address: "refused@werft.example");
        await employer.ApplyAsync();
        var (delivery, connection) = (await employer.DeliveryAsync(), await employer.ConnectionAsync());
        Assert.Equal((DeliveryState.Held, HeldBy.Connection, "address-refused"), (delivery.State, delivery.HeldBy, delivery.Reason));
        Assert.Equal(ConnectionState.Held, connection.State);
        Assert.Contains("Diese E-Mail-Adresse gibt es nicht",
            await employer.Browser.GetAsync($"/portal/smart-apply?connection={connection.Id}"), StringComparison.Ordinal);
        await employer.App.VerifyAsync();
        Assert.NotNull((await employer.ConnectionAsync()).NoticeDueAt);
        Assert.Null((await employer.ConnectionAsync()).VerifyAt);
    }

    [Fact]
    public async Task A_mail_that_the_relay_refuses_waits_for_the_employer_and_the_connection_works_on()
    {
        await using var employer = await EmailEmployer.ConnectedAsync(address: "spam@werft.example");
        await employer.ApplyAsync();
        var delivery = await employer.DeliveryAsync();
        Assert.Equal((DeliveryState.NeedsEmployer, "mail-refused"), (delivery.State, delivery.Reason));
        Assert.Equal(ConnectionState.Active, (await employer.ConnectionAsync()).State);
    }

    [Fact]
    public async Task What_the_relay_puts_off_is_tried_again()
    {
        await using var employer = await EmailEmployer.ConnectedAsync(address: "later@werft.example");
        await employer.ApplyAsync();
        var delivery = await employer.DeliveryAsync();
        Assert.Equal((DeliveryState.Queued, "put-off"), (delivery.State, delivery.Reason));
        await employer.App.ChangeAsync(
            db => db.Connections.Single(x => x.EmployerId == employer.EmployerId).Settings = new() { ["address"] = EmailEmployer.Address });
        await employer.App.AdvanceAsync(TimeSpan.FromMinutes(2));
        await employer.ApplicationsAsync();
        Assert.Equal(DeliveryState.UnderWayByMail, (await employer.DeliveryAsync()).State);
    }

    /// <summary>The same mail twice is two: nobody knows whether the first was taken, so a person looks, or its reader says so.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public async Task One_whose_answer_is_lost_is_not_sent_again_by_itself(bool reader)
    {
        await using var employer = await EmailEmployer.ConnectedAsync(address: "lost@werft.example");
        await employer.ApplyAsync();
        var delivery = await employer.DeliveryAsync();
        Assert.Equal((DeliveryState.NeedsEmployer, Delivery.InDoubt), (delivery.State, delivery.Reason));
        await employer.App.AdvanceAsync(TimeSpan.FromDays(1));
        var mail = Assert.Single(await employer.ApplicationsAsync());
        if (reader)
            await PressAsync(employer, EmailEmployer.LinkIn(mail, "/handovers/"));
        else
            await employer.Browser.PostAsync($"/portal/applications/{delivery.ApplicationId}/retry", []);
        await employer.App.IdleAsync();
        Assert.Equal(reader ? 1 : 2, (await employer.ApplicationsAsync(reader ? 1 : 2)).Count);
        Assert.Equal(reader ? DeliveryState.HandedOver : DeliveryState.NeedsEmployer, (await employer.DeliveryAsync()).State);
    }

    [Theory, InlineData("Eilbote:Mail:Password", "wrong", "login-refused"), InlineData("Eilbote:Mail:TrustedCertificate", "", "certificate-refused")]
    public async Task A_fault_of_the_operators_own_is_never_the_employers(string setting, string value, string reason)
    {
        await using var employer = await EmailEmployer.ConnectedAsync();
        employer.App.Set(setting, value);
        await employer.App.RestartAsync();
        await employer.ApplyAsync();
        var delivery = await employer.DeliveryAsync();
        Assert.Equal((DeliveryState.Queued, reason), (delivery.State, delivery.Reason));
        Assert.Equal(ConnectionState.Active, (await employer.ConnectionAsync()).State);
        var exchange = await employer.App.DbAsync(db => db.Exchanges.SingleAsync(x => x.DeliveryId == delivery.Id));
        Assert.Equal((Stage.NothingSent, null), (exchange.Stage, exchange.Meaning));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_relay_that_is_down_for_a_day_loses_nothing(Database database)
    {
        await using var employer = await EmailEmployer.ConnectedAsync(database);
        var job = await employer.AddJobAdAsync();
        await employer.StopRelayAsync();
        foreach (var email in new[] { "one@example.com", "two@example.com", "three@example.com" })
            await new Applicant(employer.App.Http).ApplyAsync(job, Applicant.Fields(email));
        await employer.App.IdleAsync();
        for (var hour = 0; hour < 24; hour++)
            await employer.App.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.All(await StatesAsync(employer), x => Assert.Equal(DeliveryState.Queued, x));
        Assert.Equal(ConnectionState.Active, (await employer.ConnectionAsync()).State);
        await employer.StartRelayAsync();
        for (var tries = 0; tries < 4; tries++)
            await employer.App.AdvanceAsync(TimeSpan.FromMinutes(11));
        Assert.Equal(3, (await employer.ApplicationsAsync(3)).Count);
        Assert.All(await StatesAsync(employer), x => Assert.Equal(DeliveryState.UnderWayByMail, x));
    }

    [Fact]
    public async Task One_that_is_withdrawn_then_is_erased_and_the_employer_is_asked_to_delete_the_mail()
    {
        await using var employer = await EmailEmployer.ConnectedAsync();
        var receipt = await employer.ApplyAsync();
        var link = EmailEmployer.LinkIn((await employer.ApplicationsAsync())[0], "/handovers/");
        using var withdrawn = await employer.App.Http.PostAsync(new Uri(receipt + "/withdraw", UriKind.Relative), new FormUrlEncodedContent([]));
        var delivery = await employer.DeliveryAsync();
        Assert.Equal((DeliveryState.Withdrawn, true), (delivery.State, delivery.NeedsLook));
        Assert.Contains("bitte löschen Sie auch die Mail", await employer.Browser.GetAsync($"/portal/applications/{delivery.ApplicationId}"),
            StringComparison.Ordinal);
        Assert.Contains("nichts mehr zu bestätigen", await PageAsync(employer, link), StringComparison.Ordinal);
        await PressAsync(employer, link);
        Assert.Equal(DeliveryState.Withdrawn, (await employer.DeliveryAsync()).State);
    }

    [Fact]
    public async Task The_same_once_more_sends_one_mail_and_ends_with_the_first()
    {
        await using var employer = await EmailEmployer.ConnectedAsync();
        var job = await employer.AddJobAdAsync();
        foreach (var _ in new[] { 1, 2 })
        {
            await new Applicant(employer.App.Http).ApplyAsync(job);
            await employer.App.IdleAsync();
        }
        Assert.Equal([DeliveryState.UnderWayByMail, DeliveryState.WaitsForFirst], (await StatesAsync(employer)).Order());
        await PressAsync(employer, EmailEmployer.LinkIn(Assert.Single(await employer.ApplicationsAsync()), "/handovers/"));
        Assert.All(await employer.App.DbAsync(db => db.Deliveries.AsNoTracking().ToListAsync()), x => Assert.True(x.HandedOverByMail));
    }

    /// <summary>The mail cannot be called back, so its reader is told; and it never leaves twice.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public async Task One_that_is_doubted_then_is_pointed_out_and_not_sent_again(bool takenBack)
    {
        await using var employer = await EmailEmployer.ConnectedAsync();
        await employer.ApplyAsync();
        var id = (await employer.DeliveryAsync()).ApplicationId;
        await employer.App.Service<Doubts>().SayAsync(id, CancellationToken.None);
        var delivery = await employer.DeliveryAsync();
        Assert.Equal((DeliveryState.UnderWayByMail, true), (delivery.State, delivery.NeedsLook));
        Assert.Contains("das war ich nicht", await employer.Browser.GetAsync($"/portal/applications/{id}"), StringComparison.Ordinal);
        if (takenBack)
            await employer.App.Service<Doubts>().TakeBackAsync(id, CancellationToken.None);
        await employer.App.AdvanceAsync(TimeSpan.FromDays(8));
        await employer.App.Service<Housekeeping>().RunDueAsync(CancellationToken.None);
        await employer.App.IdleAsync();
        Assert.Single(await employer.ApplicationsAsync());
        Assert.Equal(takenBack ? DeliveryState.UnderWayByMail : DeliveryState.Withdrawn, (await employer.DeliveryAsync()).State);
    }

    [Fact]
    public async Task Where_failure_reports_are_not_read_it_never_ends_by_itself()
    {
        await using var employer = await EmailEmployer.ConnectedAsync();
        var receipt = await employer.ApplyAsync();
        await employer.App.AdvanceAsync(TimeSpan.FromDays(10));
        Assert.Contains("hat noch niemand bestätigt", await PageAsync(employer, receipt), StringComparison.Ordinal);
        await employer.App.Service<Bounces>().RunDueAsync(CancellationToken.None);
        Assert.Equal(DeliveryState.UnderWayByMail, (await employer.DeliveryAsync()).State);
    }

    internal static async Task<string> PageAsync(EmailEmployer employer, string path) =>
        WebUtility.HtmlDecode(await employer.App.Http.GetStringAsync(new Uri(path, UriKind.Relative)));

    internal static async Task PressAsync(EmailEmployer employer, string link)
    {
        using var pressed = await employer.App.Http.PostAsync(new Uri(link, UriKind.Relative), new FormUrlEncodedContent([]));
        Assert.Equal(HttpStatusCode.SeeOther, pressed.StatusCode);
    }

    private static Task<List<DeliveryState>> StatesAsync(EmailEmployer employer) =>
        employer.App.DbAsync(db => db.Deliveries.Select(x => x.State).ToListAsync());
}
