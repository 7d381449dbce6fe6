using Eilbote.Web;

namespace Eilbote.Employers;

/// <summary>Where an employer works: whose nationwide holidays apply. ISO 3166-1.</summary>
public enum Country { AT, DE, CH }

/// <summary>Days on which nobody at an employer works, both included: a bridge day, or the whole company's holidays.</summary>
public sealed class ClosedDays
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid EmployerId { get; init; }
    public required DateOnly From { get; init; }
    public required DateOnly Until { get; init; }
}

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
    public static readonly TimeSpan Opens = TimeSpan.FromHours(8), Closes = TimeSpan.FromHours(17);

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

    /// <summary>The moment at which so many whole working days have gone by.</summary>
    public DateTimeOffset After(DateTimeOffset since, int workingDays) => After(since, workingDays * (Closes - Opens));

    /// <summary>Until when the employer's own closed days last, on one of them; else null.</summary>
    public DateOnly? ClosedUntil(DateOnly day) => closed.Where(x => x.From <= day && day <= x.Until).Select(x => (DateOnly?)x.Until).Max();

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
