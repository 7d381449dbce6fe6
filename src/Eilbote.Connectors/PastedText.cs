using System.Globalization;

namespace Eilbote.Connectors;

/// <summary>What comes along when a value is copied from a screen or an e-mail, and does not belong to it.</summary>
public static class PastedText
{
    private const string Around = "\"'`„“”‚‘’«»‹›<>()[]{},;";

    /// <summary>Without quotes, brackets, line breaks, invisible characters and a leading "Bearer".</summary>
    public static string Clean(string text)
    {
        var value = string.Concat(text.Where(x => !Invisible(x)).Select(x => char.IsWhiteSpace(x) ? ' ' : x)).Trim();
        while (Bare(value) is { } less && less != value)
            value = less;
        return value;
    }

    private static string Bare(string value)
    {
        value = value.Trim().Trim(Around.ToCharArray()).Trim();
        foreach (var prefix in new[] { "Authorization:", "Bearer " })
            value = value.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? value[prefix.Length..] : value;
        return value;
    }

    /// <summary>Line breaks, too: a token that an e-mail broke is one token.</summary>
    internal static bool Invisible(char x) => (char.IsControl(x) && x != '\t')
        || char.GetUnicodeCategory(x) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
