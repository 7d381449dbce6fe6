using System.Globalization;
using System.Net.Mail;

namespace Eilbote.Web;

/// <summary>What an e-mail address is, wherever one is typed.</summary>
public static class EmailAddress
{
    /// <summary>Characters: of the whole, and before the @, which is what mail servers take (RFC 5321).</summary>
    private const int Limit = 255, MailboxLimit = 64;
    private static readonly IdnMapping Idn = new();

    public static bool IsOne(string text) => text.Length <= Limit && Wrong(text) is null;

    /// <summary>Why no mail can go there, as far as the address itself tells; null when one can.</summary>
    public static string? Wrong(string text)
    {
        var at = text.LastIndexOf('@');
        var domain = text[(at + 1)..].Split('.');
        if (at > MailboxLimit)
            return Texts.T(
                $"Vor dem @ stehen mehr als {MailboxLimit} Zeichen; so eine E-Mail-Adresse gibt es nicht.",
                $"More than {MailboxLimit} characters stand before the @; there is no such e-mail address.");
        if (at > 0 && (domain[0].StartsWith('[') || (domain[^1].Length > 0 && domain[^1].All(char.IsAsciiDigit))))
            return Texts.T(
                "Nach dem @ gehört ein Name, keine Nummer. Beispiel: name@beispiel.at",
                "A name belongs after the @, not a number. Example: name@example.com");
        return !text.Any(char.IsWhiteSpace) && MailAddress.TryCreate(text, out var address) && address.Address == text && domain.Length > 1
            && domain.All(x => x.Length > 0)
            ? null
            : Texts.T(
                "Diese E-Mail-Adresse ist nicht vollständig. Beispiel: name@beispiel.at",
                "This e-mail address is not complete. Example: name@example.com");
    }

    /// <summary>
    /// Whether a mail can be sent there by every mail server: what stands before the @ is ASCII. A domain may be anything.
    /// </summary>
    public static bool CanBeMailed(string email) => email[..Math.Max(0, email.LastIndexOf('@'))].All(char.IsAscii);

    /// <summary>
    /// For comparing: case does not matter in practice, and a domain is the same in letters of any script and as DNS spells it. Dots and
    /// what stands behind a plus do matter: only some mail servers drop them.
    /// </summary>
    public static string Normalize(string email)
    {
        var small = email.Trim().ToLowerInvariant();
        var at = small.LastIndexOf('@') + 1;
        if (at == 0 || !small.AsSpan(at).Contains("xn--", StringComparison.Ordinal))
            return small;
        try
        {
            return small[..at] + Idn.GetUnicode(small[at..]);
        }
        catch (ArgumentException)
        {
            // No domain that anybody can have.
            return small;
        }
    }
}
