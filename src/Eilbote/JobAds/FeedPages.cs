using Eilbote.Ats;
using Eilbote.Connections;
using Eilbote.Connectors;
using Eilbote.Members;
using Eilbote.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.JobAds;

/// <summary>What a member does with the feed: name the career site, read it now, take its jobs, answer its question.</summary>
internal static class FeedPages
{
    public static void MapFeeds(this RouteGroupBuilder portal)
    {
        var editors = portal.MapGroup("/job-ads");
        editors.MapPost("/import", ImportAsync);
        editors.MapPost("/feeds/{id:guid}/read", (Member me, Guid id, AppDb db, Feeds feeds, CancellationToken ct) =>
            ReadAsync(me, id, null, db, feeds, ct));
        editors.MapPost("/feeds/{id:guid}/take", (Member me, Guid id, AppDb db, Feeds feeds, CancellationToken ct) =>
            ReadAsync(me, id, true, db, feeds, ct));
        editors.MapPost("/feeds/{id:guid}/leave", (Member me, Guid id, AppDb db, Feeds feeds, CancellationToken ct) =>
            ReadAsync(me, id, false, db, feeds, ct));
        editors.MapPost("/feeds/{id:guid}/empty", AnswerEmptyAsync);
    }

    /// <summary>A career site by name; its jobs become ads, now and from now on.</summary>
    private static async Task<IResult> ImportAsync(
        Member me, [FromForm] string? careerSite, [FromForm] Guid? connection, AppDb db, ConnectorRegistry connectors, Feeds feeds,
        TimeProvider clock, CancellationToken ct)
    {
        var typed = IncomingText.Address(careerSite);
        var found = await db.Connections.AsNoTracking()
            .Where(x => x.EmployerId == me.EmployerId && (connection == null || x.Id == connection)).OrderBy(x => x.CreatedAt)
            .FirstOrDefaultAsync(ct);
        Words? error = null;
        if (!me.ReachesAll(null))
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        if (found is null)
            error = new(
                "Verbinden Sie zuerst Ihr Bewerbungsmanagementsystem unter „smart bewerben“.",
                "First connect your applicant tracking system under “smart bewerben”.");
        else if (connectors[found.Connector].Descriptor.FeedKey is not { } key)
            error = new("Dieses System veröffentlicht keine Stellenliste.", "This system publishes no list of jobs.");
        // The name alone, or an address that it is taken from: nothing typed is contacted as typed.
        else if (PastedSettings.ReadOne(connectors[found.Connector], key, typed) is var (name, wrong)
            && (wrong is not null || name.Length == 0))
            error = new(
                "Bitte geben Sie den ersten Teil der Adresse Ihrer Karriereseite ein, zum Beispiel „musterfirma“.",
                "Please enter the first part of your career site's address, for example “musterfirma”.");
        else if (await feeds.ReadNowAsync(found, name, takesNew: true, ct) is { } failed)
            error = FeedWords.Of(failed.Fault!.Value, failed.Where, connectors.Of(found).Descriptor);
        return error is null
            ? new SeeOther("/portal/job-ads")
            : Page.Of<JobAdListPage,
            JobAdList>(await JobAdPages.ViewAsync(me, db, connectors, clock, null, null, null, new(found?.Id, typed, error), ct), 422);
    }

    private static async Task<IResult> ReadAsync(Member me, Guid id, bool? takesNew, AppDb db, Feeds feeds, CancellationToken ct)
    {
        if (!me.ReachesAll(null) || await db.Connections.AsNoTracking()
            .SingleOrDefaultAsync(x => x.Id == id && x.EmployerId == me.EmployerId, ct) is not { } connection)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        await feeds.ReadNowAsync(connection, null, takesNew, ct);
        return new SeeOther("/portal/job-ads");
    }

    private static async Task<IResult> AnswerEmptyAsync(Member me, Guid id, [FromForm] bool close, Feeds feeds, CancellationToken ct)
    {
        await feeds.AnswerEmptyAsync(me.EmployerId, id, close, ct);
        return new SeeOther("/portal/job-ads");
    }
}
