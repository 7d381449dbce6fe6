using Eilbote.Employers;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Connections;

/// <summary>Where an employer connects the ATS: four values and one button. What is half done is kept as a draft.</summary>
internal static class SmartApplyPages
{
    private const string Connector = "personio";

    public static void MapSmartApply(this RouteGroupBuilder portal)
    {
        portal.MapGet("/smart-apply", ShowAsync);
        portal.MapPost("/smart-apply", VerifyAsync).RequireAuthorization(Policies.Owner);
        portal.MapPost("/smart-apply/draft", SaveAsync).RequireAuthorization(Policies.Owner);
        portal.MapPost("/smart-apply/draft/discard", DiscardAsync).RequireAuthorization(Policies.Owner);
    }

    private static async Task<IResult> ShowAsync(Member me, Guid? verification, DateTimeOffset? notBefore, AppDb db, SmartApplyViews views, TimeProvider clock, CancellationToken ct)
    {
        var connection = await FindAsync(db, me, ct);
        var exchange = connection is null ? null : await db.Exchanges.AsNoTracking()
            .Where(x => x.ConnectionId == connection.Id && x.DeliveryId == null && x.AnsweredAt != null && (verification == null || x.Id == verification))
            .OrderByDescending(x => x.StartedAt).FirstOrDefaultAsync(ct);
        return Page.Of<SmartApplyPage, SmartApplyView>(await views.OfAsync(me, Connector, connection, null, ct) with
        {
            Verified = exchange,
            NotBefore = notBefore > clock.GetUtcNow() ? notBefore : null,
        });
    }

    private static async Task<IResult> VerifyAsync(
        Member me, [FromForm] IFormCollection form, AppDb db, SmartApply smartApply, PastedSettings pasted, Drafts drafts, SmartApplyViews views, ConnectorRegistry connectors, CancellationToken ct)
    {
        var connection = await FindAsync(db, me, ct);
        var descriptor = connectors[Connector].Descriptor;
        var typed = pasted.Read(descriptor, drafts.Known(connection, await drafts.FindAsync(me.EmployerId, connection, ct)), key => Typed(form, key));
        if (!typed.Complete)
        {
            await drafts.SaveAsync(me.EmployerId, connection, descriptor, typed, ct);
            return Page.Of<SmartApplyPage, SmartApplyView>(await views.OfAsync(me, Connector, connection, typed, ct), 422);
        }
        var reservation = await smartApply.SaveAndVerifyAsync(me.EmployerId, Connector, connection, typed, ct);
        if (reservation.ExchangeId is { } id)
        {
            await drafts.RemoveAsync(me.EmployerId, connection, ct);
            return new Applying.SeeOther($"/portal/smart-apply?verification={id}");
        }
        return new Applying.SeeOther($"/portal/smart-apply?notBefore={Uri.EscapeDataString(reservation.NotBefore!.Value.ToString("O"))}");
    }

    /// <summary>Keeps what is there; nothing is asked of the ATS. The page's script calls it, too, whenever a field was filled.</summary>
    private static async Task<IResult> SaveAsync(
        Member me, [FromForm] IFormCollection form, AppDb db, PastedSettings pasted, Drafts drafts, SmartApplyViews views, ConnectorRegistry connectors, CancellationToken ct)
    {
        var connection = await FindAsync(db, me, ct);
        var descriptor = connectors[Connector].Descriptor;
        var typed = pasted.Read(descriptor, drafts.Known(connection, await drafts.FindAsync(me.EmployerId, connection, ct)), key => Typed(form, key));
        await drafts.SaveAsync(me.EmployerId, connection, descriptor, typed, ct);
        return typed.Errors.Count > 0
            ? Page.Of<SmartApplyPage, SmartApplyView>(await views.OfAsync(me, Connector, connection, typed with { Missing = [] }, ct), 422)
            : new Applying.SeeOther("/portal/smart-apply");
    }

    private static async Task<IResult> DiscardAsync(Member me, AppDb db, Drafts drafts, CancellationToken ct)
    {
        await drafts.RemoveAsync(me.EmployerId, await FindAsync(db, me, ct), ct);
        return new Applying.SeeOther("/portal/smart-apply");
    }

    private static string? Typed(IFormCollection form, string key) => form.TryGetValue(key, out var value) ? value.ToString() : null;

    private static Task<Connection?> FindAsync(AppDb db, Member me, CancellationToken ct) =>
        db.Connections.AsNoTracking().Where(x => x.EmployerId == me.EmployerId && x.Connector == Connector).OrderBy(x => x.CreatedAt).FirstOrDefaultAsync(ct);
}
