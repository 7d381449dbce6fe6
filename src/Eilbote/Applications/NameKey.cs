using System.Globalization;
using System.Text;

namespace Eilbote.Applications;

/// <summary>
/// A name as it is searched and sorted: whatever the case, accents and spelling of umlauts, so that "mü", "mu" and "mue" find Müller and
/// Mueller. The key of a beginning is the beginning of the key. Both databases compare keys by their bytes.
/// </summary>
internal static class NameKey
{
    /// <summary>Characters; what is longer is told apart by its beginning.</summary>
    public const int Limit = 100;

    /// <summary>Greater than whatever else stands in a key.</summary>
    private const char Last = '\uFFFF';

    /// <summary>Both names, the one that is searched first. Never empty, so that a row without it has none yet, or was erased.</summary>
    public static string Of(string first, string second) => Cut($"{Fold(first)} {Fold(second)}");

    /// <summary>Keys that begin as something typed does lie from the first on, and before the second. Null when it says nothing.</summary>
    public static (string From, string Before)? Range(string typed) =>
        Fold(typed) is { Length: > 0 } key ? (Cut(key), Cut(key) + Last) : null;

    /// <summary>Letters and digits alone, one space between words.</summary>
    private static string Fold(string text)
    {
        var key = new StringBuilder(text.Length);
        var before = ' ';
        foreach (var rune in text.Normalize(NormalizationForm.FormKD).ToLowerInvariant().EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
                    or UnicodeCategory.Format || IsApostrophe(rune))
                continue;
            var letter = !Rune.IsLetterOrDigit(rune) ? ' ' : rune.IsBmp ? (char)rune.Value : '\uFFFD';
            // ae, oe and ue are how ä, ö and ü are typed without them.
            if (!(letter == 'e' && before is 'a' or 'o' or 'u') && !(letter == ' ' && (key.Length == 0 || key[^1] == ' ')))
                key.Append(Plain(letter));
            before = letter;
        }
        return key.ToString().TrimEnd(' ');
    }

    private static bool IsApostrophe(Rune x) => x.Value is '\'' or '’' or '‘' or 'ʼ' or '`' or '´';

    /// <summary>Letters that no accent makes of another.</summary>
    private static string Plain(char letter) => letter switch
    {
        'ß' => "ss",
        'æ' => "a",
        'œ' or 'ø' => "o",
        'ł' => "l",
        'đ' or 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        _ => letter.ToString(),
    };

    private static string Cut(string key) => key.Length <= Limit ? key : key[..Limit];
}
