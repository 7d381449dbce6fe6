using Eilbote.Tests.Harness;
using Microsoft.Playwright;

namespace Eilbote.BrowserTests;

/// <summary>A browser at a server whose clock obeys the test; the browser's own does not.</summary>
internal static class WithAClock
{
    /// <param name="link">A path, or a link as it is mailed, with the board's public address.</param>
    public static string At(this TestApp app, string link) =>
        new Uri(app.Address, Uri.TryCreate(link, UriKind.Absolute, out var whole) && whole.Scheme != "file" ? whole.PathAndQuery : link).ToString();

    public static async Task<IPage> SignInAsync(this RunningDemo demo, TestApp app, string email)
    {
        var page = await demo.VisitAsync(1280);
        await page.GotoAsync(app.At("/sign-in"));
        await page.FillAsync("#email", email);
        await page.FillAsync("#password", TestApp.Password);
        await page.ClickAsync("button[type=submit]");
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        return page;
    }

    /// <summary>From the form on a phone to a receipt.</summary>
    public static async Task<IPage> ApplyAsync(this RunningDemo demo, TestApp app, Guid ad, FilePayload? cv = null)
    {
        var page = await demo.VisitAsync();
        await page.GotoAsync(app.At($"/jobs/{ad}/apply"));
        if (cv is not null)
            await page.SetInputFilesAsync("#cv", cv);
        await page.FillAsync("#first_name", "Änne");
        await page.FillAsync("#last_name", "Öztürk");
        await page.FillAsync("#email", "aenne.oeztuerk@example.com");
        await page.PressAsync("Bewerbung senden");
        await page.WaitForURLAsync("**/receipts/*");
        await app.IdleAsync();
        return page;
    }
}
