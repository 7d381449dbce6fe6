using CsCheck;
using Eilbote.Connections;

namespace Eilbote.Tests.Connections;

public sealed class The_schedule
{
    private static readonly TimeZoneInfo Vienna = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna");

    [Fact]
    public void Is_once_a_night_at_any_time_of_the_year() =>
        Gen.Select(Gen.Guid, Gen.Long[0, 2 * 365 * 24 * 3600L]).Sample((id, seconds) =>
        {
            var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(seconds);
            var (next, after) = (QuietHours.Next(id, now), QuietHours.Next(id, QuietHours.Next(id, now)));
            // Where the clocks change in the night it may end an hour earlier or later.
            return next > now && next - now <= TimeSpan.FromHours(25)
                && TimeZoneInfo.ConvertTime(next, Vienna).TimeOfDay <= TimeSpan.FromHours(7)
                && after - next >= TimeSpan.FromHours(23) && after - next <= TimeSpan.FromHours(25);
        });

    [Fact]
    public void Spreads_connections_over_the_whole_night()
    {
        var now = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
        var hours = Enumerable.Range(0, 6000)
            .GroupBy(i => TimeZoneInfo.ConvertTime(QuietHours.Next(Guid.CreateVersion7(now.AddMilliseconds(i)), now), Vienna).Hour)
            .ToDictionary(x => x.Key, x => x.Count());
        Assert.Equal([0, 1, 2, 3, 4, 5], hours.Keys.Order());
        Assert.All(hours.Values, x => Assert.InRange(x, 800, 1200));
    }

    [Fact]
    public void Tells_the_owner_at_once_and_after_one_three_and_seven_days()
    {
        var since = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal([0, 1, 3, 7, null], Enumerable.Range(0, 5)
            .Select(sent => (int?)(BrokenNotices.DueAt(since, sent) - since)?.TotalDays));
    }
}
