using Eilbote.Connectors;

namespace Eilbote.Deliveries;

/// <summary>What is done after a request. A closed set; <see cref="Ledger"/> writes each of them into the rows.</summary>
public abstract record Decision
{
    /// <summary>An intermediate step succeeded: the next one is due at once.</summary>
    public sealed record Continue : Decision;

    public sealed record Deliver(Proof Proof) : Decision;

    /// <summary>A relay took its mail: nothing more is sent, and it ends when somebody says that it is there.</summary>
    public sealed record UnderWay : Decision;

    /// <summary>The failure says nothing about this application: the account waits, and the next oldest delivery tries first.</summary>
    public sealed record Retry : Decision;

    /// <summary>Whether it arrived is unknown, and sending it again could make another: a person looks.</summary>
    public sealed record Doubt : Decision;

    /// <summary>The account's limit was exceeded: it pauses at least 60 s and halves its share for an hour.</summary>
    public sealed record Pause(TimeSpan? RetryAfter) : Decision;

    /// <summary>Send again without a part that the ATS refused.</summary>
    public sealed record Degrade(Part Part) : Decision;

    /// <summary>Send again with new intermediate steps.</summary>
    public sealed record StartOver : Decision;

    /// <summary>The ATS's own check may have failed: ask once more.</summary>
    public sealed record AskAgain(TimeSpan After) : Decision;

    public sealed record HoldConnection : Decision;

    public sealed record HoldJobAd : Decision;

    /// <summary>Waits for a person.</summary>
    public sealed record Rest(DeliveryState State) : Decision;
}

/// <summary>What a delivery went through before, as far as it matters for the next decision.</summary>
/// <param name="UnknownCreate">A create under the present address of which nobody knows what became of it.</param>
/// <param name="AskedAgain">The ATS has said "already exists" before.</param>
/// <param name="StartedOver">With new steps, and no create has been unknown since.</param>
public sealed record Past(bool UnknownCreate, bool AskedAgain, bool StartedOver, IReadOnlyCollection<Part> Without)
{
    /// <summary>Another application of this person to this job arrived or may have.</summary>
    public bool AnotherMayBeThere { get; init; }

    /// <summary>What was sent may have arrived, and the ATS would take it as another if it came again.</summary>
    public bool RepeatMakesAnother { get; init; }

    /// <summary>The ATS has answered in a way that no time heals, again and again.</summary>
    public bool NeedsMending { get; init; }

    /// <summary>The access was refused to this application before, and proven since: so it is this application that is refused.</summary>
    public bool AccessProvenSince { get; init; }

    /// <summary>
    /// Whether "already exists" can only mean our own lost create: it came before the first "already exists" (else that was
    /// about something else), and no other of ours can be meant. Whoever applied elsewhere meanwhile cannot be told apart:
    /// the proof is inferred, and somebody looks.
    /// </summary>
    public bool ProvesOurs => UnknownCreate && !AskedAgain && !AnotherMayBeThere;
}

/// <summary>From what a request came to, to what is done. Pure, and the only place where this is decided.</summary>
public static class Policy
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(10);

    public static Decision Decide(Reading reading, TimeSpan? retryAfter, Past past) => reading.Meaning switch
    {
        Meaning.StepDone => new Decision.Continue(),
        Meaning.Delivered => new Decision.Deliver(Proof.Confirmed),
        Meaning.UnderWayByMail => new Decision.UnderWay(),
        Meaning.AlreadyThere when past.ProvesOurs => new Decision.Deliver(Proof.Inferred),
        Meaning.AlreadyThere when !past.AskedAgain => new Decision.AskAgain(AskAgainAfter),
        Meaning.AlreadyThere => new Decision.Rest(DeliveryState.AlreadyThere),
        Meaning.Unknown when past.RepeatMakesAnother => new Decision.Doubt(),
        Meaning.Unknown when past.NeedsMending => new Decision.HoldConnection(),
        Meaning.Unknown => new Decision.Retry(),
        Meaning.Throttled => new Decision.Pause(retryAfter),
        Meaning.CredentialsRefused or Meaning.FeatureOff when past.AccessProvenSince => new Decision.Rest(DeliveryState.NeedsEmployer),
        Meaning.CredentialsRefused or Meaning.FeatureOff => new Decision.HoldConnection(),
        Meaning.JobClosed => new Decision.HoldJobAd(),
        Meaning.PartRefused when reading.Part is { } part && !past.Without.Contains(part) => new Decision.Degrade(part),
        Meaning.StepForgotten when !past.StartedOver => new Decision.StartOver(),
        Meaning.NeedsApplicant => new Decision.Rest(DeliveryState.NeedsApplicant),
        Meaning.PartRefused or Meaning.StepForgotten or Meaning.QuestionMissing or Meaning.NeedsEmployer =>
            new Decision.Rest(DeliveryState.NeedsEmployer),
        // An answer to a probe, and no delivery sends one.
        Meaning.ProbeAccepted or Meaning.ProbeCreated => new Decision.Rest(DeliveryState.NeedsEmployer),
    };

    /// <summary>
    /// Whether a person must look at what arrived without this part. The channel is the connection's matter, the date nobody's.
    /// </summary>
    public static bool NeedsLook(Part part) => part is not (Part.Channel or Part.Date);
}
