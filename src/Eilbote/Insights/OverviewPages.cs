using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connections;
using Eilbote.Deliveries;
using Eilbote.Members;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Insights;

/// <summary>
/// The portal's first page. All of it is read anew each time but what can no longer change (<see cref="PastDays"/>); every query stays
/// within an index, see <see cref="AppDb"/>.
/// </summary>
internal static class OverviewPages
{
    private const int Latest = 10, UsualOf = 200;

    public static void AddInsights(this WebApplicationBuilder builder) => builder.Services.AddSingleton<PastDays>();

    public static void MapOverview(this RouteGroupBuilder portal) => portal.MapGet("/", ShowAsync);

    private static async Task<IResult> ShowAsync(
        Member me, AppDb db, ConnectorRegistry connectors, PastDays past, TimeProvider clock, CancellationToken ct)
    {
        var mine = ApplicationSearch.Of(db, me);
        var employer = await db.Employers.Where(x => x.Id == me.EmployerId).Select(x => x.Name).SingleAsync(ct);
        var latest = await (
            from delivery in mine
            join application in db.Applications on delivery.ApplicationId equals application.Id
            join ad in db.JobAds on delivery.JobAdId equals ad.Id
            orderby delivery.CreatedAt descending, delivery.Id descending
            select new ApplicationItem(delivery, application.Applicant.FirstName, application.Applicant.LastName, ad.Title)).Take(Latest)
                .ToListAsync(ct);
        var standing = await ReadAsync(me, mine, db, connectors, past, clock.GetUtcNow(), latest.FirstOrDefault()?.Delivery.CreatedAt, ct);
        return Page.Of<OverviewPage, Overview>(new(me, employer, standing, Answer.Of(standing), [.. ToDo.Of(standing)], latest));
    }

    private static async Task<Standing> ReadAsync(
        Member me, IQueryable<Delivery> mine, AppDb db, ConnectorRegistry connectors, PastDays past, DateTimeOffset now,
        DateTimeOffset? lastReceivedAt, CancellationToken ct)
    {
        var connections = await db.Connections.AsNoTracking().Where(x => x.EmployerId == me.EmployerId).ToListAsync(ct);
        var statuses = await ConnectionStatus.OfAsync(db, connections, connectors, now, ct);
        var waiting = await WaitingAsync(mine, db, connections.ToDictionary(x => x.Id, x => connectors.Of(x).Descriptor.Name), ct);
        var begun = await db.Drafts.Where(x => x.EmployerId == me.EmployerId).OrderByDescending(x => x.SavedAt).Select(x => x.Connector)
            .FirstOrDefaultAsync(ct);
        var latest = await mine.OrderByDescending(x => x.CreatedAt).Take(UsualOf).Where(x => x.State == DeliveryState.Delivered)
            .Select(x => new { x.CreatedAt, x.SettledAt }).ToListAsync(ct);
        var days = await CountDaysAsync(mine, me.Ads == AdScope.All ? (past, me.EmployerId) : null, now, ct);
        var month = days.Where(x => x.Date.Month == Texts.Day(now).Month).ToList();
        return new Standing
        {
            Now = now,
            Status = ConnectionStatus.First(
                statuses, connectors[begun ?? ConnectorRegistry.Offered].Descriptor,
                begun is not null),
            AtsNames = [.. statuses.Select(x => x.Ats.Name).Distinct()],
            Flagged = statuses.Find(x => x.Flagged),
            NoticeMissing = statuses.Count > 0 && await db.Employers.AnyAsync(x => x.Id == me.EmployerId && x.NoticeVersion == 0, ct),
            Days = [.. days.TakeLast(Standing.ShownDays)],
            Waiting = waiting,
            Demanding = waiting.Exists(x => x.Need == Need.Question) ? null
                : await DemandingAsync(me, db, connections, connectors, ct) is { } id ? statuses.Find(x => x.ConnectionId == id) : null,
            NeedLook = await mine.CountAsync(x => x.NeedsLook, ct),
            LastReceivedAt = lastReceivedAt,
            Usual = Median([.. latest.Select(x => x.SettledAt!.Value - x.CreatedAt)]),
            ReceivedThisMonth = month.Sum(x => x.Received),
            LateThisMonth = month.Sum(x => x.Late),
            HasOpenAd = await db.JobAds.AnyAsync(x => x.EmployerId == me.EmployerId && x.State == JobAdState.Open, ct),
        };
    }

