using System.Collections.Concurrent;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Ats;

/// <summary>
/// Makes a career site's list due before its time, because somebody is about to rely on it: a form was opened, or the ATS
/// refused a job. It is read beside the page, and never more often than <see cref="Older"/> because of forms.
/// </summary>
public sealed class FeedNudges(IWriter writer, TimeProvider clock)
{
    private const int Limit = 10_000;
    private static readonly TimeSpan Older = TimeSpan.FromMinutes(10), Politeness = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _nudged = new();

    /// <summary>A list that was asked for longer than 10 minutes ago becomes due.</summary>
    public async Task FormOpenedAsync(Guid connectionId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (_nudged.TryGetValue(connectionId, out var last) && now - last < Older)
            return;
        if (_nudged.Count >= Limit)
            _nudged.Clear();
        _nudged[connectionId] = now;
        await writer.WriteAsync((db, t) => NudgeAsync(db, connectionId, now - Older, now, t), ct);
    }

    /// <summary>A job was refused as not published: the list is asked at once. In the caller's transaction.</summary>
    public static Task<int> RefusedAsync(AppDb db, Guid connectionId, DateTimeOffset now, CancellationToken ct) =>
        NudgeAsync(db, connectionId, now - Politeness, now, ct);

    private static Task<int> NudgeAsync(
        AppDb db, Guid connectionId, DateTimeOffset askedBefore, DateTimeOffset now, CancellationToken ct) =>
        db.JobFeeds.Where(x => x.ConnectionId == connectionId && x.AskedAt < askedBefore && x.DueAt > now)
            .ExecuteUpdateAsync(x => x.SetProperty(f => f.DueAt, now), ct);
}
