using Microsoft.Playwright;

namespace Eilbote.BrowserTests;

/// <summary>Every page of the server in both languages and schemes, on a phone and at a desk.</summary>
public sealed class Every_page(RunningDemo demo)
{
    public const string Anna = "anna@musterfirma.example", Georg = "georg@alpenwerk.example", Operator = "betrieb@jobboerse.example",
        Lena = "lena@donauwerft.example",
        Vera = "vera@musterfirma.example";

    /// <summary>An address, or the name of a page whose address only the demo knows; and who looks at it.</summary>
    public static readonly TheoryData<string, string?> Pages = new()
    {
        { "/", null }, { "job", null }, { "apply", null }, { "receipt", null }, { "/privacy", null }, { "/accessibility", null },
        { "/guide/personio", null }, { "/guide/webhook", null }, { "/invitations/nowhere", null }, { "/sign-in", null },
        { "/nowhere", null }, { "/sign-in/forgotten", null }, { "/password/nowhere", null }, { "/account/address/nowhere", null },
        { "/portal/team", Anna }, { "/account", Anna }, { "/account", Vera }, { "/account", Operator }, { "/portal/team", Vera },
        { "/portal/applications", Vera },
        { "/portal", Anna }, { "/portal", Georg }, { "/portal/profile", Anna }, { "/portal/faqs", Anna },
        { "/portal/applications", Anna }, { "application", Anna }, { "stuck", Anna }, { "hand-over", Anna },
        { "/portal/applications", Georg },
        { "/portal/job-ads", Anna }, { "/portal/job-ads/new", Anna }, { "job-ad", Anna },
        { "/portal/smart-apply", Anna }, { "/portal/smart-apply", Lena }, { "/portal/job-ads", Lena }, { "/portal/smart-apply", Georg },
        { "/portal/smart-apply?connector=webhook", Georg },
        { "/operators", Operator }, { "/operators/deliveries/retry", Operator }, { "/mails", null },
        { "/portal/applications/all/retry", Anna }, { "asked", null }, { "/portal/questions", Anna },
        { "/portal/questions/edit?kind=OneOf", Anna }, { "/portal/profile/notice", Anna }, { "/portal/profile/working-days", Anna }, { "/portal/profile/retention", Anna },
        { "/portal/applications?q=oe&from=2020-01-01", Anna }, { "/portal/applications?q=niemand&sort=Name", Anna }, { "zip", Anna },
        { "hand-in", null }, { "second-path", Anna }, { "/second-path/nowhere", null },
    };

    /// <summary>Four looks in which each language, scheme and width meets each of the others.</summary>
    [Theory, MemberData(nameof(Pages))]
    public async Task Has_no_axe_violation_and_fits_in_both_languages_and_schemes(string path, string? login)
    {
        foreach (var (scheme, atWidth320, atWidth1280) in new[] { (ColorScheme.Light, "de", "en"), (ColorScheme.Dark, "en", "de") })
        {
            var page = login is null ? await demo.VisitAsync(scheme: scheme) : await demo.SignInAsync(login, scheme: scheme);
            var address = await demo.AddressAsync(page, path);
            await page.LookAsync(address.In(atWidth320), 320);
            await page.LookAsync(address.In(atWidth1280), 1280);
            await page.Context.CloseAsync();
        }
    }
}
