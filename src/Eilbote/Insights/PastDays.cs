using System.Collections.Concurrent;

namespace Eilbote.Insights;

/// <summary>
/// Counts of days that are over and of which everything has ended: they stay as they are, so they are counted once. Only of members who
/// see all of their employer.
/// </summary>
internal sealed class PastDays
{
    /// <summary>A month of so many employers; beyond it all are counted anew.</summary>
    private const int AtMost = 31 * 1_000;

    private readonly ConcurrentDictionary<(Guid Employer, DateOnly Day), DayCount> _days = [];

    public DayCount? Of(Guid employer, DateOnly day) => _days.GetValueOrDefault((employer, day));

    /// <param name="today">On the board's clock: what came today may grow.</param>
    public void Keep(Guid employer, DayCount day, DateOnly today)
    {
        if (day.Open > 0 || day.Date >= today)
            return;
        if (_days.Count >= AtMost)
            _days.Clear();
        _days[(employer, day.Date)] = day;
    }
}
