using Eilbote.Connectors;
using Eilbote.Mail;
using MimeKit;

namespace Eilbote.Ats;

/// <summary>
/// Sends the mail of a step by the operator's relay, and gives what the relay says as an answer. Repeats nothing, logs no content.
/// </summary>
public sealed partial class MailedSteps(
    LetterPress press, BounceAddress bounces, TimeProvider clock, ILogger<MailedSteps> log, IMailTransport? transport = null)
{
    /// <param name="exchangeId">Of the row that was committed for it: a failure report comes back under it.</param>
    public async Task<Sent> SendAsync(Sending.Mail mail, TimeSpan deadline, Guid exchangeId)
    {
        var startedAt = clock.GetTimestamp();
        using var limit = new CancellationTokenSource(deadline, clock);
        if (transport is null)
            return NotSent("no-mail-server");
        MimeMessage message;
        try
        {
            message = await WriteAsync(press.Blank(mail.Id, clock.GetUtcNow()), mail, limit.Token);
        }
        // Whole or not at all: a document that is not what it was is found before anything leaves.
        catch (DamagedDocumentException e)
        {
            Log.Damaged(log, e.Sha256, e);
            return NotSent(null) with { Damaged = e.Sha256 };
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            Log.NotWritten(log, exchangeId, e);
            return NotSent(null);
        }
        using (message)
        {
            var relayed = await transport.RelayAsync(message, bounces.Of(exchangeId), limit.Token);
            return relayed switch
            {
                { Status: { } status } => new(
                    Stage.Answered, new(status, relayed.About, null, relayed.Words), clock.GetElapsedTime(startedAt)),
                { HasLeft: true } => new(Stage.NoAnswer, null, clock.GetElapsedTime(startedAt)),
                _ => NotSent(relayed.Fault),
            };
        }

        Sent NotSent(string? fault) => new(Stage.NothingSent, null, clock.GetElapsedTime(startedAt), fault);
    }

    /// <param name="message">Made for nobody yet.</param>
    internal static async Task<MimeMessage> WriteAsync(MimeMessage message, Sending.Mail mail, CancellationToken ct)
    {
        message.To.Add(new MailboxAddress("", mail.To));
        message.Subject = mail.Subject;
        if (mail.ReplyTo is { } to && MailboxAddress.TryParse(to, out var reply))
            message.ReplyTo.Add(reply);
        var body = new BodyBuilder { TextBody = mail.Text };
        foreach (var document in mail.Attachments)
        {
            await using var content = await document.Open(ct);
            await body.Attachments.AddAsync(document.FileName, content, ContentType.Parse(document.MediaType), ct);
        }
        message.Body = body.ToMessageBody();
        return message;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Critical,
            "The document with the SHA-256 {Sha256} is missing or no longer what was uploaded: no mail takes it along. Look at the disk or the database")]
        public static partial void Damaged(ILogger log, string sha256, Exception e);

        [LoggerMessage(LogLevel.Error, "The mail of exchange {ExchangeId} could not be written, probably because a document cannot be read")]
        public static partial void NotWritten(ILogger log, Guid exchangeId, Exception e);
    }
}
