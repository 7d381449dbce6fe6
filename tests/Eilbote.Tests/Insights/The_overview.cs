using System.Text.RegularExpressions;
using Eilbote.Employers;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Insights;

public sealed partial class The_overview
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Says_in_one_sentence_whether_everything_arrives_and_what_helps(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var anna = await MemberBrowser.JoinAsync(app, Role.Owner);
        await SaysAsync(anna, "Verbunden mit Personio", "<h1>Alles bereit für die erste Bewerbung.</h1>", "Es fehlt nur noch ein Inserat",
            "href=\"/portal/job-ads\">Zu den Inseraten");

        var job = await app.AddJobAdAsync("1234568", "Buchhalter:in");
        await SaysAsync(anna, "Sobald sich jemand bewirbt, sehen Sie es hier");
        await ApplyAsync(app, job, "a");
        await SaysAsync(anna, "<h1>Die eine Bewerbung ist angekommen.</h1>", "Nichts zu tun.", "Änne Öztürk");

        await app.Sandbox.FaultAsync("applications", "status", 502, "html", count: 2);
        await ApplyAsync(app, job, "b");
        var html = await SaysAsync(anna, "<h1>1 von 2 sind angekommen.</h1>", "1 ist unterwegs. Nichts zu tun.");
        Assert.Matches(@"Heute angekommen</dt>\s*<dd class=""number-value"">1\s*<small>von 2", html);
        await app.AdvanceAsync(TimeSpan.FromSeconds(6));
        await SaysAsync(anna, "Personio antwortet gerade nicht</span>", "<h1>1 von 2 sind angekommen.</h1>",
            "Dafür müssen Sie nichts tun, und nichts ist verloren");
        await app.AdvanceAsync(TimeSpan.FromSeconds(40));
        await SaysAsync(anna, "Verbunden mit Personio", "<h1>Alle 2 sind angekommen.</h1>", "Nichts zu tun.");

        await ApplyAsync(app, await app.AddJobAdAsync("1234590", "Assistenz"), "c");
        await SaysAsync(anna, "<h1>2 von 3 sind angekommen.</h1>", "1 braucht Sie, keine ist verloren.",
            "1 Bewerbung wartet auf „Assistenz“.", "btn-primary\" href=\"/portal/job-ads\"");
        await ApplyAsync(app, await app.AddJobAdAsync("1234580", "Vertrieb"), "d");
        await SaysAsync(anna, "2 brauchen Sie", "Personio verlangt für „Vertrieb“ eine Antwort, die hier fehlt",
            "href=\"/portal/questions?ad=");

        await app.Sandbox.PostAsync($"/_sandbox/companies/{RunningSandbox.Company}/token", new { token = "rotated-token" });
        await ApplyAsync(app, job, "e");
        await SaysAsync(anna, "Angehalten</span>", "<h1>3 Bewerbungen warten auf Sie.</h1>", "Seit 14:02:56",
            "Personio nimmt dieses Paar nicht an", $"href=\"/portal/smart-apply?connection={app.ConnectionId}");
        using var vera = await MemberBrowser.JoinAsync(app, Role.Viewer);
        await SaysAsync(vera, "Ändern kann das nur, wem das Konto gehört.");
        await app.AdvanceAsync(TimeSpan.FromMinutes(11));
        await anna.PostAsync("/portal/smart-apply", new() { ["access_token"] = "rotated-token" });
        // Its probes share the account's slots with what is released.
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        await SaysAsync(anna, "<h1>3 von 5 sind angekommen.</h1>");

        await app.AdvanceAsync(TimeSpan.FromDays(7));
        html = await SaysAsync(anna, "<h1>2 Bewerbungen sind noch nicht angekommen.</h1>");
        Assert.Matches(@"später als 10 Minuten</dt>\s*<dd class=""number-value"">3\s*<small>von 5", html);

        using var stranger = await MemberBrowser.JoinAsync(app, Role.Owner, await AddEmployerAsync(app));
        html = await SaysAsync(
            stranger, "Noch nicht verbunden", "<h1>Ein Schritt fehlt: verbinden Sie Personio.</h1>",
            "href=\"/portal/smart-apply\">Personio verbinden");
        Assert.DoesNotContain("Öztürk", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_the_channel_is_unknown_until_it_is_proven()
    {
        await using var app = await TestApp.StartAsync();
        using var anna = await MemberBrowser.JoinAsync(app, Role.Owner);
        await app.Sandbox.FaultAsync("applications", "status", 400, reason: "errors.posting-validation.channel-not-found");
        await ApplyAsync(app, await app.AddJobAdAsync("1234568"), "a");
        await SaysAsync(anna, "<h1>Die eine Bewerbung ist angekommen.</h1>", "Personio kennt Ihre Kanal-ID nicht.",
            $"href=\"/portal/smart-apply?connection={app.ConnectionId}#channel_id\">Zur Anbindung");

        // At night one probe is sent, and for a connection that was never calibrated it cannot tell. Within a day of an arrival none is.
        await app.AdvanceAsync(TimeSpan.FromHours(25));
        await app.ChangeAsync(db => db.Connections.Single().VerifyAt = app.Clock.GetUtcNow());
        await app.VerifyAsync();
        Assert.True(await app.DbAsync(db => db.Verifications.Select(x => x.Accepted).SingleAsync()));
        await SaysAsync(anna, "Personio kennt Ihre Kanal-ID nicht.");

        await anna.PostAsync("/portal/smart-apply", new() { ["proof_password"] = TestApp.Password });
        await app.IdleAsync();
        Assert.DoesNotContain("Kanal-ID", await SaysAsync(anna, "<h1>Die eine Bewerbung ist angekommen.</h1>"), StringComparison.Ordinal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Asks_to_look_at_what_was_only_inferred_and_says_what_was_withdrawn(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var anna = await MemberBrowser.JoinAsync(app, Role.Owner);
        await app.Sandbox.FaultAsync("applications", "lost-answer");
        await ApplyAsync(app, await app.AddJobAdAsync("1234568"), "a");
        await app.AdvanceAsync(TimeSpan.FromSeconds(40));
        await SaysAsync(anna, "<h1>Die eine Bewerbung ist angekommen.</h1>", "1 bitte kurz ansehen.</p>", "1 Bewerbung bitte kurz ansehen.",
            "btn-primary\" href=\"/portal/applications?look=true\"");

        var receipt = await new Applicant(app.Http).ApplyAsync(await app.AddJobAdAsync("1234590"), Applicant.Fields("b@example.com"));
        await app.IdleAsync();
        await SaysAsync(anna, "1 braucht Sie, keine ist verloren. 1 bitte kurz ansehen.");
        using var nothing = new ByteArrayContent([]);
        using var withdrawn = await app.Http.PostAsync(new Uri(receipt.Receipt + "/withdraw", UriKind.Relative), nothing);
        await SaysAsync(anna, "<h1>1 von 2 sind angekommen.</h1>", "1 hat sich anders erledigt. 1 bitte kurz ansehen.", "(gelöscht)");
    }

    [Fact]
    public async Task Counts_each_day_and_shows_the_same_numbers_as_a_table()
    {
        await using var app = await TestApp.StartAsync();
        using var anna = await MemberBrowser.JoinAsync(app, Role.Owner);
        var job = await app.AddJobAdAsync("1234568");
        await ApplyAsync(app, job, "a");
        await app.AdvanceAsync(TimeSpan.FromDays(1));
        await ApplyAsync(app, job, "b");
        await ApplyAsync(app, job, "c");
        var html = await SaysAsync(anna, "aria-label=\"In den letzten 30 Tagen 3 Bewerbungen, die meisten am 24.11.2026: 2.\"");
        Assert.Matches(@"24\.11\.2026</th><td class=""num"">2</td><td class=""num"" data-value=""2"">2</td><td class=""num"" data-value=""0"">0</td>", html);
        Assert.Matches(@"23\.11\.2026</th><td class=""num"">1</td>", html);
        Assert.Equal(30, Regex.Count(html, "<th scope=\"row\" data-short=\"[0-9.]+\">[0-9.]+</th>", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    /// <summary>What is kept of a day that is over is counted again once one of its applications ends.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Counts_a_day_that_is_over_again_when_one_of_it_ends(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var anna = await MemberBrowser.JoinAsync(app, Role.Owner);
        await ApplyAsync(app, await app.AddJobAdAsync("1234568"), "a");
        var missing = await app.AddJobAdAsync("1234580");
        await ApplyAsync(app, missing, "b");
        await ApplyAsync(app, missing, "c");
        await app.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Equal("3 came, 1 arrived, 2 wait, 0 otherwise, 2 late", await DayAsync());
        Assert.Equal("3 came, 1 arrived, 2 wait, 0 otherwise, 2 late", await DayAsync());
        var waits = await app.DbAsync(db => db.Deliveries.Where(x => x.SettledAt == null).Select(x => x.ApplicationId).ToListAsync());
        await anna.PostAsync($"/portal/applications/{waits[0]}/return", new() { ["Words"] = "Leider nein." });
        Assert.Equal("3 came, 1 arrived, 1 wait, 1 otherwise, 2 late", await DayAsync());
        await anna.PostAsync($"/portal/applications/{waits[1]}/return", new() { ["Words"] = "Leider nein." });
        Assert.Equal("3 came, 1 arrived, 0 wait, 2 otherwise, 2 late", await DayAsync());

        async Task<string> DayAsync()
        {
            var html = await anna.GetAsync("/portal");
            var day = Day().Match(html).Groups;
            var late = Late().Match(html).Groups["late"];
            return $"{day["came"]} came, {day["arrived"]} arrived, {day["wait"]} wait, {day["otherwise"]} otherwise, {late} late";
        }
    }

    private static async Task<string> SaysAsync(MemberBrowser browser, params string[] words)
    {
        var html = await browser.GetAsync("/portal");
        Assert.All(words, x => Assert.Contains(x, html, StringComparison.Ordinal));
        return html;
    }

    private static async Task ApplyAsync(TestApp app, Guid job, string name)
    {
        await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields(name + "@example.com"));
        await app.IdleAsync();
    }

    private static async Task<Guid> AddEmployerAsync(TestApp app)
    {
        var other = new Employer { Name = "Andere GmbH" };
        await app.ChangeAsync(db => db.Employers.Add(other));
        return other.Id;
    }

    [GeneratedRegex(@"23\.11\.2026</th><td class=""num"">(?<came>\d)</td><td[^>]*>(?<arrived>\d)</td><td[^>]*>(?<wait>\d)</td><td[^>]*>(?<otherwise>\d)</td>",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Day();

    [GeneratedRegex(@"später als 10 Minuten</dt>\s*<dd class=""number-value"">(?<late>\d)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Late();
}
