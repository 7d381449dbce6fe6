using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Eilbote.Prefill;
using Microsoft.Extensions.Logging.Abstractions;

namespace Eilbote.Tests.Prefill;

/// <summary>It costs the proposals of that file: the server goes on, and the next CV is read.</summary>
public sealed class When_a_file_breaks_its_reader
{
    private static readonly byte[] Good = Cvs.Read("tuned", "t01-centred.pdf");

    [Fact]
    public async Task Whatever_is_in_it_the_next_is_read()
    {
        using var workers = new CvWorkers(NullLogger<CvWorkers>.Instance);
        foreach (var (content, extension) in Broken())
            Assert.Equal(Proposals.None, await ReadAsync(workers, content, extension));
        Assert.Equal("anna.gruber@example.com", (await ReadAsync(workers, Good, "pdf")).Email);
    }

    [Fact]
    public async Task A_worker_is_used_again_and_ends_with_its_server()
    {
        var workers = new CvWorkers(NullLogger<CvWorkers>.Instance);
        await ReadAsync(workers, Good, "pdf");
        var first = Assert.Single(workers.Idle);
        await ReadAsync(workers, Good, "pdf");
        Assert.Equal(first, Assert.Single(workers.Idle));
        using var worker = Process.GetProcessById(first);
        workers.Dispose();
        await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Proposals.None, await ReadAsync(workers, Good, "pdf"));
    }

    /// <summary>A server that was killed closes its pipes, and says nothing more.</summary>
    [Fact]
    public async Task A_worker_ends_when_its_server_was_killed()
    {
        var command = CvWorkerProcess.Command();
        (command.RedirectStandardInput, command.RedirectStandardOutput) = (true, true);
        using var worker = Process.Start(command)!;
        Assert.Equal(CvWorker.Ready, await worker.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        // In the middle of a CV.
        await worker.StandardInput.BaseStream.WriteAsync(new byte[] { 0, 100, 0, 0, 0, 37 }, TestContext.Current.CancellationToken);
        await worker.StandardInput.BaseStream.FlushAsync(TestContext.Current.CancellationToken);
        worker.StandardInput.Close();
        await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, worker.ExitCode);
    }

    [Theory]
    [InlineData("echo ready; exec sleep 600")] // an endless loop: it is ended after its time
    [InlineData("echo ready; exit 134")] // a stack overflow
    [InlineData("echo ready; cat /dev/zero | tr '\\\\0' x")] // it says too much
    [InlineData("echo ready; head -c 5 > /dev/null; echo '{]'; exec sleep 600")] // it says something else
    [InlineData("exit 1")] // it does not start
    public async Task What_a_worker_does_costs_one_file_only(string script)
    {
        Queue<ProcessStartInfo> commands = new([new("sh", ["-c", script]), CvWorkerProcess.Command()]);
        using var workers = new CvWorkers(NullLogger<CvWorkers>.Instance, commands.Dequeue, TimeSpan.FromSeconds(4), TimeSpan.FromMinutes(2));
        Assert.Equal(Proposals.None, await ReadAsync(workers, Good, "pdf"));
        Assert.Equal("anna.gruber@example.com", (await ReadAsync(workers, Good, "pdf")).Email);
        Assert.Empty(commands);
    }

    private static Task<Proposals> ReadAsync(CvWorkers workers, byte[] content, string extension) => workers.ReadAsync(
        _ => Task.FromResult<Stream>(new MemoryStream(content)), content.Length, extension, TestContext.Current.CancellationToken);

    private static IEnumerable<(byte[] Content, string Extension)> Broken()
    {
        yield return (Applicant.Pdf(200_000), "pdf");
        yield return (Good[..(Good.Length / 2)], "pdf");
        yield return (Applicant.Pdf(200_000), "docx");
        // Arrays within arrays, deeper than any stack.
        yield return (Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages " + new string('[', 2_000_000) + ">>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"), "pdf");
        // A page tree that is its own child.
        yield return ("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 9>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"u8.ToArray(), "pdf");
        yield return (PdfBomb(), "pdf");
        yield return (Docx(new string(' ', 300_000_000)), "docx");
        yield return (Docx(string.Concat(Enumerable.Repeat("<w:tbl><w:tr><w:tc>", 60_000))), "docx");
    }

    /// <summary>A page whose content is a gigabyte when it is unpacked.</summary>
    private static byte[] PdfBomb()
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            for (var piece = 0; piece < 1000; piece++)
                zlib.Write(new byte[1_000_000]);
        var head = $"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n4 0 obj<</Filter/FlateDecode/Length {packed.Length}>>stream\n";
        return [.. Encoding.ASCII.GetBytes(head), .. packed.ToArray(), .. "\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"u8];
    }

    private static byte[] Docx(string body)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>""");
            Add("_rels/.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>""");
            Add("word/document.xml", "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>" + body);

            void Add(string name, string text)
            {
                using var entry = new StreamWriter(zip.CreateEntry(name, CompressionLevel.Fastest).Open());
                entry.Write(text);
            }
        }
        return file.ToArray();
    }
}
