using System.Xml.Linq;

namespace Eilbote.Tests.Sandbox;

/// <summary>S16: the feed and the pages.</summary>
public sealed class A_career_site
{
    private const string Xml = "/careers/musterfirma/xml?language=";

    [Theory, InlineData("application/xml"), InlineData("text/xml")]
    public async Task S16_Lists_what_is_published(string type)
    {
        await using var hand = await ByHand.StartAsync(("xml-content-type", type));
        var feed = await hand.SendAsync(HttpMethod.Get, Xml + "de");
        Assert.Equal((200, type), (feed.Status, feed.Type));
        var ids = Positions(feed).Select(x => x.Element("id")!.Value).ToList();
        Assert.Contains("1234567", ids);
        Assert.DoesNotContain("1234590", ids);
        Assert.DoesNotContain("7654321", ids);
        Assert.Equal(200, (await hand.SendAsync(HttpMethod.Get, "/careers/musterfirma/job/1234567")).Status);
        Assert.Equal(404, (await hand.SendAsync(HttpMethod.Get, "/careers/musterfirma/job/1234590")).Status);
        Assert.Equal(404, (await hand.SendAsync(HttpMethod.Get, "/careers/alpenwerk/job/1234567")).Status);
    }

    [Fact]
    public async Task S16_Follows_what_is_published()
    {
        await using var hand = await ByHand.StartAsync();
        await hand.Sandbox.PostAsync("/_sandbox/jobs/1234567", new { published = false });
        await hand.Sandbox.PostAsync("/_sandbox/jobs/1234590", new { published = true });
        var ids = Positions(await hand.SendAsync(HttpMethod.Get, Xml + "de")).Select(x => x.Element("id")!.Value).ToList();
        Assert.DoesNotContain("1234567", ids);
        Assert.Contains("1234590", ids);
    }

    /// <summary>Title and place stay as they are; only descriptions are in a language, or missing.</summary>
    [Fact]
    public async Task S16_Describes_a_job_only_in_the_languages_it_is_written_in()
    {
        await using var hand = await ByHand.StartAsync();
        var german = Positions(await hand.SendAsync(HttpMethod.Get, Xml + "de")).ToDictionary(x => x.Element("id")!.Value);
        var english = Positions(await hand.SendAsync(HttpMethod.Get, Xml + "en")).ToDictionary(x => x.Element("id")!.Value);
        Assert.Equal(german.Keys, english.Keys);
        Assert.All(german.Keys, x => Assert.Equal(german[x].Element("name")!.Value, english[x].Element("name")!.Value));
        Assert.All(german.Values, x => Assert.NotEmpty(x.Descendants("jobDescription")));
        Assert.Contains("keep the <strong>books", english["1234568"].Value, StringComparison.Ordinal);
        Assert.Empty(english["1234570"].Descendants("jobDescription"));
    }

    [Theory, InlineData("off", 404, "text/html"), InlineData("html", 200, "text/html"), InlineData("redirect", 307, ""),
        InlineData("malformed", 200, "text/xml"), InlineData("empty", 200, "application/xml")]
    public async Task S16_May_have_no_feed(string mode, int status, string type)
    {
        await using var hand = await ByHand.StartAsync();
        await hand.Sandbox.PostAsync($"/_sandbox/companies/{RunningSandbox.Company}/feed", new { mode });
        var feed = await hand.SendAsync(HttpMethod.Get, Xml + "de");
        Assert.Equal((status, type), (feed.Status, feed.Type));
        if (mode == "empty")
            Assert.Empty(Positions(feed));
        Assert.Equal(200, (await hand.SendAsync(HttpMethod.Get, "/careers/musterfirma")).Status);
    }

    [Theory, InlineData("404", 404), InlineData("307", 307)]
    public async Task S16_May_not_be_there(string unknown, int status)
    {
        await using var hand = await ByHand.StartAsync(("unknown-site", unknown));
        Assert.Equal(status, (await hand.SendAsync(HttpMethod.Get, "/careers/nobody/xml?language=de")).Status);
    }

    [Fact]
    public async Task S15_Has_faults_too()
    {
        await using var hand = await ByHand.StartAsync();
        await hand.Sandbox.FaultAsync("xml", "status", 429);
        await hand.Sandbox.FaultAsync("xml", "reset");
        Assert.Equal(429, (await hand.SendAsync(HttpMethod.Get, Xml + "de")).Status);
        await Assert.ThrowsAsync<HttpRequestException>(() => hand.SendAsync(HttpMethod.Get, Xml + "de"));
        await hand.Sandbox.FaultAsync("xml", "latency", delayMs: 5000);
        var reading = hand.SendAsync(HttpMethod.Get, Xml + "de");
        await hand.Sandbox.DelaysAsync();
        hand.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(200, (await reading).Status);
    }

    private static IEnumerable<XElement> Positions(Answered feed) => XDocument.Parse(feed.Body).Root!.Elements("position");
}
