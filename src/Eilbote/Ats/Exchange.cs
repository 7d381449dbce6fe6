using Eilbote.Connectors;
using Eilbote.Storage;

namespace Eilbote.Ats;

/// <summary>
/// One request to an ATS and what came back: journal, pace window, attempt log and timeline at once. Committed before the
/// request leaves; history is never rewritten.
/// </summary>
public sealed class Exchange
{
    /// <summary>How long after its deadline an open row is declared unknown.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>The row of a request that is about to leave, for a delivery or a verification.</summary>
    internal static Exchange Open(
        Step step, DateTimeOffset now, Guid accountId, Guid connectionId, Guid? deliveryId = null, Guid? verificationId = null,
        Probe? probe = null) => new()
        {
            AccountId = accountId,
            ConnectionId = connectionId,
            DeliveryId = deliveryId,
            VerificationId = verificationId,
            Step = step.Name,
            Kind = step.Kind,
            Probe = probe,
            StartedAt = now,
            Deadline = now + step.Deadline,
        };

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid AccountId { get; init; }
    public required Guid ConnectionId { get; init; }

    /// <summary>Null for a verification.</summary>
    public Guid? DeliveryId { get; init; }

    /// <summary>Null for a delivery.</summary>
    public Guid? VerificationId { get; init; }

    /// <summary>The connector's name of the step; it may name a document. Erased with the application.</summary>
    [Personal]
    public required string Step { get; set; }
    public required StepKind Kind { get; init; }

    /// <summary>Null unless it is a probe.</summary>
    public Probe? Probe { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Until then an answer is awaited; 5 s later an open row is declared unknown.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>When it was answered, failed or was declared unknown. The pace window counts from here.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }
    public Stage Stage { get; set; }
    public int? Status { get; set; }

    /// <summary>Null while open and when nothing was sent.</summary>
    public Meaning? Meaning { get; set; }
    public string? Reason { get; set; }

    /// <summary>The ATS's own words, at most 500 characters; erased with the application.</summary>
    [Personal]
    public string? Verbatim { get; set; }

    /// <summary>Which parts the ATS named: see <see cref="Reading.Parts"/>. Null when none; erased with the application.</summary>
    [Personal]
    public List<Part>? Parts { get; set; }

    /// <summary>Which fields the ATS named, as it spells them: see <see cref="Reading.Fields"/>. Erased with the application.</summary>
    [Personal]
    public string? Fields { get; set; }
    public int? DurationMs { get; set; }

    /// <summary>What the ATS called what it took. Erased with the application.</summary>
    [Personal]
    public string? Result { get; set; }
}

/// <summary>How far a request came.</summary>
public enum Stage
{
    /// <summary>Left, or is about to; nothing is known yet.</summary>
    Open,

    /// <summary>No byte of the request left: name, connection or TLS failed.</summary>
    NothingSent,

    /// <summary>Bytes left and no answer came.</summary>
    NoAnswer,

    Answered,
}
