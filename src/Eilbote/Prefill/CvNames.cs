using System.Globalization;
using System.Text.RegularExpressions;

namespace Eilbote.Prefill;

/// <summary>Names in lines: beside a label, or large at the top of the first page.</summary>
internal static partial class CvNames
{
    /// <summary>The score from which a line is a name.</summary>
    public const int Enough = 6;

    private const int LongestName = 6;

    private static readonly CultureInfo Turkish = CultureInfo.GetCultureInfo("tr-TR");

    private static readonly HashSet<string> Particles = new(StringComparer.OrdinalIgnoreCase)
    { "von", "van", "vom", "zu", "zur", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "el", "al", "bin", "ter",
        "ten", "v.", "v.d.", "d." };

    public static bool IsParticle(string word) => Particles.Contains(word);

    /// <summary>Whether a word before "von" is a part of the last name.</summary>
    public static bool IsNoble(string word) => word is "Freiherr" or "Freifrau" or "Freiin" or "Graf" or "Gräfin" or "Baron"
        or "Baronin" or "Baronesse" or "Edler" or "Edle" or "Ritter" or "Fürst" or "Fürstin" or "Prinz" or "Prinzessin" or "Herzog";

    /// <summary>Whether a particle is one of languages in which people have two last names.</summary>
    public static bool IsIberian(string word) => word.ToLowerInvariant() is "de" or "del" or "dos" or "da";

    /// <summary>Whether a word before the last is a first name in one language, and begins the last name in another.</summary>
    public static bool MayBeParticle(string word) => word is "Ben" or "Abu" or "Ibn" or "Mac" or "San" or "Santa" or "Dos" or "Da";

    public static List<CvName> In(IReadOnlyList<CvLine> lines, CvSections sections)
    {
        var found = new List<CvName>();
        var pages = lines.GroupBy(x => x.Page).OrderBy(x => x.Key).Select(x => x.ToList()).FirstOrDefault(x => x.Count > 3) ?? [.. lines];
        if (pages.Count == 0)
            return found;
        Label(pages, sections, found);
        var (usual, largest) = (Median(pages), pages.Max(x => x.Size));
        var top = pages.Select(x => x.Y).Distinct().Order().Take(8).LastOrDefault();
        var first = pages.Where(x => CvSections.HeadingOf(x.Text) is null && !Document().IsMatch(x.Text)).Min(x => (double?)x.Y) ?? 0;
        foreach (var line in pages.Concat(Stacked(pages, usual)))
        {
            var section = sections[pages.Contains(line) ? line : pages.First(x => x.Beside(line))];
            if (section is CvSection.References or CvSection.Career && line.Size < largest)
                continue;
            foreach (var part in Separator().Split(line.Text).Take(2))
                if (Read(part) is var (words, lastFirst))
                    found.Add(new CvName(line, words, lastFirst, false,
                        (line.Size >= largest - 0.1 && largest > usual * 1.15 ? 4 : line.Size > usual * 1.25 ? 3 : 0)
                        + (line.Y <= top ? 2 : 0) + (line.Page == 1 && line.Y <= first && pages.LeftOf(line) is null ? 1 : 0)
                        + (words.Any(x => x.Split('-', ' ').All(GivenNames.Has)) ? 3 : 0)));
        }
        return found;
    }

    /// <summary>First and last name one below the other, both larger than the rest.</summary>
    private static IEnumerable<CvLine> Stacked(List<CvLine> lines, double usual) =>
        from upper in lines
        where upper.Size > usual * 1.25 && (upper.Text.Count(x => x == ' ') < 2 || IsParticle(upper.Text.Split(' ')[^1]))
        from lower in lines
        where lower.Size > usual * 1.25 && CvSections.HeadingOf(lower.Text) is null && (Math.Abs(lower.Size - upper.Size) < 0.6
                || (Math.Max(lower.Size, upper.Size) < 1.8 * Math.Min(lower.Size, upper.Size) && upper.Text.Split(' ').All(GivenNames.Has)))
            && lower.Y > upper.Y && lower.Y - upper.Y < 1.7 * Math.Max(lower.Size, upper.Size)
            && Math.Abs(lower.X - upper.X) < 30
            && (!lower.Text.Contains(' ', StringComparison.Ordinal) || IsParticle(lower.Text.Split(' ')[0]))
        select upper with { Text = upper.Text.EndsWith('-') ? upper.Text + lower.Text : $"{upper.Text} {lower.Text}" };

