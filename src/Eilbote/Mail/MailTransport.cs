using System.Globalization;
using Eilbote.Connectors;
using Eilbote.Storage;
using MailKit;
using MailKit.Net.Smtp;
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

/// <summary>What became of one mail whose answer matters.</summary>
/// <param name="HasLeft">Whether any of it left: then it may have been taken, unless the relay says otherwise.</param>
/// <param name="Status">The relay's; null when it did not answer.</param>
/// <param name="About">What was answered, see <see cref="Connectors.Answer.MediaType"/>.</param>
/// <param name="Fault">Why it did not leave although nothing is wrong with it: a word of ours.</param>
public sealed record Relayed(bool HasLeft, int? Status, string About, string Words, string? Fault = null);

/// <summary>How mails leave. Errors of the other side are a value, never an exception.</summary>
public interface IMailTransport
{
    /// <summary>One after the other in one session. What each came to, in their order; also when it is cancelled.</summary>
    Task<IReadOnlyList<Dispatch>> SendAsync(IReadOnlyList<MimeMessage> messages, CancellationToken ct);

    /// <summary>One mail to one recipient, in a session of its own.</summary>
    /// <param name="envelope">Where it comes back to if it cannot be delivered.</param>
    Task<Relayed> RelayAsync(MimeMessage message, MailboxAddress envelope, CancellationToken ct);
}

/// <summary>A session with STARTTLS or TLS demanded and the certificate checked.</summary>
internal sealed class SmtpTransport(MailServers servers) : IMailTransport
{
    /// <summary>All of one session: shorter than a claim, so that no other server sends its mails meanwhile.</summary>
    private static readonly TimeSpan WholeSession = TimeSpan.FromSeconds(90);

    public async Task<IReadOnlyList<Dispatch>> SendAsync(IReadOnlyList<MimeMessage> messages, CancellationToken ct)
    {
        using var client = new SmtpClient();
        using var limit = new CancellationTokenSource(WholeSession, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        var done = new List<Dispatch>();
        if (await servers.ConnectAsync(client, either.Token) is { } trouble)
        {
            if (!ct.IsCancellationRequested)
                done.Add(new(DispatchResult.Trouble, trouble));
        }
        else
        {
            while (done.Count < messages.Count && client.IsConnected && !either.IsCancellationRequested)
                done.Add(await SendAsync(client, messages[done.Count], either.Token));
            await MailServers.LeaveAsync(client, ct);
        }
        return [.. done, .. Enumerable.Repeat(new Dispatch(DispatchResult.Untried), messages.Count - done.Count)];
    }

    public async Task<Relayed> RelayAsync(MimeMessage message, MailboxAddress envelope, CancellationToken ct)
    {
        using var client = new SmtpClient();
        if (await servers.ConnectAsync(client, ct) is { } trouble)
            return new(false, null, "", "", trouble);
        var relayed = await RelayAsync(client, message, envelope, ct);
        await MailServers.LeaveAsync(client, ct);
        return relayed;
    }

    private static async Task<Relayed> RelayAsync(SmtpClient client, MimeMessage message, MailboxAddress envelope, CancellationToken ct)
    {
        var content = new Watched();
        try
        {
            var words = await client.SendAsync(FormatOptions.Default, message, envelope, message.To.Mailboxes, ct, content);
            return new(true, (int)SmtpStatusCode.Ok, Answer.Content, words);
        }
        catch (SmtpCommandException e) when (e.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted)
        {
            var about = e.ErrorCode == SmtpErrorCode.RecipientNotAccepted ? Answer.Recipient : Answer.Content;
            return new(content.HasLeft, (int)e.StatusCode, about, e.Message);
        }
        catch (Exception e)
        {
            return new(content.HasLeft, null, "", "", content.HasLeft ? null : e switch
            {
                SmtpCommandException { ErrorCode: SmtpErrorCode.SenderNotAccepted } => "sender-refused",
                ServiceNotAuthenticatedException => "login-refused",
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

    /// <summary>Sees the first bytes of the content leave: before them the relay has nothing that it could have taken.</summary>
    private sealed class Watched : ITransferProgress
    {
        public bool HasLeft { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => HasLeft = true;

        public void Report(long bytesTransferred) => HasLeft = true;
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

    public async Task<Relayed> RelayAsync(MimeMessage message, MailboxAddress envelope, CancellationToken ct)
    {
        await SendAsync([message], ct);
        return new(true, (int)SmtpStatusCode.Ok, Answer.Content, "");
    }
}
