using System.Collections.Concurrent;
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
public sealed partial class Verifications(
    Verifier verifier, VerificationStart start, IServiceScopeFactory scopes, IWriter writer, Lanes lanes, TimeProvider clock, ILogger<Verifications> log) : BackgroundService
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(15), ArrivedLately = TimeSpan.FromHours(24), AtMostEvery = TimeSpan.FromHours(1), Stragglers = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<Guid, Lazy<Task>> _running = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>A verification may be due. Returns at once.</summary>
    public void Wake(Guid id)
    {
        if (!_stopping.IsCancellationRequested)
            _ = _running.GetOrAdd(id, key => new Lazy<Task>(() => Task.Run(() => RunAsync(key)))).Value;
    }

    /// <summary>Completes when no verification runs at this moment.</summary>
    public Task IdleAsync() => Task.WhenAll(_running.Values.Select(x => x.Value));

    /// <summary>Begins what is due by itself, and runs what is due.</summary>
    public async Task SweepAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var now = clock.GetUtcNow();
        var due = await db.Connections
            .Where(x => x.VerifyAt <= now && (x.State == ConnectionState.Active || x.State == ConnectionState.Held))
            .Select(x => x.Id).ToListAsync(ct);
        foreach (var id in due)
            await writer.WriteAsync((w, t) => BeginAsync(w, id, now, t), ct);

        // An application that was accepted while its connection was being mended may have read the old state.
        var since = now - Stragglers;
        foreach (var mended in await db.Connections.Where(x => x.State == ConnectionState.Active && x.ProvenAt > since).Select(x => new { x.Id, x.AccountId }).ToListAsync(ct))
            if (await db.Deliveries.AnyAsync(x => x.ConnectionId == mended.Id && x.State == DeliveryState.Held && x.HeldBy == HeldBy.Connection, ct)
                && await writer.WriteAsync((w, t) => HeldConnections.ReleaseAsync(w, mended.Id, now, t), ct) > 0)
                lanes.Wake(mended.AccountId);

        // One that waits so that applications come first has nothing to wait for once none of its account's connections delivers.
        var free = await db.Verifications
            .Where(x => x.FinishedAt == null && x.WaitsFor == VerificationWait.Throttled && x.DueAt > now
                && !db.Connections.Any(c => c.AccountId == x.AccountId && c.State == ConnectionState.Active))
            .Select(x => x.Id).ToListAsync(ct);
        if (free.Count > 0)
            await writer.WriteAsync((w, t) => w.Verifications.Where(x => free.Contains(x.Id) && x.FinishedAt == null).ExecuteUpdateAsync(x => x.SetProperty(v => v.DueAt, now), t), ct);

        foreach (var id in await db.Verifications.Where(x => x.FinishedAt == null && x.DueAt <= now).Select(x => x.Id).ToListAsync(ct))
            Wake(id);
    }

    private async Task<bool> BeginAsync(AppDb db, Guid id, DateTimeOffset now, CancellationToken ct)
    {
        // Of several servers one gets the row.
        var next = QuietHours.Next(id, now);
        if (await db.Connections.Where(x => x.Id == id && x.VerifyAt <= now).ExecuteUpdateAsync(x => x.SetProperty(c => c.VerifyAt, next), ct) == 0)
            return false;
        var connection = await db.Connections.SingleAsync(x => x.Id == id, ct);
        var lately = now - ArrivedLately;
        if (connection.State == ConnectionState.Active && await db.Exchanges.AnyAsync(x => x.ConnectionId == id && x.Meaning == Meaning.Delivered && x.AnsweredAt > lately, ct))
            return false;
        if (await db.Verifications.AnyAsync(x => x.ConnectionId == id && x.FinishedAt == null, ct))
            return false;
        var purpose = connection.State == ConnectionState.Held ? VerificationPurpose.AfterRefusal : VerificationPurpose.Daily;
        var last = await db.Verifications.Where(x => x.ConnectionId == id && x.Purpose == purpose).MaxAsync(x => (DateTimeOffset?)x.StartedAt, ct);
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

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Sweep.EveryAsync(SweepEvery, clock, SweepAsync, e => Log.SweepFailed(log, e), stoppingToken);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await base.StopAsync(cancellationToken);
        await IdleAsync().WaitAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _stopping.Dispose();
        base.Dispose();
    }

    private async Task RunAsync(Guid id)
    {
        try
        {
            await verifier.RunAsync(id, _stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Another start goes on from the rows.
        }
        catch (Exception e)
        {
            Log.RunFailed(log, id, e);
        }
        finally
        {
            _running.TryRemove(id, out _);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Verification {VerificationId} failed; it is taken up again by a later sweep")]
        public static partial void RunFailed(ILogger log, Guid verificationId, Exception e);

        [LoggerMessage(LogLevel.Error, "Looking for due verifications failed; it is tried again in 15 s")]
        public static partial void SweepFailed(ILogger log, Exception e);
    }
}
