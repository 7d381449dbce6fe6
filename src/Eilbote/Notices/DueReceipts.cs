using Eilbote.Deliveries;
using Eilbote.Mail;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Notices;

/// <summary>
/// Receipts whose time has come become mails. Accepting and delivering only note when; what is queued here is found in an index that
/// holds nothing else, many at once and beside them.
/// </summary>
internal static class DueReceipts
{
    /// <summary>In one transaction: applications and arrivals are written between.</summary>
    private const int AtOnce = 100;
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    /// <summary>One at a time over all servers. Returns how many were looked at.</summary>
    /// <param name="on">Else what was promised before is dropped.</param>
    public static async Task<int> QueueAsync(AppDb db, bool on, DateTimeOffset now, CancellationToken ct)
    {
        var due = await db.Deliveries.Where(x => x.ReceiptDueAt <= now).OrderBy(x => x.ReceiptDueAt).ThenBy(x => x.Id).Take(AtOnce)
            .Select(x => new { x.Id, x.ApplicationId, x.ReceiptsLeft }).ToListAsync(ct);
        if (due.Count == 0)
            return 0;
        var again = due.Where(x => x.ReceiptsLeft < Delivery.ReceiptsAtMost).Select(x => x.ApplicationId).ToList();
        // The one before that has not left: it will say how it stands by then, unless it is being sent at this moment.
        var before = again.Count == 0 ? [] : await db.OutgoingMails
            .Where(x => again.Contains(x.SubjectId) && x.Kind == MailKind.Receipt && x.SettledAt == null)
            .Select(x => new
            {
                x.SubjectId,
                Attempts = x.SummaryId == null ? x.Attempts
                    : db.OutgoingMails.Where(s => s.Id == x.SummaryId).Select(s => s.Attempts).First(),
            }).ToListAsync(ct);
        var (tells, leaving) = (before.Where(x => x.Attempts == 0).Select(x => x.SubjectId).ToHashSet(),
            before.Where(x => x.Attempts > 0).Select(x => x.SubjectId).ToHashSet());
        var later = due.Where(x => leaving.Contains(x.ApplicationId)).ToList();
        var queued = !on ? [] : due.Except(later).Where(x => x.ReceiptsLeft > 0 && !tells.Contains(x.ApplicationId)).ToList();
        foreach (var x in queued)
            OutgoingMail.Queue(db, MailKind.Receipt, x.ApplicationId, null, now);
        await SetAsync([.. later.Select(x => x.Id)], now + Again, 0);
        await SetAsync([.. queued.Select(x => x.Id)], null, 1);
        await SetAsync([.. due.Except(later).Except(queued).Select(x => x.Id)], null, 0);
        return due.Count;

        async Task SetAsync(List<Guid> ids, DateTimeOffset? dueAt, int fewer)
        {
            if (ids.Count > 0)
                await db.Deliveries.Where(x => ids.Contains(x.Id)).ExecuteUpdateAsync(x => x
                    .SetProperty(d => d.ReceiptDueAt, dueAt).SetProperty(d => d.ReceiptsLeft, d => d.ReceiptsLeft - fewer), ct);
        }
    }
}
