namespace Eilbote.JobAds;

/// <summary>A job on the board, pointing to one job in the employer's ATS.</summary>
public sealed class JobAd
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid EmployerId { get; init; }
    public Guid? ConnectionId { get; set; }
    public required string Title { get; set; }
    public string Place { get; set; } = "";

    /// <summary>As entered or as the feed tells it; sanitised when shown.</summary>
    public string Html { get; set; } = "";

    public string AtsJobId { get; set; } = "";
    public JobAdSource Source { get; init; }
    public JobAdState State { get; set; }

    /// <summary>Why the ad is held: the connector's reason.</summary>
    public string? HeldReason { get; set; }
    public DateTimeOffset? HeldSince { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
}

public enum JobAdSource { Hand, Feed }

/// <summary>Held: the ATS takes no applications for this job; what was accepted waits.</summary>
public enum JobAdState { Open, Held, Closed }
