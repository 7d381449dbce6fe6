using System.Diagnostics;
using System.Globalization;
using CsCheck;
using Eilbote.Board;

namespace Eilbote.Tests.JobAds;

public sealed class The_text_of_an_ad
{
    /// <summary>As long as a text may be, made to be expensive. Without a bound on nesting the first of them ends the process.</summary>
    public static readonly TheoryData<string> Expensive = new()
    {
        "<b>", "<div>", "<p>", "<ul><li>", "<table><tr><td>", "<a href=x>", "<b><p>", "<i><b><u><p>", "<font color=x><p></font>",
        "<a><div></a>", "<svg><g>", "<math><mi>", "</b>", "<", "&lt", "<!--", "<select><option>", "<blockquote>", "<h2 ", "<template>",
        "<script><b>", "<td>", "<p =",
    };

    [Theory, MemberData(nameof(Expensive))]
    public void Is_shown_in_bounded_time_whatever_it_is(string piece) =>
        Sanitise(string.Concat(Enumerable.Repeat(piece, 100_000 / piece.Length)), piece);

    [Fact]
    public void Is_shown_in_bounded_time_with_one_endless_tag() =>
        Sanitise("<p " + string.Join(' ', Enumerable.Range(0, 15_000).Select(x => $"a{x}")) + ">", "attributes");

    [Fact]
    public void Keeps_its_words_when_it_has_too_many_tags()
    {
        var safe = JobText.Sanitise("<p>Anfang</p>" + string.Concat(Enumerable.Repeat("<ul><li>Punkt</li></ul>", 300)) + "<p>Ende</p>");
        Assert.StartsWith("<p>Anfang</p><ul><li>Punkt</li></ul>", safe, StringComparison.Ordinal);
        Assert.EndsWith("Punkt   Ende ", safe.Replace("</li>", "", StringComparison.Ordinal).Replace("</ul>", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<p onclick=\"x()\">1 < 2<script>if (a<b) alert(1)</script></p>", "<p>1 &lt; 2</p>")]
    [InlineData("<a href=\"https://example.com/?a>b&amp;c\" target=_blank>Mehr</a>",
        "<a href=\"https://example.com/?a&gt;b&amp;c\">Mehr</a>")]
    [InlineData("<a href='javascript:alert(1)'>x</a><br/><h2 class = \"a\" >Y</h2>", "<a>x</a><br><h2>Y</h2>")]
    [InlineData("A<!-- <p> --><!--[if mso]><style>p</style><![endif]-->B", "AB")]
    [InlineData("<p \"='\" onclick=alert(1)>x", "&lt;p \"='\" onclick=alert(1)&gt;x")]
    [InlineData("<img src=x onerror=alert(1)><iframe src=x></iframe><b>z</b>", "<b>z</b>")]
    public void Keeps_plain_formatting_and_nothing_else(string html, string safe) => Assert.Equal(safe, JobText.Sanitise(html));

    private static readonly string[] Pieces = [
        "<p", "<b>", "</b>", " onclick=", "\"", "'", "=", ">", "<", "<script>", "</script>", "<!--", "-->", "<svg/onload=", "<style>",
        "javascript:", "<a href=", "x", " ", "\n", "/", "<math>", "<title>", "</title>", "&lt;", "<template>"];

    [Fact]
    public void Never_lets_anything_through_that_could_run() => Gen.OneOfConst(Pieces).Array[0, 25].Sample(pieces =>
    {
        var safe = JobText.Sanitise(string.Concat(pieces));
        var parsed = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(safe);
        Assert.All(parsed.Body!.QuerySelectorAll("*"), x => Assert.True(
            !x.Attributes.Any(a => a.Name != "href")
                && x.LocalName is not ("script" or "style" or "svg" or "math" or "iframe" or "template" or "title"),
                $"{string.Concat(pieces)} => {safe}"));
    }, iter: 5_000);

    private static void Sanitise(string html, string piece)
    {
        var watch = Stopwatch.StartNew();
        var safe = JobText.Sanitise(html);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5),
            string.Create(CultureInfo.InvariantCulture, $"{piece}: {watch.Elapsed.TotalSeconds} s"));
        Assert.True(safe.Length < 2_000_000, $"{piece}: {safe.Length} characters");
        Assert.DoesNotContain("<script", safe, StringComparison.OrdinalIgnoreCase);
    }
}
