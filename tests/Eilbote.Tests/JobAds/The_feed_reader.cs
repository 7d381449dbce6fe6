using System.Diagnostics;
using System.Text;
using CsCheck;
using Eilbote.Connectors;
using Eilbote.Connectors.Personio;

namespace Eilbote.Tests.JobAds;

public sealed class The_feed_reader
{
    private static readonly IJobFeed Feed = new PersonioConnector(new PersonioOptions());

    private static readonly (string What, byte[] Body, FeedFault Fault, string Where)[] Hostile =
    [
        ("nothing", [], FeedFault.Unavailable, ""),
        ("no XML", Utf8("Not found"), FeedFault.Unreadable, "1"),
        ("JSON", Utf8("{\"jobs\":[]}"), FeedFault.Unreadable, "1"),
        ("zeros", new byte[1000], FeedFault.Unreadable, "1"),
        ("a web page", Utf8("<!DOCTYPE html><html><body>Careers</body></html>"), FeedFault.WebPage, ""),
        ("a web page that is XML", Utf8("<?xml version=\"1.0\"?>\n<html><body/></html>"), FeedFault.WebPage, ""),
        ("a web page with loose ends", Utf8("\n<html><body><br></html>"), FeedFault.WebPage, ""),
        ("other XML", Utf8("<rss><channel/></rss>"), FeedFault.OtherXml, ""),
        ("a billion laughs", Utf8(
            "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>" + Jobs(Position("1", "&b;"))),
            FeedFault.Definitions, ""),
        ("an external entity", Utf8("<!DOCTYPE l [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>" + Jobs(Position("1", "&f;"))),
            FeedFault.Definitions, ""),
        ("an external document type", Utf8("<!DOCTYPE workzag-jobs SYSTEM \"http://127.0.0.1:1/x.dtd\">" + Jobs()),
            FeedFault.Definitions, ""),
        ("an unknown entity", Utf8(Jobs(Position("1", "&uuml;"))), FeedFault.Unreadable, "1"),
        ("broken off", Utf8(Jobs(Position("1", "Koch"))[..^20]), FeedFault.Unreadable, "1"),
        ("two roots", Utf8(Jobs() + Jobs()), FeedFault.Unreadable, "1"),
        ("UTF-8 that is Latin-1", Encoding.Latin1.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + Jobs(Position("1", "Köchin"))),
            FeedFault.Unreadable, "1"),
        ("UTF-16 that is UTF-8", Utf8("<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + Jobs(Position("1", "Koch"))),
            FeedFault.Unreadable, ""),
        ("an encoding nobody knows", Utf8("<?xml version=\"1.0\" encoding=\"klingon\"?>" + Jobs()), FeedFault.Unreadable, "1"),
        ("UTF-7", Utf8("<?xml version=\"1.0\" encoding=\"utf-7\"?>" + Jobs()), FeedFault.Unreadable, "1"),
        ("a control character", Utf8(Jobs(Position("1", "Ko\u0001ch"))), FeedFault.Unreadable, "1"),
        ("a control character in disguise", Utf8(Jobs(Position("1", "Ko&#1;ch"))), FeedFault.Unreadable, "1"),
        ("NUL", Utf8(Jobs(Position("1", "Ko&#0;ch"))), FeedFault.Unreadable, "1"),
        ("deep nesting", Utf8("<workzag-jobs><position>" + string.Concat(Enumerable.Repeat("<a>", 100_000))), FeedFault.TooDeep, "1"),
        ("a text of 8 million letters", Utf8(Jobs(Position("17", "Koch", Section("A", new string('x', 8_000_000))))),
            FeedFault.TooLong, ""),
        ("a tag with 100,000 attributes",
            Utf8("<workzag-jobs " + string.Concat(Enumerable.Range(0, 100_000).Select(x => $"a{x}=\"\" ")) + "/>"), FeedFault.TooLong, ""),
        ("5,001 jobs", Utf8(Jobs(string.Concat(Enumerable.Range(1, 5001).Select(x => Position($"{x}", "Koch"))))),
            FeedFault.TooManyJobs, ""),
    ];

