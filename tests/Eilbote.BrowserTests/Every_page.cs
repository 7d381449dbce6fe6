using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Eilbote.BrowserTests;

public sealed class Every_page(RunningDemo demo)
{
    public static readonly TheoryData<string, string?> Pages = new()
    {
        { "/", null }, { "job", null }, { "apply", null }, { "/privacy", null }, { "/guide/personio", null }, { "/invitations/nowhere", null }, { "/sign-in", null }, { "/nowhere", null },
        { "/portal", "anna@musterfirma.example" }, { "/portal", "georg@alpenwerk.example" }, { "/portal/profile", "anna@musterfirma.example" },
        { "/portal/applications", "anna@musterfirma.example" }, { "/portal/job-ads", "anna@musterfirma.example" }, { "/portal/job-ads/new", "anna@musterfirma.example" },
        { "/portal/smart-apply", "anna@musterfirma.example" }, { "/portal/smart-apply", "georg@alpenwerk.example" }, { "/portal/applications", "georg@alpenwerk.example" },
        { "/portal/faqs", "anna@musterfirma.example" },
        { "/operators", "betrieb@jobboerse.example" },
    };

    [Theory, MemberData(nameof(Pages))]
    public async Task Has_no_axe_violation_and_fits_in_both_languages_and_schemes(string path, string? login)
    {
        foreach (var (width, scheme) in new[] { (390, ColorScheme.Light), (1280, ColorScheme.Dark) })
        {
            var page = login is null ? await demo.VisitAsync(width, scheme) : await demo.SignInAsync(login, width, scheme);
            if (path is "job" or "apply")
            {
                await page.GotoAsync(RunningDemo.Board);
                path = (await page.GetAttributeAsync("ul.jobs a", "href"))! + (path == "apply" ? "/apply" : "");
            }
            foreach (var language in new[] { "de", "en" })
            {
                await page.GotoAsync($"{RunningDemo.Board}{path}?lang={language}");
                var found = await page.RunAxe();
                Assert.True(found.Violations.Length == 0, $"{path} {width} {language}: " + string.Join("\n", found.Violations.Select(x => $"{x.Id}: {string.Join(" | ", x.Nodes.Select(n => n.Html))}")));
                var tooWide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
                Assert.True(tooWide <= 0, $"{path} {width} {language} is {tooWide} px too wide");
            }
        }
    }
}
