namespace Eilbote.Deliveries;

/// <summary>When an applicant is written to about a missing answer: at once, and twice again. Then it is the employer's matter.</summary>
public static class AnswerSchedule
{
    /// <summary>So long the applicant is asked, and so long the mailed link is good.</summary>
    public static readonly TimeSpan AskFor = TimeSpan.FromDays(14);

    /// <summary>After the first mail.</summary>
    public static readonly IReadOnlyList<TimeSpan> Reminders = [TimeSpan.FromDays(2), TimeSpan.FromDays(5)];

    /// <summary>What comes next: a reminder, or the end. What was slept through is not made up for.</summary>
    public static DateTimeOffset After(DateTimeOffset askedAt, DateTimeOffset now) =>
        Reminders.Append(AskFor).Select(x => askedAt + x).FirstOrDefault(x => x > now, askedAt + AskFor);
}
