using Eilbote.Ats;
using Eilbote.Employers;
using Eilbote.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Connections;

/// <summary>Where an employer connects the ATS: four values and one button. What is half done is kept as a draft.</summary>
internal static class SmartApplyPages
{
    private const string Connector = ConnectorRegistry.Offered;

    public static void MapSmartApply(this RouteGroupBuilder portal)
    {
        portal.MapGet("/smart-apply", ShowAsync);
        portal.MapPost("/smart-apply", VerifyAsync).RequireAuthorization(Policies.Connects);
        portal.MapPost("/smart-apply/draft", SaveAsync).RequireAuthorization(Policies.Connects);
        portal.MapPost("/smart-apply/draft/discard", DiscardAsync).RequireAuthorization(Policies.Connects);
    }

    /// <param name="connection">Which one of several, or <c>new</c>; without it the first.</param>
    private static async Task<IResult> ShowAsync(Member me, string? connection, AppDb db, SmartApplyViews views, CancellationToken ct)
    {
        var (exists, found) = await FindAsync(db, me, connection, ct);
        if (!exists)
            return NotFound();
        return Page.Of<SmartApplyPage, SmartApplyView>(await views.OfAsync(me, Connector, found, null, ct));
    }

    private static async Task<IResult> VerifyAsync(
        Member me, string? connection, [FromForm] IFormCollection form, AppDb db, SmartApply smartApply, Drafts drafts, SmartApplyViews views, ConnectorRegistry connectors, CancellationToken ct)
    {
        var (exists, found) = await FindAsync(db, me, connection, ct);
        if (!exists)
            return NotFound();
        var descriptor = connectors[Connector].Descriptor;
        var typed = PastedSettings.Read(connectors[Connector], drafts.Known(found, await drafts.FindAsync(me.EmployerId, found, ct)), key => Typed(form, key));
        if (!typed.Complete)
        {
            await drafts.SaveAsync(me.EmployerId, found, descriptor, typed, ct);
            return Page.Of<SmartApplyPage, SmartApplyView>(await views.OfAsync(me, Connector, found, typed, ct), 422);
        }
        // What a working connection is to be changed to stays typed until it is accepted.
        await (found is null or { State: ConnectionState.Draft }
            ? drafts.RemoveAsync(me.EmployerId, found, ct)
            : drafts.SaveAsync(me.EmployerId, found, descriptor, typed, ct));
        return new SeeOther($"/portal/smart-apply/verifications/{await smartApply.SaveAndVerifyAsync(me.EmployerId, Connector, found?.Id, typed, ct)}");
    }

    /// <summary>Keeps what is there; nothing is asked of the ATS. The page's script calls it, too, whenever a field was filled.</summary>
    private static async Task<IResult> SaveAsync(
        Member me, string? connection, [FromForm] IFormCollection form, AppDb db, Drafts drafts, SmartApplyViews views, ConnectorRegistry connectors, CancellationToken ct)
    {
        var (exists, found) = await FindAsync(db, me, connection, ct);
        if (!exists)
            return NotFound();
        var descriptor = connectors[Connector].Descriptor;
        var typed = PastedSettings.Read(connectors[Connector], drafts.Known(found, await drafts.FindAsync(me.EmployerId, found, ct)), key => Typed(form, key));
        await drafts.SaveAsync(me.EmployerId, found, descriptor, typed, ct);
        return typed.Errors.Count > 0
            ? Page.Of<SmartApplyPage, SmartApplyView>(await views.OfAsync(me, Connector, found, typed with { Missing = [] }, ct), 422)
            : new SeeOther("/portal/smart-apply" + SmartApplyView.Query(connection));
    }

    private static async Task<IResult> DiscardAsync(Member me, string? connection, AppDb db, Drafts drafts, CancellationToken ct)
    {
        var (exists, found) = await FindAsync(db, me, connection, ct);
        if (!exists)
            return NotFound();
        await drafts.RemoveAsync(me.EmployerId, found, ct);
        return new SeeOther("/portal/smart-apply" + SmartApplyView.Query(connection));
    }

    private static IResult NotFound() => Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);

    private static string? Typed(IFormCollection form, string key) => form.TryGetValue(key, out var value) ? value.ToString() : null;

    /// <summary>Null is one that is still to be made. What is not the employer's own does not exist.</summary>
    private static async Task<(bool Exists, Connection? Connection)> FindAsync(AppDb db, Member me, string? which, CancellationToken ct)
    {
        if (which == "new")
            return (true, null);
        var own = db.Connections.AsNoTracking().Where(x => x.EmployerId == me.EmployerId && x.Connector == Connector);
        if (string.IsNullOrEmpty(which))
            return (true, await own.OrderBy(x => x.CreatedAt).ThenBy(x => x.Id).FirstOrDefaultAsync(ct));
        var found = Guid.TryParse(which, out var id) ? await own.SingleOrDefaultAsync(x => x.Id == id, ct) : null;
        return (found is not null, found);
    }
}
