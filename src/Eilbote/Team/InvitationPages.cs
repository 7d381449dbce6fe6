using Eilbote.Ats;
using Eilbote.Connections;
using Eilbote.Connectors;
using Eilbote.Members;
using Eilbote.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Team;

/// <summary>A link by which a person joins an employer: with a new account, or with the one they have.</summary>
internal static class InvitationPages
{
    public static void MapInvitations(this WebApplication app)
    {
        app.MapGet("/invitations/{token}", async (
            string token, HttpContext http, AppDb db, Invitations invitations, TimeProvider clock, CancellationToken ct) =>
            Show(http, await ViewAsync(token, http, db, invitations, clock, ct)));
        app.MapPost("/invitations/{token}", AcceptAsync).Limited(Limited.MailedLinks);
        app.MapGroup("/invitations/{token}/join").ForSignedIn().MapPost("", JoinAsync);
    }

    private static async Task<IResult> AcceptAsync(
        string token, [FromForm] string? email, [FromForm] string? password, HttpContext http, AppDb db, Invitations invitations,
        FailedSignIns failed, SignIns signIns, TimeProvider clock, CancellationToken ct)
    {
        var view = await ViewAsync(token, http, db, invitations, clock, ct);
        if (view.State != InvitationState.Open)
            return Show(http, view);
        var (user, errors) = await invitations.AcceptAsync(view.Invitation!, IncomingText.Address(email), password ?? "", ct);
        if (errors.Count > 0)
            return Show(http, view with { Typed = email ?? "", Errors = errors }, 422);
        if (user is null)
            return Show(http, await ViewAsync(token, http, db, invitations, clock, ct));
        await failed.SucceededAsync(http, user, ct);
        return await signIns.BeginAsync(http, user, To(view.Invitation!), view.Invitation!.EmployerId, ct);
    }

    private static async Task<IResult> JoinAsync(
        string token, SignedIn me, HttpContext http, AppDb db, Invitations invitations, Sessions sessions, TimeProvider clock,
        CancellationToken ct)
    {
        var view = await ViewAsync(token, http, db, invitations, clock, ct);
        if (view.State != InvitationState.Open || !Invitations.IsFor(view.Invitation!, me.User)
            || !await invitations.JoinAsync(view.Invitation!, me.User, isNew: false, ct))
            return Show(http, await ViewAsync(token, http, db, invitations, clock, ct));
        await sessions.MoveAsync(me with { Places = [new(view.Invitation!.EmployerId, "", view.Invitation.Role, false)] },
            view.Invitation.EmployerId, ct);
        return new SeeOther(To(view.Invitation) ?? SignedIn.HomeOf(view.Invitation.Role));
    }

    /// <summary>Where a technician goes on; null for all others: where their role begins.</summary>
    private static string? To(Invitation invitation) => invitation.Connector is not { } connector ? null
        : "/portal/smart-apply" + SmartApplyView.Query(null, connector == ConnectorRegistry.Offered ? null : connector);

    private static async Task<InvitationView> ViewAsync(
        string token, HttpContext http, AppDb db, Invitations invitations, TimeProvider clock, CancellationToken ct) =>
        await invitations.FindAsync(token, ct) is { } invitation
            ? new(invitation, invitation.StateAt(clock.GetUtcNow()), token)
            {
                Employer = await db.Employers.Where(x => x.Id == invitation.EmployerId).Select(x => x.Name).SingleAsync(ct),
                Me = SignedIn.Of(http),
            }
            : new(null, null, token);

    private static IResult Show(HttpContext http, InvitationView view, int? status = null)
    {
        http.ForMailedLink();
        return Page.Of<InvitationPage,
            InvitationView>(view, status ?? view.State switch { InvitationState.Open => 200, null => 404, _ => 410 });
    }
}

/// <param name="State">Null when there is no such invitation.</param>
public sealed record InvitationView(Invitation? Invitation, InvitationState? State, string Token)
{
    public string Employer { get; init; } = "";

    /// <summary>Who looks at it, if they are signed in.</summary>
    public SignedIn? Me { get; init; }
    public string Typed { get; init; } = "";
    public Dictionary<string, Words> Errors { get; init; } = [];
}
