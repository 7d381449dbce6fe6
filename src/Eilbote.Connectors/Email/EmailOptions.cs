namespace Eilbote.Connectors.Email;

/// <summary>What the operator's mail relay is like.</summary>
public sealed class EmailOptions
{
    /// <summary>Whether mails leave over TLS with a verified certificate: else no document is attached.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>How many mails a minute one address gets.</summary>
    public int MailsPerMinute { get; init; } = 30;
}
