using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.JobAds;

/// <summary>Reads one connection's feed and writes what that changes. A feed that is unreachable or refused changes no ad.</summary>
public sealed class Feeds(AppDb db, IWriter writer, ConnectorRegistry connectors, FeedClient client, Lanes lanes, TimeProvider clock)
{
    /// <summary>By hand a feed is asked at most this often.</summary>
    private static readonly TimeSpan Politeness = TimeSpan.FromSeconds(10);

    /// <summary>Reads the feed if it is due; of several servers one does.</summary>
    public async Task ReadDueAsync(Guid connectionId, CancellationToken ct)
    {
        if (await db.Connections.AsNoTracking().SingleOrDefaultAsync(x => x.Id == connectionId, ct) is { } connection
            && await ClaimAsync(connection, byHand: false, ct))
            await ReadAsync(connection, null, takesNew: null, ct);
    }

    /// <summary>Reads the feed now, unless it was asked seconds ago.</summary>
    /// <param name="name">Typed by the employer; it replaces the connection's once a feed was read under it.</param>
    /// <param name="takesNew">Whether from now on a job without an ad becomes one by itself; null leaves that as it is.</param>
    /// <returns>Why it could not be read, or null.</returns>
    public async Task<FeedAnswer?> ReadNowAsync(Connection connection, string? name, bool? takesNew, CancellationToken ct) =>
        name is not null || takesNew is not null || await ClaimAsync(connection, byHand: true, ct)
            ? await ReadAsync(connection, name, takesNew, ct) : null;

    private Task<bool> ClaimAsync(Connection connection, bool byHand, CancellationToken ct) => writer.WriteAsync(async (w, t) =>
    {
        var (now, polite) = (clock.GetUtcNow(), clock.GetUtcNow() - Politeness);
        var mine = w.JobFeeds.Where(x => x.ConnectionId == connection.Id);
        if (!await mine.AnyAsync(t))
        {
            w.JobFeeds.Add(new JobFeed
            {
                ConnectionId = connection.Id,
                EmployerId = connection.EmployerId,
                DueAt = FeedSchedule.Next(0, now, null),
                AskedAt = now
            });
            return true;
        }
        return await mine.Where(x => byHand ? x.AskedAt == null || x.AskedAt < polite : x.DueAt <= now)
            .ExecuteUpdateAsync(x => x.SetProperty(f => f.DueAt, FeedSchedule.Next(0, now, null)).SetProperty(f => f.AskedAt, now), t) == 1;
    }, ct);

    private async Task<FeedAnswer?> ReadAsync(Connection connection, string? name, bool? takesNew, CancellationToken ct)
    {
        var connector = connectors[connection.Connector];
        if (connector is not IJobFeed feed || connector.Descriptor.FeedKey is not { } key)
            return null;
        var settings = new Dictionary<string, string>(connection.Settings);
        if (name is not null)
            settings[key] = name;
        var version = await db.JobFeeds.Where(x => x.ConnectionId == connection.Id).Select(x => (long?)x.Version).SingleOrDefaultAsync(ct);
        var answer = await client.AskAsync(feed, new ConnectionSettings(settings), ct);
        if (name is not null && answer.Jobs is null)
            return answer;
        // A mistyped name never replaces one in silence.
        if (name is not null && answer.Jobs!.Count == 0)
            return new(null, FeedFault.NoJobs);

        var accounts = await writer.WriteAsync(async (w, t) =>
        {
            if (await RowAsync(w, connection, version, t) is not { } row)
                return [];
            if (name is not null)
                (await w.Connections.SingleAsync(x => x.Id == connection.Id, t)).Settings = settings;
            row.TakesNew = takesNew ?? row.TakesNew;
            return answer.Jobs is { } jobs ? await ApplyAsync(w, row, settings.GetValueOrDefault(key, ""), jobs, answer.Flaws, t)
                : Failed(row, answer);
        }, ct);
        accounts.ForEach(lanes.Wake);
        return answer.Jobs is null ? answer : null;
    }

    /// <summary>Null when another reading was written meanwhile: that one counts.</summary>
    private static async Task<JobFeed?> RowAsync(AppDb w, Connection connection, long? version, CancellationToken ct)
    {
        if (version is null)
            return await w.JobFeeds.AnyAsync(x => x.ConnectionId == connection.Id, ct) ? null
                : w.JobFeeds.Add(new JobFeed { ConnectionId = connection.Id, EmployerId = connection.EmployerId }).Entity;
        var fenced = await w.JobFeeds.Where(x => x.ConnectionId == connection.Id && x.Version == version)
            .ExecuteUpdateAsync(x => x.SetProperty(f => f.Version, f => f.Version + 1), ct);
        return fenced == 1 ? await w.JobFeeds.SingleAsync(x => x.ConnectionId == connection.Id, ct) : null;
    }

    private List<Guid> Failed(JobFeed row, FeedAnswer answer)
    {
        var now = clock.GetUtcNow();
        row.Failures++;
        row.FailingSince ??= now;
        (row.Fault, row.FaultWhere, row.AskedAt) = (answer.Fault, answer.Where, now);
        row.DueAt = FeedSchedule.Next(row.Failures, now, answer.RetryAfter);
        return [];
    }

