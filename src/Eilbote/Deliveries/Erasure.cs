using Eilbote.Connectors;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>
/// Erases what an applicant sent: documents, answers, and the ATS's words about them. The rows stay, empty, as proof that
/// there was an application. May be repeated; housekeeping does what a crash left undone.
/// </summary>
public sealed class Erasure(IServiceScopeFactory scopes, IWriter writer, IDocumentStore store, ZipExports exports, TimeProvider clock)
{
    public async Task EraseAsync(Guid applicationId, CancellationToken ct)
    {
        await using (var scope = scopes.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<AppDb>();
            // Contents go first: a row without content is found again next time.
            foreach (var id in await db.Documents.Where(x => x.ApplicationId == applicationId && x.ErasedAt == null).Select(x => x.Id)
                .ToListAsync(ct))
                await store.DeleteAsync(id, ct);
        }
        var packed = await writer.WriteAsync(async (db, t) =>
        {
            var now = clock.GetUtcNow();
            await Personal.EraseAsync(
                db, db.Documents.Where(x => x.ApplicationId == applicationId), t, x =>
                x.SetProperty(d => d.ErasedAt, d => d.ErasedAt ?? now));
            await Personal.EraseAsync(
                db, db.Exchanges.Where(x => db.Deliveries.Any(d => d.Id == x.DeliveryId && d.ApplicationId == applicationId)), t);
            await Personal.EraseAsync(db, db.Deliveries.Where(x => x.ApplicationId == applicationId), t);
            await Personal.EraseAsync(db, db.Applications.Where(x => x.Id == applicationId), t, x => x
                .SetProperty(a => a.Applicant, Applicant.Nobody)
                .SetProperty(a => a.ErasedAt, a => a.ErasedAt ?? now));
            return await ZipExport.ForgetAsync(db, applicationId, now, t);
        }, ct);
        packed.ForEach(exports.Wake);
    }
}
