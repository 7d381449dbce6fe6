using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Eilbote.Tests.Sandbox;

/// <summary>S5 to S7: uploads.</summary>
public sealed class A_document
{
    private const string Unreadable = "Invalid multipart request body and/or headers supplied.";

    public static readonly TheoryData<string, string> NoFile = new()
    {
        { "application/json", "{}" },
        { "text/plain", "" },
        { "multipart/form-data", "--b\r\n\r\n--b--" },
        { "multipart/form-data; boundary=b", "" },
        { "multipart/form-data; boundary=b", "--b--\r\n" },
        { "multipart/form-data; boundary=b",
            "--c\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-\r\n--c--\r\n" },
        { "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-" },
        { "multipart/form-data; boundary=b",
            "--b\r\nContent-Disposition: form-data; name=\"document\"; filename=\"a.pdf\"\r\n\r\n%PDF-\r\n--b--\r\n" },
        { "multipart/form-data; boundary=b", "--b\r\nContent-Type: application/pdf\r\n\r\n%PDF-\r\n--b--\r\n" },
        { "multipart/form-data; boundary=b",
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b.pdf\"\r\n\r\n%PDF-\r\n--b--\r\n" },
    };

    [Theory, MemberData(nameof(NoFile))]
    public async Task S5_Is_one_part_named_file(string contentType, string body)
    {
        await using var hand = await ByHand.StartAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        var answer = await hand.SendAsync(HttpMethod.Post, ByHand.Documents, content);
        Assert.Equal((400, Unreadable), (answer.Status, answer.FreeText));
    }

    [Theory, InlineData("20000000", 20_000_000), InlineData("20971520", 20_971_520)]
    public async Task S6_Is_at_most_20_MB(string limit, int size)
    {
        await using var hand = await ByHand.StartAsync(("max-file-bytes", limit));
        Assert.Equal(200, (await hand.UploadAsync(content: Applicant.Pdf(size))).Status);
        var answer = await hand.UploadAsync(content: Applicant.Pdf(size + 1));
        Assert.Equal((413, "file errors.file-too-big"), (answer.Status, Assert.Single(answer.Reasons)));
    }

    public static readonly TheoryData<string, byte[]> OtherTypes = new()
    {
        { "setup.exe", [0x4D, 0x5A, 0x90, 0, 3, 0, 0, 0] },
        { "cv.pdf", [0x4D, 0x5A, 0x90, 0, 3, 0, 0, 0] },
        { "cv.pdf", [] },
        { "cv.pdf", "just text"u8.ToArray() },
        { "cv.html", "<html></html>"u8.ToArray() },
        { "cv.txt", [0, 1, 2, 3] },
        { "cv.docx", [0x50, 0x4B, 0x03, 0x04, 1, 2, 3] },
        { "photo.heic", [0, 0, 0, 24, 1, 2, 3, 4, 5, 6, 7, 8] },
        { "cv", "just text"u8.ToArray() },
    };

    [Theory, MemberData(nameof(OtherTypes))]
    public async Task S6_Is_of_a_documented_type_by_its_content(string name, byte[] content)
    {
        await using var hand = await ByHand.StartAsync();
        var answer = await hand.UploadAsync(name, content);
        Assert.Equal((422, "file errors.invalid-file-type"), (answer.Status, Assert.Single(answer.Reasons)));
    }

    /// <summary>Name, content as text or by its first bytes, the extension that is answered.</summary>
    public static readonly TheoryData<string, byte[], string> Types = new()
    {
        { "cv.pdf", "%PDF-1.7"u8.ToArray(), "pdf" },
        { "photo.pdf", Bytes("FFD8FFE0"), "jpg" },
        { "photo.jpeg", Bytes("FFD8FFE0"), "jpg" },
        { "a.png", Bytes("89504E470D0A1A0A"), "png" },
        { "a.gif", Bytes("474946383961"), "gif" },
        { "a.tif", Bytes("49492A00"), "tif" },
        { "a.tiff", Bytes("4D4D002A"), "tif" },
        { "a.bmp", Bytes("424D0000"), "bmp" },
        { "a.rtf", "{\\rtf1}"u8.ToArray(), "rtf" },
        { "a.7z", Bytes("377ABCAF271C"), "7z" },
        { "a.gz", Bytes("1F8B08"), "gz" },
        { "a.rar", Bytes("526172211A0700"), "rar" },
        { "a.wmv", Bytes("3026B2758E66CF11"), "wmv" },
        { "a.avi", Bytes("524946460000000041564920"), "avi" },
        { "a.mp4", Bytes("00000018667479706D703432"), "mp4" },
        { "a.mov", Bytes("000000146674797071742020"), "mov" },
        { "a.3gp", Bytes("00000014667479703367703400"), "3gp" },
        { "a.doc", Bytes("D0CF11E0A1B11AE1"), "doc" },
        { "a.xls", Bytes("D0CF11E0A1B11AE1"), "xls" },
        { "a.ppt", Bytes("D0CF11E0A1B11AE1"), "ptt" },
        { "a.txt", "Grüß Gott"u8.ToArray(), "txt" },
        { "a.csv", "a;b"u8.ToArray(), "csv" },
        { "a.docx", Zip(("word/document.xml", "x")), "docx" },
        { "a.xlsx", Zip(("xl/workbook.xml", "x")), "xlsx" },
        { "a.pptx", Zip(("ppt/presentation.xml", "x")), "pptx" },
        { "a.odt", Zip(("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "x")), "odt" },
        { "a.ods", Zip(("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "x")), "ods" },
        { "a.zip", Zip(("a.txt", "x")), "zip" },
    };

    [Theory, MemberData(nameof(Types))]
    public async Task S7_Is_answered_with_what_it_is(string name, byte[] content, string extension)
    {
        await using var hand = await ByHand.StartAsync();
        var answer = await hand.UploadAsync(name, content);
        Assert.True(answer.Status == 200, answer.Body);
        var body = JsonNode.Parse(answer.Body)!;
        Assert.Equal((extension, name, content.Length),
            (body["extension"]!.GetValue<string>(), body["original_filename"]!.GetValue<string>(), body["size"]!.GetValue<int>()));
        Assert.Equal(5, body.AsObject().Count);
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex);

    private static byte[] Zip(params (string Name, string Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in entries)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(content);
            }
        return stream.ToArray();
    }
}
