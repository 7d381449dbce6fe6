using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Eilbote.Connections;
using Eilbote.Deliveries;
using Eilbote.Employers;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Employers;

public sealed class The_portal
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Mends_a_refused_token_and_everything_that_waited_goes_out_in_order(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync("1234568");
        await app.AddUserAsync("anna@example.com", Role.Owner, app.EmployerId);
        await app.Sandbox.PostAsync($"/_sandbox/companies/{RunningSandbox.Company}/token", new { token = "rotated-token" });
        for (var i = 0; i < 3; i++)
        {
            await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields($"p{i}@example.com"));
            await app.AdvanceAsync(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(3, await app.DbAsync(db => db.Deliveries.CountAsync(x => x.State == DeliveryState.Held)));
        Assert.Single(await app.Sandbox.RequestsAsync());

        using var browser = await MemberBrowser.SignInAsync(app, "anna@example.com");
        Assert.Contains("3 Bewerbungen warten sicher", await browser.GetAsync("/portal/smart-apply"), StringComparison.Ordinal);
        await browser.PostAsync("/portal/smart-apply", new() { ["access_token"] = " \"Bearer rotated-token\"\n" });
        await app.IdleAsync();

        Assert.Equal(["p0@example.com", "p1@example.com", "p2@example.com"], (await app.Sandbox.ApplicationsAsync()).Select(x => x.GetProperty("email").GetString()));
        Assert.Equal(ConnectionState.Active, await app.DbAsync(db => db.Connections.Select(x => x.State).SingleAsync()));
        Assert.Contains("Verbunden mit Personio.", await browser.GetAsync("/portal/smart-apply"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_a_working_connection_when_a_new_token_is_refused()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        await app.AddUserAsync("anna@example.com", Role.Owner, app.EmployerId);
        using var browser = await MemberBrowser.SignInAsync(app, "anna@example.com");
        var html = await browser.PostAsync("/portal/smart-apply", new() { ["access_token"] = "wrong-token" });
        Assert.Contains("Personio nimmt dieses Paar nicht an", html, StringComparison.Ordinal);
        await new Applicant(app.Http).ApplyAsync(job);
        await app.IdleAsync();
        Assert.Single(await app.Sandbox.ApplicationsAsync());
    }

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
        var (application, document) = await app.DbAsync(async db => (await db.Applications.Select(x => x.Id).SingleAsync(), await db.Documents.Select(x => x.Id).SingleAsync()));

        using var browser = await MemberBrowser.SignInAsync(app, "fremd@example.com");
        foreach (var path in new[] { $"/portal/applications/{application}", $"/portal/applications/{application}/documents/{document}", $"/portal/job-ads/{job}", "/operators" })
        {
            using var response = await browser.Http.GetAsync(new Uri(path, UriKind.Relative));
            Assert.NotEqual("Änne", Regex.Match(await response.Content.ReadAsStringAsync(), "nne", RegexOptions.None, TimeSpan.FromSeconds(1)).Value);
            Assert.True(response.StatusCode is HttpStatusCode.NotFound || response.RequestMessage!.RequestUri!.AbsolutePath == "/sign-in", $"{path}: {response.StatusCode}");
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
            Assert.DoesNotContain(secret, logs.Replace("connection string", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        var settings = await app.StopAsync();
        var dump = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(settings["Eilbote:Storage:ConnectionString"]!));
        Assert.DoesNotContain(RunningSandbox.Token, dump, StringComparison.Ordinal);
        Assert.DoesNotContain("<masterKey", dump, StringComparison.Ordinal);
    }
}
