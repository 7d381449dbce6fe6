using Eilbote.Applications;
using Eilbote.Connectors;

namespace Eilbote.Deliveries;

/// <summary>What of an application the ATS refused or asks for, by its name.</summary>
internal static class PartWords
{
    /// <param name="documents">Those of the application; one that is not among them is called a document.</param>
    public static Words Of(Part part, IReadOnlyList<Document> documents) => part switch
    {
        Part.Job => new("Stelle", "job"),
        Part.Channel => new("Kanal", "channel"),
        Part.Date => new("Datum", "date"),
        Part.Phone => new("Telefon", "phone"),
        Part.Email => new("E-Mail-Adresse", "e-mail address"),
        Part.Document(var sha256) => documents.FirstOrDefault(x => x.Sha256 == sha256) is { FileName.Length: > 0 } document
            ? new($"„{document.FileName}“", $"“{document.FileName}”")
            : new("ein Dokument", "one document"),
        _ => throw new ArgumentOutOfRangeException(nameof(part)),
    };

    public static Words All(IEnumerable<Part> parts, IReadOnlyList<Document> documents)
    {
        var words = parts.Select(x => Of(x, documents)).ToList();
        return new(string.Join(", ", words.Select(x => x.De)), string.Join(", ", words.Select(x => x.En)));
    }

    /// <summary>Why a document was refused.</summary>
    public static Words Why(string? reason, ConnectorDescriptor ats) =>
        (reason is null ? null : ats.Reasons.GetValueOrDefault(reason)) ?? new(
            "der Wortlaut steht unter Technisches",
            "its words stand under Technical");
}
