namespace Eilbote.Prefill;

/// <summary>A CV as a file, read in the worker's process: whatever is wrong with it may end that process.</summary>
internal static class CvFile
{
    /// <summary>The endings of what can be read: lower case, without a dot.</summary>
    public static readonly IReadOnlyList<string> Extensions = ["pdf", "docx"];

    /// <summary>Lines are compared with each other: what has more of them is no CV.</summary>
    private const int LinesLimit = 2_000;

    /// <summary>Errors: any that the readers of PDF and DOCX throw.</summary>
    public static Proposals Read(byte[] content, string extension) =>
        CvReading.Read([.. (extension == "pdf" ? PdfLines.Read(content) : DocxLines.Read(content)).Take(LinesLimit)]);
}
