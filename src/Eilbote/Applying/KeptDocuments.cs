using System.Text.Json;
using Eilbote.Applications;
using Eilbote.Board;
using Eilbote.Files;
using Eilbote.Web;

namespace Eilbote.Applying;

/// <summary>
/// The documents that a form had kept when it was sent. The form says which it showed (field <c>kept</c>): none of them may be
/// missing in silence, and none that it did not show comes along.
/// </summary>
internal sealed record KeptDocuments(List<Document> Documents, Dictionary<string, string> Gone)
{
    private sealed record Shown(Guid Id, string Slot, string Name);

    /// <summary>The value of the field <c>kept</c>.</summary>
    public static string Write(IEnumerable<Document> documents) =>
        JsonSerializer.Serialize(documents.Select(x => new Shown(x.Id, x.Slot, x.FileName)));

    /// <param name="drafts">All that is kept under the form's token.</param>
    /// <param name="sent">What an application with the same token took over.</param>
    public static KeptDocuments Of(List<Document> drafts, HashSet<Guid> sent, Upload upload, FormRules rules)
    {
        // A form that was opened before there was this field had shown all.
        var shown = Read(upload.Fields.GetValueOrDefault("kept")) ?? [.. drafts.Select(x => new Shown(x.Id, x.Slot, x.FileName))];
        var wanted = shown.Where(x => !upload.Removed.Contains(x.Id))
            .Where(x => rules.Slots.GetValueOrDefault(x.Slot) > 1 || !upload.Documents.Any(u => u.Slot == x.Slot)).ToList();
        var gone = new Dictionary<string, string>();
        foreach (var slot in drafts.Where(x => x.IsWithheld && wanted.Exists(w => w.Id == x.Id)).GroupBy(x => x.Slot))
            gone[slot.Key] = Uploads.Refused([.. slot.Select(x => x.FileName)]);
        foreach (var slot in wanted.Where(x => rules.Slots.ContainsKey(x.Slot) && drafts.All(d => d.Id != x.Id)).GroupBy(x => x.Slot))
        {
            var (used, lost) = (slot.Where(x => sent.Contains(x.Id)).ToList(), slot.Where(x => !sent.Contains(x.Id)).ToList());
            gone[slot.Key] = string.Join(
                ' ', new[] { gone.GetValueOrDefault(slot.Key, ""), Used(used), Lost(lost) }.Where(x => x.Length > 0));
        }
        return new([.. drafts.Where(x => !x.IsWithheld && wanted.Exists(w => w.Id == x.Id)).OrderBy(x => x.Id)], gone);
    }

    private static string Used(List<Shown> files) => files.Count switch
    {
        0 => "",
        1 => Names(files) + Texts.T(
            " wurde mit Ihrer ersten Bewerbung gesendet. Bitte wählen Sie die Datei noch einmal aus.",
            " was sent with your first application. Please choose the file again."),
        _ => Names(files) + Texts.T(
            " wurden mit Ihrer ersten Bewerbung gesendet. Bitte wählen Sie die Dateien noch einmal aus.",
            " were sent with your first application. Please choose the files again."),
    };

    private static string Lost(List<Shown> files) => files.Count switch
    {
        0 => "",
        1 => Names(files) + Texts.T(
            $" ist nicht mehr da: wir behalten Dateien {Retention.Drafts.TotalHours:0} Stunden. Bitte wählen Sie die Datei noch einmal.",
            $" is no longer here: we keep files for {Retention.Drafts.TotalHours:0} hours. Please choose the file again."),
        _ => Names(files) + Texts.T(
            $" sind nicht mehr da: wir behalten Dateien {Retention.Drafts.TotalHours:0} Stunden. Bitte wählen Sie die Dateien noch einmal.",
            $" are no longer here: we keep files for {Retention.Drafts.TotalHours:0} hours. Please choose the files again."),
    };

    /// <summary>Of files that came and were not kept.</summary>
    public static string ChooseAgain(IReadOnlyCollection<string> names) => string.Join(", ", names.Select(FileNames.Quoted))
        + (names.Count == 1 ? Texts.T(": bitte wählen Sie die Datei noch einmal.", ": please choose the file again.")
        : Texts.T(": bitte wählen Sie die Dateien noch einmal.", ": please choose the files again."));

    private static string Names(List<Shown> files) => string.Join(", ", files.Select(x => FileNames.Quoted(FileNames.Shown(x.Name))));

    /// <summary>What only counting all documents shows, and what is gone, by field.</summary>
    /// <param name="needed">Fields that must hold a document, with what is said when they do not.</param>
    public Dictionary<string, string> Errors(Upload upload, FormRules rules, IReadOnlyDictionary<string, string> needed)
    {
        var errors = new Dictionary<string, string>(Gone);
        List<Document> all = [.. Documents, .. upload.Documents];
        foreach (var (field, missing) in needed.Where(x => all.TrueForAll(d => d.Slot != x.Key)))
            errors.TryAdd(field, missing);
        foreach (var slot in all.GroupBy(x => x.Slot).Where(x => x.Count() > rules.Slots[x.Key]))
            errors[slot.Key] = Texts.Count(rules.Slots[slot.Key],
                Texts.T(
                    "Hier geht nur eine Datei; die übrigen haben wir nicht behalten.",
                    "Only one file fits here; we did not keep the rest."),
                Texts.T(
                    "Hier gehen höchstens {0} Dateien; die überzähligen haben wir nicht behalten.",
                    "At most {0} files fit here; we did not keep the rest."));
        if (all.Sum(x => x.Size) > Uploads.TotalLimit)
            errors[all[^1].Slot] = Texts.T(
                $"Alle Dokumente zusammen sind zu groß: höchstens {Texts.Size(Uploads.TotalLimit)}.",
                $"All documents together are too large: at most {Texts.Size(Uploads.TotalLimit)}.");
        return errors;
    }

    private static List<Shown>? Read(string? field)
    {
        try
        {
            return string.IsNullOrEmpty(field) ? null
                : JsonSerializer.Deserialize<List<Shown>>(field)?.FindAll(x => x is { Slot: not null, Name: not null });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
