using System.Text;
using System.Text.RegularExpressions;

namespace Eilbote.Prefill;

/// <summary>A name that a line may be, with what speaks for it.</summary>
/// <param name="Words">Without titles, as written but not in capitals.</param>
/// <param name="LastFirst">Whether the line itself says that the last name comes first.</param>
internal sealed record CvName(CvLine Line, IReadOnlyList<string> Words, bool LastFirst, bool Listed, int Score)
{
    /// <summary>Whether an address is made of parts of the name: its last name, or its first and an initial.</summary>
    public bool Agrees(string address) => Agrees(address, Words);

    /// <summary>Whether it ends with a word that an address has.</summary>
    public bool EndsAs(string address) => Agrees(address, [Words[^1]]);

    private static bool Agrees(string address, IReadOnlyList<string> words)
    {
        var local = Local(address);
        return words.Where(x => x.Length > 2).Select(Plain).Any(x =>
            x.Split('-').Append(x.Replace("-", "", StringComparison.Ordinal))
                .Any(p => p.Length > 2 && local.Contains(p, StringComparison.Ordinal)));
    }

    /// <summary>Whether an address is of a domain that is called like the person: then "hello" and "office" are the person, too.</summary>
    public bool OwnsDomain(string address)
    {
        var domain = Plain(address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..]);
        return Words.Count > 1 && Words.Where(x => !CvNames.IsParticle(x))
            .All(x => x.Length > 2 && domain.Contains(Plain(x), StringComparison.Ordinal));
    }

    /// <summary>First and last name; nulls where the order cannot be told, as with a name of one word.</summary>
    public (string? First, string? Last) Split(string? address)
    {
        if (Words.Count < 2)
            return (null, null);
        var particle = Words.Index().Skip(1).Where(x => CvNames.IsParticle(x.Item)).Select(x => x.Index).FirstOrDefault();
        var local = address is null ? [] : Local(address).Split('.', '_');
        if (LastFirst)
            return (string.Join(' ', Words.Skip(1)), Words[0]);
        if (Words.Count == 2 && particle == 0 && Turned(local) is not false and var turned)
            return turned is null ? (null, null) : (Words[1], Words[0]);
        var last = particle > 0 ? particle : Words.Count - 1;
        // Two last names, as in Spain: the address has the first of them.
        if (Words.Count == 3 && particle == 0 && local.Length > 1 && local[^1] == Plain(Words[1]) && !GivenNames.Has(Words[1]))
            last = 1;
        var sure = Words.Count == 2 || particle > 0 || last == 1 || GivenNames.Has(Words[1]) || Words[1].TrimEnd('.').Length == 1
            || local.Contains(Plain(Words[^1])) || GivenNames.Has(Words[0]);
        return sure ? (string.Join(' ', Words.Take(last)), string.Join(' ', Words.Skip(last))) : (null, null);
    }

    /// <summary>
    /// Whether the last of two names stands first; null when that cannot be told. An initial in the address is a first name's;
    /// else a name that is known as a first name decides, then the order in the address, which few turn.
    /// </summary>
    private bool? Turned(string[] local)
    {
        var (a, b) = (Plain(Words[0]), Plain(Words[1]));
        var (same, other) = (local.Length > 1 && Is(local[0], a) && local[1] == b, local.Length > 1 && Is(local[0], b) && local[1] == a);
        if ((same || other) && local[0].Length == 1)
            return other;
        var (first, second) = (GivenNames.Has(Words[0]), GivenNames.Has(Words[1]));
        if (first && !second)
            return false;
        if (second && !first && (Listed || other))
            return true;
        return other || (second && !first && !same) ? null : false;

        static bool Is(string part, string word) => part == word || (part.Length == 1 && part[0] == word[0]);
    }

    /// <summary>What stands before the @, without what its owner added after a plus.</summary>
    private static string Local(string address) => Plain(address[..address.IndexOfAny(['@', '+'])]);

    /// <summary>As addresses are written: small letters without marks, umlauts as two letters.</summary>
    internal static string Plain(string text)
    {
        text = text.ToLowerInvariant().Replace("ä", "ae", StringComparison.Ordinal).Replace("ö", "oe", StringComparison.Ordinal)
            .Replace("ü", "ue", StringComparison.Ordinal).Replace("ß", "ss", StringComparison.Ordinal).Replace("ø", "o", StringComparison.Ordinal)
            .Replace("ł", "l", StringComparison.Ordinal).Replace("ı", "i", StringComparison.Ordinal).Replace("đ", "d", StringComparison.Ordinal);
        return string.Concat(text.Normalize(NormalizationForm.FormD).Where(x => char.IsAsciiLetterOrDigit(x) || x is '-' or '.' or '_'));
    }
}

/// <summary>Names in lines: beside a label, or large at the top of the first page.</summary>
internal static partial class CvNames
{
    /// <summary>The score from which a line is a name.</summary>
    public const int Enough = 6;

