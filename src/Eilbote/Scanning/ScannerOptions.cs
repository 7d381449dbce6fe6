using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Eilbote.Scanning;

/// <summary>The virus scanner: ClamAV's <c>clamd</c>. Bound from <c>Eilbote:Scanner</c>.</summary>
public sealed class ScannerOptions
{
    public const string Section = "Eilbote:Scanner";

    /// <summary>Where clamd listens: <c>host:port</c>, or the path of its socket. Empty: nothing is scanned.</summary>
    public string Address { get; set; } = "";

    /// <summary>So long a form waits for the word on its files; after that they are taken and wait for it themselves.</summary>
    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>So long one scan may take of what waits.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>So many scans run side by side; clamd has 10 threads unless it is told otherwise.</summary>
    public int AtOnce { get; set; } = 8;

    /// <summary>Errors: <see cref="CannotStartException"/>, naming the setting, what was found and what is expected.</summary>
    public void Check()
    {
        if (Address.Length > 0 && EndPoint() is null)
            throw new CannotStartException(
                $"{Section}:{nameof(Address)} is neither host:port, such as 127.0.0.1:3310, nor the path of a socket, such as /run/clamav/clamd.ctl: '{Address}'.");
        foreach (var (name, time) in new[] { (nameof(Wait), Wait), (nameof(Timeout), Timeout) })
            if (time < TimeSpan.FromSeconds(1) || time > TimeSpan.FromHours(1))
                throw new CannotStartException($"{Section}:{name} must be a time from a second to an hour, such as 00:00:10: {time}.");
        if (AtOnce is < 1 or > 1000)
            throw new CannotStartException($"{Section}:{nameof(AtOnce)} must be a number from 1 to 1000: {AtOnce}.");
    }

    /// <summary>Null when the address is none.</summary>
    internal EndPoint? EndPoint()
    {
        if (Address.StartsWith('/'))
            try
            {
                return new UnixDomainSocketEndPoint(Address);
            }
            catch (ArgumentOutOfRangeException)
            {
                // The system takes about 100 bytes.
                return null;
            }
        var colon = Address.LastIndexOf(':');
        if (colon < 1 || !ushort.TryParse(Address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port == 0)
            return null;
        var host = Address[..colon];
        return IPAddress.TryParse(host, out var address) && (address.AddressFamily == AddressFamily.InterNetwork || host.StartsWith('['))
            ? new IPEndPoint(address, port)
            : Uri.CheckHostName(host) == UriHostNameType.Dns ? new DnsEndPoint(host, port) : null;
    }
}
