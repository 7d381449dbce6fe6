using System.IO.Compression;
using System.Net;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Scanning;

/// <summary>With Debian's clamd: what harms is refused at its field, what is only strange arrives unchanged and is marked.</summary>
public sealed class When_a_virus_is_sent
{
    private static readonly FormFile Cv = new("cv", "Lebenslauf.pdf", Applicant.Pdf());

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task It_is_refused_in_words_at_its_field_and_the_rest_is_kept(Database database)
    {
        await using var clamd = new RealClamd();
        await clamd.StartAsync();
        await using var app = await TestApp.StartAsync(database, clamd.Settings);
        var job = await app.AddJobAdAsync("1234568");
        var applicant = new Applicant(app.Http);
        var sent = await applicant.ApplyAsync(
            job, null, Cv, new("documents", "Zeugnis.pdf", RealClamd.BadPdf()), new("documents", "eicar.txt", RealClamd.Eicar));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, sent.Status);
        var html = WebUtility.HtmlDecode(sent.Html);
        Assert.Contains("„Zeugnis.pdf“, „eicar.txt“ wurden von unserem Virenscanner abgelehnt. Bitte senden Sie andere Dateien.", html,
            StringComparison.Ordinal);
        Assert.Contains("id=\"documents-error\"", html, StringComparison.Ordinal);
        Assert.Equal("Lebenslauf.pdf", await app.DbAsync(db => db.Documents.Select(x => x.FileName).SingleAsync()));
        Assert.Equal(1, await StoredAsync(app));

