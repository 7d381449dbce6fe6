using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Eilbote.Storage;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Eilbote.Mail;

/// <summary>What a try to send came to.</summary>
/// <param name="Reason">A status code of SMTP or a word of ours.</param>
public sealed record Dispatch(DispatchResult Result, string? Reason = null);

/// <summary>
/// Refused: for good. Later: this mail is to be tried again. Trouble: says nothing about this mail, others would fail alike.
/// </summary>
public enum DispatchResult { Sent, Refused, Later, Trouble }

/// <summary>How a mail leaves. Errors of the other side are a <see cref="Dispatch"/>, never an exception.</summary>
public interface IMailTransport
{
    Task<Dispatch> SendAsync(MimeMessage message, CancellationToken ct);
}

/// <summary>A connection for each mail, with STARTTLS or TLS demanded and the certificate checked.</summary>
internal sealed class SmtpTransport : IMailTransport
{
    private const int TimeoutMs = 30_000;

    /// <summary>All of one try: shorter than its claim, so that no other server sends the mail meanwhile.</summary>
    private static readonly TimeSpan WholeTry = TimeSpan.FromSeconds(90);
    private readonly MailOptions _options;
    private readonly X509Certificate2? _authority;

    /// <summary>Errors: when <see cref="MailOptions.TrustedCertificate"/> cannot be read.</summary>
    public SmtpTransport(MailOptions options)
    {
        _options = options;
        _authority = options.TrustedCertificate.Length > 0 ? X509CertificateLoader.LoadCertificateFromFile(options.TrustedCertificate)
            : null;
    }

    public async Task<Dispatch> SendAsync(MimeMessage message, CancellationToken ct)
    {
        using var client = new SmtpClient { Timeout = TimeoutMs, ServerCertificateValidationCallback = Trusts };
        using var limit = new CancellationTokenSource(WholeTry, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        var connected = false;
        try
        {
            await client.ConnectAsync(_options.Host, _options.PortOrDefault, _options.Security switch
            {
                MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
                MailSecurity.None => SecureSocketOptions.None,
                _ => SecureSocketOptions.StartTls,
            }, either.Token);
            if (_options.User.Length > 0)
                await client.AuthenticateAsync(_options.User, _options.Password, either.Token);
            connected = true;
            // Else the library takes it for a fault of the server, and every other mail would wait with it.
            if (!client.Capabilities.HasFlag(SmtpCapabilities.UTF8)
                && message.To.Mailboxes.Any(x => x.LocalPart.Any(c => !char.IsAscii(c))))
                return new(DispatchResult.Refused, "address");
            await client.SendAsync(message, either.Token);
        }
        catch (SmtpCommandException e) when (connected)
        {
            var code = ((int)e.StatusCode).ToString(CultureInfo.InvariantCulture);
            return new((int)e.StatusCode >= 500 ? DispatchResult.Refused : DispatchResult.Later, code);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            return Trouble(e, connected);
        }
        try
        {
            await client.DisconnectAsync(quit: true, ct);
        }
        catch (Exception e) when (e is IOException or ProtocolException or ServiceNotConnectedException or TimeoutException)
        {
            // It is sent; how the other side says goodbye changes nothing.
        }
        return new(DispatchResult.Sent);
    }

    /// <summary>A connection that broke after the mail left may have delivered it; it is sent again with the same Message-ID.</summary>
    private static Dispatch Trouble(Exception e, bool connected) => e switch
    {
        AuthenticationException => new(DispatchResult.Trouble, "login-refused"),
        SslHandshakeException => new(DispatchResult.Trouble, "certificate-refused"),
        NotSupportedException => new(DispatchResult.Trouble, "no-starttls"),
        _ when connected => new(DispatchResult.Later, "no-answer"),
        _ => new(DispatchResult.Trouble, "not-reached"),
    };

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

/// <summary>Writes each mail into a folder, where <see cref="PickedUpMails"/> shows it.</summary>
internal sealed class PickupTransport(string folder) : IMailTransport
{
    public async Task<Dispatch> SendAsync(MimeMessage message, CancellationToken ct)
    {
        PrivateFiles.CreateFolder(folder);
        await message.WriteToAsync(Path.Combine(folder, message.MessageId!.Split('@')[0] + ".eml"), ct);
        return new(DispatchResult.Sent);
    }
}
