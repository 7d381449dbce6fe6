using System.Linq.Expressions;

namespace Eilbote.Deliveries;

/// <summary>
/// What a delivery waits for that only the employer can do. A closed set, the most urgent first; told here, counted and listed by
/// it.
/// </summary>
public enum Need { Connection, JobAd, Question, Refused, Supplement, AlreadyThere, Release }

internal static class Needs
{
    /// <summary>Null when it needs nobody of the employer.</summary>
    public static Need? Of(DeliveryState state, HeldBy? heldBy, bool questionMissing) => (state, heldBy) switch
    {
        (DeliveryState.Held, HeldBy.Connection) => Need.Connection,
        (DeliveryState.Held, HeldBy.JobAd) => Need.JobAd,
        // The scanner is the operators' matter; a refused file, and an address that is doubted or to be proven, the applicant's.
        (DeliveryState.Held, HeldBy.Scan or HeldBy.Doubt or HeldBy.Proof) => null,
        (DeliveryState.Held, _) => Need.Release,
        (DeliveryState.AlreadyThere, _) => Need.AlreadyThere,
        (DeliveryState.Supplement, _) => Need.Supplement,
        (DeliveryState.NeedsEmployer, _) => questionMissing ? Need.Question : Need.Refused,
        _ => null,
    };

    /// <summary>Whether it waits for whoever applied.</summary>
    public static bool IsForApplicant(DeliveryState state, HeldBy? heldBy) =>
        state == DeliveryState.NeedsApplicant || heldBy is HeldBy.Doubt or HeldBy.Proof;

    /// <summary>What it needs, as the database asks.</summary>
    public static Expression<Func<Delivery, bool>> Where(Need need) => need switch
    {
        Need.Connection => x => x.State == DeliveryState.Held && x.HeldBy == HeldBy.Connection,
        Need.JobAd => x => x.State == DeliveryState.Held && x.HeldBy == HeldBy.JobAd,
        Need.Release => x => x.State == DeliveryState.Held && x.HeldBy == HeldBy.Person,
        Need.AlreadyThere => x => x.State == DeliveryState.AlreadyThere,
        Need.Supplement => x => x.State == DeliveryState.Supplement,
        Need.Question => x => x.State == DeliveryState.NeedsEmployer && x.QuestionMissing,
        Need.Refused => x => x.State == DeliveryState.NeedsEmployer && !x.QuestionMissing,
    };

    public static Expression<Func<Delivery, bool>> Any =>
        x => (x.State == DeliveryState.Held && x.HeldBy != HeldBy.Scan && x.HeldBy != HeldBy.Doubt && x.HeldBy != HeldBy.Proof)
            || x.State == DeliveryState.AlreadyThere || x.State == DeliveryState.Supplement || x.State == DeliveryState.NeedsEmployer;
}
