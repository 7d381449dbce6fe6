using Eilbote.Connectors;
using Eilbote.Secrets;
using Eilbote.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Members;

/// <summary>Signing in and out, and a new password by mail for who forgot it.</summary>
internal static class SignInPages
{
    public static void MapSignIn(this WebApplication app)
    {
        app.MapGet("/sign-in", (string? to, SignIns signIns) => signIns.Page("", to, false));
        app.MapPost("/sign-in", SignInAsync).Limited(Limited.SignIns);
        app.MapGroup("/sign-out").ForSignedIn().MapPost("", async (HttpContext http, SignedIn me, Sessions sessions, CancellationToken ct) =>
        {
            await sessions.EndAsync(me.User.Id, me.Session.Id, ct);
            await http.SignOutAsync(IdentityConstants.ApplicationScheme);
            return Results.LocalRedirect("/");
        });
        app.MapGet("/sign-in/forgotten", (string? email) => Page.Of<ForgottenPage, ForgottenView>(new(email ?? "", false, false)));
        app.MapPost("/sign-in/forgotten", ForgottenAsync).Limited(Limited.MailedLinks);
        app.MapGet("/password/{token}", ShowAsync);
        app.MapPost("/password/{token}", ResetAsync).Limited(Limited.MailedLinks);
    }

    private static async Task<IResult> SignInAsync(
        [FromForm] string? email, [FromForm] string? password, [FromForm] string? to, HttpContext http, Passwords passwords,
        SignIns signIns, CancellationToken ct)
    {
        var user = await passwords.CheckAsync(http, IncomingText.Address(email), password ?? "", ct);
        return user is null ? signIns.Page(email ?? "", to, true) : await signIns.BeginAsync(http, user, to, null, ct);
    }

    private static async Task<IResult> ForgottenAsync([FromForm] string? email, Passwords passwords, CancellationToken ct)
    {
        var address = IncomingText.Address(email);
        if (!EmailAddress.IsOne(address))
            return Page.Of<ForgottenPage, ForgottenView>(new(email ?? "", true, false), 422);
        await passwords.MailLinkAsync(address, ct);
        return Page.Of<ForgottenPage, ForgottenView>(new(address, false, true));
    }

    private static async Task<IResult> ShowAsync(string token, HttpContext http, AppDb db, TimeProvider clock, CancellationToken ct) =>
        Show(http, await FindAsync(token, db, clock, ct), null);

    private static async Task<IResult> ResetAsync(
        string token, [FromForm] string? password, HttpContext http, AppDb db, Passwords passwords, FailedSignIns failed, SignIns signIns,
        TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(token, db, clock, ct) is not { } link)
            return Show(http, null, null);
        var email = await db.Users.Where(x => x.Id == link.UserId).Select(x => x.Email).SingleAsync(ct);
        if (Passwords.Wrong(password ?? "", email) is { } wrong)
            return Show(http, link, wrong);
        if (await passwords.ResetAsync(link, password!, ct) is not { } user)
            return Show(http, null, null);
        await failed.SucceededAsync(http, user, ct);
        return await signIns.BeginAsync(http, user, null, null, ct);
    }

    private static async Task<MailedLink?> FindAsync(string token, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        var hash = LinkTokens.Hash(token);
        var link = await db.MailedLinks.AsNoTracking().SingleOrDefaultAsync(
            x => x.TokenHash == hash && x.Purpose == LinkPurpose.Password, ct);
        return link?.IsOpenAt(clock.GetUtcNow()) == true ? link : null;
    }

    private static IResult Show(HttpContext http, MailedLink? link, Words? wrong)
    {
        http.ForMailedLink();
        return Page.Of<NewPasswordPage, NewPasswordView>(new(link?.ExpiresAt, wrong), link is null ? 410 : wrong is null ? 200 : 422);
    }
}

/// <param name="Wrong">What was typed is no address.</param>
/// <param name="Sent">Whether it was asked for: there may be no such account.</param>
public sealed record ForgottenView(string Email, bool Wrong, bool Sent);

/// <param name="ExpiresAt">Null when the link is not good any more.</param>
public sealed record NewPasswordView(DateTimeOffset? ExpiresAt, Words? Wrong);
