using Microsoft.Playwright;

namespace Eilbote.BrowserTests;

/// <summary>Every screen of the sandbox in both schemes, on a phone and at a desk.</summary>
public sealed class Every_screen(RunningDemo demo)
{
    public static readonly TheoryData<string> Screens = new()
    {
        "/", "/careers/alpenwerk", "/careers/alpenwerk/job/7654321", "/careers/alpenwerk/job/1",
        "/app/bergwerk/configuration/recruiting/attributes",
        "/app/bergwerk/configuration/recruiting/attributes/custom_attribute_43", "/app/musterfirma/recruiting/positions", "/app/musterfirma/recruiting/positions/1234580",
        "/app/musterfirma/recruiting/positions/1234568/promote",
        "/app/musterfirma/recruiting/positions/1234568/applications", "/app/musterfirma/recruiting/applications",
        "/app/musterfirma/recruiting/applications/1",
        "/app/alpenwerk/configuration", "/app/alpenwerk/configuration/api/credentials/management",
        "/app/alpenwerk/configuration/recruiting",
        "/app/alpenwerk/configuration/recruiting/channels", "/app/alpenwerk/configuration/recruiting/channels/250777",
        "/app/alpenwerk/trouble",
    };

    [Theory, MemberData(nameof(Screens))]
    public async Task Has_no_axe_violation_and_fits_in_both_schemes(string path)
    {
        await demo.AppliedAsync();
        foreach (var (width, scheme) in new[] { (390, ColorScheme.Light), (1280, ColorScheme.Dark) })
        {
            var page = await demo.VisitAsync(width, scheme);
            await page.LookAsync(RunningDemo.Sandbox + path, width);
            await page.Context.CloseAsync();
        }
    }
}
