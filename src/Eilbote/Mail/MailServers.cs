using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Eilbote.Mail;

/// <summary>Connects to the operator's mail servers: with STARTTLS or TLS demanded, the certificate checked, signed in.</summary>
internal sealed class MailServers
{
    private const int TimeoutMs = 30_000;
    private readonly MailOptions _options;
    private readonly X509Certificate2? _authority;

    /// <summary>Errors: when <see cref="MailOptions.TrustedCertificate"/> cannot be read.</summary>
    public MailServers(MailOptions options)
    {
        _options = options;
        _authority = options.TrustedCertificate.Length > 0 ? X509CertificateLoader.LoadCertificateFromFile(options.TrustedCertificate)
            : null;
    }

    /// <returns>Null when it is connected, else why not: a word of ours.</returns>
    public Task<string?> ConnectAsync(SmtpClient client, CancellationToken ct) =>
        ConnectAsync(client, _options.Host, _options.PortOrDefault, _options.Security, _options.User, _options.Password, ct);

    /// <summary>The same, to the mailbox of failure reports.</summary>
    public Task<string?> ConnectAsync(ImapClient client, CancellationToken ct) => _options.Bounces is var x
        ? ConnectAsync(client, x.Host, x.PortOrDefault, x.Security, x.User, x.Password, ct) : Task.FromResult<string?>(null);

    private async Task<string?> ConnectAsync(
        IMailService client, string host, int port, MailSecurity security, string user, string password, CancellationToken ct)
    {
        (client.Timeout, client.ServerCertificateValidationCallback) = (TimeoutMs, Trusts);
        try
        {
            await client.ConnectAsync(host, port, security switch
            {
                MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
                MailSecurity.None => SecureSocketOptions.None,
                MailSecurity.StartTls => SecureSocketOptions.StartTls,
            }, ct);
            if (user.Length > 0)
                await client.AuthenticateAsync(user, password, ct);
            return null;
        }
        catch (Exception e)
        {
            return e switch
            {
                AuthenticationException => "login-refused",
                SslHandshakeException => "certificate-refused",
                NotSupportedException => "no-starttls",
                _ => "not-reached",
            };
        }
    }

    public static async Task LeaveAsync(IMailService client, CancellationToken ct)
    {
        try
        {
            await client.DisconnectAsync(quit: true, ct);
        }
        catch (Exception e) when (e is IOException or ProtocolException or ServiceNotConnectedException or TimeoutException
            or OperationCanceledException)
        {
            // What was to be done is done; how the other side says goodbye changes nothing.
        }
    }

    private bool Trusts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (_authority is null || errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is not X509Certificate2 shown)
            return errors == SslPolicyErrors.None;
        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.Add(_authority);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return own.Build(shown);
    }
}
