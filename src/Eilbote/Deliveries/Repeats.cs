using Eilbote.Applications;
using Eilbote.Connectors;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>
/// What other applications of the same person say about one: whether it is the same again, and whether one of them may be in the
/// ATS.
/// </summary>
internal static class Repeats
{
    /// <summary>
    /// The same content for the same job ad within this time is the same application sent again, usually by the browser's Back.
    /// </summary>
    public static readonly TimeSpan Within = TimeSpan.FromDays(1);

    private static readonly Prepared<Func<AppDb, Guid, Guid, DateTimeOffset, DateTimeOffset, DateTimeOffset, CancellationToken,
        Task<Delivery?>>> FirstOf = new(() =>
        EF.CompileAsyncQuery(
            (AppDb db, Guid id, Guid applicationId, DateTimeOffset createdAt, DateTimeOffset since, DateTimeOffset until,
            CancellationToken ct) => (
            from mine in db.Applications
            where mine.Id == applicationId
            join other in db.Applications on new { mine.JobAdId, mine.ContentHash } equals new { other.JobAdId, other.ContentHash }
            where other.Id != applicationId
            join first in db.Deliveries on other.Id equals first.ApplicationId
            where first.CreatedAt >= since && first.CreatedAt <= until && first.State != DeliveryState.Withdrawn
                && first.State != DeliveryState.Returned
                && (first.CreatedAt < createdAt || (first.CreatedAt == createdAt && first.Id.CompareTo(id) < 0)
                    || first.SettledAt != null || first.RepeatedSince != null || db.Exchanges.Any(x => x.DeliveryId == first.Id))
            orderby first.CreatedAt, first.Id
            select first).AsNoTracking().FirstOrDefault()));

    /// <summary>
    /// Lets a repeat wait for its first, or end as that ended, and says whether it is one. In the transaction in which its
    /// first step would be reserved, after its account is locked.
    /// </summary>
    public static async Task<bool> PlaceAsync(AppDb db, Delivery delivery, DateTimeOffset now, CancellationToken ct)
    {
        while (await FirstAsync(db, delivery, ct) is { } first)
        {
            // Those that wait for this one wait for the first of all; what was told apart from it is placed anew.
            await Supplements.LetGoAsync(db, delivery, now, ct);
            await db.Deliveries.Where(x => x.RepeatOf == delivery.Id).ExecuteUpdateAsync(x => x.SetProperty(d => d.RepeatOf, first.Id), ct);
            var mine = db.Deliveries.Where(
                x => x.Id == delivery.Id && x.DueAt <= now && x.WithdrawnAt == null && !db.Exchanges.Any(e => e.DeliveryId == x.Id));
            if (first.SettledAt is not null)
            {
                await mine.ExecuteUpdateAsync(x => x.SetProperty(d => d.RepeatOf, first.Id), ct);
                await FollowAsync(db, first, now, ct);
                return true;
            }
            // The first may end at this very moment: then what it ended as is read again.
            if (await db.Deliveries.Where(x => x.Id == first.Id && x.SettledAt == null)
                .ExecuteUpdateAsync(x => x.SetProperty(d => d.HasRepeats, true), ct) == 0)
                continue;
            await mine.ExecuteUpdateAsync(x => x
                .SetProperty(d => d.State, DeliveryState.WaitsForFirst)
                .SetProperty(d => d.RepeatOf, first.Id)
                .SetProperty(d => d.DueAt, (DateTimeOffset?)null), ct);
            return true;
        }
        return false;
    }

    /// <summary>
    /// The delivery of the same content for the same job ad that came before or has been sent (a clock may be set back),
    /// unless it ended without reaching anybody. A repeat is not sent: it ends as the first ends.
    /// </summary>
    private static async Task<Delivery?> FirstAsync(AppDb db, Delivery delivery, CancellationToken ct)
    {
        var at = delivery.CreatedAt;
        var before = await FirstOf.For(db)(db, delivery.Id, delivery.ApplicationId, at, at - Within, at + Within, ct);
        return before?.RepeatOf is { } id ? await db.Deliveries.AsNoTracking().SingleAsync(x => x.Id == id, ct) : before;
    }

