using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace WebhookReceiver;

/// <summary>Takes what is signed rightly, once, and repeats its id.</summary>
internal static class Receiving
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public static void MapReceiving(this WebApplication app) => app.MapPost("/{inbox:regex(^[a-z0-9-]+$)}/applications", ReceiveAsync);

    private static async Task<IResult> ReceiveAsync(string inbox, HttpContext http, Inboxes inboxes, TimeProvider clock)
    {
        var box = inboxes[inbox];
        var (id, now) = (http.Request.Headers["webhook-id"].ToString(), clock.GetUtcNow());
        var (payload, files) = await ReadAsync(http.Request);
        var message = Parse(payload);
        var type = message is { } m && m.TryGetProperty("type", out var t) ? t.GetString() ?? "" : "";
        var fault = box.TakeFault(type);
        if (fault is { Takes: false })
            return Fail(fault);

        if (box.Checks && Wrong(box.Secret, http.Request.Headers, payload, now) is { } wrong)
            return Answer(401, new { reason = wrong }, wrong);
        if (type == "ping")
            return Answer(200, new Dictionary<string, string> { ["webhook-id"] = id }, "");
        if (message is not { } application || type != "application.created" || !application.TryGetProperty("data", out var data))
            return Answer(422, new { reason = "unknown-type" }, "unknown-type");
        var documents = new List<ArrivedDocument>();
        foreach (var named in data.GetProperty("documents").EnumerateArray())
        {
            var content = files.GetValueOrDefault(named.GetProperty("part").GetString()!);
            if (content is null || content.Length != named.GetProperty("size").GetInt64() || Hash(content) != named.GetProperty("sha256")
                .GetString())
                return Answer(422, new { reason = "document-damaged" }, "document-damaged");
            documents.Add(new(named.GetProperty("file_name").GetString()!, named.GetProperty("field").GetString()!, content.Length,
                Hash(content), content));
        }
        var first = box.TryTake(new Arrival(id, now, data.Clone(), documents));
        if (fault is not null)
            return Fail(fault);
        return Answer(first ? 201 : 200, new Dictionary<string, string> { ["webhook-id"] = id }, first ? "" : "again");

        IResult Answer(int status, object body, string why)
        {
            box.Requests.Enqueue(new(now, id, type, status, why));
            return Results.Json(body, statusCode: status);
        }

        IResult Fail(Fault x)
        {
            box.Requests.Enqueue(new(now, id, type, x.Breaks ? 0 : x.Status, x.Breaks ? "broken off" : "ordered"));
            if (x.Breaks)
            {
                http.Abort();
                return Results.Empty;
            }
            return Results.Text(x.Body.Replace("{id}", id, StringComparison.Ordinal), x.Type, Encoding.UTF8, x.Status);
        }
    }

    /// <summary>Standard Webhooks: HMAC-SHA256 over id, second and the payload as it came, not older than five minutes.</summary>
    private static string? Wrong(string secret, IHeaderDictionary headers, byte[] payload, DateTimeOffset now)
    {
        if (secret.Length == 0)
            return "no-secret";
        if (!long.TryParse(headers["webhook-timestamp"], CultureInfo.InvariantCulture, out var second)
            || (now - DateTimeOffset.FromUnixTimeSeconds(second)).Duration() > Tolerance)
            return "timestamp-too-old";
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{headers["webhook-id"]}.{second.ToString(CultureInfo.InvariantCulture)}."),
            .. payload];
        var expected = Encoding.ASCII.GetBytes(
            "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed)));
        return headers["webhook-signature"].ToString().Split(' ')
            .Any(x => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(x), expected)) ? null : "signature-wrong";
    }

    private static async Task<(byte[] Payload, Dictionary<string, byte[]> Files)> ReadAsync(HttpRequest request)
    {
        var (payload, files) = (Array.Empty<byte>(), new Dictionary<string, byte[]>());
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.Boundary.HasValue)
            return (payload, files);
        var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), request.Body);
        while (await reader.ReadNextSectionAsync() is { } section)
        {
            using var content = new MemoryStream();
            await section.Body.CopyToAsync(content);
            var name = HeaderUtilities.RemoveQuotes(section.GetContentDispositionHeader()?.Name ?? default).ToString();
            if (name == "payload")
                payload = content.ToArray();
            else
                files[name] = content.ToArray();
        }
        return (payload, files);
    }

    private static JsonElement? Parse(byte[] payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
