using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Employers;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Connections;

/// <summary>Where an employer connects the ATS: four values and one button.</summary>
internal static class SmartApplyPages
{
    private const string Connector = "personio";

    public static void MapSmartApply(this RouteGroupBuilder portal)
    {
        portal.MapGet("/smart-apply", ShowAsync);
        portal.MapPost("/smart-apply", SaveAsync).RequireAuthorization(Policies.Owner);
    }

    private static async Task<IResult> ShowAsync(Member me, Guid? verification, DateTimeOffset? notBefore, AppDb db, ConnectorRegistry connectors, TimeProvider clock, CancellationToken ct)
    {
        var connection = await FindAsync(db, me, ct);
        var exchange = connection is null ? null : await db.Exchanges.AsNoTracking()
            .Where(x => x.ConnectionId == connection.Id && x.DeliveryId == null && x.AnsweredAt != null && (verification == null || x.Id == verification))
            .OrderByDescending(x => x.StartedAt).FirstOrDefaultAsync(ct);
        var waiting = connection is null ? 0 : await db.Deliveries.CountAsync(x => x.ConnectionId == connection.Id && x.EmployerId == me.EmployerId && x.State == DeliveryState.Held && x.HeldBy == HeldBy.Connection, ct);
        var values = connection?.Settings ?? [];
        var employer = await db.Employers.Where(x => x.Id == me.EmployerId).Select(x => x.Name).SingleAsync(ct);
        return Page.Of<SmartApplyPage, SmartApplyView>(new(
            me, employer, connectors[Connector].Descriptor, connection, values, [], exchange, waiting, notBefore > clock.GetUtcNow() ? notBefore : null));
    }

    private static async Task<IResult> SaveAsync(Member me, [FromForm] IFormCollection form, AppDb db, SmartApply smartApply, ConnectorRegistry connectors, CancellationToken ct)
    {
        var connection = await FindAsync(db, me, ct);
        var typed = smartApply.Read(Connector, connection, key => form.TryGetValue(key, out var value) ? value.ToString() : null);
        if (typed.Errors.Count > 0)
        {
            var employer = await db.Employers.Where(x => x.Id == me.EmployerId).Select(x => x.Name).SingleAsync(ct);
            return Page.Of<SmartApplyPage, SmartApplyView>(new(
                me, employer, connectors[Connector].Descriptor, connection, typed.Values, typed.Errors, null, 0, null), 422);
        }
        var reservation = await smartApply.SaveAndVerifyAsync(me.EmployerId, Connector, connection, typed, ct);
        return new Applying.SeeOther(reservation.ExchangeId is { } id
            ? $"/portal/smart-apply?verification={id}"
            : $"/portal/smart-apply?notBefore={Uri.EscapeDataString(reservation.NotBefore!.Value.ToString("O"))}");
    }

    private static Task<Connection?> FindAsync(AppDb db, Member me, CancellationToken ct) =>
        db.Connections.AsNoTracking().Where(x => x.EmployerId == me.EmployerId && x.Connector == Connector).OrderBy(x => x.CreatedAt).FirstOrDefaultAsync(ct);
}

/// <param name="Values">As typed or stored; never shown for a secret.</param>
/// <param name="Verified">The last verification's exchange, from which <see cref="Report.Of"/> draws the report.</param>
/// <param name="Waiting">Deliveries that go out once the connection is mended.</param>
/// <param name="NotBefore">Set when the account had no slot for asking.</param>
public sealed record SmartApplyView(
    Member Me, string Employer, ConnectorDescriptor Descriptor, Connection? Connection, IReadOnlyDictionary<string, string> Values,
    Dictionary<string, Words> Errors, Exchange? Verified, int Waiting, DateTimeOffset? NotBefore);
