using System.Net;
using Eilbote.Ats;
using Eilbote.Board;
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
        { "email", "max@[127.0.0.1]", "Nach dem @ gehört ein Name" },
        { "email", "max@127.0.0.1", "Nach dem @ gehört ein Name" },
        { "email", "a@b..example.com", "nicht vollständig" },
        { "email", new string('x', 65) + "@example.com", "Vor dem @ stehen mehr als 64 Zeichen" },
        { "phone", "12", "zu kurz" },
        { "phone", "ruf mich an", "Das ist keine Telefonnummer." },
        { "phone", "5 vor 12", "Das ist keine Telefonnummer." },
        { "message", new string('x', 6_000), "Höchstens 5000 Zeichen, hier sind es 6000." },
        { "message", new string('x', 200_000), "Höchstens 5000 Zeichen, hier waren es mehr als 65535. Nur der Anfang steht noch da." },
        { "message", new string(' ', 70_000) + "Hallo",
            "Höchstens 5000 Zeichen, hier waren es mehr als 5000. Nur der Anfang steht noch da." },
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
    public async Task A_text_where_a_file_belongs_is_refused_without_empty_quotes()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        var html = WebUtility.HtmlDecode(
            (await new Applicant(app.Http).ApplyAsync(job, new(Applicant.Fields()) { ["cv"] = "mein Lebenslauf" })).Html);
        Assert.Contains("Diese Datei ist dem Inhalt nach kein Dokument, das wir annehmen", html, StringComparison.Ordinal);
        Assert.DoesNotContain("„“", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_60_MB_together()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        var files = Enumerable.Range(0, 4).Select(x => new FormFile("documents", $"{x}.pdf", Applicant.Pdf(16_000_000, x))).ToArray();
        var sent = await new Applicant(app.Http).ApplyAsync(job, null, files);
        Assert.Contains("Alle Dokumente zusammen sind zu groß: höchstens 60 MB.", WebUtility.HtmlDecode(sent.Html),
            StringComparison.Ordinal);
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

    [Fact]
    public async Task A_second_cv_is_refused_in_the_singular_and_the_first_is_kept()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        var files = Enumerable.Range(0, 2).Select(x => new FormFile("cv", $"{x}.pdf", Applicant.Pdf(seed: x))).ToArray();
        var sent = await new Applicant(app.Http).ApplyAsync(job, null, files);
        Assert.Contains("Hier geht nur eine Datei; die übrigen haben wir nicht behalten.", WebUtility.HtmlDecode(sent.Html),
            StringComparison.Ordinal);
        Assert.Equal(["0.pdf"], await app.DbAsync(db => db.Documents.Select(x => x.FileName).ToListAsync()));
    }

    /// <summary>What turns the reading direction of everything after it goes; what a script or an emoji is made of stays.</summary>
    [Fact]
    public async Task In_one_line_turns_no_direction()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        var fields = Applicant.Fields();
        (fields["first_name"], fields["last_name"], fields["message"]) = (
            "Än\u202Ene\u202A\u202B\u202C\u202D", "\u2066می\u200Cخواهم\u2067\u2068\u2069 Öztürk", "Frau \u2067مريم\u2069 kennt mich.");
        Assert.Equal(HttpStatusCode.SeeOther, (await new Applicant(app.Http).ApplyAsync(job, fields)).Status);
        await app.IdleAsync();
        var arrived = Assert.Single(await app.Sandbox.ApplicationsAsync());
        Assert.Equal(("Änne", "می\u200Cخواهم Öztürk"),
            (arrived.GetProperty("first_name").GetString(), arrived.GetProperty("last_name").GetString()));
        Assert.Equal("Frau \u2067مريم\u2069 kennt mich.", arrived.GetProperty("message").GetString());
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
        await app.DbAsync(db => db.JobAds.ExecuteUpdateAsync(x => x.SetProperty(a => a.State, JobAdState.Held)));
        await SaysClosedAsync();
        await app.DbAsync(db => db.JobAds.ExecuteUpdateAsync(x => x.SetProperty(a => a.State, JobAdState.Open)));
        await app.DbAsync(db => db.Connections.ExecuteUpdateAsync(x => x.SetProperty(c => c.State, ConnectionState.Draft)));
        await SaysClosedAsync();

        async Task SaysClosedAsync()
        {
            foreach (var path in new[] { $"/jobs/{job}", $"/jobs/{job}/apply" })
            {
                var html = WebUtility.HtmlDecode(await app.Http.GetStringAsync(new Uri(path, UriKind.Relative)));
                Assert.Contains("Dieses Inserat nimmt derzeit keine Bewerbungen an.", html, StringComparison.Ordinal);
                Assert.DoesNotContain("<form class=\"card form\"", html, StringComparison.Ordinal);
            }
        }
    }

    [Theory, InlineData(JobAdState.Closed), InlineData(JobAdState.Held)]
    public async Task For_a_job_that_closed_meanwhile_what_was_typed_is_given_back_and_nothing_is_stored(JobAdState state)
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        var applicant = new Applicant(app.Http);
        var hidden = await applicant.OpenAsync(job);
        await app.DbAsync(db => db.JobAds.ExecuteUpdateAsync(x => x.SetProperty(a => a.State, state)));
        var sent = await applicant.SendAsync(job, hidden, Applicant.Fields(), new FormFile("cv", "cv.pdf", Applicant.Pdf()));
        var html = WebUtility.HtmlDecode(sent.Html);
        Assert.Equal(HttpStatusCode.Conflict, sent.Status);
        Assert.Contains("Dieses Inserat nimmt derzeit keine Bewerbungen an.", html, StringComparison.Ordinal);
        Assert.Contains("Es ist nichts gesendet.", html, StringComparison.Ordinal);
        Assert.All(["value=\"Öztürk\"", "value=\"aenne.oeztuerk@example.com\"", "Guten Tag,\nich freue mich."], x =>
            Assert.Contains(x, html, StringComparison.Ordinal));
        Assert.Contains("Dateien, die unten nicht stehen, wählen Sie bitte noch einmal.", html, StringComparison.Ordinal);
        Assert.Equal(0, await app.DbAsync(db => db.Documents.CountAsync()));

        await app.DbAsync(db => db.JobAds.ExecuteUpdateAsync(x => x.SetProperty(a => a.State, JobAdState.Open)));
        Assert.Equal(HttpStatusCode.SeeOther, (await applicant.SendAsync(job, Applicant.Hidden(sent.Html), Applicant.Fields())).Status);
    }
}
