using Eilbote.Connectors;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

internal static class LostAnswers
{
    /// <summary>Whether one that ended otherwise may have arrived: nobody knows what became of a try, or of a mail.</summary>
    public static Task<bool> OfAsync(AppDb db, Guid deliveryId, CancellationToken ct) => db.Exchanges.AnyAsync(
        x => x.DeliveryId == deliveryId && x.Kind == StepKind.Create
            && (x.Meaning == Meaning.Unknown || x.Meaning == Meaning.UnderWayByMail), ct);
}
