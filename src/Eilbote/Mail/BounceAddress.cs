using System.Text.RegularExpressions;
using Eilbote.Secrets;
using MimeKit;

namespace Eilbote.Mail;

/// <summary>
/// Where a mail comes back to if it cannot be delivered: an address of its own, with a token that nobody else can make and that survives
/// whoever writes addresses small.
/// </summary>
public sealed partial class BounceAddress(MailOptions options, LinkTokens tokens)
{
    private const int TokenLength = 24;
    private readonly string _from = options.From.Length > 0 ? MailboxAddress.Parse(options.From).Address : "";

    /// <param name="id">What the mail is about, such as its exchange.</param>
    public MailboxAddress Of(Guid id)
    {
        if (!options.Bounces.AreRead)
            return new("", _from);
        var at = Mailbox.LastIndexOf('@');
        return new("", $"{Mailbox[..at]}+{id:N}{TokenOf(id)}{Mailbox[at..]}");
    }

    /// <summary>What the mail was about that came back to one of these addresses; null when none of them is one of ours.</summary>
    public Guid? Read(IEnumerable<string> addresses)
    {
        foreach (var found in addresses.SelectMany(x => Plus().Matches(x)))
            if (Guid.ParseExact(found.Groups["id"].Value, "N") is var id
                && string.Equals(found.Groups["token"].Value, TokenOf(id), StringComparison.OrdinalIgnoreCase))
                return id;
        return null;
    }

    private string Mailbox => options.Bounces.Address.Length > 0 ? options.Bounces.Address : "bounce" + _from[_from.LastIndexOf('@')..];

    private string TokenOf(Guid id) => LinkTokens.Hash(tokens.Of("bounce", id))[..TokenLength];

    [GeneratedRegex(@"\+(?<id>[0-9a-f]{32})(?<token>[0-9a-f]{24})@", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Plus();
}
