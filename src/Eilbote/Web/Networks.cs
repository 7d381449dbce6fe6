using System.Net;
using System.Net.Sockets;

namespace Eilbote.Web;

/// <summary>Addresses as people write them in settings, and which of them lie within one's own walls.</summary>
internal static class Networks
{
    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"),
    ];

    /// <summary>One address (10.0.0.5, ::1) or a network (10.0.0.0/8); null when it is neither.</summary>
    public static IPNetwork? Read(string text)
    {
        if (IPAddress.TryParse(text, out var one))
            return new(Plain(one), Plain(one).AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
        return IPNetwork.TryParse(text, out var network) ? network : null;
    }

    /// <summary>An IPv4 address that came through an IPv6 socket is one all the same.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>This machine, or a network that is not reached from outside.</summary>
    public static bool IsWithinWalls(IPAddress address) =>
        IPAddress.IsLoopback(address) || Array.Exists(Private, x => x.Contains(Plain(address)));

    /// <summary>Whom limits count: an IPv4 address; of IPv6 the /64 that one household or company gets.</summary>
    public static string ClientOf(IPAddress address)
    {
        var plain = Plain(address);
        if (plain.AddressFamily == AddressFamily.InterNetwork)
            return plain.ToString();
        var bytes = plain.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes) + "/64";
    }
}
