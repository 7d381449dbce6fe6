using System.Diagnostics.Metrics;
using Eilbote.Ats;
using Eilbote.Deliveries;
using Eilbote.Scanning;

namespace Eilbote.Operations;

/// <summary>
/// What has not come to its end, by state: how many, and how long the oldest waits. Read from the rows when somebody collects,
/// once for all.
/// </summary>
internal sealed class WaitingGauges(IMeterFactory meters, IServiceScopeFactory scopes, Scanner scanner, TimeProvider clock) : IHostedService
{
    /// <summary>All gauges of one collection see the same rows.</summary>
    private static readonly TimeSpan OneCollection = TimeSpan.FromSeconds(1);
    private static readonly DeliveryState[] NotEnded =
        [DeliveryState.Queued, DeliveryState.Delivering, DeliveryState.UnderWayByMail, DeliveryState.Held, DeliveryState.WaitsForFirst,
            DeliveryState.AlreadyThere, DeliveryState.Supplement, DeliveryState.NeedsEmployer, DeliveryState.NeedsApplicant];
    private readonly Lock _lock = new();
    private List<Waiting> _waiting = [];
    private DateTimeOffset? _readAt;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(Telemetry.Name);
        meter.CreateObservableGauge(
            "eilbote.deliveries.waiting", () => Measure(x => (long)x.Count), "{delivery}", "Deliveries that have not ended");
        meter.CreateObservableGauge(
            "eilbote.delivery.oldest_waiting", () => Measure(x => x.Seconds), "s",
            "Since the oldest of them came in; 0 when there is none");
        if (!scanner.IsOn)
            return Task.CompletedTask;
        meter.CreateObservableGauge(
            "eilbote.scans.waiting", () => Scans().Count, "{document}", "Documents that wait for the virus scanner");
        meter.CreateObservableGauge(
            "eilbote.scan.oldest_waiting", () => Scans().Seconds, "s", "Since the oldest of them came in; 0 when there is none");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<Measurement<T>> Measure<T>(Func<Waiting, T> value) where T : struct => Read().Select(x => new Measurement<T>(
        value(x),
        new("eilbote.state", x.State.ToString()),
        new("eilbote.moved_by", x.State is DeliveryState.Queued or DeliveryState.Delivering or DeliveryState.WaitsForFirst ? "itself"
            : "people")));

    private (long Count, double Seconds) Scans()
    {
        using var scope = scopes.CreateScope();
        var waiting = scope.ServiceProvider.GetRequiredService<AppDb>().Documents.Where(x => x.ScanDueAt != null);
        var oldest = waiting.Min(x => (DateTimeOffset?)x.StoredAt);
        return (waiting.LongCount(), (clock.GetUtcNow() - oldest)?.TotalSeconds ?? 0);
    }

    private List<Waiting> Read()
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (now - _readAt is { } age && age >= TimeSpan.Zero && age < OneCollection)
                return _waiting;
            using var scope = scopes.CreateScope();
            var rows = scope.ServiceProvider.GetRequiredService<AppDb>().Deliveries
                .Where(x => x.SettledAt == null)
                .GroupBy(x => x.State)
                .Select(x => new { State = x.Key, Count = x.Count(), Oldest = x.Min(d => d.CreatedAt) })
                .ToDictionary(x => x.State);
            _waiting = [.. NotEnded.Select(
                x => rows.TryGetValue(x, out var row) ? new Waiting(x, row.Count, (now - row.Oldest).TotalSeconds) : new Waiting(x, 0, 0))];
            _readAt = now;
            return _waiting;
        }
    }

    private sealed record Waiting(DeliveryState State, int Count, double Seconds);
}
