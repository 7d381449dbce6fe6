using Eilbote.Members;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>Asking for an export, waiting for it, and taking it.</summary>
internal static class ZipExportPages
{
    private const string Exports = "/applications/exports";

    public static void MapZipExports(this RouteGroupBuilder portal)
    {
        portal.MapPost(Exports, (Member me, HttpRequest request, AppDb db, IWriter writer, IDocumentStore store, ZipExports exports,
            TimeProvider clock, CancellationToken ct) =>
            AskAsync(me, ApplicationQuery.Of(request.Query), db, writer, store, exports, clock, ct));
        portal.MapGet(Exports + "/{id:guid}", ShowAsync);
        portal.MapGet(Exports + "/{id:guid}/applications.zip", TakeAsync);
    }

    private static async Task<IResult> AskAsync(
        Member me, ApplicationQuery query, AppDb db, IWriter writer, IDocumentStore store, ZipExports exports, TimeProvider clock,
        CancellationToken ct)
    {
        var ids = await new ApplicationSearch(db, me, query.ForExport).FirstAsync(ZipExport.MostApplications + 1, ct);
        var (back, employer) = ("/portal/applications" + query.Begun.Written, await EmployerAsync(me, db, ct));
        if (ids.Count > ZipExport.MostApplications)
            return Say(new(me, employer, null, back) { Problem = ZipProblem.TooMany });
        var there = await db.Applications.Where(x => ids.Contains(x.Id) && x.ErasedAt == null).Select(x => x.Id).ToHashSetAsync(ct);
        if (there.Count == 0)
            return Say(new(me, employer, null, back) { Problem = ZipProblem.Nothing });
        if (await db.Documents.Where(x => x.ApplicationId != null && ids.Contains(x.ApplicationId.Value) && x.ErasedAt == null)
            .SumAsync(x => x.Size, ct) > ZipExport.MostBytes)
            return Say(new(me, employer, null, back) { Problem = ZipProblem.TooLarge });

        var now = clock.GetUtcNow();
        var export = new ZipExport
        {
            EmployerId = me.EmployerId,
            UserId = me.UserId,
            Language = Texts.IsEnglish ? "en" : "de",
            Applications = [.. ids.Where(there.Contains)],
            DueAt = now,
            CreatedAt = now,
        };
        // The one before makes room: whoever asks again and again fills no disk.
        var before = await writer.WriteAsync(async (w, t) =>
        {
            var own = await w.ZipExports.Where(x => x.UserId == me.UserId).ToListAsync(t);
            w.ZipExports.RemoveRange(own);
            w.ZipExports.Add(export);
            return own.Select(x => x.ContentId).OfType<Guid>().ToList();
        }, ct);
        foreach (var content in before)
            await store.DeleteAsync(content, ct);
        exports.Wake(export.Id);
        return new SeeOther($"/portal{Exports}/{export.Id}");
    }

    private static async Task<IResult> ShowAsync(Member me, Guid id, AppDb db, CancellationToken ct) =>
        await FindAsync(me, id, db, ct) is { } export
            ? Page.Of<ZipExportPage, ZipExportView>(new(me, await EmployerAsync(me, db, ct), export, "/portal/applications")) : NotFound();

    private static async Task<IResult> TakeAsync(Member me, Guid id, AppDb db, IDocumentStore store, CancellationToken ct)
    {
        if (await FindAsync(me, id, db, ct) is not { State: ZipExportState.Ready, ContentId: { } content } export)
            return NotFound();
        // Whose access was limited since then does not get what it could see before.
        var seen = await ApplicationSearch.Of(db, me).CountAsync(x => export.Applications.Contains(x.ApplicationId), ct);
        if (seen < export.Applications.Count)
            return NotFound();
        try
        {
            return Results.Stream(await store.OpenAsync(content, ct), "application/zip", Texts.T("Bewerbungen", "Applications") + ".zip");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return NotFound();
        }
    }

    private static Task<ZipExport?> FindAsync(Member me, Guid id, AppDb db, CancellationToken ct) =>
        db.ZipExports.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id && x.UserId == me.UserId && x.EmployerId == me.EmployerId, ct);

    private static Task<string> EmployerAsync(Member me, AppDb db, CancellationToken ct) =>
        db.Employers.Where(x => x.Id == me.EmployerId).Select(x => x.Name).SingleAsync(ct);

    private static IResult Say(ZipExportView view) => Page.Of<ZipExportPage, ZipExportView>(view, StatusCodes.Status422UnprocessableEntity);

    private static IResult NotFound() => Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
}

/// <summary>Why no export is made. A closed set.</summary>
public enum ZipProblem { Nothing, TooMany, TooLarge }

/// <param name="Export">Null when there is none, because of a problem.</param>
public sealed record ZipExportView(Member Me, string Employer, ZipExport? Export, string Back)
{
    public ZipProblem Problem { get; init; }
}
