using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace Eilbote.BrowserTests;

public sealed class An_employer_asks(RunningDemo demo)
{
    /// <summary>Without a mouse on the employer's side; the applicant sees what depends on an answer only after it.</summary>
    [Fact]
    public async Task With_the_keyboard_and_the_answers_arrive()
    {
        var anna = await demo.SignInAsync(Every_page.Anna);
        await anna.GotoAsync(RunningDemo.Board + "/portal/job-ads");
        await anna.Locator("tr:has-text('Controller:in') a[href^='/portal/job-ads/']").First.FocusAsync();
        await anna.Keyboard.PressAsync("Enter");
        await EnterAsync(anna, AriaRole.Link, "Fragen im Formular dieses Inserats");
        await EnterAsync(anna, AriaRole.Link, "Ja oder nein");
        await anna.Locator("#label_de").FocusAsync();
        await anna.Keyboard.TypeAsync("Haben Sie den Führerschein B?");
        await anna.Locator("#preview").GetByText("Haben Sie den Führerschein B?").WaitForAsync();
        await EnterAsync(anna, AriaRole.Button, "Speichern");
        await anna.GetByText("Frage hinzufügen").FocusAsync();
        await anna.Keyboard.PressAsync("Enter");
        await EnterAsync(anna, AriaRole.Link, "Kurzer Text");
        await anna.Locator("#label_de").FocusAsync();
        await anna.Keyboard.TypeAsync("Seit wann?");
        await anna.GetByLabel("Muss beantwortet werden").FocusAsync();
        await anna.Keyboard.PressAsync("Space");
        await anna.Locator("#when").FocusAsync();
        await anna.Keyboard.PressAsync("ArrowDown");
        await EnterAsync(anna, AriaRole.Button, "Speichern");
        await anna.GetByText("nur bei „Haben Sie den Führerschein B?: Ja“").WaitForAsync();
        await anna.Context.CloseAsync();

        var page = await demo.VisitAsync();
        await page.GotoAsync(RunningDemo.Board);
        await page.FollowAsync("Controller:in");
        await page.FollowAsync("Jetzt bewerben");
        await page.FillInAsync("Vorname", "Änne");
        await page.FillInAsync("Nachname", "Öztürk");
        await page.FillInAsync("E-Mail", "gefragt@example.com");
        var since = page.GetByLabel("Seit wann?");
        Assert.False(await since.IsVisibleAsync());
        await page.GetByText("Ja", new() { Exact = true }).ClickAsync();
        Assert.True(await since.IsVisibleAsync());
        await page.ReloadAsync();
        Assert.True(await page.Locator("input[value=yes]").IsCheckedAsync());
        await page.PressAsync("Bewerbung senden");
        await page.WaitForSelectorAsync(".error-summary");
        await since.FillAsync("2001");
        await page.PressAsync("Bewerbung senden");
        await page.GetByText("Angekommen bei Musterfirma GmbH um").First.WaitForAsync();
        Assert.Contains("Haben Sie den Führerschein B?", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.Context.CloseAsync();

        using var http = new HttpClient();
        var arrived = (await http.GetFromJsonAsync<JsonElement[]>(RunningDemo.Sandbox + "/_sandbox/applications"))!
            .Single(x => x.GetProperty("email").GetString() == "gefragt@example.com");
        Assert.Equal("Haben Sie den Führerschein B?: Ja\nSeit wann?: 2001", arrived.GetProperty("message").GetString());
    }

    [Fact]
    public async Task And_the_job_that_demands_an_answer_gets_it()
    {
        var page = await demo.VisitAsync();
        await page.GotoAsync(RunningDemo.Board);
        await page.FollowAsync("Vertrieb Außendienst");
        await page.FollowAsync("Jetzt bewerben");
        await page.FillInAsync("Vorname", "Änne");
        await page.FillInAsync("Nachname", "Öztürk");
        await page.FillAsync("#email", "aenne@gmial.com");
        await page.FillInAsync("Kündigungsfrist", "3 Monate");
        await page.GetByText("Meinten Sie aenne@gmail.com?").WaitForAsync();
        await page.PressAsync("Bewerbung senden");
        await page.GetByText("Angekommen bei Musterfirma GmbH um").First.WaitForAsync();
        await page.Context.CloseAsync();
    }

    private static async Task EnterAsync(IPage page, AriaRole role, string name)
    {
        await page.GetByRole(role, new() { Name = name, Exact = true }).Last.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
    }
}
