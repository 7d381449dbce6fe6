using System.Net;
using Eilbote.Connections;
using Eilbote.JobAds;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Applying;

/// <summary>A clear error at its field, what was typed and chosen is kept, nothing is half-stored.</summary>
public sealed class Bad_input
{
    public static readonly TheoryData<string, string, string> Fields = new()
    {
        { "first_name", "", "Bitte geben Sie Ihren Vornamen ein." },
        { "first_name", "   ", "Bitte geben Sie Ihren Vornamen ein." },
        { "last_name", "", "Bitte geben Sie Ihren Nachnamen ein." },
        { "last_name", new string('x', 300), "Höchstens 255 Zeichen, hier sind es 300." },
        { "first_name", "A\u0007nne", "unsichtbares Steuerzeichen" },
        { "email", "", "Bitte geben Sie Ihre E-Mail-Adresse ein." },
        { "email", "keine-adresse", "nicht vollständig" },
        { "email", "a@b", "nicht vollständig" },
        { "email", "a b@example.com", "nicht vollständig" },
        { "phone", "12", "zu kurz" },
        { "message", "Hallo\u0000", "unsichtbares Steuerzeichen" },
    };

    [Theory, MemberData(nameof(Fields))]
    public async Task At_a_field(string field, string value, string error)
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        var fields = Applicant.Fields();
        fields[field] = value;
        var sent = await new Applicant(app.Http).ApplyAsync(job, fields, new FormFile("cv", "cv.pdf", Applicant.Pdf()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, sent.Status);
        var html = WebUtility.HtmlDecode(sent.Html);
        Assert.Contains(error, html, StringComparison.Ordinal);
        Assert.Contains($"id=\"{field}-error\"", html, StringComparison.Ordinal);
        Assert.Contains("cv.pdf", html, StringComparison.Ordinal);
        Assert.Contains(field == "last_name" ? "Änne" : "Öztürk", html, StringComparison.Ordinal);
        Assert.Equal(0, await app.DbAsync(db => db.Applications.CountAsync()));
    }

    public static readonly TheoryData<string, string, int, string> Files = new()
    {
        { "leer.pdf", "", 0, "ist leer" },
        { "programm.pdf", "MZ", 5000, "kein Dokument, das wir annehmen" },
        { "seite.html", "<html>", 500, "kein Dokument, das wir annehmen" },
        { "riesig.pdf", "%PDF-1.7", 20_000_001, "ist zu groß: höchstens 20 MB" },
    };

    [Theory, MemberData(nameof(Files))]
    public async Task In_a_file(string name, string head, int size, string error)
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        var content = new byte[size];
        System.Text.Encoding.ASCII.GetBytes(head).CopyTo(content, 0);
        var sent = await new Applicant(app.Http).ApplyAsync(job, null, new FormFile("cv", name, content));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, sent.Status);
        Assert.Contains(error, WebUtility.HtmlDecode(sent.Html), StringComparison.Ordinal);
        Assert.Equal(0, await app.DbAsync(db => db.Documents.CountAsync()));
    }

    [Fact]
    public async Task More_than_60_MB_together()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        var files = Enumerable.Range(0, 4).Select(x => new FormFile("documents", $"{x}.pdf", Applicant.Pdf(16_000_000, x))).ToArray();
        var sent = await new Applicant(app.Http).ApplyAsync(job, null, files);
        Assert.Contains("Alle Dokumente zusammen sind zu groß: höchstens 60 MB.", WebUtility.HtmlDecode(sent.Html), StringComparison.Ordinal);
        Assert.Equal(0, await app.DbAsync(db => db.Applications.CountAsync()));
    }

    [Fact]
    public async Task One_document_too_many_is_refused_at_its_field_and_four_are_kept()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        var files = Enumerable.Range(0, 5).Select(x => new FormFile("documents", $"{x}.pdf", Applicant.Pdf(seed: x))).ToArray();
        var sent = await new Applicant(app.Http).ApplyAsync(job, null, files);
        Assert.Contains("höchstens 4 Dateien", WebUtility.HtmlDecode(sent.Html), StringComparison.Ordinal);
        Assert.Equal(4, await app.DbAsync(db => db.Documents.CountAsync()));
    }

    [Theory, InlineData("محمد", "الأحمد"), InlineData("𝒜𝓃𝓃𝑒", "😀"), InlineData("Jean-Luc", "O'Neil")]
    public async Task Is_no_name_of_any_script(string firstName, string lastName)
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        var fields = Applicant.Fields();
        (fields["first_name"], fields["last_name"]) = (firstName, lastName);
        Assert.Equal(HttpStatusCode.SeeOther, (await new Applicant(app.Http).ApplyAsync(job, fields)).Status);
        await app.IdleAsync();
        var arrived = Assert.Single(await app.Sandbox.ApplicationsAsync());
        Assert.Equal((firstName, lastName), (arrived.GetProperty("first_name").GetString(), arrived.GetProperty("last_name").GetString()));
    }

    [Fact]
    public async Task For_a_closed_job_or_a_draft_connection_is_said_before_anyone_types()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        await app.DbAsync(db => db.JobAds.ExecuteUpdateAsync(x => x.SetProperty(a => a.State, JobAdState.Closed)));
        await SaysClosedAsync();
        await app.DbAsync(db => db.JobAds.ExecuteUpdateAsync(x => x.SetProperty(a => a.State, JobAdState.Open)));
        await app.DbAsync(db => db.Connections.ExecuteUpdateAsync(x => x.SetProperty(c => c.State, ConnectionState.Draft)));
        await SaysClosedAsync();

        async Task SaysClosedAsync()
        {
            var html = WebUtility.HtmlDecode(await app.Http.GetStringAsync(new Uri($"/jobs/{job}/apply", UriKind.Relative)));
            Assert.Contains("nimmt derzeit keine Bewerbungen an", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<form class=\"card form\"", html, StringComparison.Ordinal);
        }
    }
}
