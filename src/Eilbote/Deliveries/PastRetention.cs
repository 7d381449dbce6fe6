using Eilbote.Applications;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>One that is not erased, with all that says how long it is kept.</summary>
/// <param name="SettledAt">Null while it waits: then nothing of it is erased.</param>
/// <param name="Months">For which its employer keeps what it took over.</param>
internal sealed record KeptApplication(
    Guid ApplicationId, DateTimeOffset ReceivedAt, DeliveryState State, DateTimeOffset? SettledAt, bool NeedsLook, bool Withdrawn,
    int Months)
{
    public DateTimeOffset? DocumentsUntil(Retention retention) => TakenOverUntil
        // An inferred proof or a part left out still needs a person's look.
        ?? SettledAt + (NeedsLook && !Withdrawn && retention.Documents < Retention.DocumentsToLookAt
            ? Retention.DocumentsToLookAt : retention.Documents);

    public DateTimeOffset? DetailsUntil => TakenOverUntil ?? SettledAt + Retention.Details;

    /// <summary>Our copy may be the employer's only one.</summary>
    private DateTimeOffset? TakenOverUntil => State == DeliveryState.HandedOver ? SettledAt?.AddMonths(Months) : null;
}

/// <summary>Goes through what is kept, the oldest first.</summary>
internal static class PastRetention
{
    private const int AtOnce = 200;

    /// <param name="after">The last of those that were gone through before; null for the first.</param>
    public static async Task<List<KeptApplication>> NextAsync(
        AppDb db, Retention retention, KeptApplication? after, DateTimeOffset now, CancellationToken ct)
    {
        var before = now - retention.Shortest;
        var rows = db.Applications.Where(x => x.ErasedAt == null && x.ReceivedAt < before);
        if (after is { ReceivedAt: var at, ApplicationId: var last })
            rows = rows.Where(x => x.ReceivedAt >= at && (x.ReceivedAt > at || x.Id > last));
        return [.. (await (
            from application in rows.OrderBy(x => x.ReceivedAt).ThenBy(x => x.Id).Take(AtOnce)
            join delivery in db.Deliveries on application.Id equals delivery.ApplicationId
            join employer in db.Employers on application.EmployerId equals employer.Id
            join ad in db.JobAds on application.JobAdId equals ad.Id
            select new
            {
                application.Id,
                application.ReceivedAt,
                delivery.State,
                delivery.SettledAt,
                delivery.NeedsLook,
                delivery.WithdrawnAt,
                employer.KeepMonths,
                Country = ad.Country ?? employer.Country,
            }).ToListAsync(ct)).OrderBy(x => x.ReceivedAt).ThenBy(x => x.Id).Select(x => new KeptApplication(
            x.Id, x.ReceivedAt, x.State, x.SettledAt, x.NeedsLook, x.WithdrawnAt is not null,
            x.KeepMonths ?? Retention.MonthsIn(x.Country)))];
    }
}
