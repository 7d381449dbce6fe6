using Eilbote.Applications;
using Eilbote.Deliveries;
using Eilbote.Mail;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Applying;

/// <summary>
/// At the start and once an hour, until nothing is left: what is past its <see cref="Retention"/>, what was withdrawn or doubted for too
/// long, and contents that belong to no row because the server died between writing one and the other. A courier keeps little.
/// </summary>
public sealed class Housekeeping(
    IServiceScopeFactory scopes, IWriter writer, IDocumentStore store, Erasure erasure, Doubts doubts, Retention retention,
    RepeatOptions repeats, TimeProvider clock, ILogger<Housekeeping> log)
    : DueWork<string>(TimeSpan.FromHours(1), atOnce: 1, clock, log)
{
    /// <summary>In one transaction: others write meanwhile.</summary>
    private const int AtOnce = 200;
    private static readonly TimeSpan OrphanAfter = TimeSpan.FromDays(1), DraftGrace = TimeSpan.FromMinutes(10);

    /// <summary>What earlier versions kept and this one is about to erase; null when there is nothing of the kind.</summary>
    public ComingErasure? Coming { get; private set; }

    protected override Task<IReadOnlyCollection<string>> DueAsync(CancellationToken ct) =>
        Task.FromResult<IReadOnlyCollection<string>>(["Housekeeping"]);

    protected override async Task<DateTimeOffset?> RunAsync(string key, CancellationToken ct)
    {
        await CleanAsync(ct);
        return null;
    }

    internal async Task CleanAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var now = Clock.GetUtcNow();
        await DraftsAsync(db, now, ct);
        await doubts.EndDueAsync(db, ct);
        await writer.WriteAsync((w, t) => AddressLimit.ForgetAsync(w, now, t), ct);
        // What was withdrawn is erased at once, unless the server died right then.
        foreach (var id in await db.Applications.Where(
            x => x.ErasedAt == null && db.Deliveries.Any(d => d.ApplicationId == x.Id && d.State == DeliveryState.Withdrawn))
            .Select(x => x.Id).ToListAsync(ct))
            await erasure.EraseAsync(id, ct);
        await PastRetentionAsync(db, now, ct);
        await HashesAsync(db, now - repeats.Within, ct);
        await MailsAsync(db, now - Retention.Mails, ct);
        await OrphansAsync(db, now, ct);
    }

    private async Task DraftsAsync(AppDb db, DateTimeOffset now, CancellationToken ct)
    {
        // Contents go first: a row without content is found again next time, a content without row would stay for a day.
        while (await db.Documents.Where(x => x.ApplicationId == null && x.DraftUntil < now - DraftGrace).OrderBy(x => x.Id)
            .Select(x => x.Id).Take(AtOnce).ToListAsync(ct) is { Count: > 0 } drafts)
        {
            foreach (var id in drafts)
                await store.DeleteAsync(id, ct);
            await writer.WriteAsync(
                (w, t) => w.Documents.Where(x => drafts.Contains(x.Id) && x.ApplicationId == null).ExecuteDeleteAsync(t), ct);
        }
    }

    private async Task PastRetentionAsync(AppDb db, DateTimeOffset now, CancellationToken ct)
    {
        var from = await DetailsFromAsync(db, now, ct);
        var (coming, last) = (0, (KeptApplication?)null);
        while (await PastRetention.NextAsync(db, retention, last, now, ct) is { Count: > 0 } some)
        {
            var due = some.Where(x => x.DetailsUntil <= now && from <= now).Select(x => x.ApplicationId).ToList();
            if (due.Count > 0)
                await erasure.EraseDueAsync(due, ct);
            coming += from <= now ? 0 : some.Count(x => x.DetailsUntil <= from);
            var without = some.Where(x => x.DocumentsUntil(retention) <= now).Select(x => x.ApplicationId).Except(due).ToList();
            var documents = without.Count == 0 ? [] : await db.Documents
                .Where(x => x.ApplicationId != null && without.Contains(x.ApplicationId.Value) && x.ErasedAt == null).Select(x => x.Id)
                .ToListAsync(ct);
            if (documents.Count > 0)
                await erasure.EraseDocumentsAsync(documents, ct);
            last = some[^1];
        }
        Coming = coming == 0 ? null : new(coming, from);
    }

    /// <summary>From when on details are erased: some days after the first start of a version that does.</summary>
    private async Task<DateTimeOffset> DetailsFromAsync(AppDb db, DateTimeOffset now, CancellationToken ct)
    {
        var since = await db.Milestones.Where(x => x.Name == Milestone.DetailsErased).Select(x => (DateTimeOffset?)x.At)
            .SingleOrDefaultAsync(ct);
        if (since is null)
            await writer.WriteAsync(async (w, t) =>
            {
                if (!await w.Milestones.AnyAsync(x => x.Name == Milestone.DetailsErased, t))
                    w.Milestones.Add(new() { Name = Milestone.DetailsErased, At = now });
                return true;
            }, ct);
        return (since ?? now) + Retention.AfterUpgrade;
    }

    private async Task HashesAsync(AppDb db, DateTimeOffset before, CancellationToken ct)
    {
        while (await db.Applications.Where(x => x.EmailHash != null && x.ReceivedAt <= before).OrderBy(x => x.Id)
            .Select(x => x.Id).Take(AtOnce).ToListAsync(ct) is { Count: > 0 } some)
            await writer.WriteAsync((w, t) => w.Applications.Where(x => some.Contains(x.Id))
                .ExecuteUpdateAsync(x => x.SetProperty(a => a.EmailHash, (string?)null), t), ct);
    }

    private async Task MailsAsync(AppDb db, DateTimeOffset before, CancellationToken ct)
    {
        while (await db.OutgoingMails.OrderBy(x => x.Id).Take(AtOnce).Where(x => x.CreatedAt < before && x.DueAt == null).Select(x => x.Id)
            .ToListAsync(ct) is { Count: > 0 } some)
            await writer.WriteAsync((w, t) => w.OutgoingMails.Where(x => some.Contains(x.Id)).ExecuteDeleteAsync(t), ct);
    }

    private async Task OrphansAsync(AppDb db, DateTimeOffset now, CancellationToken ct)
    {
        await foreach (var some in store.StoredBeforeAsync(now - OrphanAfter, ct).Chunk(AtOnce).WithCancellation(ct))
        {
            var kept = await db.Documents.Where(x => some.Contains(x.Id) && x.ErasedAt == null).Select(x => x.Id).ToListAsync(ct);
            foreach (var id in some.Except(kept))
                await store.DeleteAsync(id, ct);
        }
    }
}

/// <summary>So many applications' details are erased from a moment on.</summary>
public sealed record ComingErasure(int Count, DateTimeOffset From);
