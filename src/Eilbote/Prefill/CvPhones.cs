using System.Text.RegularExpressions;
using PhoneNumbers;

namespace Eilbote.Prefill;

/// <summary>Telephone numbers in lines, as libphonenumber finds them: of any country with its code, else of one of four.</summary>
internal static partial class CvPhones
{
    private static readonly string[] Regions = ["AT", "DE", "CH", "GB"];

    private static readonly Dictionary<string, Regex> Homes = new()
    {
        ["AT"] = Austria(),
        ["DE"] = Germany(),
        ["CH"] = Switzerland(),
        ["GB"] = Britain(),
    };

    /// <summary>Digits: no number has fewer, and with its country's code none is whole with fewer.</summary>
    private const int Fewest = 7, FewestWithCountry = 10;

    public static List<Found> In(IReadOnlyList<CvLine> lines)
    {
        var (numbers, found, home) = (PhoneNumberUtil.GetInstance(), new List<Found>(), Home(lines));
        foreach (var line in lines.Where(x => x.Text.Count(char.IsDigit) >= Fewest && !NoPhone().IsMatch(x.Text)))
        {
            var label = Labelled(lines, line);
            var left = lines.LeftOf(line)?.Text ?? "";
            foreach (var match in Matches(numbers, line.Text, label > 0))
            {
                // The library may begin after the country's code, at "(0)", and may end too early.
                var country = Country().Match(line.Text[..match.Start]).Value;
                var before = line.Text[..(match.Start - country.Length)];
                var (number, after) = (country + match.RawString, line.Text[(match.Start + match.Length)..]);
                if (number.TrimStart('(') is not ['+' or '0', ..] || number.Count(char.IsDigit) < Fewest || Date().IsMatch(number)
                    || GoesOn().IsMatch(after) || (after.Length == 0 && lines.Below(line) is { } below && Rest().IsMatch(below.Text)))
                    continue;
                found.Add(new(number, line, label + Kind(numbers, match.Number, number, home) + (line.Page == 1 ? 1 : 0)
                    + Use(LastLabel(before) < 0 ? left + " " + before : before, after)
                    + (Fax().IsMatch(before) && Fax().Matches(before)[^1].Index > LastLabel(before) ? -9 : 0)
                    + (CvPlaces.IsOrganisation(line.Text) ? -4 : 0)));
            }
        }
        return found;
    }

    /// <summary>What a person has is more likely to be mobile, and is not what only companies are given.</summary>
    private static int Kind(PhoneNumberUtil numbers, PhoneNumber found, string written, List<string> home)
    {
        // Without its country's code a number is whatever it is at home: 0681 is a mobile in Austria and a town in Germany.
        var type = numbers.GetNumberType(found);
        if (written.TrimStart('(') is ['0', not '0', ..])
        {
            var types = home.ConvertAll(x => numbers.GetNumberType(numbers.Parse(written, x)));
            type = types.Contains(PhoneNumberType.MOBILE) ? PhoneNumberType.MOBILE
                : types.Find(x => x != PhoneNumberType.UNKNOWN) is var at && types.Exists(x => x != PhoneNumberType.UNKNOWN) ? at : type;
        }
        return type switch
        {
            PhoneNumberType.MOBILE => 3,
            PhoneNumberType.FIXED_LINE_OR_MOBILE => 1,
            PhoneNumberType.TOLL_FREE or PhoneNumberType.PREMIUM_RATE or PhoneNumberType.SHARED_COST or PhoneNumberType.UAN => -5,
            _ => 0,
        };
    }

    /// <summary>The country that the lines speak of most, by codes of numbers and places; all when they speak of none.</summary>
    private static List<string> Home(IReadOnlyList<CvLine> lines)
    {
        var text = string.Join('\n', lines.Take(40).Select(x => x.Text));
        var counts = Regions.Select(x => (Region: x, Count: Homes[x].Count(text))).ToList();
        var most = counts.Max(x => x.Count);
        return [.. counts.Where(x => x.Count == most).Select(x => x.Region)];
    }

    /// <summary>What the nearest words say a number is for: a mobile is preferred, one at work is not the person's own.</summary>
    private static int Use(string before, string after)
    {
        var near = Uses().Matches(before);
        var use = UseAfter().Match(after) is { Success: true } then ? then : near.Count > 0 ? near[^1] : null;
        return use is null ? 0 : use.Groups["mobile"].Success ? 2 : use.Groups["work"].Success ? -4 : 0;
    }

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

    private const string Mobile = @"(?<mobile>mobil\p{L}*|mobile|handy\p{L}*|natel|cell(phone)?)";

    private const string Work = @"(?<work>geschäft(lich)?|gesch\.|dienst(lich)?|dienstl\.|arbeit|büro|office|work|business|beruflich|firma)";

    private const string Landline = @"(?<landline>festnetz|landline|home|abends|privat(nummer)?|tel(efon)?|phone|t)";

    [GeneratedRegex(@"\b(" + Mobile + "|" + Work + @"|(?<work>(tel(efon)?|t)[. ]{1,2}(g|d)\b)|" + Landline + @")(nummer|nr)?\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Uses();

    /// <summary>In brackets after the number.</summary>
    [GeneratedRegex(@"^\s?[(\[](" + Mobile + "|" + Work + "|" + Landline + @")\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UseAfter();

    [GeneratedRegex(@"(\+|\b00)43\b|\bAT?[- –]{1,2}\d{4}\b|Österreich|Austria|\.at\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Austria();

    [GeneratedRegex(@"(\+|\b00)49\b|\b(DE?[- –]{1,2})?\d{5} \p{Lu}|Deutschland|Germany|\.de\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Germany();

    [GeneratedRegex(@"(\+|\b00)41\b|\bCH[- –]{1,2}\d{4}\b|Schweiz|Switzerland|Natel|Zivilstand|Bürgerort|Heimatort|\.ch\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Switzerland();

    [GeneratedRegex(@"(\+|\b00)44\b|United Kingdom|England|\.uk\b|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Britain();

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
