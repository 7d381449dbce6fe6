using Eilbote.Connectors;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Ats;

/// <summary>Why a request leaves; each has its part of the account's share.</summary>
public enum Purpose { Delivery, Verification, Claim }

/// <summary>The only thing that lets a request leave, whoever thinks it is the lane.</summary>
internal static class Slots
{
    /// <summary>Of each share, kept for verification, so that a backlog never keeps an employer from connecting.</summary>
    private const int KeptForVerification = 3;

    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(250);

    private static readonly Prepared<Func<AppDb, Guid, DateTimeOffset, DateTimeOffset,
        IAsyncEnumerable<Used>>> Window = new(() => EF.CompileAsyncQuery(
        (AppDb db, Guid accountId, DateTimeOffset since, DateTimeOffset overdue) => db.Exchanges
            .Where(x => x.AccountId == accountId && x.Stage != Stage.NothingSent
                && (x.AnsweredAt > since || (x.AnsweredAt == null && x.Deadline > overdue)))
            .Select(x => new Used(x.DeliveryId != null, x.AnsweredAt, x.Deadline))));

    /// <summary>
    /// Takes a slot in the caller's transaction. Returns null when one is free, else the earliest time to ask again.
    /// A slot is used from its request's start until the pace's window plus 250 ms after its answer; a request that never
    /// left uses none.
    /// </summary>
    public static async Task<DateTimeOffset?> TakeAsync(
        AppDb db, Telemetry telemetry, Guid accountId, Purpose purpose, Pace pace, DateTimeOffset now, CancellationToken ct)
    {
        // The update locks the row until commit: what is counted afterwards cannot change.
        var account = (await db.Accounts
            .FromSql($"""UPDATE "Accounts" SET "Version" = "Version" + 1 WHERE "Id" = {accountId} RETURNING *""")
            .AsNoTracking().ToListAsync(ct)).Single();

        if (account.PausedUntil > now)
            return account.PausedUntil;

        var window = pace.Window + Margin;
        var since = now - window;
        var used = await Window.For(db)(db, accountId, since, now - window - Exchange.Grace).ToListAsync(ct);
        var ours = used.Where(x => x.IsDelivery == (purpose == Purpose.Delivery)).Select(x => x.From + window).Order().ToList();
        var all = used.Select(x => x.From + window).Order().ToList();

        var share = account.ShareHalvedUntil > now ? pace.Share / 2 : pace.Share;
        telemetry.SlotAsked(purpose, all.Count, share);
        return purpose switch
        {
            Purpose.Delivery => Later(FreeAt(ours, share - KeptForVerification), FreeAt(all, share)),
            Purpose.Verification => FreeAt(all, share),
            _ => Later(FreeAt(ours, KeptForVerification), FreeAt(all, share)),
        };
    }

    /// <summary>Null when fewer than the limit are used, else when enough of them will have ended.</summary>
    private static DateTimeOffset? FreeAt(List<DateTimeOffset> ends, int limit) =>
        ends.Count < Math.Max(1, limit) ? null : ends[ends.Count - Math.Max(1, limit)];

    private sealed record Used(bool IsDelivery, DateTimeOffset? AnsweredAt, DateTimeOffset Deadline)
    {
        /// <summary>When its window begins.</summary>
        public DateTimeOffset From => AnsweredAt ?? Deadline + Exchange.Grace;
    }

    private static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) => a > b || b is null ? a : b;
}
