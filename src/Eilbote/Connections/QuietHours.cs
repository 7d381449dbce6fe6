namespace Eilbote.Connections;

/// <summary>When a connection is verified by itself: once a night, between 0 and 6 o'clock in Vienna, each at its own moment.</summary>
internal static class QuietHours
{
    private const int Seconds = 6 * 60 * 60;
    private static readonly TimeZoneInfo Vienna = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna");

    public static DateTimeOffset Next(Guid connectionId, DateTimeOffset now)
    {
        // The last bytes of the id are random; they spread connections evenly and never change.
        var into = TimeSpan.FromSeconds(BitConverter.ToUInt32(connectionId.ToByteArray(), 12) % Seconds);
        var midnight = TimeZoneInfo.ConvertTime(now, Vienna).Date;
        var tonight = At(midnight) + into;
        return tonight > now ? tonight : At(midnight.AddDays(1)) + into;
    }

    /// <summary>Midnight exists on every day, whatever the clocks do later in the night.</summary>
    private static DateTimeOffset At(DateTime midnight) => new DateTimeOffset(midnight, Vienna.GetUtcOffset(midnight)).ToUniversalTime();
}

/// <summary>How often the owner of a broken connection is told: at once, and after 1, 3 and 7 days.</summary>
internal static class BrokenNotices
{
    private static readonly TimeSpan[] After = [TimeSpan.Zero, TimeSpan.FromDays(1), TimeSpan.FromDays(3), TimeSpan.FromDays(7)];

    /// <summary>After how many days it is told again, in words: "1, 3 and 7".</summary>
    public static string Days(string and) => string.Join(", ", After[1..^1].Select(x => x.Days)) + $" {and} {After[^1].Days}";

    /// <summary>When the next one is due, given how many were sent; null after the last.</summary>
    public static DateTimeOffset? DueAt(DateTimeOffset heldSince, int sent) => sent < After.Length ? heldSince + After[sent] : null;
}
