using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Members;
using Eilbote.Scanning;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.JobAds;

/// <summary>The employer's job ads: which there are, how each stands here and in the ATS, and what the feed said.</summary>
internal static class JobAdPages
{
    private const int PageSize = 50;

    public static void MapJobAds(this RouteGroupBuilder portal)
    {
        portal.MapGet("/job-ads", ListAsync);
        portal.MapJobAdForm();
        portal.MapFeeds();
        portal.MapFormNumbers();
    }

    private static async Task<IResult> ListAsync(
        Member me, string? q, JobAdStanding? state, int? page, AppDb db, ConnectorRegistry connectors, Scanner scanner,
        TimeProvider clock, CancellationToken ct) =>
        Page.Of<JobAdListPage, JobAdList>((await ViewAsync(
            me, db, connectors, clock, q, state is { } known && Enum.IsDefined(known) ? known : null, page, null, ct)) with
        {
            DryRun = await DryRun.OfAsync(ApplicationSearch.Of(db, me), db, scanner.IsOn, released: false, ct),
        });

    public static async Task<JobAdList> ViewAsync(
        Member me, AppDb db, ConnectorRegistry connectors, TimeProvider clock, string? q, JobAdStanding? state, int? page, TypedFeed? typed,
        CancellationToken ct)
    {
        var only = me.Ads.Only;
        var mine = db.JobAds.AsNoTracking().Where(x => x.EmployerId == me.EmployerId && (only == null || only.Contains(x.Id)));
        var connections = await db.Connections.AsNoTracking().Where(x => x.EmployerId == me.EmployerId).OrderBy(x => x.CreatedAt)
            .ToListAsync(ct);
        var counts = (await mine.GroupBy(x => new { x.State, x.ConnectionId })
            .Select(x => new { x.Key.State, x.Key.ConnectionId, Count = x.Count() }).ToListAsync(ct))
            .GroupBy(x => JobAdStandings.Of(x.State, connections.Find(c => c.Id == x.ConnectionId)?.State))
                .ToDictionary(x => x.Key, x => x.Sum(c => c.Count));
        var search = IncomingText.Line(q).ToLowerInvariant();
#pragma warning disable CA1304, CA1311, CA1862, MA0011 // The database lowers it, not this process.
        var found = OfStanding(mine, state, connections)
            .Where(x => search == "" || x.AtsJobId == search || x.Title.ToLower().Contains(search));
#pragma warning restore CA1304, CA1311, CA1862, MA0011
        var (number, total) = (Math.Max(1, page ?? 1), await found.CountAsync(ct));
        // What needs a person stands first, what is over last.
        var items = await ItemsAsync(found.OrderBy(x => x.State == JobAdState.Held ? 0 : x.State == JobAdState.Open ? 1 : 2)
            .ThenByDescending(x => x.CreatedAt).ThenByDescending(x => x.Id).Skip((number - 1) * PageSize).Take(PageSize), me, db, ct);
        var feeds = await db.JobFeeds.AsNoTracking().Where(x => x.EmployerId == me.EmployerId).ToDictionaryAsync(x => x.ConnectionId, ct);
        return new()
        {
            Me = me,
            Employer = await EmployerAsync(me, db, ct),
            Counts = counts,
            Items = items,
            Connections = connections,
            Connectors = connectors,
            Feeds = feeds,
            Search = search,
            State = state,
            Number = number,
            Total = total,
            PageSize = PageSize,
            Typed = typed,
            Now = clock.GetUtcNow(),
        };
    }

    private static IQueryable<JobAd> OfStanding(IQueryable<JobAd> ads, JobAdStanding? standing, List<Connection> connections)
    {
        var taking = connections.Where(x => JobAdStandings.Taking.Contains(x.State)).Select(x => x.Id).ToList();
        return standing switch
        {
            null => ads,
            JobAdStanding.Held => ads.Where(x => x.State == JobAdState.Held),
            JobAdStanding.Closed => ads.Where(x => x.State == JobAdState.Closed),
            JobAdStanding.Open =>
                ads.Where(x => x.State == JobAdState.Open && x.ConnectionId != null && taking.Contains(x.ConnectionId.Value)),
            JobAdStanding.Paused =>
                ads.Where(x => x.State == JobAdState.Open && (x.ConnectionId == null || !taking.Contains(x.ConnectionId.Value))),
            _ => throw new ArgumentOutOfRangeException(nameof(standing), standing, "A job ad stands in one of these ways."),
        };
    }

