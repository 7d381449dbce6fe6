using System.Globalization;
using System.Net;
using Eilbote.Board;
using Eilbote.Connectors;
using Eilbote.JobAds;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.JobAds;

public sealed class The_feed
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Makes_new_changed_closed_and_reopened_ads(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var desk = await Desk.OpenAsync(app);
        await desk.SiteShowsAsync(("11", "Koch"), ("12", "Kellnerin"));
        var (status, html) = await desk.ImportAsync();
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("2 Stellen, 2 neu.", html, StringComparison.Ordinal);
        Assert.Contains("Kellnerin", await desk.SeeAsync("/"), StringComparison.Ordinal);

        await desk.SiteShowsAsync(("11", "Koch oder Köchin"), ("12", "Kellnerin"), ("13", "Sommelier"));
        await desk.LaterAsync();
        Assert.Equal(["Koch oder Köchin", "Kellnerin", "Sommelier"], (await desk.AdsAsync()).Select(x => x.Title));
        Assert.Contains("3 Stellen, 1 neu, 1 geändert.", await desk.SeeAsync(), StringComparison.Ordinal);

        // Missing once, and once more a minute later by hand: not yet 10 minutes apart.
        await desk.SiteShowsAsync(("11", "Koch oder Köchin"), ("13", "Sommelier"));
        await desk.LaterAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await desk.ReadNowAsync();
        Assert.Equal(JobAdState.Open, (await desk.AdAsync("12")).State);
        Assert.Contains("Nicht veröffentlicht", await desk.SeeAsync(), StringComparison.Ordinal);
        await desk.LaterAsync();
        Assert.Equal((JobAdState.Closed, ClosedBy.Feed), ((await desk.AdAsync("12")).State, (await desk.AdAsync("12")).ClosedBy!.Value));
        Assert.Contains("2 Stellen, 1 geschlossen.", await desk.SeeAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("Kellnerin", await desk.SeeAsync("/"), StringComparison.Ordinal);

        await desk.SiteShowsAsync(("11", "Koch oder Köchin"), ("12", "Kellnerin"), ("13", "Sommelier"));
        await desk.LaterAsync();
        Assert.Equal([JobAdState.Open, JobAdState.Open, JobAdState.Open], (await desk.AdsAsync()).Select(x => x.State));
        Assert.Contains("3 Stellen, 1 wieder geöffnet.", await desk.SeeAsync(), StringComparison.Ordinal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Matches_ads_that_came_by_hand_and_leaves_their_words(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var desk = await Desk.OpenAsync(app);
        var id = await app.AddJobAdAsync("11", "Unser Koch", "<p>Unsere Worte</p>");
        await app.AddJobAdAsync("99", "Noch nicht veröffentlicht");
        await desk.SiteShowsAsync(("11", "Koch"), ("12", "Kellnerin"));
        await desk.ImportAsync();
        await desk.LaterAsync();
        await desk.LaterAsync();
        Assert.Equal(["Unser Koch", "Kellnerin", "Noch nicht veröffentlicht"], (await desk.AdsAsync()).Select(x => x.Title));
        Assert.Equal([JobAdState.Open, JobAdState.Open, JobAdState.Open], (await desk.AdsAsync()).Select(x => x.State));
        Assert.Contains("Nicht gefunden", await desk.SeeAsync(), StringComparison.Ordinal);

        // What a member changes in an ad of the feed is the member's, until it is given back.
        var waiter = await desk.AdAsync("12");
        await desk.PressAsync(
            $"/{waiter.Id}", ("Title", "Service"), ("Place", waiter.Place), ("AtsJobId", "12"), ("Text", ""), ("TextEn", ""));
        await desk.SiteShowsAsync(("11", "Koch"), ("12", "Kellnerin (Abend)"));
        await desk.LaterAsync();
        Assert.Equal(("Service", JobAdSource.Hand), ((await desk.AdAsync("12")).Title, (await desk.AdAsync("12")).Source));
        await desk.PressAsync(
            $"/{id}", ("Title", "Unser Koch"), ("Place", "Wien"), ("AtsJobId", "11"), ("Text", "x"), ("TextEn", ""), ("FromFeed", "true"));
        await desk.LaterAsync(1);
        Assert.Equal(("Koch", JobAdSource.Feed), ((await desk.AdAsync("11")).Title, (await desk.AdAsync("11")).Source));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Overrules_no_member(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var desk = await Desk.OpenAsync(app);
        await desk.SiteShowsAsync(("11", "Koch"), ("12", "Kellnerin"));
        await desk.ImportAsync();
        await desk.PressAsync($"/{(await desk.AdAsync("11")).Id}/close");
        await desk.SiteShowsAsync(("13", "Sommelier"));
        await desk.LaterAsync();
        await desk.LaterAsync();
        Assert.Equal((JobAdState.Closed, ClosedBy.Member), ((await desk.AdAsync("11")).State, (await desk.AdAsync("11")).ClosedBy!.Value));
        Assert.Equal((JobAdState.Closed, ClosedBy.Feed), ((await desk.AdAsync("12")).State, (await desk.AdAsync("12")).ClosedBy!.Value));

        // Opened by hand although the site does not show it: it stays open.
        await desk.PressAsync($"/{(await desk.AdAsync("12")).Id}/reopen");
        await desk.LaterAsync();
        await desk.LaterAsync();
        Assert.Equal(JobAdState.Open, (await desk.AdAsync("12")).State);

        await desk.SiteShowsAsync(("11", "Koch"), ("12", "Kellnerin"), ("13", "Sommelier"));
        await desk.LaterAsync();
        Assert.Equal([JobAdState.Closed, JobAdState.Open, JobAdState.Open], (await desk.AdsAsync()).Select(x => x.State));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Asks_before_an_empty_one_closes_anything(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var desk = await Desk.OpenAsync(app);
        await desk.SiteShowsAsync(("11", "Koch"), ("12", "Kellnerin"));
        await desk.ImportAsync();
        await desk.SiteAsync("empty");
        await desk.LaterAsync();
        await desk.LaterAsync();
        await desk.LaterAsync();
        Assert.Equal([JobAdState.Open, JobAdState.Open], (await desk.AdsAsync()).Select(x => x.State));
        Assert.Contains("zeigt Ihre Karriereseite keine einzige Stelle. Stimmt das?", await desk.SeeAsync(), StringComparison.Ordinal);

        var (_, html) = await desk.PressAsync($"/feeds/{app.ConnectionId}/empty", ("close", "false"));
        Assert.Contains("die Inserate bleiben offen, wie Sie es wollten", html, StringComparison.Ordinal);
        await desk.LaterAsync();
        Assert.DoesNotContain("Stimmt das?", await desk.SeeAsync(), StringComparison.Ordinal);

        // A job comes and goes: that is another question.
        await desk.SiteShowsAsync(("11", "Koch"), ("12", "Kellnerin"));
        await desk.LaterAsync();
        await desk.SiteAsync("empty");
        await desk.LaterAsync();
        Assert.Contains("Stimmt das?", await desk.SeeAsync(), StringComparison.Ordinal);
        await desk.PressAsync($"/feeds/{app.ConnectionId}/empty", ("close", "true"));
        Assert.Equal([JobAdState.Closed, JobAdState.Closed], (await desk.AdsAsync()).Select(x => x.State));
        Assert.DoesNotContain("Stimmt das?", await desk.SeeAsync(), StringComparison.Ordinal);
        await desk.LaterAsync();
        Assert.DoesNotContain("Stimmt das?", await desk.SeeAsync(), StringComparison.Ordinal);

        await desk.SiteShowsAsync(("12", "Kellnerin"));
        await desk.LaterAsync();
        Assert.Equal([JobAdState.Closed, JobAdState.Open], (await desk.AdsAsync()).Select(x => x.State));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Takes_what_is_good_names_what_is_not_and_closes_nothing_meanwhile(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var desk = await Desk.OpenAsync(app);
        await desk.SiteShowsAsync(("11", "Koch"), ("12", "Kellnerin"));
        await desk.ImportAsync();
        await desk.SiteShowsAsync(("11", "Küchenchefin"), ("11", "Koch"), ("13", "Wirt"), ("14", " "));
        await desk.LaterAsync();
        await desk.LaterAsync();
        var html = await desk.SeeAsync();
        Assert.Contains("Die Stelle 11 steht zweimal in der Liste; es gilt die erste.", html, StringComparison.Ordinal);
        Assert.Contains("Die Stelle 14 hat keinen Titel.", html, StringComparison.Ordinal);
        Assert.Equal([("Küchenchefin", JobAdState.Open), ("Kellnerin", JobAdState.Open), ("Wirt", JobAdState.Open)], (await desk.AdsAsync())
            .Select(x => (x.Title, x.State)));

        // Once it is whole again, what is missing closes as ever.
        await desk.SiteShowsAsync(("11", "Küchenchefin"), ("13", "Wirt"));
        await desk.LaterAsync();
        await desk.LaterAsync();
        Assert.Equal([JobAdState.Open, JobAdState.Closed, JobAdState.Open], (await desk.AdsAsync()).Select(x => x.State));
        Assert.DoesNotContain("konnten wir nicht übernehmen", await desk.SeeAsync(), StringComparison.Ordinal);
    }

    private static readonly (string How, FeedFault Fault, string Words)[] Failures =
    [
        ("off", FeedFault.NotThere, "„XML-Feed aktivieren“"),
        ("redirect", FeedFault.Redirects, "Diese Adresse führt anderswohin"),
        ("html", FeedFault.WebPage, "Statt der Stellenliste antwortet eine Webseite"),
        ("malformed", FeedFault.Unreadable, "beschädigt oder bricht ab (Zeile 1)"),
        ("50 MB", FeedFault.TooLarge, "größer als 16 MB"),
        ("500", FeedFault.Unavailable, "Wir versuchen es von selbst wieder"),
        ("429", FeedFault.Unavailable, "Wir versuchen es von selbst wieder"),
        ("reset", FeedFault.Unreachable, "Die Karriereseite antwortet nicht"),
        ("silent", FeedFault.Unreachable, "Die Karriereseite antwortet nicht"),
    ];

    [Fact]
    public async Task Closes_nothing_when_it_is_refused_or_not_there()
    {
        await using var app = await TestApp.StartAsync();
        using var desk = await Desk.OpenAsync(app);
        await desk.SiteShowsAsync(("11", "Koch"), ("12", "Kellnerin"));
        await desk.ImportAsync();
        foreach (var (how, fault, words) in Failures)
        {
            await (how switch
            {
                "50 MB" => desk.SiteSaysAsync(new byte[1_000_000], repeat: 50),
                "500" or "429" => app.Sandbox.FaultAsync("xml", "status", int.Parse(how, CultureInfo.InvariantCulture), count: 100),
                "reset" => app.Sandbox.FaultAsync("xml", "reset", count: 100),
                "silent" => app.Sandbox.FaultAsync("xml", "latency", delayMs: 3_600_000, count: 1),
                _ => desk.SiteAsync(how),
            });
            app.Clock.Advance(TimeSpan.FromMinutes(20));
            var reading = app.Service<FeedRefresh>().RunDueAsync(CancellationToken.None);
            if (how == "silent")
            {
                await app.Sandbox.DelaysAsync();
                app.Clock.Advance(TimeSpan.FromSeconds(31));
            }
            await reading;
            if (how != "silent")
                await desk.LaterAsync(60);

            Assert.Equal((how, fault), (how, (await desk.FeedAsync()).Fault));
            Assert.Equal([JobAdState.Open, JobAdState.Open], (await desk.AdsAsync()).Select(x => x.State));
            var page = await desk.SeeAsync();
            Assert.Contains(words, page, StringComparison.Ordinal);
            Assert.Contains("Geschlossen wird deshalb kein Inserat.", page, StringComparison.Ordinal);

            await app.Sandbox.PostAsync("/_sandbox/reset", new { });
            await desk.SiteShowsAsync(("11", "Koch"), ("12", "Kellnerin"));
            await desk.LaterAsync(120);
            Assert.Null((await desk.FeedAsync()).Fault);
            Assert.Contains("2 Stellen, nichts Neues.", await desk.SeeAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Is_read_by_itself_and_politely()
    {
        await using var app = await TestApp.StartAsync();
        using var desk = await Desk.OpenAsync(app);
        await desk.LaterAsync(60);
        Assert.Equal(0, await desk.AskedAsync());

        // Named by a pasted link: read for the status of ads, but nothing becomes an ad unasked.
        await app.ChangeAsync(
            db => db.Connections.Single().Settings = new(db.Connections.Single().Settings) { ["career_site"] = "musterfirma" });
        await app.AddJobAdAsync("1234568");
        await desk.LaterAsync(1);
        Assert.Equal(2, await desk.AskedAsync());
        Assert.Single(await desk.AdsAsync());
        Assert.Contains("8 Stellen, 7 ohne Inserat.", await desk.SeeAsync(), StringComparison.Ordinal);
        for (var minute = 0; minute < 120; minute += 2)
            await desk.LaterAsync(2);
        Assert.InRange(await desk.AskedAsync(), 2 + 2 * 8, 2 + 2 * 12);

        // Seven more at a click; a double click asks once.
        var asked = await desk.AskedAsync();
        await desk.ReadNowAsync();
        await desk.ReadNowAsync();
        Assert.InRange(await desk.AskedAsync(), asked, asked + 2);
        await desk.PressAsync($"/feeds/{app.ConnectionId}/take");
        Assert.Equal(8, (await desk.AdsAsync()).Count);

        await desk.SiteAsync("off");
        asked = await desk.AskedAsync();
        for (var minute = 0; minute < 6 * 60; minute += 5)
            await desk.LaterAsync(5);
        Assert.InRange(await desk.AskedAsync() - asked, 6, 10);
    }

    [Fact]
    public async Task Keeps_the_wait_that_the_site_asks_for()
    {
        await using var app = await TestApp.StartAsync();
        using var desk = await Desk.OpenAsync(app);
        await desk.SiteShowsAsync(("11", "Koch"));
        await desk.ImportAsync();
        await app.Sandbox.FaultAsync("xml", "status", 429, retryAfter: 7200);
        app.Clock.Advance(TimeSpan.FromMinutes(15));
        await app.Service<FeedRefresh>().RunDueAsync(CancellationToken.None);
        Assert.True((await desk.FeedAsync()).DueAt >= app.Clock.GetUtcNow().AddHours(2));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Opens_a_held_ad_once_its_job_is_published_again(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var desk = await Desk.OpenAsync(app);
        var job = await app.AddJobAdAsync("1234568");
        await desk.ImportAsync();
        await app.Sandbox.PostAsync("/_sandbox/jobs/1234568", new { published = false });
        await new Applicant(app.Http).ApplyAsync(job);
        await app.IdleAsync();
        await desk.LaterAsync();
        Assert.Equal(JobAdState.Held, (await desk.AdAsync("1234568")).State);
        var page = await desk.SeeAsync();
        Assert.Contains("1 Inserat braucht Sie.", page, StringComparison.Ordinal);
        Assert.Contains("weil sie dort nicht veröffentlicht ist", page, StringComparison.Ordinal);
        Assert.Contains(">1</a>, 1 noch nicht angekommen", page, StringComparison.Ordinal);

        await desk.LaterAsync();
        Assert.Equal(JobAdState.Held, (await desk.AdAsync("1234568")).State);
        await app.Sandbox.PostAsync("/_sandbox/jobs/1234568", new { published = true });
        app.Clock.Advance(TimeSpan.FromSeconds(11));
        await desk.ReadNowAsync();
        await app.IdleAsync();
        Assert.Equal(JobAdState.Open, (await desk.AdAsync("1234568")).State);
        Assert.Single(await app.Sandbox.ApplicationsAsync());
    }

    [Fact]
    public async Task Closing_an_ad_is_said_at_the_form_that_is_being_filled_in()
    {
        await using var app = await TestApp.StartAsync();
        using var desk = await Desk.OpenAsync(app);
        await desk.SiteShowsAsync(("11", "Koch"), ("12", "Kellnerin"));
        await desk.ImportAsync();
        var (applicant, job) = (new Applicant(app.Http), (await desk.AdAsync("11")).Id);
        var hidden = await applicant.OpenAsync(job);
        await desk.SiteShowsAsync(("12", "Kellnerin"));
        await desk.LaterAsync();
        await desk.LaterAsync();

        var sent = await applicant.SendAsync(job, hidden, Applicant.Fields());
        Assert.Equal(HttpStatusCode.Conflict, sent.Status);
        Assert.Contains("nimmt derzeit keine Bewerbungen an", sent.Html, StringComparison.Ordinal);
        Assert.Equal(0, await app.DbAsync(db => db.Applications.CountAsync()));
    }

    [Fact]
    public async Task Under_another_name_closes_nothing()
    {
        await using var app = await TestApp.StartAsync();
        using var desk = await Desk.OpenAsync(app);
        await desk.SiteShowsAsync(("11", "Koch"));
        await desk.ImportAsync();
        await desk.ImportAsync("alpenwerk");
        await desk.LaterAsync();
        await desk.LaterAsync();
        Assert.Equal(JobAdState.Open, (await desk.AdAsync("11")).State);
        Assert.Equal(4, (await desk.AdsAsync()).Count);
    }

    [Theory]
    [InlineData("evil.example"), InlineData("https://evil.example/xml"), InlineData("musterfirma.jobs.personio.de.evil.example"),
        InlineData("a@b"), InlineData(""), InlineData("müller"), InlineData("127.0.0.1:5090/x")]
    public async Task Is_never_asked_for_at_an_address_that_was_typed(string typed)
    {
        await using var app = await TestApp.StartAsync();
        using var desk = await Desk.OpenAsync(app);
        var (status, html) = await desk.ImportAsync(typed);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("den ersten Teil der Adresse Ihrer Karriereseite", html, StringComparison.Ordinal);
        Assert.Contains($"value=\"{typed}\"", html, StringComparison.Ordinal);
        Assert.Equal(0, await desk.AskedAsync());
    }

    [Fact]
    public async Task That_cannot_be_read_under_a_typed_name_leaves_the_old_one_in_use()
    {
        await using var app = await TestApp.StartAsync();
        using var desk = await Desk.OpenAsync(app);
        await desk.SiteShowsAsync(("11", "Koch"));
        await desk.ImportAsync("Unsere Stelle: <https://Musterfirma.jobs.personio.de/job/11?language=de>.");
        var (status, html) = await desk.ImportAsync("gibtesnicht");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("„XML-Feed aktivieren“", html, StringComparison.Ordinal);
        Assert.Equal("musterfirma", await app.DbAsync(db => db.Connections.Select(x => x.Settings).SingleAsync()) is { } settings
            ? settings["career_site"] : null);
        Assert.Null((await desk.FeedAsync()).Fault);
    }
}
