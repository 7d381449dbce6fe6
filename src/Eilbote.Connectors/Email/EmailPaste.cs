using System.Text.RegularExpressions;

namespace Eilbote.Connectors.Email;

/// <summary>
/// Reads the one address out of what was pasted: a link, or an entry of an address book. Written small, as addresses compare.
/// </summary>
internal static partial class EmailPaste
{
    private const string Letter = @"\p{Ll}\p{Lo}";

    public const string Pattern = @"[a-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@(?:[" + Letter + "0-9](?:[" + Letter + "0-9-]{0,61}[" + Letter
        + @"0-9])?\.){1,8}[" + Letter + "][" + Letter + "0-9-]{1,62}";

    private static readonly Words Several = new(
        "Das sind mehrere Adressen. Bitte geben Sie eine an; sie kann ein Verteiler sein.",
        "These are several addresses. Please give one; it may be a distribution list.");

    public static Pasted Read(IReadOnlyDictionary<string, string> pasted)
    {
        var read = new Pasted(pasted.ToDictionary(x => x.Key, x => PastedText.Clean(x.Value)), []);
        var typed = read.Values.GetValueOrDefault(EmailConnector.Address, "");
        if (typed.Count(x => x == '@') > 1)
            read.Wrong[EmailConnector.Address] = Several;
        else
            read.Values[EmailConnector.Address] = Around().Replace(typed, "").Trim().ToLowerInvariant();
        return read;
    }

    /// <summary>What stands before and behind the address: <c>mailto:…?subject=</c>, <c>Name &lt;…&gt;</c>.</summary>
    [GeneratedRegex(@"^\s*mailto:|(?<=@[^?\s]*)\?.*$|^[^<@]*<|>\s*$", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Around();
}
