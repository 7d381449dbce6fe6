using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;

namespace Bench;

/// <summary>What came of a load: how many were accepted, and how long each took from the moment it was due, in ms.</summary>
internal sealed record Outcome(int Accepted, TimeSpan Time, IReadOnlyList<double> Latencies)
{
    public double PerSecond => Accepted / Time.TotalSeconds;
}

/// <summary>Sends forms with a PDF of 200 KB. The sender is a process of its own and prepares all it can before.</summary>
internal sealed class Load(Target target, int size = 200_000) : IDisposable
{
    private static readonly string Boundary = "----bench" + Guid.NewGuid().ToString("N");
    private readonly byte[] _pdf = Pdf(size);
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });

    /// <summary>When which form was due to be sent, on the machine's monotonic clock.</summary>
    public ConcurrentDictionary<string, long> Sent { get; } = new();

    /// <summary>As many as possible at the same time.</summary>
    public async Task<Outcome> ClosedAsync(int together, TimeSpan time)
    {
        var latencies = new ConcurrentBag<double>();
        var startedAt = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, together).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(startedAt) < time)
                latencies.Add(await SendAsync(Stopwatch.GetTimestamp()));
        })));
        return new Outcome(latencies.Count, Stopwatch.GetElapsedTime(startedAt), [.. latencies]);
    }

    /// <summary>At a fixed rate, whether the server keeps up or not; each counts from the moment it was due.</summary>
    public async Task<Outcome> OpenAsync(double perSecond, TimeSpan time)
    {
        var latencies = new ConcurrentBag<double>();
        var sending = new List<Task>();
        var startedAt = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        var count = (int)(perSecond * time.TotalSeconds);
        while (sending.Count < count)
        {
            await timer.WaitForNextTickAsync();
            while (sending.Count < count && Stopwatch.GetElapsedTime(startedAt).TotalSeconds >= sending.Count / perSecond)
            {
                var due = startedAt + (long)(sending.Count / perSecond * Stopwatch.Frequency);
                sending.Add(Task.Run(async () => latencies.Add(await SendAsync(due))));
            }
        }
        await Task.WhenAll(sending);
        return new Outcome(latencies.Count, Stopwatch.GetElapsedTime(startedAt), [.. latencies]);
    }

    /// <summary>Sends the next form. Returns the ms since it was due.</summary>
    public async Task<double> SendAsync(long due)
    {
        var (to, fields, email, client) = target.Next();
        Sent[email] = due;
        using var request = new HttpRequestMessage(HttpMethod.Post, to) { Content = new FormContent(Head(fields), _pdf) };
        if (client is not null)
            request.Headers.Add("X-Forwarded-For", client);
        using var response = await _http.SendAsync(request);
        if (response.StatusCode != HttpStatusCode.SeeOther)
            throw new InvalidOperationException(
                $"{target.Name} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return Stopwatch.GetElapsedTime(due).TotalMilliseconds;
    }

    public void Dispose() => _http.Dispose();

    private static byte[] Head(Dictionary<string, string> fields)
    {
        var head = new StringBuilder();
        foreach (var (name, value) in fields)
            head.Append(CultureInfo.InvariantCulture,
                $"--{Boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        head.Append(CultureInfo.InvariantCulture,
            $"--{Boundary}\r\nContent-Disposition: form-data; name=\"cv\"; filename=\"Lebenslauf.pdf\"\r\nContent-Type: application/pdf\r\n\r\n");
        return Encoding.UTF8.GetBytes(head.ToString());
    }

    private static byte[] Pdf(int size)
    {
        var bytes = new byte[size];
        new Random(1).NextBytes(bytes);
        "%PDF-1.7\n"u8.CopyTo(bytes);
        return bytes;
    }

    private sealed class FormContent : HttpContent
    {
        private static readonly byte[] Tail = Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n");
        private readonly byte[] _head, _pdf;

        public FormContent(byte[] head, byte[] pdf)
        {
            (_head, _pdf) = (head, pdf);
            Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=" + Boundary);
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(_head);
            await stream.WriteAsync(_pdf);
            await stream.WriteAsync(Tail);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _head.Length + _pdf.Length + Tail.Length;
            return true;
        }
    }
}
