using Eilbote.Members;
using System.Linq.Expressions;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>One page of a list: the applications on it, and whether there are others on either side.</summary>
public sealed record FoundPage(IReadOnlyList<Guid> Ids, bool HasBefore, bool HasAfter);

/// <summary>
/// Finds the applications that a member asks for, page by page. A page begins behind an application, not at a number, so that the last
/// is as quick as the first; each order is that of an index (see <see cref="AppDb"/>), of which only the page is read. What is asked for
/// stands in variables, else EF would write it into the statement and prepare each anew.
/// </summary>
internal sealed class ApplicationSearch(AppDb db, Member me, ApplicationQuery query)
{
    public const int PageSize = 50;

    /// <summary>
    /// SQLite has no statistics to plan by: so many of a kind are read and sorted by name. Of more, one is met among few names, so that the
    /// names are gone through: with a million both take as long where the one gives way to the other (bench/PortalPages).
    /// </summary>
    private const int Few = 8_000;

    /// <summary>Of so many of an ad all names are gone through; of more, those of the employer that are searched.</summary>
    private const int FewOfAnAd = 20_000;

    /// <summary>Of one address; nobody applies so often.</summary>
    private const int OfOneAddress = 1_000;

    /// <summary>What ended without arriving by itself. Written as the index that holds these is.</summary>
    public static readonly Expression<Func<Delivery, bool>> Otherwise = x =>
        x.State == DeliveryState.HandedOver || x.State == DeliveryState.Withdrawn || x.State == DeliveryState.Returned;

    /// <summary>All that the member sees.</summary>
    public static IQueryable<Delivery> Of(AppDb db, Member me) =>
        db.Deliveries.AsNoTracking().Where(x => x.EmployerId == me.EmployerId).Where(me.Ads.On<Delivery>(x => x.JobAdId));

    public async Task<FoundPage> PageAsync(CancellationToken ct)
    {
        var start = (query.After ?? query.Before) is { } id ? await PlaceAsync(id, ct) : null;
        // Behind an application that is not there any more stands the first page.
        var back = start is not null && query.Before is not null;
        var found = await ReadAsync(await PartsAsync(query.NeedsYou, ct), start, IsDown != back, PageSize + 1, ct);
        var ids = found.Take(PageSize).ToList();
        if (back)
            ids.Reverse();
        var more = found.Count > PageSize;
        return new(ids, back ? more : start is not null, back || more);
    }

    /// <summary>The first of the list as it is at this moment, whatever changes while they are gone through.</summary>
    public async Task<List<Guid>> FirstAsync(int count, CancellationToken ct) =>
        await ReadAsync(await PartsAsync(inParts: false, ct), null, IsDown, count, ct);

    private bool IsDown => !query.IsByName && query.Sort != ApplicationSort.Oldest;

    private IQueryable<Delivery> Narrowed
    {
        get
        {
            var (ad, from, to) = (query.Ad, query.From, query.To);
            var found = Of(db, me);
            if (ad is not null)
                found = found.Where(x => x.JobAdId == ad);
            if (from is { } first && Texts.StartOf(first) is var start)
                found = found.Where(x => x.CreatedAt >= start);
            if (to is { } last && Texts.StartOf(last.AddDays(1)) is var end)
                found = found.Where(x => x.CreatedAt < end);
            return found;
        }
    }

    private IQueryable<Delivery> Waiting => Narrowed.Where(x => x.SettledAt == null);

    private IQueryable<Delivery> Found
    {
        get
        {
            var state = query.State;
            return query.Look ? Narrowed.Where(x => x.NeedsLook)
                : query.Need is { } need ? Waiting.Where(Needs.Where(need))
                : query.NeedsYou ? Waiting.Where(Needs.Any)
                : state switch
                {
                    null => Narrowed,
                    DeliveryState.Delivered => Narrowed.Where(x => x.State == state),
                    DeliveryState.HandedOver or DeliveryState.Withdrawn or DeliveryState.Returned =>
                        Narrowed.Where(Otherwise).Where(x => x.State == state),
                    DeliveryState.Held => Waiting.Where(x => x.State == state && x.HeldBy != HeldBy.Proof),
                    // As they are shown (NextStep.Shown).
                    DeliveryState.NeedsApplicant => Waiting.Where(
                        x => x.State == state || (x.State == DeliveryState.Held && x.HeldBy == HeldBy.Proof)),
                    _ => Waiting.Where(x => x.State == state),
                };
        }
    }

