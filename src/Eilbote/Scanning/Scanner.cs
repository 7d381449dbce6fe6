using System.Net.Sockets;

namespace Eilbote.Scanning;

/// <summary>
/// The virus scanner, if there is one. While it does not answer nobody waits for it but who asks in the background, less and less often.
/// </summary>
public sealed partial class Scanner : IDisposable
{
    private static readonly TimeSpan[] Rests =
        [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(40), TimeSpan.FromMinutes(1)];

    private readonly ScannerOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<Scanner> _log;
    private readonly Clamd? _clamd;
    private readonly SemaphoreSlim _places;
    private readonly Lock _lock = new();
    private int _failures;

    public Scanner(ScannerOptions options, TimeProvider clock, ILogger<Scanner> log)
    {
        (_options, _clock, _log) = (options, clock, log);
        _clamd = options.EndPoint() is { } address ? new(address) : null;
        _places = new(options.AtOnce);
    }

    /// <summary>Whether documents are scanned at all.</summary>
    public bool IsOn => _clamd is not null;

    /// <summary>Since when it does not answer; null while it does.</summary>
    public DateTimeOffset? SilentSince { get; private set; }

    /// <summary>Until when it is not asked again; null when it may be.</summary>
    public DateTimeOffset? RestsUntil
    {
        get
        {
            lock (_lock)
                return field > _clock.GetUtcNow() ? field : null;
        }
        private set;
    }

    /// <summary>So long one scan may take of what waits.</summary>
    public TimeSpan Timeout => _options.Timeout;

    /// <summary>While somebody waits for a form's answer: not at all while the scanner is silent, and not for long.</summary>
    /// <param name="open">Errors of the content are thrown.</param>
    public async Task<ScanVerdict> ScanAtOnceAsync(Func<CancellationToken, Task<Stream>> open, CancellationToken ct) =>
        SilentSince is null ? await ScanAsync(open, _options.Wait, ct) : new ScanVerdict.NoAnswer();

    /// <summary>Takes as long as a scan may.</summary>
    /// <param name="open">Errors of the content are thrown.</param>
    public Task<ScanVerdict> ScanAsync(Func<CancellationToken, Task<Stream>> open, CancellationToken ct) =>
        ScanAsync(open, _options.Timeout, ct);

    /// <summary>Whether it answers again.</summary>
    public async Task<bool> AnswersAsync(CancellationToken ct) =>
        await AskAsync(async (clamd, t) => await clamd.PingAsync(t) ? "" : null, _options.Wait, ct) is not null;

    public void Dispose() => _places.Dispose();

    private async Task<ScanVerdict> ScanAsync(Func<CancellationToken, Task<Stream>> open, TimeSpan atMost, CancellationToken ct)
    {
        var answer = await AskAsync(
            async (clamd, t) =>
            {
                await using var content = await open(t);
                return await clamd.ScanAsync(content, t);
            },
            atMost, ct);
        var verdict = answer is null ? new ScanVerdict.NoAnswer() : ScanVerdict.Of(answer);
        if (verdict is ScanVerdict.Found found)
            Log.Found(_log, found.Name);
        if (verdict is ScanVerdict.Declined declined)
            Log.Declined(_log, declined.Why);
        return verdict;
    }

    /// <summary>Null when there was no answer in time.</summary>
    private async Task<string?> AskAsync(Func<Clamd, CancellationToken, Task<string?>> ask, TimeSpan atMost, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(atMost, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            await _places.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Many wait before this one; that says nothing about the scanner.
            return null;
        }
        try
        {
            var answer = await ask(_clamd!, either.Token);
            if (answer is not null)
                Answered();
            else
                Failed();
            return answer;
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            Failed();
            return null;
        }
        finally
        {
            _places.Release();
        }
    }

    private void Answered()
    {
        lock (_lock)
        {
            if (SilentSince is not null)
                Log.Answers(_log);
            (SilentSince, RestsUntil, _failures) = (null, null, 0);
        }
    }

    private void Failed()
    {
        lock (_lock)
        {
            // Several that were out at the same time are one failure.
            if (RestsUntil is not null)
                return;
            var now = _clock.GetUtcNow();
            RestsUntil = now + Rests[Math.Min(_failures++, Rests.Length - 1)];
            if (SilentSince is not null)
                return;
            SilentSince = now;
            Log.Silent(_log);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The virus scanner does not answer: documents are accepted, and wait until it does")]
        public static partial void Silent(ILogger log);

        [LoggerMessage(LogLevel.Warning, "The virus scanner found {Name} in a document, which is deleted")]
        public static partial void Found(ILogger log, string name);

        [LoggerMessage(LogLevel.Warning, "The virus scanner declined to scan a document, which waits until it does: {Why}")]
        public static partial void Declined(ILogger log, string why);

        [LoggerMessage(LogLevel.Information, "The virus scanner answers again")]
        public static partial void Answers(ILogger log);
    }
}