    /// <summary>One job that cannot be taken, by its name: with a good one beside it.</summary>
    private static readonly (string What, byte[] Body, FeedFault Fault, string Where)[] Flawed =
    [
        ("a number twice", Utf8(Jobs(Position("17", "Koch") + Position("17", "Köchin"))), FeedFault.DuplicateJob, "17"),
        ("no number", Utf8(Jobs("<position><name>Koch</name></position>")), FeedFault.UnnumberedJob, "1"),
        ("an empty job", Utf8(Jobs("<position/>")), FeedFault.UnnumberedJob, "1"),
        ("a number that is none", Utf8(Jobs(Position("1; drop table", "Koch"))), FeedFault.UnnumberedJob, "1"),
        ("a number in other digits", Utf8(Jobs(Position("١٢", "Koch"))), FeedFault.UnnumberedJob, "1"),
        ("a number too large", Utf8(Jobs(Position(new string('9', 19), "Koch"))), FeedFault.UnnumberedJob, "1"),
        ("no title", Utf8(Jobs(Position("17", " \t "))), FeedFault.UntitledJob, "17"),
        ("a title of 10,000 letters", Utf8(Jobs(Position("17", new string('x', 10_000)))), FeedFault.TooLong, "17"),
        ("a text of 200,000 letters", Utf8(Jobs(Position("17", "Koch", Section("A", new string('x', 200_000))))), FeedFault.TooLong, "17"),
        ("a text of many pieces",
            Utf8(Jobs(Position("17", "Koch", string.Concat(Enumerable.Repeat(Section("A", new string('x', 9_000)), 20))))),
            FeedFault.TooLong, "17"),
    ];

    public static TheoryData<string> FlawedNames => [.. Flawed.Select(x => x.What)];

    [Theory, MemberData(nameof(FlawedNames))]
    public void Leaves_out_and_names(string what)
    {
        var flawed = Flawed.Single(x => x.What == what);
        var reading = Feed.ReadFeed(flawed.Body);
        Assert.Equal(new FeedFlaw(flawed.Fault, flawed.Where), Assert.Single(reading.Flaws));
        Assert.Equal(what == "a number twice" ? ["Koch"] : [], reading.Jobs.Select(x => x.Title));
        // Beside it a good one is taken.
        var beside = Feed.ReadFeed(
            Utf8(Encoding.UTF8.GetString(flawed.Body)
            .Replace("</workzag-jobs>", Position("99", "Wirt") + "</workzag-jobs>", StringComparison.Ordinal)));
        Assert.Equal("Wirt", beside.Jobs[^1].Title);
        Assert.Single(beside.Flaws);
    }

    public static TheoryData<string> HostileNames => [.. Hostile.Select(x => x.What)];

    [Theory, MemberData(nameof(HostileNames))]
    public void Refuses(string what)
    {
        var hostile = Hostile.Single(x => x.What == what);
        var refused = Assert.Throws<FeedException>(() => Feed.ReadFeed(hostile.Body));
        Assert.Equal((hostile.Fault, hostile.Where), (refused.Fault, refused.Where));
    }

    [Theory, InlineData("UTF-8"), InlineData("ISO-8859-1"), InlineData("UTF-16")]
    public void Reads_what_the_document_says_it_is_encoded_in(string encoding)
    {
        var xml = $"<?xml version=\"1.0\" encoding=\"{encoding}\"?>\n"
            + Jobs(Position("2800938", " Köchin\n (m/w/d) ", Section("Ihre Küche", "<ul><li>größer & besser</li></ul>")));
        var bytes = Encoding.GetEncoding(encoding).GetPreamble().Concat(Encoding.GetEncoding(encoding).GetBytes(xml)).ToArray();
        Assert.Equal(new FeedJob("2800938", "Köchin (m/w/d)", "Wien", "<h2>Ihre K&#252;che</h2><ul><li>größer & besser</li></ul>"),
            Assert.Single(Feed.ReadFeed(bytes).Jobs));
    }

    [Fact]
    public void Reads_jobs_with_everything_optional_missing()
    {
        Assert.Empty(Feed.ReadFeed(Utf8(Jobs())).Jobs);
        Assert.Empty(Feed.ReadFeed(Utf8("<workzag-jobs/>")).Jobs);
        Assert.Equal(new FeedJob("1", "Koch", "", ""),
            Assert.Single(Feed.ReadFeed(Utf8(Jobs("<position><id> 1 </id><name>Koch</name></position>"))).Jobs));
        var places = string.Concat(Enumerable.Range(1, 100).Select(x => $"<office>Ort {x}</office>"));
        var job = Assert.Single(
            Feed.ReadFeed(Utf8(Jobs(
            $"<position><id>1</id><office>Wien</office><additionalOffices><office>Wien</office>{places}</additionalOffices><name>K</name></position>"))).Jobs);
        Assert.StartsWith("Wien, Ort 1, Ort 2, ", job.Place, StringComparison.Ordinal);
        Assert.EndsWith(" …", job.Place, StringComparison.Ordinal);
        Assert.True(job.Place.Length <= FeedJob.MaxPlace);
    }

