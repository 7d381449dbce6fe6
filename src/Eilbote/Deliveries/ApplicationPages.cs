using System.Linq.Expressions;
using Eilbote.Applications;
using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connectors;
using Eilbote.Members;
using Eilbote.Files;
using Eilbote.Scanning;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>
/// The employer's list of applications, and each delivery's timeline. What is counted for the list stays within an index, see
/// <see cref="AppDb"/>.
/// </summary>
internal static class ApplicationPages
{
    private const int PageSize = 50;

    public static void MapApplications(this RouteGroupBuilder portal)
    {
        portal.MapGet("/applications", ListAsync);
        portal.MapGet("/applications/{id:guid}", ShowAsync);
        portal.MapGet("/applications/{id:guid}/documents/{documentId:guid}", DocumentAsync);
        portal.MapDeeds();
    }

    private static async Task<IResult> ListAsync(
        Member me, DeliveryState? state, string? need, bool? look, int? page, AppDb db, ConnectorRegistry connectors, CancellationToken ct)
    {
        var number = Math.Clamp(page ?? 1, 1, int.MaxValue / PageSize - 1);
        var needed = Enum.TryParse<Need>(need, ignoreCase: true, out var one) && Enum.IsDefined(one) ? one : (Need?)null;
        var mine = db.Deliveries.AsNoTracking().Where(x => x.EmployerId == me.EmployerId);
        var (waiting, otherwise) = (mine.Where(x => x.SettledAt == null), mine.Where(Otherwise));
        var counts = await CountsAsync(waiting, ct);
        var (waits, needsYou) = (counts.Values.Sum(), await waiting.Where(Needs.Any).CountAsync(ct));
        foreach (var (ended, count) in await CountsAsync(otherwise, ct))
            counts[ended] = count;
        var arrived = await mine.AnyAsync(x => x.State == DeliveryState.Delivered, ct);
        var found = look == true ? mine.Where(x => x.NeedsLook)
            : needed is { } kind ? waiting.Where(Needs.Where(kind))
            : need == "any" ? waiting.Where(Needs.Any)
            : state switch
            {
                null => mine,
                DeliveryState.Delivered => mine.Where(x => x.State == state),
                DeliveryState.HandedOver or DeliveryState.Withdrawn or DeliveryState.Returned => otherwise.Where(x => x.State == state),
                _ => waiting.Where(x => x.State == state),
            };
        var items = await (
            from delivery in found.OrderByDescending(x => x.CreatedAt).ThenByDescending(x => x.Id).Skip((number - 1) * PageSize)
                .Take(PageSize + 1)
            join application in db.Applications on delivery.ApplicationId equals application.Id
            join ad in db.JobAds on delivery.JobAdId equals ad.Id
            orderby delivery.CreatedAt descending, delivery.Id descending
            select new ApplicationItem(delivery, application.Applicant.FirstName, application.Applicant.LastName, ad.Title))
                .ToListAsync(ct);
        var refused = items.Where(x => x.Delivery.Without.Any(Policy.NeedsLook)).Select(x => x.Delivery.ApplicationId).ToList();
        var documents = refused.Count == 0 ? [] : await db.Documents.AsNoTracking()
            .Where(x => x.ApplicationId != null && refused.Contains(x.ApplicationId.Value)).ToListAsync(ct);
        var answers = refused.Count == 0 ? [] : await db.Applications.AsNoTracking().Where(x => refused.Contains(x.Id))
            .ToDictionaryAsync(x => x.Id, x => x.Applicant.Answers, ct);
        items = [.. items.Select(x => refused.Contains(x.Delivery.ApplicationId) ? x with { Without = PartWords.All(
            x.Delivery.Without.Where(Policy.NeedsLook),
            new([.. documents.Where(d => d.ApplicationId == x.Delivery.ApplicationId)], answers[x.Delivery.ApplicationId])) } : x)];
        var employer = await db.Employers.Where(x => x.Id == me.EmployerId).Select(x => x.Name).SingleAsync(ct);
        var own = await db.Connections.AsNoTracking().Where(x => x.EmployerId == me.EmployerId).OrderBy(x => x.CreatedAt).ToListAsync(ct);
        var toLook = await mine.CountAsync(x => x.NeedsLook, ct);
        var ids = own.Select(x => x.Connector).Distinct().ToList();
        var outage = await db.Outages.Where(x => x.EndedAt == null && ids.Contains(x.Connector)).Select(x => x.Connector)
            .FirstOrDefaultAsync(ct);
        return Page.Of<ApplicationListPage, ApplicationList>(new()
        {
            Me = me,
            Employer = employer,
            Ats = connectors.Of(own.FirstOrDefault()).Descriptor.Name,
            Connected = own.Any(x => x.ProvenAt != null),
            Outage = outage is null ? null : connectors[outage].Descriptor.Name,
            Items = [.. items.Take(PageSize)],
            Counts = counts,
            Waiting = waits,
            NeedsYou = needsYou,
            Arrived = arrived,
            ToLook = toLook,
            Look = look == true,
            Need = needed?.ToString() ?? (need == "any" ? need : null),
            State = state,
            Number = number,
            More = items.Count > PageSize,
        });
    }

