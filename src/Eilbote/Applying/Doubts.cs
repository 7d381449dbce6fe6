using Eilbote.Deliveries;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Applying;

/// <summary>
/// Whoever got the mail says: this was not me. What has not left is held for <see cref="Delivery.DoubtFor"/>, in which the applicant can
/// correct the address; then it ends as withdrawn. What has arrived is marked for the employer.
/// </summary>
public sealed class Doubts(IWriter writer, Withdrawal withdrawal, Lanes lanes, TimeProvider clock)
{
    /// <summary>
    /// Said once. Those that wait for this one's end, or were handed in from its receipt, are of the same person, and doubted with it.
    /// </summary>
    public Task SayAsync(Guid applicationId, CancellationToken ct) => writer.WriteAsync(async (db, t) =>
    {
        var now = clock.GetUtcNow();
        // The update locks the row: what is read afterwards stays true until commit.
        if (await db.Deliveries.Where(x => x.ApplicationId == applicationId).Where(x => x.DoubtedAt == null && x.WithdrawnAt == null
            && x.State != DeliveryState.Returned).ExecuteUpdateAsync(x => x.SetProperty(d => d.DoubtedAt, now), t) == 0)
            return false;
        var delivery = await db.Deliveries.SingleAsync(x => x.ApplicationId == applicationId, t);
        var repeats = !delivery.HasRepeats || delivery.Ended ? []
            : await db.Deliveries.Where(x => x.RepeatOf == delivery.Id && x.SettledAt == null && x.DoubtedAt == null).ToListAsync(t);
        var handedIn = await db.Deliveries.Where(x => x.SentFrom == delivery.Id && x.SettledAt == null && x.DoubtedAt == null)
            .ToListAsync(t);
        foreach (var doubted in repeats.Concat(handedIn).Append(delivery))
        {
            doubted.DoubtedAt = now;
            Doubting.Hold(doubted);
            db.Interventions.Add(new() { DeliveryId = doubted.Id, Deed = Deed.Doubt, Actor = Actor.Recipient, At = now });
        }
        return true;
    }, ct);

    /// <summary>By the same mail's page, which proves the address: it was sent by its owner after all, and goes out.</summary>
    public async Task TakeBackAsync(Guid applicationId, CancellationToken ct)
    {
        var accounts = await writer.WriteAsync(async (db, t) =>
        {
            var now = clock.GetUtcNow();
            var mine = db.Deliveries.Where(x => x.ApplicationId == applicationId);
            if (await mine.Where(x => x.DoubtedAt != null && x.SettledAt == null && x.WithdrawnAt == null)
                .ExecuteUpdateAsync(x => x.SetProperty(d => d.DoubtedAt, d => d.DoubtedAt), t) == 0)
                return [];
            var delivery = await mine.SingleAsync(t);
            var repeats = await db.Deliveries.Where(
                x => x.RepeatOf == delivery.Id && x.SettledAt == null && x.DoubtedAt == delivery.DoubtedAt).ToListAsync(t);
            repeats.AddRange(await db.Deliveries.Where(
                x => x.SentFrom == delivery.Id && x.SettledAt == null && x.DoubtedAt == delivery.DoubtedAt).ToListAsync(t));
            foreach (var doubted in repeats.Append(delivery))
            {
                Doubting.End(doubted, now);
                db.Interventions.Add(new() { DeliveryId = doubted.Id, Deed = Deed.EndDoubt, Actor = Actor.Recipient, At = now });
            }
            await ProveAsync(db, applicationId, now, t);
            return repeats.Append(delivery).Select(x => x.AccountId).Distinct().ToList();
        }, ct);
        foreach (var account in accounts)
            lanes.Wake(account);
    }

    /// <summary>A button was pressed on the page to which only a mail led: its address is its owner's.</summary>
    public Task ProveAsync(Guid applicationId, CancellationToken ct) =>
        writer.WriteAsync((db, t) => ProveAsync(db, applicationId, clock.GetUtcNow(), t), ct);

    /// <summary>What nobody has corrected in time ends, and is erased.</summary>
    internal async Task EndDueAsync(AppDb db, CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Delivery.DoubtFor;
        foreach (var id in await db.Deliveries.Where(x => x.DoubtedAt <= before && x.SettledAt == null && x.WithdrawnAt == null)
            .OrderBy(x => x.DoubtedAt).Select(x => x.ApplicationId).Take(1000).ToListAsync(ct))
            await withdrawal.EndDoubtedAsync(id, before, ct);
    }

    private static async Task<bool> ProveAsync(AppDb db, Guid applicationId, DateTimeOffset now, CancellationToken ct)
    {
        await db.Applications.Where(x => x.Id == applicationId && x.AddressProvenAt == null)
            .ExecuteUpdateAsync(x => x.SetProperty(a => a.AddressProvenAt, now), ct);
        await Supplements.ProvenAsync(db, applicationId, now, ct);
        return true;
    }
}
