using Eilbote.Applications;
using Eilbote.Connectors;
using Eilbote.Mail;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>
/// Further applications of a person to the same job of an ATS that takes no second one: no request is sent for them, they go to the
/// employer beside the ATS's interface. Before that their address is proven: anyone can type somebody's, and what is handed in later
/// changes how a real candidate looks. What the ATS itself says is there already takes the same path.
/// </summary>
internal static class Supplements
{
    /// <summary>So long the proof of an address is awaited; then the employer sees that there is none.</summary>
    public static readonly TimeSpan ProofFor = TimeSpan.FromHours(48);

    /// <summary>So long the button behind the mailed link proves something.</summary>
    public static readonly TimeSpan LinkFor = TimeSpan.FromDays(7);

    /// <summary>So many mails a day for one address and job; what is beyond is taken alike, and shown without a proof.</summary>
    private const int ProofsADay = 3;

    /// <summary>
    /// In the transaction in which its first step would be reserved, after its account is locked: whether it is one, and then where it
    /// waits. Nothing is asked about an address before: an application that is accepted tells nobody what is known of it.
    /// </summary>
    /// <param name="within">What is older says nothing: the ATS is asked.</param>
    public static async Task<bool> PlaceAsync(
        AppDb db, Delivery delivery, AddressHashes hashes, TimeSpan within, DateTimeOffset now, CancellationToken ct)
    {
        if (within == TimeSpan.Zero && delivery.SentFrom is null)
            return false;
        var mine = db.Deliveries.Where(x => x.Id == delivery.Id && x.DueAt <= now && x.WithdrawnAt == null);
        while (await FirstAsync(db, delivery, hashes, within, ct) is { } first)
        {
            if (IsThere(first) || first.Ended)
            {
                // The update locks the row: what is read afterwards stays true until commit.
                if (await mine.ExecuteUpdateAsync(x => x.SetProperty(d => d.SupplementOf, first.Id), ct) == 1)
                    await RestAsync(db, await db.Deliveries.SingleAsync(x => x.Id == delivery.Id, ct), now, ct);
                return true;
            }
            // The first may get there at this very moment: then it is looked at again.
            if (await db.Deliveries.Where(x => x.Id == first.Id && x.State == first.State && x.HeldBy == first.HeldBy)
                .ExecuteUpdateAsync(x => x.SetProperty(d => d.HasRepeats, true), ct) == 0)
                continue;
            await mine.ExecuteUpdateAsync(x => x
                .SetProperty(d => d.State, DeliveryState.WaitsForFirst)
                .SetProperty(d => d.SupplementOf, first.Id)
                .SetProperty(d => d.DueAt, (DateTimeOffset?)null), ct);
            return true;
        }
        return false;
    }

    /// <summary>
    /// A row in hand of which it is known that the ATS has the person for this job: it waits for the proof of its address, or for the
    /// employer.
    /// </summary>
    public static async Task RestAsync(AppDb db, Delivery delivery, DateTimeOffset now, CancellationToken ct)
    {
        var isNew = delivery.RepeatedSince is null;
        delivery.RepeatedSince ??= now;
        delivery.DueAt = null;
        if (await IsProvenAsync(db, delivery, ct))
            await ShowAsync(db, delivery, now, ct);
        else if (delivery.RepeatedSince + ProofFor <= now)
            Show(delivery, now);
        else
        {
            (delivery.State, delivery.HeldBy) = (DeliveryState.Held, HeldBy.Proof);
            if (isNew && await AsksAsync(db, delivery, now, ct))
            {
                OutgoingMail.Queue(db, MailKind.AddressProof, delivery.ApplicationId, null, now);
                // It says that it came in, too.
                delivery.ReceiptDueAt = null;
            }
        }
        if (delivery.HasRepeats)
            await LetGoAsync(db, delivery, now, ct);
    }

