namespace Eilbote.Storage;

/// <summary>Looks into the rows again and again, so that nothing depends on a wake-up that was lost.</summary>
internal static class Sweep
{
    /// <summary>At once, and then every so often until cancelled. A failed sweep is told and followed by the next one.</summary>
    public static async Task EveryAsync(TimeSpan every, TimeProvider clock, Func<CancellationToken, Task> sweep, Action<Exception> failed, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(every, clock);
        do
        {
            // Not on the timer's thread: the ticks that come meanwhile are one.
            await Task.Yield();
            try
            {
                await sweep(ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                failed(e);
            }
        }
        while (await timer.WaitForNextTickAsync(ct));
    }
}
