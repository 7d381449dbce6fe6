using Microsoft.Playwright;

namespace Eilbote.BrowserTests;

/// <summary>The script that keeps receipts and the portal's pages fresh, on the browser's own clock set by hand.</summary>
public sealed class A_live_page(RunningDemo demo)
{
    private int _asked, _checked;
    private string _main = "<main data-live='1000'><h1>Eingegangen</h1></main>";
    private int _status = 200;

    [Fact]
    public async Task Asks_when_the_last_answer_said_and_never_after_the_end()
    {
        var page = await OpenAsync();
        await PassAsync(page, 999, asked: 0);
        _main = "<main data-live='60000'><h1>Eingegangen</h1></main>";
        await PassAsync(page, 1, asked: 1);
        await PassAsync(page, 59_999, asked: 0);
        _main = "<main><h1>Angekommen</h1></main>";
        await PassAsync(page, 1, asked: 1);
        Assert.Equal("Angekommen", await page.InnerTextAsync("h1"));
        await PassAsync(page, 3_600_000, asked: 0);
        await SetHiddenAsync(page, true);
        await SetHiddenAsync(page, false);
        await PassAsync(page, 3_600_000, asked: 0);
    }

    [Fact]
    public async Task That_nobody_sees_does_not_ask_and_asks_at_once_when_it_is_seen_again()
    {
        _main = "<main data-live='300000'><h1>Eingegangen</h1></main>";
        var page = await OpenAsync();
        await SetHiddenAsync(page, true);
        await PassAsync(page, 3_600_000, asked: 0);
        _main = "<main data-live='300000'><h1>Angehalten</h1></main>";
        await SetHiddenAsync(page, false);
        await PassAsync(page, 0, asked: 1);
        Assert.Equal("Angehalten", await page.InnerTextAsync("h1"));
        await PassAsync(page, 299_999, asked: 0);
        await PassAsync(page, 1, asked: 1);
    }

    [Fact]
    public async Task That_is_refused_asks_less_often_and_one_that_is_gone_not_at_all()
    {
        var page = await OpenAsync();
        _status = 503;
        await PassAsync(page, 1_000, asked: 1);
        await PassAsync(page, 1_999, asked: 0);
        await PassAsync(page, 1, asked: 1);
        _status = 404;
        await PassAsync(page, 4_000, asked: 1);
        await PassAsync(page, 3_600_000, asked: 0);
        Assert.Equal("Eingegangen", await page.InnerTextAsync("h1"));
    }

    [Fact]
    public async Task Stops_when_the_reader_says_so_and_goes_on_when_they_say_so_again()
    {
        _main += "<footer class='foot'></footer>";
        var page = await OpenAsync();
        await page.ClickAsync("text=Stop refreshing");
        await PassAsync(page, 3_600_000, asked: 0);
        await SetHiddenAsync(page, true);
        await SetHiddenAsync(page, false);
        await PassAsync(page, 0, asked: 0);
        _main = "<main><h1>Angekommen</h1></main>";
        await page.ClickAsync("text=Refresh again");
        await PassAsync(page, 0, asked: 1);
        Assert.Equal("Angekommen", await page.InnerTextAsync("h1"));
        Assert.False(await page.IsVisibleAsync("footer button"));
    }

    private async Task<IPage> OpenAsync()
    {
        var page = await demo.VisitAsync();
        await page.Clock.InstallAsync(new() { Time = "2030-01-01T12:00:00Z" });
        await page.RouteAsync("**/live-page", async route =>
        {
            _asked++;
            var html = $"<!doctype html><html lang='en'><title>x</title><body>{_main}<script src='/files/x/live.js'></script>";
            await route.FulfillAsync(new() { Status = _status, ContentType = "text/html", Body = html });
        });
        await page.RouteAsync("**/after-it", route => route.FulfillAsync(new() { Body = "" }));
        await page.GotoAsync(RunningDemo.Board + "/live-page");
        await page.Clock.PauseAtAsync("2030-01-01T13:00:00Z");
        await page.ReloadAsync();
        _checked = _asked;
        return page;
    }

    /// <summary>How often it asked since the last check, this time included.</summary>
    private async Task PassAsync(IPage page, long ms, int asked)
    {
        await page.Clock.RunForAsync(ms);
        // Requests are answered in their order, and the browser has handled what an answer brought before it answers this.
        await page.EvaluateAsync("""
            fetch('/after-it').then(x => x.text()).then(() => new Promise(x => {
              const channel = new MessageChannel(); channel.port1.onmessage = x; channel.port2.postMessage(0);
            }))
            """);
        Assert.Equal(asked, _asked - _checked);
        _checked = _asked;
    }

    private static Task SetHiddenAsync(IPage page, bool hidden) => page.EvaluateAsync(
        """
        hidden => {
          Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }
        """, hidden);
}
