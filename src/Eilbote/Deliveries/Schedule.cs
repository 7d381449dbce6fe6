namespace Eilbote.Deliveries;

/// <summary>When a failed request is tried again. Jitter is only added, up to a tenth; <c>random</c> is in [0, 1).</summary>
public static class Schedule
{
    /// <summary>An account whose requests fail: each try takes the next oldest delivery while all others wait.</summary>
    private static readonly TimeSpan[] Account = [Seconds(5), Seconds(30), Minutes(2), Minutes(10)];

    /// <summary>One application that fails while others of its account succeed.</summary>
    private static readonly TimeSpan[] Own = [Seconds(5), Seconds(30), Minutes(2), Minutes(10), Minutes(30), Hours(1), Hours(3), Hours(6)];

    /// <summary>Only waits of its own schedule count, so that time in which account, connection or job ad stood still does not.</summary>
    private static readonly TimeSpan OwnLimit = TimeSpan.FromDays(7);

    public static TimeSpan AfterAccountFailure(int failures, double random) => Entry(Account, failures) * (1 + random / 10);

    /// <summary>Null once the application has waited seven days of its own: then a person is needed.</summary>
    public static TimeSpan? AfterOwnFailure(int failures, double random)
    {
        var waited = TimeSpan.Zero;
        for (var failure = 1; failure < failures; failure++)
            waited += Entry(Own, failure);
        return waited < OwnLimit ? Entry(Own, failures) * (1 + random / 10) : null;
    }

    /// <summary>The last entry repeats.</summary>
    private static TimeSpan Entry(TimeSpan[] schedule, int failures) => schedule[Math.Clamp(failures, 1, schedule.Length) - 1];

    private static TimeSpan Seconds(int count) => TimeSpan.FromSeconds(count);

    private static TimeSpan Minutes(int count) => TimeSpan.FromMinutes(count);

    private static TimeSpan Hours(int count) => TimeSpan.FromHours(count);
}
