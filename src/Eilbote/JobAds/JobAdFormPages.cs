using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Members;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.JobAds;

/// <summary>One job ad by hand: entered, changed, closed, opened again.</summary>
internal static class JobAdFormPages
{
    public static void MapJobAdForm(this RouteGroupBuilder portal)
    {
        portal.MapGet("/job-ads/new", (Member me, AppDb db, ConnectorRegistry connectors, TimeProvider clock, CancellationToken ct) =>
            EditAsync(me, null, db, connectors, clock, ct));
        portal.MapGet("/job-ads/{id:guid}", (Member me, Guid id, AppDb db, ConnectorRegistry connectors, TimeProvider clock, CancellationToken ct) =>
            EditAsync(me, id, db, connectors, clock, ct));
        portal.MapPost("/job-ads/new",
            (Member me, JobAdForm form, AppDb db, ConnectorRegistry connectors, IWriter writer, Lanes lanes, TimeProvider clock,
            CancellationToken ct) =>
            SaveAsync(me, null, form, db, connectors, writer, lanes, clock, ct));
        portal.MapPost("/job-ads/{id:guid}",
            (Member me, Guid id, JobAdForm form, AppDb db, ConnectorRegistry connectors, IWriter writer, Lanes lanes,
            TimeProvider clock, CancellationToken ct) =>
            SaveAsync(me, id, form, db, connectors, writer, lanes, clock, ct));
        portal.MapPost("/job-ads/{id:guid}/close", CloseAsync);
        portal.MapPost("/job-ads/{id:guid}/reopen", ReopenAsync);
    }

    private static async Task<IResult> EditAsync(
        Member me, Guid? id, AppDb db, ConnectorRegistry connectors, TimeProvider clock, CancellationToken ct)
    {
        var ad = await FindAsync(me, id, db, ct);
        if (id is not null && ad is null)
            return NotFound();
        var numbers = ad is null ? null
            : await FormNumbers.ReadAsync(db, ad.Id, Texts.Day(clock.GetUtcNow()).AddDays(1 - FormNumbers.ShownDays), ct);
        var form = ad is null ? new() : JobAdForm.Of(ad) with
        {
            IsConfidential = await db.ConfidentialAds.AnyAsync(x => x.JobAdId == ad.Id, ct),
            Named = await db.AdGrants.Where(x => x.JobAdId == ad.Id).Select(x => x.UserId).ToArrayAsync(ct),
        };
        return await FormPageAsync(me, ad, form, [], db, await ConnectionsAsync(me, db, ct), connectors, 200, numbers, ct);
    }

    private static async Task<IResult> SaveAsync(
        Member me, Guid? id, JobAdForm form, AppDb db, ConnectorRegistry connectors, IWriter writer, Lanes lanes, TimeProvider clock,
        CancellationToken ct)
    {
        var ad = await FindAsync(me, id, db, ct);
        if (id is not null && ad is null)
            return NotFound();
        var own = await ConnectionsAsync(me, db, ct);
        var connector = ConnectorOf(form, own, connectors);
        form = form.Cleaned(connector);
        if (form.Check(connector) is { Count: > 0 } errors)
            return await FormPageAsync(me, ad, form, errors, db, own, connectors, 422, null, ct);

        var accounts = await writer.WriteAsync(async (w, t) =>
        {
            var connections = await w.Connections.Where(x => x.EmployerId == me.EmployerId).OrderBy(x => x.CreatedAt).Select(x => x.Id)
                .ToListAsync(t);
            var row = id is null
                ? w.JobAds.Add(new JobAd { EmployerId = me.EmployerId, Title = form.Title, CreatedAt = clock.GetUtcNow() }).Entity
                : await w.JobAds.SingleAsync(x => x.Id == id && x.EmployerId == me.EmployerId, t);
            var connection = connections.Contains(form.Connection ?? Guid.Empty) ? form.Connection : row.ConnectionId
                ?? connections.Cast<Guid?>().FirstOrDefault();
            var otherJob = row.AtsJobId != form.AtsJobId || row.ConnectionId != connection;
            if (id is not null && (!form.Says(row) || row.Recipient != form.Recipient))
                row.ChangedAt = clock.GetUtcNow();
            Write(row, form, connection, otherJob);
            await NameAsync(w, me, row, form, t);
            // Who is limited to ads sees what they add.
            if (id is null && me.Ads.Only is not null)
                await Teams.GrantAsync(w, me.UserId, me.EmployerId, [row.Id], t);
            if (form.FromFeed)
                await w.JobFeeds.Where(x => x.ConnectionId == connection && x.EmployerId == me.EmployerId)
                    .ExecuteUpdateAsync(x => x.SetProperty(f => f.DueAt, clock.GetUtcNow()), t);
            return otherJob && row.State == JobAdState.Held ? await Reopening.OpenAsync(w, [row.Id], clock.GetUtcNow(), t) : [];
        }, ct);
        accounts.ForEach(lanes.Wake);
        return new SeeOther("/portal/job-ads");
    }

