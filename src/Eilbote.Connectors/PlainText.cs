using System.Text;

namespace Eilbote.Connectors;

/// <summary>Text that every parser takes, whatever was typed or answered.</summary>
internal static class PlainText
{
    /// <summary>Valid Unicode, control characters but line breaks and tabs as spaces.</summary>
    public static string Of(string text)
    {
        var valid = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        return valid.Any(IsControl) ? string.Concat(valid.Select(x => IsControl(x) ? ' ' : x)) : valid;
    }

    /// <summary>At most so many UTF-16 units, no pair torn apart.</summary>
    public static string Cut(string text, int limit) => text.Length <= limit ? text
        : text[..(char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit)];

    private static bool IsControl(char x) => char.IsControl(x) && x is not ('\n' or '\r' or '\t');
}
