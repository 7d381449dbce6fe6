using System.Security.Cryptography;
using Eilbote.Ats;
using Eilbote.Connectors;
using Eilbote.Members;
using Eilbote.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Connections;

/// <summary>Where an employer connects the ATS: a few values and one button. What is half done is kept as a draft.</summary>
internal static class SmartApplyPages
{
    /// <summary>The button that makes a new secret.</summary>
    internal const string Issue = "issue";

    public static void MapSmartApply(this RouteGroupBuilder portal)
    {
        portal.MapGet("/smart-apply", ShowAsync);
        portal.MapPost("/smart-apply", VerifyAsync);
        portal.MapPost("/smart-apply/draft", SaveAsync);
        portal.MapPost("/smart-apply/draft/discard", DiscardAsync);
    }

    /// <param name="connection">Which one of several, or <c>new</c>; without it the first.</param>
    /// <param name="connector">Which kind of ATS a new one is for.</param>
    private static async Task<IResult> ShowAsync(
        Member me, string? connection, string? connector, AppDb db, Drafts drafts, SmartApplyViews views, ConnectorRegistry connectors,
        CancellationToken ct)
    {
        if (await FindAsync(db, drafts, connectors, me, connection, connector, ct) is not { } chosen)
            return NotFound();
        return Page.Of<SmartApplyPage, SmartApplyView>(await views.OfAsync(me, chosen.Connector, chosen.Connection, null, ct));
    }

    private static async Task<IResult> VerifyAsync(
        Member me, string? connection, string? connector, [FromForm] IFormCollection form, AppDb db, SmartApply smartApply, Drafts drafts,
        SmartApplyViews views,
        ConnectorRegistry connectors, CancellationToken ct)
    {
        if (await FindAsync(db, drafts, connectors, me, connection, connector, ct) is not { } chosen)
            return NotFound();
        var typed = await ReadAsync(me, chosen, form, drafts, connectors, ct);
        // Sent twice, as by a double click: the first has made the connection and taken its draft.
        if (chosen.Connection is null && await SameAsync(db, me, chosen.Connector, typed, ct) is { } made)
        {
            chosen = new(made, chosen.Connector);
            typed = await ReadAsync(me, chosen, form, drafts, connectors, ct);
        }
        var (found, id) = chosen;
        var unnamed = found is null or { State: ConnectionState.Draft }
            && await VerificationPages.LacksNoticeAsync(db, me, ct);
        if (!typed.Complete || unnamed)
        {
            await drafts.SaveAsync(me.EmployerId, found, connectors[id].Descriptor, typed, ct);
            return Page.Of<SmartApplyPage, SmartApplyView>(await views.OfAsync(me, id, found, typed, ct), 422);
        }
        // What a working connection is to be changed to stays typed until it is accepted.
        await (found is null or { State: ConnectionState.Draft }
            ? drafts.RemoveAsync(me.EmployerId, id, found, ct)
            : drafts.SaveAsync(me.EmployerId, found, connectors[id].Descriptor, typed, ct));
        return new SeeOther($"/portal/smart-apply/verifications/{await smartApply.SaveAndVerifyAsync(me.EmployerId, id, found?.Id, typed, ct)}");
    }

    /// <summary>Keeps what is there; nothing is asked of the ATS. The page's script calls it, too, whenever a field was filled.</summary>
    private static async Task<IResult> SaveAsync(
        Member me, string? connection, string? connector, [FromForm] IFormCollection form, AppDb db, Drafts drafts, SmartApplyViews views,
        ConnectorRegistry connectors, CancellationToken ct)
    {
        if (await FindAsync(db, drafts, connectors, me, connection, connector, ct) is not { } chosen)
            return NotFound();
        var (found, id) = chosen;
        var typed = await ReadAsync(me, chosen, form, drafts, connectors, ct);
        if (form.ContainsKey(Issue) && connectors[id] is ISecretIssuer issuer)
            typed.Values[connectors[id].Descriptor.Issued!.Key] = issuer.SecretOf(RandomNumberGenerator.GetBytes(32));
        await drafts.SaveAsync(me.EmployerId, found, connectors[id].Descriptor, typed, ct);
        return typed.Errors.Count > 0
            ? Page.Of<SmartApplyPage, SmartApplyView>(await views.OfAsync(me, id, found, typed with { Missing = [] }, ct), 422)
            : new SeeOther("/portal/smart-apply" + SmartApplyView.Query(connection, connector));
    }

    private static async Task<IResult> DiscardAsync(
        Member me, string? connection, string? connector, AppDb db, Drafts drafts, ConnectorRegistry connectors, CancellationToken ct)
    {
        if (await FindAsync(db, drafts, connectors, me, connection, connector, ct) is not { } chosen)
            return NotFound();
        await drafts.RemoveAsync(me.EmployerId, chosen.Connector, chosen.Connection, ct);
        return new SeeOther("/portal/smart-apply" + SmartApplyView.Query(connection, connector));
    }

    private static IResult NotFound() => Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);

    private static async Task<TypedSettings> ReadAsync(
        Member me, Chosen chosen, IFormCollection form, Drafts drafts, ConnectorRegistry connectors, CancellationToken ct)
    {
        var known = drafts.Known(chosen.Connection, await drafts.FindAsync(me.EmployerId, chosen.Connector, chosen.Connection, ct));
        return PastedSettings.Read(
            connectors[chosen.Connector], known, key => form.TryGetValue(key, out var value) ? value.ToString() : null);
    }

    /// <summary>The connection that was made of these very values; it may be proven by now.</summary>
    private static async Task<Connection?> SameAsync(AppDb db, Member me, string connector, TypedSettings typed, CancellationToken ct)
    {
        var own = await db.Connections.AsNoTracking()
            .Where(x => x.EmployerId == me.EmployerId && x.Connector == connector).ToListAsync(ct);
        return own.Find(x => x.Settings.Count > 0 && x.Settings.All(s => typed.Values.GetValueOrDefault(s.Key) == s.Value));
    }

    /// <summary>Null: no such connection or connector. What is not the employer's own does not exist.</summary>
    private static async Task<Chosen?> FindAsync(
        AppDb db, Drafts drafts, ConnectorRegistry connectors, Member me, string? which, string? connector, CancellationToken ct)
    {
        if (!string.IsNullOrEmpty(connector) && !connectors.Knows(connector))
            return null;
        var own = db.Connections.AsNoTracking()
            .Where(x => x.EmployerId == me.EmployerId && (string.IsNullOrEmpty(connector) || x.Connector == connector));
        var found = which switch
        {
            "new" => null,
            null or "" => await own.OrderBy(x => x.CreatedAt).ThenBy(x => x.Id).FirstOrDefaultAsync(ct),
            _ => Guid.TryParse(which, out var id) ? await own.SingleOrDefaultAsync(x => x.Id == id, ct) : null,
        };
        if (found is not null)
            return new(found, found.Connector);
        if (which is not ("new" or null or ""))
            return null;
        if (connector is { Length: > 0 })
            return new(null, connector);
        return new(null, await drafts.LastBegunAsync(me.EmployerId, ct) ?? ConnectorRegistry.Offered);
    }

    /// <summary>Which connection a request is about.</summary>
    /// <param name="Connection">Null for one that is still to be made.</param>
    private sealed record Chosen(Connection? Connection, string Connector);
}
