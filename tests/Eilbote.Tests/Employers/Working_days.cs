using System.Globalization;
using Eilbote.Employers;

namespace Eilbote.Tests.Employers;

public sealed class Working_days
{
    [Theory]
    // Each country's own, and what moves with Easter.
    [InlineData(Country.AT, "2026-10-26", false), InlineData(Country.DE, "2026-10-26", true), InlineData(Country.CH, "2026-10-26", true)]
    [InlineData(Country.AT, "2025-10-03", true), InlineData(Country.DE, "2025-10-03", false), InlineData(Country.CH, "2025-08-01", false)]
    [InlineData(Country.AT, "2026-04-03", true), InlineData(Country.DE, "2026-04-03", false)]
    [InlineData(Country.AT, "2026-04-06", false), InlineData(Country.DE, "2026-04-06", false), InlineData(Country.CH, "2026-04-06", true)]
    [InlineData(Country.AT, "2026-06-04", false), InlineData(Country.DE, "2026-06-04", true)]
    [InlineData(Country.AT, "2027-05-06", false), InlineData(Country.DE, "2028-05-25", false), InlineData(Country.CH, "2027-05-06", false)]
    [InlineData(Country.AT, "2026-12-08", false), InlineData(Country.DE, "2026-12-08", true), InlineData(Country.AT, "2026-12-24", true)]
    [InlineData(Country.AT, "2026-11-28", false), InlineData(Country.AT, "2026-11-30", true)]
    public void Are_not_the_holidays_of_the_whole_country(Country country, string day, bool works) =>
        Assert.Equal(works, new WorkingDays(country, []).Works(Day(day)));

    [Theory]
    // Within a day, over the evening, a weekend, a holiday beside one, before the office opens, and on a Saturday.
    [InlineData("2026-11-24 09:00", 4, "2026-11-24 13:00"), InlineData("2026-11-24 15:00", 4, "2026-11-25 10:00")]
    [InlineData("2026-11-27 16:30", 4, "2026-11-30 11:30"), InlineData("2026-12-04 16:00", 4, "2026-12-07 11:00")]
    [InlineData("2026-12-07 16:00", 4, "2026-12-09 11:00"), InlineData("2026-11-24 03:00", 4, "2026-11-24 12:00")]
    [InlineData("2026-11-28 12:00", 4, "2026-11-30 12:00"), InlineData("2026-11-24 22:00", 4, "2026-11-25 12:00")]
    // Three working days, over the hour that a spring night loses.
    [InlineData("2027-03-26 10:00", 27, "2027-04-01 10:00")]
    public void Count_only_the_hours_in_which_people_work(string since, int hours, string until) =>
        Assert.Equal(At(until), new WorkingDays(Country.AT, []).After(At(since), TimeSpan.FromHours(hours)));

    [Fact]
    public void Stop_while_the_employer_is_closed()
    {
        var days = new WorkingDays(
            Country.AT, [new() { EmployerId = Guid.Empty, From = Day("2026-12-21"), Until = Day("2027-01-05") }]);
        Assert.Equal(At("2027-01-07 11:00"), days.After(At("2026-12-18 16:00"), TimeSpan.FromHours(4)));
        Assert.Equal(Day("2027-01-05"), days.ClosedUntil(Day("2026-12-23")));
        Assert.Null(days.ClosedUntil(Day("2027-01-06")));
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset At(string text)
    {
        var local = DateTime.Parse(text, CultureInfo.InvariantCulture);
        return new DateTimeOffset(local, TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna").GetUtcOffset(local)).ToUniversalTime();
    }
}