    /// <summary>
    /// Who makes an ad confidential is named for it: else it would be nobody's. An owner says who is named without seeing its applications,
    /// so that none stays with people who have gone.
    /// </summary>
    private static async Task NameAsync(AppDb w, Member me, JobAd row, JobAdForm form, CancellationToken ct)
    {
        // Who does not see its applications changes nothing about who does.
        if (!Names(me, row.Id))
            return;
        await w.SaveChangesAsync(ct);
        await w.ConfidentialAds.Where(x => x.JobAdId == row.Id).ExecuteDeleteAsync(ct);
        if (!form.IsConfidential)
            return;
        w.ConfidentialAds.Add(new() { JobAdId = row.Id, EmployerId = me.EmployerId });
        var sees = me.Ads.Sees(row.Id);
        var named = await w.Memberships.Where(x => x.EmployerId == me.EmployerId && x.Role != Role.Technician
            && (form.Named.Contains(x.UserId) || (sees && x.UserId == me.UserId))).Select(x => x.UserId).ToListAsync(ct);
        if (named.Count == 0)
            named = [me.UserId];
        await w.AdGrants.Where(x => x.JobAdId == row.Id && !named.Contains(x.UserId)).ExecuteDeleteAsync(ct);
        foreach (var user in named)
            await Teams.GrantAsync(w, user, me.EmployerId, [row.Id], ct);
    }

    private static bool Names(Member me, Guid ad) => me.Ads.Sees(ad) || me.May(Right.Manage);

    private static void Write(JobAd row, JobAdForm form, Guid? connection, bool otherJob)
    {
        if (otherJob)
            (row.SeenSince, row.MissingSince) = (null, null);
        // Words that a member changed are the member's from then on.
        if (!form.Says(row))
            row.Source = JobAdSource.Hand;
        if (form.FromFeed || otherJob)
            row.FeedHash = null;
        if (form.FromFeed)
            row.Source = JobAdSource.Feed;
        (row.Recipient, row.Country) = (form.Recipient, form.Country);
        (row.Title, row.TitleEn, row.Place, row.Html, row.HtmlEn, row.AtsJobId, row.ConnectionId) = (
            form.Title, form.TitleEn, form.Place, form.Text, form.TextEn, form.AtsJobId, connection);
    }

    private static async Task<IResult> CloseAsync(Member me, Guid id, IWriter writer, TimeProvider clock, CancellationToken ct)
    {
        if (!me.Reaches(id))
            return NotFound();
        var now = clock.GetUtcNow();
        await writer.WriteAsync((w, t) => w.JobAds.Where(x => x.Id == id && x.EmployerId == me.EmployerId).ExecuteUpdateAsync(x => x
            .SetProperty(a => a.State, JobAdState.Closed).SetProperty(a => a.ClosedBy, ClosedBy.Member)
            .SetProperty(a => a.ClosedAt, now), t), ct);
        return new SeeOther("/portal/job-ads");
    }

