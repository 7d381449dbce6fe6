using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Eilbote.BrowserTests;

public sealed class The_demo
{
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
