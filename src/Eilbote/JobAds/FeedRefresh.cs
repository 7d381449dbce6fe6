using Eilbote.Ats;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.JobAds;

/// <summary>Reads every feed that is due, twice a minute, few at a time.</summary>
public sealed class FeedRefresh(IServiceScopeFactory scopes, ConnectorRegistry connectors, TimeProvider clock, ILogger<FeedRefresh> log)
    : DueWork<Guid>(TimeSpan.FromSeconds(30), atOnce: 4, clock, log)
{
    private const int ASweep = 200;

    protected override async Task<IReadOnlyCollection<Guid>> DueAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var now = Clock.GetUtcNow();
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

    protected override async Task<DateTimeOffset?> RunAsync(Guid key, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Feeds>().ReadDueAsync(key, ct);
        return null;
    }
}
