using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Demo;

/// <summary>
/// Starts the server and the sandbox as two processes with demo data, and stops both with Ctrl-C.
/// <c>--reset</c> begins anew; <c>--only server|sandbox</c> starts just that one.
/// </summary>
internal static class Program
{
    private const string ServerAddress = "http://localhost:5080", SandboxAddress = "http://localhost:5090";

    public static async Task<int> Main(string[] args)
    {
        var only = Array.IndexOf(args, "--only") is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;
        if (only is not (null or "server" or "sandbox"))
        {
            await Console.Error.WriteLineAsync("--only takes server or sandbox.");
            return 2;
        }

        using var stopping = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var house = new House(AppContext.BaseDirectory);
        var children = new List<Process>();
        try
        {
            if (only is not "server")
                children.Add(house.Start("sandbox/PersonioSandbox", "PersonioSandbox", SandboxAddress, []));
            if (only is not "sandbox")
            {
                var settings = house.ServerSettings(ServerAddress, SandboxAddress, reset: args.Contains("--reset"));
                await Seed.RunAsync(settings);
                children.Add(house.Start("src/Eilbote", "Eilbote", ServerAddress, settings));
            }
            using var guard = Guard(children);
            if (only is not "server")
                await AnswersAsync(SandboxAddress, stopping.Token);
            if (only is not "sandbox")
                await AnswersAsync(ServerAddress + "/health/ready", stopping.Token);
            Greet(only);
            await WatchAsync(children, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Ctrl-C before everything was up.
        }
        finally
        {
            foreach (var child in children.Where(x => !x.HasExited))
                Process.Start("kill", [child.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).Dispose();
            foreach (var child in children)
                await child.WaitForExitAsync(CancellationToken.None);
        }
        return 0;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopping.Cancel();
        }
    }

    /// <summary>Ends the children when this process dies in whatever way: then its end of the pipe closes.</summary>
    private static Process Guard(List<Process> children)
    {
        var start = new ProcessStartInfo("sh") { RedirectStandardInput = true, UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("trap '' INT TERM; read -r _; kill \"$@\" 2>/dev/null");
        start.ArgumentList.Add("sh");
        foreach (var child in children)
            start.ArgumentList.Add(child.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return Process.Start(start)!;
    }

    private static async Task AnswersAsync(string address, CancellationToken ct)
    {
        using var http = new HttpClient();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var tries = 0; tries < 600; tries++)
        {
            try
            {
                using var response = await http.GetAsync(new Uri(address), ct);
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not yet listening.
            }
            await timer.WaitForNextTickAsync(ct);
        }
        throw new TimeoutException($"{address} did not answer within a minute.");
    }

    private static void Greet(string? only)
    {
        if (only is not "sandbox")
            Console.WriteLine($"""

                Server   {ServerAddress}            the board: apply here
                         {ServerAddress}/portal     {Seed.ConnectedLogin} (connected), {Seed.NewLogin} (not yet)
                         {ServerAddress}/operators  {Seed.OperatorLogin}
                         Password for all: {Seed.Password}
                """);
        if (only is not "server")
            Console.WriteLine($"""

                Sandbox  {SandboxAddress}            stands in for Personio: what arrived is here
                """);
        Console.WriteLine("\nCtrl-C stops.\n");
    }

    /// <summary>One child may end without the other: what arrived in the sandbox survives a killed server.</summary>
    private static async Task WatchAsync(List<Process> children, CancellationToken ct)
    {
        var running = children.ToDictionary(x => x.WaitForExitAsync(ct));
        while (running.Count > 0)
        {
            var ended = await Task.WhenAny(running.Keys);
            await ended;
            running.Remove(ended, out var child);
            var name = child!.StartInfo.ArgumentList[0].Contains("Sandbox", StringComparison.Ordinal) ? "sandbox" : "server";
            Console.WriteLine($"The {name} ended with code {child.ExitCode}. Start it again with: dotnet run --project demo -- --only {name}");
        }
    }
}
