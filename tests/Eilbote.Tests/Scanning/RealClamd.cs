using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Eilbote.Tests.Scanning;

/// <summary>ClamAV's own clamd, as Debian has it, which knows one signature: EICAR's.</summary>
internal sealed class RealClamd : IAsyncDisposable
{
    private const string Signature = "58354f2150254041505b345c505a58353428505e2937434329377d2445494341522d5354414e444152442d414e544956495255532d544553542d46494c452124482b482a";

    /// <summary>What every scanner finds, and what harms nobody.</summary>
    public static readonly byte[] Eicar = Convert.FromHexString(Signature);

    private readonly string _folder = Directory.CreateTempSubdirectory("clamd-").FullName;
    private Process? _process;

    public int Port { get; } = FreePort();

    /// <summary>The other address that it listens at.</summary>
    public string SocketPath => Path.Combine(_folder, "clamd.ctl");

    public Dictionary<string, string> Settings => new() { ["Eilbote:Scanner:Address"] = $"127.0.0.1:{Port}" };

    /// <summary>A PDF in which the scanner finds something.</summary>
    public static byte[] BadPdf(int seed = 1) => [.. Applicant.Pdf(5_000, seed), .. Eicar];

    /// <summary>Starts it, or starts it again.</summary>
    /// <param name="more">Further lines of its settings.</param>
    public async Task StartAsync(string more = "")
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "eicar.ndb"), $"Eicar-Test-Signature:0:*:{Signature}\n", Encoding.ASCII);
        var settings = Path.Combine(_folder, "clamd.conf");
        await File.WriteAllTextAsync(settings, string.Create(CultureInfo.InvariantCulture, $"""
            Foreground yes
            TCPSocket {Port}
            TCPAddr 127.0.0.1
            LocalSocket {SocketPath}
            DatabaseDirectory {_folder}
            TemporaryDirectory {_folder}
            {more}

            """));
        _process = Process.Start(new ProcessStartInfo("clamd", ["-c", settings])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await TestApp.UntilAsync(async () =>
        {
            Assert.False(_process.HasExited, "clamd does not start");
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(IPAddress.Loopback, Port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        });
    }

    /// <summary>As when its machine dies.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
            return;
        _process = null;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
