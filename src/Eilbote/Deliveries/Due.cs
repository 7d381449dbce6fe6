using Eilbote.Applying;
using Eilbote.Connections;
using Eilbote.JobAds;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>A delivery that is due, with all that its next request is made of.</summary>
internal sealed record Due(Delivery Delivery, Connection Connection, DueAd Ad, Application Application, IReadOnlyList<Document> Documents, IReadOnlyList<Exchange> Exchanges)
{
    /// <summary>
    /// The next one of an account, or when there will be one. While the account fails only one is out, and it is the one
    /// that was tried longest ago.
    /// </summary>
    public static async Task<(Due? Next, DateTimeOffset? At, bool Failing)> NextAsync(AppDb db, Guid accountId, ICollection<Guid> underway, DateTimeOffset now, CancellationToken ct)
    {
        var waiting = db.Deliveries.Where(x => x.AccountId == accountId && x.DueAt != null);
        if (underway.Count > 0)
            waiting = waiting.Where(x => !underway.Contains(x.Id));
        var next = await WithAll(db, waiting.OrderBy(x => x.DueAt).ThenBy(x => x.Id)).FirstOrDefaultAsync(ct);
        if (next is null)
            return default;
        var failing = next.Failures > 0;
        if (next.PausedUntil > now)
            return (null, next.PausedUntil, failing);
        if (failing && underway.Count > 0)
            return (null, null, failing);
        if (failing)
        {
            var longestAgo = waiting.Where(x => x.DueAt <= now).OrderBy(x => x.LastFailedAt != null).ThenBy(x => x.LastFailedAt).ThenBy(x => x.DueAt).ThenBy(x => x.Id);
            next = await WithAll(db, longestAgo).FirstOrDefaultAsync(ct) ?? next;
        }
        if (next.Delivery.DueAt > now)
            return (null, next.Delivery.DueAt, failing);
        var documents = await db.Documents.AsNoTracking().Where(x => x.ApplicationId == next.Application.Id).ToListAsync(ct);
        var exchanges = await db.Exchanges.AsNoTracking().Where(x => x.DeliveryId == next.Delivery.Id).OrderBy(x => x.StartedAt).ToListAsync(ct);
        return (new Due(next.Delivery, next.Connection, next.Ad, next.Application, documents, exchanges), null, failing);
    }

    private static IQueryable<Row> WithAll(AppDb db, IOrderedQueryable<Delivery> deliveries) =>
        from delivery in deliveries.AsNoTracking()
        join account in db.Accounts on delivery.AccountId equals account.Id
        join connection in db.Connections on delivery.ConnectionId equals connection.Id
        join ad in db.JobAds on delivery.JobAdId equals ad.Id
        join application in db.Applications on delivery.ApplicationId equals application.Id
        select new Row(delivery, account.PausedUntil, account.Failures, connection, new DueAd(ad.AtsJobId, ad.State, ad.HeldReason), application);

    private sealed record Row(Delivery Delivery, DateTimeOffset? PausedUntil, int Failures, Connection Connection, DueAd Ad, Application Application);
}

/// <summary>What a delivery needs to know of its job ad; the text can be long.</summary>
internal sealed record DueAd(string AtsJobId, JobAdState State, string? HeldReason);
