using Eilbote.Members;
using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Applying;

/// <summary>It is told from content; the name decides only where content cannot.</summary>
public sealed class The_type_of_a_document
{
    public static readonly TheoryData<string, string, string> Told = new()
    {
        { "%PDF-1.7", "Lebenslauf.txt", "pdf" },
        { "\u0089PNG", "foto.jpg", "png" },
        { "{\\rtf1", "brief", "rtf" },
        { "Guten Tag".PadRight(5000), "brief.txt", "txt" },
        { "a;b", "liste.csv", "csv" },
        { "\u00ff\u00feG\0u\0t\0e\0n\0 \0T\0a\0g\0\r\0\n\0", "brief.txt", "txt" },
        { "\u00fe\u00ff" + string.Concat(Enumerable.Repeat("\0\u00e4\u0006E", 3_000)), "brief.txt", "txt" },
        { "\u00fe\u00ff\0a\0;\0b", "liste.csv", "csv" },
        { "\u00ef\u00bb\u00bf%PDF-1.4", "cv.pdf", "pdf" },
        { "\r\n\r\n%PDF-1.4", "cv.pdf", "pdf" },
        { "From: a@b\r\nContent-Type: application/pdf\r\n\r\n".PadRight(1024) + "%PDF-1.4", "cv.pdf", "pdf" },
        { "%PDF-1.4 x %%EOF" + "\0\0\0\n<html>", "cv.pdf", "pdf" },
        { "\0\0\0\u0018ftypmp42\0\0\0\0isommp42", "film.mov", "mp4" },
        { "\0\0\0\u0014ftypqt  \0\0\0\0qt  ", "film.mp4", "mov" },
        { "\0\0\0\u0014ftyp3gp5\0\0\0\0isom", "film", "3gp" },
        { "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1", "alt.DOC", "doc" },
    };

    public static readonly TheoryData<string, string, string, Database> Zipped = new()
    {
        { "word/document.xml", "", "docx", Database.Sqlite },
        { "word/document.xml", "", "docx", Database.Postgres },
        { "xl/workbook.xml", "", "xlsx", Database.Sqlite },
        { "ppt/presentation.xml", "", "pptx", Database.Sqlite },
        { "mimetype", "application/vnd.oasis.opendocument.text", "odt", Database.Sqlite },
        { "Zeugnis.pdf", "", "zip", Database.Postgres },
    };

    [Theory, MemberData(nameof(Told))]
    public async Task Is_told_by_how_it_begins(string head, string name, string extension) =>
        await IsAsync(extension, name, Encoding.Latin1.GetBytes(head), Database.Sqlite);

