using Eilbote.Web;

namespace Eilbote.Employers;

/// <summary>
/// When people at an employer work, on the board's clock: Monday to Friday, but for holidays that are kept in the whole country and the
/// employer's own closed days. Pure.
/// </summary>
/// <remarks>
/// Sources: AT: Arbeitsruhegesetz § 7; DE: what all sixteen states keep; CH: 1 August (Bundesverfassung Art. 110) and the three that all
/// cantons keep besides.
/// </remarks>
public sealed class WorkingDays(Country country, IReadOnlyCollection<ClosedDays> closed)
{
    /// <summary>Of a working day, on the board's clock.</summary>
    public static readonly TimeSpan Opens = TimeSpan.FromHours(8), Closes = TimeSpan.FromHours(17), Day = Closes - Opens;

    private static readonly (int Month, int Day)[]
        Austria = [(1, 1), (1, 6), (5, 1), (8, 15), (10, 26), (11, 1), (12, 8), (12, 25), (12, 26)],
        Germany = [(1, 1), (5, 1), (10, 3), (12, 25), (12, 26)], Switzerland = [(1, 1), (8, 1), (12, 25)];

    /// <summary>Days after Easter Sunday.</summary>
    private static readonly int[] EasterInAustria = [1, 39, 50, 60], EasterInGermany = [-2, 1, 39, 50], EasterInSwitzerland = [39];

    public bool Works(DateOnly day)
    {
        var (fixedDays, easter) = country switch
        {
            Country.AT => (Austria, EasterInAustria),
            Country.DE => (Germany, EasterInGermany),
            Country.CH => (Switzerland, EasterInSwitzerland),
        };
        return day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)
            && !fixedDays.Contains((day.Month, day.Day)) && !easter.Contains(day.DayNumber - EasterSunday(day.Year).DayNumber)
            && closed.All(x => day < x.From || day > x.Until);
    }

    /// <summary>The moment at which somebody has had so much working time since another.</summary>
    public DateTimeOffset After(DateTimeOffset since, TimeSpan workingTime)
    {
        var left = workingTime;
        for (var day = Texts.Day(since); ; day = day.AddDays(1))
        {
            if (!Works(day))
                continue;
            var (opens, closes) = (Texts.StartOf(day) + Opens, Texts.StartOf(day) + Closes);
            var from = since > opens ? since : opens;
            if (from >= closes)
                continue;
            if (closes - from >= left)
                return from + left;
            left -= closes - from;
        }
    }

    /// <summary>The last moment since which somebody has had so much working time by another.</summary>
    public DateTimeOffset Before(DateTimeOffset until, TimeSpan workingTime)
    {
        var left = workingTime;
        for (var day = Texts.Day(until); ; day = day.AddDays(-1))
        {
            if (!Works(day))
                continue;
            var (opens, closes) = (Texts.StartOf(day) + Opens, Texts.StartOf(day) + Closes);
            var to = until < closes ? until : closes;
            if (to <= opens)
                continue;
            if (to - opens >= left)
                return to - left;
            left -= to - opens;
        }
    }

    /// <summary>Whether people are at work at this moment.</summary>
    public bool IsOpen(DateTimeOffset at) => Works(Texts.Day(at)) && Texts.StartOf(Texts.Day(at)) is var day
        && day + Opens <= at && at < day + Closes;

    /// <summary>Until when the employer's own closed days last, on one of them; else null.</summary>
    public DateOnly? ClosedUntil(DateOnly day) => closed.Where(x => x.From <= day && day <= x.Until).Select(x => (DateOnly?)x.Until).Max();

    /// <summary>This moment, or the morning after the employer's own closed days into which it falls.</summary>
    public DateTimeOffset AfterClosing(DateTimeOffset at)
    {
        while (ClosedUntil(Texts.Day(at)) is { } until)
            at = Texts.StartOf(until.AddDays(1)) + Opens;
        return at;
    }

    /// <summary>By the Gregorian computus (Meeus, Jones, Butcher).</summary>
    private static DateOnly EasterSunday(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var (d, e) = (b / 4, b % 4);
        var g = (8 * b + 13) / 25;
        var h = (19 * a + b - d - g + 15) % 30;
        var (i, k) = (c / 4, c % 4);
        var l = (32 + 2 * e + 2 * i - h - k) % 7;
        var m = (a + 11 * h + 19 * l) / 433;
        var month = (h + l - 7 * m + 90) / 25;
        return new(year, month, (h + l - 7 * m + 33 * month + 19) % 32);
    }
}
