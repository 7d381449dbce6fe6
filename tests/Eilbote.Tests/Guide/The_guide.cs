using System.Text.RegularExpressions;
using Eilbote.Connectors.Personio;
using Eilbote.Employers;
using Eilbote.Members;
using Eilbote.Guide.Personio;

namespace Eilbote.Tests.Guide;

public sealed partial class The_guide
{
    [Fact]
    public void Leads_to_every_field_of_the_connector()
    {
        foreach (var field in new PersonioConnector(new PersonioOptions()).Descriptor.Fields)
            Assert.NotEmpty(PersonioGuide.To(field.Key)!.StepsTo(field.Key));
    }

    [Fact]
    public async Task Is_a_public_page_with_the_labels_of_the_screens_in_both_languages()
    {
        await using var app = await TestApp.StartAsync();
        using var anyone = MemberBrowser.Of(app);
        var german = Tags().Replace(await anyone.GetAsync("/guide/personio"), "");
        foreach (var label in new[] {
            "Stellen", "Promoten", "Links der Karriereseite", "Stellenbeschreibung", "ATS Job ID", "Einstellungen", "API-Zugriffsdaten",
            "Recruiting-API-Schlüssel", "Vom System generierter Schlüssel", "Unternehmens-ID", "Zugriffs-Token", "Kanäle",
            "Neuen Kanal hinzufügen", "Kanal-ID der Recruiting-API", "Speichern und Verifizieren" })
            Assert.Contains(label, german, StringComparison.Ordinal);
        var html = await anyone.GetAsync("/guide/personio?lang=en");
        Assert.Contains("Job description", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Stellenbeschreibung", html, StringComparison.Ordinal);
        var drawings = Drawing().Matches(html);
        Assert.Equal(Enum.GetValues<Screen>().Length, drawings.Count);
        Assert.All(drawings, x => Assert.True(x.Groups["alt"].Length > 20));
    }

    [Fact]
    public async Task Marks_the_next_step_and_leads_into_the_employers_own_personio_once_its_host_is_known()
    {
        await using var app = await TestApp.StartAsync(
            settings: new() { ["Eilbote:Personio:AppAddress"] = "https://{slug}.app.personio.example" });
        var employer = new Employer { Name = "Alpenwerk AG", NoticeVersion = 1 };
        await app.ChangeAsync(db => db.Employers.Add(employer));
        await app.AddUserAsync("georg@example.com", Role.Owner, employer.Id);
        using var browser = await MemberBrowser.SignInAsync(app, "georg@example.com");
        var empty = await browser.GetAsync("/portal/smart-apply");
        Assert.Equal("ats_job_id", Open().Match(empty).Groups["field"].Value);
        Assert.DoesNotContain("app.personio.example", empty, StringComparison.Ordinal);
        Assert.Single(Next().Matches(empty));

        var begun = await browser.PostAsync(
            "/portal/smart-apply", "/portal/smart-apply/draft",
            new() { ["ats_job_id"] = "https://alpenwerk.jobs.personio.de/job/7654321" });
        Assert.Equal("access_token", Open().Match(begun).Groups["field"].Value);
        Assert.Single(Next().Matches(begun));
        foreach (var path in new[] {
            "/recruiting/positions", "/configuration/api/credentials/management", "/configuration/recruiting/channels" })
            Assert.Contains($"href=\"https://alpenwerk.app.personio.example{path}\"", begun, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_questions_with_links_that_lead_somewhere()
    {
        await using var app = await TestApp.StartAsync();
        await app.AddUserAsync("anna@example.com", Role.Owner, app.EmployerId);
        using var browser = await MemberBrowser.SignInAsync(app, "anna@example.com");
        var html = await browser.GetAsync("/portal/faqs");
        foreach (var question in Faqs.Groups(new()).SelectMany(x => x.Questions))
        {
            Assert.Contains($"id=\"{question.Id}\"", html, StringComparison.Ordinal);
            var target = await browser.GetAsync(question.Link);
            Assert.Equal(question.Link.Split('#')[0], browser.Path);
            if (question.Link.Split('#') is [_, var place])
                Assert.Contains($"id=\"{place}\"", target, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex("<[^>]+>", RegexOptions.None, 1000)]
    private static partial Regex Tags();

    [GeneratedRegex("""<svg class="sketch"[^>]*aria-label="(?<alt>[^"]*)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Drawing();

    [GeneratedRegex("""<details class="where" open data-guide="(?<field>[a-z_]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Open();

    [GeneratedRegex("""<li class="next" aria-current="step">""", RegexOptions.None, 1000)]
    private static partial Regex Next();
}
