using System.Text.RegularExpressions;

namespace Eilbote.Prefill;

/// <summary>Places in lines that look like somebody's address.</summary>
internal static partial class CvPlaces
{
    private const string Country = "Austria|Österreich|Germany|Deutschland|Switzerland|Schweiz|Suisse|Svizzera|Liechtenstein|United Kingdom|Great Britain|England|Scotland|Wales|Ireland|Irland|"
        + "Italy|Italien|Südtirol|Hungary|Ungarn|Slovenia|Slowenien|Slovakia|Slowakei|Czechia|Tschechien|Netherlands|Niederlande|France|Frankreich|Spain|Spanien|Poland|Polen|Croatia|Kroatien";

    private const string County = @"\p{L}*shire|(?:North |South |East |West )\p{Lu}\p{L}+|Kent|Essex|Surrey|Norfolk|Suffolk|Cornwall|Devon|Dorset|Somerset|Cumbria|Merseyside|Greater \p{L}+|Co(?:unty|\.) \p{L}+";

    /// <summary>What may follow a place without a comma and is no part of it: a label, a country, a canton.</summary>
    private const string NoPart = @"(?i:tel|telefon\w*|mobile?|handy\w*|natel|phone|fax|e-?mail|mail|geb|geboren|geburt\w*|born|nationalit\p{L}+|staats\p{L}+|[TME](?=[:\s]))\b|(?:" + Country + @")\b"
        + @"|(?!IN|IM|AM|AN|OB|ON|ST)[A-Z]{2}(?![\p{L}.'’-])";

    private const string Part = @"\p{Lu}[\p{L}'’.-]*";

    private const string Word = Part + "(?: (?:an der|am|im|in|ob der|bei|[abi]\\. ?(?:d\\. ?)?|upon|on|sur|der|(?!" + NoPart + ")" + Part + ")(?: ?(?!" + NoPart + ")" + Part + "){0,1}){0,3}"
        + "(?:/(?!" + Country + ")" + Part + ")?";

    private const string End = @"(?=$|[,(|·•;/]|\s[|·•–\d(+/-]|\s(?:" + NoPart + "))";

    private const string Postcode = @"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b";

    private const string StreetWords = "Street|Road|Lane|Avenue|Drive|Close|Terrace|Gardens|Crescent";

    /// <summary>Points between what stands in one column and in the next: a period there is about something else.</summary>
    private const double Columns = 240;

    public static List<Found> In(IReadOnlyList<CvLine> lines)
    {
        var found = new List<Found>();
        foreach (var line in lines.Where(x => x.Text.Length < 160))
        {
            var (beside, above) = (lines.LeftOf(line), lines.Above(line)?.Text ?? "");
            var left = beside?.Text ?? "";
            if (Elsewhere().IsMatch(left) || (Years().IsMatch(left) && line.X - beside!.Right < Columns)
                || OnlyElsewhere().IsMatch(above) || Period().IsMatch(above))
                continue;
            var label = Label().IsMatch(left) ? 3 : 0;
            var score = (line.Page == 1 ? 1 : 0) + (IsOrganisation(line.Text) || Years().IsMatch(line.Text) ? -5 : 0);
            var text = lines.Below(line)?.Text is { } below && (BrokenAddress().IsMatch(line.Text) || OnlyPostcode().IsMatch(below))
                ? $"{line.Text} {below}" : line.Text;
            if (Named().Match(line.Text) is { Success: true } named)
                Add(named.Groups["place"].Value, 3);
            else if (Elsewhere().IsMatch(line.Text))
                continue;
            else if (Coded().Match(text) is { Success: true } coded)
            {
                var street = HouseNumber().IsMatch(coded.Index == 0 ? above : text[..coded.Index]);
                // 2020 is a year, unless it is Hollabrunn's.
                if (!Year().IsMatch(coded.Groups["code"].Value) || label > 0 || street || coded.Groups["country"].Success)
                    Add(coded.Groups["place"].Value, label + (street ? 2 : 1));
            }
            else if (British().Match(text) is { Success: true } british)
                Add(british.Groups["place"].Value, label + 1);
            else if (Street().Match(text) is { Success: true } address)
                Add(address.Groups["place"].Value, label + 2);
            else if (WithCountry().Match(line.Text) is { Success: true } country)
                Add(country.Groups["place"].Value, label);
            else if (OnlyPlace().IsMatch(left) && Alone().Match(line.Text) is { Success: true } alone)
                Add(alone.Groups["place"].Value, 3);

            void Add(string place, int more)
            {
                place = place.Trim(' ', '-', ',');
                if (!Abbreviated().IsMatch(place))
                    place = place.TrimEnd('.');
                if (place.Length is > 1 and < 60 && !IsOrganisation(place) && !NoPlace().IsMatch(place))
                    found.Add(new(place, line, score + more));
            }
        }
        return found;
    }

    /// <summary>Whether a line names a company, a school, an authority: what stands on it is theirs.</summary>
    public static bool IsOrganisation(string text) => Organisation().IsMatch(text);

