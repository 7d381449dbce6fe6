using System.Collections.Concurrent;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>
/// Wakes the lanes: when an application arrived, when a lane asked to be woken, and every 15 s for whatever is due in the
/// rows, so that nothing depends on a wake-up that was lost.
/// </summary>
public sealed partial class Lanes(Lane lane, IServiceScopeFactory scopes, TimeProvider clock, ILogger<Lanes> log) : BackgroundService
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(15);
    private readonly ConcurrentDictionary<Guid, Sleeper> _sleepers = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _busyLock = new();
    private int _busy;
    private TaskCompletionSource _idle = Completed();

    /// <summary>Something may be due for this account. Returns at once; two lanes of one account never run side by side here.</summary>
    public void Wake(Guid accountId)
    {
        if (_stopping.IsCancellationRequested)
            return;
        var sleeper = _sleepers.GetOrAdd(accountId, id => new Sleeper(this, id));
        if (sleeper.TryStart())
        {
            Enter();
            _ = Task.Run(() => RunAsync(accountId, sleeper));
        }
    }

    /// <summary>Completes when no lane has anything to do at this moment.</summary>
    public Task IdleAsync()
    {
        lock (_busyLock)
            return _idle.Task;
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
        foreach (var sleeper in _sleepers.Values)
            sleeper.Dispose();
        _stopping.Dispose();
        base.Dispose();
    }

    /// <summary>Wakes every lane that has something due.</summary>
    public async Task SweepAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = clock.GetUtcNow();
        var due = await scope.ServiceProvider.GetRequiredService<AppDb>().Deliveries
            .Where(x => x.DueAt <= now)
            .Select(x => x.AccountId).Distinct().ToListAsync(ct);
        foreach (var accountId in due)
            Wake(accountId);
    }

    private async Task RunAsync(Guid accountId, Sleeper sleeper)
    {
        DateTimeOffset? next = null;
        try
        {
            do
            {
                sleeper.Begin();
                next = await lane.RunAsync(accountId, _stopping.Token);
            }
            while (!sleeper.TryStop());
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            sleeper.Reset();
        }
        catch (Exception e)
        {
            Log.LaneFailed(log, accountId, e);
            sleeper.Reset();
            next = clock.GetUtcNow() + SweepEvery;
        }
        if (next is { } at && !_stopping.IsCancellationRequested)
            sleeper.WakeAt(at, clock);
        Leave();
    }

    private void Enter()
    {
        lock (_busyLock)
        {
            if (_busy++ == 0)
                _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void Leave()
    {
        lock (_busyLock)
        {
            if (--_busy == 0)
                _idle.SetResult();
        }
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    /// <summary>Whether an account's lane runs, whether it must run again, and its alarm.</summary>
    private sealed class Sleeper(Lanes lanes, Guid accountId) : IDisposable
    {
        private readonly Lock _lock = new();
        private bool _running, _again;
        private ITimer? _alarm;

        public bool TryStart()
        {
            lock (_lock)
            {
                _again = true;
                return !_running && (_running = true);
            }
        }

        public void Begin()
        {
            lock (_lock)
                _again = false;
        }

        public bool TryStop()
        {
            lock (_lock)
                return !(_running = _again);
        }

        public void Reset()
        {
            lock (_lock)
                _running = false;
        }

        public void WakeAt(DateTimeOffset at, TimeProvider clock)
        {
            var wait = at - clock.GetUtcNow();
            lock (_lock)
            {
                _alarm ??= clock.CreateTimer(_ => lanes.Wake(accountId), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _alarm.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait, Timeout.InfiniteTimeSpan);
            }
        }

        public void Dispose() => _alarm?.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The lane of account {AccountId} failed; it is woken again by the next sweep")]
        public static partial void LaneFailed(ILogger log, Guid accountId, Exception e);

        [LoggerMessage(LogLevel.Error, "Looking for due deliveries failed; it is tried again in 15 s")]
        public static partial void SweepFailed(ILogger log, Exception e);
    }
}
