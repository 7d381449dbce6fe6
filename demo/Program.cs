using System.Diagnostics;
using System.Globalization;
using System.Net.NetworkInformation;
using System.Runtime.InteropServices;

namespace Demo;

/// <summary>
/// Starts the server, the sandbox and a receiver of webhooks as three processes with demo data, and stops all with Ctrl-C.
/// <c>--reset</c> begins anew; <c>--only server|sandbox|receiver</c> starts just that one; <c>--port N</c> puts the server on
/// port N, the sandbox on N + 10 and the receiver on N + 20.
/// </summary>
internal static class Program
{
    private const int DefaultPort = 5080;

    public static async Task<int> Main(string[] args)
    {
        var only = Option(args, "--only");
        var port = DefaultPort;
        if (only is not (null or "server" or "sandbox" or "receiver")
            || (Option(args, "--port") is { } number && !int.TryParse(number, CultureInfo.InvariantCulture, out port)))
        {
            await Console.Error.WriteLineAsync("--only takes server, sandbox or receiver, --port takes a number.");
            return 2;
        }
        if (Taken(only, port) is { } taken)
        {
            await Console.Error.WriteLineAsync(
                $"Port {taken} is in use. Does the demo already run? If it is something else: dotnet run --project demo -- --port {port + 1000}");
            return 2;
        }
        var (server, sandbox, receiver) = ($"http://localhost:{port}", $"http://localhost:{port + 10}", $"http://localhost:{port + 20}");

        Console.WriteLine(only switch
        {
            "server" => "Starting the server with its demo data …",
            "sandbox" => "Starting the sandbox …",
            "receiver" => "Starting the receiver …",
            _ => "Starting the sandbox, and the server with its demo data, and a receiver of webhooks: a few seconds …",
        });
        using var stopping = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var house = new House(AppContext.BaseDirectory);
        var children = new List<Process>();
        try
        {
            if (only is null or "sandbox")
                children.Add(house.Start("sandbox/PersonioSandbox", "PersonioSandbox", sandbox, []));
            if (only is null or "receiver")
                children.Add(house.Start("sandbox/WebhookReceiver", "WebhookReceiver", receiver, []));
            if (only is null or "server")
            {
                var settings = house.ServerSettings(server, sandbox, reset: args.Contains("--reset"));
                await Seed.RunAsync(settings, receiver);
                children.Add(house.Start("src/Eilbote", "Eilbote", server, settings));
            }
            using var guard = Guard(children);
            if (only is null or "sandbox")
                await AnswersAsync(sandbox, stopping.Token);
            if (only is null or "receiver")
                await AnswersAsync(receiver, stopping.Token);
            if (only is null or "server")
                await AnswersAsync(server + "/health/ready", stopping.Token);
            Greet(only, server, sandbox, receiver);
            await WatchAsync(children, port, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Ctrl-C before everything was up.
        }
        finally
        {
            foreach (var child in children.Where(x => !x.HasExited))
                Process.Start("kill", [child.Id.ToString(CultureInfo.InvariantCulture)]).Dispose();
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
            start.ArgumentList.Add(child.Id.ToString(CultureInfo.InvariantCulture));
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

    /// <summary>The first port that somebody listens on already, of those that are to be used.</summary>
    private static int? Taken(string? only, int port)
    {
        int[] ports = only switch
        {
            "server" => [port],
            "sandbox" => [port + 10],
            "receiver" => [port + 20],
            _ => [port, port + 10, port + 20]
        };
        return IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(x => (int?)x.Port)
            .FirstOrDefault(x => ports.Contains(x!.Value));
    }

    private static string? Option(string[] args, string name) =>
        Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;

    private static void Greet(string? only, string server, string sandbox, string receiver)
    {
        if (only is null or "server")
            Console.WriteLine($"""

                Server   {server}            the board: apply here
                         {server}/portal     {Seed.ConnectedLogin} (connected), {Seed.NewLogin} (not yet),
                                              {Seed.WebhookLogin} (by webhook), {Seed.MailLogin} (by mail),
                                              {Seed.RecruiterLogin} (recruiter), {Seed.ViewerLogin} (viewer, of two companies)
                         {server}/operators  {Seed.OperatorLogin}
                         {server}/mails      what would be sent by mail
                         Password for all: {Seed.Password}
                """);
        if (only is null or "sandbox")
            Console.WriteLine($"""

                Sandbox  {sandbox}            stands in for Personio: what arrived is here
                """);
        if (only is null or "receiver")
            Console.WriteLine($"""

                Receiver {receiver}            stands in for an employer's own system, which gets a webhook
                """);
        Console.WriteLine("\nCtrl-C stops.\n");
    }

    /// <summary>One child may end without the other: what arrived in the sandbox survives a killed server.</summary>
    private static async Task WatchAsync(List<Process> children, int port, CancellationToken ct)
    {
        var running = children.ToDictionary(x => x.WaitForExitAsync(ct));
        while (running.Count > 0)
        {
            var ended = await Task.WhenAny(running.Keys);
            await ended;
            running.Remove(ended, out var child);
            var assembly = child!.StartInfo.ArgumentList[0];
            var name = assembly.EndsWith("PersonioSandbox.dll", StringComparison.Ordinal) ? "sandbox"
                : assembly.EndsWith("WebhookReceiver.dll", StringComparison.Ordinal) ? "receiver" : "server";
            Console.WriteLine($"The {name} ended with code {child.ExitCode}. Start it again with: dotnet run --project demo -- --only {name}{(port == DefaultPort ? "" : $" --port {port}")}");
        }
    }
}
