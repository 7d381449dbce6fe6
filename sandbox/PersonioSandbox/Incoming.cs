using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace PersonioSandbox;

internal sealed record Part(string Name, string FileName, string ContentType, byte[] Content);

/// <summary>The body of a request, read to its end.</summary>
/// <param name="Text">Null when it is not UTF-8, or no text was expected.</param>
/// <param name="Parts">Null when it is no multipart body that can be read.</param>
internal sealed record Incoming(string? Text, IReadOnlyList<Part>? Parts)
{
    public static readonly Incoming Nothing = new(null, null);

    /// <summary>What others are shown of it: of a part all but its content.</summary>
    public string Shown => Text ?? (Parts is null ? "" : JsonSerializer.Serialize(new
    {
        parts = Parts.Select(x => new { name = x.Name, filename = x.FileName, content_type = x.ContentType, size = x.Content.Length }),
    }));

    /// <summary>Reads everything first: so a sender that is gone and a body that is wrong are never confused.</summary>
    public static async Task<Incoming> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        body.Position = 0;
        return MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType == "multipart/form-data"
            ? new(null, await PartsAsync(type, body, ct))
            : new(Utf8(body.ToArray()), null);
    }

    private static string? Utf8(byte[] body)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(body);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static async Task<IReadOnlyList<Part>?> PartsAsync(MediaTypeHeaderValue type, Stream body, CancellationToken ct)
    {
        var parts = new List<Part>();
        try
        {
            var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).Value!, body);
            while (await reader.ReadNextSectionAsync(ct) is { } section)
            {
                using var content = new MemoryStream();
                await section.Body.CopyToAsync(content, ct);
                var disposition = section.GetContentDispositionHeader();
                parts.Add(new(HeaderUtilities.RemoveQuotes(disposition?.Name ?? "").ToString(),
                    HeaderUtilities.RemoveQuotes(disposition?.FileName ?? "").ToString(),
                    section.ContentType ?? "", content.ToArray()));
            }
            return parts;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ArgumentException)
        {
            return null;
        }
    }
}
