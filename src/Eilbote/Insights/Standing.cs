using Eilbote.Connections;
using Eilbote.Deliveries;

namespace Eilbote.Insights;

/// <summary>
/// How one employer's applications stand at one moment, read from the rows; the overview says nothing that is not in here.
/// </summary>
public sealed record Standing
{
    /// <summary>Longer than this from receipt to arrival is late.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(10);

    /// <summary>Of which the overview shows how many came.</summary>
    public const int ShownDays = 30;

    public required DateTimeOffset Now { get; init; }

    /// <summary>Of all the employer's connections the one that needs attention first.</summary>
    public required ConnectionStatus Status { get; init; }

    /// <summary>What the employer's ATSs are called, each once.</summary>
    public required IReadOnlyList<string> AtsNames { get; init; }

    /// <summary>A connection of which the ATS refused a setting: applications arrive without it.</summary>
    public ConnectionStatus? Flagged { get; init; }

    /// <summary>The last <see cref="ShownDays"/>, today last.</summary>
    public required IReadOnlyList<DayCount> Days { get; init; }

    /// <summary>Everything that has not come to its end, however old.</summary>
    public IReadOnlyList<Waiting> Waiting { get; init; } = [];

    /// <summary>Arrived, but not proven beyond doubt or not with all parts, until a member confirms it.</summary>
    public int NeedLook { get; init; }

    /// <summary>When the newest application came; null if there never was one.</summary>
    public DateTimeOffset? LastReceivedAt { get; init; }

    /// <summary>From receipt to arrival, the median of the latest ones that arrived.</summary>
    public TimeSpan? Usual { get; init; }
    public int ReceivedThisMonth { get; init; }
    public int LateThisMonth { get; init; }
    public bool HasOpenAd { get; init; }

    /// <summary>Something is connected, and applicants are not told yet who is responsible for their data.</summary>
    public bool NoticeMissing { get; init; }

    /// <summary>A connection that demands answers which no form of it does, if the employer is not told of it by what waits.</summary>
    public ConnectionStatus? Demanding { get; init; }

    /// <summary>Something else needs the employer than an application.</summary>
    public bool HasMore => Flagged is not null || NoticeMissing || Demanding is not null;

    public int Total => Waiting.Sum(x => x.Count);
    public int NeedEmployer => Waiting.Where(x => x.Need is not null).Sum(x => x.Count);
    public int HeldByConnection => Waiting.Where(x => x.Need == Need.Connection).Sum(x => x.Count);
    public int NeedApplicant => Waiting.Where(x => Needs.IsForApplicant(x.State, x.HeldBy)).Sum(x => x.Count);

    /// <summary>Waits for the virus scanner, or for a file that takes the place of one that it refused.</summary>
    public int BeingScanned => Waiting.Where(x => x.HeldBy == HeldBy.Scan).Sum(x => x.Count);

    /// <summary>Its mail has left, and only who got it knows whether it is there.</summary>
    public int ByMail => Waiting.Where(x => x.State == DeliveryState.UnderWayByMail).Sum(x => x.Count);
    public int UnderWay => Total - NeedEmployer - NeedApplicant - BeingScanned - ByMail;

    public int ReceivedThisWeek => Days.TakeLast(7).Sum(x => x.Received);
    public int ArrivedThisWeek => Days.TakeLast(7).Sum(x => x.Arrived);

    /// <summary>Of this week's, what the employer took over beside the ATS,</summary>
    public int HandedOverThisWeek => Days.TakeLast(7).Sum(x => x.HandedOver);

    /// <summary>and what ended without reaching it, by someone's choice or in time.</summary>
    public int OtherwiseThisWeek => Days.TakeLast(7).Sum(x => x.Otherwise - x.HandedOver);
}

/// <param name="Open">Of those received on that day, how many have not come to their end.</param>
/// <param name="Otherwise">How many ended without arriving in the ATS, by someone's choice.</param>
public sealed record DayCount(DateOnly Date, int Received, int Open, int Otherwise)
{
    public int Arrived => Received - Open - Otherwise;

    /// <summary>Of those that ended otherwise, how many the employer took over.</summary>
    public int HandedOver { get; init; }

    /// <summary>How many arrived late, or are late.</summary>
    public int Late { get; init; }
}

/// <summary>Deliveries of one job ad to one connection that wait for the same reason.</summary>
/// <param name="Ats">What the ATS that they are for is called.</param>
public sealed record Waiting(DeliveryState State, HeldBy? HeldBy, bool QuestionMissing, string Ats, string JobTitle, int Count)
{
    public Guid JobAdId { get; init; }

    public Need? Need => Needs.Of(State, HeldBy, QuestionMissing);
}
