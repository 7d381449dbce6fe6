using Microsoft.Playwright;

namespace Eilbote.BrowserTests;

/// <summary>A member finds applications by keyboard, and reads how many came.</summary>
public sealed class The_list_of_applications(RunningDemo demo)
{
    private const string Focused = "document.activeElement.id";

    [Theory, InlineData(390), InlineData(1280)]
    public async Task Is_searched_by_keyboard_alone(int width)
    {
        await demo.AppliedAsync();
        var page = await demo.SignInAsync(Every_page.Anna, width);
        await page.GotoAsync(RunningDemo.Board + "/portal/applications");
        await page.Keyboard.PressAsync("/");
        Assert.Equal("q", await page.EvaluateAsync<string>(Focused));
        await page.Keyboard.TypeAsync("a/b");
        Assert.Equal("a/b", await page.InputValueAsync("#q"));
        await page.FillAsync("#q", "oez");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**q=oez**");
        var name = page.Locator("tbody th a").First;
        Assert.Contains("Öztürk", await name.InnerTextAsync(), StringComparison.Ordinal);
        await page.LookAsync(page.Url, width);

        // From the search by Tab to the first person.
        await page.GotoAsync(RunningDemo.Board + "/portal/applications?q=oez");
        await page.FocusAsync("#q");
        for (var i = 0; i < 20 && !await name.EvaluateAsync<bool>("x => x === document.activeElement"); i++)
            await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("a.crumb").WaitForAsync();

        // Who needs the key for something else has it back.
        await page.GotoAsync(RunningDemo.Board + "/portal/applications?q=oez");
        await page.ClickAsync("text=Taste / abschalten");
        await page.ReloadAsync();
        await page.Keyboard.PressAsync("/");
        Assert.NotEqual("q", await page.EvaluateAsync<string>(Focused));
        await page.Context.CloseAsync();
    }

    /// <summary>Where the menu moves sideways within itself, it shows that there is more, and nothing lies over anything else.</summary>
    [Theory, InlineData(320), InlineData(390)]
    public async Task Has_a_head_on_a_phone_in_which_nothing_covers_anything(int width)
    {
        var page = await demo.SignInAsync(Every_page.Anna, width);
        foreach (var path in new[] { "/portal", "/portal/applications", "/portal/profile" })
        {
            await page.GotoAsync(RunningDemo.Board + path);
            await page.Locator(".side-nav").WaitForAsync();
            Assert.Empty(await page.EvaluateAsync<string[]>("""
                () => {
                  const parts = [...document.querySelectorAll(".side-head b, .side-nav, .side-foot > *, .desk h1")].filter(x => x.offsetWidth > 0 && !x.hidden);
                  const boxes = parts.map(x => x.getBoundingClientRect()), wrong = [];
                  boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b, j) => {
                    if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1)
                      wrong.push(`${parts[i].textContent.trim()} / ${parts[i + 1 + j].textContent.trim()}`);
                  }));
                  if (boxes[0].height > 90 || boxes.some(x => x.right > innerWidth + 1)) wrong.push("a part has no room");
                  return wrong;
                }
                """));
            Assert.True(await page.EvaluateAsync<bool>(
                "getComputedStyle(document.querySelector('.side-nav')).maskImage.includes('gradient') && document.querySelector('.side-nav').scrollWidth > innerWidth"));
        }
        await page.Context.CloseAsync();
    }

    [Theory, InlineData(390, ColorScheme.Dark), InlineData(1280, ColorScheme.Light)]
    public async Task Is_counted_in_a_chart_that_says_what_its_table_says_under_the_pages_own_policy(int width, ColorScheme scheme)
    {
        await demo.AppliedAsync();
        var signedIn = await demo.SignInAsync(Every_page.Anna, width, scheme);
        var state = await signedIn.Context.StorageStateAsync();
        await signedIn.Context.CloseAsync();
        var context = await demo.Browser.NewContextAsync(
            new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme, StorageState = state });
        var page = await context.NewPageAsync();
        var refused = new List<string>();
        page.Console += (_, message) => refused.AddRange(message.Type == "error" ? [message.Text] : []);
        await page.GotoAsync(RunningDemo.Board + "/portal");
        var canvas = page.Locator("figure[data-plot] canvas");
        await canvas.WaitForAsync();
        Assert.False(await page.IsVisibleAsync(".bars"));
        Assert.Contains("Bewerbungen", await canvas.GetAttributeAsync("aria-label"), StringComparison.Ordinal);
        Assert.True(await page.EvaluateAsync<bool>("""
            () => {
              const chart = Chart.getChart(document.querySelector("canvas")), rows = [...document.querySelectorAll("figure tbody tr")].reverse();
              return rows.length === 30 && chart.data.datasets.length === 3 && rows.some(row => row.cells[1].textContent !== "0")
                && rows.every((row, i) => chart.data.datasets.every((set, j) => set.data[i] === Number(row.cells[j + 2].textContent))
                  && Number(row.cells[1].textContent) === chart.data.datasets.reduce((sum, set) => sum + set.data[i], 0));
            }
            """));
        // What the page asks for by itself is drawn, too.
        await page.EvaluateAsync("document.querySelector('main').dispatchEvent(new Event('fresh'))");
        Assert.Equal(1, await canvas.CountAsync());
        Assert.Empty(refused);
        await context.CloseAsync();

        await using var plain = await demo.Browser.NewContextAsync(new() { JavaScriptEnabled = false, StorageState = state });
        var without = await plain.NewPageAsync();
        await without.GotoAsync(RunningDemo.Board + "/portal");
        Assert.True(await without.IsVisibleAsync(".bars"));
    }
}
