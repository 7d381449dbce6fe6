using System.Text;

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
        return words.SelectMany(x => x.Split(' ')).Where(x => x.Length > 2 && !CvNames.IsParticle(x)).Select(Plain).Any(x =>
            x.Split('-').Append(x.Replace("-", "", StringComparison.Ordinal))
                .Any(p => p.Length > 2 && local.Contains(p, StringComparison.Ordinal)));
    }

    /// <summary>Whether an address is of a domain that is called like the person: then "hello" and "office" are the person, too.</summary>
    public bool OwnsDomain(string address)
    {
        var domain = Plain(address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..]);
        return Words.Count > 1 && Words.SelectMany(x => x.Split(' ')).Where(x => !CvNames.IsParticle(x))
            .All(x => x.Length > 2 && domain.Contains(Plain(x), StringComparison.Ordinal));
    }

    /// <summary>Whether the other is the same name, with a first name written out that is an initial here.</summary>
    public bool IsShortFor(CvName other) => Words.Count == other.Words.Count && Words.Zip(other.Words).All(x => x.First == x.Second
            || (x.First.TrimEnd('.').Length == 1 && x.Second.Length > 2 && x.First[0] == x.Second[0]))
        && !Words.SequenceEqual(other.Words);

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
        if (Words.Count > 2 && particle == 0 && address is not null && Divided(address) is > 0 and var at)
            return (string.Join(' ', Words.Take(at)), string.Join(' ', Words.Skip(at)));
        // "Pedro Álvarez de la Fuente" has two last names, "Hans Freiherr von Stetten" one.
        if (particle > 1 && CvNames.IsNoble(Words[particle - 1]))
            particle--;
        else if (particle > 1 && CvNames.IsIberian(Words[particle])
            && !GivenNames.Has(Words[particle - 1]) && Words[particle - 1].Length > 2)
            return local.Length > 1 && local[^1] == Plain(Words[particle - 1])
                ? (string.Join(' ', Words.Take(particle - 1)), string.Join(' ', Words.Skip(particle - 1))) : (null, null);
        var last = particle > 0 ? particle : Words.Count - 1;
        // Two last names, as in Spain: the address has the first of them.
        if (Words.Count == 3 && particle == 0 && local.Length > 1 && local[^1] == Plain(Words[1]) && !GivenNames.Has(Words[1]))
            last = 1;
        var sure = Words.Count == 2 || particle > 0 || last == 1 || local.Contains(Plain(Words[^1]))
            || Words.Skip(1).Take(last - 1).All(x => x.Split('-').All(GivenNames.Has) || x.TrimEnd('.').Length == 1);
        var doubtful = particle == 0 && Words.Count > 2 && CvNames.MayBeParticle(Words[^2]) && !local.Contains(Plain(Words[^1]));
        return sure && !doubtful ? (string.Join(' ', Words.Take(last)), string.Join(' ', Words.Skip(last))) : (null, null);
    }

    /// <summary>
    /// How many words are first names by an address that has all last names after a dot, and before it first names or their initials;
    /// 0 when it does not tell.
    /// </summary>
    private int Divided(string address)
    {
        var parts = Local(address).Split(['.', '_', '-']).Select(x => string.Concat(x.Where(char.IsAsciiLetter)))
            .Where(x => x.Length > 0).ToList();
        var words = Words.Select(x => Plain(x).Replace("-", "", StringComparison.Ordinal)).ToList();
        if (words.Exists(x => x.Length == 0))
            return 0;
        var fitting = Enumerable.Range(1, words.Count - 1).Where(at => Enumerable.Range(1, Math.Max(0, parts.Count - 1)).Any(cut =>
            string.Concat(parts.Skip(cut)) == string.Concat(words.Skip(at))
            && IsFirst(string.Concat(parts.Take(cut)), words.GetRange(0, at)))).ToList();
        return fitting.Count == 1 ? fitting[0] : 0;

        static bool IsFirst(string part, List<string> firsts) => part == firsts[0] || part == string.Concat(firsts)
            || part == firsts[0][..1] || part == string.Concat(firsts.Select(x => x[0]))
            || part == firsts[0] + string.Concat(firsts.Skip(1).Select(x => x[0]));
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
        // "rosi.tschida" is Tschida Rosalinde, who is called Rosi.
        if (!first && local.Length > 1 && local[^1] == a && !local.Contains(b))
            return local[0].Length > 0 && b.StartsWith(local[0][0]) ? true : null;
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
