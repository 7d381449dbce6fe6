using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Eilbote.Web;

/// <summary>
/// The way in, before anything else looks at a request: whose forwarded headers count, under which host and sub-path pages stand, and
/// that an https board is never spoken to in the clear.
/// </summary>
internal static class Proxy
{
    private static readonly string[] Headers = ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "X-Real-IP", "Via"];

    public static void UseProxy(this WebApplication app)
    {
        var proxy = app.Services.GetRequiredService<ProxyOptions>();
        var board = app.Services.GetRequiredService<BoardOptions>();
        var publicAddress = board.PublicAddress.Length > 0 ? new Uri(board.PublicAddress) : null;
        if (proxy.Trusted.Count > 0)
        {
            var options = new ForwardedHeadersOptions
            {
                ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
                ForwardLimit = null,
            };
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in proxy.Networks)
                options.KnownIPNetworks.Add(network);
            app.Use((http, next) =>
            {
                http.Items[Came] = IsForwarded(http.Request);
                return next(http);
            });
            app.UseForwardedHeaders(options);
        }
        var pathBase = new PathString(proxy.PathBase.Length > 0 ? proxy.PathBase : null);
        app.Use((http, next) => PassAsync(http, next, publicAddress, pathBase));
    }

    /// <summary>Whether headers of the request say that somebody else sent it first; whoever wrote them.</summary>
    public static bool IsForwarded(HttpRequest request) =>
        Array.Exists(Headers, request.Headers.ContainsKey);

    private static readonly object Came = new();

    private static Task PassAsync(HttpContext http, RequestDelegate next, Uri? publicAddress, PathString pathBase)
    {
        var request = http.Request;
        var atHealth = request.Path.StartsWithSegments("/health", StringComparison.Ordinal);
        if (publicAddress is not null && !atHealth)
        {
            var onThisMachine = IsLoopback(request.Host.Host);
            if (!onThisMachine && !string.Equals(request.Host.Host, publicAddress.Host, StringComparison.OrdinalIgnoreCase))
            {
                http.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
                return http.Response.WriteAsync($"This server answers as {publicAddress.Host}.\n", http.RequestAborted);
            }
            // Whoever sits at this machine and comes directly sees the server as it is; all others see it as it is public.
            if (!onThisMachine || http.Items[Came] is true || IsForwarded(request))
                (request.Scheme, request.Host) = (publicAddress.Scheme, HostString.FromUriComponent(publicAddress));
            if (request.IsHttps && publicAddress.Scheme == "https" && request.Host.Host == publicAddress.Host)
                http.Response.OnStarting(() =>
                {
                    http.Response.Headers.StrictTransportSecurity = "max-age=31536000";
                    return Task.CompletedTask;
                });
        }
        if (pathBase.HasValue)
        {
            // A proxy may pass the sub-path on, or take it away.
            request.PathBase = pathBase;
            if (request.Path.StartsWithSegments(pathBase, StringComparison.Ordinal, out var rest))
                request.Path = rest.HasValue ? rest : "/";
            http.Response.OnStarting(() =>
            {
                if (http.Response.Headers.Location.ToString() is ['/', ..] location)
                    http.Response.Headers.Location = pathBase + location;
                return Task.CompletedTask;
            });
        }
        return next(http);
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
