namespace Eilbote.Deliveries;

/// <summary>
/// A delivery whose applicant may be somebody else than the owner of its address. What has not left is held; what is out is awaited
/// as after a withdrawal; what has arrived is marked for a look.
/// </summary>
internal static class Doubting
{
    /// <summary>The reason while doubted of one that a person had held: held by that person again when the doubt ends.</summary>
    private const string HeldByPerson = "held-by-person";

    /// <summary>For a row in hand that is doubted. One whose request is out is held when that is answered.</summary>
    public static void Hold(Delivery delivery)
    {
        if (delivery.Ended || delivery.State == DeliveryState.UnderWayByMail)
            delivery.NeedsLook = true;
        else if (delivery.State != DeliveryState.Delivering)
        {
            if (delivery.HeldBy == HeldBy.Person)
                delivery.Reason = HeldByPerson;
            (delivery.State, delivery.HeldBy, delivery.DueAt) = (DeliveryState.Held, HeldBy.Doubt, null);
        }
    }

    /// <summary>Goes out again, unless it waited for a person before.</summary>
    public static void End(Delivery delivery, DateTimeOffset now)
    {
        delivery.DoubtedAt = null;
        if (delivery.HeldBy != HeldBy.Doubt)
            return;
        (delivery.State, delivery.HeldBy, delivery.Reason, delivery.DueAt) = delivery.Reason switch
        {
            // Whether it arrived is still not known.
            Delivery.InDoubt => (DeliveryState.NeedsEmployer, (HeldBy?)null, Delivery.InDoubt, (DateTimeOffset?)null),
            Delivery.AnswerMissing => (DeliveryState.NeedsApplicant, null, Delivery.AnswerMissing, null),
            HeldByPerson => (DeliveryState.Held, HeldBy.Person, null, null),
            _ => (DeliveryState.Queued, null, null, delivery.CreatedAt < now ? delivery.CreatedAt : now),
        };
    }
}
