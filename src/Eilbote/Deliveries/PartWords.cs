using Eilbote.Applying;
using Eilbote.Connectors;

namespace Eilbote.Deliveries;

/// <summary>What of an application the ATS refused or asks for, by its name.</summary>
internal static class PartWords
{
    /// <summary>A part that was left out, see <see cref="Submission.Without"/>.</summary>
    public static Words Of(string part, IReadOnlyList<Document> documents) => part.Split(':')[0] switch
    {
        "channel" => new("Kanal", "channel"),
        "date" => new("Datum", "date"),
        "phone" => new("Telefon", "phone"),
        _ => documents.FirstOrDefault(x => part.EndsWith(x.Sha256, StringComparison.Ordinal)) is { FileName.Length: > 0 } document
            ? new($"„{document.FileName}“", $"“{document.FileName}”")
            : new("ein Dokument", "one document"),
    };

    public static Words All(IEnumerable<string> parts, IReadOnlyList<Document> documents)
    {
        var words = parts.Select(x => Of(x, documents)).ToList();
        return new(string.Join(", ", words.Select(x => x.De)), string.Join(", ", words.Select(x => x.En)));
    }

    /// <summary>Why a document was refused; empty when the ATS did not say it in a way that is known.</summary>
    public static Words Why(string? reason) => reason switch
    {
        "errors.file-too-big" => new("zu groß", "too large"),
        "errors.invalid-file-type" => new("dieser Dateityp wird nicht angenommen", "this type of file is not taken"),
        _ => new("der Wortlaut steht unter Technisches", "its words stand under Technical"),
    };
}
