using System.Buffers;
using System.Net;
using System.Text;
using Eilbote.Connectors;

namespace Eilbote.Ats;

/// <summary>What a request came to.</summary>
/// <param name="Fault">Why it did not leave, where that can be told: a code.</param>
/// <param name="Damaged">The SHA-256 of the document because of which it did not leave, or not to its end.</param>
public sealed record Sent(Stage Stage, Answer? Answer, TimeSpan Duration, string? Fault = null, string? Damaged = null);

/// <summary>What came back, as it came.</summary>
internal sealed record RawAnswer(int Status, string MediaType, TimeSpan? RetryAfter, byte[] Body);

/// <summary>Sends one request to an ATS. Follows no redirect, keeps no cookie, repeats nothing, logs no content.</summary>
public sealed partial class AtsClient(HttpClient configured, TypedAddresses typed, TimeProvider clock, ILogger<AtsClient> log)
{
    /// <summary>In bytes; what is longer is cut.</summary>
    private const int AnswerLimit = 64 * 1024;

    public static SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        // Shorter than any server keeps a connection, so that a request seldom meets one that was just closed.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        AutomaticDecompression = DecompressionMethods.All,
        // The exchange row is the trace: headers of other systems' tracing do not belong in an ATS.
        ActivityHeadersPropagator = null,
    };

    /// <param name="step">One that sends a request.</param>
    public async Task<Sent> SendAsync(Step step, CancellationToken ct)
    {
        var startedAt = clock.GetTimestamp();
        var (stage, raw, failed) = await SendAsync(step, AnswerLimit, ct);
        var answer = raw is null ? null : new Answer(raw.Status, raw.MediaType, raw.RetryAfter, Encoding.UTF8.GetString(raw.Body));
        return new Sent(
            stage, answer, clock.GetElapsedTime(startedAt), TypedAddresses.Refused(failed) ? TypedAddresses.NotPublic : null,
            DamagedIn(failed)?.Sha256);
    }

    /// <param name="limit">In bytes; of a longer body only so much is read.</param>
    internal async Task<(Stage Stage, RawAnswer? Answer, Exception? Failed)> SendAsync(Step step, int limit, CancellationToken ct)
    {
        var http = (Sending.Http)step.Sending;
        using var deadline = new CancellationTokenSource(step.Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        HttpRequestMessage? request = null;
        WatchedContent? watched = null;
        try
        {
            request = await http.Request(clock.GetUtcNow(), either.Token);
            request.Content = watched = request.Content is null ? null : new WatchedContent(request.Content);
            var client = http.Reach == Reach.Configured ? configured : typed.For(request, http.Reach);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var body = await ReadAsync(response.Content, limit, either.Token);
            var mediaType = response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant() ?? "";
            return (Stage.Answered, new((int)response.StatusCode, mediaType, RetryAfter(response, clock.GetUtcNow()), body), null);
        }
        // What cannot be decompressed is no answer either.
        catch (Exception e) when (
            !ct.IsCancellationRequested && e is HttpRequestException or IOException or OperationCanceledException or InvalidDataException)
        {
            // A body that was never asked for has not left, and without its body a request creates nothing.
            var stage = request is null || watched is { Started: false } ? Stage.NothingSent : Stage.NoAnswer;
            if (DamagedIn(e) is { } damaged)
                Log.Damaged(log, damaged.Sha256, e);
            else if (request is null)
                Log.NotBuilt(log, step.Kind, e);
            return (stage, null, e);
        }
        finally
        {
            request?.Dispose();
        }
    }

    /// <summary>Bytes after decompression, cut at the limit.</summary>
    private static async Task<byte[]> ReadAsync(HttpContent content, int limit, CancellationToken ct)
    {
        // Whole with its head: a success without a body must not be lost to a deadline that passes just now.
        if (content.Headers.ContentLength == 0)
            return [];
        await using var stream = await content.ReadAsStreamAsync(ct);
        using var body = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        while (await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, limit - body.Length)), ct) is > 0 and var read)
            body.Write(buffer, 0, read);
        ArrayPool<byte>.Shared.Return(buffer);
        return body.ToArray();
    }

    /// <summary>In either form of the header, counted from now: never negative, and at most a day, whatever it says.</summary>
    private static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now)
    {
        var header = response.Headers.RetryAfter;
        return (header?.Delta ?? header?.Date - now) is { } wait
            ? TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, TimeSpan.TicksPerDay))
            : null;
    }

    private sealed class WatchedContent : HttpContent
    {
        private readonly HttpContent _content;

        public WatchedContent(HttpContent content)
        {
            _content = content;
            foreach (var (name, values) in content.Headers)
                Headers.TryAddWithoutValidation(name, values);
        }

        public bool Started { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            Started = true;
            return _content.CopyToAsync(stream, context, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _content.Headers.ContentLength ?? 0;
            return _content.Headers.ContentLength is not null;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _content.Dispose();
            base.Dispose(disposing);
        }
    }

    private static DamagedDocumentException? DamagedIn(Exception? e) => e as DamagedDocumentException
        ?? e?.InnerException as DamagedDocumentException;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Critical,
            "The document with the SHA-256 {Sha256} is missing or no longer what was uploaded: it is left out. Look at the disk or the database")]
        public static partial void Damaged(ILogger log, string sha256, Exception e);

        [LoggerMessage(LogLevel.Error, "A request ({Kind}) could not be built, probably because a document cannot be read")]
        public static partial void NotBuilt(ILogger log, StepKind kind, Exception e);
    }
}
