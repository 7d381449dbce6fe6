using Microsoft.Playwright;

namespace Eilbote.BrowserTests;

/// <summary>The walk of somebody whose own system is to receive applications, with the receiver of the demo.</summary>
public sealed class A_webhook(RunningDemo demo)
{
    [Fact]
    public async Task Is_connected_by_copying_one_secret_and_then_an_application_arrives()
    {
        await using var own = await DemoProcess.StartAsync();
        var page = await demo.VisitAsync(1280);
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.GotoAsync(own.Board + "/portal");
        await page.FillAsync("#email", Every_page.Georg);
        await page.FillAsync("#password", RunningDemo.Password);
        await page.ClickAsync("button[type=submit]");
        await page.GotoAsync(own.Board + "/portal/smart-apply");
        await page.GetByRole(AriaRole.Link, new() { Name = "Webhook", Exact = true }).ClickAsync();
        await page.FillAsync("#address", own.Receiver + "/alpenwerk/applications");
        await page.FillAsync("#recipient", "Alpenwerk AG");
        await page.FillAsync("#country", "Österreich");
        await page.PressAsync("Secret ausstellen");
        await page.PressAsync("Kopieren");
        await page.GetByText("Kopiert", new() { Exact = true }).WaitForAsync();
        var secret = await page.EvaluateAsync<string>("navigator.clipboard.readText()");
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);

        var receiver = await page.Context.NewPageAsync();
        await receiver.GotoAsync(own.Receiver + "/alpenwerk");
        await receiver.FillAsync("#secret", secret);
        await receiver.PressAsync("Speichern");
        await receiver.WaitForSelectorAsync("input[placeholder=gespeichert]");

        await page.PressAsync("Speichern und Verifizieren");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Verbunden mit Webhook." }).WaitForAsync();
        await page.GotoAsync(own.Board + "/portal/job-ads/new");
        await page.FillAsync("#Title", "Bergführer:in");
        await page.FillAsync("#Text", "Sie führen.");
        await page.FillAsync("#AtsJobId", "B-12 / Graz");
        await page.ClickAsync("main button[type=submit]");
        await page.WaitForURLAsync(own.Board + "/portal/job-ads*");
        await page.GotoAsync(own.Board + "/");
        await page.SendAsync(own.Board, "Bergführer:in");
        await page.GetByText("Angekommen bei Alpenwerk AG").First.WaitForAsync();

        await receiver.ReloadAsync();
        await receiver.GetByText("Stelle B-12 / Graz").WaitForAsync();
        await page.GotoAsync(own.Board + "/portal");
        Assert.DoesNotContain("Personio", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.GotoAsync(own.Board + "/portal/smart-apply");
        Assert.DoesNotContain("whsec_", await page.ContentAsync(), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }
}