    [Theory, MemberData(nameof(Zipped))]
    public async Task Is_told_by_what_lies_in_it(string entry, string text, string extension, Database database)
    {
        using var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var writer = new StreamWriter(zip.CreateEntry(entry).Open());
            await writer.WriteAsync(text);
        }
        await IsAsync(extension, "Lebenslauf.pdf", content.ToArray(), database);
    }

    public static readonly TheoryData<string, byte[]> Neither = new()
    {
        { "cv.docx", "PK\u0003\u0004 und dann nichts"u8.ToArray() },
        { "brief.odg", "Guten Tag"u8.ToArray() },
        { "brief.txt", [.. Encoding.ASCII.GetBytes(new string('x', 4000)), 0] },
        { "brief.txt", [0xFF, 0xFE, (byte)'G', 0, 1, 0] },
        { "brief.txt", [0xFF, 0xFE, 0, 0, (byte)'G', 0, 0, 0] },
        { "brief.txt", [0xFF, 0xFE] },
        { "brief.odg", [0xFF, 0xFE, (byte)'G', 0] },
    };

    [Theory, MemberData(nameof(Neither))]
    public async Task Is_not_guessed(string name, byte[] content)
    {
        await using var app = await TestApp.StartAsync();
        var sent = await SendAsync(app, name, content);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, sent.Status);
        Assert.Contains($"„{name}“ ist dem Inhalt nach kein Dokument, das wir annehmen", WebUtility.HtmlDecode(sent.Html),
            StringComparison.Ordinal);
        Assert.Equal("zeugnis.pdf", await app.DbAsync(db => db.Documents.Select(x => x.FileName).SingleAsync()));
    }

    /// <summary>Told by what they are, whatever their name, with a sentence that helps and the list of what is taken.</summary>
    public static readonly TheoryData<string, byte[], string> Helped = new()
    {
        { "IMG_1.jpg", Brand("heic", "mif1heic"), "Teilen Sie es als JPG" },
        { "IMG_1.HEIC", Brand("mif1", "heicmif1"), "Teilen Sie es als JPG" },
        { "foto.mp4", Brand("avif", "mif1avif"), "Teilen Sie es als JPG" },
        { "foto.jpg", [.. "RIFF0000WEBPVP8 "u8], "Format WebP" },
        { "Lebenslauf.docx", Zip("Index/Document.iwa"), "Ablage › Exportieren › PDF" },
        { "Lebenslauf.pages", Zip("Index.zip"), "Ablage › Exportieren › PDF" },
        { "buch.zip", Zip("mimetype", "application/epub+zip"), "kein Dokument, das wir annehmen" },
    };

    [Theory, MemberData(nameof(Helped))]
    public async Task Is_refused_with_what_helps(string name, byte[] content, string help)
    {
        await using var app = await TestApp.StartAsync();
        var sent = await SendAsync(app, name, content);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, sent.Status);
        var html = WebUtility.HtmlDecode(sent.Html);
        Assert.Contains(help, html, StringComparison.Ordinal);
        Assert.Contains("Wir nehmen: PDF, PPTX, XLSX, DOCX", html, StringComparison.Ordinal);
        Assert.Contains("accept=\".pdf,.pptx,.xlsx,.docx", html, StringComparison.Ordinal);
    }

    /// <summary>It arrives as it is, and people are told.</summary>
    public static readonly TheoryData<byte[], string, bool, bool> Marked = new()
    {
        { [.. "%PDF-1.7 trailer << /Encrypt 5 0 R >>"u8], "cv.pdf", true, false },
        { [.. "%PDF-1.7 << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>"u8], "cv.pdf", false, true },
        { [.. Encoding.ASCII.GetBytes("%PDF-1.7 ".PadRight(32 * 1024 - 5)), .. "/Launch << >>"u8], "cv.pdf", false, true },
        { [.. "%PDF-1.7 /EncryptMetadata /JSON /JSX"u8], "cv.pdf", false, false },
        { Zip("word/document.xml", "", "word/vbaProject.bin"), "cv.docm", false, true },
    };

    [Theory, MemberData(nameof(Marked))]
    public async Task That_needs_a_password_or_holds_a_program_arrives_unchanged_and_is_marked(
        byte[] content, string name, bool isProtected, bool isActive)
    {
        await using var app = await TestApp.StartAsync();
        Assert.Equal(HttpStatusCode.SeeOther, (await SendAsync(app, name, content)).Status);
        await app.IdleAsync();
        var stored = await app.DbAsync(db => db.Documents.SingleAsync(x => x.Slot == "cv"));
        Assert.Equal((isProtected, isActive), (stored.IsProtected, stored.IsActive));
        var sha = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
        Assert.Contains(sha, (await app.Sandbox.ApplicationsAsync())[0].GetProperty("documents").EnumerateArray()
            .Select(x => x.GetProperty("sha256").GetString()));
        using var member = await MemberBrowser.JoinAsync(app, Role.Recruiter);
        var page = await member.GetAsync("/portal/applications/" + stored.ApplicationId);
        Assert.Equal((isProtected, isActive),
            (page.Contains("mit Kennwort geschützt", StringComparison.Ordinal),
            page.Contains("enthält aktive Inhalte", StringComparison.Ordinal)));
        using var zip = new ZipArchive(
            await member.Http.GetStreamAsync(new Uri($"/portal/applications/{stored.ApplicationId}/application.zip", UriKind.Relative)));
        using var summary = new StreamReader(zip.GetEntry("Bewerbung.html")!.Open());
        var html = WebUtility.HtmlDecode(await summary.ReadToEndAsync());
        Assert.Equal((isProtected, isActive),
            (html.Contains("mit Kennwort geschützt", StringComparison.Ordinal),
            html.Contains("enthält aktive Inhalte", StringComparison.Ordinal)));
    }

    private static byte[] Brand(string major, string others) =>
        [0, 0, 0, (byte)(16 + others.Length), .. Encoding.ASCII.GetBytes("ftyp" + major + "\0\0\0\0" + others), .. new byte[100]];

    private static byte[] Zip(string entry, string text = "", string? second = null)
    {
        using var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var writer = new StreamWriter(zip.CreateEntry(entry).Open()))
                writer.Write(text);
            if (second is not null)
                zip.CreateEntry(second);
        }
        return content.ToArray();
    }

    private static async Task IsAsync(string extension, string name, byte[] content, Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        await app.ChangeAsync(db => db.Employers.Single().TakesArchives = true);
        var sent = await SendAsync(app, name, content);
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        var stored = await app.DbAsync(db => db.Documents.SingleAsync(x => x.Slot == "cv"));
        Assert.Equal((extension, content.Length), (stored.Extension, (int)stored.Size));
    }

    /// <summary>The server reads 32 KB at once: a document so long before it cuts the beginning of the next one in two.</summary>
    private static async Task<Sent> SendAsync(TestApp app, string name, byte[] content) => await new Applicant(app.Http).ApplyAsync(
        await app.AddJobAdAsync("1234568"), null, new FormFile("documents", "zeugnis.pdf", Applicant.Pdf(30_000)),
            new FormFile("cv", name, content));
}
