using Eilbote.Ats;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>A connection that stops, and what waits for it. In the caller's transaction.</summary>
internal static class HeldConnections
{
    /// <summary>Its own secret was refused: everything waits, and it is verified at once.</summary>
    public static async Task HoldAsync(AppDb db, Guid id, string? reason, DateTimeOffset now, CancellationToken ct)
    {
        await db.Connections.Where(x => x.Id == id && x.State == ConnectionState.Active).ExecuteUpdateAsync(x => x
            .SetProperty(c => c.State, ConnectionState.Held)
            .SetProperty(c => c.HeldReason, reason)
            .SetProperty(c => c.HeldSince, now)
            .SetProperty(c => c.VerifyAt, now), ct);
        await HoldDeliveriesAsync(db, id, reason, ct);
    }

    public static Task<int> HoldDeliveriesAsync(AppDb db, Guid id, string? reason, CancellationToken ct) =>
        db.Deliveries.Where(x => x.ConnectionId == id && x.State == DeliveryState.Queued)
            .ExecuteUpdateAsync(Release.Held(HeldBy.Connection, reason), ct);

    /// <summary>It works again: what waited for it goes out, oldest first.</summary>
    public static Task<int> ReleaseAsync(AppDb db, Guid id, DateTimeOffset now, CancellationToken ct) =>
        db.Deliveries.Where(x => x.ConnectionId == id && x.State == DeliveryState.Held && x.HeldBy == HeldBy.Connection)
            .ExecuteUpdateAsync(Release.Setters(now), ct);
}
