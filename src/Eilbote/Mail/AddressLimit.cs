using System.Security.Cryptography;
using System.Text;
using Eilbote.Secrets;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Mail;

/// <summary>
/// At most <see cref="PerDay"/> mails within any 24 hours to an address that has proven nothing, over all employers: anyone can type
/// a stranger's. What comes beyond becomes one summary, which leaves when the first of them is a day old. An address has proven
/// something when a button was pressed on a page to which only a mail led.
/// </summary>
public sealed class AddressLimit(KeyFile keyFile)
{
    public const int PerDay = 5;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private readonly byte[] _key = keyFile.Derive("mail-addresses");

    /// <summary>128 bits, as 22 characters.</summary>
    public string HashOf(string normalized) => Convert.ToBase64String(
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(normalized)).AsSpan(0, 16)).TrimEnd('=');

    /// <summary>
    /// Those that may leave now; the others are put into a summary. In the transaction that claims them, one at a time over all servers.
    /// </summary>
    internal async Task<List<OutgoingMail>> LetThroughAsync(
        AppDb db, ILetters letters, IReadOnlyList<OutgoingMail> mails, DateTimeOffset now, CancellationToken ct)
    {
        var unproven = await letters.UnprovenAsync(db, [.. mails.Where(x => x.AddressHash is null)], ct);
        if (unproven.Count == 0)
            return [.. mails];
        var hashes = unproven.ToDictionary(x => x.Key, x => HashOf(x.Value));
        var all = hashes.Values.Distinct().ToList();
        var (since, until) = (now - Day, now + Day);
        // Until: a clock that was ahead counts for no more than a day.
        var counted = (await db.OutgoingMails.AsNoTracking()
            .Where(x => x.AddressHash != null && all.Contains(x.AddressHash) && x.State != MailState.Dropped
                && (x.SettledAt == null || (x.SettledAt > since && x.SettledAt < until))).ToListAsync(ct))
            .GroupBy(x => x.AddressHash!).ToDictionary(x => x.Key, x => x.ToList());
        var leave = new List<OutgoingMail>();
        foreach (var mail in mails)
        {
            if (!hashes.TryGetValue(mail.Id, out var hash))
            {
                leave.Add(mail);
                continue;
            }
            if (!counted.TryGetValue(hash, out var to))
                counted[hash] = to = [];
            var summary = to.Find(x => x is { Kind: MailKind.ReceiptSummary, State: MailState.Queued, Attempts: 0 });
            if (summary is null && to.Count < PerDay)
            {
                mail.AddressHash = hash;
                to.Add(mail);
                leave.Add(mail);
                continue;
            }
            if (summary is null)
                db.OutgoingMails.Add(summary = Summary(hash, to.Min(x => Earlier(x.SettledAt ?? now, now)) + Day, now, to));
            (mail.State, mail.DueAt, mail.SummaryId) = (MailState.Summarised, null, summary.Id);
        }
        return leave;
    }

    /// <summary>What is older counts for nothing, and nobody needs to know to whom it went.</summary>
    internal static Task<int> ForgetAsync(AppDb db, DateTimeOffset now, CancellationToken ct)
    {
        var (since, until) = (now - Day, now + Day);
        return db.OutgoingMails.Where(x => x.AddressHash != null && (x.SettledAt < since || x.SettledAt > until))
            .ExecuteUpdateAsync(x => x.SetProperty(m => m.AddressHash, (string?)null), ct);
    }

    /// <summary>It is news from the moment at which it may leave, so that it is neither late before nor old by then.</summary>
    private static OutgoingMail Summary(string hash, DateTimeOffset at, DateTimeOffset now, List<OutgoingMail> to)
    {
        var summary = new OutgoingMail
        {
            Id = Guid.CreateVersion7(now),
            Kind = MailKind.ReceiptSummary,
            SubjectId = Guid.Empty,
            CreatedAt = at,
            DueAt = at,
            Bulk = true,
            AddressHash = hash,
        };
        to.Add(summary);
        return summary;
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
