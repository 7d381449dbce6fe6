using System.Diagnostics;

namespace Bench;

/// <summary>How soon the server answers, and what it takes when nothing and when much is going on.</summary>
internal static class Memory
{
    private const int Uploads = 1_000, Together = 200, Size = 5_000_000, Starts = 5;
    private const double Megabyte = 1_000_000;

    public static async Task RunAsync()
    {
        var report = new Report("memory");
        var cold = new List<double>();
        await using var target = await Target.EilboteAsync(null, 10, Uploads + 10);
        for (var i = 0; i < Starts; i++)
            cold.Add((await target.RestartAsync()).TotalMilliseconds);
        report.Add("cold start to the first answer, in ms", cold, null, "under 2,000 ms", (x, _) => x < 2000);

        using var load = new Load(target, Size);
        await load.SendAsync(Stopwatch.GetTimestamp());
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
        await timer.WaitForNextTickAsync();
        var idle = target.Process.Resident;
        report.Add("memory when idle, in MB", idle / Megabyte, "under 160 MB", x => x < 160);

        var most = idle;
        using var done = new CancellationTokenSource();
        var watching = WatchAsync(() => most = Math.Max(most, target.Process.Resident), done.Token);
        await Task.WhenAll(Enumerable.Range(0, Together).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < Uploads / Together; i++)
                await load.SendAsync(Stopwatch.GetTimestamp());
        })));
        await done.CancelAsync();
        await watching;
        report.Add($"growth over {Uploads} uploads of 5 MB, in MB", (most - idle) / Megabyte, "under 200 MB", x => x < 200);
        report.Write();
    }

    private static async Task WatchAsync(Action look, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!ct.IsCancellationRequested)
        {
            look();
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
