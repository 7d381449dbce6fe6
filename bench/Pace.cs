using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Eilbote;
using Microsoft.Extensions.Http;

namespace Bench;

/// <summary>Whether accounts with a backlog use the slots they have, all of them, and no more.</summary>
internal static class Pace
{
    private const int Share = 16, KeptForVerification = 3;

    public static async Task RunAsync()
    {
        var report = new Report("pace");
        await using (var sink = await Child.AgainAsync("sink"))
        await using (var target = await Target.EilboteAsync(sink.Address, 500, 0, Share, services => Backlog.AddAsync(services, 90)))
        {
            await WaitAsync(TimeSpan.FromMinutes(6.2));
            using var http = new HttpClient { BaseAddress = sink.Address };
            Judge(report, "over HTTP", 500, minutes: 6,
                (await http.GetFromJsonAsync<Dictionary<string, long[]>>(new Uri("/companies", UriKind.Relative)))!);
        }
        await InProcessAsync(report);
        report.Write();
    }

    private static async Task InProcessAsync(Report report)
    {
        await using var target = await Target.EilboteAsync(
            new Uri("http://127.0.0.1:9"), 2000, 0, Share, services => Backlog.AddAsync(services, 60));
        await target.Process.DisposeAsync();
        var sent = new ConcurrentDictionary<string, ConcurrentQueue<long>>();
        await using var app = Server.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(target.Settings);
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Services.PostConfigureAll<HttpClientFactoryOptions>(
                x => x.HttpMessageHandlerBuilderActions.Add(b => b.PrimaryHandler = new InProcess(sent)));
        });
        await Server.OpenAsync(app);
        await app.StartAsync();
        await WaitAsync(TimeSpan.FromMinutes(4.2));
        await app.StopAsync();
        Judge(report, "in process", 2000, minutes: 4, sent.ToDictionary(x => x.Key, x => x.Value.ToArray()));
    }

    private static void Judge(Report report, string how, int accounts, int minutes, Dictionary<string, long[]> sent)
    {
        var first = sent.Values.Min(x => x.Min());
        double Seconds(long at) => Stopwatch.GetElapsedTime(first, at).TotalSeconds;
        var used = sent.Values.Sum(x => x.Count(at => Seconds(at) >= 60 && Seconds(at) < minutes * 60));
        var possible = accounts * (Share - KeptForVerification) * (minutes - 1);
        report.Add($"{accounts} accounts {how}: slots used from minute 2, %", used * 100.0 / possible, "at least 97", x => x >= 97);
        report.Add($"{accounts} accounts {how}: most requests in any 60 s", sent.Values.Max(MostInWindow), $"at most {Share}", x =>
            x <= Share);
        report.Add($"{accounts} accounts {how}: fewest of an account, %", accounts == sent.Count
            ? sent.Values.Min(x => x.Count(at => Seconds(at) >= 60 && Seconds(at) < minutes * 60)) * 100.0 * accounts / possible : 0,
            "none starved: over 80", x => x > 80);
    }

    private static double MostInWindow(long[] sent)
    {
        var sorted = sent.Order().ToArray();
        return Enumerable.Range(0, sorted.Length)
            .Max(i => sorted.Skip(i).TakeWhile(x => Stopwatch.GetElapsedTime(sorted[i], x).TotalSeconds < 60).Count());
    }

    private static async Task WaitAsync(TimeSpan time)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync();
    }

    private sealed class InProcess(ConcurrentDictionary<string, ConcurrentQueue<long>> sent) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            sent.GetOrAdd(request.Headers.GetValues("X-Company-ID").First(), _ => new()).Enqueue(Stopwatch.GetTimestamp());
            await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.Created);
        }
    }
}
