using System.Globalization;
using System.Text;

namespace Eilbote.Connectors.Personio;

/// <summary>
/// A document with its place in Personio: each category is used once, because recruiters were seen to be shown only one file
/// of a category (observed, docs/personio.md).
/// </summary>
internal sealed record PersonioDocument(SubmissionDocument Document, string Category)
{
    private const int LongestName = 200;
    private static readonly string[] Further = ["other", "certificate", "employment-reference", "work-sample"];

    /// <summary>Unique even when the same file was chosen twice.</summary>
    public string StepName => $"upload:{Category}:{Document.Sha256}";

    public Part Part => new Part.Document(Document.Sha256);

    /// <summary>As portal and ZIP name it, with the ending of its content: <c>photo.jpeg</c> would not be in Personio's list.</summary>
    public string FileName => Path.GetFileNameWithoutExtension(PlainText.Of(Document.FileName).Split('/', '\\')[^1])
        .Trim() is { Length: > 0 } name
        ? $"{PlainText.Cut(name, LongestName)}.{Document.Extension}"
        : $"{Category}.{Document.Extension}";

    /// <summary>For the upload's header only: a parser that is unknown to us must not stumble over anything but ASCII.</summary>
    public string AsciiFileName
    {
        get
        {
            var plain = FileName.Replace("ß", "ss", StringComparison.Ordinal).Normalize(NormalizationForm.FormD)
                .Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                .Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_');
            return new string([.. plain]);
        }
    }

    public static IReadOnlyList<PersonioDocument> Of(Submission submission)
    {
        var further = 0;
        return [.. submission.Documents
            .Select(x => new PersonioDocument(
                x, x.Slot switch { "cv" => "cv", "cover_letter" => "cover-letter", _ => Further[Math.Min(further++, Further.Length - 1)] }))
            .Where(x => !submission.Without.Contains(x.Part))];
    }
}
