using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>
/// Runs the lane of each account: when an application arrived, when a lane asked to be woken, and every 15 s for what is due in
/// the rows.
/// </summary>
public sealed class Lanes(Lane lane, IServiceScopeFactory scopes, TimeProvider clock, ILogger<Lanes> log)
    : DueWork<Guid>(TimeSpan.FromSeconds(15), atOnce: int.MaxValue, clock, log)
{
    protected override async Task<IReadOnlyCollection<Guid>> DueAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = Clock.GetUtcNow();
        return await scope.ServiceProvider.GetRequiredService<AppDb>().Deliveries
            .Where(x => x.DueAt <= now)
            .Select(x => x.AccountId).Distinct().ToListAsync(ct);
    }

    protected override Task<DateTimeOffset?> RunAsync(Guid key, CancellationToken ct) => lane.RunAsync(key, ct);
}