    private static async Task<List<JobAdItem>> ItemsAsync(IQueryable<JobAd> ads, Member me, AppDb db, CancellationToken ct)
    {
        var seen = ApplicationSearch.Of(db, me);
        var waiting = await seen.Where(x => x.SettledAt == null)
            .GroupBy(x => x.JobAdId).Select(x => new { x.Key, Count = x.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count, ct);
        return (await ads
            .Select(x => new JobAdItem(
                new JobAd
                {
                    Id = x.Id,
                    EmployerId = x.EmployerId,
                    ConnectionId = x.ConnectionId,
                    Title = x.Title,
                    Place = x.Place,
                    AtsJobId = x.AtsJobId,
                    Source = x.Source,
                    State = x.State,
                    ClosedBy = x.ClosedBy,
                    HeldReason = x.HeldReason,
                    HeldSince = x.HeldSince,
                    SeenSince = x.SeenSince,
                    MissingSince = x.MissingSince,
                    CreatedAt = x.CreatedAt,
                },
                seen.Where(d => d.JobAdId == x.Id).OrderBy(d => d.CreatedAt).Take(JobAdItem.Counted + 1).Count(), 0))
            .ToListAsync(ct)).ConvertAll(x => x with { Waiting = waiting.GetValueOrDefault(x.Ad.Id) });
    }

    public static Task<string> EmployerAsync(Member me, AppDb db, CancellationToken ct) =>
        db.Employers.Where(x => x.Id == me.EmployerId).Select(x => x.Name).SingleAsync(ct);
}

/// <param name="Ad">Without its texts.</param>
/// <param name="Applications">Counted to <see cref="Counted"/>; one more stands for whatever is beyond.</param>
/// <param name="Waiting">Of its applications, how many have not arrived yet.</param>
public sealed record JobAdItem(JobAd Ad, int Applications, int Waiting)
{
    /// <summary>Counting all of a million takes longer than a page may.</summary>
    public const int Counted = 1_000;
}

/// <summary>A career site that was typed and could not be read.</summary>
public sealed record TypedFeed(Guid? ConnectionId, string CareerSite, Words Error);

public sealed record JobAdList
{
    public required Member Me { get; init; }
    public required string Employer { get; init; }

    /// <summary>What would become of all that waits; null beside an error.</summary>
    public DryRun? DryRun { get; init; }
    public required Dictionary<JobAdStanding, int> Counts { get; init; }
    public required IReadOnlyList<JobAdItem> Items { get; init; }
    public required IReadOnlyList<Connection> Connections { get; init; }
    public required ConnectorRegistry Connectors { get; init; }

    /// <summary>By connection; one that was never read has none.</summary>
    public required Dictionary<Guid, JobFeed> Feeds { get; init; }

    public required string Search { get; init; }
    public JobAdStanding? State { get; init; }
    public required int Number { get; init; }

    /// <summary>How many ads the search finds, of which <see cref="Items"/> are one page.</summary>
    public required int Total { get; init; }

    public required int PageSize { get; init; }
    public TypedFeed? Typed { get; init; }
    public required DateTimeOffset Now { get; init; }

    public bool Editor => Me.May(Right.Work);

    public JobAdStanding StandingOf(JobAd ad) => JobAdStandings.Of(ad.State, ConnectionOf(ad)?.State);

    public Connection? ConnectionOf(JobAd ad) => Connections.FirstOrDefault(x => x.Id == ad.ConnectionId);

    public JobFeed? FeedOf(JobAd ad) => (ad.ConnectionId ?? (Connections.Count > 0 ? Connections[0].Id : null)) is { } id
        ? Feeds.GetValueOrDefault(id) : null;
}
