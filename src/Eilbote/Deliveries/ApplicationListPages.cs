using Eilbote.Members;
using Eilbote.Ats;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>The employer's list of applications. What is counted for it stays within an index, see <see cref="AppDb"/>.</summary>
internal static class ApplicationListPages
{
    /// <summary>Of which one can be chosen; of more, the newest.</summary>
    private const int AdsShown = 500;

    public static void MapApplicationList(this RouteGroupBuilder portal)
    {
        portal.MapGet("/applications", (Member me, HttpRequest request, AppDb db, ConnectorRegistry connectors, CancellationToken ct) =>
            ListAsync(me, ApplicationQuery.Of(request.Query), db, connectors, ct));
        portal.MapGet("/applications/applications.csv",
            (Member me, HttpRequest request, AppDb db, TimeProvider clock, CancellationToken ct) =>
            CsvExport.Of(me, ApplicationQuery.Of(request.Query), db, clock.GetUtcNow(), ct));
    }

    private static async Task<IResult> ListAsync(
        Member me, ApplicationQuery query, AppDb db, ConnectorRegistry connectors, CancellationToken ct) =>
        Page.Of<ApplicationListPage, ApplicationList>(await ViewAsync(me, query, db, connectors, ct));

    public static async Task<ApplicationList> ViewAsync(
        Member me, ApplicationQuery query, AppDb db, ConnectorRegistry connectors, CancellationToken ct)
    {
        var mine = ApplicationSearch.Of(db, me);
        var waiting = mine.Where(x => x.SettledAt == null);
        var counts = await WaitingAsync(waiting, ct);
        var waits = counts.Values.Sum();
        foreach (var ended in await mine.Where(ApplicationSearch.Otherwise).GroupBy(x => x.State)
            .Select(x => new { x.Key, Count = x.Count() }).ToListAsync(ct))
            counts[ended.Key] = ended.Count;
        var page = await new ApplicationSearch(db, me, query).PageAsync(ct);
        var own = await db.Connections.AsNoTracking().Where(x => x.EmployerId == me.EmployerId).OrderBy(x => x.CreatedAt).ToListAsync(ct);
        var ids = own.Select(x => x.Connector).Distinct().ToList();
        var outage = await db.Outages.Where(x => x.EndedAt == null && ids.Contains(x.Connector)).Select(x => x.Connector)
            .FirstOrDefaultAsync(ct);
        return new()
        {
            Me = me,
            Employer = await db.Employers.Where(x => x.Id == me.EmployerId).Select(x => x.Name).SingleAsync(ct),
            Query = query,
            Ats = connectors.Of(own.FirstOrDefault()).Descriptor.Name,
            Connected = own.Any(x => x.ProvenAt != null),
            Outage = outage is null ? null : connectors[outage].Descriptor.Name,
            Ads = await AdsAsync(me, query.Ad, db, ct),
            LastExport = await db.ZipExports.Where(x => x.UserId == me.UserId && x.EmployerId == me.EmployerId).Select(x => (Guid?)x.Id)
                .FirstOrDefaultAsync(ct),
            Items = await ItemsAsync(db, page.Ids, ct),
            Page = page,
            Counts = counts,
            Waiting = waits,
            NeedsYou = await waiting.Where(Needs.Any).CountAsync(ct),
            Arrived = await mine.AnyAsync(x => x.State == DeliveryState.Delivered, ct),
            ToLook = await mine.CountAsync(x => x.NeedsLook, ct),
        };
    }

    private static async Task<Dictionary<DeliveryState, int>> WaitingAsync(IQueryable<Delivery> waiting, CancellationToken ct) =>
        (await waiting.GroupBy(x => new { x.State, x.HeldBy }).Select(x => new { x.Key, Count = x.Count() }).ToListAsync(ct))
        .GroupBy(x => NextStep.Shown(x.Key.State, x.Key.HeldBy)).ToDictionary(x => x.Key, x => x.Sum(y => y.Count));

