using System.Text.RegularExpressions;
using PhoneNumbers;

namespace Eilbote.Prefill;

/// <summary>Telephone numbers in lines, as libphonenumber finds them: of any country with its code, else of one of four.</summary>
internal static partial class CvPhones
{
    private static readonly string[] Regions = ["AT", "DE", "CH", "GB"];

    public static List<Found> In(IReadOnlyList<CvLine> lines)
    {
        var (numbers, found) = (PhoneNumberUtil.GetInstance(), new List<Found>());
        foreach (var line in lines.Where(x => x.Text.Count(char.IsDigit) >= 6 && !NoPhone().IsMatch(x.Text)))
        {
            var label = Labelled(lines, line);
            foreach (var match in Matches(numbers, line.Text, label > 0))
            {
                var before = line.Text[..match.Start];
                if (match.RawString.TrimStart('(') is not ['+' or '0', ..] || Date().IsMatch(match.RawString))
                    continue;
                var mobile = numbers.GetNumberType(match.Number) is PhoneNumberType.MOBILE or PhoneNumberType.FIXED_LINE_OR_MOBILE;
                found.Add(new(match.RawString, line, label + (mobile ? 1 : 0) + (line.Page == 1 ? 1 : 0)
                    + (Fax().IsMatch(before) && Fax().Matches(before)[^1].Index > LastLabel(before) ? -9 : 0)
                    + (CvPlaces.IsOrganisation(line.Text) ? -4 : 0)));
            }
        }
        return found;
    }

    /// <summary>By the country that understands most of them; beside a label a number may also be one that no country gives out.</summary>
    private static List<PhoneNumberMatch> Matches(PhoneNumberUtil numbers, string text, bool labelled)
    {
        PhoneNumberUtil.Leniency[] leniencies = labelled
            ? [PhoneNumberUtil.Leniency.VALID, PhoneNumberUtil.Leniency.POSSIBLE] : [PhoneNumberUtil.Leniency.VALID];
        foreach (var leniency in leniencies)
        {
            var best = Regions.Select(x => numbers.FindNumbers(text, x, leniency, 50).ToList()).MaxBy(x => x.Count)!;
            if (best.Count > 0)
                return best;
        }
        return [];
    }

    /// <summary>Whether the line, or what stands left of it, says what it is: for a number 2, against one -9.</summary>
    private static int Labelled(IReadOnlyList<CvLine> lines, CvLine line)
    {
        var left = lines.Where(x => x.Beside(line) && x.Right <= line.X + 1).MaxBy(x => x.X);
        return Label().IsMatch(line.Text) || (left is not null && Label().IsMatch(left.Text)) ? 2
            : left is not null && Fax().IsMatch(left.Text) ? -9 : 0;
    }

    private static int LastLabel(string before) => Label().Matches(before) is { Count: > 0 } labels ? labels[^1].Index : -1;

    [GeneratedRegex(@"\b(tel(efon)?(nummer|nr)?|phone|mobile?|mobil(telefon|nummer)?|handy(nummer)?|cell|ruf(nummer)?)\b|^[TM]:?(\s|$)|\b[TM]:", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();

    [GeneratedRegex(@"\b\d{1,2}[./](19|20)\d\d\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Date();

    [GeneratedRegex(@"\b(tele)?fax", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fax();

    [GeneratedRegex(@"\b(iban|bic|svnr|sv-?nr|sozialversicherung\w*|uid|ust|atu|isbn|issn|doi|firmenbuch\w*|fn)\b|https?://", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoPhone();
}
