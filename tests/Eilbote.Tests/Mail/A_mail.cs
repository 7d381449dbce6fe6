using System.Text.Json;
using Eilbote.Members;
using Eilbote.Mail;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Eilbote.Tests.Mail;

/// <summary>How mails leave: over a real mail server, each once, none lost.</summary>
public sealed class A_mail
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Leaves_encrypted_and_signed_in_with_text_and_html_that_say_the_same(Database database)
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await TestApp.StartAsync(database, smtp.Settings);
        await InviteAsync(app, "kollegin@example.com");
        await SendAsync(app);
        var taken = await OneAsync(smtp);
        Assert.Equal((true, true), (taken.GetProperty("tls").GetBoolean(), taken.GetProperty("login").GetBoolean()));
        var mail = Message(taken);
        Assert.Equal("Drei Werte aus Personio für Musterfirma GmbH", mail.Subject);
        Assert.Equal("post@jobs.example", mail.From.Mailboxes.Single().Address);
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        Assert.StartsWith("/invitations/", Postbox.LinkIn(mail), StringComparison.Ordinal);
        Assert.Equal(MailState.Sent, await StateAsync(app));
        await SendAsync(app, TimeSpan.FromDays(1));
        Assert.Single(smtp.Mails);
    }

    [Theory]
    [InlineData("Eilbote:Mail:Password", "wrong", "login-refused", "lehnt die Anmeldung ab")]
    [InlineData("Eilbote:Mail:TrustedCertificate", "", "certificate-refused", "Zertifikat")]
    [InlineData("Eilbote:Mail:Port", "1", "not-reached", "nicht zu erreichen")]
    public async Task That_cannot_leave_waits_operators_see_why_and_it_leaves_once_mended(
        string setting, string value, string reason, string words)
    {
        await using var smtp = await SmtpServer.StartAsync();
        var settings = smtp.Settings;
        settings[setting] = value;
        await using var app = await TestApp.StartAsync(settings: settings);
        await InviteAsync(app, "kollegin@example.com");
        await SendAsync(app);
        Assert.Equal((MailState.Queued, reason),
            await app.DbAsync(async db => ((await db.OutgoingMails.SingleAsync()).State, (await db.OutgoingMails.SingleAsync()).Reason)));
        await app.AddUserAsync("betrieb@example.com", Role.Operator, null);
        using (var operators = await MemberBrowser.SignInAsync(app, "betrieb@example.com"))
            Assert.Contains(words, await operators.GetAsync("/operators"), StringComparison.Ordinal);

        app.Set(setting, smtp.Settings[setting]);
        await app.RestartAsync();
        await SendAsync(app, TimeSpan.FromMinutes(1));
        await OneAsync(smtp);
        using var again = await MemberBrowser.SignInAsync(app, "betrieb@example.com");
        Assert.DoesNotContain("nicht hinaus", await again.GetAsync("/operators"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_is_refused_is_undeliverable_and_keeps_no_other_from_leaving()
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await TestApp.StartAsync(settings: smtp.Settings);
        await InviteAsync(app, "refused@example.com", "later@example.com", "kollegin@example.com");
        await SendAsync(app);
        Assert.Equal("kollegin@example.com", (await OneAsync(smtp)).GetProperty("to")[0].GetString());
        var states = await app.DbAsync(db => db.OutgoingMails.OrderBy(x => x.Id).Select(x => new { x.State, x.Reason }).ToListAsync());
        Assert.Equal([(MailState.Undeliverable, "550"), (MailState.Queued, "451"), (MailState.Sent, null)],
            states.Select(x => (x.State, x.Reason)));
    }

    [Fact]
    public async Task That_is_put_off_is_tried_for_a_week_and_then_undeliverable()
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await TestApp.StartAsync(settings: smtp.Settings);
        await InviteAsync(app, "later@example.com");
        await SendAsync(app);
        foreach (var (minutes, attempts) in new[] { (1, 2), (5, 3), (15, 4), (60, 5), (180, 6), (180, 7) })
        {
            await SendAsync(app, TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            Assert.Equal(attempts - 1, await AttemptsAsync(app));
            await SendAsync(app, TimeSpan.FromSeconds(1));
            Assert.Equal(attempts, await AttemptsAsync(app));
        }
        await SendAsync(app, TimeSpan.FromDays(7));
        Assert.Equal(MailState.Undeliverable, await StateAsync(app));
    }

    /// <summary>Whether it arrived is not known, so it is sent again as the same mail.</summary>
    [Fact]
    public async Task Whose_answer_was_lost_is_sent_again_with_the_same_message_id()
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await TestApp.StartAsync(settings: smtp.Settings);
        await InviteAsync(app, "lost@example.com");
        await SendAsync(app);
        await SendAsync(app, TimeSpan.FromMinutes(1));
        await TestApp.UntilAsync(() => Task.FromResult(smtp.Mails.Count == 2));
        Assert.Single(smtp.Mails.Select(x => Message(x).MessageId).Distinct());
    }

    /// <summary>As when a server dies between the claim and the answer.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Whose_server_died_while_sending_is_sent_by_the_next_one_and_not_before(Database database)
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(database, post.Settings);
        await InviteAsync(app, "kollegin@example.com");
        await app.DbAsync(db =>
            db.OutgoingMails.ExecuteUpdateAsync(
            x => x.SetProperty(m => m.DueAt, app.Clock.GetUtcNow().AddMinutes(2)).SetProperty(m => m.Attempts, 1)));
        Assert.Empty(await post.TakeAsync(app));
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await post.TakeOneAsync(app);
    }

    [Theory]
    [InlineData("Eilbote:Mail:From", "nobody", "From")]
    [InlineData("Eilbote:Board:PublicAddress", "", "PublicAddress")]
    [InlineData("Eilbote:Mail:PickupFolder", "/tmp/mails", "both")]
    [InlineData("Eilbote:Mail:Security", "None", "in clear")]
    public async Task With_settings_that_cannot_work_lets_no_server_start(string setting, string value, string says)
    {
        await using var smtp = await SmtpServer.StartAsync();
        var settings = smtp.Settings;
        settings[setting] = value;
        var refused = await Assert.ThrowsAsync<CannotStartException>(() => TestApp.StartAsync(settings: settings));
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    private static async Task InviteAsync(TestApp app, params string[] colleagues)
    {
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        foreach (var colleague in colleagues)
        {
            await owner.PostAsync("/portal/smart-apply", "/portal/smart-apply/invitations", new() { ["email"] = colleague });
            app.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    private static Task SendAsync(TestApp app, TimeSpan after = default)
    {
        app.Clock.Advance(after);
        return app.Service<Mailer>().RunDueAsync(CancellationToken.None);
    }

    private static async Task<JsonElement> OneAsync(SmtpServer smtp)
    {
        await TestApp.UntilAsync(() => Task.FromResult(smtp.Mails.Count > 0));
        return Assert.Single(smtp.Mails);
    }

    private static MimeMessage Message(JsonElement taken)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(taken.GetProperty("content").GetString()!));
        return MimeMessage.Load(stream);
    }

    private static Task<MailState> StateAsync(TestApp app) => app.DbAsync(db => db.OutgoingMails.Select(x => x.State).SingleAsync());

    private static Task<int> AttemptsAsync(TestApp app) => app.DbAsync(db => db.OutgoingMails.Select(x => x.Attempts).SingleAsync());
}