    /// <summary>Beside labels: the whole name, or its parts beside two of them. "Name" next to "Vorname" is the last name's.</summary>
    private static void Label(List<CvLine> lines, CvSections sections, List<CvName> found)
    {
        var values = lines.Where(x => sections[x] is not (CvSection.References or CvSection.Career) && !CvSections.IsOfOthers(x.Text))
            .Select(x => (Line: x, Kind: CvNameLabel.Of(x.Text, out var value), Value: value))
            .Where(x => x.Kind is not null)
            .Select(x => (x.Line, x.Kind, Value: x.Value.Length > 0 ? x.Value : ValueOf(lines, x.Line))).ToList();
        var first = values.Find(x => x.Kind is CvNameOrder.First && Read(x.Value, least: 1) is not null);
        var last = values.Find(x => x.Kind is CvNameOrder.Last && Read(x.Value, least: 1) is not null);
        if (first.Line is not null && last.Line is null)
            last = values.Find(x => x.Kind is CvNameOrder.Any && x.Line.Near(first.Line) && Read(x.Value, least: 1) is { Words: var words }
                && !words.Contains(Read(first.Value, least: 1)!.Value.Words[0]));
        if (first.Line is not null && last.Line is not null)
        {
            var (firsts, lasts) = (Read(first.Value, least: 1)!.Value.Words, Read(last.Value, least: 1)!.Value.Words);
            found.Add(new CvName(last.Line, [string.Join(' ', lasts), string.Join(' ', firsts)], LastFirst: true, Listed: true, 12));
        }
        foreach (var (line, kind, value) in values.Where(x => x.Line != last.Line && x.Kind is not (CvNameOrder.First or CvNameOrder.Last)))
            if (Read(value, least: 1) is var (words, lastFirst))
            {
                // Many write their first name first, whatever the label says: a known one decides.
                lastFirst |= kind is CvNameOrder.LastFirst && words.Count > 1 && !GivenNames.Has(words[0]);
                if (lastFirst || words.Count < 3 || kind is not CvNameOrder.LastFirst)
                    found.Add(new CvName(line, words, lastFirst, Listed: kind is not CvNameOrder.FirstLast, 8));
            }
    }

    /// <summary>What stands to the right of a label, else below it, and is no label.</summary>
    private static string ValueOf(List<CvLine> lines, CvLine label)
    {
        var right = lines.Where(x => x.Beside(label) && x.X > label.X).MinBy(x => x.X);
        var value = right is null || CvNameLabel.Of(right.Text, out _) is not null || Read(right.Text, least: 1) is null
            ? lines.Below(label) : right;
        return value is null || CvNameLabel.Of(value.Text, out _) is not null ? "" : value.Text;
    }

