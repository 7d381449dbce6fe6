using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Eilbote.Prefill;

/// <summary>
/// Reads CVs in other processes, few of them, started when the first CV comes and used again. What breaks, blocks or bloats one of them
/// costs the proposals of one file: it is ended after seconds, and another takes its place.
/// </summary>
public sealed partial class CvWorkers : IDisposable
{
    /// <summary>How long one file may be read, its own start not counted, and how long a start or a free worker is waited for.</summary>
    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(5), StartLimit = TimeSpan.FromSeconds(20),
        TurnLimit = TimeSpan.FromSeconds(10);

    /// <summary>Characters of one proposal.</summary>
    private const int ValueLimit = 200;

    private const int SizeLimit = 25_000_000;

    private readonly Func<ProcessStartInfo> _command;
    private readonly ILogger<CvWorkers> _log;
    private readonly TimeSpan _readLimit, _startLimit;
    private readonly SemaphoreSlim _turns = new(Math.Clamp(Environment.ProcessorCount / 2, 1, 2));
    private readonly ConcurrentBag<CvWorkerProcess> _idle = [];
    private readonly CancellationTokenSource _stopping = new();

    public CvWorkers(ILogger<CvWorkers> log) : this(log, CvWorkerProcess.Command)
    {
    }

    /// <param name="command">Starts a worker.</param>
    /// <param name="readLimit">How long one file may be read.</param>
    /// <param name="startLimit">How long a worker may take to start.</param>
    internal CvWorkers(ILogger<CvWorkers> log, Func<ProcessStartInfo> command, TimeSpan? readLimit = null, TimeSpan? startLimit = null) =>
        (_log, _command, _readLimit, _startLimit) = (log, command, readLimit ?? ReadLimit, startLimit ?? StartLimit);

    /// <summary>The processes that wait for a CV.</summary>
    internal IEnumerable<int> Idle => _idle.Select(x => x.Id);

    /// <summary>Whether a file of this type, by its ending in lower case, and of this many bytes can be read.</summary>
    public static bool CanRead(string extension, long size) => CvFile.Extensions.Contains(extension) && size is > 0 and <= SizeLimit;

    /// <summary>What a CV says. Whatever is wrong with it, its storage or the worker: none, and only <paramref name="ct"/> throws.</summary>
    /// <param name="open">Opens its content, which is as long as <paramref name="size"/> says.</param>
    public async Task<Proposals> ReadAsync(Func<CancellationToken, Task<Stream>> open, long size, string extension, CancellationToken ct)
    {
        if (!CanRead(extension, size) || _stopping.IsCancellationRequested || !await _turns.WaitAsync(TurnLimit, ct))
            return Proposals.None;
        CvWorkerProcess? worker = null;
        var isDone = false;
        try
        {
            worker = await TakeAsync(ct);
            using var limit = new CancellationTokenSource(_readLimit, TimeProvider.System);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct, _stopping.Token);
            await using var content = await open(either.Token);
            var type = CvFile.Extensions.Index().First(x => x.Item == extension).Index;
            var proposals = await worker.AskAsync(content, (int)size, type, either.Token);
            isDone = true;
            return Checked(proposals);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && (IsExpected(e) || Storage.StorageTrouble.Is(e)))
        {
            Log.Gone(_log, e is OperationCanceledException ? "it took too long" : e.GetType().Name);
            return Proposals.None;
        }
        finally
        {
            if (worker is not null && isDone && worker.IsGood && !_stopping.IsCancellationRequested)
                _idle.Add(worker);
            else
                worker?.Dispose();
            _turns.Release();
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        while (_idle.TryTake(out var worker))
            worker.Dispose();
    }

    private async Task<CvWorkerProcess> TakeAsync(CancellationToken ct)
    {
        while (_idle.TryTake(out var idle))
        {
            if (idle.IsGood)
                return idle;
            idle.Dispose();
        }
        using var limit = new CancellationTokenSource(_startLimit, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct, _stopping.Token);
        return await CvWorkerProcess.StartAsync(_command(), either.Token);
    }

    private static bool IsExpected(Exception e) =>
        e is OperationCanceledException or IOException or JsonException or Win32Exception or InvalidOperationException;

    /// <summary>A worker that a file has taken over says nothing here that could not be typed.</summary>
    private static Proposals Checked(Proposals x)
    {
        return new()
        {
            FirstName = Value(x.FirstName),
            LastName = Value(x.LastName),
            Email = Value(x.Email),
            Phone = Value(x.Phone),
            Place = Value(x.Place),
        };

        static string? Value(string? text) => text is { Length: > 0 and <= ValueLimit } && !text.Any(char.IsControl) ? text : null;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A CV could not be read, and its worker was ended: {Why}")]
        public static partial void Gone(ILogger log, string why);
    }
}