    /// <summary>
    /// After a delivery ended, in its transaction: its repeats end alike, or go out themselves when it was withdrawn or a person returned
    /// it. What its time or "only the first counts" ended is so for the very same, too.
    /// </summary>
    public static async Task<int> FollowAsync(AppDb db, Delivery first, DateTimeOffset now, CancellationToken ct)
    {
        await Supplements.LetGoAsync(db, first, now, ct);
        var repeats = db.Deliveries.Where(x => x.RepeatOf == first.Id && x.SettledAt == null);
        return first.State is DeliveryState.Withdrawn
            || first is { State: DeliveryState.Returned, Reason: not (Delivery.OutOfTime or Delivery.OnlyFirst) }
            // One that is doubted, too, stays held.
            ? await repeats.Where(x => x.HeldBy != HeldBy.Doubt).ExecuteUpdateAsync(x => x
                .SetProperty(d => d.State, DeliveryState.Queued)
                .SetProperty(d => d.RepeatOf, (Guid?)null)
                .SetProperty(d => d.WarnedAt, (DateTimeOffset?)null)
                .SetProperty(d => d.DueAt, d => d.CreatedAt < now ? d.CreatedAt : now), ct)
            : await repeats.ExecuteUpdateAsync(x => x
                .SetProperty(d => d.State, first.State)
                .SetProperty(d => d.Proof, first.Proof)
                .SetProperty(d => d.Reason, first.Reason)
                .SetProperty(d => d.MailedAt, first.MailedAt)
                .SetProperty(d => d.SettledAt, now)
                .SetProperty(d => d.ReceiptDueAt, d => d.ReceiptsLeft > 0 && first.State != DeliveryState.Returned ? now : null)
                .SetProperty(d => d.NeedsLook, d => d.NeedsLook || d.DoubtedAt != null)
                .SetProperty(d => d.HeldBy, (HeldBy?)null)
                .SetProperty(d => d.DueAt, (DateTimeOffset?)null), ct);
    }

    /// <summary>
    /// Whether another application of this address to the same job in the ATS arrived or may have: then "already exists" says
    /// nothing about this one. One that was erased meanwhile, and of whose address nothing remains, may have been of this one.
    /// </summary>
    public static async Task<bool> AnotherMayBeThereAsync(AppDb db, Delivery delivery, AddressHashes hashes, CancellationToken ct)
    {
        var email = await db.Applications.Where(x => x.Id == delivery.ApplicationId).Select(x => x.EmailNormalized).SingleAsync(ct);
        var hash = hashes.Of(delivery.EmployerId, email);
        return await (
        from mine in db.Applications
        where mine.Id == delivery.ApplicationId
        join ad in db.JobAds on mine.JobAdId equals ad.Id
        join otherAd in db.JobAds on ad.AtsJobId equals otherAd.AtsJobId
        join other in db.Deliveries on otherAd.Id equals other.JobAdId
        join application in db.Applications on other.ApplicationId equals application.Id
        where other.Id != delivery.Id && other.AccountId == delivery.AccountId
            && (application.EmailNormalized == email
                || (application.ErasedAt != null && (application.EmailHash == null || application.EmailHash == hash)))
            && (other.State == DeliveryState.HandedOver || db.Exchanges.Any(x => x.DeliveryId == other.Id && x.Kind == StepKind.Create
                && (x.AnsweredAt == null || x.Meaning == Meaning.Delivered || x.Meaning == Meaning.Unknown
                    || x.Meaning == Meaning.UnderWayByMail || x.Meaning == Meaning.AlreadyThere)))
        select other.Id).AnyAsync(ct);
    }
}
