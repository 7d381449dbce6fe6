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

    /// <summary>Where mails come back to that could not be delivered.</summary>
    public BounceOptions Bounces { get; set; } = new();

    /// <summary>Whether applicants get their receipt by mail, too, where mail leaves at all.</summary>
    public bool Receipts { get; set; } = true;

    public bool SendsReceipts => Sends && Receipts;

    public bool Sends => Host.Length > 0 || PickupFolder.Length > 0;

    /// <summary>Whether mails leave over TLS with a verified certificate: nothing else is ever tried where it is demanded.</summary>
    public bool IsEncrypted => Host.Length > 0 && Security != MailSecurity.None;

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
        Demand(Security != MailSecurity.None || Host.Length == 0 || IsLoopback(Host),
            "Eilbote:Mail:Security is None: mails hold links that open things, so this is only for a relay on this machine.");
        if (!Bounces.AreRead)
            return;
        Demand(Host.Length > 0, "Eilbote:Mail:Bounces is set without Eilbote:Mail:Host: nothing is sent that could come back.");
        Demand(Bounces is { User.Length: > 0, Password.Length: > 0 },
            "Eilbote:Mail:Bounces:User and Eilbote:Mail:Bounces:Password must be set: a mailbox is read by who signs in.");
        Demand(Bounces.Security != MailSecurity.None || IsLoopback(Bounces.Host),
            "Eilbote:Mail:Bounces:Security is None: a password would be sent in clear, so this is only for a server on this machine.");
        Demand(Bounces.Address.Length == 0 || EmailAddress.IsOne(Bounces.Address), "Eilbote:Mail:Bounces:Address is not a mail address.");
    }

    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds)
            throw new CannotStartException(otherwise);
    }
}

/// <summary>
/// The mailbox (IMAP) in which failure reports arrive, and nothing else. Bound from <c>Eilbote:Mail:Bounces</c>; without
/// <see cref="Host"/> none are read.
/// </summary>
public sealed class BounceOptions
{
    public string Host { get; set; } = "";

    /// <summary>0: 143, for <see cref="MailSecurity.Tls"/> 993.</summary>
    public int Port { get; set; }

    /// <summary>STARTTLS is demanded, not only tried.</summary>
    public MailSecurity Security { get; set; }
    public string User { get; set; } = "";
    public string Password { get; set; } = "";

    /// <summary>
    /// Of the mailbox. What is sent comes back to it with <c>+</c> and a token before the @. Empty: <c>bounce@</c> and the domain of
    /// <see cref="MailOptions.From"/>.
    /// </summary>
    public string Address { get; set; } = "";

    public bool AreRead => Host.Length > 0;

    public int PortOrDefault => Port > 0 ? Port : Security == MailSecurity.Tls ? 993 : 143;
}
