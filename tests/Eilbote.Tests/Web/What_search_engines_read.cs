using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Eilbote.Board;
using Eilbote.Members;

namespace Eilbote.Tests.Web;

/// <summary>A job is found by search engines while it can be applied for, with all that Google demands of a job posting.</summary>
public sealed class What_search_engines_read
{
    private const string Public = "https://jobs.example";
    private static readonly XNamespace Sitemap = "http://www.sitemaps.org/schemas/sitemap/0.9";

    [Fact]
    public async Task Of_an_open_ad_is_a_whole_job_posting_and_of_a_closed_one_nothing()
    {
        await using var app = await StartAsync();
        var job = await app.AddJobAdAsync(
            "1234568", "Öle & <Fette>", "<h2>Aufgaben</h2><p>Sie führen Bücher.</p><p>&lt;/script&gt;<script>evil()</script> Ende</p>");
        var page = await PageAsync(app, $"/jobs/{job}");
        var posting = JsonDocument.Parse(Assert.Single(page.QuerySelectorAll("script")).TextContent).RootElement;
        Assert.Equal(("https://schema.org", "JobPosting", "Öle & <Fette>", "2026-11-23", true), (
            Text(posting, "@context"), Text(posting, "@type"), Text(posting, "title"), Text(posting, "datePosted"),
            posting.GetProperty("directApply").GetBoolean()));
        Assert.Contains("<p>Sie führen Bücher.</p>", Text(posting, "description"), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", Text(posting, "description"), StringComparison.Ordinal);
        Assert.Equal("Musterfirma GmbH", Text(posting.GetProperty("hiringOrganization"), "name"));
        var address = posting.GetProperty("jobLocation").GetProperty("address");
        Assert.Equal(("Wien", "AT"), (Text(address, "addressLocality"), Text(address, "addressCountry")));
        Assert.Equal(job.ToString(), Text(posting.GetProperty("identifier"), "value"));
        Assert.Equal($"{Public}/jobs/{job}", page.QuerySelector("link[rel=canonical]")!.GetAttribute("href"));
        Assert.Equal("Aufgaben Sie führen Bücher. </script> Ende", page.QuerySelector("meta[name=description]")!.GetAttribute("content"));

        await app.ChangeAsync(db => db.JobAds.Single().State = JobAdState.Closed);
        Assert.Empty((await PageAsync(app, $"/jobs/{job}")).QuerySelectorAll("script"));
    }

    [Fact]
    public async Task Is_a_map_of_the_open_ads_with_the_time_of_their_last_change_and_a_file_that_names_it()
    {
        await using var app = await StartAsync();
        var (changed, closed) = (await app.AddJobAdAsync("1234568"), await app.AddJobAdAsync("1234569"));
        app.Clock.Advance(TimeSpan.FromHours(1));
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        await owner.PostAsync($"/portal/job-ads/{changed}", new() { ["Title"] = "Anders", ["AtsJobId"] = "1234568" });
        await owner.PostAsync($"/portal/job-ads/{closed}", $"/portal/job-ads/{closed}/close", []);
        var map = XDocument.Parse(await app.Http.GetStringAsync(new Uri("/sitemap.xml", UriKind.Relative)));
        Assert.Equal([($"{Public}/", "2026-11-23T14:02:10Z"), ($"{Public}/jobs/{changed}", "2026-11-23T14:02:10Z")],
            map.Root!.Elements(Sitemap + "url").Select(x => (x.Element(Sitemap + "loc")!.Value, x.Element(Sitemap + "lastmod")!.Value)));
        Assert.Contains($"Sitemap: {Public}/sitemap.xml\n", await app.Http.GetStringAsync(new Uri("/robots.txt", UriKind.Relative)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_no_address_while_the_board_has_not_said_under_which_it_is_public()
    {
        await using var app = await TestApp.StartAsync();
        var page = await PageAsync(app, $"/jobs/{await app.AddJobAdAsync("1234568")}");
        Assert.Null(page.QuerySelector("link[rel=canonical]"));
        foreach (var path in new[] { "/sitemap.xml", "/robots.txt" })
        {
            using var response = await app.Http.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    private static Task<TestApp> StartAsync() => TestApp.StartAsync(settings: new() { ["Eilbote:Board:PublicAddress"] = Public });

    private static async Task<IHtmlDocument> PageAsync(TestApp app, string path) =>
        new HtmlParser().ParseDocument(await app.Http.GetStringAsync(new Uri(path, UriKind.Relative)));

    private static string Text(JsonElement from, string name) => from.GetProperty(name).GetString()!;
}
