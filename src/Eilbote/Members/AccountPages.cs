using Eilbote.Connectors;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Eilbote.Members;

/// <summary>A person's own account: password, passkeys, address, sessions, and for which employer they work.</summary>
internal static class AccountPages
{
    public static void MapAccount(this WebApplication app)
    {
        var own = app.MapGroup("/account").ForSignedIn();
        own.MapGet("", ShowAsync);
        own.MapPost("/password", ChangePasswordAsync).Limited(Limited.SignIns);
        own.MapPost("/email", ChangeAddressAsync).Limited(Limited.MailedLinks);
        own.MapPost("/sessions/{id:guid}/end", async (SignedIn me, Guid id, Sessions sessions, CancellationToken ct) =>
        {
            await sessions.EndAsync(me.User.Id, id, ct);
            return new SeeOther("/account#sessions");
        });
        own.MapPost("/sessions/end", async (SignedIn me, IWriter writer, TimeProvider clock, CancellationToken ct) =>
        {
            await writer.WriteAsync((w, t) => Sessions.EndAllAsync(w, me.User.Id, me.Session.Id, clock.GetUtcNow(), t), ct);
            return new SeeOther("/account#sessions");
        });
        own.MapPost("/employer", MoveAsync);
        app.MapGet("/account/address/{token}", (string token, HttpContext http, Addresses addresses, CancellationToken ct) =>
            ShowAddressAsync(token, false, http, addresses, ct));
        app.MapPost("/account/address/{token}", (string token, HttpContext http, Addresses addresses, CancellationToken ct) =>
            ShowAddressAsync(token, true, http, addresses, ct)).Limited(Limited.MailedLinks);
    }

    private static async Task<IResult> ShowAsync(
        SignedIn me, string? done, string? failed, Sessions sessions, UserManager<User> users, Addresses addresses, CancellationToken ct) =>
        await PageAsync(me, new() { Done = done, Failed = failed }, sessions, users, addresses, ct);

    private static async Task<IResult> PageAsync(
        SignedIn me, AccountForm form, Sessions sessions, UserManager<User> users, Addresses addresses, CancellationToken ct) =>
        Page.Of<AccountPage, AccountView>(new()
        {
            Me = me,
            Form = form,
            Sessions = await sessions.OfAsync(me.User.Id, ct),
            Passkeys = await users.GetPasskeysAsync(me.User),
            Logins = await users.GetLoginsAsync(me.User),
            Change = await addresses.OpenAsync(me.User.Id, ct),
        }, form.IsWrong ? 422 : 200);

    private static async Task<IResult> ChangePasswordAsync(
        SignedIn me, [FromForm] string? current, [FromForm] string? password, HttpContext http, Passwords passwords, Sessions sessions,
        UserManager<User> users, Addresses addresses, CancellationToken ct)
    {
        var form = new AccountForm { Password = Passwords.Wrong(password ?? "", me.User.Email) };
        if (me.User.PasswordHash is not null && await passwords.CheckAsync(http, me.User.Email!, current ?? "", ct) is null)
            form = form with { Current = new("Das ist nicht Ihr jetziges Passwort.", "This is not your present password.") };
        if (form.IsWrong)
            return await PageAsync(me, form, sessions, users, addresses, ct);
        await passwords.ChangeAsync(me.User, password!, me.Session.Id, ct);
        await sessions.ProveAsync(me.Session, ct);
        return new SeeOther("/account?done=password");
    }

    private static async Task<IResult> ChangeAddressAsync(
        SignedIn me, [FromForm] string? email, Sessions sessions, UserManager<User> users, Addresses addresses, CancellationToken ct)
    {
        var typed = IncomingText.Address(email);
        var wrong = !EmailAddress.IsOne(typed) || !EmailAddress.CanBeMailed(typed)
            ? new Words("Bitte geben Sie eine vollständige E-Mail-Adresse ein.", "Please enter a complete e-mail address.")
            : EmailAddress.Normalize(typed) == EmailAddress.Normalize(me.User.Email!)
                ? new("Das ist Ihre jetzige Adresse.", "This is your present address.")
            : await addresses.BeginAsync(me.User, typed, ct) ? null
            : new("Heute wurden schon mehrere Änderungen begonnen. Bitte versuchen Sie es morgen wieder.",
                "Several changes were begun today already. Please try again tomorrow.");
        return wrong is null ? new SeeOther("/account?done=email#email")
            : await PageAsync(me, new() { Typed = typed, Email = wrong }, sessions, users, addresses, ct);
    }

    private static async Task<IResult> MoveAsync(SignedIn me, [FromForm] Guid? employer, Sessions sessions, CancellationToken ct)
    {
        if (!await sessions.MoveAsync(me, employer, ct))
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        return new SeeOther(SignedIn.HomeOf(employer is null ? Role.Operator : me.Places.First(x => x.EmployerId == employer).Role));
    }

    private static async Task<IResult> ShowAddressAsync(
        string token, bool confirm, HttpContext http, Addresses addresses, CancellationToken ct)
    {
        http.ForMailedLink();
        var view = await (confirm ? addresses.ConfirmAsync(token, ct) : addresses.FindAsync(token, ct));
        return Page.Of<AddressPage, AddressView>(view, view.State == AddressState.Gone ? 410 : 200);
    }
}

/// <summary>What was typed on the account's page, and what is wrong with it.</summary>
public sealed record AccountForm
{
    public string? Done { get; init; }
    public string? Failed { get; init; }
    public Words? Current { get; init; }
    public Words? Password { get; init; }
    public string? Typed { get; init; }
    public Words? Email { get; init; }

    public bool IsWrong => Current is not null || Password is not null || Email is not null;
}

public sealed record AccountView
{
    public required SignedIn Me { get; init; }
    public required AccountForm Form { get; init; }
    public required IReadOnlyList<Session> Sessions { get; init; }
    public required IList<UserPasskeyInfo> Passkeys { get; init; }

    /// <summary>Of the board's own login.</summary>
    public required IList<UserLoginInfo> Logins { get; init; }

    /// <summary>The new address that is not confirmed yet.</summary>
    public required string? Change { get; init; }
}
