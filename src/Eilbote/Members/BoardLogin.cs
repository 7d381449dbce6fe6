using System.Globalization;
using System.Security.Claims;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Members;

/// <summary>
/// Whose account somebody has who comes from the board's own login. A person is known by issuer and subject; an address in a claim opens no
/// account that is there already.
/// </summary>
public sealed class BoardLogin(
    AppDb db, IWriter writer, UserManager<User> users, SignInOptions options, Invitations invitations, TimeProvider clock)
{
    public const string Scheme = "board", Issuer = "issuer";

    /// <param name="invitation">The token with which they came, if they did.</param>
    public async Task<(User? User, BoardRefusal? Refusal)> WhoAsync(BoardPerson person, string? invitation, CancellationToken ct)
    {
        var named = Named(person);
        if (options.EmployerClaim.Length > 0 && named is not null && !await db.Employers.AnyAsync(x => x.Id == named.Value.Employer, ct))
            named = null;
        if (await users.FindByLoginAsync(person.Issuer, person.Subject) is { } known)
        {
            if (named is { } place)
                await writer.WriteAsync((w, t) => PlaceAsync(w, known.Id, place, t), ct);
            return (known, null);
        }
        var open = invitation is null ? null : await invitations.FindAsync(invitation, ct);
        if (open?.StateAt(clock.GetUtcNow()) != InvitationState.Open)
            open = null;
        if (open is null && named is null)
            return (null, BoardRefusal.Unknown);
        // The link of an invitation came to its address; a claim is only the provider's word.
        var email = open?.Email ?? person.Email;
        if (email is null || !EmailAddress.IsOne(email))
            return (null, BoardRefusal.NoAddress);
        if (await users.FindByEmailAsync(email) is not null)
            return (null, BoardRefusal.Taken);
        var user = await NewAsync(email, open?.Email is not null);
        var login = new IdentityUserLogin<Guid>
        {
            UserId = user.Id,
            LoginProvider = person.Issuer,
            ProviderKey = person.Subject,
            ProviderDisplayName = options.Name,
        };
        return await writer.WriteAsync(async (w, t) =>
        {
            if (open is null)
                w.Users.Add(user);
            else if (!await invitations.JoinAsync(w, open, user, isNew: true, t))
                return false;
            w.UserLogins.Add(login);
            if (named is { } place)
            {
                // What the invitation gave is seen by what the claims say.
                await w.SaveChangesAsync(t);
                await PlaceAsync(w, user.Id, place, t);
            }
            return true;
        }, ct) ? (user, null) : (null, BoardRefusal.Unknown);
    }

    /// <summary>Whoever is signed in has proven by it that both are theirs. False when the login is somebody else's already.</summary>
    public async Task<bool> LinkAsync(User user, BoardPerson person, CancellationToken ct)
    {
        if (await users.FindByLoginAsync(person.Issuer, person.Subject) is { } other)
            return other.Id == user.Id;
        await writer.WriteAsync((w, _) => Task.FromResult(w.UserLogins.Add(new()
        {
            UserId = user.Id,
            LoginProvider = person.Issuer,
            ProviderKey = person.Subject,
            ProviderDisplayName = options.Name,
        })), ct);
        return true;
    }

    private async Task<User> NewAsync(string email, bool confirmed)
    {
        var user = new User
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            UserName = email,
            Email = email,
            EmailConfirmed = confirmed,
            SecurityStamp = Guid.NewGuid().ToString("N"),
        };
        await users.UpdateNormalizedUserNameAsync(user);
        await users.UpdateNormalizedEmailAsync(user);
        return user;
    }

    private (Guid Employer, Role Role)? Named(BoardPerson person) =>
        options.EmployerClaim.Length > 0 && Guid.TryParse(person.Claim(options.EmployerClaim), out var employer)
            && Roles.OfMembers.Where(x => string.Equals(x.ToString(), person.Claim(options.RoleClaim), StringComparison.OrdinalIgnoreCase))
                .Cast<Role?>().FirstOrDefault() is { } role
            ? (employer, role) : null;

    /// <summary>As the claims say, each time. The last owner of an employer stays one.</summary>
    private async Task<bool> PlaceAsync(AppDb w, Guid userId, (Guid Employer, Role Role) place, CancellationToken ct)
    {
        var before = await w.Memberships.SingleOrDefaultAsync(x => x.UserId == userId && x.EmployerId == place.Employer, ct);
        if (before is null)
            w.Memberships.Add(new() { UserId = userId, EmployerId = place.Employer, Role = place.Role, Since = clock.GetUtcNow() });
        else if (before.Role != Role.Owner || await w.Memberships
            .AnyAsync(x => x.EmployerId == place.Employer && x.Role == Role.Owner && x.UserId != userId, ct))
            before.Role = place.Role;
        return true;
    }
}

/// <summary>Who the provider says that somebody is.</summary>
/// <param name="Email">Null when it names none, or says that it did not check it.</param>
public sealed record BoardPerson(string Issuer, string Subject, string? Email, ClaimsPrincipal Principal)
{
    /// <summary>When they last gave their password there; null when the provider does not say.</summary>
    public DateTimeOffset? ProvenAt =>
        long.TryParse(Claim("auth_time"), CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    public string? Claim(string type) => Principal.FindFirstValue(type);

    /// <summary>Null when the provider names nobody.</summary>
    public static BoardPerson? Of(AuthenticateResult result) =>
        result is { Succeeded: true } && result.Properties.Items.TryGetValue(BoardLogin.Issuer, out var issuer) && issuer is { Length: > 0 }
            && result.Principal.FindFirstValue("sub") is { Length: > 0 } subject
            ? new(issuer, subject, result.Principal.FindFirstValue("email_verified") is "false" or "False" ? null
                : result.Principal.FindFirstValue("email") is { Length: > 0 } email ? IncomingText.Address(email) : null, result.Principal)
            : null;
}

/// <summary>Why somebody who is known there is not let in here. A closed set.</summary>
public enum BoardRefusal
{
    /// <summary>The provider did not answer, broke off, or names nobody.</summary>
    Failed,

    /// <summary>Known there, and belongs to nobody here.</summary>
    Unknown,

    /// <summary>Another account has the address.</summary>
    Taken,

    /// <summary>A new account needs an address, and the provider names none that it has checked.</summary>
    NoAddress,

    /// <summary>Somebody else's account bears this login.</summary>
    Linked,
}
