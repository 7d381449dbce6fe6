using Eilbote.Ats;
using Eilbote.Connectors;
using Eilbote.Employers;
using Eilbote.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Connections;

/// <summary>A link by which a colleague signs up to enter the settings, and nothing else.</summary>
internal static class InvitationPages
{
    private const string Connecting = "/portal/smart-apply";

    public static void MapInvitations(this WebApplication app)
    {
        app.MapGet("/invitations/{token}", ShowAsync);
        app.MapPost("/invitations/{token}", AcceptAsync).Limited(Limited.MailedLinks);
    }

    private static async Task<IResult> ShowAsync(
        string token, HttpContext http, AppDb db, Invitations invitations, TimeProvider clock, CancellationToken ct) =>
        Show(http, await ViewAsync(token, db, invitations, clock, ct));

    private static async Task<IResult> AcceptAsync(
        string token, [FromForm] string? email, [FromForm] string? password, HttpContext http, AppDb db, Invitations invitations,
        SignInManager<User> signIn, TimeProvider clock, CancellationToken ct)
    {
        var view = await ViewAsync(token, db, invitations, clock, ct);
        if (view.State != InvitationState.Open)
            return Show(http, view);
        var invitation = (await invitations.FindAsync(token, ct))!;
        var (user, errors) = await invitations.AcceptAsync(invitation, IncomingText.Address(email), password ?? "", ct);
        if (errors.Count > 0)
            return Show(http, view with { Email = email ?? "", Errors = errors }, 422);
        if (user is null)
            return Show(http, await ViewAsync(token, db, invitations, clock, ct));
        await signIn.SignInAsync(user, isPersistent: true);
        return new SeeOther(Connecting
            + SmartApplyView.Query(null, invitation.Connector == ConnectorRegistry.Offered ? null : invitation.Connector));
    }

    private static async Task<InvitationView> ViewAsync(
        string token, AppDb db, Invitations invitations, TimeProvider clock, CancellationToken ct) =>
        await invitations.FindAsync(token, ct) is { } invitation
            ? new(invitation.StateAt(clock.GetUtcNow()), await db.Employers.Where(x => x.Id == invitation.EmployerId).Select(x => x.Name)
                .SingleAsync(ct), invitation.ExpiresAt, "", [])
            { Connector = invitation.Connector }
            : new(null, "", default, "", []);

    private static IResult Show(HttpContext http, InvitationView view, int? status = null)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        return Page.Of<InvitationPage,
            InvitationView>(view, status ?? view.State switch { InvitationState.Open => 200, null => 404, _ => 410 });
    }
}

/// <param name="State">Null when there is no such invitation.</param>
public sealed record InvitationView(
    InvitationState? State, string Employer, DateTimeOffset ExpiresAt, string Email, Dictionary<string, Words> Errors)
{
    public string Connector { get; init; } = ConnectorRegistry.Offered;
}
