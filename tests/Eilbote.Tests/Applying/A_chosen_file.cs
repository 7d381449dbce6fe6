using System.Net;
using System.Text.Json;
using Eilbote.Board;
using Eilbote.Storage;
using Eilbote.Tests.Prefill;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Applying;

/// <summary>A file that is uploaded when it is chosen: a draft under the form's token, which the form then names as kept.</summary>
public sealed class A_chosen_file
{
    private static readonly FormFile Cv = new("cv", "Lebenslauf.pdf", Cvs.Read("tuned", "t01-centred.pdf"));

    public static readonly TheoryData<Database> Databases = new(Database.Sqlite, Database.Postgres);

    [Theory, MemberData(nameof(Databases))]
    public async Task Is_sent_with_the_form_and_proposes_what_its_cv_says(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var (job, applicant) = (await app.AddJobAdAsync("1234568"), new Applicant(app.Http));
        var form = await applicant.OpenAsync(job);
        var (status, answer) = await applicant.UploadAsync(job, form["form_token"], Cv);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            """{"first_name":"Anna","last_name":"Gruber","email":"anna.gruber@example.com","phone":"+43 664 1234567","location":"Wien"}""",
            answer.GetProperty("proposals").GetRawText().Replace("\\u002B", "+", StringComparison.Ordinal));
        form["kept"] = Kept(answer);
        Assert.Equal(HttpStatusCode.SeeOther, (await applicant.SendAsync(job, form, Applicant.Fields())).Status);
        await app.IdleAsync();
        var arrived = Assert.Single(Assert.Single(await app.Sandbox.ApplicationsAsync()).GetProperty("documents").EnumerateArray());
        Assert.Equal(("Lebenslauf.pdf", Cv.Content.Length), (arrived.GetProperty("name").GetString(), arrived.GetProperty("size").GetInt32()));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Of_several_at_once_none_is_lost(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var (job, applicant) = (await app.AddJobAdAsync("1234568"), new Applicant(app.Http));
        var form = await applicant.OpenAsync(job);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(x => applicant.UploadAsync(
            job, form["form_token"], new FormFile(x == 0 ? "cover_letter" : "documents", $"{x}.pdf", Applicant.Pdf(seed: x)))));
        Assert.All(answers, x => Assert.Equal(HttpStatusCode.OK, x.Status));
        // Again, as after a connection that broke off: it is the same.
        var again = await applicant.UploadAsync(job, form["form_token"], new FormFile("documents", "3.pdf", Applicant.Pdf(seed: 3)));
        Assert.Equal(answers[3].Answer.GetProperty("id").GetGuid(), again.Answer.GetProperty("id").GetGuid());
        Assert.Equal(6, await StoredAsync(app));
        form["kept"] = Kept([.. answers.Take(4).Select(x => x.Answer)]);
        Assert.Equal(HttpStatusCode.SeeOther, (await applicant.SendAsync(job, form, Applicant.Fields())).Status);
        // What the form did not name does not come along.
        Assert.Equal(["0.pdf", "1.pdf", "2.pdf", "3.pdf"],
            await app.DbAsync(db => db.Documents.Where(x => x.ApplicationId != null).Select(x => x.FileName).OrderBy(x => x).ToListAsync()));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Is_stored_only_for_a_form_of_ours_whose_job_is_open(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var (job, other, applicant) = (await app.AddJobAdAsync("1234568"), await app.AddJobAdAsync("1234567"), new Applicant(app.Http));
        var token = (await applicant.OpenAsync(job))["form_token"];
        foreach (var (ad, wrong) in new[] { (job, null), (job, "x"), (other, token), (job, (string?)(await applicant.OpenAsync(other))["form_token"]) })
            await RefusedAsync(ad, wrong, HttpStatusCode.Forbidden, "gehört zu keinem Formular");
        await RefusedAsync(Guid.NewGuid(), token, HttpStatusCode.NotFound, "keine Bewerbungen");
        var wrongFile = await applicant.UploadAsync(job, token, new FormFile("cv", "x.exe", [1, 2, 3]), "en");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrongFile.Status);
        Assert.Contains("not a document we accept", wrongFile.Answer.GetProperty("error").GetString(), StringComparison.Ordinal);
        await app.ChangeAsync(db => db.JobAds.Single(x => x.Id == job).State = JobAdState.Closed);
        await RefusedAsync(job, token, HttpStatusCode.Conflict, "keine Bewerbungen");
        await app.ChangeAsync(db => db.JobAds.Single(x => x.Id == job).State = JobAdState.Open);
        app.Clock.Advance(TimeSpan.FromHours(25));
        await RefusedAsync(job, token, HttpStatusCode.Forbidden, "zu lange offen");

