using Eilbote.Applying;
using Eilbote.Connections;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Employers;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.JobAds;

/// <summary>The employer's job ads: entered by hand, or read from the career site.</summary>
internal static class JobAdPages
{
    public static void MapJobAds(this RouteGroupBuilder portal)
    {
        portal.MapGet("/job-ads", ListAsync);
        portal.MapGet("/job-ads/new", (Member me, AppDb db, CancellationToken ct) => EditAsync(me, null, db, ct));
        portal.MapGet("/job-ads/{id:guid}", (Member me, Guid id, AppDb db, CancellationToken ct) => EditAsync(me, id, db, ct));
        var editors = portal.MapGroup("").RequireAuthorization(Policies.Editor);
        editors.MapPost("/job-ads/new", (Member me, [FromForm] JobAdForm form, AppDb db, IWriter writer, Lanes lanes, TimeProvider clock, CancellationToken ct) =>
            SaveAsync(me, null, form, db, writer, lanes, clock, ct));
        editors.MapPost("/job-ads/{id:guid}", (Member me, Guid id, [FromForm] JobAdForm form, AppDb db, IWriter writer, Lanes lanes, TimeProvider clock, CancellationToken ct) =>
            SaveAsync(me, id, form, db, writer, lanes, clock, ct));
        editors.MapPost("/job-ads/{id:guid}/close", (Member me, Guid id, IWriter writer, Lanes lanes, TimeProvider clock, CancellationToken ct) =>
            SetStateAsync(me, id, JobAdState.Closed, writer, lanes, clock, ct));
        editors.MapPost("/job-ads/{id:guid}/reopen", (Member me, Guid id, IWriter writer, Lanes lanes, TimeProvider clock, CancellationToken ct) =>
            SetStateAsync(me, id, JobAdState.Open, writer, lanes, clock, ct));
        editors.MapPost("/job-ads/import", ImportAsync);
    }

    private static async Task<IResult> ListAsync(Member me, int? imported, AppDb db, CancellationToken ct) =>
        Page.Of<JobAdListPage, JobAdList>(await ListViewAsync(me, db, imported, null, null, ct));

