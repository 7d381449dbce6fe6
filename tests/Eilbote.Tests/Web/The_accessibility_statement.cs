using System.Net;
using AngleSharp.Html.Parser;
using Eilbote.Ats;
using Eilbote.Deliveries;
using Eilbote.Tests.Mail;

namespace Eilbote.Tests.Web;

/// <summary>Who cannot use a page finds what is known of it and whom to tell, from wherever they are.</summary>
public sealed class The_accessibility_statement
{
    [Fact]
    public async Task Is_linked_beside_imprint_and_privacy_on_every_public_page_and_names_contact_date_and_authority()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        var receipt = (await new Applicant(app.Http).ApplyAsync(job)).Receipt!;
        foreach (var path in new[] {
            "/", $"/jobs/{job}", $"/jobs/{job}/apply", receipt, "/privacy", "/accessibility", "/sign-in", "/guide/personio", "/nowhere" })
        {
            var links = new HtmlParser().ParseDocument(await GetAsync(app, path)).QuerySelectorAll("footer a")
                .Select(x => x.GetAttribute("href")).ToList();
            Assert.Equal(["https://board.example/imprint", "https://board.example/privacy", "/accessibility"], links.Take(3));
        }
        foreach (var (path, tested, authority) in new[] {
            ("/accessibility", "Geprüft nach WCAG 2.2 AA", "Sozialministeriumservice"),
            ("/accessibility?lang=en", "Tested against WCAG 2.2 AA", "Sozialministeriumservice") })
        {
            var html = WebUtility.HtmlDecode(await GetAsync(app, path));
            foreach (var said in new[] { tested, authority, "mailto:access@board.example", "datetime=\"2026-" })
                Assert.Contains(said, html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Stands_under_a_mail_to_an_applicant()
    {
        using var box = new Postbox();
        await using var app = await TestApp.StartAsync(settings: box.Settings);
        await app.ChangeAsync(db => db.Connections.Single().State = ConnectionState.Held);
        await new Applicant(app.Http).ApplyAsync(await app.AddJobAdAsync("1234568"));
        await app.AdvanceAsync(Delivery.OverdueAfter + TimeSpan.FromMinutes(1));
        var mail = await box.TakeOneAsync(app);
        Assert.Contains("Barrierefreiheit: https://jobs.example/accessibility", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("href=\"https://jobs.example/accessibility\"", mail.HtmlBody, StringComparison.Ordinal);
    }

    private static async Task<string> GetAsync(TestApp app, string path)
    {
        using var response = await app.Http.GetAsync(new Uri(path, UriKind.Relative));
        return await response.Content.ReadAsStringAsync();
    }
}