    [Fact]
    public void Takes_time_and_memory_in_proportion()
    {
        // Each is 8 MB made to be expensive: endless names, attributes, tiny pieces, one huge text.
        foreach (var body in new[]
        {
            "<workzag-jobs><position><" + new string('a', 4_000_000) + ">" + string.Concat(Enumerable.Repeat("x<b/>", 800_000)),
            "<workzag-jobs>" + string.Concat(
                Enumerable.Repeat("<a " + string.Concat(Enumerable.Range(0, 40_000).Select(x => $"a{x}=\"\" ")) + "/>", 18)),
            "<workzag-jobs>" + string.Concat(Enumerable.Range(0, 500_000).Select(x => $"<a{x}/><b/>")) + "</workzag-jobs>",
            "<workzag-jobs><position><id>" + new string('1', 8_000_000) + "</id></position></workzag-jobs>",
            "<workzag-jobs><position><office>" + string.Concat(Enumerable.Repeat("<![CDATA[W]]>", 600_000))
                + "</office></position></workzag-jobs>",
        })
        {
            var watch = Stopwatch.StartNew();
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Feed.ReadFeed(Utf8(body));
            }
            catch (FeedException)
            {
                // Refused or not: it is the cost that counts.
            }
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{body[..40]}: {watch.Elapsed}");
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 600_000_000,
                $"{body[..40]}: {(GC.GetAllocatedBytesForCurrentThread() - before) / 1_000_000} MB");
        }
    }

    /// <summary>
    /// Bytes, pieces of XML thrown together, and a good feed with damage: jobs or a documented refusal, never anything else.
    /// </summary>
    [Fact]
    public void Never_throws_anything_but_its_documented_refusal()
    {
        var pieces = Gen.OneOfConst(
            "<workzag-jobs>", "</workzag-jobs>", "<position>", "</position>", "<id>", "</id>", "<name>", "</name>", "<office>", "<![CDATA[",
            "]]>", "<jobDescriptions><jobDescription>",
            "</jobDescription></jobDescriptions>", "<value>", "&amp;", "&#x1F600;", "&#xFFFF;",
            "<?xml version=\"1.0\" encoding=\"utf-32\"?>", "<?xml version=\"1.1\"?>", "<!--", "-->", "<?pi ?>", "xmlns:a=\"b\"", "<a:b/>",
            "1", "Koch", "\uFEFF", "\0", "\uD800");
        var good = Utf8(Jobs(Position("1", "Koch", Section("A", "<p>x</p>")) + Position("2", "Köchin")));
        var damaged = Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length]).Array[1, 5].Select(all =>
        {
            var bytes = good.ToArray();
            foreach (var (at, value, _) in all)
                bytes[at] = value;
            return bytes[..Math.Max(1, all[0].Item2 % 3 == 0 ? all[0].Item3 : bytes.Length)];
        });
        Gen.OneOf(Gen.Byte.Array[0, 300], pieces.Array[0, 40].Select(x => Utf8("<workzag-jobs>" + string.Concat(x))),
            pieces.Array[0, 40].Select(x => Utf8(string.Concat(x))), damaged).Sample(bytes =>
        {
            try
            {
                Assert.All(Feed.ReadFeed(bytes).Jobs, x =>
                    Assert.True(x.AtsJobId.Length is > 0 and <= 18 && x.Title.Length is > 0 and <= FeedJob.MaxTitle
                    && !x.Title.Any(char.IsControl) && x.Html.Length <= FeedJob.MaxHtml));
            }
            catch (FeedException e)
            {
                Assert.True(e.Where.Length <= 20);
            }
        }, iter: 20_000);
    }

    /// <summary>Whatever stands in the settings, a request leaves only to the configured template.</summary>
    [Fact]
    public async Task Never_leaves_the_configured_template()
    {
        var feed = new PersonioConnector(new PersonioOptions { CareerSiteAddress = "https://{slug}.jobs.example" });
        foreach (var slug in new[] {
            "", " ", "a.b", "evil.example/", "a@evil.example", "../x", "a/b", "a?b", "a#b", "a:1", "Musterfirma", "-a", "a-", "a\n", "ä",
            "٣", "%61", new string('a', 64), "a\\b" })
            Assert.Null(feed.Feed(new ConnectionSettings(new Dictionary<string, string> { ["career_site"] = slug }), "de"));
        foreach (var slug in new[] { "a", "musterfirma", "dev-partner-karriere-at", "xn--a", new string('a', 63) })
        {
            var step = feed.Feed(
                new ConnectionSettings(new Dictionary<string, string> { ["career_site"] = slug, ["access_token"] = "secret" }), "en")!;
            using var request = await ((Sending.Http)step.Sending).Request(default, CancellationToken.None);
            Assert.Equal($"https://{slug}.jobs.example/xml?language=en", request.RequestUri!.AbsoluteUri);
            Assert.DoesNotContain("secret", request.ToString(), StringComparison.Ordinal);
        }
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Jobs(string positions = "") => $"<workzag-jobs>{positions}</workzag-jobs>";

    private static string Position(string id, string name, string sections = "") =>
        $"<position><id>{id}</id><office>Wien</office><name>{name}</name><jobDescriptions>{sections}</jobDescriptions></position>";

    private static string Section(string name, string html) =>
        $"<jobDescription><name>{name}</name><value><![CDATA[ {html} ]]></value></jobDescription>";
}
