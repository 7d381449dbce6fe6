using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Eilbote.BrowserTests;

public sealed class The_demo
{
    [Theory, InlineData("server"), InlineData("sandbox"), InlineData(null)]
    public async Task Says_at_once_what_it_does(string? only)
    {
        var data = Directory.CreateTempSubdirectory("eilbote-demo-");
        var start = DemoProcess.Command(DemoProcess.FreePort());
        start.RedirectStandardOutput = true;
        start.Environment["Eilbote__Storage__ConnectionString"] = Path.Combine(data.FullName, "eilbote.db");
        if (only is not null)
        {
            start.ArgumentList.Add("--only");
            start.ArgumentList.Add(only);
        }
        using var demo = Process.Start(start)!;
        var first = await demo.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(5));
        _ = demo.StandardOutput.ReadToEndAsync();
        Process.Start("kill", [demo.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).Dispose();
        await demo.WaitForExitAsync();
        Assert.Matches($"^Starting the {only ?? "sandbox, and the server"}", first);
        data.Delete(recursive: true);
    }

    [Theory, InlineData(0), InlineData(10)]
    public async Task Says_which_port_is_taken(int above)
    {
        var port = DemoProcess.FreePort();
        using var other = new TcpListener(IPAddress.Loopback, port + above);
        other.Start();
        var start = DemoProcess.Command(port);
        start.RedirectStandardError = true;
        using var demo = Process.Start(start)!;
        var said = await demo.StandardError.ReadToEndAsync();
        await demo.WaitForExitAsync();
        Assert.Equal(2, demo.ExitCode);
        Assert.StartsWith($"Port {port + above} is in use.", said, StringComparison.Ordinal);
    }
}
