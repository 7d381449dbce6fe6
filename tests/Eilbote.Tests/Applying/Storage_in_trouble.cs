using System.Net;
using Eilbote.Deliveries;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Applying;

/// <summary>
/// A full or read-only disk, a database that refuses, a clock set back: refused clearly at the form or kept, never half-done.
/// </summary>
public sealed class Storage_in_trouble
{
    [Fact]
    public async Task In_the_database_the_form_says_so_keeps_the_text_and_works_once_that_is_over()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        var applicant = new Applicant(app.Http);
        var hidden = await applicant.OpenAsync(job);
        await RefuseAsync(app, "INSERT ON \"Deliveries\"");
        var refused = await applicant.SendAsync(job, hidden, Applicant.Fields(), new FormFile("cv", "cv.pdf", Applicant.Pdf()));
        AssertRefused(refused);
        Assert.Equal((0, 0), await app.DbAsync(async db => (await db.Applications.CountAsync(), await db.Documents.CountAsync())));

        await MendAsync(app);
        var sent = await applicant.SendAsync(
            job, Applicant.Hidden(refused.Html), Applicant.Fields(), new FormFile("cv", "cv.pdf", Applicant.Pdf()));
        Assert.True(sent.Status == HttpStatusCode.SeeOther, sent.Html);
        await TestApp.UntilAsync(async () => (await app.Sandbox.ApplicationsAsync()).Length == 1);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Gone_altogether_the_form_still_says_so_and_keeps_the_text(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync("1234568");
        var applicant = new Applicant(app.Http);
        var hidden = await applicant.OpenAsync(job);
        await app.DbAsync(db => db.Database.ExecuteSqlRawAsync("""ALTER TABLE "JobAds" RENAME TO "Gone" """));
        AssertRefused(await applicant.SendAsync(job, hidden, Applicant.Fields()));
        await app.DbAsync(db => db.Database.ExecuteSqlRawAsync("""ALTER TABLE "Gone" RENAME TO "JobAds" """));
        Assert.Equal(HttpStatusCode.SeeOther, (await applicant.SendAsync(job, hidden, Applicant.Fields())).Status);
    }

    [Fact]
    public async Task Locked_by_another_program_likewise()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        var applicant = new Applicant(app.Http);
        var hidden = await applicant.OpenAsync(job);
        await using var other = new SqliteConnection(await app.DbAsync(db => Task.FromResult(db.Database.GetConnectionString())));
        await other.OpenAsync();
        var locking = other.BeginTransaction();
        var refused = await applicant.SendAsync(job, hidden, Applicant.Fields(), new FormFile("cv", "cv.pdf", Applicant.Pdf()));
        AssertRefused(refused);
        await locking.RollbackAsync();
        var sent = await applicant.SendAsync(
            job, Applicant.Hidden(refused.Html), Applicant.Fields(), new FormFile("cv", "cv.pdf", Applicant.Pdf()));
        Assert.True(sent.Status == HttpStatusCode.SeeOther, sent.Html);
        await TestApp.UntilAsync(async () => (await app.Sandbox.ApplicationsAsync()).Length == 1);
    }

    [Fact]
    public async Task In_the_documents_likewise()
    {
        var file = Path.GetTempFileName();
        await using var app = await TestApp.StartAsync(settings: new() { ["Eilbote:Storage:Documents"] = Path.Combine(file, "documents") });
        var job = await app.AddJobAdAsync("1234568");
        AssertRefused(await new Applicant(app.Http).ApplyAsync(job, null, new FormFile("cv", "cv.pdf", Applicant.Pdf())));
        Assert.Equal(0, await app.DbAsync(db => db.Applications.CountAsync()));
        File.Delete(file);
        Assert.Equal(HttpStatusCode.SeeOther,
            (await new Applicant(app.Http).ApplyAsync(job, null, new FormFile("cv", "cv.pdf", Applicant.Pdf()))).Status);
    }

    [Fact]
    public async Task While_an_answer_came_it_is_stored_as_soon_as_it_can_be_and_nothing_is_sent_twice()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sandbox.SwitchAsync("duplicates", "accept");
        await RefuseAsync(app, "UPDATE ON \"Exchanges\"");
        await new Applicant(app.Http).ApplyAsync(await app.AddJobAdAsync("1234568"));
        await TestApp.UntilAsync(
            () => Task.FromResult(app.Logs.Lines.Any(x => x.Contains("could not be stored", StringComparison.Ordinal))));
        await MendAsync(app);
        await TestApp.UntilAsync(async () =>
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            return await app.DbAsync(db => db.Deliveries.AnyAsync(x => x.State == DeliveryState.Delivered && x.Proof == Proof.Confirmed));
        });
        Assert.Single(await app.Sandbox.ApplicationsAsync());
    }

    [Fact]
    public async Task Or_the_clock_set_back_an_hour_all_arrive_once()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        await app.Sandbox.FaultAsync("applications", "status", 503, "html");
        await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields("p0@example.com"));
        await app.IdleAsync();
        app.Clock.AdjustTime(app.Clock.GetUtcNow().AddHours(-1));
        await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields("p1@example.com"));
        await app.AdvanceAsync(TimeSpan.FromMinutes(61));
        Assert.Equal(["p0@example.com", "p1@example.com"], (await app.Sandbox.ApplicationsAsync())
            .Select(x => x.GetProperty("email").GetString()).Order());
    }

    private static void AssertRefused(Harness.Sent sent)
    {
        var html = WebUtility.HtmlDecode(sent.Html);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, sent.Status);
        Assert.Contains("Wir können gerade nichts speichern", html, StringComparison.Ordinal);
        foreach (var typed in new[] { "Änne", "Öztürk", "aenne.oeztuerk@example.com", "ich freue mich" })
            Assert.Contains(typed, html, StringComparison.Ordinal);
    }

    /// <param name="what">Where a trigger refuses, such as <c>INSERT ON "Deliveries"</c>: a name cannot be a parameter of SQL.</param>
    private static Task RefuseAsync(TestApp app, string what)
    {
        var sql = "CREATE TRIGGER trouble BEFORE " + what + " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END";
        return app.DbAsync(db => db.Database.ExecuteSqlRawAsync(sql));
    }

    private static Task MendAsync(TestApp app) => app.DbAsync(db => db.Database.ExecuteSqlRawAsync("DROP TRIGGER trouble"));
}
