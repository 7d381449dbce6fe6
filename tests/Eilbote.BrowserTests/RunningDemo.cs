using System.Diagnostics;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Eilbote.BrowserTests.RunningDemo))]

namespace Eilbote.BrowserTests;

/// <summary>The demo as a newcomer starts it, and a browser beside it.</summary>
public sealed class RunningDemo : IAsyncLifetime
{
    public const string Board = "http://localhost:5080", Sandbox = "http://localhost:5090", Password = "eilbote-demo-1";
    private Process? _demo;
    private IPlaywright? _playwright;

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "..", "..", "Demo", "debug", "Demo.dll"));
        start.ArgumentList.Add("--reset");
        _demo = Process.Start(start)!;
        var said = "";
        while (await _demo.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("Ctrl-C", StringComparison.Ordinal))
            said += line + "\n";
        Assert.False(_demo.HasExited, "The demo did not start:\n" + said);
        _ = _demo.StandardOutput.ReadToEndAsync();

        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>A fresh visitor: phone or desk, light or dark.</summary>
    public async Task<IPage> VisitAsync(int width = 390, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await Browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme, BypassCSP = true });
        return await context.NewPageAsync();
    }

    public async Task<IPage> SignInAsync(string email, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await VisitAsync(width, scheme);
        await page.GotoAsync(Board + "/sign-in");
        await page.FillAsync("#email", email);
        await page.FillAsync("#password", Password);
        await page.ClickAsync("button[type=submit]");
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright?.Dispose();
        Process.Start("kill", [_demo!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).Dispose();
        await _demo.WaitForExitAsync();
        _demo.Dispose();
    }
}
