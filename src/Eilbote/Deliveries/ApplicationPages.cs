using Eilbote.Applications;
using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connectors;
using Eilbote.Employers;
using Eilbote.Members;
using Eilbote.Files;
using Eilbote.Scanning;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>One application with its delivery's timeline, and its documents.</summary>
internal static class ApplicationPages
{
    public static void MapApplications(this RouteGroupBuilder portal)
    {
        portal.MapApplicationList();
        portal.MapZipExports();
        portal.MapGet("/applications/{id:guid}", ShowAsync);
        portal.MapGet("/applications/{id:guid}/documents/{documentId:guid}", DocumentAsync);
        portal.MapDeeds();
    }

    private static async Task<IResult> ShowAsync(
        Member me, Guid id, AppDb db, ConnectorRegistry connectors, Scanner scanner, TimeProvider clock, CancellationToken ct)
    {
        var found = await (
            from application in db.Applications.AsNoTracking().Where(me.Ads.On<Application>(x => x.JobAdId))
            join delivery in db.Deliveries.AsNoTracking() on application.Id equals delivery.ApplicationId
            join ad in db.JobAds.AsNoTracking() on application.JobAdId equals ad.Id
            join account in db.Accounts.AsNoTracking() on delivery.AccountId equals account.Id
            where application.Id == id && application.EmployerId == me.EmployerId
            select new { application, delivery, ad, account }).SingleOrDefaultAsync(ct);
        if (found is null)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        var ats = connectors[found.account.Connector].Descriptor;
        var documents = await db.Documents.AsNoTracking().Where(x => x.ApplicationId == id).OrderBy(x => x.Id).ToListAsync(ct);
        var exchanges = await db.Exchanges.AsNoTracking().Where(x => x.DeliveryId == found.delivery.Id).OrderBy(x => x.StartedAt)
            .ToListAsync(ct);
        var employer = await db.Employers.Where(x => x.Id == me.EmployerId).Select(x => x.Name).SingleAsync(ct);
        var interventions = await db.Interventions.AsNoTracking().Where(x => x.DeliveryId == found.delivery.Id).ToListAsync(ct);
        var outage = await db.Outages.AnyAsync(x => x.Connector == found.account.Connector && x.EndedAt == null, ct);
        return Page.Of<ApplicationPage, ApplicationView>(new(
            me, employer, found.application, found.delivery, found.ad, documents,
            Timeline.Of(found.application, found.delivery, exchanges, documents, ats, interventions),
            NextStep.Of(found.delivery, found.account, ats, outage, clock.GetUtcNow(), new(documents, found.application.Applicant.Answers),
            exchanges.LastOrDefault(x => x.Meaning == Meaning.QuestionMissing)?.Fields))
        {
            Scans = scanner.IsOn,
            EndsAt = Ladder.EndsAt(found.delivery, await ClosedDays.WorkingDaysOfAsync(db, me.EmployerId, ct)),
            News = await NewsAsync(me, db, found.application, found.delivery, documents, ct),
            IsUnproven = found.delivery is { RepeatedSince: not null, Ended: false }
                && (found.delivery.State != DeliveryState.Held || found.delivery.HeldBy == HeldBy.Proof)
                && !await Supplements.IsProvenAsync(db, found.delivery, ct),
        });
    }

    /// <summary>What is new beside the first; null where there is none, or who looks must not see that.</summary>
    private static async Task<SupplementNews?> NewsAsync(
        Member me, AppDb db, Application later, Delivery delivery, List<Document> documents, CancellationToken ct)
    {
        if (delivery is not { SupplementOf: { } id, RepeatedSince: not null } || later.ErasedAt is not null)
            return null;
        var first = await (
            from application in db.Applications.AsNoTracking().Include(x => x.Documents).Where(me.Ads.On<Application>(x => x.JobAdId))
            where application.EmployerId == me.EmployerId && application.ErasedAt == null
                && db.Deliveries.Any(x => x.Id == id && x.ApplicationId == application.Id)
            select application).AsNoTracking().SingleOrDefaultAsync(ct);
        if (first is null)
            return null;
        var job = first.JobAdId == later.JobAdId ? null
            : await db.JobAds.Where(x => x.Id == first.JobAdId).Select(x => x.Title).SingleAsync(ct);
        return SupplementNews.Of(first, first.Documents, later, documents, job);
    }

    private static async Task<IResult> DocumentAsync(
        Member me, Guid id, Guid documentId, HttpContext http, AppDb db, IDocumentStore store, Scanner scanner, CancellationToken ct)
    {
        var seen = db.Applications.Where(me.Ads.On<Application>(x => x.JobAdId)).Where(x => x.Id == id && x.EmployerId == me.EmployerId);
        var document = await db.Documents.AsNoTracking()
            .SingleOrDefaultAsync(x => x.Id == documentId && x.ApplicationId == id && x.ErasedAt == null && seen.Any(), ct);
        if (document is null)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        http.Response.Headers.CacheControl = "no-store";
        if (scanner.IsOn && document.IsUnscanned)
            return await UnscannedAsync(me, id, db, ct);
        // Never shown in our own origin: an uploaded file may be anything.
        return Results.Stream(
            await store.OpenAsync(documentId, ct), "application/octet-stream", FileNames.Clean(document.FileName, document.Extension));
    }

    /// <summary>Said instead of a download: nobody has looked for viruses in it yet.</summary>
    public static async Task<IResult> UnscannedAsync(Member me, Guid id, AppDb db, CancellationToken ct) =>
        Page.Of<UnscannedPage, Unscanned>(
            new(me, await db.Employers.Where(x => x.Id == me.EmployerId).Select(x => x.Name).SingleAsync(ct), id), 409);

    /// <summary>Who withdrew has no name here any more.</summary>
    public static string NameOf(Applicant applicant) => NameOf(applicant.FirstName, applicant.LastName);

    public static string NameOf(string firstName, string lastName) =>
        $"{firstName} {lastName}".Trim() is { Length: > 0 } name ? name : Texts.T("(gelöscht)", "(deleted)");
}

/// <summary>A download that has to wait for the virus scanner.</summary>
public sealed record Unscanned(Member Me, string Employer, Guid ApplicationId);

public sealed record ApplicationView(
    Member Me, string Employer, Application Application, Delivery Delivery, JobAd Ad, IReadOnlyList<Document> Documents,
    IReadOnlyList<TimelineEvent> Timeline, NextStep Next)
{
    /// <summary>What is new beside the first application of the same person; null when it is no supplement.</summary>
    public SupplementNews? News { get; init; }

    /// <summary>A further application of a person, whose address nobody has confirmed.</summary>
    public bool IsUnproven { get; init; }

    /// <summary>When it ends if nothing happens; null while that is not announced.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Whether there is a virus scanner: then a document that it has not seen is given to nobody.</summary>
    public bool Scans { get; init; }
}
