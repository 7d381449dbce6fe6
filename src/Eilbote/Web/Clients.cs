namespace Eilbote.Web;

/// <summary>Who a request comes from, as far as limits must tell one from another.</summary>
public sealed partial class Clients(ProxyOptions proxy, TimeProvider clock, ILogger<Clients> log)
{
    private string? _unnamedProxy;

    /// <summary>
    /// A proxy within the own walls that no setting names: behind it everyone would be one client, so whoever comes through it is not
    /// limited. Null while none was seen.
    /// </summary>
    public (string Address, DateTimeOffset LastSeenAt)? UnnamedProxy => _unnamedProxy is { } address ? (address, LastSeenAt) : null;

    private DateTimeOffset LastSeenAt { get; set; }

    /// <summary>An address as <see cref="Networks.ClientOf"/> says it; null for who cannot be told from others.</summary>
    public string? Of(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } peer)
            return null;
        if (proxy.Trusted.Count == 0 && Networks.IsWithinWalls(peer) && Proxy.IsForwarded(http.Request))
        {
            LastSeenAt = clock.GetUtcNow();
            if (Interlocked.Exchange(ref _unnamedProxy, Networks.Plain(peer).ToString()) is null)
                Log.NotNamed(log, Networks.Plain(peer));
            return null;
        }
        return Networks.ClientOf(peer);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Requests come through a proxy at {Peer} that Eilbote:Proxy:Trusted does not name: limits by client are off for it")]
        public static partial void NotNamed(ILogger log, System.Net.IPAddress peer);
    }
}
