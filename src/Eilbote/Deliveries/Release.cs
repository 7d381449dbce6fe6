using Microsoft.EntityFrameworkCore.Query;

namespace Eilbote.Deliveries;

/// <summary>Moves many deliveries at once: out again, to a stop, or to an end. The order is always that of arrival.</summary>
internal static class Release
{
    public static Action<UpdateSettersBuilder<Delivery>> Setters(DateTimeOffset now) => x => x
        .SetProperty(d => d.State, DeliveryState.Queued)
        .SetProperty(d => d.HeldBy, (HeldBy?)null)
        .SetProperty(d => d.Reason, (string?)null)
        .SetProperty(d => d.DueAt, d => d.CreatedAt < now ? d.CreatedAt : now);

    /// <summary>As if it had never failed, but that it was already there is remembered.</summary>
    public static Action<UpdateSettersBuilder<Delivery>> Retried(DateTimeOffset now) => x => Setters(now).Invoke(x
        .SetProperty(d => d.OwnFailures, 0)
        .SetProperty(d => d.LastFailedAt, (DateTimeOffset?)null)
        .SetProperty(d => d.StepsForgottenAt, (DateTimeOffset?)null));

    /// <summary>The applicant is asked for an answer, from now on.</summary>
    public static Action<UpdateSettersBuilder<Delivery>> Asked(DateTimeOffset now) => x => x
        .SetProperty(d => d.State, DeliveryState.NeedsApplicant)
        .SetProperty(d => d.Reason, Delivery.AnswerMissing)
        .SetProperty(d => d.AnswerAskedAt, now)
        .SetProperty(d => d.AnswerDueAt, now);

    /// <summary>The applicant is asked no more.</summary>
    public static readonly Action<UpdateSettersBuilder<Delivery>> Unanswered = x => x
        .SetProperty(d => d.State, DeliveryState.NeedsEmployer)
        .SetProperty(d => d.QuestionMissing, true)
        .SetProperty(d => d.Reason, Delivery.Incomplete)
        .SetProperty(d => d.AnswerDueAt, (DateTimeOffset?)null);

    /// <summary>Nothing is missing any more.</summary>
    public static Action<UpdateSettersBuilder<Delivery>> Answered(DateTimeOffset now) => x => Setters(now).Invoke(x
        .SetProperty(d => d.QuestionMissing, false)
        .SetProperty(d => d.AnswerAskedAt, (DateTimeOffset?)null)
        .SetProperty(d => d.AnswerDueAt, (DateTimeOffset?)null));

    /// <summary>Its mail came back: a person looks.</summary>
    public static readonly Action<UpdateSettersBuilder<Delivery>> Bounced = x => x
        .SetProperty(d => d.State, DeliveryState.NeedsEmployer)
        .SetProperty(d => d.Reason, Delivery.Bounced)
        .SetProperty(d => d.QuestionMissing, false)
        .SetProperty(d => d.MailedAt, (DateTimeOffset?)null)
        .SetProperty(d => d.SettledAt, (DateTimeOffset?)null);

    public static Action<UpdateSettersBuilder<Delivery>> Held(HeldBy by, string? reason) => x => x
        .SetProperty(d => d.State, DeliveryState.Held)
        .SetProperty(d => d.HeldBy, by)
        .SetProperty(d => d.Reason, reason)
        .SetProperty(d => d.DueAt, (DateTimeOffset?)null);

    /// <summary>To the employer: nothing more is awaited of the applicant.</summary>
    public static Action<UpdateSettersBuilder<Delivery>> Shown(DeliveryState state, DateTimeOffset now) => x => x
        .SetProperty(d => d.State, state)
        .SetProperty(d => d.TellDueAt, now)
        .SetProperty(d => d.HeldBy, (HeldBy?)null);

    /// <summary>Nothing took it in time.</summary>
    public static Action<UpdateSettersBuilder<Delivery>> OutOfTime(DateTimeOffset now) => x =>
        Ended(DeliveryState.Returned, null, now).Invoke(x.SetProperty(d => d.Reason, Delivery.OutOfTime));

    public static Action<UpdateSettersBuilder<Delivery>> Ended(DeliveryState state, string? words, DateTimeOffset now) => x => x
        .SetProperty(d => d.State, state)
        .SetProperty(d => d.ReturnWords, words)
        .SetProperty(d => d.SettledAt, now)
        .SetProperty(d => d.ReceiptDueAt, d => state == DeliveryState.HandedOver && d.ReceiptsLeft > 0 ? now : null)
        .SetProperty(d => d.HeldBy, (HeldBy?)null)
        .SetProperty(d => d.DueAt, (DateTimeOffset?)null);
}
