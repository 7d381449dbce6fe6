using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Eilbote.BrowserTests;

/// <summary>Of an employer without an ATS: from the form to the button behind the mail's link; and an employer who connects a mailbox.</summary>
public sealed partial class An_application_by_mail(RunningDemo demo)
{
    [Fact]
    public async Task Is_handed_over_by_whoever_reads_it()
    {
        await using var own = await DemoProcess.StartAsync();
        var page = await demo.VisitAsync();
        await page.SendAsync(own.Board, "Bäcker:in");
        await page.GetByText("Eingegangen um").First.WaitForAsync();
        var receipt = page.Url;

        var mail = page.GetByRole(AriaRole.Link, new() { Name = "Neue Bewerbung: Bäcker:in", Exact = true });
        using (var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)))
            for (var tries = 0; tries < 60 && await mail.CountAsync() == 0; tries++)
            {
                await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
                await page.GotoAsync(own.Board + "/mails");
            }
        await mail.ClickAsync();
        var link = Link().Match(await page.InnerTextAsync("body")).Value;
        foreach (var width in new[] { 390, 1280 })
            await page.LookAsync(link, width);
        await page.PressAsync("Ja, wir haben sie");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Danke, das ist bestätigt" }).WaitForAsync();
        await page.GotoAsync(receipt);
        await page.GetByRole(AriaRole.Heading, new() { Name = "Per E-Mail übergeben an Traunseebrot KG" }).WaitForAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Goes_where_a_code_was_read()
    {
        await using var own = await DemoProcess.StartAsync();
        var page = await demo.VisitAsync(1280);
        await page.GotoAsync(own.Board + "/portal");
        await page.FillAsync("#email", Every_page.Georg);
        await page.FillAsync("#password", RunningDemo.Password);
        await page.ClickAsync("button[type=submit]");
        await page.GotoAsync(own.Board + "/portal/smart-apply?connector=email");
        await page.FillAsync("#address", "Personal@Alpenwerk.example");
        await page.PressAsync("Speichern und Verifizieren");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Bitte geben Sie den Code ein." }).WaitForAsync();
        var verification = page.Url;
        foreach (var width in new[] { 390, 1280 })
            await page.LookAsync(verification, width);

        var mails = await page.Context.NewPageAsync();
        await mails.GotoAsync(own.Board + "/mails");
        var code = Code().Match(await mails.InnerTextAsync("main")).Value;
        await page.FillAsync("#code", code == "123456" ? "123457" : "123456");
        await page.PressAsync("Bestätigen");
        await page.GetByText("4 Versuche bleiben").WaitForAsync();
        await page.FillAsync("#code", code);
        await page.PressAsync("Bestätigen");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Diese Adresse ist bestätigt." }).WaitForAsync();
        await page.Context.CloseAsync();
    }

    [GeneratedRegex(@"http\S+/handovers/\S+", RegexOptions.None, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("(?<=Ihr Code: )[0-9]{6}", RegexOptions.None, 1000)]
    private static partial Regex Code();
}
