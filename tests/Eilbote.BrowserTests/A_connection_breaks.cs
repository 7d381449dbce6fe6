using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace Eilbote.BrowserTests;

/// <summary>Connected, broken by a new token in the ATS, told by mail, mended by the mail's link; what waited goes out by itself.</summary>
public sealed class A_connection_breaks(RunningDemo demo)
{
    private const string Job = "7654321", Company = "67890", Token = "alpenwerk-recruiting-token", NewToken = "ein-neuer-token";

    /// <summary>Side by side: until a new token is proven its probes have three slots a minute, so both wait.</summary>
    [Fact]
    public Task And_is_mended_and_what_waited_goes_out() => Task.WhenAll(InAsync("de", ColorScheme.Light), InAsync("en", ColorScheme.Dark));

    private async Task InAsync(string language, ColorScheme scheme)
    {
        await using var house = await DemoProcess.StartAsync();
        using var sandbox = new HttpClient { BaseAddress = new Uri(house.Sandbox) };
        var page = await demo.VisitAsync(1280, scheme);
        page.SetDefaultTimeout(90_000);
        string Says(string de, string en) => language == "en" ? en : de;
        await page.GotoAsync($"{house.Board}/sign-in?lang={language}");
        await SignInAsync(page);

        await page.GotoAsync(house.Board + "/portal/smart-apply");
        foreach (var (field, value) in new[] { ("ats_job_id", Job), ("company_id", Company), ("career_site", "alpenwerk") })
            await page.FillAsync("#" + field, value);
        await VerifyAsync(page, Token);
        await page.NoViolationAsync();

        await page.GotoAsync(house.Board + "/portal/job-ads/new");
        await page.FillAsync("#Title", "Stelle zum Brechen");
        await page.FillAsync("#AtsJobId", Job);
        await page.ClickAsync("main button[type=submit]");
        await page.GetByText("Stelle zum Brechen").First.WaitForAsync();
        using var changed = await sandbox.PostAsJsonAsync($"/_sandbox/companies/{Company}/token", new { token = NewToken });
        changed.EnsureSuccessStatusCode();
        await ApplyAsync(house, "wartet-1@example.com");
        await ApplyAsync(house, "wartet-2@example.com");

        // The mail says how to mend it, and leads there; its link signs nobody in.
        var reader = await demo.VisitAsync(390, scheme);
        reader.SetDefaultTimeout(90_000);
        var mail = reader.GetByText(Says("Bewerbungen warten: Personio nimmt", "Applications wait: Personio no longer")).First;
        await UntilAsync(async () =>
        {
            await reader.GotoAsync(house.Board + "/mails");
            return await mail.IsVisibleAsync();
        });
        await reader.NoViolationAsync();
        await mail.ClickAsync();
        await reader.NoViolationAsync();
        await reader.GetByRole(AriaRole.Link, new() { Name = Says("Zugang in Ordnung bringen", "Mend the access") }).ClickAsync();
        await reader.WaitForURLAsync("**/sign-in**");
        await SignInAsync(reader);
        await reader.GetByText(Says("2 Bewerbungen warten sicher", "2 applications wait safely")).First.WaitForAsync();
        await reader.NoViolationAsync();
        await VerifyAsync(reader, NewToken);
        await reader.NoViolationAsync();

        string[] arrived = [];
        await UntilAsync(async () =>
            (arrived = [.. (await sandbox.GetFromJsonAsync<JsonElement[]>("/_sandbox/applications"))!.Select(
            x => x.GetProperty("email").GetString()!)]).Length == 2);
        Assert.Equal(["wartet-1@example.com", "wartet-2@example.com"], arrived);

        async Task VerifyAsync(IPage at, string token)
        {
            await at.FillAsync("#access_token", token);
            await at.PressAsync(Says("Speichern und Verifizieren", "Save and verify"));
            try
            {
                await at.GetByRole(AriaRole.Heading, new() { Name = Says("Verbunden mit Personio.", "Connected to Personio.") })
                    .WaitForAsync();
            }
            catch (TimeoutException)
            {
                Assert.Fail(at.Url + "\n" + await at.InnerTextAsync("main"));
            }
        }
    }

    private static async Task SignInAsync(IPage page)
    {
        await page.FillAsync("#email", "georg@alpenwerk.example");
        await page.FillAsync("#password", RunningDemo.Password);
        await page.ClickAsync("main button[type=submit]");
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
    }

    private async Task ApplyAsync(DemoProcess house, string email)
    {
        var page = await demo.VisitAsync();
        await page.GotoAsync(house.Board);
        await page.FollowAsync("Stelle zum Brechen");
        await page.FollowAsync("Jetzt bewerben");
        foreach (var (field, value) in new[] { ("first_name", "Änne"), ("last_name", "Öztürk"), ("email", email) })
            await page.FillAsync("#" + field, value);
        await page.PressAsync("Bewerbung senden");
        await page.WaitForURLAsync("**/receipts/*");
        await page.Context.CloseAsync();
    }

    /// <summary>For what does not renew itself: it is asked again until it is so.</summary>
    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (!await condition())
            await timer.WaitForNextTickAsync(timeout.Token);
    }
}
