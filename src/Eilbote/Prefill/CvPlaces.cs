using System.Text.RegularExpressions;

namespace Eilbote.Prefill;

/// <summary>Places in lines that look like somebody's address.</summary>
internal static partial class CvPlaces
{
    private const string Word = @"\p{Lu}[\p{L}'’.-]*(?: (?:an der|am|im|in|ob der|bei|a\.d\.|upon|on|sur|der|[\p{Lu}][\p{L}'’.-]*)(?: ?[\p{Lu}][\p{L}'’.-]*)?){0,3}";

    public static List<Found> In(IReadOnlyList<CvLine> lines)
    {
        var found = new List<Found>();
        foreach (var line in lines.Where(x => x.Text.Length < 160))
        {
            var left = lines.Where(x => x.Beside(line) && x.Right <= line.X + 1).MaxBy(x => x.X)?.Text ?? "";
            if (Elsewhere().IsMatch(line.Text) || Elsewhere().IsMatch(left) || Years().IsMatch(left))
                continue;
            var label = Label().IsMatch(left) ? 3 : 0;
            var score = (line.Page == 1 ? 1 : 0) + (IsOrganisation(line.Text) || Years().IsMatch(line.Text) ? -5 : 0);
            var text = BrokenAddress().IsMatch(line.Text) && Below(lines, line) is { } below ? $"{line.Text} {below.Text}" : line.Text;
            if (Named().Match(line.Text) is { Success: true } named)
                Add(named.Groups["place"].Value, 3);
            else if (Coded().Match(text) is { Success: true } coded)
                Add(coded.Groups["place"].Value, label + 1);
            else if (British().Match(text) is { Success: true } british)
                Add(british.Groups["place"].Value, label + 1);
            else if (Street().Match(text) is { Success: true } street)
                Add(street.Groups["place"].Value, label);
            else if (WithCountry().Match(line.Text) is { Success: true } country)
                Add(country.Groups["place"].Value, label);
            else if (OnlyPlace().IsMatch(left) && Alone().Match(line.Text) is { Success: true } alone)
                Add(alone.Groups["place"].Value, 3);

            void Add(string place, int more)
            {
                if (place.Trim(' ', '.', '-', ',') is { Length: > 1 and < 60 } clean && !IsOrganisation(clean) && !NoPlace().IsMatch(clean))
                    found.Add(new(clean, line, score + more));
            }
        }
        return found;
    }

    private static CvLine? Below(IReadOnlyList<CvLine> lines, CvLine line) => lines
        .Where(x => x.Page == line.Page && x.Y > line.Y && x.Y - line.Y < 2 * Math.Max(7, line.Size) && !x.Beside(line)
            && Math.Abs(x.X - line.X) < 20)
        .MinBy(x => x.Y);

    /// <summary>Whether a line names a company, a school, an authority: what stands on it is theirs.</summary>
    public static bool IsOrganisation(string text) => Organisation().IsMatch(text);

    [GeneratedRegex(@"\b(gmbh|ges\.?m\.?b\.?h|ag|kg|og|ohg|se|e\.?u|ltd|llc|plc|inc|llp|corp|company|group|holding|gruppe|hotel|seehotel|spital|klinik(um)?|krankenhaus|hospital|"
        + @"universität|university|college|hochschule|fachhochschule|schule|school|institut|institute|verein|bank|versicherung(en)?|kanzlei|ministerium|gemeinde|magistrat|htl|hak|hlw|hlt|bhak|ahs|gymnasium)\b|&\s?(co|söhne|sons|partner)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Organisation();

    [GeneratedRegex(@"\d, (\d{4,5}|\p{Lu}[\p{L}-]+)$|\d,$|, [^,]+ [A-Z]{1,2}\d[A-Z\d]?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BrokenAddress();

    /// <summary>A country, or a street, where a place was looked for.</summary>
    [GeneratedRegex(@"^((?-i:[A-Z]{2,3})|Austria|Österreich|Germany|Deutschland|Switzerland|Schweiz|England|Ireland|Italy|Italien)$|\b(Street|St|Road|Rd|Lane|Avenue|Ave|Square|Way|Drive|Close|Court|Terrace|Quay|Row|Gardens|Crescent)$|(straße|strasse|gasse|weg|platz|allee|ring|zeile)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoPlace();

    [GeneratedRegex(@"geburt|geboren|\bgeb\.|\bborn\b|birth|nationalit|staatsb|staatsangeh|heimatort|bürgerort", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Elsewhere();

    [GeneratedRegex(@"\b(19|20)\d\d\s?(–|-|—|bis|to|until)\s?|\b\d\d?[./](19|20)\d\d\b|\b(seit|since|ab) ", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Years();

    [GeneratedRegex(@"^(adresse|anschrift|wohnadresse|wohnhaft|wohnort|ort|address|location|home|residence|place)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();

    [GeneratedRegex(@"^(wohnort|ort|wohnhaft in|location|place of residence|residence|based in|city)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OnlyPlace();

    [GeneratedRegex(@"\b(?i:wohnort|wohnhaft in|location|based in|place of residence|lives in|lebt in)\b:? (?:(?:[A-Z]{1,2}-)?\d{4,5} )?(?<place>" + Word + @")(?=$|[,(|·•;/]|\s[|·•–-])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();

    [GeneratedRegex(@"(?<![\p{L}\d/+.-]|\d )(?:(?:A|AT|D|DE|CH|L|FL|I|H|HU|CZ|SK|SI)[- –]{1,2})?(?<code>[1-9]\d{3}|\d{5}) (?<place>" + Word + @")(?=$|[,(|·•;/\d]|\s[|·•–\d(+-])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Coded();

    [GeneratedRegex(@"(?:^|[,·|•] ?|\d )(?<place>" + Word + @"),? [A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex British();

    [GeneratedRegex(@"(?:^|[|·•:] ?)(?:\d+[a-z]? [\p{L} .'’-]+ (?:Street|St|Road|Rd|Lane|Avenue|Ave|Square|Way|Drive|Close|Court|Terrace|Place|Quay|Row|Hill|Gardens|Crescent)"
        + @"|[\p{L} .-]+(?:straße|strasse|gasse|weg|platz|allee|ring|str\.|zeile|ufer) \d+[\w/-]*),? (?<place>" + Word + @")(?=$|[,(|·•;]|\s[|·•–-])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Street();

    [GeneratedRegex(@"(?:^|[|·•:] ?)(?<place>" + Word + @") ?(?:, ?|\()(?:AT|DE|CH|GB|UK|IE|IT|HU|SI|SK|CZ|Austria|Österreich|Germany|Deutschland|Switzerland|Schweiz|Italy|Italien|United Kingdom|England|Ireland|Hungary|Ungarn|Slovenia|Slowenien|Liechtenstein|Südtirol)\)?(?=$|[,(|·•;]|\s[|·•–-])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WithCountry();

    [GeneratedRegex(@"^(?<place>" + Word + @")(?=$|[,(|])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Alone();
}
