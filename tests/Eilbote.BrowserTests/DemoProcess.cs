using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Eilbote.BrowserTests;

/// <summary>The demo as a newcomer starts it, on ports that are free, with data of its own in a temporary folder.</summary>
public sealed class DemoProcess : IAsyncDisposable
{
    /// <summary>Whose pages may embed the form: another site than the board's, which is localhost.</summary>
    public static readonly string Embedder = $"http://127.0.0.1:{FreePort()}";

    private const string AMinute = "1000";
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("eilbote-demo-");
    private readonly Process _process;

    private DemoProcess(int port, Dictionary<string, string> settings)
    {
        (Board, Sandbox, Receiver) = ($"http://localhost:{port}", $"http://localhost:{port + 10}", $"http://localhost:{port + 20}");
        var keyFile = Path.Combine(_data.FullName, "eilbote.key");
        File.WriteAllText(keyFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var start = Command(port);
        start.RedirectStandardOutput = true;
        start.Environment["Eilbote__Storage__ConnectionString"] = Path.Combine(_data.FullName, "eilbote.db");
        start.Environment["Eilbote__Secrets__KeyFile"] = keyFile;
        start.Environment["Eilbote__Board__EmbedOrigins__0"] = Embedder;
        start.Environment["Eilbote__Mail__PickupFolder"] = Mails;
        // All classes deliver to one company: at the real pace the quick ones of them would wait a minute for a slot.
        start.Environment["Eilbote__Personio__RequestsPerMinute"] = start.Environment["Eilbote__Personio__Share"] = AMinute;
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        _process = Process.Start(start)!;
    }

    public string Board { get; }
    public string Sandbox { get; }
    public string Receiver { get; }

    /// <summary>The folder where its mails lie.</summary>
    public string Mails => Path.Combine(_data.FullName, "mails");

    public static ProcessStartInfo Command(int port) => new("dotnet", [
        Path.Combine(AppContext.BaseDirectory, "..", "..", "Demo", "debug", "Demo.dll"), "--port",
        port.ToString(CultureInfo.InvariantCulture)]);

    /// <param name="settings">Of the server, in their environment's form.</param>
    public static async Task<DemoProcess> StartAsync(Dictionary<string, string>? settings = null)
    {
        var demo = new DemoProcess(FreePort(), settings ?? []);
        var said = "";
        while (await demo._process.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("Ctrl-C", StringComparison.Ordinal))
            said += line + "\n";
        Assert.False(demo._process.HasExited, "The demo did not start:\n" + said);
        _ = demo._process.StandardOutput.ReadToEndAsync();
        using var http = new HttpClient();
        (await http.PostAsJsonAsync(
            demo.Sandbox + "/_sandbox/switches", new Dictionary<string, string> { ["requests-per-minute"] = AMinute }))
            .EnsureSuccessStatusCode();
        return demo;
    }

    public async ValueTask DisposeAsync()
    {
        Process.Start("kill", [_process.Id.ToString(CultureInfo.InvariantCulture)]).Dispose();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _data.Delete(recursive: true);
    }

    /// <summary>A port that is free together with those ten and twenty above it, where sandbox and receiver listen.</summary>
    public static int FreePort()
    {
        while (true)
        {
            using var server = new TcpListener(IPAddress.Loopback, 0);
            server.Start();
            var port = ((IPEndPoint)server.LocalEndpoint).Port;
            using var sandbox = new TcpListener(IPAddress.Loopback, port + 10);
            using var receiver = new TcpListener(IPAddress.Loopback, port + 20);
            try
            {
                sandbox.Start();
                receiver.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: others.
            }
        }
    }
}
