using Eilbote.Board;
using Eilbote.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.JobAds;

/// <summary>Opens ads and lets what waited for them go out, oldest first.</summary>
internal static class Reopening
{
    /// <returns>The accounts to wake once this is committed.</returns>
    public static async Task<List<Guid>> OpenAsync(AppDb db, IReadOnlyCollection<Guid> ads, DateTimeOffset now, CancellationToken ct)
    {
        await db.JobAds.Where(x => ads.Contains(x.Id)).ExecuteUpdateAsync(x => x
            .SetProperty(a => a.State, JobAdState.Open)
            .SetProperty(a => a.ClosedBy, (ClosedBy?)null)
            .SetProperty(a => a.HeldReason, (string?)null)
            .SetProperty(a => a.HeldSince, (DateTimeOffset?)null), ct);
        var held = db.Deliveries.Where(x => ads.Contains(x.JobAdId) && x.State == DeliveryState.Held && x.HeldBy == HeldBy.JobAd);
        var accounts = await held.Select(x => x.AccountId).Distinct().ToListAsync(ct);
        await held.ExecuteUpdateAsync(Release.Setters(now), ct);
        return accounts;
    }
}
