using Eilbote.Deliveries;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Applying;

/// <summary>
/// The applicant takes an application back before it arrived. Nothing new leaves from this moment; a request that is already
/// out is awaited, and if it turns out to have arrived, that is said.
/// </summary>
public sealed class Withdrawal(IWriter writer, Erasure erasure, TimeProvider clock)
{
    public Task WithdrawAsync(Guid applicationId, CancellationToken ct) => EndAsync(applicationId, Actor.Applicant, null, ct);

    /// <summary>One that was doubted before this time, and is still.</summary>
    internal Task EndDoubtedAsync(Guid applicationId, DateTimeOffset before, CancellationToken ct) =>
        EndAsync(applicationId, Actor.Recipient, before, ct);

    /// <summary>What was handed in later from its receipt goes with it.</summary>
    private async Task EndAsync(Guid applicationId, Actor by, DateTimeOffset? doubtedBefore, CancellationToken ct)
    {
        var later = new List<Guid>();
        var ended = await writer.WriteAsync(async (db, t) =>
        {
            var now = clock.GetUtcNow();
            var mine = db.Deliveries.Where(x => x.ApplicationId == applicationId);
            // The update locks the row: what is read afterwards stays true until commit.
            if (await mine.Where(x => x.SettledAt == null && x.WithdrawnAt == null)
                .Where(x => doubtedBefore == null || x.DoubtedAt <= doubtedBefore)
                .ExecuteUpdateAsync(x => x.SetProperty(d => d.WithdrawnAt, now), t) == 0)
                return false;
            var delivery = await mine.SingleAsync(t);
            later = await db.Deliveries.Where(x => x.SentFrom == delivery.Id && x.SettledAt == null).Select(x => x.ApplicationId)
                .ToListAsync(t);
            db.Interventions.Add(new Intervention { DeliveryId = delivery.Id, Deed = Deed.Withdraw, Actor = by, At = now });
            if (delivery.State == DeliveryState.Delivering)
                return false;
            // A mail cannot be called back: who may have it is told.
            delivery.NeedsLook |= delivery.State == DeliveryState.UnderWayByMail;
            Ledger.End(delivery, DeliveryState.Withdrawn, now);
            if (delivery.HasRepeats)
                await Repeats.FollowAsync(db, delivery, now, t);
            return true;
        }, ct);
        if (ended)
            await erasure.EraseAsync(applicationId, CancellationToken.None);
        foreach (var id in later)
            await EndAsync(id, by, null, ct);
    }
}
