using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Eilbote.Connectors.Webhook;

/// <summary>
/// Builds the requests (docs/webhook.md): one multipart body, first the signed JSON, then the documents that it names with size
/// and hash.
/// </summary>
internal sealed class WebhookRequests(WebhookOptions options)
{
    private static readonly TimeSpan PingDeadline = TimeSpan.FromSeconds(30);
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public Step Deliver(Submission submission)
    {
        var documents = submission.Documents.Where(x => !submission.Without.Contains(new Part.Document(x.Sha256))).ToList();
        var placed = WebhookConnector.Answers.Place(submission.Applicant, submission.Without);
        var payload = new
        {
            Type = "application.created",
            Timestamp = Time(submission.ReceivedAt),
            Data = new
            {
                submission.Id,
                Job = PlainText.Of(submission.AtsJobId),
                FirstName = PlainText.Of(submission.Applicant.FirstName),
                LastName = PlainText.Of(submission.Applicant.LastName),
                Email = PlainText.Of(submission.Applicant.Email),
                Phone = Optional(submission.Applicant.Phone),
                Message = Optional(placed.Message),
                Answers = placed.Carried.Select(x => new
                {
                    x.Question.Key,
                    x.Question.Version,
                    Kind = JsonNamingPolicy.SnakeCaseLower.ConvertName(x.Question.Kind.ToString()),
                    Question = PlainText.Of(x.Question.Label.De),
                    Answer = PlainText.Of(x.Shown.De),
                    Values = x.Values.Select(PlainText.Of),
                }),
                ReceivedAt = Time(submission.ReceivedAt),
                submission.Tags,
                Documents = documents.Select((x, i) => new
                {
                    Part = PartName(i),
                    Field = x.Slot,
                    FileName = PlainText.Of(x.FileName),
                    x.MediaType,
                    x.Size,
                    x.Sha256,
                }),
            },
        };
        var connection = submission.Connection;
        return Post(
            submission.Id.ToString(), StepKind.Create, options.Deadline, connection, connection[WebhookConnector.Secret], payload,
            documents);
    }

    /// <summary>Creates nothing. With a corrupted signature it must be refused.</summary>
    public Step Ping(ConnectionSettings connection, bool corrupted, DateOnly today)
    {
        var secret = connection[WebhookConnector.Secret];
        var id = $"ping-{(corrupted ? "corrupted" : "real")}-{today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
        return Post(id, StepKind.Probe, PingDeadline, connection, corrupted ? WebhookSignature.Corrupted(secret) : secret,
            new { Type = "ping", Data = new { } }, []);
    }

    private Step Post(
        string id, StepKind kind, TimeSpan deadline, ConnectionSettings connection, string secret, object payload,
        IReadOnlyList<SubmissionDocument> documents) =>
        new(id, kind, deadline, new Sending.Http(async (at, ct) =>
        {
            var signed = JsonSerializer.SerializeToUtf8Bytes(payload, Json);
            var boundary = "eilbote-" + Guid.NewGuid().ToString("N");
            var body = new MultipartFormDataContent(boundary);
            // Not every parser takes the quotes that the library puts around it.
            body.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=" + boundary);
            body.Add(Part(new ByteArrayContent(signed), "payload", "application/json", null));
            foreach (var (document, i) in documents.Select((x, i) => (x, i)))
            {
                var file = Part(new StreamContent(await document.Open(ct)), PartName(i), document.MediaType,
                    $"{PartName(i)}.{document.Extension}");
                file.Headers.ContentLength = document.Size;
                body.Add(file);
            }
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri(connection[WebhookConnector.Address])) { Content = body };
            request.Headers.UserAgent.ParseAdd("Eilbote");
            request.Headers.Accept.ParseAdd("application/json");
            request.Headers.Add("webhook-id", id);
            request.Headers.Add("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("webhook-signature", WebhookSignature.Of(secret, id, at, signed));
            return request;
        }, options.AllowLoopback ? Reach.PublicOrLoopback : Reach.Public));

    private static HttpContent Part(HttpContent content, string name, string mediaType, string? fileName)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        content.Headers.ContentDisposition = new("form-data")
        {
            Name = $"\"{name}\"",
            FileName = fileName is null ? null : $"\"{fileName}\""
        };
        return content;
    }

    private static string PartName(int index) => string.Create(CultureInfo.InvariantCulture, $"document-{index + 1}");

    private static string? Optional(string? text) => string.IsNullOrEmpty(text) ? null : PlainText.Of(text);

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
