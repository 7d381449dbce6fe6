using Microsoft.EntityFrameworkCore.Query;

namespace Eilbote.Deliveries;

/// <summary>Lets what waited go out again; the order is the order of arrival.</summary>
internal static class Release
{
    public static Action<UpdateSettersBuilder<Delivery>> Setters(DateTimeOffset now) => x => x
        .SetProperty(d => d.State, DeliveryState.Queued)
        .SetProperty(d => d.HeldBy, (HeldBy?)null)
        .SetProperty(d => d.Reason, (string?)null)
        .SetProperty(d => d.DueAt, d => d.CreatedAt < now ? d.CreatedAt : now);
}
