using System.Collections.Concurrent;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Board;

/// <summary>
/// Counts what happens at forms, in memory, and writes it in groups once a minute: a minute may be lost, and nobody who applies waits
/// for it. Nothing about a person is kept: that a form has started is known by the form's own number, until the day ends.
/// </summary>
public sealed partial class FormCounters(IWriter writer, TimeProvider clock, ILogger<FormCounters> log) : BackgroundService
{
    /// <summary>Rows in one transaction, so that acceptance never waits long behind it; forms of one day; fields of one form.</summary>
    private const int GroupSize = 100, FormsLimit = 100_000, FieldsLimit = 30;

    private static readonly TimeSpan WriteEvery = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<Key, int> _counts = new();
    private ConcurrentDictionary<Guid, bool> _started = new();
    private DateOnly _startedOn;

    /// <summary>The ad or its form was opened; not when one leads to the other.</summary>
    internal void Viewed(HttpContext http, Guid jobAdId)
    {
        if (Visits.IsByPerson(http) && !Visits.GoesOn(http.Request, jobAdId))
            Add(jobAdId, FormEvent.Viewed);
    }

    /// <summary>A form sends something. Only the first time counts, whichever request it is.</summary>
    /// <param name="formTokenId">The number of the form, of which each page has its own.</param>
    internal void Started(HttpContext http, Guid jobAdId, Guid formTokenId)
    {
        if (!Visits.IsByPerson(http))
            return;
        var today = Texts.Day(clock.GetUtcNow());
        if (_startedOn != today || _started.Count >= FormsLimit)
            (_startedOn, _started) = (today, new());
        if (_started.TryAdd(formTokenId, true))
            Add(jobAdId, FormEvent.Started);
    }

    /// <summary>A form comes back because of these fields. What concerns none of them has the empty name and is not counted.</summary>
    internal void Returned(HttpContext http, Guid jobAdId, IEnumerable<string> fields)
    {
        if (!Visits.IsByPerson(http))
            return;
        foreach (var field in fields.Where(x => x.Length > 0).Take(FieldsLimit))
            Add(jobAdId, FormEvent.Returned, field);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(WriteEvery, clock);
        while (await WaitAsync(timer, stoppingToken))
            await WriteAsync(stoppingToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync(cancellationToken);
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken ct)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Add(Guid jobAdId, FormEvent kind, string field = "") =>
        _counts.AddOrUpdate(new(jobAdId, Texts.Day(clock.GetUtcNow()), kind, field), 1, (_, count) => count + 1);

    private async Task WriteAsync(CancellationToken ct)
    {
        foreach (var group in _counts.Keys.Chunk(GroupSize))
        {
            var taken = new List<(Key Key, int Count)>();
            foreach (var key in group)
                if (_counts.TryRemove(key, out var count))
                    taken.Add((key, count));
            try
            {
                await writer.WriteAsync((db, t) => StoreAsync(db, taken, t), ct);
            }
            catch (Exception e) when (e is OperationCanceledException || StorageTrouble.Is(e))
            {
                // Next time: what was counted meanwhile is added.
                foreach (var (key, count) in taken)
                    _counts.AddOrUpdate(key, count, (_, more) => more + count);
                if (e is not OperationCanceledException)
                    Log.NotWritten(log, e);
                return;
            }
        }
    }

    private static async Task<int> StoreAsync(AppDb db, List<(Key Key, int Count)> counts, CancellationToken ct)
    {
        foreach (var (key, count) in counts)
        {
            var there = await db.FormCounts
                .Where(x => x.JobAdId == key.JobAdId && x.Day == key.Day && x.Kind == key.Kind && x.Field == key.Field)
                .ExecuteUpdateAsync(x => x.SetProperty(c => c.Count, c => c.Count + count), ct);
            if (there == 0)
                db.FormCounts.Add(
                    new FormCount { JobAdId = key.JobAdId, Day = key.Day, Kind = key.Kind, Field = key.Field, Count = count });
        }
        return counts.Count;
    }

    private sealed record Key(Guid JobAdId, DateOnly Day, FormEvent Kind, string Field);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Counts of forms could not be written; they are kept until they can")]
        public static partial void NotWritten(ILogger log, Exception e);
    }
}
