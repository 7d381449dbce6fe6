using System.Collections.Concurrent;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Eilbote.BrowserTests.RunningDemo))]

namespace Eilbote.BrowserTests;

/// <summary>One demo and one browser for all tests. A test that changes how an employer is connected starts its own <see cref="DemoProcess"/>.</summary>
public sealed class RunningDemo : IAsyncLifetime
{
    public const string Password = "eilbote-demo-1";
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _signedIn = new();
    private readonly Lazy<Task<string>> _receipt;
    private DemoProcess? _demo;
    private IPlaywright? _playwright;

    public RunningDemo() => _receipt = new(ApplyAsync);

    public static string Board { get; private set; } = "";
    public static string Sandbox { get; private set; } = "";

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _demo = await DemoProcess.StartAsync();
        (Board, Sandbox) = (_demo.Board, _demo.Sandbox);
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>A fresh visitor: phone or desk, light or dark.</summary>
    public async Task<IPage> VisitAsync(int width = 390, ColorScheme scheme = ColorScheme.Light, string? state = null)
    {
        var context = await Browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme, BypassCSP = true, StorageState = state });
        await Axe.AddAsync(context);
        return await context.NewPageAsync();
    }

    /// <summary>Signs in through the page once for each person; later visits bring the same cookies.</summary>
    public async Task<IPage> SignInAsync(string email, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await VisitAsync(width, scheme, await _signedIn.GetOrAdd(email, x => new(() => SignInOnceAsync(x))).Value);
        await page.GotoAsync(Board + "/portal");
        return page;
    }

    /// <summary>Somebody has applied to the first job, and it has arrived. The receipt's address.</summary>
    public Task<string> AppliedAsync() => _receipt.Value;

    /// <summary>The address of a page that is named <c>job</c>, <c>apply</c>, <c>receipt</c> or <c>application</c>; any other is one already.</summary>
    public async Task<string> AddressAsync(IPage page, string path)
    {
        if (path is "receipt" or "application")
            await AppliedAsync();
        switch (path)
        {
            case "job" or "apply":
                await page.GotoAsync(Board);
                return Board + await page.GetAttributeAsync("ul.jobs a", "href") + (path == "apply" ? "/apply" : "");
            case "receipt":
                return await AppliedAsync();
            case "application":
                await page.GotoAsync(Board + "/portal/applications");
                return Board + await page.GetAttributeAsync("tbody th a", "href");
            default:
                return Board + path;
        }
    }

    private async Task<string> ApplyAsync()
    {
        var page = await VisitAsync();
        await page.ApplyAsync(Board, "Buchhalter:in (m/w/d)", "Musterfirma GmbH");
        var receipt = page.Url;
        await page.Context.CloseAsync();
        return receipt;
    }

    private async Task<string> SignInOnceAsync(string email)
    {
        var page = await VisitAsync();
        await page.GotoAsync(Board + "/sign-in");
        await page.FillAsync("#email", email);
        await page.FillAsync("#password", Password);
        await page.ClickAsync("button[type=submit]");
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        var state = await page.Context.StorageStateAsync();
        await page.Context.CloseAsync();
        return state;
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright?.Dispose();
        await _demo!.DisposeAsync();
    }
}
