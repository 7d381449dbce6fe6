using System.Net;
using Eilbote.Web;

namespace Eilbote.Mail;

public enum MailSecurity { StartTls, Tls, None }

/// <summary>
/// How mail leaves. Bound from <c>Eilbote:Mail</c>; without <see cref="Host"/> none leaves, and operators see what waits.
/// </summary>
public sealed class MailOptions
{
    public string Host { get; set; } = "";

    /// <summary>0: 587, for <see cref="MailSecurity.Tls"/> 465, for <see cref="MailSecurity.None"/> 25.</summary>
    public int Port { get; set; }

    /// <summary>STARTTLS is demanded, not only tried.</summary>
    public MailSecurity Security { get; set; }
    public string User { get; set; } = "";
    public string Password { get; set; } = "";

    /// <summary>The sender's address; its name is the board's.</summary>
    public string From { get; set; } = "";

    /// <summary>PEM file of the one certificate authority to trust instead of the system's, for a mail server of one's own.</summary>
    public string TrustedCertificate { get; set; } = "";

    /// <summary>For trying out: mails are written here instead of sent, and anyone can read them at <c>/mails</c>.</summary>
    public string PickupFolder { get; set; } = "";

    /// <summary>Whether applicants get their receipt by mail, too, where mail leaves at all.</summary>
    public bool Receipts { get; set; } = true;

    public bool SendsReceipts => Sends && Receipts;

    public bool Sends => Host.Length > 0 || PickupFolder.Length > 0;

    public int PortOrDefault => Port > 0 ? Port : Security switch { MailSecurity.Tls => 465, MailSecurity.None => 25, _ => 587 };

    /// <summary>Errors: <see cref="CannotStartException"/> in words for the operator.</summary>
    public void Check(string publicAddress)
    {
        if (!Sends)
            return;
        Demand(Host.Length == 0 || PickupFolder.Length == 0, "Eilbote:Mail:Host and Eilbote:Mail:PickupFolder are both set; set one.");
        Demand(EmailAddress.IsOne(From), "Eilbote:Mail:From is not a mail address.");
        Demand(Uri.TryCreate(publicAddress, UriKind.Absolute, out _),
            "Eilbote:Board:PublicAddress is not set: links in mails are built from it only.");
        Demand(User.Length == 0 || Security != MailSecurity.None, "Eilbote:Mail:Security is None: a password would be sent in clear.");
        Demand(Security != MailSecurity.None || Host.Length == 0 || IsLoopback,
            "Eilbote:Mail:Security is None: mails hold links that open things, so this is only for a relay on this machine.");
    }

    private bool IsLoopback => Host == "localhost" || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds)
            throw new CannotStartException(otherwise);
    }
}
