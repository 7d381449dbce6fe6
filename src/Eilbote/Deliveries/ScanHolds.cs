using Eilbote.Applications;
using Eilbote.Connectors;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>
/// What holds a delivery because of the virus scanner: told here, for one in hand and as the database asks. Nothing leaves that nobody has
/// looked into; what something was found in is waited for to be replaced, then left out.
/// </summary>
internal static class ScanHolds
{
    /// <summary>So long after the find the applicant may send another file.</summary>
    public static readonly TimeSpan ReplaceWithin = TimeSpan.FromDays(3);

    /// <summary>Null when its documents hold it no longer; else <see cref="Delivery.Reason"/>.</summary>
    /// <param name="scans">Whether there is a scanner.</param>
    public static string? Reason(IEnumerable<Document> documents, bool scans, DateTimeOffset now) =>
        scans && documents.Any(x => x.IsUnscanned) ? Delivery.Unscanned
        : documents.Any(x => CanBeReplaced(x, now)) ? Delivery.FileRefused : null;

    public static bool CanBeReplaced(Document x, DateTimeOffset now) => x.IsWithheld && x.ScannedAt > now - ReplaceWithin;

    /// <summary>What is left out from now on, as far as it is not already.</summary>
    public static List<Part> Withheld(IEnumerable<Document> documents, IReadOnlyCollection<Part> without) =>
        [.. documents.Where(x => x.IsWithheld).Select(x => (Part)new Part.Document(x.Sha256)).Distinct().Except(without)];

    /// <summary>
    /// Lets go what its documents hold no longer; where it then stands is the lane's to say. Returns the accounts that have something to
    /// do. In the caller's transaction.
    /// </summary>
    /// <param name="applicationId">Of this one only; null for all.</param>
    public static async Task<List<Guid>> SettleAsync(
        AppDb db, bool scans, DateTimeOffset now, Guid? applicationId, CancellationToken ct)
    {
        var since = now - ReplaceWithin;
        var held = db.Deliveries.Where(
            x => x.State == DeliveryState.Held && x.HeldBy == HeldBy.Scan && (applicationId == null || x.ApplicationId == applicationId));
        // Two documents of one application may be settled at once: the second waits here, and then sees what the first has written.
        if (applicationId is not null)
            await held.ExecuteUpdateAsync(x => x.SetProperty(d => d.HeldBy, HeldBy.Scan), ct);
        var waiting = held.Where(
            x => scans && db.Documents.Any(d => d.ApplicationId == x.ApplicationId && d.ScanResult == null && d.ErasedAt == null));
        var scanned = held.Where(
            x => !scans || !db.Documents.Any(d => d.ApplicationId == x.ApplicationId && d.ScanResult == null && d.ErasedAt == null));
        var refused = scanned.Where(x => db.Documents.Any(d =>
            d.ApplicationId == x.ApplicationId && d.ScanResult == ScanResult.Found && d.ReplacedAt == null && d.ScannedAt > since));
        var free = scanned.Where(x => !db.Documents.Any(d =>
            d.ApplicationId == x.ApplicationId && d.ScanResult == ScanResult.Found && d.ReplacedAt == null && d.ScannedAt > since));
        foreach (var (some, reason) in new[] { (waiting, Delivery.Unscanned), (refused, Delivery.FileRefused) })
            await some.Where(x => x.Reason != reason).ExecuteUpdateAsync(x => x.SetProperty(d => d.Reason, reason), ct);
        var accounts = await free.Select(x => x.AccountId).Distinct().ToListAsync(ct);
        if (accounts.Count > 0)
            await free.ExecuteUpdateAsync(Release.Setters(now), ct);
        return accounts;
    }
}
