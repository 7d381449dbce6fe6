using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Eilbote.Storage;
using Eilbote.Tests.Deliveries.Killing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Eilbote.Tests.Operations;

/// <summary>Neither who applied nor the address of a receipt is told to anyone who watches the server.</summary>
public sealed class An_applicant
{
    private const string Name = "Kanarienvogel-7d1b", Email = "kanarie-90c2@example.com", File = "Lebenslauf-e8a1.pdf";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Stands_in_no_log_trace_or_metric(Database database)
    {
        await using var collector = await Collector.StartAsync();
        await using var app = await TestApp.StartAsync(
            database, new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" });
        string token, watched;
        using (var watch = new Watch(app))
        {
            // An ATS that repeats what it was sent, as a reason and as words.
            await app.Sandbox.FaultAsync("applications", "status", 502);
            await app.Sandbox.FaultAsync("applications", "status", 400, reason: $"{Name} <{Email}> {File}");
            token = await ApplyAsync(app.Http, await app.AddJobAdAsync("1234568"));
            await app.IdleAsync();
            await app.AdvanceAsync(TimeSpan.FromSeconds(10));
            await VisitAsync(app.Http, token);
            watch.Collect();
            watched = watch.Text;
        }
        await app.StopAsync();

        Assert.Contains("eilbote.reason=unknown", watched, StringComparison.Ordinal);
        // The spans, the metrics and ASP.NET Core's, which know the pattern of an address.
        foreach (var expected in new[] { "accept", "eilbote.decision", "eilbote.delivery.oldest_waiting", "/receipts/{token}" })
            Assert.Contains(expected, collector.Text, StringComparison.Ordinal);
        Assert.Contains("Exchange ", string.Join('\n', app.Logs.Lines), StringComparison.Ordinal);
        NothingOf(token, ("logs", string.Join('\n', app.Logs.Lines)), ("traces and metrics", watched),
            ("what is exported", collector.Text));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Stands_in_nothing_that_the_plain_server_writes_to_its_console(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync("1234568");
        var settings = await app.StopAsync();
        (settings["Logging:Console:FormatterName"], settings["Logging:Console:FormatterOptions:IncludeScopes"]) = ("simple", "true");
        await using var server = new ServerProcess(Path.GetTempPath(), settings);
        server.Start();
        var http = await server.UpAsync();
        var token = await ApplyAsync(http, job);
        await SaysAsync(server, "Exchange ");
        await VisitAsync(http, token);
        await using (var db = Open(database, settings))
            await db.Database.ExecuteSqlRawAsync("""ALTER TABLE "Documents" RENAME TO "Gone" """);
        using (var broken = await http.GetAsync(new Uri("/receipts/" + token, UriKind.Relative)))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, broken.StatusCode);
        await SaysAsync(server, "unhandled exception");
        NothingOf(token, ("the console", string.Join('\n', server.Said)));
    }

    private static Task SaysAsync(ServerProcess server, string words) =>
        TestApp.UntilAsync(() => Task.FromResult(server.Said.Any(x => x.Contains(words, StringComparison.Ordinal))));

    /// <summary>The receipt's token.</summary>
    private static async Task<string> ApplyAsync(HttpClient http, Guid job)
    {
        var fields = Applicant.Fields(Email);
        fields["last_name"] = Name;
        var sent = await new Applicant(http).ApplyAsync(job, fields, new FormFile("cv", File, Applicant.Pdf()));
        Assert.True(sent.Status == HttpStatusCode.SeeOther, sent.Html);
        return sent.Receipt!.Split('/', '?')[2];
    }

    /// <summary>Everything that may be done with a receipt's address, right and wrong.</summary>
    private static async Task VisitAsync(HttpClient http, string token)
    {
        var (receipt, email) = ("/receipts/" + token, new Dictionary<string, string> { ["email"] = Email });
        foreach (var (method, path, content) in new (HttpMethod, string, HttpContent?)[]
        {
            (HttpMethod.Get, receipt, null),
            (HttpMethod.Get, receipt + "/?lang=en", null),
            (HttpMethod.Get, receipt + "/other", null),
            (HttpMethod.Get, receipt + ".css", null),
            (HttpMethod.Delete, receipt, null),
            (new HttpMethod("STRANGE"), receipt, null),
            (HttpMethod.Post, receipt, new FormUrlEncodedContent(email)),
            (HttpMethod.Post, receipt, new StringContent(Email)),
            (HttpMethod.Post, receipt,
                new ByteArrayContent([0xff, 0xfe]) { Headers = { { "Content-Type", "multipart/form-data; boundary=x" } } }),
            (HttpMethod.Post, receipt + "/withdraw", new FormUrlEncodedContent(email)),
            (HttpMethod.Post, "/sign-in", new FormUrlEncodedContent(email)),
        })
        {
            using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
            request.Headers.Referrer = new Uri(http.BaseAddress!, receipt);
            using var response = await http.SendAsync(request);
        }
        await SendAsync(http.BaseAddress!, $"GET {receipt} \r\nHost\r\n\r\n");
        await SendAsync(http.BaseAddress!,
            $"POST {receipt} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nemail=");
    }

    private static async Task SendAsync(Uri address, string raw)
    {
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(address.Host, address.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(raw));
        socket.Client.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        try
        {
            await stream.CopyToAsync(Stream.Null);
        }
        catch (IOException)
        {
            // An answer to nonsense may be a reset.
        }
    }

    private static void NothingOf(string token, params (string Name, string Text)[] places)
    {
        foreach (var (name, text) in places)
            foreach (var secret in new[] { token, Name, Email, File })
                Assert.False(text.Contains(secret, StringComparison.OrdinalIgnoreCase),
                    $"{secret} stands in {name}:\n{string.Join('\n', text.Split('\n').Where(x => x.Contains(secret, StringComparison.OrdinalIgnoreCase)))}");
    }

    private static AppDb Open(Database database, Dictionary<string, string?> settings) =>
        settings["Eilbote:Storage:ConnectionString"] is var connection && database == Database.Postgres
        ? new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql(connection).Options)
        : new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=" + connection).Options);

    /// <summary>Takes whatever is exported, as the backend of an operator does.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly ConcurrentQueue<string> _bodies = new();
        private readonly WebApplication _app;

        private Collector(WebApplication app) => _app = app;

        public string Address => _app.Urls.First();
        public string Text => string.Join('\n', _bodies);

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            var collector = new Collector(builder.Build());
            collector._app.Run(async http =>
            {
                using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
                collector._bodies.Enqueue(http.Request.Path + await reader.ReadToEndAsync());
                http.Response.ContentType = "application/x-protobuf";
            });
            await collector._app.StartAsync();
            return collector;
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }
}