        async Task RefusedAsync(Guid ad, string? with, HttpStatusCode status, string words)
        {
            var (answered, answer) = await applicant.UploadAsync(ad, with, Cv);
            Assert.Equal(status, answered);
            Assert.Contains(words, answer.GetProperty("error").GetString(), StringComparison.Ordinal);
            Assert.Equal(0, await StoredAsync(app));
        }
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Takes_the_place_of_the_one_before_and_is_removed_by_its_own_form_only(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var (job, applicant) = (await app.AddJobAdAsync("1234568"), new Applicant(app.Http));
        var (mine, theirs) = ((await applicant.OpenAsync(job))["form_token"], (await applicant.OpenAsync(job))["form_token"]);
        await applicant.UploadAsync(job, mine, Cv);
        var id = (await applicant.UploadAsync(job, mine, new FormFile("cv", "neu.pdf", Applicant.Pdf()))).Answer.GetProperty("id").GetGuid();
        Assert.Equal(1, await StoredAsync(app));
        Assert.Equal(HttpStatusCode.NoContent, await RemoveAsync(theirs));
        Assert.Equal(HttpStatusCode.Forbidden, await RemoveAsync("x"));
        Assert.Equal(1, await StoredAsync(app));
        Assert.Equal(HttpStatusCode.NoContent, await RemoveAsync(mine));
        Assert.Equal(HttpStatusCode.NoContent, await RemoveAsync(mine));
        Assert.Equal(0, await StoredAsync(app));

        async Task<HttpStatusCode> RemoveAsync(string token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri($"/jobs/{job}/apply/documents/{id}", UriKind.Relative));
            request.Content = new FormUrlEncodedContent([KeyValuePair.Create("form_token", token)]);
            using var response = await app.Http.SendAsync(request);
            return response.StatusCode;
        }
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Fills_what_is_empty_when_the_form_asks_for_it_without_a_script(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var (job, applicant) = (await app.AddJobAdAsync("1234568"), new Applicant(app.Http));
        var typed = new Dictionary<string, string>
        { ["first_name"] = "Annette", ["last_name"] = "", ["email"] = " ", ["phone"] = "", ["message"] = "", ["prefill"] = "true" };
        var filled = await applicant.ApplyAsync(job, typed, Cv);
        var html = WebUtility.HtmlDecode(filled.Html);
        Assert.Equal(HttpStatusCode.OK, filled.Status);
        foreach (var value in new[] { "Annette", "Gruber", "anna.gruber@example.com", "+43 664 1234567" })
            Assert.Contains($"value=\"{value}\"", html, StringComparison.Ordinal);
        Assert.Equal(3, html.Split("data-proposed>aus dem Lebenslauf, bitte prüfen").Length - 1);
        Assert.DoesNotContain("error-summary", html, StringComparison.Ordinal);
        Assert.Equal(0, await app.DbAsync(db => db.Applications.CountAsync()));
        // The CV is kept, and goes with what is sent next.
        Assert.Equal(HttpStatusCode.SeeOther, (await applicant.SendAsync(job, Applicant.Hidden(filled.Html), Applicant.Fields())).Status);
        Assert.Equal(1, await app.DbAsync(db => db.Documents.CountAsync(x => x.ApplicationId != null)));
    }

    [Fact]
    public async Task Proposes_nothing_where_the_board_does_not_want_it()
    {
        await using var app = await TestApp.StartAsync(settings: new() { ["Eilbote:Board:Prefill"] = "false" });
        var (job, applicant) = (await app.AddJobAdAsync("1234568"), new Applicant(app.Http));
        var html = await app.Http.GetStringAsync(new Uri($"/jobs/{job}/apply", UriKind.Relative));
        Assert.DoesNotContain("name=\"prefill\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("daraus ins Formular", html, StringComparison.Ordinal);
        var (status, answer) = await applicant.UploadAsync(job, Applicant.Hidden(html)["form_token"], Cv);
        Assert.Equal((HttpStatusCode.OK, "{}"), (status, answer.GetProperty("proposals").GetRawText()));
    }

    private static string Kept(params JsonElement[] answers) => JsonSerializer.Serialize(answers.Select(x => new
    {
        Id = x.GetProperty("id").GetGuid(),
        Slot = x.GetProperty("slot").GetString(),
        Name = x.GetProperty("name").GetString(),
    }));

    /// <summary>Rows, which are as many as contents.</summary>
    private static async Task<int> StoredAsync(TestApp app)
    {
        var (rows, contents) = (await app.DbAsync(db => db.Documents.CountAsync()), 0);
        await foreach (var _ in app.Service<IDocumentStore>().StoredBeforeAsync(new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero), CancellationToken.None))
            contents++;
        Assert.Equal(rows, contents);
        return rows;
    }
}