    [GeneratedRegex(@"\b(gmbh|ges\.?m\.?b\.?h|ag|kg|og|ohg|se|e\.?u|ltd|llc|plc|inc|llp|corp|company|group|holding|gruppe|hotel|seehotel|spital|klinik(um)?|krankenhaus|hospital|"
        + @"universität|university|college|hochschule|fachhochschule|schule|school|institut|institute|verein|bank|versicherung(en)?|kanzlei|ministerium|gemeinde|magistrat|htl|hak|hlw|hlt|bhak|ahs|gymnasium)\b|&\s?(co|söhne|sons|partner)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Organisation();

    [GeneratedRegex(@"\d, (\d{4,5}|\p{Lu}[\p{L}-]+)$|\d,$|, [^,]+ [A-Z]{1,2}\d[A-Z\d]?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BrokenAddress();

    [GeneratedRegex("^" + Postcode + "$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OnlyPostcode();

    [GeneratedRegex(@"^(19|20)\d\d$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Year();

    /// <summary>The end of a street's line: a house number, and what divides it from the rest.</summary>
    [GeneratedRegex(@"\p{L}[.]? \d{1,3}[a-z]?([/-]\d+)*\s?[,|·•–-]?\s?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HouseNumber();

    [GeneratedRegex(@" [abi]\. ?\p{Lu}\.$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Abbreviated();

    /// <summary>A country, a region, or a street, where a place was looked for.</summary>
    [GeneratedRegex(@"^((?-i:[A-Z]{2,3})|" + Country + "|" + County + @"|Tirol|Steiermark|Kärnten|Burgenland|Vorarlberg|(Nieder|Ober)österreich|Bayern|Hessen|Sachsen|Europ[ae]|EU|Remote|Homeoffice)$"
        + @"|\b(Street|St|Road|Rd|Ave|Square|Way|Court|Quay|Row)$|\b(" + StreetWords + @")\b|(straße|strasse|gasse|weg|platz|allee|ring|zeile)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoPlace();

    [GeneratedRegex(@"geburt|geboren|gebürtig|\bgeb\.|\bborn\b|birth|nationalit|staatsb|staatsangeh|citizen|heimat(ort|stadt|gemeinde)|hometown|bürgerort|bürger(in)? von|herkunft|"
        + @"(arbeits|dienst|einsatz|wunsch|studien|tätigkeits)ort|(desired|preferred|job|work|office) location|wunsch|gewünscht|relocat|umzug", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Elsewhere();

    /// <summary>A label whose value stands below it.</summary>
    [GeneratedRegex(@"^(geburtsort|geburtsdatum (und|/) ?(-ort|ort|geburtsort)|geboren( in)?|place of birth|birthplace|date and place of birth|born( in)?|heimatort|bürgerort|hometown|herkunft|(arbeits|dienst|einsatz|wunsch|studien)ort|(desired|preferred|job|work) location)\s?:?$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OnlyElsewhere();

    [GeneratedRegex(@"\b(19|20)\d\d\s?(–|-|—|bis|to|until)\s?", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Period();

    [GeneratedRegex(@"\b(19|20)\d\d\s?(–|-|—|bis|to|until)\s?|\b\d\d?[./](19|20)\d\d\b|\b(seit|since|ab) ", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Years();

    [GeneratedRegex(@"^((privat|heimat|wohn|post|haupt)?adresse|anschrift|wohnhaft|(haupt)?wohnsitz|wohnort|plz|ort|(current |home )?address|location|home|residence|place)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();

    [GeneratedRegex(@"^(wohnort|(haupt)?wohnsitz|ort|wohnhaft( in)?|(current )?location|place of residence|residence|based in|city)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OnlyPlace();

    /// <summary>At a beginning: "a company based in Leeds" is not about the person.</summary>
    [GeneratedRegex(@"(?:^|[|·•,;] ?)(?i:currently |derzeit |aktuell )?(?i:wohnort|(?:haupt)?wohnsitz|wohnhaft(?: in)?|location|based in|place of residence|lives in|living in|lebt in)\b ?:? (?:(?:[A-Z]{1,2}-)?\d{4,5} )?(?<place>" + Word + ")" + End, RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();

    /// <summary>Not within a sentence: "for 1200 Besucher" is no address.</summary>
    [GeneratedRegex(@"(?<=^|[,|·•:;(–\p{So}] ?|[–-] |\b(?i:adresse|anschrift|address|wohnhaft|plz/ort|ort|in) |\p{L}(?i:straße|strasse|str\.|gasse|weg|platz|allee) \d{1,3}[a-z]?(?:/\d+)* )(?:(?<country>A|AT|D|DE|CH|L|FL|I|H|HU|CZ|SK|SI|NL)[- –]{1,2})?"
        + @"(?<code>[1-9]\d{3}|\d{5})(?: ?[A-Z]{2}(?= \p{Lu}))?(?:(?<=\d[a-z]?(?:/\d+)*, ?\d+),)? (?<place>" + Word + ")" + End, RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Coded();

    [GeneratedRegex(@"(?:^|[,·|•:] ?)(?<place>" + Word + ")(?:,? (?:" + County + "))?,? " + Postcode, RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex British();

    [GeneratedRegex(@"(?:^|[|·•:] ?)(?:\d+[a-z]? [\p{L} .'’-]+ (?:" + StreetWords + @"|St|Rd|Ave|Square|Way|Court|Place|Quay|Row|Hill)"
        + @"|[\p{L} .-]+(?:straße|strasse|gasse|weg|platz|allee|ring|str\.|zeile|ufer) \d+[\w/-]*),? (?<place>" + Word + ")" + End, RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Street();

    [GeneratedRegex(@"(?:^|[|·•:] ?)(?<place>" + Word + ") ?(?:, ?|\\()(?:AT|DE|CH|GB|UK|IE|IT|HU|SI|SK|CZ|NL|" + Country + @")\)?(?=$|[,(|·•;]|\s[|·•–-])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WithCountry();

    [GeneratedRegex("^(?<place>" + Word + ")(?=$|[,(|])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Alone();
}
