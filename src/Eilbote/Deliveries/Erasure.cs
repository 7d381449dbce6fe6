using Eilbote.Applications;
using Eilbote.Connectors;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>
/// Erases what an applicant sent: documents, answers, and what ATS and members wrote about them. The rows stay, empty, as proof that
/// there was an application. May be repeated; housekeeping does what a crash left undone.
/// </summary>
public sealed class Erasure(
    IServiceScopeFactory scopes, IWriter writer, IDocumentStore store, ZipExports exports, AddressHashes hashes, RepeatOptions repeats,
    TimeProvider clock)
{
    /// <summary>By request: nothing of the address remains.</summary>
    public Task EraseAsync(Guid applicationId, CancellationToken ct) => EraseAsync([applicationId], forgets: true, ct);

    /// <summary>Their retention is over: a keyed hash of each address remains for a time.</summary>
    public Task EraseDueAsync(IReadOnlyCollection<Guid> applicationIds, CancellationToken ct) =>
        EraseAsync(applicationIds, forgets: false, ct);

    /// <summary>Contents go first: a row without content is found again next time.</summary>
    public async Task EraseDocumentsAsync(IReadOnlyCollection<Guid> documentIds, CancellationToken ct)
    {
        foreach (var id in documentIds)
            await store.DeleteAsync(id, ct);
        await writer.WriteAsync((db, t) =>
        {
            var now = clock.GetUtcNow();
            return db.Documents.Where(x => documentIds.Contains(x.Id) && x.ErasedAt == null)
                .ExecuteUpdateAsync(x => x.SetProperty(d => d.ErasedAt, now), t);
        }, ct);
    }

    private async Task EraseAsync(IReadOnlyCollection<Guid> ids, bool forgets, CancellationToken ct)
    {
        await using (var scope = scopes.CreateAsyncScope())
        {
            var documents = scope.ServiceProvider.GetRequiredService<AppDb>().Documents.Where(x => x.ErasedAt == null);
            foreach (var id in await documents.Where(x => x.ApplicationId != null && ids.Contains(x.ApplicationId.Value))
                .Select(x => x.Id).ToListAsync(ct))
                await store.DeleteAsync(id, ct);
        }
        var packed = await writer.WriteAsync(async (db, t) =>
        {
            var now = clock.GetUtcNow();
            var since = now - repeats.Within;
            var known = forgets ? [] : await db.Applications
                .Where(x => ids.Contains(x.Id) && x.ErasedAt == null && x.EmailNormalized != "" && x.ReceivedAt > since)
                .Select(x => new { x.Id, x.EmployerId, x.EmailNormalized }).ToListAsync(t);
            await Personal.EraseAsync(
                db, db.Documents.Where(x => x.ApplicationId != null && ids.Contains(x.ApplicationId.Value)), t, x =>
                x.SetProperty(d => d.ErasedAt, d => d.ErasedAt ?? now));
            var deliveries = db.Deliveries.Where(x => ids.Contains(x.ApplicationId));
            await Personal.EraseAsync(db, db.Exchanges.Where(x => deliveries.Any(d => d.Id == x.DeliveryId)), t);
            await Personal.EraseAsync(db, db.Interventions.Where(x => deliveries.Any(d => d.Id == x.DeliveryId)), t);
            // There is nothing left to look at.
            await Personal.EraseAsync(db, deliveries, t, x => x.SetProperty(d => d.NeedsLook, d => forgets && d.NeedsLook));
            await Personal.EraseAsync(db, db.Applications.Where(x => ids.Contains(x.Id) && (forgets || x.ErasedAt == null)), t, x => x
                .SetProperty(a => a.Applicant, Applicant.Nobody)
                .SetProperty(a => a.ErasedAt, a => a.ErasedAt ?? now));
            foreach (var one in known)
            {
                var hash = hashes.Of(one.EmployerId, one.EmailNormalized);
                await db.Applications.Where(x => x.Id == one.Id).ExecuteUpdateAsync(x => x.SetProperty(a => a.EmailHash, hash), t);
            }
            var packed = new List<Guid>();
            foreach (var id in ids)
                packed.AddRange(await ZipExport.ForgetAsync(db, id, now, t));
            return packed;
        }, ct);
        packed.ForEach(exports.Wake);
    }
}
