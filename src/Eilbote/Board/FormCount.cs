namespace Eilbote.Board;

/// <summary>
/// How often something happened at one job ad's pages on one day. Numbers of no one: no row, and nothing beside it, says who.
/// What was sent and what arrived is counted from the deliveries themselves.
/// </summary>
public sealed class FormCount
{
    public required Guid JobAdId { get; init; }

    /// <summary>On the board's clock.</summary>
    public required DateOnly Day { get; init; }
    public required FormEvent Kind { get; init; }

    /// <summary>Which field of the form, for <see cref="FormEvent.Returned"/>; else empty.</summary>
    public required string Field { get; init; }
    public int Count { get; set; }
}

/// <summary>
/// Viewed: the ad or its form was opened. Started: a form made its first request, by a file or by being sent. Returned: it came back
/// because of a field.
/// </summary>
public enum FormEvent { Viewed, Started, Returned }
