using Eilbote.Applying;
using Eilbote.Employers;
using Eilbote.JobAds;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>The employer's list of applications, and each delivery's timeline.</summary>
internal static class ApplicationPages
{
    private const int PageSize = 50;

    public static void MapApplications(this RouteGroupBuilder portal)
    {
        portal.MapGet("/applications", ListAsync);
        portal.MapGet("/applications/{id:guid}", ShowAsync);
        portal.MapGet("/applications/{id:guid}/documents/{documentId:guid}", DocumentAsync);
        portal.MapPost("/applications/{id:guid}/retry", RetryAsync).RequireAuthorization(Policies.Editor);
    }

    private static async Task<IResult> ListAsync(Member me, DeliveryState? state, int? page, AppDb db, CancellationToken ct)
    {
        var number = Math.Max(1, page ?? 1);
        var mine = db.Deliveries.AsNoTracking().Where(x => x.EmployerId == me.EmployerId);
        var counts = await mine.GroupBy(x => x.State).Select(x => new { x.Key, Count = x.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count, ct);
        var items = await (
            from delivery in mine
            where state == null || delivery.State == state
            join application in db.Applications on delivery.ApplicationId equals application.Id
            join ad in db.JobAds on delivery.JobAdId equals ad.Id
            orderby delivery.CreatedAt descending, delivery.Id descending
            select new ApplicationItem(delivery, application.FirstName, application.LastName, ad.Title))
            .Skip((number - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        var employer = await db.Employers.Where(x => x.Id == me.EmployerId).Select(x => x.Name).SingleAsync(ct);
        var connected = await db.Connections.AnyAsync(x => x.EmployerId == me.EmployerId && x.ProvenAt != null, ct);
        var total = state is { } only ? counts.GetValueOrDefault(only) : counts.Values.Sum();
        return Page.Of<ApplicationListPage, ApplicationList>(new(me, employer, connected, items, counts, state, number, (total + PageSize - 1) / PageSize));
    }

    private static async Task<IResult> ShowAsync(Member me, Guid id, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        var found = await (
            from application in db.Applications.AsNoTracking()
            join delivery in db.Deliveries.AsNoTracking() on application.Id equals delivery.ApplicationId
            join ad in db.JobAds.AsNoTracking() on application.JobAdId equals ad.Id
            join account in db.Accounts.AsNoTracking() on delivery.AccountId equals account.Id
            where application.Id == id && application.EmployerId == me.EmployerId
            select new { application, delivery, ad, account }).SingleOrDefaultAsync(ct);
        if (found is null)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        var documents = await db.Documents.AsNoTracking().Where(x => x.ApplicationId == id).OrderBy(x => x.Id).ToListAsync(ct);
        var exchanges = await db.Exchanges.AsNoTracking().Where(x => x.DeliveryId == found.delivery.Id).OrderBy(x => x.StartedAt).ToListAsync(ct);
        var employer = await db.Employers.Where(x => x.Id == me.EmployerId).Select(x => x.Name).SingleAsync(ct);
        var outage = await db.Outages.AnyAsync(x => x.Connector == found.account.Connector && x.EndedAt == null, ct);
        return Page.Of<ApplicationPage, ApplicationView>(new(
            me, employer, found.application, found.delivery, found.ad, documents,
            Timeline.Of(found.application, found.delivery, exchanges, documents), NextStep.Of(found.delivery, found.account, outage, clock.GetUtcNow())));
    }

    private static async Task<IResult> DocumentAsync(Member me, Guid id, Guid documentId, HttpContext http, AppDb db, IDocumentStore store, CancellationToken ct)
    {
        var document = await db.Documents.AsNoTracking().SingleOrDefaultAsync(x => x.Id == documentId && x.ApplicationId == id && x.ErasedAt == null
            && db.Applications.Any(a => a.Id == id && a.EmployerId == me.EmployerId), ct);
        if (document is null)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        http.Response.Headers.CacheControl = "no-store";
        // Never shown in our own origin: an uploaded file may be anything.
        return Results.Stream(await store.OpenAsync(documentId, ct), "application/octet-stream", document.FileName);
    }

    /// <summary>Try again now, once the employer has mended what the ATS complained about.</summary>
    private static async Task<IResult> RetryAsync(Member me, Guid id, IWriter writer, Lanes lanes, TimeProvider clock, CancellationToken ct)
    {
        var account = await writer.WriteAsync(async (db, t) =>
        {
            var now = clock.GetUtcNow();
            var delivery = db.Deliveries.Where(x => x.ApplicationId == id && x.EmployerId == me.EmployerId
                && (x.State == DeliveryState.NeedsEmployer || x.State == DeliveryState.AlreadyThere || x.State == DeliveryState.Queued));
            await delivery.ExecuteUpdateAsync(x => x
                .SetProperty(d => d.State, DeliveryState.Queued)
                .SetProperty(d => d.StepsForgottenAt, (DateTimeOffset?)null)
                .SetProperty(d => d.DueAt, d => d.CreatedAt < now ? d.CreatedAt : now), t);
            return await delivery.Select(x => (Guid?)x.AccountId).SingleOrDefaultAsync(t);
        }, ct);
        if (account is { } accountId)
            lanes.Wake(accountId);
        return new SeeOther($"/portal/applications/{id}");
    }
}

public sealed record ApplicationItem(Delivery Delivery, string FirstName, string LastName, string JobTitle);

/// <param name="Counts">Of all deliveries of the employer, by state.</param>
/// <param name="Pages">1-based pages of 50; 0 when there is nothing.</param>
public sealed record ApplicationList(
    Member Me, string Employer, bool Connected, IReadOnlyList<ApplicationItem> Items, IReadOnlyDictionary<DeliveryState, int> Counts,
    DeliveryState? State, int Number, int Pages);

public sealed record ApplicationView(
    Member Me, string Employer, Application Application, Delivery Delivery, JobAd Ad, IReadOnlyList<Document> Documents,
    IReadOnlyList<TimelineEvent> Timeline, NextStep Next);
