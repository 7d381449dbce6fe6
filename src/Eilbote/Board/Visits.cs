using Eilbote.Web;

namespace Eilbote.Board;

/// <summary>Who is counted: people who look at a job, as far as a request tells without knowing anybody.</summary>
internal static class Visits
{
    /// <summary>
    /// As crawlers, fetchers of link previews and programs name themselves. What does not say what it is counts as a person.
    /// </summary>
    private static readonly string[] Programs =
    [
        "bot", "crawl", "spider", "slurp", "preview", "facebookexternalhit", "whatsapp", "telegram", "skype", "slack", "discord", "embedly",
        "lighthouse", "headless", "monitor", "uptime", "pingdom", "feed", "validator", "archiver", "scan", "curl/", "wget/", "python",
        "java/", "okhttp", "go-http-client", "node-fetch", "axios", "libwww", "httpclient", "postman",
    ];

    /// <summary>
    /// No program that says so, no mere look at the headers, no page that the browser fetches ahead, and none of those who work here.
    /// </summary>
    public static bool IsByPerson(HttpContext http)
    {
        var agent = http.Request.Headers.UserAgent.ToString();
        return agent.Length > 0 && !Array.Exists(Programs, x => agent.Contains(x, StringComparison.OrdinalIgnoreCase))
            && !Gate.AsksForHeadersOnly(http)
            && !http.Request.Headers["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase)
            && http.User.Identity is not { IsAuthenticated: true };
    }

    /// <summary>Whether the page was reached from another page of the same job: from the ad to its form is one visit, not two.</summary>
    public static bool GoesOn(HttpRequest request, Guid jobAdId) =>
        Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var from) && from.Authority == request.Host.Value
        && from.AbsolutePath.StartsWith($"{request.PathBase}/jobs/{jobAdId}", StringComparison.OrdinalIgnoreCase);
}
