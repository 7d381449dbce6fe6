using Eilbote.Applications;
using Eilbote.Connectors;
using Eilbote.Web;

namespace Eilbote.Deliveries;

/// <summary>One line of what was handed in later, beside what was sent first. Null: nothing of it was sent.</summary>
public sealed record NewsRow(Words Label, string? Before, string? Now, bool IsNew);

/// <summary>What a supplement brings that its first did not: what is new stands beside what was sent. Pure.</summary>
/// <param name="SentAt">When the first came in,</param>
/// <param name="Job">and for which job ad, if it was another of the same job.</param>
public sealed record SupplementNews(DateTimeOffset SentAt, string? Job, IReadOnlyList<NewsRow> Rows)
{
    /// <summary>What is new, by its kind and without what was sent.</summary>
    public IReadOnlyList<Words> Kinds => [.. Rows.Where(x => x.IsNew).Select(x => x.Label).Distinct()];

    public static SupplementNews Of(
        Application first, IReadOnlyList<Document> sent, Application later, IReadOnlyList<Document> documents, string? job)
    {
        var rows = new List<NewsRow>();
        var before = sent.Where(x => x.ReplacedAt is null).OrderBy(x => x.Id).ToList();
        foreach (var document in documents.Where(x => x.ReplacedAt is null).OrderBy(x => x.Slot == "cv" ? 0 : 1).ThenBy(x => x.Id))
        {
            var same = before.Find(x => x.Sha256 == document.Sha256);
            // A CV takes the place of a CV; of others only the name tells which it renews.
            var old = same ?? before.Find(x => x.Slot == document.Slot && (x.Slot != "documents" || x.FileName == document.FileName));
            rows.Add(new(SlotOf(document.Slot), old?.FileName, $"{document.FileName}, {Texts.Size(document.Size)}" + (
                same is not null ? Texts.T(" · derselbe Inhalt", " · the same content")
                : old is not null ? Texts.T(" · anderer Inhalt", " · other content") : ""), IsNew: same is null));
        }
        var facts = first.Applicant.Facts().ToDictionary(x => x.Label, x => Texts.T(x.Value));
        foreach (var (label, value) in later.Applicant.Facts())
            if (facts.GetValueOrDefault(label) is var known && known != Texts.T(value)
                // The same mailbox, spelt another way.
                && (Texts.T(value) != later.Applicant.Email || later.EmailNormalized != first.EmailNormalized))
                rows.Add(new(label, known, Texts.T(value), IsNew: true));
        return new(first.ReceivedAt, job, rows);
    }

    private static Words SlotOf(string slot) => slot switch
    {
        "cv" => new("Lebenslauf", "CV"),
        "cover_letter" => new("Anschreiben", "Cover letter"),
        _ => new("Dokument", "Document"),
    };
}
