using System.Net;
using System.Text.Json;
using Eilbote.Applying;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Applying;

/// <summary>
/// What a form showed as kept is sent, or said to be gone at its field before anything is accepted; never missing in silence.
/// </summary>
public sealed class What_was_kept
{
    public static readonly TheoryData<Database> Databases = new(Database.Sqlite, Database.Postgres);

    [Theory, MemberData(nameof(Databases))]
    public async Task For_as_long_as_the_form_may_stand_open_is_sent(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var (job, form) = await KeptAsync(app);
        await app.AdvanceAsync(TimeSpan.FromHours(23));
        await app.Service<Housekeeping>().CleanAsync(CancellationToken.None);
        var sent = await new Applicant(app.Http).SendAsync(job, form, Applicant.Fields());
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        await app.IdleAsync();
        Assert.Equal("cv.pdf", Assert.Single(Assert.Single(await app.Sandbox.ApplicationsAsync()).GetProperty("documents").EnumerateArray())
            .GetProperty("name").GetString());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task And_is_gone_is_said_at_its_field_and_nothing_is_accepted(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var (job, form) = await KeptAsync(app);
        // Whatever took it: a disk, an operator, a clock.
        await app.DbAsync(db => db.Documents.Where(x => x.ApplicationId == null).ExecuteDeleteAsync());
        var sent = await new Applicant(app.Http).SendAsync(job, form, Applicant.Fields());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, sent.Status);
        Gone(sent.Html);
        Assert.Equal(0, await app.DbAsync(db => db.Applications.CountAsync()));
        // Told once: whoever sends again without it means it.
        Assert.Equal(HttpStatusCode.SeeOther,
            (await new Applicant(app.Http).SendAsync(job, Applicant.Hidden(sent.Html), Applicant.Fields())).Status);
    }

    [Fact]
    public async Task With_a_form_that_stood_open_for_26_hours_says_so_for_text_and_file()
    {
        await using var app = await TestApp.StartAsync();
        var (job, form) = await KeptAsync(app);
        await app.AdvanceAsync(TimeSpan.FromHours(26));
        await app.Service<Housekeeping>().CleanAsync(CancellationToken.None);
        var sent = await new Applicant(app.Http).SendAsync(job, form, Applicant.Fields());
        var html = Gone(sent.Html);
        Assert.Contains("Dieses Formular war zu lange offen. Ihr Text steht noch da.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Ihre Angaben stehen noch da", html, StringComparison.Ordinal);
        Assert.Contains("value=\"Öztürk\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_form_that_is_too_old_is_carried_over_while_it_is_there()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        var applicant = new Applicant(app.Http);
        var form = await applicant.OpenAsync(job);
        app.Clock.Advance(TimeSpan.FromHours(23));
        var wrong = await applicant.SendAsync(job, form, Without("email"), new FormFile("cv", "cv.pdf", Applicant.Pdf()));
        app.Clock.Advance(TimeSpan.FromHours(3));
        var late = await applicant.SendAsync(job, Applicant.Hidden(wrong.Html), Applicant.Fields());
        Assert.Contains("Ihre Angaben stehen noch da", WebUtility.HtmlDecode(late.Html), StringComparison.Ordinal);
        var sent = await applicant.SendAsync(job, Applicant.Hidden(late.Html), Applicant.Fields());
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        Assert.Equal(1, await app.DbAsync(db => db.Documents.CountAsync(x => x.ApplicationId != null)));
    }

    [Fact]
    public async Task And_removed_or_replaced_on_purpose_is_not_missed()
    {
        await using var app = await TestApp.StartAsync();
        var (job, form) = await KeptAsync(app);
        var id = JsonDocument.Parse(form["kept"]).RootElement[0].GetProperty("Id").GetString()!;
        var removed = new Dictionary<string, string>(Applicant.Fields("a@example.com")) { ["remove"] = id };
        Assert.Equal(HttpStatusCode.SeeOther, (await new Applicant(app.Http).SendAsync(job, form, removed)).Status);
        Assert.Equal(0, await app.DbAsync(db => db.Documents.CountAsync(x => x.ApplicationId != null)));

        var (_, other) = await KeptAsync(app, job);
        var sent = await new Applicant(app.Http)
            .SendAsync(job, other, Applicant.Fields("b@example.com"), new FormFile("cv", "neu.pdf", Applicant.Pdf(seed: 9)));
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        Assert.Equal(["neu.pdf"],
            await app.DbAsync(db => db.Documents.Where(x => x.ApplicationId != null).Select(x => x.FileName).ToListAsync()));
    }

    [Fact]
    public async Task By_somebody_else_never_comes_along()
    {
        await using var app = await TestApp.StartAsync();
        var (job, theirs) = await KeptAsync(app);
        var mine = await new Applicant(app.Http).OpenAsync(job);
        mine["kept"] = theirs["kept"];
        var sent = await new Applicant(app.Http).SendAsync(job, mine, Applicant.Fields());
        Gone(sent.Html);
        Assert.Equal(0, await app.DbAsync(db => db.Documents.CountAsync(x => x.ApplicationId != null)));
        foreach (var garbage in new[] {
            "kein JSON", "[1,2]", "[null]", "{}", "[{\"Id\":\"x\"}]", "[{\"Id\":\"" + Guid.NewGuid()
            + "\",\"Slot\":\"gibtesnicht\",\"Name\":\"x\"}]" })
        {
            mine["kept"] = garbage;
            Assert.True((int)(await new Applicant(app.Http).SendAsync(job, mine, Applicant.Fields())).Status is 303 or 422, garbage);
        }
    }

    private static string Gone(string page)
    {
        var html = WebUtility.HtmlDecode(page);
        Assert.Contains("„cv.pdf“ ist nicht mehr da: wir behalten Dateien 24 Stunden.", html, StringComparison.Ordinal);
        Assert.Contains("id=\"cv-error\"", html, StringComparison.Ordinal);
        return html;
    }

    private static Dictionary<string, string> Without(string field) => new(Applicant.Fields()) { [field] = "" };

    /// <summary>A form that came back because of its address, with the CV kept.</summary>
    private static async Task<(Guid Job, Dictionary<string, string> Form)> KeptAsync(TestApp app, Guid? ad = null)
    {
        var job = ad ?? await app.AddJobAdAsync("1234568");
        var wrong = await new Applicant(app.Http).ApplyAsync(job, Without("email"), new FormFile("cv", "cv.pdf", Applicant.Pdf()));
        Assert.Contains("cv.pdf", wrong.Html, StringComparison.Ordinal);
        return (job, Applicant.Hidden(wrong.Html));
    }
}
