using System.Text.Json;
using Eilbote.Mail;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Eilbote.Members;

/// <summary>Passkeys beside passwords: made and used by the browser, checked by ASP.NET Core Identity.</summary>
public sealed class Passkeys(SignInManager<User> signIn, UserManager<User> users, IWriter writer, TimeProvider clock)
{
    /// <summary>Characters of its name.</summary>
    public const int NameLimit = 100;

    /// <summary>Whose passkey signed; null when it was none of ours, or not for the question that was asked last.</summary>
    public async Task<User?> WhoAsync(string credential)
    {
        try
        {
            var result = await signIn.PerformPasskeyAssertionAsync(credential);
            if (!result.Succeeded)
                return null;
            // Its counter has moved on.
            await users.AddOrUpdatePasskeyAsync(result.User, result.Passkey);
            return result.User;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or JsonException or PasskeyException)
        {
            return null;
        }
    }

    /// <summary>False when what the browser made is not accepted.</summary>
    public async Task<bool> AddAsync(User user, string credential, string name, CancellationToken ct)
    {
        try
        {
            var result = await signIn.PerformPasskeyAttestationAsync(credential);
            if (!result.Succeeded || result.UserEntity.Id != user.Id.ToString())
                return false;
            result.Passkey.Name = name.Length > 0 ? name[..Math.Min(name.Length, NameLimit)] : "Passkey";
            if (!(await users.AddOrUpdatePasskeyAsync(user, result.Passkey)).Succeeded)
                return false;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or JsonException or PasskeyException)
        {
            return false;
        }
        await writer.WriteAsync((w, _) =>
        {
            OutgoingMail.Queue(w, MailKind.PasskeyAdded, user.Id, user.Id, clock.GetUtcNow());
            return Task.FromResult(true);
        }, ct);
        return true;
    }
}

internal static class PasskeyPages
{
    public static void MapPasskeys(this WebApplication app)
    {
        // Asked by the page's script, which sends the answer with the form.
        app.MapPost("/sign-in/passkey/options", async (SignInManager<User> signIn) =>
            Results.Content(await signIn.MakePasskeyRequestOptionsAsync(null), "application/json")).Limited(Limited.SignIns);
        app.MapPost("/sign-in/passkey", SignInAsync).Limited(Limited.SignIns);
        var own = app.MapGroup("/account/passkeys").ForSignedIn();
        own.MapPost("/options", async (SignedIn me, SignInManager<User> signIn) => Results.Content(
            await signIn.MakePasskeyCreationOptionsAsync(
                new() { Id = me.User.Id.ToString(), Name = me.User.Email!, DisplayName = me.User.Email! }), "application/json"));
        own.MapPost("", AddAsync);
        own.MapPost("/{id}/remove", RemoveAsync);
    }

    private static async Task<IResult> SignInAsync(
        [FromForm] string? credential, [FromForm] string? to, HttpContext http, Passkeys passkeys, FailedSignIns failed, SignIns signIns,
        CancellationToken ct)
    {
        if (await passkeys.WhoAsync(credential ?? "") is not { } user)
            return signIns.Page("", to, true);
        await failed.SucceededAsync(http, user, ct);
        return await signIns.BeginAsync(http, user, to, null, ct);
    }

    private static async Task<IResult> AddAsync(
        SignedIn me, [FromForm] string? credential, [FromForm] string? name, UserManager<User> users, Passkeys passkeys,
        CancellationToken ct) =>
        new SeeOther("/account" + (await users.FindByIdAsync(me.User.Id.ToString()) is { } user
            && await passkeys.AddAsync(user, credential ?? "", IncomingText.Line(name), ct) ? "?done=passkey" : "?failed=passkey") + "#passkeys");

    /// <summary>Who has no other way in keeps the last one.</summary>
    private static async Task<IResult> RemoveAsync(SignedIn me, string id, UserManager<User> users)
    {
        if (await users.FindByIdAsync(me.User.Id.ToString()) is not { } user || TryDecode(id) is not { } credential)
            return new SeeOther("/account#passkeys");
        if (user.PasswordHash is null && (await users.GetLoginsAsync(user)).Count == 0 && (await users.GetPasskeysAsync(user)).Count == 1)
            return new SeeOther("/account?failed=only-way#passkeys");
        await users.RemovePasskeyAsync(user, credential);
        return new SeeOther("/account#passkeys");
    }

    private static byte[]? TryDecode(string id)
    {
        try
        {
            return Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlDecode(id);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
