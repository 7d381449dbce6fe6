namespace Eilbote.Deliveries;

/// <summary>How long a person's application is known to be in the ATS. Bound from <c>Eilbote:Repeats</c>.</summary>
public sealed class RepeatOptions
{
    /// <summary>
    /// So long no second one is sent to an ATS that takes none; afterwards that is asked first, because it may have forgotten.
    /// From 0 (it is always asked) to 3650.
    /// </summary>
    public int Days { get; set; } = 120;

    public TimeSpan Within => TimeSpan.FromDays(Days);

    /// <summary>Errors: <see cref="CannotStartException"/> in words for the operator.</summary>
    public RepeatOptions Check() => Days is >= 0 and <= 3650 ? this
        : throw new CannotStartException($"Eilbote:Repeats:Days is {Days}; it is from 0 to 3650.");
}
