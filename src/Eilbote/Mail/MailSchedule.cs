namespace Eilbote.Mail;

/// <summary>When a mail that did not leave is tried again.</summary>
public static class MailSchedule
{
    private static readonly TimeSpan[] After = [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(3)];

    /// <summary>News of a week ago is none.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromDays(7);

    /// <summary>The last entry repeats.</summary>
    public static TimeSpan AfterFailure(int attempts) => After[Math.Clamp(attempts, 1, After.Length) - 1];
}
