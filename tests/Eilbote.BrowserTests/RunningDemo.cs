using System.Net.Http.Json;
using System.Collections.Concurrent;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Eilbote.BrowserTests.RunningDemo))]

namespace Eilbote.BrowserTests;

/// <summary>
/// One demo and one browser for all tests. A test that changes how an employer is connected starts its own
/// <see cref="DemoProcess"/>.
/// </summary>
public sealed class RunningDemo : IAsyncLifetime
{
    public const string Password = "eilbote-demo-1";
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _signedIn = new();
    private readonly Lazy<Task<string>> _receipt;
    private readonly Lazy<Task> _stuck;
    private DemoProcess? _demo;
    private IPlaywright? _playwright;

    public RunningDemo() => (_receipt, _stuck) = (new(ApplyAsync), new(StickAsync));

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
            ExecutablePath = Environment.GetEnvironmentVariable("EILBOTE_TEST_BROWSER") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>A fresh visitor: phone or desk, light or dark.</summary>
    public async Task<IPage> VisitAsync(int width = 390, ColorScheme scheme = ColorScheme.Light, string? state = null)
    {
        var context = await Browser.NewContextAsync(
            new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme, BypassCSP = true, StorageState = state });
        return await context.NewPageAsync();
    }

    /// <summary>Signs in through the page once for each person; later visits bring the same cookies.</summary>
    public async Task<IPage> SignInAsync(string email, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await VisitAsync(width, scheme, await _signedIn.GetOrAdd(email, x => new(() => SignInOnceAsync(x))).Value);
        await page.GotoAsync(Board + "/portal");
        return page;
    }

    /// <summary>From the mail with the invitation to the first page of who accepted it.</summary>
    public static async Task AcceptInvitationAsync(IPage page, string email)
    {
        var mail = page.Locator("tr", new() { HasText = email }).GetByRole(AriaRole.Link).First;
        using (var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)))
            for (var tries = 0; tries < 60 && await mail.CountAsync() == 0; tries++)
            {
                await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
                await page.GotoAsync(Board + "/mails");
            }
        await mail.ClickAsync();
        await page.FollowAsync("Einladung ansehen");
        await page.GetByLabel("Neues Passwort").FillAsync("ein langes passwort");
        await page.PressAsync("Konto anlegen und beginnen");
    }

    /// <summary>Somebody has applied to the first job, and it has arrived. The receipt's address.</summary>
    public Task<string> AppliedAsync() => _receipt.Value;

    /// <summary>The address of a page that only the demo knows, by the names below; any other is one already.</summary>
    public async Task<string> AddressAsync(IPage page, string path)
    {
        if (path is "receipt" or "application" or "zip" || path.Contains("?q=", StringComparison.Ordinal))
            await AppliedAsync();
        if (path is "stuck" or "/operators")
            await _stuck.Value;
        if (path is "/mails")
            await LongMailAsync();
        return path switch
        {
            "job" => await LinkAsync("/", "ul.jobs a"),
            "apply" => await AddressAsync(page, "job") + "/apply",
            "asked" => await LinkAsync("/", "ul.jobs a:has-text('Vertrieb Außendienst')") + "/apply",
            "receipt" => await AppliedAsync(),
            "application" => await LinkAsync("/portal/applications?state=Delivered", "tbody th a"),
            "hand-in" => await AppliedAsync() + "/supplement",
            "second-path" => await LinkAsync("/portal/smart-apply", "a[href^='/portal/second-path']"),
            "stuck" => await LinkAsync("/portal/applications?state=NeedsEmployer", "tbody th a"),
            "zip" => await ZipAsync(),
            "hand-over" => await AddressAsync(page, "stuck") + "/hand-over",
            "job-ad" => await LinkAsync("/portal/job-ads", "tbody a[href^='/portal/job-ads/']"),
            _ => Board + path,
        };

        async Task<string> ZipAsync()
        {
            await page.GotoAsync(Board + "/portal/applications?state=Delivered");
            await page.ClickAsync("summary:has-text('Herunterladen'), summary:has-text('Download')");
            await page.ClickAsync("form[action*='/exports'] button");
            await page.Locator("a[download]").WaitForAsync();
            return page.Url;
        }

        async Task<string> LinkAsync(string from, string link)
        {
            await page.GotoAsync(Board + from);
            return Board + await page.GetAttributeAsync(link, "href");
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

    /// <summary>Somebody has applied for a job with a question that only the ATS asks: the employer must look.</summary>
    private async Task StickAsync()
    {
        using var http = new HttpClient();
        using var asked = await http.PostAsJsonAsync(
            new Uri(Sandbox + "/_sandbox/jobs/1234573"), new { requiredAttributes = new[] { "custom_attribute_1" } });
        asked.EnsureSuccessStatusCode();
        var page = await VisitAsync();
        await page.SendAsync(Board, "Müllermeister:in für Öle & Getreide");
        await page.Context.CloseAsync();
        var anna = await SignInAsync(Every_page.Anna);
        await anna.GotoAsync(Board + "/portal/applications?state=NeedsEmployer");
        await anna.Locator("tbody th a").First.WaitForAsync();
        await anna.Context.CloseAsync();
    }

    /// <summary>A mail whose subject and address are one word each, as long as they may be.</summary>
    private Task LongMailAsync()
    {
        Directory.CreateDirectory(_demo!.Mails);
        return File.WriteAllTextAsync(
            Path.Combine(_demo.Mails, $"{Guid.NewGuid()}.eml"),
            $"Date: Mon, 24 Nov 2025 14:00:00 +0100\r\nTo: {new string('w', 64)}@{new string('x', 63)}.example\r\nSubject: {new string('M', 60)}\r\n\r\nText\r\n");
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
