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
    };

    [Theory, MemberData(nameof(Neither))]
    public async Task Is_not_guessed(string name, byte[] content)
    {
        await using var app = await TestApp.StartAsync();
        var sent = await SendAsync(app, name, content);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, sent.Status);
        Assert.Contains($"„{name}“ ist dem Inhalt nach kein Dokument, das wir annehmen", WebUtility.HtmlDecode(sent.Html), StringComparison.Ordinal);
        Assert.Equal("zeugnis.pdf", await app.DbAsync(db => db.Documents.Select(x => x.FileName).SingleAsync()));
    }

    private static async Task IsAsync(string extension, string name, byte[] content, Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var sent = await SendAsync(app, name, content);
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        var stored = await app.DbAsync(db => db.Documents.SingleAsync(x => x.Slot == "cv"));
        Assert.Equal((extension, content.Length), (stored.Extension, (int)stored.Size));
    }

    /// <summary>The server reads 32 KB at once: a document so long before it cuts the beginning of the next one in two.</summary>
    private static async Task<Sent> SendAsync(TestApp app, string name, byte[] content) => await new Applicant(app.Http).ApplyAsync(
        await app.AddJobAdAsync("1234568"), null, new FormFile("documents", "zeugnis.pdf", Applicant.Pdf(30_000)), new FormFile("cv", name, content));
}
