using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Eilbote.BrowserTests;

/// <summary>
/// Writes every page as a picture into <c>docs/screens</c>. Not a test: it runs only when asked for, as CONTRIBUTING.md says.
/// </summary>
internal static class Pictures
{
    /// <summary>These also in the dark and in English: between them they hold every kind of part.</summary>
    private static readonly string[] Twice = [
        "apply", "receipt", "application", "portal-georg", "portal-anna", "portal-smart-apply-georg", "sandbox-app-alpenwerk-trouble"];

    public static async Task TakeAsync(RunningDemo demo)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "docs", "screens");
        foreach (var old in Directory.GetFiles(folder, "*.png"))
            File.Delete(old);
        await demo.AppliedAsync();
        foreach (var row in Every_page.Pages)
            await TakeOneAsync(row.Data.Item1, row.Data.Item2);
        foreach (var row in Every_screen.Screens)
            await TakeOneAsync(row.Data, null, RunningDemo.Sandbox);

        async Task TakeOneAsync(string path, string? login, string? sandbox = null)
        {
            var name = Name(sandbox is null ? path : "sandbox" + path, login);
            foreach (var (scheme, language) in new[] {
                (ColorScheme.Light, "de"), (ColorScheme.Dark, "de"), (ColorScheme.Light, "en") }.Take(Twice.Contains(name) ? 3 : 1))
            {
                var page = login is null ? await demo.VisitAsync(scheme: scheme) : await demo.SignInAsync(login, scheme: scheme);
                await page.GotoAsync((sandbox is null ? await demo.AddressAsync(page, path) : sandbox + path).In(language));
                foreach (var width in new[] { 390, 1280 })
                {
                    await page.SetViewportSizeAsync(width, 844);
                    await page.ScreenshotAsync(
                        new()
                        {
                            FullPage = true,
                            Path = Path.Combine(folder,
                        $"{name}-{width}{(scheme == ColorScheme.Dark ? "-dark" : "")}{(language == "en" ? "-en" : "")}.png")
                        });
                }
                await page.Context.CloseAsync();
            }
        }
    }

    private static string Name(string path, string? login)
    {
        var words = Regex.Replace(path, "[^a-z0-9]+", "-", RegexOptions.None, TimeSpan.FromSeconds(1)).Trim('-');
        var shared = Every_page.Pages.Count(x => x.Data.Item1 == path) > 1;
        return (words.Length == 0 ? "jobs" : words) + (shared ? "-" + login![..login!.IndexOf('@', StringComparison.Ordinal)] : "");
    }
}
