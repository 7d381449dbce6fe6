using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Eilbote.BrowserTests;

/// <summary>Somebody with two tabs, the portal and Personio, who knows nothing but what stands on the screens.</summary>
public sealed class Person : IAsyncDisposable
{
    private readonly List<string> _complaints = [];
    private readonly IBrowserContext _context;

    private Person(IBrowserContext context) => _context = context;

    public IPage Portal { get; private set; } = null!;
    public IPage Personio { get; private set; } = null!;

    public static async Task<Person> AtAsync(DemoProcess house, IBrowser browser)
    {
        var context = await browser.NewContextAsync(
            new() { ViewportSize = new() { Width = 1280, Height = 900 }, Permissions = ["clipboard-read", "clipboard-write"] });
        context.SetDefaultTimeout(60_000);
        var person = new Person(context);
        (person.Portal, person.Personio) = (await person.OpenAsync(house.Board + "/portal"), await person.OpenAsync(house.Sandbox));
        return person;
    }

    /// <summary>Leaves, and says what the browser complained about: a script that failed, something the page's policy refused.</summary>
    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        Assert.Empty(_complaints);
    }

    private async Task<IPage> OpenAsync(string address)
    {
        var page = await _context.NewPageAsync();
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                _complaints.Add($"{message.Location}: {message.Text}");
        };
        await page.GotoAsync(address);
        return page;
    }
}

/// <summary>What a hand with a mouse does, by what stands on the screen.</summary>
internal static class ByMouse
{
    /// <summary>The address of the page in a language.</summary>
    public static string In(this string address, string language) => address
        + (address.Contains('?', StringComparison.Ordinal) ? "&lang=" : "?lang=") + language;

    /// <summary>Where a page and the menu above it both have such a link, the page's is meant.</summary>
    public static async Task FollowAsync(this IPage page, params string[] links)
    {
        foreach (var link in links)
            await page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).Last.ClickAsync();
    }

    public static Task PressAsync(this IPage page, string button) => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true })
        .ClickAsync();

    public static Task FillInAsync(this IPage page, string label, string text) =>
        page.GetByLabel(new Regex($@"^\s*{Regex.Escape(label)}(\s*\(.*\))?\s*$", RegexOptions.None, TimeSpan.FromSeconds(1)))
            .FillAsync(text);

    /// <summary>From the board's jobs to a receipt that says it has arrived.</summary>
    public static async Task ApplyAsync(this IPage page, string board, string job, string employer)
    {
        await page.SendAsync(board, job);
        await page.GetByText($"Angekommen bei {employer} um").First.WaitForAsync();
    }

    /// <summary>From the board's jobs to a receipt.</summary>
    public static async Task SendAsync(this IPage page, string board, string job)
    {
        await page.GotoAsync(board);
        await page.FollowAsync(job);
        await page.FollowAsync("Jetzt bewerben");
        await page.FillInAsync("Vorname", "Änne");
        await page.FillInAsync("Nachname", "Öztürk");
        await page.FillInAsync("E-Mail", "aenne.oeztuerk@example.com");
        await page.FillInAsync("Telefon", "+43 660 1234567");
        await page.FillInAsync("Nachricht", "Guten Tag,\nich freue mich auf das Gespräch.");
        await page.PressAsync("Bewerbung senden");
        await page.WaitForURLAsync("**/receipts/**");
    }

    /// <summary>The value that stands beside its name.</summary>
    public static Task<string> ReadAsync(this IPage page, string name) => page.Locator($"dt:text-is('{name}') + dd code").InnerTextAsync();
}

/// <summary>What two hands on a keyboard do: Tab until it is there, then type, or Enter.</summary>
internal static class ByKeyboard
{
    private const string Focused = """
        () => { const e = document.activeElement; return e.labels?.[0]?.innerText ?? e.getAttribute('aria-label') ?? e.innerText; }
        """;

    public static async Task TabToAsync(this IPage page, string name)
    {
        var passed = new List<string>();
        for (var presses = 0; presses < 120; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            var here = string.Join(
                ' ', (await page.EvaluateAsync<string?>(Focused) ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .SkipWhile(x => x is "‹" or "←"));
            if (here == name || here.StartsWith(name + " ", StringComparison.Ordinal) || here == name + "(freiwillig)")
                return;
            passed.Add(here);
        }
        Assert.Fail($"{page.Url}: Tab never came to “{name}”, only to {string.Join(", ", passed.Distinct())}");
    }

    /// <summary>Enter on links and buttons that lead to another page, one after the other.</summary>
    public static async Task EnterAsync(this IPage page, params string[] names)
    {
        foreach (var name in names)
        {
            await page.TabToAsync(name);
            await page.GoAsync();
        }
    }

    /// <summary>Enter where the hands are, until the next page is there.</summary>
    public static async Task GoAsync(this IPage page)
    {
        await page.EvaluateAsync("() => { window.left = true; }");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => !window.left && document.readyState === 'complete'");
    }

    /// <summary>Enter on something that changes this page only.</summary>
    public static async Task EnterHereAsync(this IPage page, string name)
    {
        await page.TabToAsync(name);
        await page.Keyboard.PressAsync("Enter");
    }

    public static async Task TypeAtAsync(this IPage page, string label, string text)
    {
        await page.TabToAsync(label);
        await page.Keyboard.TypeAsync(text);
    }

    public static async Task PasteAtAsync(this IPage page, string label)
    {
        await page.TabToAsync(label);
        await page.Keyboard.PressAsync("Control+V");
    }
}
