namespace Eilbote.Applications;

/// <summary>When something was first so in this database.</summary>
public sealed class Milestone
{
    /// <summary>Since then details are erased, not only documents; see <see cref="Retention.AfterUpgrade"/>.</summary>
    public const string DetailsErased = "details-erased";

    public required string Name { get; init; }
    public required DateTimeOffset At { get; init; }
}
