using Eilbote.Connectors;

namespace Eilbote.Ats;

/// <summary>How things stand with the jobs that one connection's ATS publishes: when they were read, and what came of it.</summary>
public sealed class JobFeed
{
    public required Guid ConnectionId { get; init; }
    public required Guid EmployerId { get; init; }

    /// <summary>What the feed was named when it was last read well; another name means other jobs.</summary>
    public string Name { get; set; } = "";

    /// <summary>When it is read next.</summary>
    public DateTimeOffset DueAt { get; set; }
    public DateTimeOffset? AskedAt { get; set; }

    /// <summary>When it was last read well.</summary>
    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>Readings in a row that failed, since when, and why the last one did.</summary>
    public int Failures { get; set; }
    public DateTimeOffset? FailingSince { get; set; }
    public FeedFault? Fault { get; set; }
    public string FaultWhere { get; set; } = "";

    /// <summary>Jobs that the last good reading could not take; while there are any, no ad is closed.</summary>
    public List<FeedFlaw> Flaws { get; set; } = [];

    /// <summary>Whether a job that no ad points to becomes an ad by itself.</summary>
    public bool TakesNew { get; set; }

    /// <summary>What the last good reading showed, and what it changed.</summary>
    public int Jobs { get; set; }
    public int WithoutAd { get; set; }
    public int Added { get; set; }
    public int Rewritten { get; set; }
    public int Closed { get; set; }
    public int Reopened { get; set; }

    /// <summary>Since when it shows no job at all although ads are open: the employer is asked before any is closed.</summary>
    public DateTimeOffset? EmptySince { get; set; }

    /// <summary>The employer's answer was no: the ads stay open until the feed shows a job again.</summary>
    public bool KeptOpen { get; set; }

    /// <summary>Fencing token: of two readings at the same time only the first is written.</summary>
    public long Version { get; set; }
}
