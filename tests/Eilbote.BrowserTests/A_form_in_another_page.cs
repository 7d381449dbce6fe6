using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Eilbote.BrowserTests;

/// <summary>A company's own page shows the form by one script tag: on another site, without a cookie, as high as it is.</summary>
public sealed class A_form_in_another_page(RunningDemo demo)
{
    [Fact]
    public async Task Is_sent_from_there_by_keyboard_and_shows_the_receipt_without_a_cookie_and_says_only_how_high_it_is()
    {
        var (page, job) = await OpenAsync();
        await using var company = CompanySite.Start(DemoProcess.Embedder, Body(job));
        var cookies = new ConcurrentBag<string>();
        page.Context.Request += async (_, request) =>
        {
            if (request.Frame != page.MainFrame && (await request.AllHeadersAsync()).TryGetValue("cookie", out var cookie))
                cookies.Add(cookie);
        };
        await page.GotoAsync(DemoProcess.Embedder + "/karriere");
        var element = page.Locator("eilbote-application iframe");
        Assert.Equal(("Bewerbungsformular", "de"), (await element.GetAttributeAsync("title"), await element.GetAttributeAsync("lang")));
        var form = page.FrameLocator("eilbote-application iframe");
        await form.Locator("#first_name").WaitForAsync();
        var frame = page.Frames.Single(x => x.Url.StartsWith($"{RunningDemo.Board}/jobs/{job}/apply", StringComparison.Ordinal));
        await frame.NoViolationAsync();
        await FitsAsync(page, frame);

        // From the page before it into the form and on, with the keyboard alone.
        await page.FocusAsync("#before");
        foreach (var (field, text) in new[] {
            ("first_name", "Änne"), ("last_name", "Öztürk"), ("email", "gerahmt@example.com"), ("message", "Guten Tag,") })
        {
            while (await frame.EvaluateAsync<string>("document.activeElement.id") != field)
                await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.TypeAsync(text);
        }
        await form.Locator("button[type=submit]").ClickAsync();
        await form.Locator("h1:has-text('Angekommen bei Musterfirma GmbH um')").WaitForAsync();
        Assert.Equal(DemoProcess.Embedder + "/karriere", page.Url);
        await FitsAsync(page, page.Frames.Single(x => x.Url.Contains("/receipts/", StringComparison.Ordinal)));
        Assert.Empty(cookies);

        var said = await page.EvaluateAsync<string[]>("said");
        Assert.NotEmpty(said);
        Assert.All(said, x => Assert.Matches($"^{RunningDemo.Board} number [0-9]+$", x));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task That_the_board_does_not_know_is_a_link_and_a_frame_by_hand_stays_empty()
    {
        var stranger = $"http://127.0.0.1:{DemoProcess.FreePort()}";
        var (page, job) = await OpenAsync();
        await using var company = CompanySite.Start(
            stranger, Body(job) + $"<iframe id='by-hand' src='{RunningDemo.Board}/jobs/{job}/apply'></iframe>");
        await page.GotoAsync(stranger + "/karriere");
        var link = page.Locator("eilbote-application a");
        Assert.Equal(("Formular öffnen", $"{RunningDemo.Board}/jobs/{job}/apply?lang=de"),
            (await link.InnerTextAsync(), await link.GetAttributeAsync("href")));
        Assert.Equal(0, await page.Locator("eilbote-application iframe").CountAsync());
        Assert.Equal(0, await page.FrameLocator("#by-hand").Locator("form").CountAsync());
        await page.Context.CloseAsync();
    }

    /// <summary>A browser of which nothing is bypassed, and the first job.</summary>
    private async Task<(IPage Page, string Job)> OpenAsync()
    {
        var looking = await demo.VisitAsync();
        var job = (await demo.AddressAsync(looking, "job")).Split('/')[^1];
        await looking.Context.CloseAsync();
        var context = await demo.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 390, Height = 844 } });
        return (await context.NewPageAsync(), job);
    }

    private static string Body(string job) => $$"""
        <!doctype html><html lang="de"><title>Karriere</title><body><h1>Karriere</h1><a id="before" href="#x">Davor</a>
        <script>const said = []; addEventListener("message", x => said.push(`${x.origin} ${typeof x.data} ${x.data}`));</script>
        <script src="{{RunningDemo.Board}}/embed.js" data-job="{{job}}" async></script>
        """;

    /// <summary>The frame is as high as what stands in it.</summary>
    private static async Task FitsAsync(IPage page, IFrame frame)
    {
        var height = await frame.EvaluateAsync<int>("Math.ceil(document.documentElement.getBoundingClientRect().height)");
        await Assertions.Expect(page.Locator("eilbote-application iframe")).ToHaveJSPropertyAsync("clientHeight", height);
    }
}
