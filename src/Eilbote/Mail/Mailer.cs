using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Mail;

/// <summary>
/// Every 15 s: queues what people must be told of, then sends what is due, oldest first. A mail is claimed in its row before
/// it leaves, so that of several servers one sends it, and one that died is followed by another.
/// </summary>
public sealed partial class Mailer(
    IServiceScopeFactory scopes, IWriter writer, LetterPress press, TimeProvider clock, ILogger<Mailer> log,
    IMailTransport? transport = null)
    : DueWork<string>(TimeSpan.FromSeconds(15), atOnce: 1, clock, log)
{
    private const string Post = "Mail";
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    protected override Task<IReadOnlyCollection<string>> DueAsync(CancellationToken ct) =>
        Task.FromResult<IReadOnlyCollection<string>>([Post]);

    protected override async Task<DateTimeOffset?> RunAsync(string key, CancellationToken ct)
    {
        await using (var scope = scopes.CreateAsyncScope())
            await writer.WriteAsync(
                (db, t) => scope.ServiceProvider.GetRequiredService<ILetters>().QueueDueAsync(db, Clock.GetUtcNow(), t), ct);
        while (await ClaimAsync(ct) is { } mail)
        {
            var dispatch = await SendAsync(mail, ct);
            await RecordAsync(mail.Id, dispatch);
            Log.Sent(log, mail.Id, mail.Kind, dispatch?.Result.ToString() ?? "NoLongerTrue", dispatch?.Reason, mail.Attempts);
            if (dispatch?.Result == DispatchResult.Trouble)
                break;
        }
        return null;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (transport is null)
            Log.NoServer(log);
        else if (transport is PickupTransport)
            Log.Readable(log);
        return base.ExecuteAsync(stoppingToken);
    }

    private Task<OutgoingMail?> ClaimAsync(CancellationToken ct) => writer.WriteAsync(async (db, t) =>
    {
        var now = Clock.GetUtcNow();
        var tooOld = now - MailSchedule.Limit;
        await db.OutgoingMails.Where(x => x.State == MailState.Queued && x.DueAt <= now && x.CreatedAt < tooOld).ExecuteUpdateAsync(x => x
            .SetProperty(m => m.State, MailState.Undeliverable).SetProperty(m => m.DueAt, (DateTimeOffset?)null)
                .SetProperty(m => m.SettledAt, now), t);
        if (transport is null)
            return null;
        var next = await db.OutgoingMails.AsNoTracking().Where(x => x.DueAt <= now).OrderBy(x => x.DueAt).ThenBy(x => x.Id)
            .FirstOrDefaultAsync(t);
        var claimed = next is null ? 0 : await db.OutgoingMails.Where(x => x.Id == next.Id && x.DueAt <= now)
            .ExecuteUpdateAsync(x => x.SetProperty(m => m.DueAt, now + Lease).SetProperty(m => m.Attempts, m => m.Attempts + 1), t);
        return claimed == 1 ? next : null;
    }, ct);

    /// <summary>Null when it is no longer true.</summary>
    private async Task<Dispatch?> SendAsync(OutgoingMail mail, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ILetters>().WriteAsync(mail, ct) is { } letter
            ? await transport!.SendAsync(await press.PrintAsync(letter, mail, Clock.GetUtcNow()), ct)
            : null;
    }

    private Task<bool> RecordAsync(Guid id, Dispatch? dispatch) => writer.WriteAsync(async (db, t) =>
    {
        var now = Clock.GetUtcNow();
        var mail = await db.OutgoingMails.SingleAsync(x => x.Id == id, t);
        mail.Reason = dispatch?.Reason;
        mail.State = dispatch?.Result switch
        {
            null => MailState.Dropped,
            DispatchResult.Sent => MailState.Sent,
            DispatchResult.Refused => MailState.Undeliverable,
            _ =>
            MailState.Queued
        };
        mail.DueAt = mail.State == MailState.Queued ? now + MailSchedule.AfterFailure(mail.Attempts) : null;
        mail.SettledAt = mail.State == MailState.Queued ? null : now;
        return true;
    }, CancellationToken.None);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning,
            "Eilbote:Mail:Host is not set: nobody is told anything by mail, and what is to be told waits for a week")]
        public static partial void NoServer(ILogger log);

        [LoggerMessage(LogLevel.Warning, "Eilbote:Mail:PickupFolder is set: no mail is sent, and anyone can read all of them at /mails")]
        public static partial void Readable(ILogger log);

        [LoggerMessage(LogLevel.Information, "Mail {MailId} ({Kind}): {Result} {Reason}, {Attempts} tries before")]
        public static partial void Sent(ILogger log, Guid mailId, MailKind kind, string result, string? reason, int attempts);
    }
}
