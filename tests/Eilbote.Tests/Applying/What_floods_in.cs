using System.Net;
using Eilbote.Board;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Applying;

/// <summary>What a stranger sends without end is answered and stores no more than the limits say; people get through meanwhile.</summary>
public sealed class What_floods_in
{
    private const int Posts = 2000, AtOnce = 8;

    private static readonly FormFile Cv = new("cv", "cv.pdf", Applicant.Pdf(20_000));

    [Fact]
    public async Task Without_a_token_to_a_closed_ad_and_as_drafts_stores_no_more_than_the_limits_say()
    {
        await using var app = await TestApp.StartAsync(settings: BehindProxy(new() { ["Eilbote:Limits:DraftsOfClient"] = "200000" }));
        var (open, closed) = (await app.AddJobAdAsync("1234568"), await app.AddJobAdAsync("1234590"));
        using var flood = app.ClientAt("203.0.113.7");
        var flooding = new Applicant(flood);
        var (good, late) = (await flooding.OpenAsync(open), await flooding.OpenAsync(closed));
        await app.ChangeAsync(db => db.JobAds.Single(x => x.Id == closed).State = JobAdState.Closed);

        var flooded = Parallel.ForEachAsync(Enumerable.Range(0, Posts), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (x, _) =>
        {
            var status = (x % 5) switch
            {
                0 or 1 => (await flooding.SendAsync(open, [], Applicant.Fields(), Cv)).Status,
                2 or 3 => (await flooding.SendAsync(closed, late, Applicant.Fields(), Cv)).Status,
                _ => (await flooding.UploadAsync(
                    open, (await flooding.OpenAsync(open))["form_token"], Cv with { Content = Applicant.Pdf(20_000, x) })).Status,
            };
            Assert.Contains(status, new[]
            {
                HttpStatusCode.UnprocessableEntity, HttpStatusCode.Conflict, HttpStatusCode.OK, HttpStatusCode.TooManyRequests,
            });
        });
        using var home = app.ClientAt("198.51.100.20");
        var sent = await new Applicant(home).ApplyAsync(open, null, Cv);
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        await flooded;

        Assert.Equal(1, await app.DbAsync(db => db.Applications.CountAsync()));
        var drafts = await app.DbAsync(db => db.Documents.Where(x => x.ApplicationId == null).Select(x => x.Size).ToListAsync());
        Assert.Equal(10, drafts.Count);
        Assert.Equal(11, Directory.EnumerateFiles(app.DocumentsFolder, "*", SearchOption.AllDirectories).Count());
        // Beyond its room a client's form still works; its files come with it.
        Assert.Equal(HttpStatusCode.SeeOther, (await flooding.SendAsync(open, good, Applicant.Fields("b@example.com"), Cv)).Status);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_told_from_sixty_pupils_who_apply_in_one_lesson_with_a_cv_each(Database database)
    {
        await using var app = await TestApp.StartAsync(database, BehindProxy());
        var job = await app.AddJobAdAsync("1234568");
        using var school = app.ClientAt("203.0.113.50");
        await Parallel.ForEachAsync(Enumerable.Range(0, 60), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (x, _) =>
        {
            var pupil = new Applicant(school);
            var form = await pupil.OpenAsync(job);
            var file = Cv with { Content = Applicant.Pdf(300_000, x) };
            var (status, draft) = await pupil.UploadAsync(job, form["form_token"], file);
            Assert.True(status == HttpStatusCode.OK, $"{status} {draft}");
            form["kept"] = $$"""[{"Id":"{{draft.GetProperty("id").GetString()}}","Slot":"cv","Name":"cv.pdf"}]""";
            var sent = await pupil.SendAsync(job, form, Applicant.Fields($"pupil{x}@example.com"));
            Assert.True(sent.Status == HttpStatusCode.SeeOther, sent.Html);
        });
        Assert.Equal(60, await app.DbAsync(db => db.Documents.CountAsync(x => x.ApplicationId != null && x.DraftHolder == null)));
    }

    [Fact]
    public async Task Is_refused_in_words_with_the_time_to_wait_and_what_was_typed_stays()
    {
        await using var app = await TestApp.StartAsync(settings: BehindProxy(new() { ["Eilbote:Limits:Applications:Count"] = "2" }));
        var job = await app.AddJobAdAsync("1234568");
        using var http = app.ClientAt("2001:db8:1:2::1");
        // Another address of the same /64 is the same client.
        using var neighbour = app.ClientAt("2001:db8:1:2:ffff::1");
        using var other = app.ClientAt("2001:db8:1:3::1");
        foreach (var (client, email) in new[] { (http, "a@example.com"), (neighbour, "b@example.com") })
        {
            var sent = await new Applicant(client).ApplyAsync(job, Applicant.Fields(email));
            Assert.True(sent.Status == HttpStatusCode.SeeOther, sent.Html);
        }
        var form = await new Applicant(http).OpenAsync(job);
        var refused = await new Applicant(http).SendAsync(job, form, Applicant.Fields("c@example.com"), Cv);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        var html = WebUtility.HtmlDecode(refused.Html);
        Assert.Contains("bitte senden Sie in 10 Minuten noch einmal", html, StringComparison.Ordinal);
        Assert.Contains("value=\"c@example.com\"", html, StringComparison.Ordinal);
        Assert.Contains("„cv.pdf“: bitte wählen Sie die Datei noch einmal.", html, StringComparison.Ordinal);
        Assert.Equal(0, await app.DbAsync(db => db.Documents.CountAsync()));
        Assert.Equal(HttpStatusCode.SeeOther, (await new Applicant(other).ApplyAsync(job, Applicant.Fields("d@example.com"))).Status);
    }

    [Fact]
    public async Task At_the_sign_in_is_refused_in_words_and_elsewhere_people_sign_in()
    {
        await using var app = await TestApp.StartAsync(settings: BehindProxy(new() { ["Eilbote:Limits:SignIns:Count"] = "3" }));
        using var http = app.ClientAt("203.0.113.7");
        using var other = app.ClientAt("203.0.113.8");
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.UnprocessableEntity, await TryAsync(http));
        using var refused = await MemberBrowser.TryAsync(http);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(300, refused.Headers.RetryAfter?.Delta?.TotalSeconds);
        Assert.Contains("in 5 Minuten noch einmal", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await TryAsync(other));

        static async Task<HttpStatusCode> TryAsync(HttpClient client)
        {
            using var answer = await MemberBrowser.TryAsync(client);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Over_all_drafts_leaves_the_form_working()
    {
        await using var app = await TestApp.StartAsync(settings: new() { ["Eilbote:Limits:DraftsOfAll"] = "30000" });
        var job = await app.AddJobAdAsync("1234568");
        var applicant = new Applicant(app.Http);
        var form = await applicant.OpenAsync(job);
        Assert.Equal(HttpStatusCode.OK, (await applicant.UploadAsync(job, form["form_token"], Cv)).Status);
        var (status, answer) = await applicant.UploadAsync(job, form["form_token"], Cv with { Field = "documents", Content = Applicant.Pdf(20_000, 2) });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "noch nicht übertragen, geht beim Senden mit"), (status, answer.GetProperty("error").GetString()));
        // A form that comes back keeps what there is room for, and says what it did not keep.
        var wrong = await applicant.SendAsync(job, await applicant.OpenAsync(job), Applicant.Fields("nobody"), Cv);
        Assert.Contains("„cv.pdf“: bitte wählen Sie die Datei noch einmal.", WebUtility.HtmlDecode(wrong.Html), StringComparison.Ordinal);
        Assert.Equal(1, await app.DbAsync(db => db.Documents.CountAsync()));
        Assert.Equal(HttpStatusCode.SeeOther, (await applicant.SendAsync(job, Applicant.Hidden(wrong.Html), Applicant.Fields(), Cv)).Status);
    }

