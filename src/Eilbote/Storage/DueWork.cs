namespace Eilbote.Storage;

/// <summary>
/// A background service whose work stands in the rows. A piece of it is taken up when somebody says that it may be due, when
/// its own time comes, and by a sweep over the rows, so that nothing depends on a wake-up that was lost. No piece runs twice
/// at a time in this process; of several servers the rows let one have it.
/// </summary>
/// <param name="atOnce">So many pieces run side by side at most.</param>
public abstract class DueWork<TKey>(TimeSpan sweepEvery, int atOnce, TimeProvider clock, ILogger log) : BackgroundService where TKey
    : notnull
{
    /// <summary>A timer waits for 49 days at most. A piece that is taken up early says its time again.</summary>
    private static readonly TimeSpan LongestAlarm = TimeSpan.FromDays(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _places = new(atOnce);
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Piece> _pieces = [];
    private int _running;
    private TaskCompletionSource _idle = Completed();

    protected TimeProvider Clock => clock;

    /// <summary>Whether the first sweep comes at once; else after the first interval.</summary>
    protected virtual bool SweepsAtStart => true;

    /// <summary>What is due by the rows.</summary>
    protected abstract Task<IReadOnlyCollection<TKey>> DueAsync(CancellationToken ct);

    /// <summary>
    /// Takes one piece as far as it goes. Returns when to take it up again, or null when only a wake-up or the rows can say.
    /// </summary>
    protected abstract Task<DateTimeOffset?> RunAsync(TKey key, CancellationToken ct);

    /// <summary>Something may be due. Returns at once.</summary>
    public void Wake(TKey key)
    {
        lock (_lock)
        {
            if (_stopping.IsCancellationRequested)
                return;
            if (!_pieces.TryGetValue(key, out var piece))
                _pieces[key] = piece = new Piece();
            piece.Again = true;
            if (piece.Running)
                return;
            piece.Running = true;
            piece.Alarm?.Dispose();
            piece.Alarm = null;
            if (_running++ == 0)
                _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _ = Task.Run(() => WorkAsync(key, piece));
        }
    }

    /// <summary>Something may be due and can wait for more: it is taken up after this time at the latest. Returns at once.</summary>
    public void WakeWithin(TKey key, TimeSpan time)
    {
        lock (_lock)
        {
            if (_stopping.IsCancellationRequested)
                return;
            if (!_pieces.TryGetValue(key, out var piece))
                _pieces[key] = piece = new Piece();
            if (piece.Running)
                piece.Within = time;
            else if (piece.Alarm is null)
                piece.Alarm = clock.CreateTimer(_ => Wake(key), null, time, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Wakes all that is due.</summary>
    public async Task SweepAsync(CancellationToken ct)
    {
        foreach (var key in await DueAsync(ct))
            Wake(key);
    }

    /// <summary>Does all that is due by the rows; completes when that is done.</summary>
    public async Task RunDueAsync(CancellationToken ct)
    {
        await SweepAsync(ct);
        await IdleAsync();
    }

    /// <summary>Completes when nothing runs at this moment.</summary>
    public Task IdleAsync()
    {
        lock (_lock)
            return _idle.Task;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(sweepEvery, clock);
        if (!SweepsAtStart)
            await timer.WaitForNextTickAsync(stoppingToken);
        do
        {
            // Not on the timer's thread: the ticks that come meanwhile are one.
            await Task.Yield();
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                DueWorkLog.SweepFailed(log, sweepEvery, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await base.StopAsync(cancellationToken);
        await IdleAsync().WaitAsync(cancellationToken);
    }

    public override void Dispose()
    {
        foreach (var piece in _pieces.Values)
            piece.Alarm?.Dispose();
        _stopping.Dispose();
        _places.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task WorkAsync(TKey key, Piece piece)
    {
        DateTimeOffset? next;
        do
        {
            lock (_lock)
                piece.Again = false;
            next = await TryAsync(key);
        }
        while (!Rests(key, piece, next));
    }

    private async Task<DateTimeOffset?> TryAsync(TKey key)
    {
        try
        {
            await _places.WaitAsync(_stopping.Token);
            try
            {
                return await RunAsync(key, _stopping.Token);
            }
            finally
            {
                _places.Release();
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Another start goes on from the rows.
            return null;
        }
        catch (Exception e)
        {
            DueWorkLog.Failed(log, key, sweepEvery, e);
            return clock.GetUtcNow() + sweepEvery;
        }
    }

    /// <summary>False when it was woken while it ran: then it runs once more.</summary>
    private bool Rests(TKey key, Piece piece, DateTimeOffset? next)
    {
        lock (_lock)
        {
            if (piece.Again && !_stopping.IsCancellationRequested)
                return false;
            piece.Running = false;
            if (piece.Within is { } within && !(next < clock.GetUtcNow() + within))
                next = clock.GetUtcNow() + within;
            piece.Within = null;
            if (next is not { } at || _stopping.IsCancellationRequested)
                _pieces.Remove(key);
            else
            {
                var wait = TimeSpan.FromTicks(Math.Clamp((at - clock.GetUtcNow()).Ticks, 0, LongestAlarm.Ticks));
                piece.Alarm = clock.CreateTimer(_ => Wake(key), null, wait, Timeout.InfiniteTimeSpan);
            }
            if (--_running == 0)
                _idle.SetResult();
            return true;
        }
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    /// <summary>Whether it runs, whether it must run again, at once or within a time, and its alarm.</summary>
    private sealed class Piece
    {
        public bool Running { get; set; }
        public bool Again { get; set; }
        public TimeSpan? Within { get; set; }
        public ITimer? Alarm { get; set; }
    }
}

internal static partial class DueWorkLog
{
    [LoggerMessage(LogLevel.Error, "{Key} failed for a reason of our own; it is taken up again in {SweepEvery}")]
    public static partial void Failed(ILogger log, object key, TimeSpan sweepEvery, Exception e);

    [LoggerMessage(LogLevel.Error, "Looking for what is due failed; it is tried again in {SweepEvery}")]
    public static partial void SweepFailed(ILogger log, TimeSpan sweepEvery, Exception e);
}
