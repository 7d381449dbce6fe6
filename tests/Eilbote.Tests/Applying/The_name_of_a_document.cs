using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Eilbote.Members;
using Eilbote.Files;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Applying;

/// <summary>
/// One name, made once: the same in portal, ATS and ZIP, safe on every file system, and never another ending than the content's.
/// </summary>
public sealed class The_name_of_a_document
{
    /// <summary>As the browser sends it, then as it is called.</summary>
    public static readonly TheoryData<string, string> Names = new()
    {
        { "Lebenslauf.hta", "Lebenslauf.pdf" },
        { "Lebenslauf.pdf.exe", "Lebenslauf.pdf" },
        { "cv\u202Efdp.exe", "cvfdp.pdf" },
        { "CON", "_CON.pdf" },
        { "nul.txt", "_nul.pdf" },
        { "com1.tar.gz", "_com1.pdf" },
        { "LPT9.pdf", "_LPT9.pdf" },
        { "CV.PDF", "CV.pdf" },
        { "  Lebens\u200Blauf\u00AD .pdf. ", "Lebenslauf.pdf" },
        { "a<b>c:d|e?f*g.pdf", "a_b_c_d_e_f_g.pdf" },
        { "C:\\Users\\Max\\cv.pdf", "cv.pdf" },
        { "../../etc/passwd", "passwd.pdf" },
        { "..", "Dokument.pdf" },
        { "\uFEFF\u200D", "Dokument.pdf" },
        { "Mu\u0308ller.pdf", "Müller.pdf" },
        { "Dr. Anna Huber", "Dr. Anna Huber.pdf" },
        { "Zeugnis 12.3", "Zeugnis 12.3.pdf" },
        { "Anna.Huber", "Anna.Huber.pdf" },
        { "50%22 Monitor.pdf", "50' Monitor.pdf" },
        { "100%.pdf", "100%.pdf" },
        { "履歴書.pdf", "履歴書.pdf" },
        { "a\u0000b\r\nc.pdf", "abc.pdf" },
    };

    [Theory, MemberData(nameof(Names))]
    public void Is_cleaned(string raw, string name)
    {
        Assert.Equal(name, FileNames.Clean(raw, "pdf"));
        Assert.Equal(name, FileNames.Clean(name, "pdf"));
    }

    [Theory, InlineData("😀"), InlineData("👨‍👩‍👧"), InlineData("ä"), InlineData("é́́")]
    public void Is_cut_on_a_whole_character(string character)
    {
        var name = FileNames.Clean(string.Concat(Enumerable.Repeat(character, 150)) + ".docx", "docx");
        Assert.True(Encoding.UTF8.GetByteCount(name) <= 200, name);
        Assert.DoesNotContain('\uFFFD', name);
        Assert.EndsWith(".docx", name, StringComparison.Ordinal);
        var stem = StringInfo.GetTextElementEnumerator(name[..^5]);
        while (stem.MoveNext())
            Assert.Contains(stem.GetTextElement(), FileNames.Clean(character, "docx"), StringComparison.Ordinal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_the_same_in_portal_ats_and_zip_and_none_twice_in_the_order_sent(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync("1234568");
        var emoji = string.Concat(Enumerable.Repeat("😀", 150)) + ".jpg";
        var sent = await new Applicant(app.Http).ApplyAsync(job, null, [.. new[] { "image.jpg", "image.jpg", "Image.JPG", emoji }
            .Select((x, i) => new FormFile("documents", x, [0xFF, 0xD8, 0xFF, (byte)i]))]);
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        await app.IdleAsync();
        var names = await app.DbAsync(db => db.Documents.OrderBy(x => x.Id).Select(x => x.FileName).ToListAsync());
        Assert.Equal(["image.jpg", "image (2).jpg", "Image (3).jpg"], names[..3]);
        var arrived = Assert.Single(await app.Sandbox.ApplicationsAsync()).GetProperty("documents").EnumerateArray().ToList();
        Assert.Equal(names, arrived.Select(x => x.GetProperty("name").GetString()));
        Assert.Equal(await app.DbAsync(db => db.Documents.OrderBy(x => x.Id).Select(x => x.Sha256).ToListAsync()),
            arrived.Select(x => x.GetProperty("sha256").GetString()!));

        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        var path = "/portal/applications/" + await app.DbAsync(db => db.Applications.Select(x => x.Id).SingleAsync());
        var page = WebUtility.HtmlDecode(await member.GetAsync(path));
        Assert.All(names, x => Assert.Contains(x, page, StringComparison.Ordinal));
        using var zip = new ZipArchive(await member.Http.GetStreamAsync(new Uri(path + "/application.zip", UriKind.Relative)));
        Assert.Equal(names, zip.Entries.Select(x => x.FullName).Where(x => x is not ("Bewerbung.html" or "application.json")));
    }
}
