using System.Net;
using AngleSharp.Html.Parser;
using Eilbote.Employers;
using Eilbote.Members;

namespace Eilbote.Tests.JobAds;

/// <summary>From the ad that was opened to the application that arrived: the employer reads how many, and nobody learns who.</summary>
public sealed class What_happens_at_a_form
{
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_counted_by_day_and_agrees_with_the_list_of_applications(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync("1234568");
        using var person = Browser(app, Firefox);
        await LookAsync(person, $"/jobs/{job}");
        // From the ad to its form, and the form again in another language: one visit.
        await LookAsync(person, $"/jobs/{job}/apply", from: $"/jobs/{job}");
        await LookAsync(person, $"/jobs/{job}/apply?lang=en", from: $"/jobs/{job}/apply");
        var applicant = new Applicant(person);
        var hidden = await applicant.OpenAsync(job);
        var wrong = Applicant.Fields();
        (wrong["email"], wrong["first_name"]) = ("keine", "");
        await applicant.SendAsync(job, hidden, wrong);
        wrong["first_name"] = "Änne";
        await applicant.SendAsync(job, hidden, wrong);
        Assert.NotNull((await applicant.SendAsync(job, hidden, Applicant.Fields())).Receipt);
        await applicant.ApplyAsync(job, Applicant.Fields("zweite@example.com"));
        await app.IdleAsync();
        await WrittenAsync(app, viewed: 3);
        // The next day the ATS is down: what was sent has not arrived.
        await app.Sandbox.PostAsync("/_sandbox/faults",
            new { company = RunningSandbox.Company, endpoint = "any", fault = "status", status = 503, count = 1000 });
        app.Clock.Advance(TimeSpan.FromDays(1));
        await applicant.ApplyAsync(job, Applicant.Fields("dritte@example.com"));
        await WrittenAsync(app, viewed: 4);

        using var owner = await MemberBrowser.JoinAsync(app, Role.Viewer);
        var card = new HtmlParser().ParseDocument(await owner.GetAsync($"/portal/job-ads/{job}")).QuerySelector("#numbers")!;
        Assert.Equal([("Aufgerufen", "4"), ("Begonnen", "3"), ("Gesendet", "3"), ("Angekommen", "2")],
            card.QuerySelectorAll(".funnel li").Select(x => (x.QuerySelector("span")!.TextContent, x.QuerySelector("b")!.TextContent)));
        Assert.Equal([("E-Mail", "2"), ("Vorname", "1")], card.QuerySelectorAll("caption ~ tbody tr")
            .Select(x => (x.QuerySelector("th")!.TextContent.Trim(), x.QuerySelector("td")!.TextContent)));
        Assert.Equal(
            "day;viewed;started;sent;arrived\r\n2026-11-23;3;2;2;2\r\n2026-11-24;1;1;1;0\r\n\r\nfield;returned\r\n\"email\";2\r\n\"first_name\";1\r\n",
            await owner.GetAsync($"/portal/job-ads/{job}/numbers.csv"));
        var list = new HtmlParser().ParseDocument(await owner.GetAsync("/portal/applications"));
        Assert.Equal(3, list.QuerySelectorAll("tbody tr").Length);
        var arrived = new HtmlParser().ParseDocument(await owner.GetAsync("/portal/applications?state=Delivered"));
        Assert.Equal(2, arrived.QuerySelectorAll("tbody tr").Length);
    }

    [Fact]
    public async Task Is_not_counted_for_programs_previews_and_members_and_read_only_by_its_own_employer()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        foreach (var agent in new[] {
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "WhatsApp/2.23.20.0", "curl/8.5.0",
            "facebookexternalhit/1.1", "LinkedInBot/1.0", "" })
        {
            using var program = Browser(app, agent);
            await LookAsync(program, $"/jobs/{job}");
            await new Applicant(program).SendAsync(job, await new Applicant(program).OpenAsync(job), []);
        }
        using (var browser = Browser(app, Firefox))
        {
            using var head = new HttpRequestMessage(HttpMethod.Head, new Uri($"/jobs/{job}", UriKind.Relative));
            using var headers = await browser.SendAsync(head);
            using var ahead = new HttpRequestMessage(HttpMethod.Get, new Uri($"/jobs/{job}", UriKind.Relative));
            ahead.Headers.Add("Sec-Purpose", "prefetch;prerender");
            using var fetched = await browser.SendAsync(ahead);
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (headers.StatusCode, fetched.StatusCode));
        }
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        owner.Http.DefaultRequestHeaders.Add("User-Agent", Firefox);
        await owner.GetAsync($"/jobs/{job}");
        // One person, so that there is something to wait for.
        using var person = Browser(app, Firefox);
        await LookAsync(person, $"/jobs/{job}");
        await WrittenAsync(app, viewed: 1);
        Assert.Equal(1, await app.DbAsync(db => Task.FromResult(db.FormCounts.Sum(x => x.Count))));

        var other = new Employer { Name = "Andere GmbH", CreatedAt = app.Clock.GetUtcNow() };
        await app.ChangeAsync(db => db.Employers.Add(other));
        using var stranger = await MemberBrowser.JoinAsync(app, Role.Owner, other.Id);
        await stranger.GetAsync($"/portal/job-ads/{job}/numbers.csv", HttpStatusCode.NotFound);
    }

    private static HttpClient Browser(TestApp app, string agent)
    {
        var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app.Address };
        if (agent.Length > 0)
            http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", agent);
        return http;
    }

    private static async Task LookAsync(HttpClient http, string path, string? from = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (from is not null)
            request.Headers.Referrer = new Uri(http.BaseAddress!, from);
        using var response = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    /// <summary>A minute later the counts are in the database.</summary>
    private static async Task WrittenAsync(TestApp app, int viewed)
    {
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await TestApp.UntilAsync(async () => await app.DbAsync(db => Task.FromResult(
            db.FormCounts.Where(x => x.Kind == Eilbote.Board.FormEvent.Viewed).Sum(x => x.Count))) == viewed);
    }
}
