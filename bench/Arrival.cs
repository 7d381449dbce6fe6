using System.Diagnostics;

namespace Bench;

/// <summary>From the moment a form is due to be sent to its application's arrival in the ATS.</summary>
internal static class Arrival
{
    private const int Rate = 20, Accounts = 300;

    /// <summary>Nothing else is going on: one at a time.</summary>
    public static async Task IdleAsync()
    {
        await using var sink = await Child.AgainAsync("sink");
        await using var target = await Target.EilboteAsync(sink.Address, 20, 200);
        using var load = new Load(target);
        for (var i = 0; i < 120; i++)
        {
            await load.SendAsync(Stopwatch.GetTimestamp());
            await UntilArrivedAsync(sink, i + 1);
        }
        var times = await TimesAsync(sink, load, skip: 20);
        var report = new Report("idle");
        report.Add("submit to arrival, one at a time, p50 in ms", Report.Percentile(times, 50), "under 1,000 ms", x => x < 1000);
        report.Add("submit to arrival, one at a time, p99 in ms", Report.Percentile(times, 99), "", _ => true);
        report.Write();
    }

    public static async Task RunAsync(TimeSpan time)
    {
        await using var sink = await Child.AgainAsync("sink");
        var (p50, p99, p50Limit, p99Limit) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        foreach (var eilbote in new[] { false, true })
        {
            await using var target = eilbote ? await Target.EilboteAsync(sink.Address, Accounts, Rate * (int)time.TotalSeconds + 1000)
                : await Target.LimitAsync(sink.Address);
            using var load = new Load(target);
            var warm = await load.OpenAsync(Rate, TimeSpan.FromSeconds(10));
            await load.OpenAsync(Rate, time);
            await UntilArrivedAsync(sink, load.Sent.Count);
            var times = await TimesAsync(sink, load, warm.Accepted);
            (eilbote ? p50 : p50Limit).Add(Report.Percentile(times, 50));
            (eilbote ? p99 : p99Limit).Add(Report.Percentile(times, 99));
            await Accept.ClearAsync(sink);
        }
        var report = new Report("arrival");
        report.Add($"submit to arrival at {Rate}/s, p50 in ms", p50, p50Limit, "under 12 ms", (x, _) => x < 12);
        report.Add($"submit to arrival at {Rate}/s, p99 in ms", p99, p99Limit, "under 50 ms", (x, _) => x < 50);
        report.Write();
    }

    public static async Task UntilArrivedAsync(Child sink, int count)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (await Accept.ArrivedAsync(sink) < count)
            await timer.WaitForNextTickAsync(timeout.Token);
    }

    /// <summary>In ms, in the order of sending, without the first ones.</summary>
    public static async Task<List<double>> TimesAsync(Child sink, Load load, int skip)
    {
        using var http = new HttpClient { BaseAddress = sink.Address };
        var arrivals = (await http.GetFromJsonAsync<Dictionary<string, long>>(new Uri("/arrivals", UriKind.Relative)))!;
        return [.. load.Sent.OrderBy(x => x.Value).Skip(skip)
            .Select(x => Stopwatch.GetElapsedTime(x.Value, arrivals[x.Key]).TotalMilliseconds)];
    }
}
