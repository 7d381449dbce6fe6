using Eilbote.Deliveries;

namespace Eilbote.Applying;

/// <summary>
/// What an applicant is told of an application. Whatever it waits for, tried or not, it is received until it has ended or needs
/// the applicant: so no state is taken back, and none says what is known of somebody's e-mail address.
/// </summary>
public enum ReceiptState { Received, NeedsCorrection, NeedsAnswer, Doubted, Withdrawing, Arrived, HandedByMail, Withdrawn, Returned }

public static class ReceiptStates
{
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(1), Latest = TimeSpan.FromMinutes(5);

    /// <summary>Receipt and mails ask this alone.</summary>
    public static ReceiptState Of(Delivery delivery) => delivery is { Ended: false, WithdrawnAt: not null } ? ReceiptState.Withdrawing
        : delivery is { Ended: false, DoubtedAt: not null } ? ReceiptState.Doubted
        : delivery.State switch
        {
            DeliveryState.HandedOver when delivery.HandedOverByMail => ReceiptState.HandedByMail,
            DeliveryState.Delivered or DeliveryState.HandedOver => ReceiptState.Arrived,
            DeliveryState.Withdrawn => ReceiptState.Withdrawn,
            DeliveryState.Returned => ReceiptState.Returned,
            DeliveryState.NeedsApplicant when delivery.NeedsAnswer => ReceiptState.NeedsAnswer,
            DeliveryState.NeedsApplicant => ReceiptState.NeedsCorrection,
            DeliveryState.Queued or DeliveryState.Delivering or DeliveryState.UnderWayByMail or DeliveryState.Held
                or DeliveryState.WaitsForFirst or DeliveryState.AlreadyThere or DeliveryState.Supplement
                or DeliveryState.NeedsEmployer => ReceiptState.Received,
        };

    /// <summary>
    /// When an open receipt asks again: after a tenth of the time since the applicant last did something, because what has taken long
    /// will rarely end within the next second. Null when nothing changes without the applicant.
    /// </summary>
    public static TimeSpan? AskAgainAfter(Delivery delivery, DateTimeOffset now)
    {
        if (Of(delivery) is not (ReceiptState.Received or ReceiptState.Withdrawing)
            && delivery is not { State: DeliveryState.Delivering, DoubtedAt: not null })
            return null;
        var since = new[] { delivery.CreatedAt, delivery.CorrectedAt, delivery.DoubtedAt, delivery.WithdrawnAt }.Max()!.Value;
        return TimeSpan.FromTicks(Math.Clamp((now - since).Ticks / 10, Soonest.Ticks, Latest.Ticks));
    }
}
