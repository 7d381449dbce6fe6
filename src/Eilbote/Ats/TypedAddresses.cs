using System.Net;
using System.Net.Sockets;
using Eilbote.Connectors;

namespace Eilbote.Ats;

/// <summary>
/// Sends to addresses that an employer typed: by https, and only where every address that DNS gives is public. That is looked
/// at in the socket when it connects, so that a name that changes its mind gets nothing.
/// </summary>
public sealed class TypedAddresses(HttpClient http)
{
    /// <summary>The code of a request that did not leave because its address is not public.</summary>
    public const string NotPublic = "address-not-public";

    private static readonly HttpRequestOptionsKey<Reach> Reaches = new("reach");

    /// <summary>
    /// What the public internet does not route: private, shared, local, documentation, reserved, or an IPv4 address in disguise.
    /// </summary>
    private static readonly IPNetwork[] Elsewhere =
    [.. new[]
    {
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
    }.Select(IPNetwork.Parse)];

    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");

    /// <summary>The client for a request, which it marks.</summary>
    /// <exception cref="HttpRequestException">It is not encrypted, and does not have to be only on this machine.</exception>
    public HttpClient For(HttpRequestMessage request, Reach reach)
    {
        if (request.RequestUri!.Scheme != Uri.UriSchemeHttps && reach != Reach.PublicOrLoopback)
            throw new HttpRequestException("Not by https.", new NotPublicException());
        request.Options.Set(Reaches, reach);
        return http;
    }

    public static bool Refused(Exception? e) => e?.InnerException is NotPublicException;

    public static SocketsHttpHandler Handler() => Handler(Dns.GetHostAddressesAsync);

    /// <param name="resolve">What DNS gives for a name.</param>
    internal static SocketsHttpHandler Handler(Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        var handler = AtsClient.Handler();
        // A proxy would look the name up itself.
        handler.UseProxy = false;
        handler.ConnectCallback = async (context, ct) =>
        {
            var request = context.InitialRequestMessage;
            request.Options.TryGetValue(Reaches, out var reach);
            var addresses = await resolve(context.DnsEndPoint.Host, ct);
            var encrypted = request.RequestUri!.Scheme == Uri.UriSchemeHttps;
            if (addresses.Length == 0
                || !addresses.All(x => (encrypted && IsPublic(x)) || (reach == Reach.PublicOrLoopback && IPAddress.IsLoopback(x))))
                throw new NotPublicException();
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, ct);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        };
        return handler;
    }

    internal static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (plain.AddressFamily == AddressFamily.InterNetwork || GlobalV6.Contains(plain)) && !Elsewhere.Any(x => x.Contains(plain));
    }

    private sealed class NotPublicException : IOException;
}
