using System.Data.Common;
using Eilbote.Ats;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.JobAds;

/// <summary>Reads every feed that is due, twice a minute, few at a time.</summary>
public sealed partial class FeedRefresh(IServiceScopeFactory scopes, ConnectorRegistry connectors, TimeProvider clock, ILogger<FeedRefresh> log) : BackgroundService
{
    private const int AtOnce = 4, ASweep = 200;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _one = new(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Sweep.EveryAsync(SweepEvery, clock, SweepAsync, e => Log.SweepFailed(log, e), stoppingToken);

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }

    /// <summary>Reads what is due; completes when that is written.</summary>
    public async Task SweepAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            await Parallel.ForEachAsync(await DueAsync(ct), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, ReadAsync);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<List<Guid>> DueAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var now = clock.GetUtcNow();
        var named = connectors.All.Select(x => x.Descriptor.FeedKey).OfType<string>().Select(x => $"%\"{x}\":\"_%").ToList();
        return await (
            from connection in db.Connections
            join f in db.JobFeeds on connection.Id equals f.ConnectionId into fs
            from feed in fs.DefaultIfEmpty()
            where connection.State != ConnectionState.Off && (feed == null || feed.DueAt <= now)
            // The settings are stored as JSON: those that name no feed are left out here, since they would be due for ever.
            where named.Any(x => EF.Functions.Like((string)(object)connection.Settings, x))
            orderby feed == null descending, feed.DueAt
            select connection.Id).Take(ASweep).ToListAsync(ct);
    }

    private async ValueTask ReadAsync(Guid connectionId, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<Feeds>().ReadDueAsync(connectionId, ct);
        }
        catch (Exception e) when (e is DbException or DbUpdateException or InvalidOperationException && !ct.IsCancellationRequested)
        {
            // One broken row must not keep the others from being read.
            Log.ReadFailed(log, connectionId, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Looking for feeds that are due failed; it is tried again in 30 s")]
        public static partial void SweepFailed(ILogger log, Exception e);

        [LoggerMessage(LogLevel.Error, "The feed of connection {ConnectionId} could not be read or written; it is read again when it is next due")]
        public static partial void ReadFailed(ILogger log, Guid connectionId, Exception e);
    }
}
