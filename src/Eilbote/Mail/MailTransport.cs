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
/// Untried: the session ended before.
/// </summary>
public enum DispatchResult { Sent, Refused, Later, Trouble, Untried }

/// <summary>How mails leave. Errors of the other side are a <see cref="Dispatch"/>, never an exception.</summary>
public interface IMailTransport
{
    /// <summary>One after the other in one session. What each came to, in their order; also when it is cancelled.</summary>
    Task<IReadOnlyList<Dispatch>> SendAsync(IReadOnlyList<MimeMessage> messages, CancellationToken ct);
}

/// <summary>A session with STARTTLS or TLS demanded and the certificate checked.</summary>
internal sealed class SmtpTransport : IMailTransport
{
    private const int TimeoutMs = 30_000;

    /// <summary>All of one session: shorter than a claim, so that no other server sends its mails meanwhile.</summary>
    private static readonly TimeSpan WholeSession = TimeSpan.FromSeconds(90);
    private readonly MailOptions _options;
    private readonly X509Certificate2? _authority;

    /// <summary>Errors: when <see cref="MailOptions.TrustedCertificate"/> cannot be read.</summary>
    public SmtpTransport(MailOptions options)
    {
        _options = options;
        _authority = options.TrustedCertificate.Length > 0 ? X509CertificateLoader.LoadCertificateFromFile(options.TrustedCertificate)
            : null;
    }

    public async Task<IReadOnlyList<Dispatch>> SendAsync(IReadOnlyList<MimeMessage> messages, CancellationToken ct)
    {
        using var client = new SmtpClient { Timeout = TimeoutMs, ServerCertificateValidationCallback = Trusts };
        using var limit = new CancellationTokenSource(WholeSession, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        var done = new List<Dispatch>();
        if (await ConnectAsync(client, either.Token) is { } trouble)
        {
            if (!ct.IsCancellationRequested)
                done.Add(trouble);
        }
        else
        {
            while (done.Count < messages.Count && client.IsConnected && !either.IsCancellationRequested)
                done.Add(await SendAsync(client, messages[done.Count], either.Token));
            await LeaveAsync(client, ct);
        }
        return [.. done, .. Enumerable.Repeat(new Dispatch(DispatchResult.Untried), messages.Count - done.Count)];
    }

    private async Task<Dispatch?> ConnectAsync(SmtpClient client, CancellationToken ct)
    {
        try
        {
            await client.ConnectAsync(_options.Host, _options.PortOrDefault, _options.Security switch
            {
                MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
                MailSecurity.None => SecureSocketOptions.None,
                _ => SecureSocketOptions.StartTls,
            }, ct);
            if (_options.User.Length > 0)
                await client.AuthenticateAsync(_options.User, _options.Password, ct);
            return null;
        }
        catch (Exception e)
        {
            return new(DispatchResult.Trouble, e switch
            {
                AuthenticationException => "login-refused",
                SslHandshakeException => "certificate-refused",
                NotSupportedException => "no-starttls",
                _ => "not-reached",
            });
        }
    }

    private static async Task<Dispatch> SendAsync(SmtpClient client, MimeMessage message, CancellationToken ct)
    {
        // Else the library takes it for a fault of the server, and every other mail would wait with it.
        if (!client.Capabilities.HasFlag(SmtpCapabilities.UTF8)
            && message.To.Mailboxes.Any(x => x.LocalPart.Any(c => !char.IsAscii(c))))
            return new(DispatchResult.Refused, "address");
        try
        {
            await client.SendAsync(message, ct);
            return new(DispatchResult.Sent);
        }
        catch (SmtpCommandException e)
        {
            var code = ((int)e.StatusCode).ToString(CultureInfo.InvariantCulture);
            return new((int)e.StatusCode >= 500 ? DispatchResult.Refused : DispatchResult.Later, code);
        }
        catch (Exception)
        {
            // A connection that broke after the mail left may have delivered it; it is sent again with the same Message-ID.
            return new(DispatchResult.Later, "no-answer");
        }
    }

    private static async Task LeaveAsync(SmtpClient client, CancellationToken ct)
    {
        try
        {
            await client.DisconnectAsync(quit: true, ct);
        }
        catch (Exception e) when (e is IOException or ProtocolException or ServiceNotConnectedException or TimeoutException
            or OperationCanceledException)
        {
            // They are sent; how the other side says goodbye changes nothing.
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

/// <summary>Writes each mail into a folder, where <see cref="PickedUpMails"/> shows it.</summary>
internal sealed class PickupTransport(string folder) : IMailTransport
{
    public async Task<IReadOnlyList<Dispatch>> SendAsync(IReadOnlyList<MimeMessage> messages, CancellationToken ct)
    {
        PrivateFiles.CreateFolder(folder);
        foreach (var message in messages)
            await message.WriteToAsync(Path.Combine(folder, message.MessageId!.Split('@')[0] + ".eml"), ct);
        return [.. messages.Select(_ => new Dispatch(DispatchResult.Sent))];
    }
}
