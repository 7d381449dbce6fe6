using System.Collections.Concurrent;

namespace Eilbote.Insights;

/// <summary>
/// Counts of what came on days that are over and has ended: they stay as they are until more of such a day ends, so they are counted once.
/// Only of members who see all of their employer.
/// </summary>
internal sealed class PastDays
{
    /// <summary>A month of so many employers; beyond it all are counted anew.</summary>
    private const int AtMost = 31 * 1_000;

    private readonly ConcurrentDictionary<(Guid Employer, DateOnly Day), (int Open, EndedDay Ended)> _days = [];

    /// <summary>Tells which of a day still wait: it changes as soon as one of them ends, or one that had ended waits again.</summary>
    public static int Mark(IEnumerable<Guid> open) => open.Aggregate(0, (mark, id) => mark ^ id.GetHashCode());

    /// <param name="open">The <see cref="Mark"/> of those that wait now.</param>
    public EndedDay? Of(Guid employer, DateOnly day, int open) =>
        _days.TryGetValue((employer, day), out var kept) && kept.Open == open ? kept.Ended : null;

    public void Keep(Guid employer, DateOnly day, int open, EndedDay ended)
    {
        if (_days.Count >= AtMost)
            _days.Clear();
        _days[(employer, day)] = (open, ended);
    }
}

/// <param name="All">So many of a day have ended,</param>
/// <param name="Late">of them so many late,</param>
/// <param name="Otherwise">so many otherwise than by arriving,</param>
/// <param name="HandedOver">and of these so many because the employer took them over.</param>
internal sealed record EndedDay(int All, int Late, int Otherwise, int HandedOver);
