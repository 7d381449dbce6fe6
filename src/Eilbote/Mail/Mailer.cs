using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Eilbote.Mail;

/// <summary>
/// Every 15 s: queues what people must be told of, then sends what is due, oldest first; within a second of an arrival, too, its
/// receipt. Alerts and links leave first, each in a session of its own; behind them receipts, many in one. A mail is claimed in its
/// row before it leaves, so that of several servers one sends it, and one that died is followed by another.
/// </summary>
public sealed partial class Mailer(
    IServiceScopeFactory scopes, IWriter writer, LetterPress press, AddressLimit limit, MailOptions options, TimeProvider clock,
    ILogger<Mailer> log, IMailTransport? transport = null)
    : DueWork<string>(SweepEvery, atOnce: 1, clock, log)
{
    /// <summary>
    /// Claimed, sent and recorded together. So many at most are sent again, as the same mails, when a server dies between.
    /// </summary>
    public const int AtOnce = 50;

    private const string Post = "Mail", Receipts = "Receipts";
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(15), Lease = TimeSpan.FromMinutes(2), Soon = TimeSpan.FromSeconds(1);
    private DateTimeOffset? _toldAt;

    /// <summary>A receipt became due: it leaves within a second, with those that become due meanwhile. Returns at once.</summary>
    public void ReceiptIsDue()
    {
        if (options.SendsReceipts)
            WakeWithin(Receipts, Soon);
    }

    protected override Task<IReadOnlyCollection<string>> DueAsync(CancellationToken ct) =>
        Task.FromResult<IReadOnlyCollection<string>>([Post]);

    protected override async Task<DateTimeOffset?> RunAsync(string key, CancellationToken ct)
    {
        if (key == Post)
            _toldAt = null;
        while (true)
        {
            // So many receipts may leave that there is news meanwhile.
            var now = Clock.GetUtcNow();
            var tells = _toldAt is not { } at || (now - at).Duration() >= SweepEvery;
            var (any, mails) = await ClaimAsync(tells, now, ct);
            if (tells)
                _toldAt = now;
            if (!any || (mails.Count > 0 && !await SendAsync(mails, ct)))
                return null;
            if (mails is [{ Bulk: true }, ..])
            {
                // Some a second at most: however many there are, they take little from accepting and delivering.
                WakeWithin(Receipts, Soon);
                return null;
            }
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (transport is null)
            Log.NoServer(log);
        else if (transport is PickupTransport)
            Log.Readable(log);
        return base.ExecuteAsync(stoppingToken);
    }

    /// <summary>Queues what is due, and claims one mail, or some of those in bulk. One at a time over all servers.</summary>
    /// <param name="tells">Whether it looks for everything that people must be told of, not only for receipts.</param>
    /// <returns>Whether anything was found: else nothing is due.</returns>
    private async Task<(bool Any, List<OutgoingMail> Mails)> ClaimAsync(bool tells, DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var letters = scope.ServiceProvider.GetRequiredService<ILetters>();
        return await writer.WriteAsync(async (db, t) =>
        {
            if (db is PostgresDb)
                await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({LockKey})", t);
            if (tells)
            {
                await letters.QueueDueAsync(db, now, t);
                await EndOldAsync(db, now, t);
            }
            var looked = await letters.QueueReceiptsAsync(db, now, t);
            await db.SaveChangesAsync(t);
            if (transport is null)
                return (looked > 0, []);
            var due = db.OutgoingMails.Where(x => x.DueAt <= now).OrderBy(x => x.DueAt).ThenBy(x => x.Id);
            var next = await due.Where(x => !x.Bulk).Take(1).ToListAsync(t);
            if (next.Count == 0)
                next = await due.Where(x => x.Bulk).Take(AtOnce).ToListAsync(t);
            var leave = await limit.LetThroughAsync(db, letters, next, now, t);
            foreach (var mail in leave)
                (mail.DueAt, mail.Attempts) = (now + Lease, mail.Attempts + 1);
            return (looked + next.Count > 0, leave);
        }, ct);
    }

    /// <summary>What PostgreSQL lets one server hold at a time; ours alone in this database.</summary>
    private const long LockKey = 0x4d61696c;

    private static async Task EndOldAsync(AppDb db, DateTimeOffset now, CancellationToken ct)
    {
        var tooOld = now - MailSchedule.Limit;
        var ended = db.OutgoingMails.Where(
            x => x.SettledAt == now && x.State == MailState.Undeliverable && x.Kind == MailKind.ReceiptSummary);
        await db.OutgoingMails.Where(x => x.State == MailState.Queued && x.DueAt <= now && x.CreatedAt < tooOld).ExecuteUpdateAsync(x => x
            .SetProperty(m => m.State, MailState.Undeliverable).SetProperty(m => m.DueAt, (DateTimeOffset?)null)
                .SetProperty(m => m.SettledAt, now), ct);
        await SettleAsync(db, ended.Select(x => x.Id), now, ct);
    }

    /// <summary>False when other mails would fail alike.</summary>
    private async Task<bool> SendAsync(List<OutgoingMail> mails, CancellationToken ct)
    {
        var written = new List<(OutgoingMail Mail, MimeMessage Message)>();
        var done = new Dictionary<Guid, Dispatch?>();
        await using (var scope = scopes.CreateAsyncScope())
        {
            var letters = scope.ServiceProvider.GetRequiredService<ILetters>();
            await letters.LoadAsync(mails, ct);
            foreach (var mail in mails)
            {
                try
                {
                    if (await letters.WriteAsync(mail, ct) is { } letter)
                        written.Add((mail, await press.PrintAsync(letter, mail, Clock.GetUtcNow())));
                    else
                        done[mail.Id] = null;
                }
                catch (Exception e) when (!ct.IsCancellationRequested)
                {
                    // It keeps no other from leaving.
                    Log.NotWritten(log, mail.Id, mail.Kind, e);
                    done[mail.Id] = new(DispatchResult.Later, "own-fault");
                }
            }
        }
        var sent = written.Count == 0 ? [] : await transport!.SendAsync([.. written.Select(x => x.Message)], ct);
        foreach (var ((mail, _), dispatch) in written.Zip(sent))
            done[mail.Id] = dispatch;
        await RecordAsync(done);
        foreach (var mail in mails)
            Log.Sent(log, mail.Id, mail.Kind, done[mail.Id]?.Result.ToString() ?? "NoLongerTrue", done[mail.Id]?.Reason, mail.Attempts - 1);
        return sent.All(x => x.Result != DispatchResult.Trouble);
    }

    private Task<bool> RecordAsync(Dictionary<Guid, Dispatch?> done) => writer.WriteAsync(async (db, t) =>
    {
        var now = Clock.GetUtcNow();
        foreach (var mail in await db.OutgoingMails.Where(x => done.Keys.Contains(x.Id)).ToListAsync(t))
        {
            var dispatch = done[mail.Id];
            if (dispatch?.Result == DispatchResult.Untried)
            {
                (mail.DueAt, mail.Attempts) = (now, mail.Attempts - 1);
                continue;
            }
            mail.Reason = dispatch?.Reason;
            mail.State = dispatch?.Result switch
            {
                null => MailState.Dropped,
                DispatchResult.Sent => MailState.Sent,
                DispatchResult.Refused => MailState.Undeliverable,
                _ => MailState.Queued,
            };
            mail.DueAt = mail.State == MailState.Queued ? now + MailSchedule.AfterFailure(mail.Attempts) : null;
            mail.SettledAt = mail.State == MailState.Queued ? null : now;
            if (mail is { Kind: MailKind.ReceiptSummary, SettledAt: not null })
                await SettleAsync(db, db.OutgoingMails.Where(x => x.Id == mail.Id).Select(x => x.Id), now, t);
        }
        return true;
    }, CancellationToken.None);

    /// <summary>What a summary was to say ends with it.</summary>
    private static Task<int> SettleAsync(AppDb db, IQueryable<Guid> summaries, DateTimeOffset now, CancellationToken ct) =>
        db.OutgoingMails.Where(x => x.SummaryId != null && summaries.Contains(x.SummaryId.Value) && x.SettledAt == null)
            .ExecuteUpdateAsync(x => x.SetProperty(m => m.SettledAt, now), ct);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning,
            "Eilbote:Mail:Host is not set: nobody is told anything by mail, and what is to be told waits for a week")]
        public static partial void NoServer(ILogger log);

        [LoggerMessage(LogLevel.Warning, "Eilbote:Mail:PickupFolder is set: no mail is sent, and anyone can read all of them at /mails")]
        public static partial void Readable(ILogger log);

        [LoggerMessage(LogLevel.Information, "Mail {MailId} ({Kind}): {Result} {Reason}, {Attempts} tries before")]
        public static partial void Sent(ILogger log, Guid mailId, MailKind kind, string result, string? reason, int attempts);

        [LoggerMessage(LogLevel.Error, "Mail {MailId} ({Kind}) could not be written for a reason of our own; it is tried again")]
        public static partial void NotWritten(ILogger log, Guid mailId, MailKind kind, Exception e);
    }
}
