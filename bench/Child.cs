using System.Diagnostics;
using System.Globalization;

namespace Bench;

/// <summary>A process on a free port of this machine.</summary>
internal sealed class Child : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private readonly Process _process;

    private Child(Process process) => _process = process;

    public Uri Address { get; private set; } = null!;

    /// <summary>In bytes, as the kernel counts it now.</summary>
    public long Resident =>
        long.Parse(File.ReadLines($"/proc/{_process.Id}/status").Single(x => x.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;

    public static async Task<Child> StartAsync(string dll, string folder, Dictionary<string, string?> settings, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = folder };
        start.ArgumentList.Add(dll);
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        // Else a child would watch the folder that others write to.
        start.Environment["DOTNET_hostBuilder__reloadConfigOnChange"] = "false";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        var child = new Child(Process.Start(start)!);
        while (await child._process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is not (>= 0 and var at))
                continue;
            child.Address = new Uri(line[(at + Listening.Length)..]);
            _ = child.EchoAsync();
            return child;
        }
        throw new InvalidOperationException($"{Path.GetFileName(dll)} did not start.");
    }

    /// <summary>This program again, with other arguments.</summary>
    public static Task<Child> AgainAsync(params string[] args) => StartAsync(typeof(Child).Assembly.Location, Path.GetTempPath(), [], args);

    public async ValueTask DisposeAsync()
    {
        if (_process.HasExited)
            return;
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    private async Task EchoAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            if (line.Length > 0)
                Console.Error.WriteLine("  | " + line);
    }
}
