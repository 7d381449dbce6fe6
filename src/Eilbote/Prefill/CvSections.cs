using System.Text.RegularExpressions;

namespace Eilbote.Prefill;

/// <summary>What a part of a CV is about. A closed set. Top is what stands before any heading.</summary>
internal enum CvSection { Top, Person, Career, References, Other }

/// <summary>Tells for every line to which part it belongs: the nearest heading above it in its column.</summary>
internal sealed partial class CvSections
{
    private readonly Dictionary<CvLine, CvSection> _sections = new(ReferenceEqualityComparer.Instance);

    /// <summary>Points above and below which a page's margin begins, and how many lines it holds.</summary>
    private const double MarginGap = 50;

    private const int MarginLines = 4;

    public CvSections(IReadOnlyList<CvLine> lines)
    {
        foreach (var page in lines.GroupBy(x => x.Page).OrderBy(x => x.Key))
        {
            var gutter = Gutter([.. page]);
            var margin = Footer([.. page.OrderBy(x => x.Y)]);
            foreach (var column in page.GroupBy(x => x.X >= gutter))
            {
                var headings = Headings(column);
                if (headings.Count == 0)
                    headings = Headings(page);
                foreach (var line in column)
                    _sections[line] = line.Y >= margin ? CvSection.Top
                        : headings.LastOrDefault(x => x.Line.Y <= line.Y + 1) is { Line: not null } above ? above.Section
                        : page.Key == 1 ? CvSection.Top : CvSection.Other;
            }
        }
    }

    public CvSection this[CvLine line] => _sections[line];

    /// <summary>What a line is the heading of; null when it is none.</summary>
    public static CvSection? HeadingOf(string text)
    {
        var words = Joints().Replace(text, " ").Trim().ToLowerInvariant();
        return words.Length is 0 or > 48 ? null
            : Reference().IsMatch(words) ? CvSection.References
            : Person().IsMatch(words) ? CvSection.Person
            : Career().IsMatch(words) ? CvSection.Career
            : Other().IsMatch(words) ? CvSection.Other : null;
    }

    /// <summary>Whether a line itself says that it is about somebody else.</summary>
    public static bool IsOfOthers(string text) => Others().IsMatch(text);

    /// <summary>Where the page's foot begins: few lines, far below all others, none of them a heading.</summary>
    private static double Footer(List<CvLine> ordered)
    {
        for (var i = ordered.Count - 1; i > 0 && i >= ordered.Count - MarginLines && HeadingOf(ordered[i].Text) is null; i--)
            if (ordered[i].Y - ordered[i - 1].Y > MarginGap)
                return ordered[i].Y;
        return double.MaxValue;
    }

    private static List<(CvLine Line, CvSection Section)> Headings(IEnumerable<CvLine> lines) =>
        [.. from line in lines
            let section = HeadingOf(line.Text)
            where section is not null
            orderby line.Y
            select (line, section.Value)];

    /// <summary>Where the right one of two columns begins, in points from the left; beyond the page when there is one column.</summary>
    private static double Gutter(List<CvLine> page)
    {
        var (best, gutter) = (0, double.MaxValue);
        foreach (var x in page.Select(x => x.X).Distinct().Order().Skip(1))
        {
            var across = page.Count(l => l.X < x - 3 && l.Right > x - 3);
            var (left, right) = (page.Count(l => l.Right <= x - 3), page.Count(l => l.X >= x - 1));
            var weight = Math.Min(left, right) - (6 * across);
            if (weight > best && Math.Min(left, right) >= 5)
                (best, gutter) = (weight, x - 1);
        }
        return gutter;
    }

    [GeneratedRegex(@"[\s:.\-–—_•|]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Joints();

    [GeneratedRegex("^(referenzen|referenz|referenzpersonen|referenzkontakte|referenzgeber(innen)?|auskunftspersonen|references?|referees?|empfehlungen|recommendations|notfallkontakte?|emergency contacts?|in case of emergency|notfall|eltern|erziehungsberechtigte|ansprech(partner|person(en)?))( (auf anfrage|on request|available on request|und .*|and .*))?$",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();

    [GeneratedRegex(@"\b(referenz(en|person(en)?|geber(in)?)?|references?|referees?|ansprech(partner(in)?|person)|vorgesetzte[rn]?|supervisor|line manager|notfall\w*|emergency|next of kin|"
        + @"auskunft|auskünfte|zentrale|hotline|eltern|parents|mutter|vater|mother|father|erziehungsberechtigte[rn]?)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Others();

    [GeneratedRegex("^((meine |my )?(kontakt|contact)(daten|e|angaben|information(en)?| details| information| info| me)?|persönliche(s| daten| angaben| informationen)?|persönliche daten .*|personal( details| information| data| info|ien)?|(angaben )?zur person|personalien|adresse|anschrift|address|so erreichen sie mich|kontaktmöglichkeiten|erreichbarkeit|get in touch|reach me)$",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Person();

    [GeneratedRegex("^((meine |my |relevante |beruflich(e|er|es)? |professional |work |praktische |weitere |schulische |akademische |universitäre |akademischer )?"
        + "(beruf|berufliches|berufserfahrung(en)?|berufspraxis|praxis|praxiserfahrung|arbeitserfahrung(en)?|positionen|positions|anstellung|internships?|"
        + "berufliche stationen|hintergrund|beschäftigung(en)?|arbeitgeber|employers?|lehre|schulen|"
        + "berufsweg|berufstätigkeit|berufslaufbahn|laufbahn|stationen|werdegang|erfahrung(en)?|experiences?|employment|"
        + "employment history|work history|history|career|career history|praktika|praktikum|tätigkeit(en)?|anstellungen|arbeit|work|projekte|projects|"
        + "ausbildung(en)?|bildung|bildungsweg|schulbildung|schulausbildung|studium|hochschulbildung|schule|education|training|education and training|"
        + "weiterbildung(en)?|fortbildung(en)?|aus und weiterbildung|qualifications|academic background|background|publikationen|publications|veröffentlichungen|"
        + "ehrenamt|ehrenämter|volunteer(ing)?|volunteer work|engagement|auszeichnungen|awards|zertifikate|certificates|certifications|vorträge))( (und|and|&) .*)?$",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Career();

    [GeneratedRegex("^((weitere |meine |my |key |personal |technical |besondere |edv )?(profil|profile|kurzprofil|zusammenfassung|summary|about( me)?|über mich|sprachen|"
        + "sprachkenntnisse|languages?|kenntnisse|fähigkeiten|kompetenzen|stärken|skills|hard skills|soft skills|it kenntnisse|it skills|edv|edv kenntnisse|interessen|"
        + "interests|hobbys?|hobbies|freizeit|führerschein|sonstiges|sonstige kenntnisse|other|ziele|objective|personal statement|job applied for))( (und|and|&) .*)?$",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Other();
}
