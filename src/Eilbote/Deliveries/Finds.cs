using Eilbote.Applications;
using Eilbote.Connectors;

namespace Eilbote.Deliveries;

/// <summary>What became of a file in which the virus scanner found something: told here, for every page.</summary>
internal static class Finds
{
    /// <summary>It had arrived before the find: here it is deleted, in the ATS it still lies.</summary>
    public static bool IsInAts(Document x, Delivery delivery) =>
        x.IsWithheld && delivery is { State: DeliveryState.Delivered, SettledAt: { } arrived } && x.ScannedAt > arrived;

    public static Words Words(Document x, Delivery delivery) => x.ReplacedAt is not null
        ? new("vom Virenscanner abgelehnt und ersetzt", "refused by the virus scanner and replaced")
        : IsInAts(x, delivery) ? new(
            "erst nach der Zustellung vom Virenscanner abgelehnt; hier gelöscht",
            "refused by the virus scanner only after the delivery; deleted here")
        : new("zurückgehalten: vom Virenscanner abgelehnt", "withheld: refused by the virus scanner");
}
