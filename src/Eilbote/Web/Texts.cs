using System.Globalization;

namespace Eilbote.Web;

/// <summary>
/// Every text stands where it is used, in both languages side by side, so that none can be missing. The language of a
/// request is set by <see cref="Language"/>.
/// </summary>
public static class Texts
{
    public static readonly CultureInfo German = CultureInfo.GetCultureInfo("de-AT");
    public static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");
    private static readonly TimeZoneInfo Vienna = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna");

    public static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    public static string T(string de, string en) => IsEnglish ? en : de;

    public static string T(Connectors.Words words) => T(words.De, words.En);

    /// <summary>14:02:11</summary>
    public static string Time(DateTimeOffset instant) => Local(instant).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>14:02:11 today, else with the date.</summary>
    public static string Time(DateTimeOffset instant, DateTimeOffset now) =>
        Local(instant).Date == Local(now).Date ? Time(instant) : $"{Date(instant)}, {Time(instant)}";

    /// <summary>23.11.2026 or 23 Nov 2026</summary>
    public static string Date(DateTimeOffset instant) => Date(Day(instant));

    public static string Date(DateOnly day) => day.ToString(IsEnglish ? "d MMM yyyy" : "dd.MM.yyyy", CultureInfo.CurrentCulture);

    /// <summary>1,2 MB</summary>
    public static string Size(long bytes) => bytes < 1_000_000
        ? $"{Math.Max(1, bytes / 1000)} KB"
        : string.Create(CultureInfo.CurrentCulture, $"{bytes / 1_000_000.0:0.#} MB");

    /// <summary>1.284 or 1,284</summary>
    public static string Number(int number) => number.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary>One sentence for one, another for more, in which {0} is the number.</summary>
    public static string Count(int count, string one, string many) => count == 1 ? one
        : many.Replace("{0}", Number(count), StringComparison.Ordinal);

    /// <summary>0,8 s, 34 s, 12 min, 5 h or 3 days</summary>
    public static string Duration(TimeSpan span) => span switch
    {
        { TotalSeconds: < 9.95 } => string.Create(CultureInfo.CurrentCulture, $"{span.TotalSeconds:0.0} s"),
        { TotalMinutes: < 1 } => $"{(int)span.TotalSeconds} s",
        { TotalHours: < 1 } => $"{(int)span.TotalMinutes} min",
        { TotalHours: < 48 } => $"{(int)span.TotalHours} h",
        _ => T($"{(int)span.TotalDays} Tage", $"{(int)span.TotalDays} days"),
    };

    /// <summary>The calendar day on the board's clock.</summary>
    public static DateOnly Day(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant).DateTime);

    /// <summary>When a calendar day begins, in UTC.</summary>
    public static DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Vienna.GetUtcOffset(midnight)).ToUniversalTime();
    }

    private static DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Vienna);
}
