using Eilbote.Members;
using System.Net;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Eilbote.Ats;
using Eilbote.Board;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.JobAds;

/// <summary>An agency receives applications for others, and says so to whoever applies.</summary>
public sealed class For_whom_an_ad_receives
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Stands_with_the_ad_in_the_form_on_the_receipt_and_for_search_engines(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var anna = await MemberBrowser.JoinAsync(app, Role.Recruiter);
        var job = await app.AddJobAdAsync("1234568");
        await app.ChangeAsync(db => db.JobAds.Single().Source = JobAdSource.Feed);
        var form = new Dictionary<string, string>
        {
            ["Title"] = "Buchhalter:in",
            ["Place"] = "Wien",
            ["Text"] = "<p>Text</p>",
            ["AtsJobId"] = "1234568",
            ["Recipient"] = " im Auftrag von Kraft & Söhne GmbH\u202E "
        };
        await anna.PostAsync($"/portal/job-ads/{job}", form);
        Assert.Equal(("im Auftrag von Kraft & Söhne GmbH", JobAdSource.Feed), await app.DbAsync(
            db => db.JobAds.Select(x => new ValueTuple<string, JobAdSource>(x.Recipient, x.Source)).SingleAsync()));
        Assert.Contains("value=\"im Auftrag von Kraft & Söhne GmbH\"", await anna.GetAsync($"/portal/job-ads/{job}"), StringComparison.Ordinal);

        var page = await GetAsync(app, $"/jobs/{job}");
        Assert.Contains("Musterfirma GmbH · im Auftrag von Kraft & Söhne GmbH · Wien", page, StringComparison.Ordinal);
        Assert.Equal("Kraft & Söhne GmbH", await HiringAsync(app, job));
        var apply = await GetAsync(app, $"/jobs/{job}/apply");
        Assert.Contains("Ihre Bewerbung geht direkt an Musterfirma GmbH, im Auftrag von Kraft & Söhne GmbH.", apply, StringComparison.Ordinal);
        Assert.Contains("Mit dem Senden erhält Musterfirma GmbH Ihre Angaben, im Auftrag von Kraft & Söhne GmbH.", apply, StringComparison.Ordinal);
        var receipt = (await new Applicant(app.Http).ApplyAsync(job)).Receipt!;
        Assert.Contains("Buchhalter:in · Musterfirma GmbH · im Auftrag von Kraft & Söhne GmbH", await GetAsync(app, receipt), StringComparison.Ordinal);

        form["Recipient"] = "für einen Kunden in Linz";
        await anna.PostAsync($"/portal/job-ads/{job}", form);
        Assert.Equal("Musterfirma GmbH", await HiringAsync(app, job));
        form["Recipient"] = new string('x', 201);
        var (status, html) = await anna.SendAsync($"/portal/job-ads/{job}", form);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("Höchstens 200 Zeichen, hier sind es 201.", html, StringComparison.Ordinal);
        form["Recipient"] = "";
        await anna.PostAsync($"/portal/job-ads/{job}", form);
        Assert.Contains("Musterfirma GmbH · Wien", await GetAsync(app, $"/jobs/{job}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_connections_the_ad_names_its_own()
    {
        await using var app = await TestApp.StartAsync();
        using var anna = await MemberBrowser.JoinAsync(app, Role.Recruiter);
        var job = await app.AddJobAdAsync("1234568");
        Assert.DoesNotContain("name=\"Connection\"", await anna.GetAsync($"/portal/job-ads/{job}"), StringComparison.Ordinal);
        var account = new Account { Connector = "personio", Key = "99999" };
        var second = new Connection
        {
            EmployerId = app.EmployerId,
            Connector = "personio",
            AccountId = account.Id,
            State = ConnectionState.Active,
            ProvenAt = app.Clock.GetUtcNow(),
            CreatedAt = app.Clock.GetUtcNow().AddHours(1),
            Settings = new() { ["company_id"] = "99999" },
            ProtectedSecrets = "",
        };
        await app.ChangeAsync(db => db.AddRange(account, second));
        Assert.Contains($"<option value=\"{second.Id}\">Personio 99999</option>", await anna.GetAsync($"/portal/job-ads/{job}"), StringComparison.Ordinal);
        await anna.PostAsync($"/portal/job-ads/{job}", new()
        {
            ["Title"] = "Buchhalter:in",
            ["AtsJobId"] = "1234568",
            ["Connection"] = second.Id.ToString()
        });
        Assert.Equal(second.Id, await app.DbAsync(db => db.JobAds.Select(x => x.ConnectionId).SingleAsync()));
        Assert.Contains("über Personio 99999", await anna.GetAsync("/portal/job-ads"), StringComparison.Ordinal);
    }

    [Theory, InlineData("", null), InlineData("im Auftrag von Muster GmbH", "Muster GmbH"), InlineData("Im Auftrag der Stadt Wien", "Stadt Wien"),
        InlineData("on behalf of Muster Ltd.", "Muster Ltd"), InlineData("für Muster GmbH", "Muster GmbH"), InlineData("Muster AG", "Muster AG"),
        InlineData("für einen Kunden in Linz", null), InlineData("im Auftrag eines Kunden", null), InlineData("im Auftrag von Kunden", null),
        InlineData("for a client of ours", null), InlineData("Kunde: Muster GmbH", null), InlineData("für die Region Wien", null),
        InlineData("Industriebetrieb in Linz", null), InlineData("im Auftrag von ", null)]
    public void Is_a_company_for_search_engines_only_where_it_names_one(string recipient, string? name) =>
        Assert.Equal(name, Recipient.NameIn(recipient));

    private static async Task<string> GetAsync(TestApp app, string path) =>
        WebUtility.HtmlDecode(await app.Http.GetStringAsync(new Uri(path, UriKind.Relative)));

    private static async Task<string?> HiringAsync(TestApp app, Guid job)
    {
        var page = new HtmlParser().ParseDocument(await app.Http.GetStringAsync(new Uri($"/jobs/{job}", UriKind.Relative)));
        using var posting = JsonDocument.Parse(page.QuerySelector("script[type='application/ld+json']")!.TextContent);
        return posting.RootElement.GetProperty("hiringOrganization").GetProperty("name").GetString();
    }
}
