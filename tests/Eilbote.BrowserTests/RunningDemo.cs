using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Eilbote.BrowserTests.RunningDemo))]

namespace Eilbote.BrowserTests;

/// <summary>The demo as a newcomer starts it, and a browser beside it.</summary>
public sealed class RunningDemo : IAsyncLifetime
{
    public const string Password = "eilbote-demo-1";
    private static readonly int Port = FreePort();
    private Process? _demo;
    private IPlaywright? _playwright;

    /// <summary>The demo's addresses, on ports that were free when the tests began.</summary>
    public static string Board { get; } = $"http://localhost:{Port}";
    public static string Sandbox { get; } = $"http://localhost:{Port + 10}";

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "..", "..", "Demo", "debug", "Demo.dll"));
        foreach (var argument in new[] { "--reset", "--port", Port.ToString(CultureInfo.InvariantCulture) })
            start.ArgumentList.Add(argument);
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

    /// <summary>A port that is free together with the one ten above it, where the sandbox listens.</summary>
    private static int FreePort()
    {
        while (true)
        {
            using var server = new TcpListener(IPAddress.Loopback, 0);
            server.Start();
            var port = ((IPEndPoint)server.LocalEndpoint).Port;
            using var sandbox = new TcpListener(IPAddress.Loopback, port + 10);
            try
            {
                sandbox.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another pair.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright?.Dispose();
        Process.Start("kill", [_demo!.Id.ToString(CultureInfo.InvariantCulture)]).Dispose();
        await _demo.WaitForExitAsync();
        _demo.Dispose();
    }
}
