using Eilbote.Applications;
using Eilbote.Connectors;
using Eilbote.Prefill;
using Eilbote.Storage;
using Eilbote.Web;

namespace Eilbote.Applying;

/// <summary>What the form proposes from a chosen CV. It never overwrites what was typed.</summary>
public sealed class CvProposals(CvWorkers workers, IDocumentStore store, BoardOptions board)
{
    /// <summary>The form's field for the CV, and the key of a question that asks where the applicant lives.</summary>
    private const string Slot = "cv", PlaceQuestion = "location";

    /// <summary>Empty for what is no CV, cannot be read, or says nothing beyond doubt.</summary>
    public async Task<Proposals> OfAsync(Document document, CancellationToken ct) =>
        board.Prefill && document is { Slot: Slot, IsProtected: false }
            ? await workers.ReadAsync(t => store.OpenAsync(document.Id, t), document.Size, document.Extension, ct) : Proposals.None;

    /// <summary>Fills the form's empty fields from the CV among its documents, and returns which.</summary>
    public async Task<IReadOnlySet<string>> FillAsync(
        Dictionary<string, string> fields, IEnumerable<Document> documents, CancellationToken ct)
    {
        var filled = new HashSet<string>();
        if (documents.FirstOrDefault(x => x.Slot == Slot) is not { } cv)
            return filled;
        foreach (var (name, value) in (await OfAsync(cv, ct)).Values)
        {
            var field = name == PlaceQuestion ? Question.FieldOf(name) : name;
            // What the form does not ask, nobody can check.
            if (!fields.TryGetValue(field, out var typed) || !string.IsNullOrWhiteSpace(typed))
                continue;
            fields[field] = value;
            filled.Add(field);
        }
        return filled;
    }
}
