using Eilbote.Applications;
using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connectors;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>A delivery that is due, with all that its next request is made of.</summary>
internal sealed record Due(
    Delivery Delivery, Connection Connection, DueAd Ad, Application Application, IReadOnlyList<Document> Documents,
    IReadOnlyList<Exchange> Exchanges)
{
    private static readonly Prepared<Func<AppDb, Guid, Guid?, CancellationToken, Task<Row?>>> First = new(() => EF.CompileAsyncQuery(
        (AppDb db, Guid accountId, Guid? only, CancellationToken ct) => (
            from delivery in db.Deliveries.AsNoTracking()
            where delivery.AccountId == accountId && delivery.DueAt != null && (only == null || delivery.Id == only)
            orderby delivery.DueAt, delivery.Id
            join account in db.Accounts on delivery.AccountId equals account.Id
            join connection in db.Connections on delivery.ConnectionId equals connection.Id
            join ad in db.JobAds on delivery.JobAdId equals ad.Id
            join application in db.Applications on delivery.ApplicationId equals application.Id
            select new Row(delivery, account.PausedUntil, account.Failures, connection,
                new DueAd(
                    ad.Title, ad.AtsJobId, ad.State, ad.HeldReason, ad.Questions, db.ConfidentialAds.Any(x => x.JobAdId == ad.Id)),
                application)).FirstOrDefault()));

    private static readonly Prepared<Func<AppDb, Guid, IAsyncEnumerable<Document>>> DocumentsOf = new(() => EF.CompileAsyncQuery(
        (AppDb db, Guid applicationId) => db.Documents.AsNoTracking().Where(x => x.ApplicationId == applicationId)));

    private static readonly Prepared<Func<AppDb, Guid, IAsyncEnumerable<Exchange>>> ExchangesOf = new(() => EF.CompileAsyncQuery(
        (AppDb db, Guid deliveryId) => db.Exchanges.AsNoTracking()
            .Where(x => x.DeliveryId == deliveryId && x.Kind != StepKind.Tell).OrderBy(x => x.StartedAt)
            .AsQueryable()));

    /// <summary>
    /// The next one of an account, or when there will be one. While the account fails only one is out, and it is the one
    /// that was tried longest ago.
    /// </summary>
    public static async Task<(Due? Next, DateTimeOffset? At, bool Failing)> NextAsync(
        AppDb db, Guid accountId, ICollection<Guid> underway, DateTimeOffset now, CancellationToken ct)
    {
        var waiting = db.Deliveries.Where(x => x.AccountId == accountId && x.DueAt != null);
        Guid? only = null;
        if (underway.Count > 0)
        {
            only = await waiting.Where(x => !underway.Contains(x.Id)).OrderBy(x => x.DueAt).ThenBy(x => x.Id).Select(x => (Guid?)x.Id)
                .FirstOrDefaultAsync(ct);
            if (only is null)
                return default;
        }
        var next = await First.For(db)(db, accountId, only, ct);
        if (next is null)
            return default;
        var failing = next.Failures > 0;
        if (next.PausedUntil > now)
            return (null, next.PausedUntil, failing);
        if (failing && underway.Count > 0)
            return (null, null, failing);
        if (failing)
        {
            var longestAgo = await waiting.Where(x => x.DueAt <= now)
                .OrderBy(x => x.LastFailedAt != null).ThenBy(x => x.LastFailedAt).ThenBy(x => x.DueAt).ThenBy(x => x.Id)
                .Select(x => (Guid?)x.Id).FirstOrDefaultAsync(ct);
            next = await First.For(db)(db, accountId, longestAgo, ct) ?? next;
        }
        if (next.Delivery.DueAt > now)
            return (null, next.Delivery.DueAt, failing);
        var documents = await DocumentsOf.For(db)(db, next.Application.Id).ToListAsync(ct);
        var exchanges = await ExchangesOf.For(db)(db, next.Delivery.Id).ToListAsync(ct);
        return (new Due(next.Delivery, next.Connection, next.Ad, next.Application, documents, exchanges), null, failing);
    }

    private sealed record Row(
        Delivery Delivery, DateTimeOffset? PausedUntil, int Failures, Connection Connection, DueAd Ad, Application Application);
}

/// <summary>What a delivery needs to know of its job ad; the text can be long.</summary>
internal sealed record DueAd(
    string Title, string AtsJobId, JobAdState State, string? HeldReason, AdQuestions Questions, bool IsConfidential);