    private async Task<List<Guid>> ApplyAsync(
        AppDb w, JobFeed row, string name, IReadOnlyList<PublishedJob> jobs, IReadOnlyList<FeedFlaw> flaws, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var all = w.JobAds.Where(x => x.EmployerId == row.EmployerId);
        var mine = all.Where(x => x.ConnectionId == row.ConnectionId || x.ConnectionId == null);
        // Another career site shows other jobs: that one of the old is not among them says nothing.
        if (row.Name != name)
            await mine.ExecuteUpdateAsync(
                x => x.SetProperty(a => a.SeenSince, (DateTimeOffset?)null).SetProperty(a => a.MissingSince, (DateTimeOffset?)null), ct);
        var ads = await mine.Select(x => new KnownAd
        {
            Id = x.Id,
            AtsJobId = x.AtsJobId,
            Source = x.Source,
            State = x.State,
            ClosedBy = x.ClosedBy,
            SeenSince = x.SeenSince,
            MissingSince = x.MissingSince,
            HeldSince = x.HeldSince,
            FeedHash = x.FeedHash,
        }).ToListAsync(ct);
        var elsewhere = await all.Where(x => x.ConnectionId != null && x.ConnectionId != row.ConnectionId).Select(x => x.AtsJobId)
            .ToListAsync(ct);
        var changes = FeedChanges.Of(ads, elsewhere.ToHashSet(), jobs, isWhole: flaws.Count == 0, now);

        if (row.TakesNew)
            w.JobAds.AddRange(changes.WithoutAd.Select(x => Ad(row, x, now)));
        foreach (var (id, job) in changes.Rewritten)
            await mine.Where(x => x.Id == id && x.Source == JobAdSource.Feed).ExecuteUpdateAsync(x => x
                .SetProperty(a => a.Title, job.Title).SetProperty(a => a.TitleEn, job.TitleEn).SetProperty(a => a.Place, job.Place)
                    .SetProperty(a => a.Html, job.Html)
                .SetProperty(a => a.HtmlEn, job.HtmlEn).SetProperty(a => a.FeedHash, job.Hash)
                    .SetProperty(a => a.ChangedAt, now), ct);
        await mine.Where(x => changes.Seen.Contains(x.Id))
            .ExecuteUpdateAsync(x => x.SetProperty(a => a.SeenSince, now).SetProperty(a => a.MissingSince, (DateTimeOffset?)null), ct);
        await mine.Where(x => changes.Missing.Contains(x.Id)).ExecuteUpdateAsync(x => x.SetProperty(a => a.MissingSince, now), ct);
        await CloseAsync(mine.Where(x => changes.Closed.Contains(x.Id)), now, ct);

        (row.Name, row.AskedAt, row.ReadAt, row.DueAt) = (name, now, now, FeedSchedule.Next(0, now, null));
        (row.Failures, row.FailingSince, row.Fault, row.FaultWhere, row.Flaws) = (0, null, null, "", [.. flaws]);
        (row.Jobs, row.Rewritten, row.Closed, row.Reopened) = (
            jobs.Count, changes.Rewritten.Count, changes.Closed.Count, changes.Reopened.Count);
        (row.Added, row.WithoutAd) = row.TakesNew ? (changes.WithoutAd.Count, 0) : (0, changes.WithoutAd.Count);
        row.EmptySince = changes.AsksBeforeClosing ? row.EmptySince ?? now : null;
        row.KeptOpen &= changes.AsksBeforeClosing;
        return changes.Reopened.Count == 0 ? [] : await Reopening.OpenAsync(w, changes.Reopened, now, ct);
    }

    /// <summary>The employer's answer to an empty list: close what it showed before, or keep it open until it shows a job again.</summary>
    public Task<int> AnswerEmptyAsync(Guid employerId, Guid connectionId, bool close, CancellationToken ct) =>
        writer.WriteAsync(async (w, t) =>
    {
        if (await w.JobFeeds.SingleOrDefaultAsync(
            x => x.ConnectionId == connectionId && x.EmployerId == employerId && x.EmptySince != null, t) is not { } row)
            return 0;
        row.KeptOpen = !close;
        if (!close)
            return 0;
        var seen = w.JobAds.Where(
            x => x.EmployerId == employerId && (x.ConnectionId == connectionId || x.ConnectionId == null) && x.SeenSince != null);
        var since = row.EmptySince;
        await seen.Where(x => x.MissingSince == null).ExecuteUpdateAsync(x => x.SetProperty(a => a.MissingSince, since), t);
        row.EmptySince = null;
        return row.Closed = await CloseAsync(seen, clock.GetUtcNow(), t);
    }, ct);

    private static Task<int> CloseAsync(IQueryable<JobAd> ads, DateTimeOffset now, CancellationToken ct) => ads
        .Where(x => x.State == JobAdState.Open).ExecuteUpdateAsync(x => x.SetProperty(a => a.State, JobAdState.Closed)
            .SetProperty(a => a.ClosedBy, ClosedBy.Feed).SetProperty(a => a.ClosedAt, now), ct);

    private static JobAd Ad(JobFeed row, PublishedJob job, DateTimeOffset now) => new()
    {
        EmployerId = row.EmployerId,
        ConnectionId = row.ConnectionId,
        Title = job.Title,
        TitleEn = job.TitleEn,
        Place = job.Place,
        Html = job.Html,
        HtmlEn = job.HtmlEn,
        AtsJobId = job.AtsJobId,
        Source = JobAdSource.Feed,
        FeedHash = job.Hash,
        SeenSince = now,
        CreatedAt = now,
    };
}

/// <summary>When a feed is read next.</summary>
internal static class FeedSchedule
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    /// <summary>After failures in a row: the last entry repeats.</summary>
    private static readonly TimeSpan[] BackOff = [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1)];

    /// <summary>Spread by up to a fifth, so that not all are asked at once. A wait that the ATS asks for is kept.</summary>
    public static DateTimeOffset Next(int failures, DateTimeOffset now, TimeSpan? retryAfter)
    {
        var wait = failures == 0 ? Every : BackOff[Math.Min(failures, BackOff.Length) - 1];
        return now + (retryAfter > wait ? retryAfter.Value : wait) * (1 + Random.Shared.NextDouble() / 5);
    }
}
