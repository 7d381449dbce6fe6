using Eilbote.Ats;
using Eilbote.Connectors;
using Eilbote.Members;
using Eilbote.Web;
using Microsoft.AspNetCore.Mvc;

namespace Eilbote.Connections;

/// <summary>An owner lets a colleague enter the values; the list is part of the page "smart bewerben".</summary>
internal static class InvitingPages
{
    public static void MapInviting(this RouteGroupBuilder portal)
    {
        var owner = portal.MapGroup("/smart-apply/invitations");
        owner.MapPost("", InviteAsync).Limited(Limited.MailedLinks);
        owner.MapPost("/{id:guid}/revoke", async (Member me, Guid id, Invitations invitations, CancellationToken ct) =>
        {
            await invitations.RevokeAsync(me.EmployerId, id, ct);
            return new SeeOther("/portal/smart-apply#invite");
        });
    }

    private static async Task<IResult> InviteAsync(
        Member me, [FromForm] string? email, [FromForm] string? connector, ConnectorRegistry connectors, Invitations invitations,
        SmartApplyViews views, CancellationToken ct)
    {
        connector = connectors.Knows(connector) ? connector! : ConnectorRegistry.Offered;
        var to = IncomingText.Address(email) is { Length: > 0 } typed ? typed : null;
        var error = to is not null && !EmailAddress.IsOne(to) ? new Words(
            "Bitte geben Sie eine vollständige E-Mail-Adresse ein.",
            "Please enter a complete e-mail address.")
            : to is not null && !EmailAddress.CanBeMailed(to)
                ? new Words("An diese Adresse kann keine E-Mail gesendet werden: vor dem @ stehen Umlaute oder andere Sonderzeichen. Bitte nehmen Sie eine andere, oder erstellen Sie nur den Link.",
                "No e-mail can be sent to this address: there are umlauts or other special characters before the @. Please use another one, or just create the link.")
            : await invitations.CreateAsync(me.EmployerId, Invited.ToConnect(connector), to, ct);
        if (error is null)
            return new SeeOther($"/portal/smart-apply{SmartApplyView.Query(null, connector == ConnectorRegistry.Offered ? null : connector)}#invite");
        var view = await views.OfAsync(me, connector, null, null, ct);
        return Page.Of<SmartApplyPage, SmartApplyView>(view with { Inviting = new(to ?? "", error) }, 422);
    }
}

/// <summary>What was typed to invite a colleague, and what is wrong with it.</summary>
public sealed record InvitingForm(string Email, Words? Error);
