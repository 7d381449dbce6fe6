using Microsoft.Playwright;

namespace Eilbote.BrowserTests;

/// <summary>The form of a job that gets very many applications: the browser proves by itself that no program sends.</summary>
public sealed class A_flooded_job(RunningDemo demo)
{
    [Fact]
    public async Task Takes_an_application_when_the_browser_has_checked_and_looks_well_meanwhile()
    {
        await using var own = await DemoProcess.StartAsync(
            new() { ["Eilbote__Limits__Job__Count"] = "1", ["Eilbote__Limits__Job__Per"] = "24:00:00" });
        foreach (var (scheme, language) in new[] { (ColorScheme.Light, "de"), (ColorScheme.Dark, "en") })
        {
            // With the page's own policy: the element, its worker and its style sheet come from this server.
            var context = await demo.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 390, Height = 900 }, ColorScheme = scheme });
            var page = await context.NewPageAsync();
            var complaints = new List<string>();
            page.PageError += (_, error) => complaints.Add(error);
            page.Console += (_, message) =>
            {
                if (message.Type == "error")
                    complaints.Add(message.Text);
            };
            if (language == "de")
                await page.SendAsync(own.Board, "Buchhalter:in (m/w/d)");
            await page.GotoAsync(own.Board);
            await page.FollowAsync("Buchhalter:in (m/w/d)");
            await page.GotoAsync((page.Url.Split('?')[0] + "/apply").In(language));
            await page.GetByText(language == "de" ? "Geprüft. Sie können senden." : "Checked. You can send.").WaitForAsync();
            await page.NoViolationAsync();
            Assert.Equal(0, await page.EvaluateAsync<int>("Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
            await page.FillAsync("#first_name", "Änne");
            await page.FillAsync("#last_name", "Öztürk");
            await page.FillAsync("#email", language + "@example.com");
            await page.ClickAsync("form[data-apply] > button[type=submit]");
            await page.WaitForURLAsync("**/receipts/**");
            Assert.Empty(complaints);
            await context.CloseAsync();
        }
    }
}
