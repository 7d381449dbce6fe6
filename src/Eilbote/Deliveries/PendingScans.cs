using Eilbote.Applications;
using Eilbote.Scanning;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>
/// Scans what could not be scanned as it came in, oldest first, and what was there before there was a scanner; and lets go the deliveries
/// that waited for it.
/// </summary>
public sealed class PendingScans(
    Scanner scanner, IServiceScopeFactory scopes, IWriter writer, IDocumentStore store, Lanes lanes, TimeProvider clock,
    ILogger<PendingScans> log)
    : DueWork<int>(scanner.IsOn ? TimeSpan.FromSeconds(5) : TimeSpan.FromHours(1), AtOnce, clock, log)
{
    /// <summary>Each takes the next document, so that one that takes long stops no other.</summary>
    private const int AtOnce = 4;

    /// <summary>The one that also looks after what waits for other things than a scan.</summary>
    private const int First = 0;

    /// <summary>A server that died while it scanned is not waited for longer.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private bool _queued;

    protected override async Task<IReadOnlyCollection<int>> DueAsync(CancellationToken ct)
    {
        if (!scanner.IsOn)
            return [First];
        if (!_queued)
            _queued = await writer.WriteAsync(QueueAllAsync, ct);
        await using var scope = scopes.CreateAsyncScope();
        var nothing = await NextAsync(scope.ServiceProvider.GetRequiredService<AppDb>(), ct) is null;
        return nothing ? [First] : [.. Enumerable.Range(First, AtOnce)];
    }

    protected override async Task<DateTimeOffset?> RunAsync(int key, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        if (key == First)
            await SettleAsync(db, ct);
        if (!scanner.IsOn)
            return null;
        while (!ct.IsCancellationRequested)
        {
            if (scanner.RestsUntil is { } later)
                return later;
            if (scanner.SilentSince is not null && !await scanner.AnswersAsync(ct))
                return scanner.RestsUntil;
            if (await NextAsync(db, ct) is not { } next)
                return null;
            if (await ClaimAsync(next, ct))
                await ScanAsync(next, ct);
        }
        return null;
    }

    /// <summary>
    /// What is there and was never scanned: of deliveries under way in the order of arrival, and the rest after what has come until now.
    /// </summary>
    private async Task<bool> QueueAllAsync(AppDb db, CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        var unscanned = db.Documents.Where(x => x.ScanResult == null && x.ErasedAt == null && x.ScanDueAt == null);
        await unscanned.Where(x => db.Deliveries.Any(d => d.ApplicationId == x.ApplicationId && d.SettledAt == null))
            .ExecuteUpdateAsync(x => x.SetProperty(d => d.ScanDueAt, d => d.StoredAt), ct);
        await unscanned.ExecuteUpdateAsync(x => x.SetProperty(d => d.ScanDueAt, now), ct);
        return true;
    }

    /// <summary>Also what another server's word, or the time to replace a file, has let go.</summary>
    private async Task SettleAsync(AppDb db, CancellationToken ct)
    {
        var held = db.Deliveries.Where(x => x.HeldBy == HeldBy.Scan);
        if (!await held.AnyAsync(ct))
            return;
        // A server without a scanner may have accepted some of it.
        if (scanner.IsOn)
            await writer.WriteAsync((w, t) => w.Documents
                .Where(x => x.ScanResult == null && x.ErasedAt == null && x.ScanDueAt == null
                    && w.Deliveries.Any(d => d.ApplicationId == x.ApplicationId && d.HeldBy == HeldBy.Scan))
                .ExecuteUpdateAsync(x => x.SetProperty(d => d.ScanDueAt, d => d.StoredAt), t), ct);
        WakeLanes(await writer.WriteAsync((w, t) => ScanHolds.SettleAsync(w, scanner.IsOn, Clock.GetUtcNow(), null, t), ct));
    }

    private async Task<Next?> NextAsync(AppDb db, CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        return await db.Documents.Where(x => x.ScanDueAt <= now).OrderBy(x => x.ScanDueAt).ThenBy(x => x.Id)
            .Select(x => new Next(x.Id, x.ScanDueAt!.Value)).FirstOrDefaultAsync(ct);
    }

    private async Task<bool> ClaimAsync(Next next, CancellationToken ct)
    {
        var until = Clock.GetUtcNow() + scanner.Timeout + Grace;
        return await writer.WriteAsync((db, t) => db.Documents.Where(x => x.Id == next.Id && x.ScanDueAt == next.DueAt)
            .ExecuteUpdateAsync(x => x.SetProperty(d => d.ScanDueAt, until), t), ct) == 1;
    }

    private async Task ScanAsync(Next next, CancellationToken ct)
    {
        ScanVerdict? verdict = null;
        try
        {
            verdict = await scanner.ScanAsync(t => store.OpenAsync(next.Id, t), ct);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Erased meanwhile, or damaged: what is left of it is told as it leaves.
        }
        var accounts = await writer.WriteAsync((db, t) => RecordAsync(db, next, verdict, t), ct);
        if (verdict is ScanVerdict.Found)
            await store.DeleteAsync(next.Id, CancellationToken.None);
        WakeLanes(accounts);
    }

    /// <param name="verdict">Null when there was no content.</param>
    private async Task<List<Guid>> RecordAsync(AppDb db, Next next, ScanVerdict? verdict, CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        if (await db.Documents.SingleOrDefaultAsync(x => x.Id == next.Id, ct) is not { } document)
            return [];
        if (verdict is null)
            (document.ScanResult, document.ScannedAt, document.ScanDueAt) = (ScanResult.Gone, now, null);
        else
            document.Scanned(verdict, now);
        // It keeps its place.
        if (verdict is ScanVerdict.NoAnswer)
            document.ScanDueAt = next.DueAt;
        await db.SaveChangesAsync(ct);
        // It lies in the ATS already: somebody must delete it there.
        if (verdict is ScanVerdict.Found && document.ApplicationId is { } of)
            await db.Deliveries.Where(x => x.ApplicationId == of && x.State == DeliveryState.Delivered && x.SettledAt < now)
                .ExecuteUpdateAsync(x => x.SetProperty(d => d.NeedsLook, true), ct);
        return document.ApplicationId is { } application && !document.IsUnscanned
            ? await ScanHolds.SettleAsync(db, scanner.IsOn, now, application, ct) : [];
    }

    private void WakeLanes(List<Guid> accounts)
    {
        foreach (var account in accounts)
            lanes.Wake(account);
    }

    private sealed record Next(Guid Id, DateTimeOffset DueAt);
}
