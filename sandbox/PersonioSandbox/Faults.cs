using System.Globalization;

namespace PersonioSandbox;

/// <summary>What goes wrong on purpose: the answers that are ordered.</summary>
internal static class Faults
{
    private const string GatewayPage =
        "<!doctype html><html><head><title>Error</title></head><body><h1>The service is not available</h1></body></html>";

    public static void AddRetryAfter(HttpContext http, World world, Fault? fault)
    {
        var header = fault?.RetryAfter ?? (fault is not null ? null : world.Switches["retry-after"] switch
        {
            "seconds" => "60",
            "date" => world.Clock.GetUtcNow().AddSeconds(60).ToString("R", CultureInfo.InvariantCulture),
            _ => null,
        });
        if (header is not null)
            http.Response.Headers.RetryAfter = header;
    }

    /// <summary>As sent, but for the token: of that only the length is kept.</summary>
    public static Dictionary<string, string> Headers(HttpContext http) => http.Request.Headers.ToDictionary(
        x => x.Key, x => x.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
            ? $"Bearer ({x.Value.ToString().Length - 7} characters)" : x.Value.ToString(),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The answer that was ordered, whatever was asked.</summary>
    public static Reply Answer(Fault fault) => fault.Body switch
    {
        "html" => new(fault.Status, null, $"fault-{fault.Status}", GatewayPage),
        "empty" => new(fault.Status, null, $"fault-{fault.Status}"),
        _ when fault.Reason is { } reason => Reply.Refused(fault.Status, ("field", reason)),
        _ => fault.Status switch
        {
            401 or 429 => new(fault.Status, null, $"fault-{fault.Status}"),
            403 => Reply.Refused(403, ("company", "feature.recruiting.disabled")),
            >= 500 => new(fault.Status, new
            {
                errors = new[] { new {
                    id = Guid.NewGuid(), status = fault.Status.ToString(CultureInfo.InvariantCulture), title = "Internal Server Error",
                    detail = "An unexpected error occurred." } },
            }, $"fault-{fault.Status}"),
            _ => Reply.Refused(fault.Status, ("field", "errors.attribute-validation.required-attribute")),
        },
    };
}