    /// <summary>The feed may close it again only after it has seen the job again and missed it again.</summary>
    private static async Task<IResult> ReopenAsync(
        Member me, Guid id, IWriter writer, Lanes lanes, TimeProvider clock, CancellationToken ct)
    {
        if (!me.Reaches(id))
            return NotFound();
        var accounts = await writer.WriteAsync(async (w, t) =>
        {
            var found = await w.JobAds.Where(x => x.Id == id && x.EmployerId == me.EmployerId).ExecuteUpdateAsync(x => x
                .SetProperty(a => a.SeenSince, a => a.MissingSince == null ? a.SeenSince : null)
                    .SetProperty(a => a.MissingSince, (DateTimeOffset?)null), t);
            return found == 0 ? [] : await Reopening.OpenAsync(w, [id], clock.GetUtcNow(), t);
        }, ct);
        accounts.ForEach(lanes.Wake);
        return new SeeOther("/portal/job-ads");
    }

    private static async Task<JobAd?> FindAsync(Member me, Guid? id, AppDb db, CancellationToken ct) =>
        id is null || !me.Reaches(id.Value) ? null
            : await db.JobAds.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id && x.EmployerId == me.EmployerId, ct);

    private static Task<List<Connection>> ConnectionsAsync(Member me, AppDb db, CancellationToken ct) =>
        db.Connections.AsNoTracking().Where(x => x.EmployerId == me.EmployerId).OrderBy(x => x.CreatedAt).ToListAsync(ct);

    private static IConnector ConnectorOf(JobAdForm form, List<Connection> own, ConnectorRegistry connectors) =>
        connectors.Of(own.Find(x => x.Id == form.Connection) ?? own.FirstOrDefault());

    private static async Task<IResult> FormPageAsync(
        Member me, JobAd? ad, JobAdForm form, Dictionary<string, Words> errors, AppDb db, List<Connection> own,
        ConnectorRegistry connectors, int status, FormNumbers? numbers, CancellationToken ct) =>
        Page.Of<JobAdPage, JobAdView>(
            new(me, await JobAdPages.EmployerAsync(me, db, ct), ad, form, errors, own,
                JobAdForm.JobField(ConnectorOf(form, own, connectors)))
            {
                // Numbers of a confidential ad are its applications' too.
                Numbers = ad is null || me.Ads.Sees(ad.Id) ? numbers : null,
                Names = ad is null || Names(me, ad.Id),
                Sees = ad is null || me.Ads.Sees(ad.Id),
                Members = await (
                    from membership in db.Memberships
                    join user in db.Users on membership.UserId equals user.Id
                    where membership.EmployerId == me.EmployerId && membership.Role != Role.Technician
                    orderby user.NormalizedEmail
                    select KeyValuePair.Create(user.Id, user.Email!)).ToListAsync(ct),
            }, status);

    private static IResult NotFound() => Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
}

/// <param name="Ad">Null for a new one.</param>
/// <param name="Connections">A choice only if there is more than one.</param>
/// <param name="JobField">What names the job in the ATS.</param>
public sealed record JobAdView(
    Member Me, string Employer, JobAd? Ad, JobAdForm Form, Dictionary<string, Words> Errors, IReadOnlyList<Connection> Connections,
    SettingField JobField)
{
    /// <summary>What happened at its form lately. Null where a form of ours comes back, and for a new ad.</summary>
    public FormNumbers? Numbers { get; init; }

    /// <summary>Whether the member sees its applications: always, unless it is confidential and they are not named.</summary>
    public bool Sees { get; init; } = true;

    /// <summary>Whether who looks says who sees its applications.</summary>
    public bool Names { get; init; } = true;

    /// <summary>Who can be named for it, by id: their addresses.</summary>
    public IReadOnlyList<KeyValuePair<Guid, string>> Members { get; init; } = [];
}
