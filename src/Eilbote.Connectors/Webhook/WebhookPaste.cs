using System.Net;

namespace Eilbote.Connectors.Webhook;

/// <summary>Completes a typed address, and says at its field why it is none that we send to. Names are taken as typed.</summary>
internal static class WebhookPaste
{
    private static readonly Words NoHttps = new(
        "Bewerbungen senden wir nur verschlüsselt: die Adresse muss mit https:// beginnen.",
        "We send applications encrypted only: the address must begin with https://.");

    private static readonly Words NoPassword = new(
        "In der Adresse steht ein Name oder Passwort. Das ist nicht nötig: der Empfänger erkennt uns an der Unterschrift.",
        "There is a name or password in the address. That is not needed: the receiver recognises us by the signature.");

    private const int Longest = 2000;

    private static readonly Words NoMail = new(
        "Das ist eine E-Mail-Adresse. Gesucht ist die Adresse eines Systems im Internet, die mit https:// beginnt.",
        "This is an e-mail address. We need the address of a system on the internet, which begins with https://.");

    private static readonly Words NoNumbers = new(
        "Eine Adresse aus Zahlen geht nicht: nehmen Sie den Namen, auf den das Zertifikat des Empfängers lautet.",
        "An address of numbers does not work: take the name that the receiver's certificate bears.");

    private static readonly Words TooLong = new(
        "Diese Adresse ist zu lang: höchstens 2.000 Zeichen.",
        "This address is too long: at most 2,000 characters.");

    private static readonly Words SeveralLines = new(
        "Das sind mehrere Zeilen. Bitte nur eine Adresse einfügen.",
        "These are several lines. Please paste one address only.");

    private static readonly Words NoName = new(
        "Hier steht ein Name, keine Adresse und kein Secret.",
        "A name goes here, no address and no secret.");

    private static readonly Words NoAddress = new(
        "Das ist keine vollständige Adresse. Sie sieht zum Beispiel so aus: https://bewerbungen.musterfirma.at/eingang",
        "This is not a complete address. It looks like this, for example: https://applications.example.com/inbox");

    public static Pasted Read(IReadOnlyDictionary<string, string> pasted, bool allowLoopback)
    {
        var read = new Pasted(pasted.ToDictionary(x => x.Key, x => Line(x.Value)), []);
        // Names stand in public forms: neither a secret nor an address that was pasted in the wrong field may get there.
        foreach (var name in new[] { WebhookConnector.Recipient, WebhookConnector.Country })
            if (read.Values.GetValueOrDefault(name, "") is var value
                && (value.Contains(WebhookSignature.Prefix, StringComparison.OrdinalIgnoreCase)
                || value.Contains("://", StringComparison.Ordinal) || value.Contains('@', StringComparison.Ordinal)))
                read.Wrong[name] = NoName;
        if (Line(pasted.GetValueOrDefault(WebhookConnector.Address, "")) is not { Length: > 0 } typed)
            return read;
        if (pasted[WebhookConnector.Address].Split('\n', '\r').Count(x => x.Trim().Length > 0) > 1)
        {
            read.Wrong[WebhookConnector.Address] = SeveralLines;
            return read;
        }
        var text = PastedText.Clean(typed);
        if (!text.Contains("://", StringComparison.Ordinal))
            text = "https://" + text;
        text = text[..text.IndexOf("://", StringComparison.Ordinal)].ToLowerInvariant()
            + text[text.IndexOf("://", StringComparison.Ordinal)..];
        read.Values[WebhookConnector.Address] = text;
        if (Wrong(text, !typed.Contains("://", StringComparison.Ordinal), allowLoopback) is { } wrong)
            read.Wrong[WebhookConnector.Address] = wrong;
        else if (new Uri(text) is { Fragment.Length: > 0 } address)
            read.Values[WebhookConnector.Address] = text[..^address.Fragment.Length];
        return read;
    }

    private static Words? Wrong(string text, bool typedAsHost, bool allowLoopback)
    {
        if (text.Length > Longest)
            return TooLong;
        if (text.Any(char.IsWhiteSpace) || text.Contains('\\', StringComparison.Ordinal)
            || !Uri.TryCreate(text, UriKind.Absolute, out var address))
            return NoAddress;
        if (address.UserInfo.Length > 0)
            return address.UserInfo.Contains(':', StringComparison.Ordinal) || !typedAsHost ? NoPassword : NoMail;
        var loopback = allowLoopback && address.IsLoopback;
        if (address.Scheme == Uri.UriSchemeHttp && !loopback)
            return NoHttps;
        if (address.Scheme is not ("https" or "http"))
            return NoAddress;
        // A name without a dot is one of a private network, and an address as numbers is none that has a certificate.
        var host = address.IdnHost.TrimEnd('.');
        if (!loopback && (IPAddress.TryParse(host, out _) || address.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6))
            return NoNumbers;
        return loopback || (host.Contains('.', StringComparison.Ordinal) && !IPAddress.TryParse(host, out _)
            && address.HostNameType == UriHostNameType.Dns) ? null : NoAddress;
    }

    /// <summary>On one line, without what cannot be seen.</summary>
    private static string Line(string text) =>
        string.Concat(text.Where(x => !PastedText.Invisible(x)).Select(x => char.IsWhiteSpace(x) ? ' ' : x)).Trim();
}
