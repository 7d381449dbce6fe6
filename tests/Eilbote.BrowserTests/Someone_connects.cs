using Microsoft.Playwright;

namespace Eilbote.BrowserTests;

public sealed class Someone_connects(RunningDemo demo)
{
    [Fact]
    public async Task And_a_pasted_link_is_read_at_once_kept_and_can_be_discarded()
    {
        var page = await demo.SignInAsync("anna@musterfirma.example");
        await page.GotoAsync(RunningDemo.Board + "/portal/smart-apply");
        var before = await page.InputValueAsync("#ats_job_id");
        await page.FillAsync("#ats_job_id", RunningDemo.Sandbox + "/careers/musterfirma/job/1234570?language=de#apply");
        await page.FocusAsync("#channel_id");
        await Assertions.Expect(page.Locator("#ats_job_id")).ToHaveValueAsync("1234570");
        await Assertions.Expect(page.Locator("#channel_id")).ToBeFocusedAsync();

        await page.GotoAsync(RunningDemo.Board + "/portal/applications");
        await page.GotoAsync(RunningDemo.Board + "/portal/smart-apply");
        Assert.Equal("1234570", await page.InputValueAsync("#ats_job_id"));
        await page.ClickAsync("text=Verwerfen");
        await Assertions.Expect(page.Locator("#ats_job_id")).ToHaveValueAsync(before);
    }

    [Fact]
    public async Task And_a_button_leads_to_the_screen_in_personio_and_marks_the_next_step()
    {
        var page = await demo.SignInAsync("anna@musterfirma.example");
        await page.GotoAsync(RunningDemo.Board + "/portal/smart-apply");
        var guide = page.Locator("details[data-guide=channel_id]");
        await guide.Locator("summary").ClickAsync();
        var personio = await page.RunAndWaitForPopupAsync(() => guide.Locator("a[target]").ClickAsync());
        await personio.WaitForSelectorAsync("text=Neuen Kanal hinzufügen");
        Assert.EndsWith("/configuration/recruiting/channels", personio.Url, StringComparison.Ordinal);
        await Assertions.Expect(guide.Locator("[aria-current=step]")).ToContainTextAsync("Kanäle");
    }

    [Fact]
    public async Task And_a_token_of_the_wrong_kind_stays_to_be_looked_at_and_is_never_said_to_be_missing()
    {
        var page = await demo.SignInAsync("georg@alpenwerk.example");
        await page.GotoAsync(RunningDemo.Board + "/portal/smart-apply");
        await page.FillAsync("#access_token", "papi-0123456789abcdef");
        await page.FocusAsync("#company_id");
        await page.WaitForSelectorAsync("#access_token.is-invalid");
        Assert.Equal("papi-0123456789abcdef", await page.InputValueAsync("#access_token"));
        Assert.DoesNotContain("Alle Werte sind da", await page.InnerTextAsync(".page-head"), StringComparison.Ordinal);
        await page.ClickAsync("text=Speichern und Verifizieren");
        await page.WaitForSelectorAsync(".error-summary");
        Assert.DoesNotContain("Dieser Wert fehlt noch", await page.InnerTextAsync(".field:has(#access_token)"), StringComparison.Ordinal);
        Assert.DoesNotContain("Alles andere ist gespeichert", await page.InnerTextAsync(".error-summary"), StringComparison.Ordinal);
    }
}
