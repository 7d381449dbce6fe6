using System.Diagnostics;
using System.Globalization;

namespace Bench;

/// <summary>How many applications are accepted: alone, while delivering, and how quickly at a given rate.</summary>
internal static class Accept
{
    private const int Runs = 3, Together = 16, Accounts = 300, Forms = 30_000, Rate = 150;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(10), WarmUp = TimeSpan.FromSeconds(5);

    public static async Task RunAsync()
    {
        var (alone, aloneLimit) = (new List<double>(), new List<double>());
        var (accepted, acceptedLimit, delivered, deliveredLimit) = (
            new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var (p99, p99Limit) = (new List<double>(), new List<double>());
        await using var sink = await Child.AgainAsync("sink");
        for (var run = 0; run < Runs; run++)
        {
            foreach (var eilbote in new[] { false, true })
            {
                await using (var target = await StartAsync(eilbote, null))
                {
                    using var load = new Load(target);
                    await load.ClosedAsync(Together, WarmUp);
                    (eilbote ? alone : aloneLimit).Add((await load.ClosedAsync(Together, Time)).PerSecond);
                    var open = await load.OpenAsync(Rate, Time);
                    (eilbote ? p99 : p99Limit).Add(Report.Percentile(open.Latencies, 99));
                }
                await using (var target = await StartAsync(eilbote, sink.Address))
                {
                    using var load = new Load(target);
                    await load.ClosedAsync(Together, WarmUp);
                    var (before, startedAt) = (await ArrivedAsync(sink), Stopwatch.GetTimestamp());
                    var both = await load.ClosedAsync(Together, Time);
                    (eilbote ? accepted : acceptedLimit).Add(both.PerSecond);
                    (eilbote ? delivered : deliveredLimit)
                        .Add((await ArrivedAsync(sink) - before) / Stopwatch.GetElapsedTime(startedAt).TotalSeconds);
                }
                await ClearAsync(sink);
            }
        }
        var report = new Report("accept");
        report.Add("accepted alone, per second", alone, aloneLimit, "at least half of the limit", (x, limit) => x >= limit / 2);
        report.Add("accepted while delivering, per second", accepted, acceptedLimit, "at least half of the limit", (x, limit) =>
            x >= limit / 2);
        report.Add("delivered meanwhile, per second", delivered, deliveredLimit, "at least half of the limit", (x, limit) =>
            x >= limit / 2);
        report.Add($"accepted at {Rate}/s, p99 in ms", p99, p99Limit, "under 60 ms", (x, _) => x < 60);
        report.Write();
    }

    private static Task<Target> StartAsync(bool eilbote, Uri? sink) => eilbote ? Target.EilboteAsync(sink, Accounts, Forms)
        : Target.LimitAsync(sink);

    public static async Task<int> ArrivedAsync(Child sink)
    {
        using var http = new HttpClient { BaseAddress = sink.Address };
        return int.Parse(await http.GetStringAsync(new Uri("/arrivals/count", UriKind.Relative)), CultureInfo.InvariantCulture);
    }

    public static async Task ClearAsync(Child sink)
    {
        using var http = new HttpClient { BaseAddress = sink.Address };
        using var _ = await http.PostAsync(new Uri("/clear", UriKind.Relative), null);
    }
}
