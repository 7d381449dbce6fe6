using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Eilbote.BrowserTests;

/// <summary>
/// axe looks at a page. It is brought only to the pages it looks at: the package's own way brings it three times for each look.
/// </summary>
internal static class Axe
{
    private const string Run = """
        async () => (await axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } })).violations.map(x => `${x.id}: ${x.nodes.map(n => n.html).join(' | ')}`)
        """;

    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    public static Task NoViolationAsync(this IPage page) => page.MainFrame.NoViolationAsync();

    public static async Task NoViolationAsync(this IFrame frame)
    {
        await frame.EvaluateAsync(Script);
        var found = await frame.EvaluateAsync<string[]>(Run);
        Assert.True(found.Length == 0, $"{frame.Url} {frame.Page.ViewportSize!.Width}: " + string.Join("\n", found));
    }

    /// <summary>A page at this width, with all that can be opened open: no violation, and nothing wider than the page.</summary>
    public static async Task LookAsync(this IPage page, string address, int width)
    {
        await page.SetViewportSizeAsync(width, 900);
        await page.GotoAsync(address);
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(x => x.open = true)");
        await page.NoViolationAsync();
        var tooWide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        Assert.True(tooWide <= 0, $"{address} {width} is {tooWide} px too wide");
        // With as much space in the text as a reader may set (WCAG 1.4.12).
        await page.AddStyleTagAsync(new() { Content = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }" });
        tooWide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        Assert.True(tooWide <= 0, $"{address} {width} with wide text is {tooWide} px too wide");
    }
}
