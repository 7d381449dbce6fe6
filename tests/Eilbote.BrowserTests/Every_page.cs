using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Eilbote.BrowserTests;

/// <summary>Every page of the server in both languages, every screen of the sandbox, in both schemes, on a phone and at a desk.</summary>
public sealed class Every_page(RunningDemo demo)
{
    public const string Anna = "anna@musterfirma.example", Georg = "georg@alpenwerk.example", Operator = "betrieb@jobboerse.example";

    /// <summary>An address, or the name of a page whose address only the demo knows; and who looks at it.</summary>
    public static readonly TheoryData<string, string?> Pages = new()
    {
        { "/", null }, { "job", null }, { "apply", null }, { "receipt", null }, { "/privacy", null },
        { "/guide/personio", null }, { "/invitations/nowhere", null }, { "/sign-in", null }, { "/nowhere", null },
        { "/portal", Anna }, { "/portal", Georg }, { "/portal/profile", Anna }, { "/portal/faqs", Anna },
        { "/portal/applications", Anna }, { "application", Anna }, { "/portal/applications", Georg },
        { "/portal/job-ads", Anna }, { "/portal/job-ads/new", Anna },
        { "/portal/smart-apply", Anna }, { "/portal/smart-apply", Georg },
        { "/operators", Operator },
    };

    public static readonly TheoryData<string> Screens = new()
    {
        "/", "/careers/alpenwerk", "/careers/alpenwerk/job/7654321", "/careers/alpenwerk/job/1",
        "/app/musterfirma/recruiting/positions", "/app/musterfirma/recruiting/positions/1234580", "/app/musterfirma/recruiting/positions/1234568/promote",
        "/app/musterfirma/recruiting/positions/1234568/applications", "/app/musterfirma/recruiting/applications", "/app/musterfirma/recruiting/applications/1",
        "/app/alpenwerk/configuration", "/app/alpenwerk/configuration/api/credentials/management", "/app/alpenwerk/configuration/recruiting",
        "/app/alpenwerk/configuration/recruiting/channels", "/app/alpenwerk/configuration/recruiting/channels/250777", "/app/alpenwerk/trouble",
    };

    /// <summary>Four looks in which each language, scheme and width meets each of the others.</summary>
    [Theory, MemberData(nameof(Pages))]
    public async Task Has_no_axe_violation_and_fits_in_both_languages_and_schemes(string path, string? login)
    {
        foreach (var (scheme, atWidth390, atWidth1280) in new[] { (ColorScheme.Light, "de", "en"), (ColorScheme.Dark, "en", "de") })
        {
            var page = login is null ? await demo.VisitAsync(scheme: scheme) : await demo.SignInAsync(login, scheme: scheme);
            var address = await demo.AddressAsync(page, path);
            await LookAsync(page, $"{address}?lang={atWidth390}", 390);
            await LookAsync(page, $"{address}?lang={atWidth1280}", 1280);
            await page.Context.CloseAsync();
        }
    }

    [Theory, MemberData(nameof(Screens))]
    public async Task Of_the_sandbox_has_no_axe_violation_and_fits_in_both_schemes(string path)
    {
        await demo.AppliedAsync();
        foreach (var (width, scheme) in new[] { (390, ColorScheme.Light), (1280, ColorScheme.Dark) })
        {
            var page = await demo.VisitAsync(width, scheme);
            await LookAsync(page, RunningDemo.Sandbox + path, width);
            await page.Context.CloseAsync();
        }
    }

    private static async Task LookAsync(IPage page, string address, int width)
    {
        await page.SetViewportSizeAsync(width, 900);
        await page.GotoAsync(address);
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(x => x.open = true)");
        var found = await page.RunAxe();
        Assert.True(found.Violations.Length == 0, $"{address} {width}: " + string.Join("\n", found.Violations.Select(x => $"{x.Id}: {string.Join(" | ", x.Nodes.Select(n => n.Html))}")));
        var tooWide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        Assert.True(tooWide <= 0, $"{address} {width} is {tooWide} px too wide");
    }
}
