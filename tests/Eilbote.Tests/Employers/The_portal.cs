using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Eilbote.Employers;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Employers;

public sealed class The_portal
{
    [Fact]
    public async Task Shows_one_employer_nothing_of_another()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        var other = new Employer { Name = "Andere GmbH" };
        await app.ChangeAsync(db => db.Employers.Add(other));
        await app.AddUserAsync("fremd@example.com", Role.Owner, other.Id);
        await new Applicant(app.Http).ApplyAsync(job, null, new FormFile("cv", "cv.pdf", Applicant.Pdf()));
        await app.IdleAsync();
        var (application, document) = await app.DbAsync(
            async db => (await db.Applications.Select(x => x.Id).SingleAsync(), await db.Documents.Select(x => x.Id).SingleAsync()));

        using var browser = await MemberBrowser.SignInAsync(app, "fremd@example.com");
        foreach (var path in new[] {
            $"/portal/applications/{application}", $"/portal/applications/{application}/documents/{document}", $"/portal/job-ads/{job}",
            "/operators" })
        {
            using var response = await browser.Http.GetAsync(new Uri(path, UriKind.Relative));
            Assert.NotEqual("Änne",
                Regex.Match(await response.Content.ReadAsStringAsync(), "nne", RegexOptions.None, TimeSpan.FromSeconds(1)).Value);
            Assert.Equal(path == "/operators" ? HttpStatusCode.Forbidden : HttpStatusCode.NotFound, response.StatusCode);
        }
        Assert.Contains("Noch keine Bewerbungen", await browser.GetAsync("/portal/applications"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task And_logs_database_and_pages_show_no_token_and_no_applicant()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        await app.AddUserAsync("anna@example.com", Role.Owner, app.EmployerId);
        await new Applicant(app.Http).ApplyAsync(job, null, new FormFile("cv", "cv.pdf", Applicant.Pdf()));
        await app.IdleAsync();
        using var browser = await MemberBrowser.SignInAsync(app, "anna@example.com");
        Assert.DoesNotContain(RunningSandbox.Token, await browser.GetAsync("/portal/smart-apply"), StringComparison.Ordinal);
        var logs = string.Join('\n', app.Logs.Lines);
        foreach (var secret in new[] { RunningSandbox.Token, "Öztürk", "aenne.oeztuerk", "1234567" })
            Assert.DoesNotContain(
                secret, logs.Replace("connection string", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        var settings = await app.StopAsync();
        var dump = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(settings["Eilbote:Storage:ConnectionString"]!));
        Assert.DoesNotContain(RunningSandbox.Token, dump, StringComparison.Ordinal);
        Assert.DoesNotContain("<masterKey", dump, StringComparison.Ordinal);
    }
}
