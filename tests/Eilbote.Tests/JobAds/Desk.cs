using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Members;
using Eilbote.JobAds;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.JobAds;

/// <summary>An employer's desk on the page of job ads, with the career site it is read from.</summary>
internal sealed partial class Desk : IDisposable
{
    private readonly HttpClient _browser;

    private Desk(TestApp app) =>
        (App, _browser) = (app, new(new HttpClientHandler { CookieContainer = new() }) { BaseAddress = app.Address });

    public TestApp App { get; }

    public static async Task<Desk> OpenAsync(TestApp app, Role role = Role.Recruiter, Guid? employerId = null)
    {
        var desk = new Desk(app);
        var email = $"{Guid.NewGuid():N}@example.com";
        await app.AddUserAsync(email, role, employerId ?? app.EmployerId);
        await desk.PressAsync("/sign-in", "/sign-in", ("email", email), ("password", TestApp.Password));
        return desk;
    }

    public async Task<string> SeeAsync(string path = "/portal/job-ads") =>
        WebUtility.HtmlDecode(await _browser.GetStringAsync(new Uri(path, UriKind.Relative)));

    /// <summary>Sends a form that stands on the page of job ads, and returns the page that follows.</summary>
    public Task<(HttpStatusCode Status, string Html)> PressAsync(string action, params (string, string)[] fields) =>
        PressAsync("/portal/job-ads", "/portal/job-ads" + action, fields);

    public async Task<(HttpStatusCode Status, string Html)> PressAsync(
        string page, string action, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await _browser.GetStringAsync(new Uri(page, UriKind.Relative))).Groups["token"].Value;
        using var form = new FormUrlEncodedContent(
            fields.Append(("__RequestVerificationToken", WebUtility.HtmlDecode(token))).Select(x => KeyValuePair.Create(x.Item1, x.Item2)));
        using var response = await _browser.PostAsync(new Uri(action, UriKind.Relative), form);
        return (response.StatusCode, WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()));
    }

    public Task<(HttpStatusCode Status, string Html)> ReadNowAsync() => PressAsync($"/feeds/{App.ConnectionId}/read");

    public Task<(HttpStatusCode Status, string Html)> ImportAsync(string careerSite = "musterfirma") =>
        PressAsync("/import", ("careerSite", careerSite));

    /// <summary>Some minutes pass, and what is due is read.</summary>
    public async Task LaterAsync(int minutes = 15)
    {
        App.Clock.Advance(TimeSpan.FromMinutes(minutes));
        await App.Service<FeedRefresh>().RunDueAsync(CancellationToken.None);
        await App.IdleAsync();
    }

    public Task SiteAsync(string mode) => App.Sandbox.PostAsync($"/_sandbox/companies/{RunningSandbox.Company}/feed", new { mode });

    public Task SiteShowsAsync(params (string Id, string Title)[] jobs) => SiteSaysAsync(Encoding.UTF8.GetBytes(
        "<workzag-jobs>" + string.Concat(
            jobs.Select(x => $"<position><id>{x.Id}</id><office>Wien</office><name>{x.Title}</name></position>")) + "</workzag-jobs>"));

    public Task SiteSaysAsync(byte[] body, int repeat = 1) =>
        App.Sandbox.PostAsync(
            $"/_sandbox/companies/{RunningSandbox.Company}/feed", new { mode = "given", body = Convert.ToBase64String(body), repeat });

    public Task<List<JobAd>> AdsAsync() => App.DbAsync(db => db.JobAds.AsNoTracking().OrderBy(x => x.AtsJobId).ToListAsync());

    public async Task<JobAd> AdAsync(string atsJobId) => Assert.Single(await AdsAsync(), x => x.AtsJobId == atsJobId);

    public Task<JobFeed> FeedAsync() => App.DbAsync(db => db.JobFeeds.AsNoTracking().SingleAsync());

    public async Task<int> AskedAsync() => (await App.Sandbox.RequestsAsync())
        .Count(x => x.GetProperty("path").GetString()!.EndsWith("/xml", StringComparison.Ordinal));

    public void Dispose() => _browser.Dispose();

    [GeneratedRegex("""name="__RequestVerificationToken" value="(?<token>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
