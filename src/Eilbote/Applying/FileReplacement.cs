using Eilbote.Applications;
using Eilbote.Board;
using Eilbote.Deliveries;
using Eilbote.Files;
using Eilbote.Scanning;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Applying;

/// <summary>
/// One file in the place of one in which the virus scanner found something after it was accepted. The receipt takes it, by the rules of
/// the form it came from, and scans it as the form does.
/// </summary>
internal sealed class FileReplacement(
    IWriter writer, Uploads uploads, Scanner scanner, Door door, Lanes lanes, TimeProvider clock)
{
    /// <summary>Which of its documents can be replaced now: not what has left or is leaving.</summary>
    public static List<Document> Open(Delivery delivery, IEnumerable<Document> documents, DateTimeOffset now) =>
        delivery is { Ended: false, WithdrawnAt: null } && delivery.State != DeliveryState.Delivering
            ? [.. documents.Where(x => ScanHolds.CanBeReplaced(x, now))] : [];

    /// <summary>Reads the request to its end. Returns what is wrong with the file, in words; null when it took the other's place.</summary>
    /// <param name="refused">Null when nothing can be replaced any more: then nothing is stored.</param>
    public async Task<string?> ReplaceAsync(HttpRequest request, FormRules rules, Document? refused, CancellationToken ct)
    {
        var slot = refused?.Slot ?? "";
        var upload = await uploads.ReadAsync(
            request, rules with { Slots = new Dictionary<string, int>(rules.Slots) { [slot] = 1 } }, ct,
            before => refused is not null && !door.HasNoRoom && before.Documents.Count == 0);
        ApplyPages.SpeakAsTheForm(upload);
        if (refused is null)
            return null;
        var document = upload.Documents.Find(x => x.Slot == slot);
        var wrong = upload.Trouble is not null ? Door.NotStored
            : upload.Untaken.Count > 0 && door.HasNoRoom ? Door.Closed
            : upload.CutShort is { } cut ? ApplyPages.Words(cut)
            : upload.Errors.Values.FirstOrDefault()
            ?? (document is null ? Texts.T("Bitte wählen Sie eine Datei.", "Please choose a file.") : null);
        var taken = wrong is null && await TakeAsync(refused, document!, ct);
        await uploads.DeleteAsync(upload.Documents.Where(x => !taken || x != document).Select(x => x.Id));
        return wrong ?? (taken ? null : Texts.T(
            "Dafür war es zu spät: die Bewerbung ist schon unterwegs, oder die Datei wurde inzwischen ersetzt.",
            "It was too late for that: the application is already on its way, or the file was replaced meanwhile."));
    }

    /// <summary>False when another took its place meanwhile, or the application left.</summary>
    private async Task<bool> TakeAsync(Document refused, Document document, CancellationToken ct)
    {
        var id = refused.ApplicationId!.Value;
        var accounts = await writer.WriteAsync(async (db, t) =>
        {
            var now = clock.GetUtcNow();
            if (await db.Documents
                .Where(x => x.Id == refused.Id && x.ApplicationId == id && x.ReplacedAt == null && db.Deliveries.Any(d =>
                    d.ApplicationId == id && d.SettledAt == null && d.WithdrawnAt == null && d.State != DeliveryState.Delivering))
                .ExecuteUpdateAsync(x => x.SetProperty(d => d.ReplacedAt, now), t) == 0)
                return null;
            var others = db.Documents.Where(x => x.ApplicationId == id && x.ReplacedAt == null);
            var names = (await others.Select(x => x.FileName).ToListAsync(t)).ToHashSet(StringComparer.OrdinalIgnoreCase);
            db.Documents.Add(document.Bound(refused.FormTokenId, id, null, FileNames.Unique(document.FileName, names)));
            await db.SaveChangesAsync(t);
            return await ScanHolds.SettleAsync(db, scanner.IsOn, now, id, t);
        }, ct);
        foreach (var account in accounts ?? [])
            lanes.Wake(account);
        return accounts is not null;
    }
}
