namespace Eilbote.Ats;

/// <summary>One employer's settings and secrets for one connector. An employer may have several: each job ad goes through one.</summary>
public sealed class Connection
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid EmployerId { get; init; }
    public required string Connector { get; init; }
    public Guid AccountId { get; set; }
    public ConnectionState State { get; set; }

    /// <summary>Everything but secrets, by the connector's keys.</summary>
    public Dictionary<string, string> Settings { get; set; } = [];

    /// <summary>The connector's secrets as JSON, encrypted by Data Protection.</summary>
    public string ProtectedSecrets { get; set; } = "";

    /// <summary>When an answer other than "not accepted" to this connection's own secret last proved its claim to the account.</summary>
    public DateTimeOffset? ProvenAt { get; set; }

    /// <summary>What its forms ask beyond the fields that every form has.</summary>
    public QuestionForm Questions { get; set; } = new();

    /// <summary>
    /// Whether its employer wants nothing further of a person who has applied to a job: then who applies again is told so.
    /// </summary>
    public bool OnlyFirstCounts { get; set; }

    public string? HeldReason { get; set; }
    public DateTimeOffset? HeldSince { get; set; }

    /// <summary>The reason with which the ATS refused one setting (an unknown channel): applications arrive without it.</summary>
    public string? FlaggedReason { get; set; }

    /// <summary>When it is verified next by itself; null for a draft and while it is off.</summary>
    public DateTimeOffset? VerifyAt { get; set; }

    /// <summary>When its owner is told next that it is broken; null while it works.</summary>
    public DateTimeOffset? NoticeDueAt { get; set; }

    /// <summary>How often the owner was told since it broke.</summary>
    public int NoticesSent { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Draft: never proven. Held: its own secret was refused; what was accepted waits. Off: switched off by its owner.</summary>
public enum ConnectionState { Draft, Active, Held, Off }

/// <summary>What the ATS counts its limit by. Pace and pauses belong to it; several connections can share one.</summary>
public sealed class Account
{
    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(60);

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Connector { get; init; }

    /// <summary>The value the ATS counts by, see <see cref="Connectors.Pace.CountedBy"/>.</summary>
    public required string Key { get; init; }

    /// <summary>Fencing token: every reserved slot raises it, and the row lock it takes orders the reservations.</summary>
    public long Version { get; set; }

    public DateTimeOffset? PausedUntil { get; set; }

    /// <summary>Failures in a row that say nothing about one application.</summary>
    public int Failures { get; set; }

    public DateTimeOffset? FailedAt { get; set; }

    /// <summary>When a request last settled something for an application: an upload alone does not count.</summary>
    public DateTimeOffset? LastSuccessAt { get; set; }
    public DateTimeOffset? ShareHalvedUntil { get; set; }

    /// <summary>When operators were last told by mail that nothing gets through.</summary>
    public DateTimeOffset? ToldAt { get; set; }

    /// <summary>A real 429 pauses the account at least 60 s and halves its share for an hour. Returns when the pause ends.</summary>
    internal DateTimeOffset Throttle(TimeSpan? retryAfter, DateTimeOffset now)
    {
        var pause = retryAfter > LeastPause ? retryAfter.Value : LeastPause;
        (ShareHalvedUntil, PausedUntil) = (now + TimeSpan.FromHours(1), now + pause);
        return now + pause;
    }
}
