using System.Globalization;

namespace PersonioSandbox;

/// <summary>What goes wrong on purpose.</summary>
internal static class Faults
{
    private const string GatewayPage = "<!doctype html><html><head><title>Error</title></head><body><h1>The service is not available</h1></body></html>";

    public static async Task<(Reply, string)> ApplyAsync(HttpContext http, World world, Fault? fault, Func<Task<(Reply, string)>> handle)
    {
        switch (fault?.Kind)
        {
            case "latency":
                await world.DelayAsync(fault, http.RequestAborted);
                return await handle();
            case "slow-upload":
                // Nothing is read for a while: what does not fit into the buffers waits on the sender's side.
                await world.DelayAsync(fault, http.RequestAborted);
                return await handle();
            case "status":
                await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
                return (Answer(fault), "");
            case "reset":
                return (new(0, null, "reset"), "");
            case "lost-answer":
                var (reply, body) = await handle();
                return (reply with { Reason = "lost-answer" }, body);
            default:
                return await handle();
        }
    }

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
        x => x.Key, x => x.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase) ? $"Bearer ({x.Value.ToString().Length - 7} characters)" : x.Value.ToString(),
        StringComparer.OrdinalIgnoreCase);

    private static Reply Answer(Fault fault) => fault.Body switch
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
                errors = new[] { new { id = Guid.NewGuid(), status = fault.Status.ToString(CultureInfo.InvariantCulture), title = "Internal Server Error", detail = "An unexpected error occurred." } },
            }, $"fault-{fault.Status}"),
            _ => Reply.Refused(fault.Status, ("field", "errors.attribute-validation.required-attribute")),
        },
    };
}
