using System.Text.RegularExpressions;
using PhoneNumbers;

namespace Eilbote.Prefill;

/// <summary>Telephone numbers in lines, as libphonenumber finds them: of any country with its code, else of one of four.</summary>
internal static partial class CvPhones
{
    private static readonly string[] Regions = ["AT", "DE", "CH", "GB"];

    /// <summary>Digits: no number has fewer, and with its country's code none is whole with fewer.</summary>
    private const int Fewest = 7, FewestWithCountry = 10;

    public static List<Found> In(IReadOnlyList<CvLine> lines)
    {
        var (numbers, found) = (PhoneNumberUtil.GetInstance(), new List<Found>());
        foreach (var line in lines.Where(x => x.Text.Count(char.IsDigit) >= Fewest && !NoPhone().IsMatch(x.Text)))
        {
            var label = Labelled(lines, line);
            foreach (var match in Matches(numbers, line.Text, label > 0))
            {
                // The library may begin after the country's code, at "(0)", and may end too early.
                var country = Country().Match(line.Text[..match.Start]).Value;
                var before = line.Text[..(match.Start - country.Length)];
                var (number, after) = (country + match.RawString, line.Text[(match.Start + match.Length)..]);
                if (number.TrimStart('(') is not ['+' or '0', ..] || number.Count(char.IsDigit) < Fewest || Date().IsMatch(number)
                    || GoesOn().IsMatch(after) || (after.Length == 0 && lines.Below(line) is { } below && Rest().IsMatch(below.Text)))
                    continue;
                found.Add(new(number, line, label + Kind(numbers.GetNumberType(match.Number)) + (line.Page == 1 ? 1 : 0)
                    + (Fax().IsMatch(before) && Fax().Matches(before)[^1].Index > LastLabel(before) ? -9 : 0)
                    + (CvPlaces.IsOrganisation(line.Text) ? -4 : 0)));
            }
        }
        return found;
    }

    /// <summary>What a person has is more likely to be mobile, and is not what only companies are given.</summary>
    private static int Kind(PhoneNumberType type) => type switch
    {
        PhoneNumberType.MOBILE or PhoneNumberType.FIXED_LINE_OR_MOBILE => 1,
        PhoneNumberType.TOLL_FREE or PhoneNumberType.PREMIUM_RATE or PhoneNumberType.SHARED_COST or PhoneNumberType.UAN => -5,
        _ => 0,
    };

    /// <summary>
    /// By the country that understands most of them. Beside a label, or with its country's code, a number may also be one that no
    /// country gives out.
    /// </summary>
    private static List<PhoneNumberMatch> Matches(PhoneNumberUtil numbers, string text, bool labelled)
    {
        var valid = Found(PhoneNumberUtil.Leniency.VALID);
        return valid.Count > 0 ? valid : Found(PhoneNumberUtil.Leniency.POSSIBLE).FindAll(x => labelled
            || (x.RawString.StartsWith('+') && x.RawString.Count(char.IsDigit) >= FewestWithCountry));

        List<PhoneNumberMatch> Found(PhoneNumberUtil.Leniency leniency) =>
            Regions.Select(x => numbers.FindNumbers(text, x, leniency, 50).ToList()).MaxBy(x => x.Count)!;
    }

    /// <summary>Whether the line, or what stands left of it, says what it is: for a number 2, against one -9.</summary>
    private static int Labelled(IReadOnlyList<CvLine> lines, CvLine line)
    {
        var left = lines.LeftOf(line);
        return Label().IsMatch(line.Text) || (left is not null && Label().IsMatch(left.Text)) ? 2
            : left is not null && Fax().IsMatch(left.Text) ? -9 : 0;
    }

    private static int LastLabel(string before) => Label().Matches(before) is { Count: > 0 } labels ? labels[^1].Index : -1;

    [GeneratedRegex(@"\b(tel(efon)?(nummer|nr)?|phone|mobile?|mobil(telefon|nummer)?|handy(nummer)?|natel|festnetz|cell|ruf(nummer)?)\b|^[TM]:?(\s|$)|\b[TM]:|(^|[|·•,;–-]\s?)[HMNPT]\.?\s(?=[+(0]|$)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();

    /// <summary>A month and a year somewhere in it, or all of it a day.</summary>
    [GeneratedRegex(@"\b\d{1,2}\s?[./-]\s?(19|20)\d\d\b|^\d{1,2}[./]\s?\d{1,2}[./]\s?\d\d$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Date();

    [GeneratedRegex(@"(\+|\b00)\d{1,3}[\s./-]*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Country();

    [GeneratedRegex(@"^([./-]?\d| \d{1,4}($| \d))", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GoesOn();

    /// <summary>What a narrow column left of a number for the next line.</summary>
    [GeneratedRegex(@"^[1-9][\d -]{0,7}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rest();

    /// <summary>One number for both is a telephone's.</summary>
    [GeneratedRegex(@"(?<!\btel(efon)?\.?\s?(/|&|\+|und|and)\s?)\b(tele)?fax|(^|[|·•,;–-]\s?)F[.:]?(\s(?=[+(0]|$)|$)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fax();

    [GeneratedRegex(@"\b(iban|bic|svnr|sv-?nr|sozialversicherung\w*|uid|ust|atu|isbn|issn|doi|firmenbuch\w*|fn|steuer\w*|matrikel\w*|reisepass\w*|passport)\b|https?://", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoPhone();
}
