using System.Text.RegularExpressions;

namespace Eilbote.Board;

/// <summary>For whom an agency receives applications, as it says it. Pure.</summary>
internal static partial class Recipient
{
    /// <summary>Characters.</summary>
    public const int Limit = 200;

    /// <summary>
    /// The company that it names, for search engines; null when it names none ("für einen Kunden in Linz") or nobody can tell.
    /// </summary>
    public static string? NameIn(string recipient)
    {
        var said = OnBehalf().Match(recipient);
        var name = recipient[said.Length..].Trim().TrimEnd('.');
        // Who orders something stands behind such words; else only a company's form tells that it is one.
        var isCompany = said.Groups["said"].Success || Company().IsMatch(name);
        return name.Length > 0 && char.IsUpper(name[0]) && !Unnamed().IsMatch(name) && isCompany ? name : null;
    }

    [GeneratedRegex(@"^((?<said>im (auftrag|namen) (von|der|des)|on behalf of)|für|for)\s+",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OnBehalf();

    [GeneratedRegex(@"^(kund|klient|mandant|auftraggeb|unternehm|firm(a|en)\b|client|customer|compan)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unnamed();

    [GeneratedRegex(@"\b(GmbH|AG|KG|OG|SE|e\.\s?U\.|e\.\s?V\.|Ltd|Inc|LLC|Genossenschaft|Verein|Stiftung)\b",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Company();
}
