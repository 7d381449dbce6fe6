using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Applying;

/// <summary>A job that gets very many forms asks each for a proof that costs a program much, and is closed for nobody.</summary>
public sealed partial class A_flooded_job
{
    private const string Why = "Auf diese Stelle kommen gerade sehr viele Bewerbungen.";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Takes_a_form_whose_browser_has_solved_the_puzzle(Database database)
    {
        await using var app = await StartAsync(database);
        var job = await FloodedAsync(app);
        var applicant = new Applicant(app.Http);
        var form = await applicant.OpenAsync(job);
        var html = await app.Http.GetStringAsync(new Uri($"/jobs/{job}/apply", UriKind.Relative));
        Assert.Contains("<altcha-widget", html, StringComparison.Ordinal);

        // Without proof, or with that of another form, everything stays and nothing is accepted.
        var returned = await applicant.SendAsync(job, form, Applicant.Fields(), new FormFile("cv", "cv.pdf", Applicant.Pdf()));
        AssertAsked(returned);
        Assert.Contains("cv.pdf", returned.Html, StringComparison.Ordinal);
        var hidden = Applicant.Hidden(returned.Html);
        AssertAsked(await applicant.SendAsync(job, With(hidden, "altcha", Solve(Puzzle(html))), Applicant.Fields()));
        AssertAsked(await applicant.SendAsync(job, With(hidden, "altcha", Solve(Puzzle(returned.Html), wrong: true)), Applicant.Fields()));
        AssertAsked(await applicant.SendAsync(job, With(hidden, "altcha", "bm9uc2Vuc2U="), Applicant.Fields()));

        var sent = await applicant.SendAsync(job, With(hidden, "altcha", Solve(Puzzle(returned.Html))), Applicant.Fields());
        Assert.True(sent.Status == HttpStatusCode.SeeOther, sent.Html);
        // Once: the same proof with other content is no second application.
        var again = await applicant.SendAsync(job, With(hidden, "altcha", Solve(Puzzle(returned.Html))), Applicant.Fields("other@example.com"));
        Assert.Equal(HttpStatusCode.Conflict, again.Status);
        AssertAsked(await applicant.SendAsync(
            job, With(Applicant.Hidden(again.Html), "altcha", Solve(Puzzle(returned.Html))), Applicant.Fields("other@example.com")));
        Assert.Equal(2, await app.DbAsync(db => db.Applications.CountAsync()));
    }

    [Fact]
    public async Task Forgets_a_proof_after_two_hours()
    {
        await using var app = await StartAsync();
        var job = await FloodedAsync(app);
        var applicant = new Applicant(app.Http);
        var returned = await applicant.SendAsync(job, await applicant.OpenAsync(job), Applicant.Fields());
        await app.AdvanceAsync(TimeSpan.FromHours(3));
        AssertAsked(await applicant.SendAsync(
            job, With(Applicant.Hidden(returned.Html), "altcha", Solve(Puzzle(returned.Html))), Applicant.Fields()));
    }

    [Fact]
    public async Task Takes_a_form_without_javascript_after_half_a_minute()
    {
        await using var app = await StartAsync();
        var job = await FloodedAsync(app);
        var applicant = new Applicant(app.Http);
        var returned = await applicant.SendAsync(job, await applicant.OpenAsync(job), Applicant.Fields());
        Assert.Contains("Bitte warten Sie 30 Sekunden", WebUtility.HtmlDecode(returned.Html), StringComparison.Ordinal);
        var hidden = Applicant.Hidden(returned.Html);
        app.Clock.Advance(TimeSpan.FromSeconds(29));
        AssertAsked(await applicant.SendAsync(job, hidden, Applicant.Fields()));
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.SeeOther, (await applicant.SendAsync(job, hidden, Applicant.Fields())).Status);
        AssertAsked(await applicant.SendAsync(
            job, With(await applicant.OpenAsync(job), "waited", hidden["waited"]), Applicant.Fields("other@example.com")));
    }

    [Fact]
    public async Task Asks_nothing_of_another_job()
    {
        await using var app = await StartAsync();
        await FloodedAsync(app);
        var other = await app.AddJobAdAsync("1234590");
        Assert.Equal(HttpStatusCode.SeeOther, (await new Applicant(app.Http).ApplyAsync(other)).Status);
    }

    private static Task<TestApp> StartAsync(Database database = Database.Sqlite) =>
        TestApp.StartAsync(database, new() { ["Eilbote:Limits:Job:Count"] = "1", ["Eilbote:Limits:Job:Per"] = "24:00:00" });

    private static async Task<Guid> FloodedAsync(TestApp app)
    {
        var job = await app.AddJobAdAsync("1234568");
        Assert.Equal(HttpStatusCode.SeeOther, (await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields("first@example.com"))).Status);
        return job;
    }

    private static void AssertAsked(Sent sent)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, sent.Status);
        Assert.Contains(Why, WebUtility.HtmlDecode(sent.Html), StringComparison.Ordinal);
    }

    private static Dictionary<string, string> With(Dictionary<string, string> hidden, string field, string value) =>
        new(hidden.Where(x => x.Key != "waited")) { [field] = value };

    private static JsonElement Puzzle(string html) => JsonElement.Parse(WebUtility.HtmlDecode(PuzzleOf().Match(html).Groups["json"].Value));

    /// <summary>As ALTCHA's element does: tries counters until the key begins with the prefix.</summary>
    private static string Solve(JsonElement challenge, bool wrong = false)
    {
        var parameters = challenge.GetProperty("parameters");
        var password = new byte[20];
        Convert.FromHexString(parameters.GetProperty("nonce").GetString()!).CopyTo(password, 0);
        var salt = Convert.FromHexString(parameters.GetProperty("salt").GetString()!);
        for (uint counter = 0; ; counter++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(password.AsSpan(16), counter);
            var key = Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(
                password, salt, parameters.GetProperty("cost").GetInt32(), HashAlgorithmName.SHA256,
                parameters.GetProperty("keyLength").GetInt32()));
            if (key.StartsWith(parameters.GetProperty("keyPrefix").GetString()!, StringComparison.Ordinal) != wrong)
                return Convert.ToBase64String(Encoding.UTF8.GetBytes(
                    JsonSerializer.Serialize(new { challenge, solution = new { counter, derivedKey = key, time = 1 } })));
        }
    }

    [GeneratedRegex("challenge=\"(?<json>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PuzzleOf();
}