    private const int LongestName = 5;

    private static readonly HashSet<string> Particles = new(StringComparer.OrdinalIgnoreCase)
    { "von", "van", "vom", "zu", "zur", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "el", "al", "bin", "ter", "ten" };

    public static bool IsParticle(string word) => Particles.Contains(word);

    public static List<CvName> In(IReadOnlyList<CvLine> lines, CvSections sections)
    {
        var found = new List<CvName>();
        var pages = lines.GroupBy(x => x.Page).OrderBy(x => x.Key).Select(x => x.ToList()).FirstOrDefault(x => x.Count > 3) ?? [.. lines];
        if (pages.Count == 0)
            return found;
        Label(pages, found);
        var (usual, largest) = (Median(pages), pages.Max(x => x.Size));
        var top = pages.Select(x => x.Y).Distinct().Order().Take(8).LastOrDefault();
        foreach (var line in pages.Concat(Stacked(pages, usual)))
        {
            var section = sections[pages.Contains(line) ? line : pages.First(x => x.Beside(line))];
            if (section is CvSection.References or CvSection.Career && line.Size < largest)
                continue;
            foreach (var part in Separator().Split(line.Text).Take(2))
                if (Read(part) is var (words, lastFirst))
                    found.Add(new CvName(line, words, lastFirst, false,
                        (line.Size >= largest - 0.1 && largest > usual * 1.15 ? 4 : line.Size > usual * 1.25 ? 3 : 0)
                        + (line.Y <= top ? 2 : 0) + (words.Any(x => x.Split('-').All(GivenNames.Has)) ? 3 : 0)));
        }
        return found;
    }

    /// <summary>First and last name one below the other, both larger than the rest.</summary>
    private static IEnumerable<CvLine> Stacked(List<CvLine> lines, double usual) =>
        from upper in lines
        where upper.Size > usual * 1.25 && (upper.Text.Count(x => x == ' ') < 2 || IsParticle(upper.Text.Split(' ')[^1]))
        from lower in lines
        where Math.Abs(lower.Size - upper.Size) < 0.6 && lower.Y > upper.Y && lower.Y - upper.Y < 1.7 * upper.Size
            && Math.Abs(lower.X - upper.X) < 30
            && !lower.Text.Contains(' ', StringComparison.Ordinal)
        select upper with { Text = upper.Text.EndsWith('-') ? upper.Text + lower.Text : $"{upper.Text} {lower.Text}" };

    private static void Label(List<CvLine> lines, List<CvName> found)
    {
        string? first = null, last = null;
        CvLine? at = null;
        foreach (var line in lines)
        {
            var match = Labelled().Match(line.Text);
            if (!match.Success)
                continue;
            var value = match.Groups["value"].Value.Trim();
            if (value.Length == 0)
                value = lines.Where(x => x.Beside(line) && x.X > line.X).MinBy(x => x.X)?.Text ?? "";
            if (Read(value, least: 1) is not var (words, lastFirst))
                continue;
            switch (match.Groups["label"].Value.ToLowerInvariant())
            {
                case "vorname" or "vornamen" or "vorname(n)" or "first name" or "given name" or "first name(s)" or "given name(s)" or "forename":
                    (first, at) = (string.Join(' ', words), line);
                    break;
                case "nachname" or "familienname" or "zuname" or "last name" or "surname" or "family name" or "surname(s)":
                    (last, at) = (string.Join(' ', words), line);
                    break;
                default:
                    found.Add(new CvName(line, words, lastFirst, Listed: true, 8));
                    break;
            }
        }
        if (first is not null && last is not null)
            found.Add(new CvName(at!, [last, first], LastFirst: true, Listed: true, 12));
    }

