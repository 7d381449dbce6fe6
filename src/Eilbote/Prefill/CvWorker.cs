using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text.Json;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace Eilbote.Prefill;

/// <summary>
/// This program as the process that reads CVs for its server: a CV comes in by its input, its proposals go out as a line of JSON, one
/// after the other. It says nothing else, writes nothing, and ends when its input ends.
/// </summary>
internal static class CvWorker
{
    /// <summary>The only argument with which this program is started as a worker.</summary>
    public const string Argument = "cv-worker";

    /// <summary>Bytes before each CV: the number of its type, and its length.</summary>
    public const int HeadLength = 5;

    /// <summary>What it says when it is ready for the first.</summary>
    public const string Ready = "ready";

    public static int Run()
    {
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        Console.SetOut(TextWriter.Null);
        Console.SetError(TextWriter.Null);
        using var jobs = new BlockingCollection<(byte[] Content, string Extension)>();
        // On a thread of its own, so that the end of the input is seen and ends the process while a CV is being read.
        new Thread(() =>
        {
            foreach (var (content, extension) in jobs.GetConsumingEnumerable())
                Write(output, JsonSerializer.Serialize(Read(content, extension)));
        })
        { IsBackground = true }.Start();
        // What is loaded and compiled once is so before the first CV's time runs.
        foreach (var extension in CvFile.Extensions)
            Read(Sample(extension), extension);
        Write(output, Ready);
        var head = new byte[HeadLength];
        while (input.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false) == HeadLength)
        {
            var content = new byte[BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(1))];
            if (input.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) < content.Length)
                break;
            jobs.Add((content, CvFile.Extensions[head[0]]));
        }
        return 0;
    }

    /// <summary>A CV of a few lines.</summary>
    private static byte[] Sample(string extension)
    {
        string[] lines = ["Anna Muster", "1010 Wien, +43 1 5050", "anna.muster@example.com", "Referenzen"];
        if (extension == "pdf")
        {
            var pdf = new PdfDocumentBuilder();
            var (font, page) = (pdf.AddStandard14Font(Standard14Font.Helvetica), pdf.AddPage(595, 842));
            foreach (var (index, line) in lines.Index())
                page.AddText(line, 11, new PdfPoint(50, 800 - (20 * index)), font);
            return pdf.Build();
        }
        using var file = new MemoryStream();
        using (var docx = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
            docx.AddMainDocumentPart().Document = new Document(new Body(lines.Select(x => new Paragraph(new Run(new Text(x))))));
        return file.ToArray();
    }

    /// <summary>Whatever a reader throws says only that this file gives nothing.</summary>
    private static Proposals Read(byte[] content, string extension)
    {
        try
        {
            return CvFile.Read(content, extension);
        }
#pragma warning disable CA1031 // The libraries document no closed set of what they throw at a broken file.
        catch (Exception)
#pragma warning restore CA1031
        {
            return Proposals.None;
        }
    }

    private static void Write(Stream output, string line)
    {
        output.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
        output.Flush();
    }
}
