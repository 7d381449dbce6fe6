using System.Text;
using System.Text.Json.Nodes;
using Eilbote.Ats;
using Eilbote.Connectors;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using MimeKit;

namespace Eilbote.Tests.Connectors;

/// <param name="FileName">Null for a plain field.</param>
internal sealed record WirePart(string Name, string? FileName, string ContentType, byte[] Content)
{
    public string Text => Encoding.UTF8.GetString(Content);
}

/// <summary>A request as it would leave, read back by parsers that are not the connector's.</summary>
internal sealed class Wire
{
    public required Step Step { get; init; }
    public required string Method { get; init; }
    public required string Address { get; init; }
    public required Dictionary<string, string> Headers { get; init; }
    public required byte[] Body { get; init; }
    public required IReadOnlyList<WirePart> Parts { get; init; }
    public JsonNode? Json { get; init; }

    /// <summary>Everything but what is different each time on purpose.</summary>
    public string Comparable
    {
        get
        {
            var text = $"{Step.Name} {Step.Kind} {Method} {Address}\n{string.Join('\n', Headers.OrderBy(x => x.Key, StringComparer.Ordinal))}\n{Encoding.Latin1.GetString(Body)}";
            return Boundary(Headers.GetValueOrDefault("Content-Type")) is { } boundary
                ? text.Replace(boundary, "BOUNDARY", StringComparison.Ordinal) : text;
        }
    }

    /// <summary>Every text in it, decoded.</summary>
    public IEnumerable<string> Texts => Parts.Where(x => x.FileName is null)
        .SelectMany(x => x.ContentType == "application/json" ? Strings(JsonNode.Parse(x.Text)) : [x.Text]).Concat(Strings(Json));

    public static async Task<Wire> OfAsync(Step step)
    {
        if (step.Sending is Sending.Mail mail)
            return await OfMailAsync(step, mail);
        using var request = await ((Sending.Http)step.Sending).Request(Samples.At, CancellationToken.None);
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync();
        var headers = request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? [])
            .ToDictionary(x => x.Key, x => string.Join(", ", x.Value), StringComparer.OrdinalIgnoreCase);
        Assert.All(headers.Values, x => Assert.DoesNotContain(x, c => char.IsControl(c) || !char.IsAscii(c)));
        if (request.Content?.Headers.ContentLength is { } length)
            Assert.Equal(length, body.Length);
        var type = headers.GetValueOrDefault("Content-Type");
        return new Wire
        {
            Step = step,
            Method = request.Method.Method,
            Address = request.RequestUri!.AbsoluteUri,
            Headers = headers,
            Body = body,
            Parts = Boundary(type) is { } boundary ? await PartsAsync(boundary, body) : [],
            Json = type?.StartsWith("application/json", StringComparison.Ordinal) == true
                ? JsonNode.Parse(new UTF8Encoding(false, true).GetString(body)) : null,
        };
    }

    /// <summary>As the server would print it, read back from its bytes.</summary>
    private static async Task<Wire> OfMailAsync(Step step, Sending.Mail mail)
    {
        var blank = new MimeMessage { Date = Samples.At, MessageId = $"{mail.Id:N}@jobs.example" };
        using var written = await MailedSteps.WriteAsync(blank, mail, CancellationToken.None);
        using var bytes = new MemoryStream();
        await written.WriteToAsync(bytes);
        bytes.Position = 0;
        using var read = await MimeMessage.LoadAsync(bytes);
        Assert.Equal(mail.To, read.To.Mailboxes.Single().Address);
        var parts = read.Attachments.OfType<MimePart>().Select(x =>
        {
            using var content = new MemoryStream();
            x.Content!.DecodeTo(content);
            return new WirePart("attachment", x.FileName, x.ContentType.MimeType, content.ToArray());
        }).ToList();
        var headers = new Dictionary<string, string>
        {
            ["Message-ID"] = read.MessageId!.Split('@')[0],
            ["Reply-To"] = read.ReplyTo.ToString(),
            ["Subject"] = read.Subject!,
        };
        return new Wire
        {
            Step = step,
            Method = "MAIL",
            Address = mail.To,
            Headers = headers,
            Body =
            [
                .. Encoding.UTF8.GetBytes(read.TextBody!),
                .. parts.SelectMany(x => Encoding.UTF8.GetBytes(x.FileName!).Concat(x.Content)),
            ],
            Parts = [.. read.TextBody!.Split('\n').Select(x => new WirePart("line", null, "text/plain",
                Encoding.UTF8.GetBytes(x.Split(": ", 2)[^1].TrimEnd('\r')))), .. parts],
        };
    }

    private static string? Boundary(string? contentType) => contentType?.StartsWith("multipart/", StringComparison.Ordinal) == true
        ? HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(contentType).Boundary).ToString() : null;

    private static async Task<List<WirePart>> PartsAsync(string boundary, byte[] body)
    {
        var parts = new List<WirePart>();
        var reader = new MultipartReader(boundary, new MemoryStream(body));
        while (await reader.ReadNextSectionAsync() is { } section)
        {
            using var content = new MemoryStream();
            await section.Body.CopyToAsync(content);
            var disposition = section.GetContentDispositionHeader()!;
            var file = disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName);
            parts.Add(new(HeaderUtilities.RemoveQuotes(disposition.Name).ToString(), file.HasValue ? file.ToString() : null,
                section.ContentType ?? "", content.ToArray()));
        }
        return parts;
    }

    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonObject x => x.SelectMany(y => Strings(y.Value)),
        JsonArray x => x.SelectMany(Strings),
        JsonValue x when x.TryGetValue<string>(out var text) => [text],
        _ => [],
    };
}
