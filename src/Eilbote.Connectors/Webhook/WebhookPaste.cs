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

    private static readonly Words NoAddress = new(
        "Das ist keine vollständige Adresse. Sie sieht zum Beispiel so aus: https://bewerbungen.musterfirma.at/eingang",
        "This is not a complete address. It looks like this, for example: https://applications.example.com/inbox");

    public static Pasted Read(IReadOnlyDictionary<string, string> pasted, bool allowLoopback)
    {
        var read = new Pasted(pasted.ToDictionary(x => x.Key, x => Line(x.Value)), []);
        if (Line(pasted.GetValueOrDefault(WebhookConnector.Address, "")) is not { Length: > 0 } typed)
            return read;
        var text = PastedText.Clean(typed);
        if (!text.Contains("://", StringComparison.Ordinal))
            text = "https://" + text;
        read.Values[WebhookConnector.Address] = text;
        if (Wrong(text, allowLoopback) is { } wrong)
            read.Wrong[WebhookConnector.Address] = wrong;
        else if (new Uri(text) is { Fragment.Length: > 0 } address)
            read.Values[WebhookConnector.Address] = text[..^address.Fragment.Length];
        return read;
    }

    private static Words? Wrong(string text, bool allowLoopback)
    {
        if (text.Length > 2000 || text.Any(char.IsWhiteSpace) || text.Contains('\\', StringComparison.Ordinal)
            || !Uri.TryCreate(text, UriKind.Absolute, out var address))
            return NoAddress;
        if (address.UserInfo.Length > 0)
            return NoPassword;
        var loopback = allowLoopback && address.IsLoopback;
        if (address.Scheme == Uri.UriSchemeHttp && !loopback)
            return NoHttps;
        if (address.Scheme is not ("https" or "http"))
            return NoAddress;
        // A name without a dot is one of a private network, and an address as numbers is none that has a certificate.
        var host = address.IdnHost.TrimEnd('.');
        return loopback || (host.Contains('.', StringComparison.Ordinal) && !IPAddress.TryParse(host, out _)
            && address.HostNameType == UriHostNameType.Dns) ? null : NoAddress;
    }

    /// <summary>On one line, without what cannot be seen.</summary>
    private static string Line(string text) =>
        string.Concat(text.Where(x => !PastedText.Invisible(x)).Select(x => char.IsWhiteSpace(x) ? ' ' : x)).Trim();
}
