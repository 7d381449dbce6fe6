using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Connections;

/// <summary>
/// Runs verifications beside the pages, and begins those that are due by themselves: every night, and at once after a first
/// refusal. Every 15 s it looks into the rows, so that nothing depends on a wake-up that was lost.
/// </summary>
public sealed class Verifications(
    Verifier verifier, VerificationStart start, ConnectorRegistry connectors, IServiceScopeFactory scopes, IWriter writer, Lanes lanes,
    TimeProvider clock, ILogger<Verifications> log)
    : DueWork<Guid>(TimeSpan.FromSeconds(15), atOnce: int.MaxValue, clock, log)
{
    private static readonly TimeSpan ArrivedLately = TimeSpan.FromHours(24), AtMostEvery = TimeSpan.FromHours(1),
        Stragglers = TimeSpan.FromMinutes(5);

    /// <summary>Begins what is due by itself; then all that are due are.</summary>
    protected override async Task<IReadOnlyCollection<Guid>> DueAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var now = Clock.GetUtcNow();
        var due = await db.Connections
            .Where(x => x.VerifyAt <= now && (x.State == ConnectionState.Active || x.State == ConnectionState.Held))
            .Select(x => x.Id).ToListAsync(ct);
        foreach (var id in due)
            await writer.WriteAsync((w, t) => BeginAsync(w, id, now, t), ct);

        // An application that was accepted while its connection was being mended may have read the old state.
        var since = now - Stragglers;
        foreach (var mended in await db.Connections.Where(x => x.State == ConnectionState.Active && x.ProvenAt > since)
            .Select(x => new { x.Id, x.AccountId }).ToListAsync(ct))
            if (await db.Deliveries.AnyAsync(
                x => x.ConnectionId == mended.Id && x.State == DeliveryState.Held && x.HeldBy == HeldBy.Connection, ct)
                && await writer.WriteAsync((w, t) => HeldConnections.ReleaseAsync(w, mended.Id, now, t), ct) > 0)
                lanes.Wake(mended.AccountId);

        // One that waits so that applications come first has nothing to wait for once none of its account's connections delivers.
        var free = await db.Verifications
            .Where(x => x.FinishedAt == null && x.WaitsFor == VerificationWait.Throttled && x.DueAt > now
                && !db.Connections.Any(c => c.AccountId == x.AccountId && c.State == ConnectionState.Active))
            .Select(x => x.Id).ToListAsync(ct);
        if (free.Count > 0)
            await writer.WriteAsync(
                (w, t) => w.Verifications.Where(x => free.Contains(x.Id) && x.FinishedAt == null)
                .ExecuteUpdateAsync(x => x.SetProperty(v => v.DueAt, now), t), ct);

        return await db.Verifications.Where(x => x.FinishedAt == null && x.DueAt <= now).Select(x => x.Id).ToListAsync(ct);
    }

    protected override async Task<DateTimeOffset?> RunAsync(Guid key, CancellationToken ct)
    {
        await verifier.RunAsync(key, ct);
        return null;
    }

    private async Task<bool> BeginAsync(AppDb db, Guid id, DateTimeOffset now, CancellationToken ct)
    {
        // Of several servers one gets the row.
        var next = QuietHours.Next(id, now);
        if (await db.Connections.Where(x => x.Id == id && x.VerifyAt <= now)
            .ExecuteUpdateAsync(x => x.SetProperty(c => c.VerifyAt, next), ct) == 0)
            return false;
        var connection = await db.Connections.SingleAsync(x => x.Id == id, ct);
        if (connectors.Of(connection).Descriptor.ProvenByCode)
        {
            // Nobody can be asked but by a mail that a person expects: its owner is told, and verifies anew.
            connection.VerifyAt = null;
            if (connection.State == ConnectionState.Held)
                connection.NoticeDueAt ??= BrokenNotices.DueAt(connection.HeldSince ?? now, connection.NoticesSent);
            return false;
        }
        var lately = now - ArrivedLately;
        if (connection.State == ConnectionState.Active
            && await db.Exchanges.AnyAsync(x => x.ConnectionId == id && x.Meaning == Meaning.Delivered && x.AnsweredAt > lately, ct))
            return false;
        if (await db.Verifications.AnyAsync(x => x.ConnectionId == id && x.FinishedAt == null, ct))
            return false;
        var purpose = connection.State == ConnectionState.Held ? VerificationPurpose.AfterRefusal : VerificationPurpose.Daily;
        var last = await db.Verifications.Where(x => x.ConnectionId == id && x.Purpose == purpose)
            .MaxAsync(x => (DateTimeOffset?)x.StartedAt, ct);
        if (last > now - AtMostEvery)
        {
            // What breaks and mends itself in turn must not be asked without end.
            connection.VerifyAt = last + AtMostEvery;
            return false;
        }
        // The job it was connected with may be filled by now: any job that takes applications will do.
        var job = await db.JobAds.Where(x => x.ConnectionId == id && x.State == JobAdState.Open && x.AtsJobId != "")
            .OrderByDescending(x => x.CreatedAt).ThenByDescending(x => x.Id).Select(x => x.AtsJobId).FirstOrDefaultAsync(ct);
        await start.AddAsync(db, connection, null, purpose, null, now, ct, job);
        return true;
    }
}