    /// <summary>The words of a name without titles, and whether the last name comes first; null when it is none.</summary>
    private static (IReadOnlyList<string> Words, bool LastFirst)? Read(string text, int least = 2)
    {
        text = Aside().Replace(BornAs().Replace(Title().Replace(text, ""), ""), " ");
        text = Degrees().Replace(Titles().Replace(text, " "), "").Trim(' ', ',');
        var comma = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        // "Anna Gruber, Kellnerin"
        if (comma.Length > 1 && least > 1 && comma[0].Split(' ') is { Length: > 1 } named && GivenNames.Has(named[0]))
            comma = [comma[0]];
        if (comma.Length is 0 or > 2 || (comma.Length == 2 && least > 1 && !IsTurned(comma)))
            return null;
        var words = string.Join(' ', comma).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // In small letters by design.
        if (words.Length is 2 or 3 && !text.Any(char.IsUpper) && GivenNames.Has(words[0]))
            words = [.. words.Select(Lower)];
        if (words.Length < least || words.Length > LongestName || !words.All(IsWord)
            || words.Length <= words.Count(IsParticle) + (least - 1) || IsParticle(words[^1])
            || (IsParticle(words[0]) && comma.Length < 2 && (least > 1 || words.Length > 3))
            || words.Any(x => NoNames().IsMatch(x) || Abbreviation().IsMatch(x))
            || CvSections.HeadingOf(text) is not null || CvPlaces.IsOrganisation(text))
            return null;
        var capitals = words.Select(x => x.Count(char.IsLetter) > 1 && !x.Any(char.IsLower)).ToList();
        string[] written = [.. words.Select(x => x.Length > 2 && !x.Any(char.IsLower) ? Lower(x) : x)];
        // What stands before a comma, and what alone is in capitals, is the last name.
        var last = comma.Length == 2 ? comma[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Length
            : capitals.TakeWhile(x => x).Count();
        if (last > 0 && last < words.Length && (comma.Length == 2 || !capitals.Skip(last).Any(x => x)))
            return ([string.Join(' ', written.Take(last)), string.Join(' ', written.Skip(last))], true);
        var first = capitals.TakeWhile(x => !x).Count();
        if (words.Length > 2 && first > 0 && first < words.Length && capitals.Skip(first).All(x => x))
        {
            // "Anna Gruber DGKP" may end with a degree.
            if (written[first..].All(x => x.Length < 5) && first > 1)
                return null;
            while (first > 1 && IsParticle(words[first - 1]))
                first--;
            return ([string.Join(' ', written.Skip(first)), string.Join(' ', written.Take(first))], true);
        }
        return (written, false);
    }

    /// <summary>"Gruber, Anna" without a label: few words, and the second part is known to be a first name.</summary>
    private static bool IsTurned(string[] parts) => parts[0].Split(' ').Length < 4
        && parts[1].Split(' ').All(x => x.Split('-').All(GivenNames.Has));

    private static bool IsWord(string word) => Word().IsMatch(word) || IsParticle(word);

    private static string Lower(string word)
    {
        // Turkish has two letters I; a word with İ, Ğ or Ş is Turkish.
        if (word.AsSpan().ContainsAny('İ', 'Ğ', 'Ş'))
            return InWord().Replace(word[..1] + word[1..].ToLower(Turkish), x => x.Value.ToUpper(Turkish));
        return IsParticle(word) ? word.ToLowerInvariant() : InWord().Replace(word.ToLowerInvariant(), x => x.Value.ToUpperInvariant());
    }

    private static double Median(List<CvLine> lines) => lines.Select(x => x.Size).Order().ElementAt(lines.Count / 2);

    [GeneratedRegex(@"^((al|el|ad|an|ar|as|ash|at|az|bin|ben|abu)-|[dl]['’]|dell['’]|dall['’])?"
        + @"(\p{Lu}[\p{L}\p{M}]*\.?|\p{Lu}['’]\p{Lu}[\p{L}\p{M}]+)(-\p{Lu}[\p{L}\p{M}]+)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();

    /// <summary>More than an initial: a title that is not known, except of first names.</summary>
    [GeneratedRegex(@"^(?!(St|Chr|Th|Joh|Ph|Jos|Fr)\.)\p{Lu}\p{L}+\.$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Abbreviation();

    [GeneratedRegex(@"(?<=^|[-'’])\p{L}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InWord();

    [GeneratedRegex(@"\s[|·•–—-]\s|\s?[|·•]\s?|\t", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Separator();

    [GeneratedRegex("^((tabellarischer )?lebenslauf|curriculum vitae|cv|résumé|resume)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Document();

    /// <summary>The document's, before the name on the same line.</summary>
    [GeneratedRegex(@"^(lebenslauf|curriculum vitae|cv|résumé|resume|bewerbung(sunterlagen|smappe)?|zur person)(\s+(von|of|for|für))?\s*[:–-]?\s+(?=\S)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Title();

    private const string Female = @"(\.?(?-i:a|in|innen|ª|ᵃ|ⁱⁿ)(?![\p{L}]))?";

    private const string Branch = @"-(ing|kfm|kffr|päd|psych|inf|volksw|betriebsw|phys|chem|biol|wirt|jur|soz|ök|soc|geogr|übers|dolm|design)";

    [GeneratedRegex(@"(?<![\p{L}])(((univ|ao|hon|ass|priv|em|eidg|akad)\.?[- ]?)*"
        + @"(prof|doz|d?dr|m{0,2}mag|ing|dipl|dkfm|bakk|herr|frau|mr|mrs|ms|miss|mx|lic)" + Female
        + @"|(?<=^\W*|[.]\s*)((?-i:DI|RR|KR|OStR|StR|RA)|hr\.|fr\.)" + Female + @"|(arch|obst)\.)(?![\p{L}])"
        + @"(\.|\s|" + Branch + @"\.?-?(ing|inf)?\.?" + Female + @"(?![\p{L}]))*\s?(\((fh|fh\)|bergb|tu|univ\.?|eth)\)?)?"
        + @"|(?<![\p{L}])\((fh|tu|univ\.?|eth)\)|\b(iur|jur|phil|rer|nat|techn|med|univ|dent|vet|soc|oec|pol|pharm|theol|mont|habil|mult|h\.c)\."
        + @"|,?\s*\b((?-i:B\.?A|M\.?A|MIM|MBL|MAS|CAS|RN|FCA|CPA|ACCA|CFA|PMP)"
        + @"|b\.?sc\.?n?|m\.?sc\.?n?|m\.?b\.?a|m\.?eng|b\.?eng|b\.?ed|m\.?ed|ph\.?d|ll\.?[bm]|mph|e\.?mba)(?![\p{L}])\.?(\s?\([\p{L}]+\))?"
        + @"|(?<!\p{L})(?-i:ETH|EPFL|ZFH|FHNW|ZHAW|HSG|HF|EFZ)(?!\p{L})|,?\s+(jun|jr|sr|sen)\.?$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Titles();

    /// <summary>After a comma what is written like an abbreviation: with capitals within, or dots.</summary>
    [GeneratedRegex(@"(?<= \S+),\s*(\p{Lu}\p{Ll}*\.?){2,6}(\s(\p{Lu}\p{Ll}*\.?){2,6}|\s?\(\p{L}+\))*(?=,|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Degrees();

    /// <summary>The name before marriage, and the day of birth.</summary>
    [GeneratedRegex(@"[,;]?\s*[(*]?\s*(?<![\p{L}])(geb\.|geb(?=\s)|geborene?r?|née|nee|born|verh\.|verw\.|gesch\.|ehem\.|vorm\.|formerly|\*)(?![\p{L}]).*$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BornAs();

    /// <summary>What somebody is called besides, in quotes or brackets; pronouns.</summary>
    [GeneratedRegex(@"(?<=\s)([""„“”«»‹›'’‘‚][^""„“”«»‹›]{1,18}[""“”«»‹›'’‘]|[(\[](?!(fh|tu|eth|univ)\b)[^()\[\]\d]{1,24}[)\]])(?=\s|$|,)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Aside();

    /// <summary>Words that stand where names stand and are none.</summary>
    [GeneratedRegex(@"^(lebenslauf|curriculum|vitae|résumé|resume|cv|bewerbung|application|bewerber(in)?|profil|profile|name|seite|page|kontakt|contact|adresse|telefon|tel|e-?mail|mobil|phone|fax|foto|photo|"
        + @"senior|junior|lead|chief|head|manager(in)?|management|consultant|berater(in)?|engineer(in)?|developer|entwickler(in)?|software|designer(in)?|analyst(in)?|assistent(in)?|assistant|techniker(in)?|"
        + @"leiter(in)?|leitung|koch|köchin|kellner(in)?|tischler(in)?|meister(in)?|fachkraft|fachmann|fachfrau|kaufmann|kauffrau|\p{L}*(kaufmann|kauffrau|fachmann|fachfrau|techniker(in)?|ingenieur(in)?|leiter(in)?|manager(in)?|berater(in)?|entwickler(in)?|halter(in)?|lehrer(in)?|pfleger(in)?|schwester|arzt|ärztin|architekt(in)?|mechaniker(in)?|elektriker(in)?|controller(in)?)|"
        + @"nurse|teacher|accountant|officer|director|direktor(in)?|specialist|spezialist(in)?|coordinator|koordinator(in)?|operations|sales|marketing|project|product|data|business|human|resources|customer|service|support|team|quality|"
        + @"executive|administrator(in)?|operator|supervisor|scientist|researcher|student(in)?|praktikant(in)?|trainee|lehrling|freelance|full|stack|web|it|deutsch|englisch|english|german|"
        + @"österreich|austria|deutschland|germany|schweiz|switzerland|wien|vienna|graz|linz|salzburg|innsbruck|berlin|münchen|zürich|straße|strasse|gasse|street|road|lane|und|and|für|for|in|bei|at|the|work|experience|education|skills|languages|"
        + @"persönliche|personal|daten|details|information|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|january|february|march|may|june|july|october|december|europass|references|referenzen|"
        + @"geburts\p{L}*|geboren|familienstand|zivilstand|nationalit\p{L}+|staats\p{L}+|alter|age|birth|date|anschrift|wohnort|beruf|titel|"
        + @"jobs?|ziel|summary|about|me|über|mich|my|meine?)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoNames();
}