    /// <summary>
    /// An application's address was proven, in that transaction: what waited for it goes on, and what was sent from its receipt.
    /// </summary>
    public static async Task ProvenAsync(AppDb db, Guid applicationId, DateTimeOffset now, CancellationToken ct)
    {
        var proven = await db.Deliveries.Where(x => x.ApplicationId == applicationId).ToListAsync(ct);
        while (proven.Count > 0)
        {
            foreach (var delivery in proven.Where(x => x.HeldBy == HeldBy.Proof && x.WithdrawnAt is null))
                await ShowAsync(db, delivery, now, ct);
            var ids = proven.ConvertAll(x => x.Id);
            proven = await db.Deliveries.Where(x => x.SentFrom != null && ids.Contains(x.SentFrom.Value)).ToListAsync(ct);
        }
    }

    /// <summary>Whose proof did not come in time is shown to the employer without it.</summary>
    public static async Task EndProofsAsync(AppDb db, DateTimeOffset now, CancellationToken ct)
    {
        var before = now - ProofFor;
        var over = db.Deliveries.Where(x => x.HeldBy == HeldBy.Proof && x.RepeatedSince <= before && x.SettledAt == null);
        await over.Where(x => x.SupplementOf == null).ExecuteUpdateAsync(Release.Shown(DeliveryState.AlreadyThere, now), ct);
        await over.ExecuteUpdateAsync(Release.Shown(DeliveryState.Supplement, now), ct);
    }

    /// <summary>
    /// Its first ended, or is known to be there: what waited for that is placed anew, by the lane, and has its time again.
    /// </summary>
    public static Task<int> LetGoAsync(AppDb db, Delivery first, DateTimeOffset now, CancellationToken ct) =>
        db.Deliveries.Where(x => x.SupplementOf == first.Id && x.State == DeliveryState.WaitsForFirst && x.WithdrawnAt == null)
            .ExecuteUpdateAsync(x => Release.Setters(now).Invoke(x
                .SetProperty(d => d.SupplementOf, (Guid?)null).SetProperty(d => d.WarnedAt, (DateTimeOffset?)null)), ct);

    /// <summary>
    /// Whether its address is its sender's: proven by a button behind a mailed link, or it was sent from the receipt of one that went its
    /// usual way, or is proven itself.
    /// </summary>
    public static async Task<bool> IsProvenAsync(AppDb db, Delivery delivery, CancellationToken ct)
    {
        if (await db.Applications.AnyAsync(x => x.Id == delivery.ApplicationId && x.AddressProvenAt != null, ct))
            return true;
        return delivery.SentFrom is { } from && await db.Deliveries.AsNoTracking().SingleAsync(x => x.Id == from, ct) is var before
            && (before.RepeatedSince is null || await IsProvenAsync(db, before, ct));
    }

    /// <summary>Whether the button behind the mailed link still proves something.</summary>
    public static bool AsksFor(Application application, Delivery delivery, DateTimeOffset now) =>
        application is { ErasedAt: null, AddressProvenAt: null }
        && delivery is { Ended: false, WithdrawnAt: null, DoubtedAt: null, RepeatedSince: { } since } && since + LinkFor > now;