    [Fact]
    public async Task Until_the_disk_is_nearly_full_closes_the_form_for_the_moment()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        var applicant = new Applicant(app.Http);
        var form = await applicant.OpenAsync(job);
        app.IsDiskFull = true;
        var refused = await applicant.SendAsync(job, form, Applicant.Fields(), Cv);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        var html = WebUtility.HtmlDecode(refused.Html);
        Assert.Contains("Wir können gerade keine Bewerbungen annehmen; das liegt an uns.", html, StringComparison.Ordinal);
        Assert.Contains("value=\"Öztürk\"", html, StringComparison.Ordinal);
        Assert.Equal(0, await app.DbAsync(db => db.Documents.CountAsync()));
        Assert.Equal(HttpStatusCode.Conflict, (await applicant.UploadAsync(job, form["form_token"], Cv)).Status);
        Assert.Contains("gerade keine Bewerbungen", WebUtility.HtmlDecode(await app.Http.GetStringAsync(new Uri($"/jobs/{job}/apply", UriKind.Relative))), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await HealthAsync("ready"));
        Assert.Equal(HttpStatusCode.OK, await HealthAsync("live"));

        app.IsDiskFull = false;
        Assert.Equal(HttpStatusCode.OK, await HealthAsync("ready"));
        Assert.Equal(HttpStatusCode.SeeOther, (await applicant.SendAsync(job, Applicant.Hidden(refused.Html), Applicant.Fields(), Cv)).Status);

        async Task<HttpStatusCode> HealthAsync(string what)
        {
            using var answer = await app.Http.GetAsync(new Uri("/health/" + what, UriKind.Relative));
            return answer.StatusCode;
        }
    }

    private static Dictionary<string, string> BehindProxy(Dictionary<string, string>? more = null) =>
        new(more ?? []) { ["Eilbote:Proxy:Trusted:0"] = "127.0.0.0/8" };
}
