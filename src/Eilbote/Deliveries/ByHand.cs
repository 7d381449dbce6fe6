using System.Linq.Expressions;
using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Mail;
using Eilbote.Members;
using Eilbote.Scanning;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>Which deliveries a deed is for: one application, or all of an employer (null: of all employers) since a time.</summary>
public sealed record Selection(Guid? EmployerId, Guid? ApplicationId = null, DateTimeOffset? Since = null)
{
    /// <summary>Of these ads only.</summary>
    public AdScope Ads { get; init; } = AdScope.All;

    public IQueryable<Delivery> Of(AppDb db) => db.Deliveries.Where(Ads.On<Delivery>(x => x.JobAdId)).Where(x =>
        (EmployerId == null || x.EmployerId == EmployerId) && (ApplicationId == null || x.ApplicationId == ApplicationId)
            && (Since == null || x.CreatedAt >= Since));
}

/// <summary>What a deed would do.</summary>
/// <param name="Count">So many are done.</param>
/// <param name="Connection">Of the others, so many wait until their connection is mended,</param>
/// <param name="JobAd">so many until their job ad is,</param>
/// <param name="Applicant">and so many for the applicant.</param>
public sealed record Preview(int Count, int Connection, int JobAd, int Applicant)
{
    /// <summary>So many wait for the virus scanner, or for a file that takes the place of one that it refused.</summary>
    public int Scan { get; init; }
}

/// <summary>Who does a deed, and why.</summary>
public sealed record By(Actor Actor, string? Email, string? Why);

/// <summary>What people do to deliveries by hand. Each deed is previewed, done in small transactions, and recorded.</summary>
public sealed class ByHand(IWriter writer, Lanes lanes, Scanner scanner, TimeProvider clock)
{
    /// <summary>In one transaction: others write meanwhile.</summary>
    private const int AtOnce = 200;

    /// <summary>Whether there is a virus scanner.</summary>
    public bool Scans => scanner.IsOn;

    public async Task<Preview> PreviewAsync(AppDb db, Deed deed, Selection selection, CancellationToken ct)
    {
        var count = await Done(db, deed, selection).CountAsync(ct);
        if (deed != Deed.Retry)
            return new(count, 0, 0, 0);
        var waiting = await selection.Of(db).Where(x => x.SettledAt == null)
            .GroupBy(x => new { x.State, x.HeldBy }).Select(x => new { x.Key, Count = x.Count() }).ToListAsync(ct);
        int Held(HeldBy by) => waiting.Where(x => x.Key.State == DeliveryState.Held && x.Key.HeldBy == by).Sum(x => x.Count);
        return new(count, Held(HeldBy.Connection), Held(HeldBy.JobAd), Held(HeldBy.Doubt) + Held(HeldBy.Proof)
            + waiting.Where(x => x.Key.State == DeliveryState.NeedsApplicant).Sum(x => x.Count))
        {
            Scan = Held(HeldBy.Scan)
        };
    }

    /// <param name="words">To the applicant, when it is returned.</param>
    /// <returns>How many were done.</returns>
    public async Task<int> DoAsync(AppDb db, Deed deed, Selection selection, By by, string? words, CancellationToken ct)
    {
        var (total, accounts) = (0, new HashSet<Guid>());
        var all = await Done(db, deed, selection).OrderBy(x => x.CreatedAt).Select(x => x.Id).ToListAsync(ct);
        foreach (var some in all.Chunk(AtOnce))
            total += await writer.WriteAsync((w, t) => DoAsync(w, deed, selection, some, by, words, accounts, t), ct);
        foreach (var account in accounts)
            lanes.Wake(account);
        return total;
    }

