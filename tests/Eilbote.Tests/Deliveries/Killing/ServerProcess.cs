using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Eilbote.Tests.Deliveries.Killing;

/// <summary>The server as an operator runs it: a process of its own, in Production, that can be killed and started again.</summary>
internal sealed class ServerProcess(string folder, Dictionary<string, string?> settings) : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    public static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "..", "..", "Eilbote", "debug", "Eilbote.dll");
    private readonly Lock _lock = new();
    private TaskCompletionSource<HttpClient> _up = New();
    private Process? _process;
    private int _lines;

    /// <summary>What all its lives wrote to the console.</summary>
    public ConcurrentQueue<string> Said { get; } = new();

    /// <summary>How many of them the present life wrote.</summary>
    public int Lines => Volatile.Read(ref _lines);

    /// <summary>A client for the present life of the server, or for the next one when it is down.</summary>
    public Task<HttpClient> UpAsync()
    {
        lock (_lock)
            return _up.Task;
    }

    public void Start()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder
        };
        start.ArgumentList.Add(Assembly);
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        // It never lives long enough for what the compiler would learn.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        Process process;
        lock (_lock)
        {
            _lines = 0;
            process = _process = Process.Start(start)!;
        }
        _ = ListenAsync(process);
        _ = CopyAsync(process.StandardError);
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        var process = _process!;
        lock (_lock)
        {
            _process = null;
            if (_up.Task.IsCompleted)
                _up = New();
        }
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>SIGTERM, and the code with which it ended.</summary>
    public async Task<int> StopAsync()
    {
        Process.Start("kill", [_process!.Id.ToString(CultureInfo.InvariantCulture)]).Dispose();
        await _process.WaitForExitAsync();
        var code = _process.ExitCode;
        _process.Dispose();
        _process = null;
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await KillAsync();
    }

    private async Task ListenAsync(Process process)
    {
        var output = process.StandardOutput;
        while (await output.ReadLineAsync() is { } line)
        {
            Said.Enqueue(line);
            lock (_lock)
                _lines += _process == process ? 1 : 0;
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
                Tell(process, x => x.TrySetResult(
                    new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
                    {
                        BaseAddress = new Uri(line[(at + Listening.Length)..].Split('"')[0])
                    }));
        }
        Tell(process, x => x.TrySetException(
            new InvalidOperationException("The server did not start:\n" + string.Join('\n', Said.TakeLast(30)))));
    }

    /// <summary>What a killed life still had to say changes nothing.</summary>
    private void Tell(Process process, Action<TaskCompletionSource<HttpClient>> tell)
    {
        lock (_lock)
        {
            if (_process == process)
                tell(_up);
        }
    }

    private async Task CopyAsync(StreamReader from)
    {
        while (await from.ReadLineAsync() is { } line)
            Said.Enqueue(line);
    }

    private static TaskCompletionSource<HttpClient> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