    private static async Task<List<AdChoice>> AdsAsync(Member me, Guid? chosen, AppDb db, CancellationToken ct)
    {
        var mine = db.JobAds.Where(x => x.EmployerId == me.EmployerId).Where(me.Ads.On<Board.JobAd>(x => x.Id));
        var ads = await mine.OrderByDescending(x => x.CreatedAt).Take(AdsShown).Select(x => new AdChoice(x.Id, x.Title, x.AtsJobId))
            .ToListAsync(ct);
        if (chosen is not null && !ads.Exists(x => x.Id == chosen))
            ads.AddRange(await mine.Where(x => x.Id == chosen).Select(x => new AdChoice(x.Id, x.Title, x.AtsJobId)).ToListAsync(ct));
        return [.. ads.OrderBy(x => x.Title, StringComparer.CurrentCultureIgnoreCase)];
    }

    /// <summary>In the order of the page.</summary>
    private static async Task<List<ApplicationItem>> ItemsAsync(AppDb db, IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        if (ids.Count == 0)
            return [];
        var items = await (
            from delivery in db.Deliveries.AsNoTracking()
            join application in db.Applications on delivery.ApplicationId equals application.Id
            join ad in db.JobAds on delivery.JobAdId equals ad.Id
            where ids.Contains(delivery.ApplicationId)
            select new ApplicationItem(delivery, application.Applicant.FirstName, application.Applicant.LastName, ad.Title))
                .ToDictionaryAsync(x => x.Delivery.ApplicationId, ct);
        var refused = items.Values.Where(x => x.Delivery.Without.Any(Policy.NeedsLook)).Select(x => x.Delivery.ApplicationId).ToList();
        var documents = refused.Count == 0 ? [] : await db.Documents.AsNoTracking()
            .Where(x => x.ApplicationId != null && refused.Contains(x.ApplicationId.Value)).ToListAsync(ct);
        var answers = refused.Count == 0 ? [] : await db.Applications.AsNoTracking().Where(x => refused.Contains(x.Id))
            .ToDictionaryAsync(x => x.Id, x => x.Applicant.Answers, ct);
        foreach (var id in refused)
            items[id] = items[id] with
            {
                Without = PartWords.All(items[id].Delivery.Without.Where(Policy.NeedsLook),
                    new([.. documents.Where(x => x.ApplicationId == id)], answers[id]))
            };
        return [.. ids.Where(items.ContainsKey).Select(x => items[x])];
    }
}

/// <summary>An ad by which the list can be narrowed down.</summary>
public sealed record AdChoice(Guid Id, string Title, string AtsJobId);

public sealed record ApplicationItem(Delivery Delivery, string FirstName, string LastName, string JobTitle)
{
    /// <summary>What the ATS refused and was left out, by name; null when nothing.</summary>
    public Connectors.Words? Without { get; init; }
}

public sealed record ApplicationList
{
    public required Member Me { get; init; }
    public required string Employer { get; init; }
    public required ApplicationQuery Query { get; init; }

    /// <summary>What the employer's ATS is called.</summary>
    public required string Ats { get; init; }

    public required bool Connected { get; init; }

    /// <summary>The name of an ATS that is out itself, for several employers.</summary>
    public string? Outage { get; init; }

    public required IReadOnlyList<AdChoice> Ads { get; init; }

    /// <summary>The ZIP that the member asked for last, while it is kept.</summary>
    public Guid? LastExport { get; init; }
    public required IReadOnlyList<ApplicationItem> Items { get; init; }
    public required FoundPage Page { get; init; }

    /// <summary>By state, but of those that arrived: an employer may have any number of them.</summary>
    public required IReadOnlyDictionary<DeliveryState, int> Counts { get; init; }

    /// <summary>All that have not ended,</summary>
    public required int Waiting { get; init; }

    /// <summary>and those of them that wait for the employer.</summary>
    public required int NeedsYou { get; init; }

    /// <summary>Whether any arrived.</summary>
    public required bool Arrived { get; init; }

    /// <summary>How many arrived that a member should look at.</summary>
    public required int ToLook { get; init; }

    public bool Any => Arrived || Counts.Count > 0;
}
