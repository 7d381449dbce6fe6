using Eilbote.Applications;
using Eilbote.Deliveries;
using Eilbote.Mail;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Applying;

/// <summary>
/// Once an hour: drafts and documents past their <see cref="Retention"/>, what was withdrawn or doubted for too long, and contents
/// that belong to no row because the server died between writing one and the other. A courier keeps little.
/// </summary>
public sealed class Housekeeping(
    IServiceScopeFactory scopes, IWriter writer, IDocumentStore store, Erasure erasure, Doubts doubts, TimeProvider clock,
    ILogger<Housekeeping> log)
    : DueWork<string>(TimeSpan.FromHours(1), atOnce: 1, clock, log)
{
    private static readonly TimeSpan OrphanAfter = TimeSpan.FromDays(1), DraftGrace = TimeSpan.FromMinutes(10);

    protected override bool SweepsAtStart => false;

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

        // Contents go first: a row without content is found again next time, a content without row would stay for a day.
        var drafts = await db.Documents.Where(x => x.ApplicationId == null && x.DraftUntil < now - DraftGrace).Select(x => x.Id).Take(1000)
            .ToListAsync(ct);
        await DeleteAsync(drafts, ct);
        await writer.WriteAsync(
            (w, t) => w.Documents.Where(x => drafts.Contains(x.Id) && x.ApplicationId == null).ExecuteDeleteAsync(t), ct);

        await doubts.EndDueAsync(db, ct);
        await writer.WriteAsync((w, t) => AddressLimit.ForgetAsync(w, now, t), ct);

        // What was withdrawn is erased at once, unless the server died right then.
        foreach (var id in await db.Applications.Where(
            x => x.ErasedAt == null && db.Deliveries.Any(d => d.ApplicationId == x.Id && d.State == DeliveryState.Withdrawn))
            .Select(x => x.Id).Take(1000).ToListAsync(ct))
            await erasure.EraseAsync(id, ct);

        // An inferred proof or a part left out still needs a person's look: those documents stay longer.
        var (old, older) = (now - Retention.Documents, now - Retention.DocumentsToLookAt);
        var erased = await (
            from document in db.Documents
            join delivery in db.Deliveries on document.ApplicationId equals delivery.ApplicationId
            where document.ErasedAt == null && delivery.SettledAt < old
                && (!delivery.NeedsLook || delivery.WithdrawnAt != null || delivery.SettledAt < older)
            select document.Id).Take(1000).ToListAsync(ct);
        await DeleteAsync(erased, ct);
        await writer.WriteAsync(
            (w, t) => w.Documents.Where(x => erased.Contains(x.Id)).ExecuteUpdateAsync(x => x.SetProperty(d => d.ErasedAt, now), t), ct);

        await foreach (var id in store.StoredBeforeAsync(now - OrphanAfter, ct))
            if (!await db.Documents.AnyAsync(x => x.Id == id && x.ErasedAt == null, ct))
                await store.DeleteAsync(id, ct);
    }

    private async Task DeleteAsync(List<Guid> documents, CancellationToken ct)
    {
        foreach (var id in documents)
            await store.DeleteAsync(id, ct);
    }
}