    /// <summary>The words of a name without titles, and whether the last name comes first; null when it is none.</summary>
    private static (IReadOnlyList<string> Words, bool LastFirst)? Read(string text, int least = 2)
    {
        text = Titles().Replace(Title().Replace(text, ""), " ").Trim();
        var comma = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var lastFirst = comma.Length == 2 && least == 1 && !comma[0].Contains(' ', StringComparison.Ordinal);
        if (comma.Length is 0 or > 2 || (comma.Length == 2 && !lastFirst))
            return null;
        var words = string.Join(' ', comma).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < least || words.Length > LongestName || !words.All(IsWord)
            || words.Length <= words.Count(IsParticle) + (least - 1) || IsParticle(words[0]) || IsParticle(words[^1])
            || words.Any(x => NoNames().IsMatch(x)) || CvSections.HeadingOf(text) is not null || CvPlaces.IsOrganisation(text))
            return null;
        var capitals = words.Select(x => x.Length > 1 && !x.Any(char.IsLower)).ToList();
        // SURNAME in capitals before a first name that is not.
        if (words.Length == 2 && capitals[0] && !capitals[1])
            lastFirst = true;
        return ([.. words.Select(x => x.Length > 2 && !x.Any(char.IsLower) ? Lower(x) : x)], lastFirst);
    }

    private static bool IsWord(string word) => Word().IsMatch(word) || IsParticle(word);

    private static string Lower(string word) => IsParticle(word) ? word.ToLowerInvariant()
        : InWord().Replace(word.ToLowerInvariant(), x => x.Value.ToUpperInvariant());

    private static double Median(List<CvLine> lines) => lines.Select(x => x.Size).Order().ElementAt(lines.Count / 2);

    [GeneratedRegex(@"^(\p{Lu}[\p{L}\p{M}]*\.?|\p{Lu}['’]\p{Lu}[\p{L}\p{M}]+)(-\p{Lu}[\p{L}\p{M}]+)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<=^|[-'’])\p{L}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InWord();

    [GeneratedRegex(@"\s[|·•–—-]\s|\s?[|·•]\s?|\t", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^(?<label>vor- und (nach|zu|familien)name|vor-/nachname|nach- und vorname|familienname, vorname|name|name, vorname|full name|vollständiger name|vornamen?|vorname\(n\)|nachname|familienname|zuname|"
        + @"first names?(\(s\))?|given names?(\(s\))?|forename|last name|surname(\(s\))?|family name)\s*(:\s*(?<value>.*)|$)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Labelled();

    /// <summary>The document's, before the name on the same line.</summary>
    [GeneratedRegex(@"^(lebenslauf|curriculum vitae|cv|résumé|resume)(\s+(von|of))?\s*[:–-]?\s+(?=\S)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Title();

    [GeneratedRegex(@"(?<![\p{L}])((univ|ao|hon|ass|priv|em)\.?-?)?(prof|doz|dr|mag|ing|dipl|di|dkfm|bakk|herr|frau|mr|mrs|ms|miss|mx|hr|fr|arch|rr|kr|obst|lic)\b(\.|\s|-(ing|kfm|päd|psych|inf|volksw|betriebsw|phys|chem|biol|wirt|jur|soz|ök)\.?-?(ing|inf)?\.?)*\s?(\((fh|fh\)|bergb|tu)\)?)?"
        + @"|(?<![\p{L}])\(fh\)|\b(iur|jur|phil|rer|nat|techn|med|univ|dent|vet|soc|oec|pol|habil|mult|h\.c)\.|,?\s*\b(b\.?a|b\.?sc|m\.?a|m\.?sc|m\.?b\.?a|m\.?eng|b\.?eng|b\.?ed|m\.?ed|ph\.?d|ll\.?[bm]|mph|mim|mbl|e\.?mba|fca|cpa|acca)\b\.?(\s?\([\p{L}]+\))?",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Titles();

    /// <summary>Words that stand where names stand and are none.</summary>
    [GeneratedRegex(@"^(lebenslauf|curriculum|vitae|résumé|resume|cv|bewerbung|application|bewerber(in)?|profil|profile|name|seite|page|kontakt|contact|adresse|telefon|tel|e-?mail|mobil|phone|fax|foto|photo|"
        + @"senior|junior|lead|chief|head|manager(in)?|management|consultant|berater(in)?|engineer(in)?|developer|entwickler(in)?|software|designer(in)?|analyst(in)?|assistent(in)?|assistant|techniker(in)?|"
        + @"leiter(in)?|leitung|koch|köchin|kellner(in)?|tischler(in)?|meister(in)?|fachkraft|fachmann|fachfrau|kaufmann|kauffrau|\p{L}*(kaufmann|kauffrau|fachmann|fachfrau|techniker(in)?|ingenieur(in)?|leiter(in)?|manager(in)?|berater(in)?|entwickler(in)?|halter(in)?|lehrer(in)?|pfleger(in)?|schwester|arzt|ärztin|architekt(in)?|mechaniker(in)?|elektriker(in)?|controller(in)?)|"
        + @"nurse|teacher|accountant|officer|director|direktor(in)?|specialist|spezialist(in)?|coordinator|koordinator(in)?|operations|sales|marketing|project|product|data|business|human|resources|customer|service|support|team|quality|"
        + @"executive|administrator(in)?|operator|supervisor|scientist|researcher|student(in)?|praktikant(in)?|trainee|lehrling|freelance|full|stack|web|it|deutsch|englisch|english|german|"
        + @"österreich|austria|deutschland|germany|schweiz|switzerland|wien|vienna|graz|linz|salzburg|innsbruck|berlin|münchen|zürich|straße|strasse|gasse|street|road|lane|und|and|für|for|in|bei|at|the|work|experience|education|skills|languages|"
        + @"persönliche|personal|daten|details|information|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|january|february|march|may|june|july|october|december|europass|references|referenzen|"
        + @"jobs?|ziel|summary|about|me|über|mich|my|meine?)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoNames();
}
