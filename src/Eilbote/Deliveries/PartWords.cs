using Eilbote.Applications;
using Eilbote.Connectors;

namespace Eilbote.Deliveries;

/// <summary>What an application has that can be left out by name.</summary>
public sealed record SentParts(IReadOnlyList<Document> Documents, IReadOnlyList<GivenAnswer> Answers)
{
    public static readonly SentParts None = new([], []);
}

/// <summary>What of an application the ATS refused or asks for, by its name.</summary>
internal static class PartWords
{
    /// <param name="sent">What the application has; a document or answer that is not among it is called just that.</param>
    public static Words Of(Part part, SentParts sent) => part switch
    {
        Part.Job => new("Stelle", "job"),
        Part.Channel => new("Kanal", "channel"),
        Part.Date => new("Datum", "date"),
        Part.Phone => new("Telefon", "phone"),
        Part.Email => new("E-Mail-Adresse", "e-mail address"),
        Part.Document(var sha256) => sent.Documents.FirstOrDefault(x => x.Sha256 == sha256) is { FileName.Length: > 0 } document
            ? document.IsWithheld
                ? new($"„{document.FileName}“ (vom Virenscanner abgelehnt)", $"“{document.FileName}” (refused by the virus scanner)")
                : new($"„{document.FileName}“", $"“{document.FileName}”")
            : new("ein Dokument", "one document"),
        Part.Answer(var key) when sent.Answers.FirstOrDefault(x => x.Question.Key == key)?.Question is { } question => new(
            $"„{question.Label.De}“ ({(question.Sensitive ? "steht nur hier" : "steht in der Nachricht")})",
            $"“{question.Label.En}” ({(question.Sensitive ? "only here" : "in the message")})"),
        Part.Answer => new("eine Antwort", "one answer"),
        Part.OptionalAnswers => new("freiwillige Antworten (stehen in der Nachricht)", "optional answers (in the message)"),
        _ => throw new ArgumentOutOfRangeException(nameof(part)),
    };

    /// <summary>Whether what a person must look at is missing because of the virus scanner alone: there is nothing to download.</summary>
    public static bool AreWithheld(IReadOnlyCollection<Part> parts, SentParts sent) => parts.Any(Policy.NeedsLook)
        && parts.Where(Policy.NeedsLook).All(
            x => x is Part.Document document && sent.Documents.Any(d => d.Sha256 == document.Sha256 && d.IsWithheld));

    public static Words All(IEnumerable<Part> parts, SentParts sent)
    {
        var words = parts.Select(x => Of(x, sent)).ToList();
        return new(string.Join(", ", words.Select(x => x.De)), string.Join(", ", words.Select(x => x.En)));
    }

    /// <summary>Why a document was refused.</summary>
    public static Words Why(string? reason, ConnectorDescriptor ats) =>
        (reason is null ? null : ats.Reasons.GetValueOrDefault(reason)) ?? new(
            "der Wortlaut steht unter Technisches",
            "its words stand under Technical");
}