    private static async Task<Guid?> DemandingAsync(
        Member me, AppDb db, IEnumerable<Connection> connections, ConnectorRegistry connectors, CancellationToken ct)
    {
        foreach (var connection in connections.Where(x => x.State == ConnectionState.Active))
            if ((await MissingQuestions.OfAsync(db, connection, connectors.Of(connection).Descriptor, null, me.Ads, ct)).Count > 0)
                return connection.Id;
        return null;
    }

    /// <summary>As many days as a month may have, today last: each row is read once, for the month as for its day.</summary>
    /// <param name="past">Null for a member who does not see all.</param>
    private static async Task<List<DayCount>> CountDaysAsync(
        IQueryable<Delivery> mine, (PastDays Days, Guid Employer)? past, DateTimeOffset now, CancellationToken ct)
    {
        const int LongestMonth = 31;
        var (today, lateBefore) = (Texts.Day(now), now - Standing.LateAfter);
        var first = today.AddDays(1 - LongestMonth);
        var since = Texts.StartOf(first);
        var open = (await mine.Where(x => x.SettledAt == null && x.CreatedAt >= since)
            .Select(x => new { x.Id, x.CreatedAt }).ToListAsync(ct)).ToLookup(x => Texts.Day(x.CreatedAt));
        var days = new List<DayCount>();
        for (var date = first; date <= today; date = date.AddDays(1))
        {
            var waits = open[date].ToList();
            var ended = await EndedAsync(mine, past, date, today, PastDays.Mark(waits.Select(x => x.Id)), ct);
            days.Add(new(date, ended.All + waits.Count, waits.Count, ended.Otherwise)
            {
                HandedOver = ended.HandedOver,
                Late = ended.Late + waits.Count(x => x.CreatedAt < lateBefore)
            });
        }
        return days;
    }

    private static async Task<EndedDay> EndedAsync(
        IQueryable<Delivery> mine, (PastDays Days, Guid Employer)? past, DateOnly date, DateOnly today, int open, CancellationToken ct)
    {
        if (past?.Days.Of(past.Value.Employer, date, open) is { } known)
            return known;
        var (from, to, late) = (Texts.StartOf(date), Texts.StartOf(date.AddDays(1)), Standing.LateAfter.TotalSeconds);
        var day = mine.Where(x => x.CreatedAt >= from && x.CreatedAt < to && x.SettledAt != null);
        var came = await day.GroupBy(_ => 1)
            .Select(x => new { All = x.Count(), Late = x.Count(d => AppDb.SecondsBetween(d.CreatedAt, d.SettledAt) > late) })
            .SingleOrDefaultAsync(ct);
        var otherwise = came is null ? [] : await day.Where(ApplicationSearch.Otherwise).GroupBy(x => x.State)
            .Select(x => new { x.Key, Count = x.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count, ct);
        var ended = new EndedDay(
            came?.All ?? 0, came?.Late ?? 0, otherwise.Values.Sum(), otherwise.GetValueOrDefault(DeliveryState.HandedOver));
        if (date < today)
            past?.Days.Keep(past.Value.Employer, date, open, ended);
        return ended;
    }

    private static async Task<List<Waiting>> WaitingAsync(
        IQueryable<Delivery> mine, AppDb db, Dictionary<Guid, string> ats, CancellationToken ct)
    {
        var groups = await mine.Where(x => x.SettledAt == null)
            .GroupBy(x => new { x.State, x.HeldBy, x.QuestionMissing, x.ConnectionId, x.JobAdId })
            .Select(x => new { x.Key, Count = x.Count() }).ToListAsync(ct);
        var ids = groups.Select(x => x.Key.JobAdId).Distinct().ToList();
        var titles = await db.JobAds.Where(x => ids.Contains(x.Id)).ToDictionaryAsync(x => x.Id, x => x.Title, ct);
        return [.. groups.Select(
            x => new Waiting(x.Key.State, x.Key.HeldBy, x.Key.QuestionMissing, ats[x.Key.ConnectionId], titles[x.Key.JobAdId], x.Count)
            {
                JobAdId = x.Key.JobAdId,
            })];
    }

    private static TimeSpan? Median(List<TimeSpan> spans)
    {
        spans.Sort();
        return spans.Count == 0 ? null : spans[spans.Count / 2];
    }
}

public sealed record Overview(
    Member Me, string Employer, Standing Standing, Answer Answer, IReadOnlyList<ToDo> ToDos, IReadOnlyList<ApplicationItem> Latest);
