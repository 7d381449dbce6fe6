using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>
/// Erases what an applicant sent: documents, answers, and the ATS's words about them. The rows stay, empty, as proof that
/// there was an application. May be repeated; housekeeping does what a crash left undone.
/// </summary>
public sealed class Erasure(IServiceScopeFactory scopes, IWriter writer, IDocumentStore store, TimeProvider clock)
{
    public async Task EraseAsync(Guid applicationId, CancellationToken ct)
    {
        await using (var scope = scopes.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<AppDb>();
            // Contents go first: a row without content is found again next time.
            foreach (var id in await db.Documents.Where(x => x.ApplicationId == applicationId && x.ErasedAt == null).Select(x => x.Id).ToListAsync(ct))
                await store.DeleteAsync(id, ct);
        }
        await writer.WriteAsync(async (db, t) =>
        {
            var now = clock.GetUtcNow();
            await db.Documents.Where(x => x.ApplicationId == applicationId).ExecuteUpdateAsync(x => x
                .SetProperty(d => d.FileName, "")
                .SetProperty(d => d.ErasedAt, d => d.ErasedAt ?? now), t);
            await db.Exchanges.Where(x => db.Deliveries.Any(d => d.Id == x.DeliveryId && d.ApplicationId == applicationId))
                .ExecuteUpdateAsync(x => x.SetProperty(e => e.Verbatim, (string?)null).SetProperty(e => e.Parts, e => null).SetProperty(e => e.Fields, (string?)null), t);
            await db.Deliveries.Where(x => x.ApplicationId == applicationId).ExecuteUpdateAsync(x => x.SetProperty(d => d.ReturnWords, (string?)null), t);
            await db.Applications.Where(x => x.Id == applicationId).ExecuteUpdateAsync(x => x
                .SetProperty(a => a.FirstName, "").SetProperty(a => a.LastName, "")
                .SetProperty(a => a.Email, "").SetProperty(a => a.EmailNormalized, "")
                .SetProperty(a => a.Phone, (string?)null).SetProperty(a => a.Message, (string?)null)
                .SetProperty(a => a.ErasedAt, a => a.ErasedAt ?? now), t);
            return true;
        }, ct);
    }
}
