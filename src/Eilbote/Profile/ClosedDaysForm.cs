using System.Globalization;
using Eilbote.Connectors;
using Eilbote.Employers;
using Eilbote.Web;

namespace Eilbote.Profile;

/// <summary>What is typed for days on which nobody works. Field names: <c>From</c>, <c>Until</c>, as browsers send days.</summary>
public sealed record ClosedDaysForm
{
    public string From { get; init; } = "";

    /// <summary>Empty: one day.</summary>
    public string Until { get; init; } = "";

    public static ValueTask<ClosedDaysForm?> BindAsync(HttpContext http) => SentFields.BindAsync(http, sent => new ClosedDaysForm
    {
        From = sent[nameof(From)].Trim(),
        Until = sent[nameof(Until)].Trim(),
    });

    /// <summary>The days, or what is wrong, by field.</summary>
    /// <param name="has">So many entries are there.</param>
    public ((DateOnly From, DateOnly Until)? Days, Dictionary<string, Words> Errors) Read(DateOnly today, int has)
    {
        var errors = new Dictionary<string, Words>();
        var (from, until) = (Day(From), Until.Length == 0 ? Day(From) : Day(Until));
        var wrong = new Words("Bitte geben Sie einen Tag an, zum Beispiel 24.12.2026.", "Please give a day, for example 24/12/2026.");
        if (from is null)
            errors["From"] = wrong;
        else if (until is null)
            errors["Until"] = wrong;
        else if (until < from)
            errors["Until"] = new("Der letzte Tag liegt vor dem ersten.", "The last day is before the first.");
        else if (until < today)
            errors["Until"] = new("Das ist schon vorbei.", "This is over already.");
        else if (until.Value.DayNumber - from.Value.DayNumber >= ClosedDays.LongestDays || from > today.AddYears(2))
            errors["Until"] = new(
                $"Höchstens {ClosedDays.LongestDays} Tage am Stück, in den nächsten zwei Jahren.",
                $"At most {ClosedDays.LongestDays} days in a row, within the next two years.");
        else if (has >= ClosedDays.AtMost)
            errors["From"] = new($"Höchstens {ClosedDays.AtMost} Einträge.", $"At most {ClosedDays.AtMost} entries.");
        return errors.Count > 0 ? (null, errors) : ((from!.Value, until!.Value), errors);
    }

    /// <summary>As a browser's field for days sends it, and as people write it where there is none.</summary>
    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, ["yyyy-MM-dd", "d.M.yyyy", "d/M/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day : null;
}