    private async Task<int> DoAsync(
        AppDb db, Deed deed, Selection selection, IReadOnlyList<Guid> some, By by, string? words, HashSet<Guid> accounts,
        CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        // Asked again: a lane may have been quicker.
        var still = await Done(db, deed, selection).Where(x => some.Contains(x.Id)).Select(x => x.Id).ToListAsync(ct);
        var chosen = Done(db, deed, selection).Where(x => still.Contains(x.Id));
        var count = deed switch
        {
            Deed.Retry => await chosen.ExecuteUpdateAsync(Release.Retried(now), ct),
            Deed.Release => await chosen.ExecuteUpdateAsync(Release.Setters(now), ct),
            Deed.Hold => await chosen.ExecuteUpdateAsync(Release.Held(HeldBy.Person, null), ct),
            Deed.Return => await chosen.ExecuteUpdateAsync(Release.Ended(DeliveryState.Returned, words, now), ct),
            // What arrived without a part is completed by it; what did not arrive ends with it.
            Deed.HandOver => await chosen.Where(x => x.SettledAt == null)
                .ExecuteUpdateAsync(Release.Ended(DeliveryState.HandedOver, null, now), ct)
                + await chosen.ExecuteUpdateAsync(x => x.SetProperty(d => d.NeedsLook, false), ct),
            Deed.Confirm => await chosen.ExecuteUpdateAsync(x => x.SetProperty(d => d.NeedsLook, false), ct),
            _ => throw new ArgumentOutOfRangeException(nameof(deed), deed, "Only the applicant withdraws something."),
        };
        if (deed == Deed.Return)
            foreach (var id in await db.Deliveries.Where(x => still.Contains(x.Id)).Select(x => x.ApplicationId).ToListAsync(ct))
                OutgoingMail.Queue(db, MailKind.ApplicationReturned, id, null, now);
        if (deed is Deed.Return or Deed.HandOver)
            foreach (var first in await db.Deliveries.AsNoTracking().Where(x => still.Contains(x.Id) && x.HasRepeats && x.SettledAt != null)
                .ToListAsync(ct))
                await Repeats.FollowAsync(db, first, now, ct);
        db.Interventions.AddRange(
            still.Select(x => new Intervention { DeliveryId = x, Deed = deed, Actor = by.Actor, By = by.Email, Why = by.Why, At = now }));
        if (deed is Deed.Retry or Deed.Release)
        {
            accounts.UnionWith(await db.Deliveries.Where(x => still.Contains(x.Id)).Select(x => x.AccountId).Distinct().ToListAsync(ct));
            // A pause after failures is ours and ends when a person says so; one after a 429 is the ATS's and stays.
            await db.Accounts.Where(x => accounts.Contains(x.Id) && (x.ShareHalvedUntil == null || x.ShareHalvedUntil < now))
                .ExecuteUpdateAsync(x => x.SetProperty(a => a.PausedUntil, (DateTimeOffset?)null), ct);
        }
        return count;
    }

    /// <summary>The deliveries of a selection to which a deed applies. None of them has a request out.</summary>
    private IQueryable<Delivery> Done(AppDb db, Deed deed, Selection selection)
    {
        var chosen = selection.Of(db).Where(AppliesTo(deed));
        return deed switch
        {
            Deed.Retry => chosen
                .Where(x => db.Connections.Any(c => c.Id == x.ConnectionId && c.State == ConnectionState.Active))
                .Where(x => !db.JobAds.Any(a => a.Id == x.JobAdId && a.State == JobAdState.Held)),
            // Nobody takes over what cannot be downloaded yet.
            Deed.HandOver when scanner.IsOn => chosen.Where(
                x => !db.Documents.Any(d => d.ApplicationId == x.ApplicationId && d.ScanResult == null && d.ErasedAt == null)),
            _ => chosen,
        };
    }

    private static Expression<Func<Delivery, bool>> AppliesTo(Deed deed) => deed switch
    {
        Deed.Retry => x => x.State == DeliveryState.NeedsEmployer || x.State == DeliveryState.AlreadyThere
            || x.State == DeliveryState.Queued,
        Deed.Hold => x => x.State == DeliveryState.NeedsEmployer || x.State == DeliveryState.AlreadyThere
            || x.State == DeliveryState.Queued,
        Deed.Release => x => x.State == DeliveryState.Held && x.HeldBy == HeldBy.Person,
        Deed.Return => x => x.SettledAt == null && x.State != DeliveryState.Delivering,
        Deed.HandOver => x => (x.SettledAt == null && x.State != DeliveryState.Delivering && x.HeldBy != HeldBy.Doubt
            && x.Reason != Delivery.Unscanned) || x.NeedsLook,
        Deed.Confirm => x => x.NeedsLook,
        _ => x => false,
    };

    /// <summary>Whether a deed can be offered for one delivery.</summary>
    public static bool Applies(Deed deed, Delivery delivery) => AppliesTo(deed).Compile()(delivery);
}