    private static async Task<IResult> EditAsync(Member me, Guid? id, AppDb db, CancellationToken ct)
    {
        var ad = id is null ? null : await db.JobAds.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id && x.EmployerId == me.EmployerId, ct);
        if (id is not null && ad is null)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        var form = ad is null ? new JobAdForm() : new JobAdForm { Title = ad.Title, Place = ad.Place, Text = ad.Html, AtsJobId = ad.AtsJobId };
        return Page.Of<JobAdPage, JobAdView>(new(me, await EmployerAsync(me, db, ct), ad, form, []));
    }

    private static async Task<IResult> SaveAsync(
        Member me, Guid? id, JobAdForm form, AppDb db, IWriter writer, Lanes lanes, TimeProvider clock, CancellationToken ct)
    {
        var ad = id is null ? null : await db.JobAds.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id && x.EmployerId == me.EmployerId, ct);
        if (id is not null && ad is null)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        form = form.Cleaned();
        if (form.Check() is { Count: > 0 } errors)
            return Page.Of<JobAdPage, JobAdView>(new(me, await EmployerAsync(me, db, ct), ad, form, errors), 422);

        var accounts = await writer.WriteAsync(async (w, t) =>
        {
            var row = id is null ? null : await w.JobAds.SingleAsync(x => x.Id == id && x.EmployerId == me.EmployerId, t);
            if (row is null)
            {
                var connection = await w.Connections.Where(x => x.EmployerId == me.EmployerId).OrderBy(x => x.CreatedAt).Select(x => (Guid?)x.Id).FirstOrDefaultAsync(t);
                row = new JobAd { EmployerId = me.EmployerId, ConnectionId = connection, Title = form.Title, CreatedAt = clock.GetUtcNow(), Source = JobAdSource.Hand };
                w.JobAds.Add(row);
            }
            var movedTo = row.AtsJobId != form.AtsJobId;
            (row.Title, row.Place, row.Html, row.AtsJobId) = (form.Title, form.Place, form.Text, form.AtsJobId);
            return movedTo && row.State == JobAdState.Held ? await OpenAsync(w, row, clock.GetUtcNow(), t) : [];
        }, ct);
        accounts.ForEach(lanes.Wake);
        return new SeeOther("/portal/job-ads");
    }

    private static async Task<IResult> SetStateAsync(Member me, Guid id, JobAdState state, IWriter writer, Lanes lanes, TimeProvider clock, CancellationToken ct)
    {
        var accounts = await writer.WriteAsync(async (db, t) =>
        {
            if (await db.JobAds.SingleOrDefaultAsync(x => x.Id == id && x.EmployerId == me.EmployerId, t) is not { } ad)
                return [];
            if (state == JobAdState.Open)
                return await OpenAsync(db, ad, clock.GetUtcNow(), t);
            ad.State = state;
            return [];
        }, ct);
        accounts.ForEach(lanes.Wake);
        return new SeeOther("/portal/job-ads");
    }

    /// <summary>Opens an ad and lets what waited for it go out. Returns the accounts to wake.</summary>
    private static async Task<List<Guid>> OpenAsync(AppDb db, JobAd ad, DateTimeOffset now, CancellationToken ct)
    {
        (ad.State, ad.HeldReason, ad.HeldSince) = (JobAdState.Open, null, null);
        var held = db.Deliveries.Where(x => x.JobAdId == ad.Id && x.State == DeliveryState.Held && x.HeldBy == HeldBy.JobAd);
        var accounts = await held.Select(x => x.AccountId).Distinct().ToListAsync(ct);
        await held.ExecuteUpdateAsync(Release.Setters(now), ct);
        return accounts;
    }

    private static async Task<IResult> ImportAsync(Member me, [FromForm] string? careerSite, AppDb db, FeedImport import, CancellationToken ct)
    {
        var result = await import.RunAsync(me.EmployerId, (careerSite ?? "").Trim(), ct);
        return result.Error is { } error
            ? Page.Of<JobAdListPage, JobAdList>(await ListViewAsync(me, db, null, careerSite, error, ct), 422)
            : new SeeOther($"/portal/job-ads?imported={result.Count}");
    }

    private static async Task<JobAdList> ListViewAsync(Member me, AppDb db, int? imported, string? typed, Words? error, CancellationToken ct)
    {
        var items = await (
            from ad in db.JobAds.AsNoTracking()
            where ad.EmployerId == me.EmployerId
            orderby ad.State, ad.CreatedAt descending, ad.Id descending
            select new JobAdItem(ad, db.Deliveries.Count(d => d.JobAdId == ad.Id), db.Deliveries.Count(d => d.JobAdId == ad.Id && d.State == DeliveryState.Held)))
            .ToListAsync(ct);
        var connection = await db.Connections.AsNoTracking().Where(x => x.EmployerId == me.EmployerId).OrderBy(x => x.CreatedAt).FirstOrDefaultAsync(ct);
        return new(me, await EmployerAsync(me, db, ct), items, connection, typed ?? connection?.Settings.GetValueOrDefault("career_site") ?? "", imported, error);
    }

    private static Task<string> EmployerAsync(Member me, AppDb db, CancellationToken ct) =>
        db.Employers.Where(x => x.Id == me.EmployerId).Select(x => x.Name).SingleAsync(ct);
}

/// <summary>What is typed for a job ad. Field names: <c>Title</c>, <c>Place</c>, <c>Text</c>, <c>AtsJobId</c>.</summary>
public sealed record JobAdForm
{
    public string Title { get; init; } = "";
    public string Place { get; init; } = "";
    public string Text { get; init; } = "";
    public string AtsJobId { get; init; } = "";

    public JobAdForm Cleaned() => new() { Title = (Title ?? "").Trim(), Place = (Place ?? "").Trim(), Text = (Text ?? "").Trim(), AtsJobId = (AtsJobId ?? "").Trim() };

    public Dictionary<string, Words> Check()
    {
        var errors = new Dictionary<string, Words>();
        if (Title.Length is 0 or > 200)
            errors["Title"] = new("Bitte geben Sie einen Titel mit höchstens 200 Zeichen ein.", "Please enter a title of at most 200 characters.");
        if (Place.Length > 200)
            errors["Place"] = new("Höchstens 200 Zeichen.", "At most 200 characters.");
        if (Text.Length > 100_000)
            errors["Text"] = new("Dieser Text ist zu lang: höchstens 100.000 Zeichen.", "This text is too long: at most 100,000 characters.");
        if (AtsJobId.Length is 0 or > 18 || !AtsJobId.All(char.IsAsciiDigit))
            errors["AtsJobId"] = new("Die ATS Job ID ist die Zahl am Ende des Links zur Stellenbeschreibung.", "The ATS job ID is the number at the end of the job description link.");
        return errors;
    }
}

/// <param name="Waiting">Of its applications, how many are held.</param>
public sealed record JobAdItem(JobAd Ad, int Applications, int Waiting);

/// <param name="Imported">Set after an import: how many jobs the career site shows.</param>
public sealed record JobAdList(Member Me, string Employer, IReadOnlyList<JobAdItem> Items, Connection? Connection, string CareerSite, int? Imported, Words? ImportError);

/// <param name="Ad">Null for a new one.</param>
public sealed record JobAdView(Member Me, string Employer, JobAd? Ad, JobAdForm Form, Dictionary<string, Words> Errors);