    /// <summary>Where an application stands in the order of the list; null when the member sees none such.</summary>
    private async Task<Place?> PlaceAsync(Guid id, CancellationToken ct)
    {
        var row = await (
            from delivery in Of(db, me)
            join application in db.Applications on delivery.ApplicationId equals application.Id
            where application.Id == id
            select new { delivery.CreatedAt, application.LastFirst, application.FirstLast }).SingleOrDefaultAsync(ct);
        return row is null ? null : !query.IsByName ? new() { Id = id, At = row.CreatedAt }
            : new() { Id = id, Name = query.Names is var (from, _) && !IsOf(row.LastFirst, from) ? row.FirstLast : row.LastFirst };
    }

    private async Task<List<Guid>> ReadAsync(
        IEnumerable<IQueryable<Place>> byTime, Place? start, bool down, int count, CancellationToken ct)
    {
        List<Place> found = [];
        if (!query.IsByName)
            foreach (var places in byTime)
                found.AddRange(await Beyond(places, start, down).Take(count).ToListAsync(ct));
        else
            foreach (var places in await ByNameAsync(ct))
                found.AddRange(await Named(places, start, down).Take(count).ToListAsync(ct));
        found.Sort(Compare);
        if (down)
            found.Reverse();
        return [.. found.Take(count).Select(x => x.Id)];
    }

    /// <summary>Counted in an order that an index has: what needs the employer stands in several states.</summary>
    private async Task<bool> AreFewAsync(CancellationToken ct) =>
        await (query.NeedsYou ? Found.OrderBy(x => x.State) : Found.OrderBy(x => x.CreatedAt)).Take(Few + 1).CountAsync(ct) <= Few;

    /// <summary>
    /// By time, in parts each of which is read in the order of an index: what needs the employer does so for several reasons.
    /// </summary>
    private async Task<IEnumerable<IQueryable<Place>>> PartsAsync(bool inParts, CancellationToken ct)
    {
        var parts = inParts ? Enum.GetValues<Need>().Select(x => Waiting.Where(Needs.Where(x))) : new[] { Found };
        if (query.IsAddress)
        {
            var (email, employer) = (EmailAddress.Normalize(IncomingText.Address(query.Search)), me.EmployerId);
            var ids = await db.Applications.Where(x => x.EmployerId == employer && x.EmailNormalized == email)
                .OrderByDescending(x => x.Id).Take(OfOneAddress).Select(x => x.Id).ToListAsync(ct);
            parts = parts.Select(part => part.Where(x => ids.Contains(x.ApplicationId)));
        }
        return parts.Select(part => part.Select(x => new Place { At = x.CreatedAt, Id = x.ApplicationId }));
    }

    private static IQueryable<Place> Beyond(IQueryable<Place> places, Place? start, bool down)
    {
        var (at, id) = (start?.At, start?.Id);
        if (start is not null)
            places = down ? places.Where(x => x.At <= at && (x.At < at || x.Id < id))
                : places.Where(x => x.At >= at && (x.At > at || x.Id > id));
        return down ? places.OrderByDescending(x => x.At).ThenByDescending(x => x.Id) : places.OrderBy(x => x.At).ThenBy(x => x.Id);
    }

