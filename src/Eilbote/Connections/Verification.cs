using System.Text.Json.Serialization;
using Eilbote.Ats;
using Eilbote.Connectors;

namespace Eilbote.Connections;

/// <summary>
/// A report of checks about one connection's values, and the run that makes it. It holds a copy of the values, so that new
/// ones replace the connection's only once they are proven. Its requests are exchanges.
/// </summary>
public sealed class Verification
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid ConnectionId { get; init; }
    public required Guid EmployerId { get; init; }
    public required Guid AccountId { get; init; }
    public required VerificationPurpose Purpose { get; init; }

    /// <summary>Whose address a test application bears.</summary>
    public Guid? MemberId { get; init; }

    /// <summary>Whether the account is only claimed: no answer to these secrets has proven it yet.</summary>
    public bool IsClaim { get; init; }

    public required Dictionary<string, string> Settings { get; set; }

    /// <summary>As in <see cref="Connection.ProtectedSecrets"/>; emptied when they are of no more use.</summary>
    public required string ProtectedSecrets { get; set; }

    /// <summary>The checks whose values differ from what the connection works with: none of them may fail.</summary>
    public required List<CheckKind> Changed { get; init; }

    public List<Check> Checks { get; set; } = [];

    /// <summary>What its report says something about, in order; told from what its ATS can be asked.</summary>
    public IEnumerable<CheckKind> Expected(ConnectorDescriptor ats)
    {
        if (Purpose == VerificationPurpose.TestApplication)
            return [CheckKind.TestApplication];
        var feed = ats.FeedKey is not null && Purpose is VerificationPurpose.Connect or VerificationPurpose.Change;
        return new (CheckKind Kind, bool Asked)[]
        {
            (CheckKind.CareerSite, feed), (CheckKind.Published, feed), (CheckKind.Secret, true), (CheckKind.Job, ats.KnowsJobs),
            (CheckKind.Channel, HasChannel(ats)),
        }.Where(x => x.Asked).Select(x => x.Kind);
    }

    /// <summary>The job in the ATS that it asks about; empty where it asks about none.</summary>
    public string JobIn(ConnectorDescriptor ats) => Settings.GetValueOrDefault(ats.JobKey, "");

    /// <summary>Whether it asks about a channel, too.</summary>
    public bool HasChannel(ConnectorDescriptor ats) => ats.Channel is { } channel && Settings.GetValueOrDefault(channel.Key, "").Length > 0;
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>When it goes on; while a run has it, the moment after which that run is taken for dead.</summary>
    public required DateTimeOffset DueAt { get; set; }

    /// <summary>Why it waits until <see cref="DueAt"/>, if it does.</summary>
    public VerificationWait? WaitsFor { get; set; }

    /// <summary>How often a code was typed, where one proves the access: see <see cref="TypedCodes"/>.</summary>
    public int CodeTries { get; set; }

    /// <summary>The values hold: the connection works with them from now on.</summary>
    public bool Accepted { get; set; }

    /// <summary>A newer one of the same connection took its place.</summary>
    public bool Superseded { get; set; }

    /// <summary>Not changed: a refusal then hits the secret the connection works with.</summary>
    public bool IsOwnSecret => !Changed.Contains(CheckKind.Secret);
}

public enum VerificationPurpose { Connect, Change, Daily, AfterRefusal, TestApplication }

/// <summary>
/// Pace: no slot is free. Paused: after a 429 the account sends nothing for a moment. Throttled: within an hour of a 429, while
/// applications go out on the account. Claims: too many runs for an account that is not proven. Code: somebody reads it and types it.
/// </summary>
public enum VerificationWait { Pace, Paused, Throttled, Claims, Code }

/// <summary>Proven, failed with the fix, or not provable and said so.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict { Proven, Failed, NotProvable }

[JsonConverter(typeof(JsonStringEnumConverter<CheckKind>))]
public enum CheckKind { Format, CareerSite, Published, Secret, Job, Channel, Questions, TestApplication }

/// <summary>One line of a report; <see cref="CheckWords"/> says it in the employer's words.</summary>
/// <param name="Code">Why: one of <see cref="Codes"/>, or the connector's reason.</param>
/// <param name="Fact">What is shown of it, such as the job's title.</param>
public sealed record Check(CheckKind Kind, Verdict Verdict, string Code, string? Fact = null);

/// <summary>
/// Probing on the whole server has stopped because a probe was answered as if it had created something. Only an operator
/// lets it go on.
/// </summary>
public sealed class ProbingStop
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid VerificationId { get; init; }
    public required Guid EmployerId { get; init; }
    public required DateTimeOffset StoppedAt { get; init; }

    /// <summary>When operators and the employer were told by mail.</summary>
    public DateTimeOffset? ToldAt { get; set; }
    public DateTimeOffset? ClearedAt { get; set; }
    public string? ClearedBy { get; set; }
}