        var again = await applicant.SendAsync(job, Applicant.Hidden(sent.Html), Applicant.Fields(), new FormFile("documents", "Z.pdf", Applicant.Pdf(900, 3)));
        Assert.Equal(HttpStatusCode.SeeOther, again.Status);
        await app.IdleAsync();
        Assert.Equal(2, Assert.Single(await app.Sandbox.ApplicationsAsync()).GetProperty("documents").GetArrayLength());
    }

    /// <summary>Here by the socket that Debian's clamd listens at.</summary>
    [Fact]
    public async Task It_is_refused_as_it_is_uploaded_before_the_form_is_sent()
    {
        await using var clamd = new RealClamd();
        await clamd.StartAsync();
        await using var app = await TestApp.StartAsync(settings: new() { ["Eilbote:Scanner:Address"] = clamd.SocketPath });
        var job = await app.AddJobAdAsync("1234568");
        var applicant = new Applicant(app.Http);
        var token = (await applicant.OpenAsync(job))["form_token"];
        var (status, answer) = await applicant.UploadAsync(job, token, new("cv", "cv.pdf", RealClamd.BadPdf()), "en");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("“cv.pdf” was refused by our virus scanner. Please send another file.", answer.GetProperty("error").GetString());
        Assert.Equal((0, 0), (await app.DbAsync(db => db.Documents.CountAsync()), await StoredAsync(app)));
        Assert.Equal(HttpStatusCode.OK, (await applicant.UploadAsync(job, token, Cv)).Status);
    }

    [Fact]
    public async Task A_zip_bomb_as_docx_and_a_photo_of_a_phone_named_jpg_are_refused_in_words()
    {
        await using var clamd = new RealClamd();
        await clamd.StartAsync();
        await using var app = await TestApp.StartAsync(settings: clamd.Settings);
        var job = await app.AddJobAdAsync("1234568");
        var sent = await new Applicant(app.Http).ApplyAsync(
            job, null, new("cv", "Lebenslauf.docx", Bomb()),
            new("documents", "IMG_1.jpg", [0, 0, 0, 24, .. "ftypheic\0\0\0\0mif1heic"u8, .. new byte[200]]));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, sent.Status);
        var html = WebUtility.HtmlDecode(sent.Html);
        Assert.Contains("„Lebenslauf.docx“ ist klein gepackt und wird beim Öffnen riesig", html, StringComparison.Ordinal);
        Assert.Contains("„IMG_1.jpg“ ist ein Foto in einem Format, das hier nicht geht (HEIC)", html, StringComparison.Ordinal);
        Assert.Equal(0, await StoredAsync(app));
    }

    /// <summary>What is more than it seems, or does something when it is opened.</summary>
    public static readonly TheoryData<string, string> Strange = new()
    {
        { "zip behind a pdf", "ist zugleich eine Datei anderer Art" },
        { "zip behind a picture", "ist zugleich eine Datei anderer Art" },
        { "page in a pdf", "ist zugleich eine Datei anderer Art" },
        { "picture and pdf", "ist zugleich eine Datei anderer Art" },
        { "script", "enthält aktive Inhalte" },
    };

    [Theory, MemberData(nameof(Strange))]
    public async Task A_polyglot_and_a_pdf_with_a_script_arrive_unchanged_and_are_marked(string what, string mark)
    {
        var content = Content(what);
        await using var clamd = new RealClamd();
        await clamd.StartAsync();
        await using var app = await TestApp.StartAsync(settings: clamd.Settings);
        var job = await app.AddJobAdAsync("1234568");
        var sent = await new Applicant(app.Http).ApplyAsync(job, null, Cv, new FormFile("documents", "Zeugnis", content));
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        await app.IdleAsync();
        Assert.Contains(FakeClamd.Hash(content), Assert.Single(await app.Sandbox.ApplicationsAsync()).GetProperty("documents")
            .EnumerateArray().Select(x => x.GetProperty("sha256").GetString()));
        var id = await app.DbAsync(db => db.Applications.Select(x => x.Id).SingleAsync());
        using var member = await MemberBrowser.JoinAsync(app, Role.Recruiter);
        var page = await member.GetAsync($"/portal/applications/{id}");
        Assert.Equal(2, page.Split(mark).Length);
        using var zip = new ZipArchive(await member.Http.GetStreamAsync(new Uri($"/portal/applications/{id}/application.zip", UriKind.Relative)));
        using var summary = new StreamReader(zip.GetEntry("Bewerbung.html")!.Open());
        Assert.Contains($"({mark})", WebUtility.HtmlDecode(await summary.ReadToEndAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clamd", "'clamd'")]
    [InlineData("127.0.0.1:0", "'127.0.0.1:0'")]
    [InlineData(":3310", "':3310'")]
    [InlineData("not a host:3310", "'not a host:3310'")]
    public async Task A_wrong_address_of_the_scanner_stops_the_start_in_words(string address, string named)
    {
        var e = await Assert.ThrowsAsync<CannotStartException>(
            () => TestApp.StartAsync(settings: new() { ["Eilbote:Scanner:Address"] = address }));
        Assert.StartsWith("Eilbote:Scanner:Address is neither host:port, such as 127.0.0.1:3310, nor", e.Message, StringComparison.Ordinal);
        Assert.EndsWith(named + ".", e.Message, StringComparison.Ordinal);
    }

    private static async Task<int> StoredAsync(TestApp app) =>
        Directory.Exists(app.DocumentsFolder) ? Directory.EnumerateFiles(app.DocumentsFolder, "*", SearchOption.AllDirectories).Count()
            : await app.DbAsync(db => db is Eilbote.Storage.PostgresDb postgres
                ? postgres.DocumentChunks.Select(x => x.DocumentId).Distinct().CountAsync() : Task.FromResult(0));

    private static byte[] Content(string what) => what switch
    {
        "zip behind a pdf" => [.. Applicant.Pdf(9_000), .. Zip()],
        "zip behind a picture" => [0xFF, 0xD8, 0xFF, 0xE0, .. new byte[6_000], .. Zip()],
        "page in a pdf" => [.. "%PDF-1.4 <html><script>alert(1)</script>"u8, .. new byte[9_000]],
        "picture and pdf" => [.. "GIF89a"u8, .. new byte[100], .. "%PDF-1.4"u8, .. new byte[9_000]],
        _ => [.. "%PDF-1.7 << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>"u8],
    };

    private static byte[] Zip()
    {
        using var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
            zip.CreateEntry("evil.js");
        return content.ToArray();
    }

    /// <summary>100 KB that unpack to 100 MB.</summary>
    private static byte[] Bomb()
    {
        using var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("word/document.xml").Open();
            var zeros = new byte[1_000_000];
            for (var i = 0; i < 100; i++)
                entry.Write(zeros);
        }
        return content.ToArray();
    }
}