    /// <summary>
    /// The first delivery of the same address to the same job of the account that is there, or will be; of what was sent from a receipt,
    /// the one that it was sent from.
    /// </summary>
    private static async Task<Delivery?> FirstAsync(
        AppDb db, Delivery delivery, AddressHashes hashes, TimeSpan within, CancellationToken ct)
    {
        if (delivery.SentFrom is { } from)
        {
            var before = await db.Deliveries.AsNoTracking().SingleAsync(x => x.Id == from, ct);
            return before.SupplementOf is { } first && IsThere(before)
                ? await db.Deliveries.AsNoTracking().SingleAsync(x => x.Id == first, ct) : before;
        }
        var since = delivery.CreatedAt - within;
        var email = await db.Applications.Where(x => x.Id == delivery.ApplicationId).Select(x => x.EmailNormalized).SingleAsync(ct);
        var (employer, hash) = (delivery.EmployerId, hashes.Of(delivery.EmployerId, email));
        // By the address while it is kept, and by its hash after that.
        var mine = await db.Applications.Where(x => x.EmployerId == employer && x.EmailNormalized == email).Select(x => x.Id)
            .Union(db.Applications.Where(x => x.EmployerId == employer && x.EmailHash == hash).Select(x => x.Id)).ToListAsync(ct);
        return await (
            from ad in db.JobAds
            where ad.Id == delivery.JobAdId
            from application in db.Applications
            where mine.Contains(application.Id)
            join other in db.Deliveries on application.Id equals other.ApplicationId
            join otherAd in db.JobAds on other.JobAdId equals otherAd.Id
            where other.Id != delivery.Id && other.AccountId == delivery.AccountId && otherAd.AtsJobId == ad.AtsJobId
                && other.CreatedAt >= since && other.SupplementOf == null && other.SentFrom == null && other.RepeatOf == null
                && other.State != DeliveryState.Withdrawn && other.State != DeliveryState.Returned
                // Taken over by hand without ever having been created: the ATS does not know of it.
                && (other.State != DeliveryState.HandedOver || db.Exchanges.Any(x => x.DeliveryId == other.Id
                    && x.Kind == StepKind.Create && (x.Meaning == Meaning.Unknown || x.Meaning == Meaning.AlreadyThere)))
                && (other.CreatedAt < delivery.CreatedAt || (other.CreatedAt == delivery.CreatedAt && other.Id.CompareTo(delivery.Id) < 0)
                    || other.SettledAt != null || db.Exchanges.Any(x => x.DeliveryId == other.Id))
            orderby other.CreatedAt, other.Id
            select other).AsNoTracking().FirstOrDefaultAsync(ct);
    }

    /// <summary>Whether the ATS has the person for the job, by this one or from elsewhere.</summary>
    private static bool IsThere(Delivery x) => x.State is DeliveryState.Delivered or DeliveryState.AlreadyThere or DeliveryState.Supplement
        || x is { State: DeliveryState.Held, HeldBy: HeldBy.Proof };

    /// <summary>To the employer, unless that counts the first alone: then whoever owns the address is told.</summary>
    private static async Task ShowAsync(AppDb db, Delivery delivery, DateTimeOffset now, CancellationToken ct)
    {
        Show(delivery, now);
        if (!await db.Connections.AnyAsync(x => x.Id == delivery.ConnectionId && x.OnlyFirstCounts, ct))
            return;
        Ledger.End(delivery, DeliveryState.Returned, now);
        delivery.Reason = Delivery.OnlyFirst;
        OutgoingMail.Queue(db, MailKind.ApplicationReturned, delivery.ApplicationId, null, now);
        if (delivery.HasRepeats)
            await Repeats.FollowAsync(db, delivery, now, ct);
    }

    private static void Show(Delivery delivery, DateTimeOffset now) => (delivery.State, delivery.HeldBy, delivery.TellDueAt) = (
        delivery.SupplementOf is null ? DeliveryState.AlreadyThere : DeliveryState.Supplement, null, now);

    /// <summary>What was sent from a receipt is proven with that: its mail is out.</summary>
    private static async Task<bool> AsksAsync(AppDb db, Delivery delivery, DateTimeOffset now, CancellationToken ct)
    {
        if (delivery.SentFrom is not null)
            return false;
        var yesterday = now.AddDays(-1);
        var asked = await (
            from mine in db.Applications
            where mine.Id == delivery.ApplicationId
            join ad in db.JobAds on mine.JobAdId equals ad.Id
            join application in db.Applications on new { mine.EmployerId, mine.EmailNormalized }
                equals new { application.EmployerId, application.EmailNormalized }
            join otherAd in db.JobAds on application.JobAdId equals otherAd.Id
            join mail in db.OutgoingMails on application.Id equals mail.SubjectId
            where otherAd.AtsJobId == ad.AtsJobId && mail.Kind == MailKind.AddressProof && mail.CreatedAt > yesterday
            select mail.Id).CountAsync(ct);
        return asked < ProofsADay;
    }
}
