using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace Eilbote.BrowserTests;

/// <summary>
/// To a job whose ATS takes nobody twice: from the applicant's, the employer's and the ATS's side, in a demo that nobody has configured.
/// </summary>
public sealed class Someone_applies_again(RunningDemo demo)
{
    private const string Job = "Buchhalter:in (m/w/d)", Other = "Controller:in";

    [Fact]
    public async Task By_the_form_and_the_employer_sees_what_is_new_and_takes_it_over()
    {
        const string email = "noch.einmal@example.com";
        await ApplyAsync(Job, email, "+43 660 1111111", "h1:has-text('Angekommen bei Musterfirma GmbH um')");
        var applicant = await ApplyAsync(Job, email, "+43 660 2222222", "h1:has-text('Eingegangen um')");

        var mails = await demo.VisitAsync();
        await OpenMailAsync(mails, email, "Bitte bestätigen Sie Ihre Bewerbung bei Musterfirma GmbH");
        await mails.FollowAsync("Bewerbung bestätigen");
        await mails.PressAsync("Ja, sie ist von mir");
        await mails.GetByText("Ist diese Bewerbung von Ihnen?").WaitForAsync(new() { State = WaitForSelectorState.Detached });

        await OpenMailAsync(mails, "personal@musterfirma.example", "Nachreichung: " + Job);
        Assert.Contains("Neu: Telefon", await mails.InnerTextAsync("body"), StringComparison.Ordinal);
        Assert.DoesNotContain("2222222", await mails.InnerTextAsync("body"), StringComparison.Ordinal);

        var anna = await demo.SignInAsync(Every_page.Anna);
        await anna.GotoAsync(RunningDemo.Board + "/portal/applications?need=Supplement&q=" + Uri.EscapeDataString(email));
        await anna.ClickAsync("tbody th a");
        Assert.Contains("+43 660 2222222", await anna.Locator("section:has(h2:text-is('Was neu ist')) b").AllInnerTextsAsync());
        await anna.FollowAsync("Übernehmen");
        await anna.ClickAsync("main form button[type=submit]");
        await anna.GetByText("Übergeben").First.WaitForAsync();
        await applicant.ReloadAsync();
        await applicant.GetByText("hat Ihre Bewerbung bei uns abgeholt").WaitForAsync();
        await ArrivedOnceAsync(email);
    }

    [Fact]
    public async Task From_the_receipt_with_a_certificate_on_a_phone()
    {
        const string email = "mit.zeugnis@example.com";
        var page = await ApplyAsync(Other, email, "+43 660 3333333", "h1:has-text('Angekommen bei Musterfirma GmbH um')");
        await page.FollowAsync("Unterlagen nachreichen");
        // Nothing is new yet.
        await page.PressAsync("Nachreichen");
        await page.WaitForSelectorAsync(".error-summary");
        await page.SetInputFilesAsync("#documents", new FilePayload
        {
            Name = "Zeugnis.pdf",
            MimeType = "application/pdf",
            Buffer = "%PDF-1.4\n%Zeugnis\n%%EOF\n"u8.ToArray(),
        });
        await page.FillAsync("#message", "Das Zeugnis, das noch fehlte.");
        await page.PressAsync("Nachreichen");
        await page.WaitForSelectorAsync("h1:has-text('Eingegangen um')");
        var anna = await demo.SignInAsync(Every_page.Anna);
        await anna.GotoAsync(RunningDemo.Board + "/portal/applications?need=Supplement&q=" + Uri.EscapeDataString(email));
        await anna.ClickAsync("tbody th a");
        var news = await anna.InnerTextAsync("section:has(h2:text-is('Was neu ist'))");
        Assert.Contains("Zeugnis.pdf", news, StringComparison.Ordinal);
        Assert.Contains("Das Zeugnis, das noch fehlte.", news, StringComparison.Ordinal);
        await ArrivedOnceAsync(email);
    }

    [Fact]
    public async Task And_is_led_back_to_the_receipt_on_a_device_that_was_asked_to_remember_it()
    {
        var page = await ApplyAsync(Other, "gemerkt@example.com", "+43 660 4444444", "h1:has-text('Angekommen bei Musterfirma GmbH um')");
        var receipt = page.Url;
        await OpenFormAsync(page, Other);
        Assert.False(await page.IsVisibleAsync("[data-before]"));
        await page.GotoAsync(receipt);
        await page.CheckAsync("[data-keep] input");
        await OpenFormAsync(page, Other);
        Assert.StartsWith("Beworben am", await page.InnerTextAsync("[data-before]"), StringComparison.Ordinal);
        await page.ClickAsync("[data-before] a");
        Assert.Equal(receipt, page.Url);
        // Another job is another, and another device knows nothing.
        await OpenFormAsync(page, Job);
        Assert.False(await page.IsVisibleAsync("[data-before]"));
        var other = await demo.VisitAsync();
        await OpenFormAsync(other, Other);
        Assert.False(await other.IsVisibleAsync("[data-before]"));
        await page.GotoAsync(receipt);
        Assert.True(await page.IsCheckedAsync("[data-keep] input"));
        await page.UncheckAsync("[data-keep] input");
        await OpenFormAsync(page, Other);
        Assert.False(await page.IsVisibleAsync("[data-before]"));
    }

    private static async Task OpenFormAsync(IPage page, string job)
    {
        await page.GotoAsync(RunningDemo.Board);
        await page.FollowAsync(job);
        await page.FollowAsync("Jetzt bewerben");
        await page.WaitForSelectorAsync("[data-remember]:not([hidden])");
    }

    private async Task<IPage> ApplyAsync(string job, string email, string phone, string then)
    {
        var page = await demo.VisitAsync();
        await page.GotoAsync(RunningDemo.Board);
        await page.FollowAsync(job);
        await page.FollowAsync("Jetzt bewerben");
        await page.FillAsync("#first_name", "Änne");
        await page.FillAsync("#last_name", "Öztürk");
        await page.FillAsync("#email", email);
        await page.FillAsync("#phone", phone);
        await page.PressAsync("Bewerbung senden");
        await page.WaitForURLAsync("**/receipts/*");
        await page.WaitForSelectorAsync(then);
        return page;
    }

    private static async Task OpenMailAsync(IPage page, string to, string subject)
    {
        var mail = page.Locator("tr", new() { HasText = to }).GetByRole(AriaRole.Link, new() { Name = subject, Exact = true }).First;
        await page.GotoAsync(RunningDemo.Board + "/mails");
        using (var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)))
            for (var tries = 0; tries < 60 && await mail.CountAsync() == 0; tries++)
            {
                await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
                await page.GotoAsync(RunningDemo.Board + "/mails");
            }
        await mail.ClickAsync();
    }

    private static async Task ArrivedOnceAsync(string email)
    {
        using var http = new HttpClient();
        var all = await http.GetFromJsonAsync<JsonElement[]>(RunningDemo.Sandbox + "/_sandbox/applications");
        Assert.Single(all!, x => x.GetProperty("email").GetString() == email);
    }
}