    /// <summary>What ended without arriving by itself. Written as the index that holds these is.</summary>
    private static readonly Expression<Func<Delivery, bool>> Otherwise = x =>
        x.State == DeliveryState.HandedOver || x.State == DeliveryState.Withdrawn || x.State == DeliveryState.Returned;

    private static Task<Dictionary<DeliveryState, int>> CountsAsync(IQueryable<Delivery> deliveries, CancellationToken ct) =>
        deliveries.GroupBy(x => x.State).Select(x => new { x.Key, Count = x.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count, ct);

    private static async Task<IResult> ShowAsync(
        Member me, Guid id, AppDb db, ConnectorRegistry connectors, Scanner scanner, TimeProvider clock, CancellationToken ct)
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
        { Scans = scanner.IsOn });
    }

    private static async Task<IResult> DocumentAsync(
        Member me, Guid id, Guid documentId, HttpContext http, AppDb db, IDocumentStore store, Scanner scanner, CancellationToken ct)
    {
        var document = await db.Documents.AsNoTracking()
            .SingleOrDefaultAsync(x => x.Id == documentId && x.ApplicationId == id && x.ErasedAt == null
            && db.Applications.Any(a => a.Id == id && a.EmployerId == me.EmployerId), ct);
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
        $"{firstName} {lastName}".Trim() is { Length: > 0 } name ? name : Texts.T("Zurückgezogene Bewerbung", "Withdrawn application");
}

/// <summary>A download that has to wait for the virus scanner.</summary>
public sealed record Unscanned(Member Me, string Employer, Guid ApplicationId);

public sealed record ApplicationItem(Delivery Delivery, string FirstName, string LastName, string JobTitle)
{
    /// <summary>What the ATS refused and was left out, by name; null when nothing.</summary>
    public Words? Without { get; init; }
}

public sealed record ApplicationList
{
    public required Member Me { get; init; }
    public required string Employer { get; init; }

    /// <summary>What the employer's ATS is called.</summary>
    public required string Ats { get; init; }

    public required bool Connected { get; init; }

    /// <summary>The name of an ATS that is out itself, for several employers.</summary>
    public string? Outage { get; init; }

    public required IReadOnlyList<ApplicationItem> Items { get; init; }

    /// <summary>By state, but of those that arrived: an employer may have any number of them.</summary>
    public required IReadOnlyDictionary<DeliveryState, int> Counts { get; init; }

    /// <summary>All that have not ended,</summary>
    public required int Waiting { get; init; }

    /// <summary>and those of them that wait for the employer.</summary>
    public required int NeedsYou { get; init; }

    /// <summary>Whether any arrived.</summary>
    public required bool Arrived { get; init; }

    /// <summary>How many arrived that a member should look at; <see cref="Look"/> when only those are shown.</summary>
    public required int ToLook { get; init; }

    public required bool Look { get; init; }

    /// <summary>What those that are shown need, or <c>any</c>; null when it is not asked for.</summary>
    public string? Need { get; init; }

    public DeliveryState? State { get; init; }

    /// <summary>The page, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Whether there are older ones.</summary>
    public required bool More { get; init; }
}

public sealed record ApplicationView(
    Member Me, string Employer, Application Application, Delivery Delivery, JobAd Ad, IReadOnlyList<Document> Documents,
    IReadOnlyList<TimelineEvent> Timeline, NextStep Next)
{
    /// <summary>Whether there is a virus scanner: then a document that it has not seen is given to nobody.</summary>
    public bool Scans { get; init; }
}
