using System.Globalization;
using System.Text;

namespace Eilbote.Web;

/// <summary>
/// The one gate for text from outside. Everything that comes in passes <see cref="Valid"/>; what is typed as one line passes
/// <see cref="Line"/>, what may have several lines <see cref="Text"/>, an address of any kind <see cref="Address"/>. Inside names and
/// messages invisible characters stay: Persian and Indic scripts and emoji are made of them.
/// </summary>
public static class IncomingText
{
    /// <summary>
    /// Text that every database, page and parser holds: half a surrogate pair becomes U+FFFD, noncharacters go, and NUL becomes
    /// another control character, which each form refuses in words.
    /// </summary>
    public static string Valid(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.AsSpan().ContainsAny('\0', '\uFFFE', '\uFFFF')
            && !text.AsSpan().ContainsAnyInRange('\uFDD0', '\uFDEF'))
            return text;
        var valid = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (rune.Value == 0)
                valid.Append('\u0001');
            else if (!IsNoncharacter(rune.Value))
                valid.Append(rune);
        return valid.ToString();
    }

    /// <summary>
    /// One line: as <see cref="Text"/>, and nothing in it turns the direction in which all that stands beside it is read.
    /// </summary>
    public static string Line(string? text) =>
        Text(text is not null && text.Any(TurnsDirection) ? string.Concat(text.Where(x => !TurnsDirection(x))) : text);

    /// <summary>
    /// Text of any number of lines: composed (NFC), without white space and invisible characters around it. Empty when nothing
    /// can be seen.
    /// </summary>
    public static string Text(string? text)
    {
        var valid = Valid(text ?? "").Normalize(NormalizationForm.FormC);
        var (start, end) = (0, valid.Length);
        while (start < end && IsInvisible(valid[start]))
            start++;
        while (end > start && IsInvisible(valid[end - 1]))
            end--;
        return valid[start..end];
    }

    /// <summary>An e-mail or web address, a name of a file, a number: nothing invisible belongs into it anywhere.</summary>
    public static string Address(string? text) => string.Concat(Line(text).Where(x => !IsFormat(x)));

    /// <summary>Embeddings, overrides and isolates. The marks that Arabic and Hebrew need between two words are none of them.</summary>
    private static bool TurnsDirection(char x) => x is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static bool IsInvisible(char x) => char.IsWhiteSpace(x) || IsFormat(x)
        || x is '\u2800' or '\u3164' or '\u115F' or '\u1160' or '\uFFA0';

    /// <summary>Zero-width characters, byte order mark, soft hyphen, controls of direction, variation selectors.</summary>
    private static bool IsFormat(char x) => CharUnicodeInfo.GetUnicodeCategory(x) == UnicodeCategory.Format
        || x is '\u034F' or (>= '\uFE00' and <= '\uFE0F');

    private static bool IsNoncharacter(int x) => x is >= 0xFDD0 and <= 0xFDEF || (x & 0xFFFE) == 0xFFFE;
}
