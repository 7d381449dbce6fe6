using Eilbote.Ats;
using Eilbote.Connections;
using Eilbote.Deliveries;
using Eilbote.Members;
using Eilbote.Mail;
using Eilbote.Notices;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Connections;

/// <summary>Overview, smart bewerben, reports and operators' page say the same, and never that all is well while it is not.</summary>
public sealed class How_a_connection_stands
{
    private static readonly string[] Pages = ["/portal", "/portal/smart-apply"];
    private static readonly string[] Well = ["Verbunden mit Personio", "Alles in Ordnung", "Jede Bewerbung geht von selbst"];

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task While_one_account_does_not_get_through_every_page_says_since_when_and_when_it_is_tried(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        await FailAsync(app, count: 3);
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        foreach (var page in Pages)
        {
            var html = await owner.GetAsync(page);
            Assert.Contains("Personio antwortet gerade nicht", html, StringComparison.Ordinal);
            Assert.Contains("Seit 14:02:10 kommt nichts durch. Nächster Versuch um 14:0", html, StringComparison.Ordinal);
            Assert.All(Well, x => Assert.DoesNotContain(x, html, StringComparison.Ordinal));
        }
        using var operators = await OperatorAsync(app);
        Assert.Contains("Personio antwortet gerade nicht", await operators.GetAsync("/operators"), StringComparison.Ordinal);

        // The pause ends: what was once "next" is never shown when it is past.
        await app.Sandbox.FaultAsync("applications", "latency", delayMs: 20_000);
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await app.Service<Lanes>().SweepAsync(CancellationToken.None);
        await app.Sandbox.DelaysAsync();
        foreach (var page in Pages)
        {
            var html = await owner.GetAsync(page);
            Assert.Contains("Gerade läuft ein Versuch.", html, StringComparison.Ordinal);
            Assert.All(Well, x => Assert.DoesNotContain(x, html, StringComparison.Ordinal));
        }
        await app.AdvanceAsync(TimeSpan.FromSeconds(21), overtaking: true);
        foreach (var page in Pages)
            Assert.Contains("Verbunden mit Personio", await owner.GetAsync(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_not_arrived_after_48_hours_needs_somebody_at_the_operators()
    {
        await using var app = await TestApp.StartAsync();
        await FailAsync(app, count: 1000);
        using var operators = await OperatorAsync(app);
        Assert.Contains("1 wartet, niemand muss etwas tun.", await operators.GetAsync("/operators"), StringComparison.Ordinal);
        await app.AdvanceAsync(TimeSpan.FromHours(49));
        var html = await operators.GetAsync("/operators");
        Assert.Contains("1 wartet und braucht jemanden.", html, StringComparison.Ordinal);
        Assert.Contains("Seit mehr als 48 Stunden nicht angekommen", html, StringComparison.Ordinal);
    }

    [Theory, InlineData("feature.recruiting.disabled", "„Recruiting“ gehört in Ihren Tarif"),
        InlineData("feature.public-api.disabled", "die „Recruiting API“ gehört freigeschaltet")]
    public async Task A_feature_that_is_off_is_not_said_to_be_wrong_values(string reason, string said)
    {
        await using var app = await TestApp.StartAsync();
        await app.Sandbox.FaultAsync("applications", "status", 403, reason: reason, count: 20);
        await app.Sandbox.FaultAsync("documents", "status", 403, reason: reason, count: 20);
        await new Applicant(app.Http).ApplyAsync(await app.AddJobAdAsync("1234568"));
        await app.IdleAsync();
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        foreach (var page in Pages)
        {
            var html = await owner.GetAsync(page);
            Assert.Contains(said, html, StringComparison.Ordinal);
            Assert.DoesNotContain("nimmt die Zugangsdaten", html, StringComparison.Ordinal);
            Assert.DoesNotContain("Tragen Sie die Werte neu ein", html, StringComparison.Ordinal);
            Assert.DoesNotContain("Kopieren Sie beide Werte", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_held_page_shows_an_older_report_as_one()
    {
        await using var app = await TestApp.StartAsync();
        using var employer = await Connecting.AsNewEmployerAsync(app);
        await employer.VerifyAsync();
        var connection = await employer.ConnectionAsync();
        var report = await app.DbAsync(db => db.Verifications.Where(x => x.ConnectionId == connection.Id).Select(x => x.Id).SingleAsync());
        await app.DbAsync(db => db.Connections.Where(x => x.Id == connection.Id).ExecuteUpdateAsync(x => x
            .SetProperty(c => c.State, ConnectionState.Held).SetProperty(c => c.HeldReason, "unauthorized")
                .SetProperty(c => c.HeldSince, app.Clock.GetUtcNow())));
        foreach (var page in new[] { "/portal/smart-apply", "/portal/smart-apply/verifications/" + report })
        {
            var html = await employer.Browser.GetAsync(page);
            Assert.Contains("Dieser Bericht ist von früher.", html, StringComparison.Ordinal);
            Assert.DoesNotContain("Verbunden mit Personio", html, StringComparison.Ordinal);
            Assert.DoesNotContain("Alles ist bewiesen", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_unknown_channel_leads_to_a_page_that_marks_its_field()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sandbox.FaultAsync("applications", "status", 400, reason: "errors.posting-validation.channel-not-found");
        await new Applicant(app.Http).ApplyAsync(await app.AddJobAdAsync("1234568"));
        await app.IdleAsync();
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        var link = $"/portal/smart-apply?connection={app.ConnectionId}";
        Assert.Contains($"href=\"{link}#channel_id\"", await owner.GetAsync("/portal"), StringComparison.Ordinal);
        var html = await owner.GetAsync(link);
        Assert.Contains("id=\"channel_id-error\"", html, StringComparison.Ordinal);
        Assert.Contains("Eine Angabe stimmt nicht; sie ist unten markiert.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Nichts zu tun", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_about_a_break_that_was_mended_does_not_delay_that_of_the_next()
    {
        await using var app = await TestApp.StartAsync();
        await app.AddUserAsync("owner@musterfirma.example", Role.Owner, app.EmployerId);
        for (var breaks = 1; breaks <= 2; breaks++)
        {
            var now = app.Clock.GetUtcNow();
            await app.DbAsync(db => db.Connections.ExecuteUpdateAsync(x => x.SetProperty(c => c.State, ConnectionState.Held)
                .SetProperty(c => c.HeldSince, now).SetProperty(c => c.NoticeDueAt, now).SetProperty(c => c.NoticesSent, 0)));
            await app.DbAsync(async db =>
            {
                await DueNotices.QueueAsync(db, app.Service<SecondPaths>(), now, CancellationToken.None);
                return await db.SaveChangesAsync();
            });
            Assert.Equal(breaks, await app.DbAsync(db => db.OutgoingMails.CountAsync(x => x.Kind == MailKind.ConnectionBroken)));
            app.Clock.Advance(TimeSpan.FromHours(2));
            await app.DbAsync(db =>
                db.Connections.ExecuteUpdateAsync(
                x => x.SetProperty(c => c.State, ConnectionState.Active).SetProperty(c => c.HeldSince, (DateTimeOffset?)null)));
            app.Clock.Advance(TimeSpan.FromHours(2));
        }
    }

    private static async Task FailAsync(TestApp app, int count)
    {
        await app.Sandbox.FaultAsync("applications", "status", 503, "html", count: count);
        await new Applicant(app.Http).ApplyAsync(await app.AddJobAdAsync("1234568"));
        await app.IdleAsync();
        await app.AdvanceAsync(TimeSpan.FromSeconds(6));
        await app.AdvanceAsync(TimeSpan.FromSeconds(36));
    }

    private static async Task<MemberBrowser> OperatorAsync(TestApp app)
    {
        await app.AddUserAsync("betrieb@example.com", Role.Operator, null);
        return await MemberBrowser.SignInAsync(app, "betrieb@example.com");
    }
}
