using System.Threading.Channels;
using Eilbote.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Eilbote.Tests.Storage;

/// <summary>What every background service of the house relies on.</summary>
public sealed class Due_work
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_piece_never_runs_twice_at_once_and_runs_again_when_it_was_woken_meanwhile()
    {
        await using var work = new Work();
        work.Wake("a");
        var first = await work.BegunAsync();
        work.Wake("a");
        work.Wake("a");
        first.End();
        (await work.BegunAsync()).End();
        await work.RestsAsync();
        Assert.Equal((2, 1), (work.Begun, work.Most));
    }

    [Fact]
    public async Task No_more_pieces_run_than_there_are_places()
    {
        await using var work = new Work(atOnce: 2);
        for (var i = 0; i < 20; i++)
            work.Wake($"{i}");
        for (var i = 0; i < 20; i++)
            (await work.BegunAsync()).End();
        await work.RestsAsync();
        Assert.Equal(20, work.Begun);
        Assert.InRange(work.Most, 1, 2);
    }

    [Fact]
    public async Task It_is_taken_up_at_its_time_and_not_before()
    {
        await using var work = new Work();
        work.Wake("a");
        (await work.BegunAsync()).End(work.Clock.GetUtcNow() + TimeSpan.FromSeconds(40));
        await work.RestsAsync();
        work.Clock.Advance(TimeSpan.FromSeconds(39));
        await work.RestsAsync();
        Assert.Equal(1, work.Begun);
        work.Clock.Advance(TimeSpan.FromSeconds(1));
        (await work.BegunAsync()).End();
    }

    [Fact]
    public async Task A_time_that_has_gone_by_is_now()
    {
        await using var work = new Work();
        work.Wake("a");
        (await work.BegunAsync()).End(DateTimeOffset.MinValue);
        (await work.BegunAsync()).End();
    }

    [Fact]
    public async Task A_time_beyond_what_a_timer_can_wait_is_asked_for_again_after_a_day()
    {
        await using var work = new Work();
        work.Wake("a");
        (await work.BegunAsync()).End(DateTimeOffset.MaxValue);
        await work.RestsAsync();
        work.Clock.Advance(TimeSpan.FromDays(1));
        (await work.BegunAsync()).End(DateTimeOffset.MaxValue);
        await work.RestsAsync();
    }

    [Fact]
    public async Task A_wake_up_before_its_time_takes_the_place_of_its_alarm()
    {
        await using var work = new Work();
        work.Wake("a");
        (await work.BegunAsync()).End(work.Clock.GetUtcNow() + TimeSpan.FromSeconds(40));
        await work.RestsAsync();
        work.Wake("a");
        (await work.BegunAsync()).End();
        await work.RestsAsync();
        work.Clock.Advance(TimeSpan.FromSeconds(50));
        await work.RestsAsync();
        Assert.Equal(2, work.Begun);
    }

    [Fact]
    public async Task A_piece_that_fails_leaves_its_place_and_is_tried_again_after_the_interval()
    {
        await using var work = new Work(atOnce: 1);
        work.Wake("a");
        (await work.BegunAsync()).Fail();
        work.Wake("b");
        (await work.BegunAsync()).End();
        await work.RestsAsync();
        work.Clock.Advance(Every);
        (await work.BegunAsync()).End();
    }

    [Fact]
    public async Task What_nobody_woke_is_found_by_the_sweep_even_after_one_that_failed()
    {
        await using var work = new Work { SweepFails = true };
        await work.StartAsync(CancellationToken.None);
        await work.SweptAsync();
        work.SweepFails = false;
        work.Due.Add("a");
        work.Clock.Advance(Every);
        (await work.BegunAsync()).End();
    }

    [Fact]
    public async Task Stopping_waits_for_what_runs_and_begins_nothing_more()
    {
        await using var work = new Work();
        work.Wake("a");
        var running = await work.BegunAsync();
        var stopped = work.StopAsync(CancellationToken.None);
        work.Wake("a");
        work.Wake("b");
        Assert.False(stopped.IsCompleted);
        running.End(work.Clock.GetUtcNow());
        await stopped.WaitAsync(Work.Hung);
        Assert.Equal(1, work.Begun);
    }

    /// <summary>Its runs wait until the test ends them.</summary>
    private sealed class Work : DueWork<string>, IAsyncDisposable
    {
        public static readonly TimeSpan Hung = TimeSpan.FromMinutes(1);
        private readonly Channel<Run> _begun = Channel.CreateUnbounded<Run>();
        private readonly Channel<bool> _swept = Channel.CreateUnbounded<bool>();
        private readonly Lock _lock = new();
        private int _now;

        public Work(int atOnce = 4)
            : this(atOnce, new FakeTimeProvider())
        {
        }

        private Work(int atOnce, FakeTimeProvider clock)
            : base(Every, atOnce, clock, NullLogger.Instance) => Clock = clock;

        public new FakeTimeProvider Clock { get; }
        public List<string> Due { get; } = [];
        public bool SweepFails { get; set; }
        public int Begun { get; private set; }
        public int Most { get; private set; }

        public Task<Run> BegunAsync() => _begun.Reader.ReadAsync().AsTask().WaitAsync(Hung);
        public Task SweptAsync() => _swept.Reader.ReadAsync().AsTask().WaitAsync(Hung);
        public Task RestsAsync() => IdleAsync().WaitAsync(Hung);

        protected override Task<IReadOnlyCollection<string>> DueAsync(CancellationToken ct)
        {
            _swept.Writer.TryWrite(true);
            return SweepFails ? throw new InvalidOperationException("the database is gone") : Task.FromResult<IReadOnlyCollection<string>>(Due);
        }

        protected override async Task<DateTimeOffset?> RunAsync(string key, CancellationToken ct)
        {
            var run = new Run();
            lock (_lock)
            {
                Begun++;
                Most = Math.Max(Most, ++_now);
            }
            _begun.Writer.TryWrite(run);
            try
            {
                return await run.Ended;
            }
            finally
            {
                lock (_lock)
                    _now--;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync(CancellationToken.None).WaitAsync(Hung);
            Dispose();
        }
    }

    private sealed class Run
    {
        private readonly TaskCompletionSource<DateTimeOffset?> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<DateTimeOffset?> Ended => _end.Task;
        public void End(DateTimeOffset? next = null) => _end.SetResult(next);
        public void Fail() => _end.SetException(new InvalidOperationException("it broke"));
    }
}
