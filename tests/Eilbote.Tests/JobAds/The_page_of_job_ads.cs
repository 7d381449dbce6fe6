using System.Net;
using System.Text.RegularExpressions;
using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Employers;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.JobAds;

public sealed class The_page_of_job_ads
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Holds_none_and_500_and_finds_one(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var desk = await Desk.OpenAsync(app);
        Assert.Contains("Noch kein Inserat.", await desk.SeeAsync(), StringComparison.Ordinal);
        await app.ChangeAsync(db => db.JobAds.AddRange(Enumerable.Range(1, 500).Select(x => new JobAd
        {
            EmployerId = app.EmployerId,
            ConnectionId = app.ConnectionId,
            Title = x == 250 ? "Bergführerin" : $"Stelle {x} " + new string('x', 280),
            AtsJobId = $"{9000 + x}",
            State = x == 7 ? JobAdState.Held : x % 2 == 0 ? JobAdState.Open : JobAdState.Closed,
            CreatedAt = app.Clock.GetUtcNow().AddMinutes(-x),
        })));
        var page = await desk.SeeAsync();
        Assert.Contains("1 Inserat braucht Sie.", page, StringComparison.Ordinal);
        Assert.Contains("1 bis 50 von 500", page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("Stelle 7 ", StringComparison.Ordinal) < page.IndexOf("Stelle 2 ", StringComparison.Ordinal),
            "What is held stands first.");
        Assert.Contains("Nicht prüfbar ohne Feed", page, StringComparison.Ordinal);
        Assert.Contains("451 bis 500 von 500", await desk.SeeAsync("/portal/job-ads?page=10"), StringComparison.Ordinal);
        Assert.Contains("Nichts gefunden.", await desk.SeeAsync("/portal/job-ads?q=%25"), StringComparison.Ordinal);
        foreach (var found in new[] { "bergf", "BERGF", "9250" })
            Assert.Contains("Bergführerin", await desk.SeeAsync($"/portal/job-ads?q={found}&state=Open"), StringComparison.Ordinal);
        Assert.DoesNotContain("Bergführerin", await desk.SeeAsync("/portal/job-ads?q=bergf&state=Closed"), StringComparison.Ordinal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Takes_an_ad_by_hand_through_the_chosen_connection(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var desk = await Desk.OpenAsync(app);
        Assert.DoesNotContain("name=\"Connection\"", await desk.SeeAsync("/portal/job-ads/new"), StringComparison.Ordinal);
        var first = await app.DbAsync(db => db.Connections.AsNoTracking().SingleAsync());
        var second = new Connection
        {
            EmployerId = app.EmployerId,
            Connector = "personio",
            AccountId = first.AccountId,
            CreatedAt = app.Clock.GetUtcNow()
            .AddMinutes(1),
            Settings = new() { ["company_id"] = "67890" }
        };
        await app.ChangeAsync(db => db.Connections.Add(second));
        Assert.Contains("Personio 67890", await desk.SeeAsync("/portal/job-ads/new"), StringComparison.Ordinal);
        var saved = await desk.PressAsync(
            "/new", ("Title", " Koch\u0007 "), ("Place", "Wien"),
            ("AtsJobId", "https://alpenwerk.jobs.personio.com/job/7654321?language=de"), ("Text", "<p>a</p>"), ("TextEn", "<p>b</p>"),
            ("Connection", $"{second.Id}"));
        Assert.True(saved.Status == HttpStatusCode.OK, saved.Html);
        var ad = Assert.Single(await desk.AdsAsync());
        Assert.Equal(("Koch", "7654321", "<p>a</p>", "<p>b</p>", second.Id),
            (ad.Title, ad.AtsJobId, ad.Html, ad.HtmlEn, ad.ConnectionId!.Value));

        var (status, html) = await desk.PressAsync(
            "/new", ("Title", new string('x', 301)), ("AtsJobId", "Koch"), ("Text", ""), ("Connection", $"{Guid.NewGuid()}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("höchstens 300 Zeichen", html, StringComparison.Ordinal);
        Assert.Contains("Zahl am Ende des Links", html, StringComparison.Ordinal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Says_open_of_what_the_board_shows_and_why_it_shows_nothing(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var desk = await Desk.OpenAsync(app);
        var ads = new[] { await app.AddJobAdAsync("11"), await app.AddJobAdAsync("12") };
        await app.ChangeAsync(db => db.JobAds.AddRange(
            new()
            {
                EmployerId = app.EmployerId,
                ConnectionId = app.ConnectionId,
                Title = "Zu",
                AtsJobId = "13",
                State = JobAdState.Closed,
                CreatedAt = app.Clock.GetUtcNow()
            },
            new() { EmployerId = app.EmployerId, Title = "Ohne Anbindung", AtsJobId = "14", CreatedAt = app.Clock.GetUtcNow() }));
        foreach (var state in Enum.GetValues<ConnectionState>())
        {
            await app.DbAsync(db => db.Connections.ExecuteUpdateAsync(x => x.SetProperty(c => c.State, state)));
            var (page, board, form) = (await desk.SeeAsync(), await desk.SeeAsync("/"), await desk.SeeAsync($"/jobs/{ads[0]}/apply"));
            var shown = board.Contains("2 Stellen", StringComparison.Ordinal);
            Assert.Equal(state is ConnectionState.Active or ConnectionState.Held, shown);
            Assert.Equal(shown, form.Contains("<form", StringComparison.Ordinal)
                && !form.Contains("nimmt derzeit keine Bewerbungen an", StringComparison.Ordinal));
            Assert.Contains(shown ? "<h1>2 Inserate sind offen.</h1>" : "<h1>Kein Inserat nimmt Bewerbungen an.</h1>", page,
                StringComparison.Ordinal);
            Assert.Equal(shown ? 2 : 0, Regex.Count(page, ">Offen</span>", RegexOptions.None, TimeSpan.FromSeconds(1)));
            Assert.Equal(shown, page.Contains("?state=Open", StringComparison.Ordinal));
            Assert.Equal(shown, (await desk.SeeAsync("/portal/job-ads?state=Open")).Contains("Buchhalter:in", StringComparison.Ordinal));
            var paused = await desk.SeeAsync("/portal/job-ads?state=Paused");
            Assert.Contains("Ohne Anbindung", paused, StringComparison.Ordinal);
            Assert.Equal(shown, !paused.Contains("Buchhalter:in", StringComparison.Ordinal));
            Assert.Equal(state == ConnectionState.Off, page.Contains("weil die Anbindung abgeschaltet ist", StringComparison.Ordinal));
            Assert.Equal(!shown, page.Contains($"href=\"/portal/smart-apply?connection={app.ConnectionId}\"", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Lets_viewers_look_and_strangers_do_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var ad = await app.AddJobAdAsync("11");
        await app.ChangeAsync(
            db => db.JobFeeds.Add(
            new JobFeed
            {
                ConnectionId = app.ConnectionId,
                EmployerId = app.EmployerId,
                EmptySince = app.Clock.GetUtcNow(),
                DueAt = app.Clock.GetUtcNow().AddDays(1)
            }));
        await app.DbAsync(db => db.JobAds.ExecuteUpdateAsync(x => x.SetProperty(a => a.SeenSince, app.Clock.GetUtcNow())));
        var other = new Employer { Name = "Andere GmbH" };
        await app.ChangeAsync(db => db.Employers.Add(other));
        using var stranger = await Desk.OpenAsync(app, Role.Owner, other.Id);
        using var viewer = await Desk.OpenAsync(app, Role.Viewer);
        Assert.DoesNotContain("Einlesen", await viewer.SeeAsync(), StringComparison.OrdinalIgnoreCase);
        foreach (var desk in new[] { stranger, viewer })
            foreach (var action in new[] {
                $"/{ad}/close", $"/{ad}", $"/feeds/{app.ConnectionId}/read", $"/feeds/{app.ConnectionId}/take",
                $"/feeds/{app.ConnectionId}/empty" })
                await desk.PressAsync(
                    "/portal/smart-apply", "/portal/job-ads" + action, ("close", "true"), ("Title", "fremd"), ("AtsJobId", "11"));
        Assert.Equal(("Buchhalter:in", JobAdState.Open), Assert.Single(await viewer.AdsAsync()) is { } now ? (now.Title, now.State)
            : default);
        Assert.False((await viewer.FeedAsync()).TakesNew);
        Assert.Equal(0, await viewer.AskedAsync());
    }

    [Fact]
    public async Task Shows_an_ad_to_its_readers_in_their_language_if_it_is_written_in_it()
    {
        await using var app = await TestApp.StartAsync();
        using var desk = await Desk.OpenAsync(app);
        await desk.ImportAsync();
        var (both, german) = ((await desk.AdAsync("1234568")).Id, (await desk.AdAsync("1234569")).Id);
        Assert.Contains("Sie führen die <strong>Bücher</strong>", await desk.SeeAsync($"/jobs/{both}"), StringComparison.Ordinal);
        Assert.Contains("You keep the <strong>books</strong>", await desk.SeeAsync($"/jobs/{both}?lang=en"), StringComparison.Ordinal);
        Assert.Contains("lang=\"en\" dir=\"auto\"", await desk.SeeAsync($"/jobs/{both}?lang=en"), StringComparison.Ordinal);
        Assert.Contains("Sie planen, vergleichen", await desk.SeeAsync($"/jobs/{german}?lang=en"), StringComparison.Ordinal);
    }
}
