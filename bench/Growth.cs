namespace Bench;

/// <summary>
/// Whether anything becomes slower with a million past applications and 100,000 that wait for others, and how quick the portal's pages
/// are when one employer has the million.
/// </summary>
internal static class Growth
{
    private const int Past = 1_000_000, Waiting = 100_000, Accounts = 300, Rate = 20;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(15);

    public static async Task RunAsync()
    {
        var (fresh, grown) = (await MeasureAsync(null), await MeasureAsync(x => Backlog.AddPastAsync(x, Past, Waiting)));
        var report = new Report("growth");
        report.Add("accepted while delivering, per second", [grown.Accepted], [fresh.Accepted], "not worse than 1.3 times fresh", (x, y) =>
            x >= y / 1.3);
        report.Add($"submit to arrival at {Rate}/s, p50 in ms", [grown.P50], [fresh.P50], "not worse than 1.3 times fresh", (x, y) =>
            x <= y * 1.3);
        report.Add($"submit to arrival at {Rate}/s, p99 in ms", [grown.P99], [fresh.P99], "not worse than 1.3 times fresh", (x, y) =>
            x <= y * 1.3);
        report.Write();
        await PortalPages.RunAsync();
    }

    private static async Task<(double Accepted, double P50, double P99)> MeasureAsync(Func<IServiceProvider, Task>? grow)
    {
        await using var sink = await Child.AgainAsync("sink");
        await using var target = await Target.EilboteAsync(sink.Address, Accounts, 30_000, grow: grow);
        using var load = new Load(target);
        await load.ClosedAsync(16, TimeSpan.FromSeconds(5));
        var accepted = await load.ClosedAsync(16, Time);
        await Arrival.UntilArrivedAsync(sink, load.Sent.Count);
        var before = load.Sent.Count;
        await load.OpenAsync(Rate, Time);
        await Arrival.UntilArrivedAsync(sink, load.Sent.Count);
        var times = await Arrival.TimesAsync(sink, load, before);
        return (accepted.PerSecond, Report.Percentile(times, 50), Report.Percentile(times, 99));
    }
}