    /// <summary>Whether what is asked for stands in the applications' own rows and order: all of the employer, or of one ad.</summary>
    private bool IsOfApplicationsAlone => query.IsOfAnyKind && query is { From: null, To: null }
        && (query.Ad is { } ad ? me.Ads.Sees(ad) : me.Ads is { Only: null, Not.Count: 0 });

#pragma warning disable CA1310, CA1309, CA1862, MA0006, MA0074 // The database compares, by bytes.
    /// <summary>By last name; those that are searched also by first name, but each once.</summary>
    private async Task<IReadOnlyList<IQueryable<Place>>> ByNameAsync(CancellationToken ct)
    {
        var (employer, found) = (me.EmployerId, Found);
        var few = !IsOfApplicationsAlone && !db.HasStatistics && await AreFewAsync(ct);
        // The name of each of few is looked up; of many, each name is asked whether it is among them.
        var all = few
            ? from delivery in found
              join application in db.Applications.AsNoTracking() on delivery.ApplicationId equals application.Id
              where application.LastFirst != ""
              select application
            : db.Applications.AsNoTracking().Where(x => x.LastFirst != "");
        if (!few && query.Ad is { } ad)
            all = all.Where(x => x.JobAdId == ad);
        if (!few && !await AreOfAnAdAsync(ct))
            all = all.Where(x => x.EmployerId == employer);
        if (!few && !IsOfApplicationsAlone)
            all = all.Where(x => found.Any(d => d.ApplicationId == x.Id));
        if (query.Search.Length == 0)
            return [all.Select(x => new Place { Name = x.LastFirst, Id = x.Id })];
        if (query.Names is not var (from, before))
            return [];
        if (few)
            return [Between(all.Select(x => new Place
            {
                Name = x.LastFirst.CompareTo(from) >= 0 && x.LastFirst.CompareTo(before) < 0 ? x.LastFirst : x.FirstLast,
                Id = x.Id
            }), from, before)];
        var others = all.Where(x => x.LastFirst.CompareTo(from) < 0 || x.LastFirst.CompareTo(before) >= 0);
        return
        [
            Between(all.Select(x => new Place { Name = x.LastFirst, Id = x.Id }), from, before),
            Between(others.Select(x => new Place { Name = x.FirstLast, Id = x.Id }), from, before),
        ];
    }

    /// <summary>Whether the names of the ad are gone through, and not those of its employer that are searched.</summary>
    private async Task<bool> AreOfAnAdAsync(CancellationToken ct) => IsOfApplicationsAlone && query.Ad is { } ad
        && await db.JobAds.AnyAsync(x => x.Id == ad && x.EmployerId == me.EmployerId, ct) && (query.Search.Length == 0
            || await db.Applications.Where(x => x.JobAdId == ad).OrderBy(x => x.LastFirst).Take(FewOfAnAd + 1).CountAsync(ct) <= FewOfAnAd);

    private static IQueryable<Place> Between(IQueryable<Place> places, string from, string before) =>
        places.Where(x => x.Name.CompareTo(from) >= 0 && x.Name.CompareTo(before) < 0);

    private static IQueryable<Place> Named(IQueryable<Place> places, Place? start, bool down)
    {
        var (name, id) = (start?.Name, start?.Id);
        if (start is not null)
            places = down ? places.Where(x => x.Name.CompareTo(name) <= 0 && (x.Name.CompareTo(name) < 0 || x.Id < id))
                : places.Where(x => x.Name.CompareTo(name) >= 0 && (x.Name.CompareTo(name) > 0 || x.Id > id));
        return down ? places.OrderByDescending(x => x.Name).ThenByDescending(x => x.Id) : places.OrderBy(x => x.Name).ThenBy(x => x.Id);
    }
#pragma warning restore CA1310, CA1309, CA1862, MA0006, MA0074

    private static bool IsOf(string name, string beginning) => name.StartsWith(beginning, StringComparison.Ordinal);

    /// <summary>Where an application stands in the order by time, or by name.</summary>
    private sealed class Place
    {
        public Guid Id { get; init; }
        public DateTimeOffset At { get; init; }
        public string Name { get; init; } = "";
    }

    /// <summary>As the databases order them.</summary>
    private static int Compare(Place one, Place other) => (one.At.CompareTo(other.At), string.CompareOrdinal(one.Name, other.Name)) switch
    {
        (0, 0) => one.Id.CompareTo(other.Id),
        (0, var byName) => byName,
        var (byTime, _) => byTime,
    };
}
