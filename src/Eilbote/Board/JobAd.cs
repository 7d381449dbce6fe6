using Eilbote.Employers;
using Eilbote.Web;

namespace Eilbote.Board;

/// <summary>A job on the board, pointing to one job in the employer's ATS.</summary>
public sealed class JobAd
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid EmployerId { get; init; }
    public Guid? ConnectionId { get; set; }
    public required string Title { get; set; }

    /// <summary>The same in English; empty when it is the same or there is none.</summary>
    public string TitleEn { get; set; } = "";
    public string Place { get; set; } = "";

    /// <summary>As entered or as the feed tells it; sanitised when shown. German, or the only language there is.</summary>
    public string Html { get; set; } = "";

    /// <summary>The same in English; empty when there is none.</summary>
    public string HtmlEn { get; set; } = "";

    public string AtsJobId { get; set; } = "";

    /// <summary>
    /// For whom the employer receives applications, if not for itself, in its own words: "im Auftrag von Muster GmbH". Empty: for itself.
    /// </summary>
    public string Recipient { get; set; } = "";

    /// <summary>Whose law says how long its applications are kept, if not that of the employer's country.</summary>
    public Country? Country { get; set; }

    /// <summary>What its form asks otherwise than its connection's forms do.</summary>
    public AdQuestions Questions { get; set; } = new();

    /// <summary>Whose words title, place and text are. What a member wrote stays.</summary>
    public JobAdSource Source { get; set; }
    public JobAdState State { get; set; }

    /// <summary>Who closed it, while it is closed: what the feed closed it may open again.</summary>
    public ClosedBy? ClosedBy { get; set; }

    /// <summary>When it was closed last.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Why the ad is held: the connector's reason.</summary>
    public string? HeldReason { get; set; }
    public DateTimeOffset? HeldSince { get; set; }

    /// <summary>When the employer was last told by mail that it is held.</summary>
    public DateTimeOffset? HeldToldAt { get; set; }

    /// <summary>Since when the feed shows the job. Null: never seen there.</summary>
    public DateTimeOffset? SeenSince { get; set; }

    /// <summary>Since which good reading the feed no longer shows it; only a job that was seen can be missing.</summary>
    public DateTimeOffset? MissingSince { get; set; }

    /// <summary>Of what the feed told last, so that only what changed is written.</summary>
    public string? FeedHash { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its words were last changed; null when they are as they were first.</summary>
    public DateTimeOffset? ChangedAt { get; set; }

    /// <summary>In the reader's language, if there is one.</summary>
    public string TitleHere => Texts.IsEnglish && TitleEn.Length > 0 ? TitleEn : Title;
}

public enum JobAdSource { Hand, Feed }

/// <summary>Held: the ATS takes no applications for this job; what was accepted waits.</summary>
public enum JobAdState { Open, Held, Closed }

public enum ClosedBy { Member, Feed }
