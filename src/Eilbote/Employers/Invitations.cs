using System.Security.Cryptography;
using System.Text;
using Eilbote.Connectors;
using Eilbote.Mail;
using Eilbote.Secrets;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Employers;

/// <summary>Makes, names, accepts and revokes invitations.</summary>
public sealed class Invitations(AppDb db, IWriter writer, UserManager<User> users, KeyFile keyFile, BoardOptions board, TimeProvider clock)
{
    /// <summary>So many in 24 hours: a form that sends mail to anybody must not become somebody's tool.</summary>
    internal const int ADay = 20;

    /// <summary>The owner sees the link on the page; with an address it is sent there, too. False when there were too many today.</summary>
    public Task<bool> CreateAsync(Guid employerId, string connector, string? email, CancellationToken ct)
    {
        var (id, now) = (Guid.CreateVersion7(clock.GetUtcNow()), clock.GetUtcNow());
        var yesterday = now.AddDays(-1);
        return writer.WriteAsync(async (w, t) =>
        {
            if (await w.Invitations.CountAsync(x => x.EmployerId == employerId && x.CreatedAt > yesterday, t) >= ADay)
                return false;
            w.Invitations.Add(new Invitation
            {
                Id = id,
                EmployerId = employerId,
                Connector = connector,
                TokenHash = Hash(TokenOf(id)),
                Email = email,
                Language = Texts.IsEnglish ? "en" : "de",
                CreatedAt = now,
                ExpiresAt = now + Invitation.Lifetime,
            });
            if (email is not null)
                OutgoingMail.Queue(w, MailKind.Invitation, id, null, now);
            return true;
        }, ct);
    }

    /// <summary>The link to hand on: 128 bits of an HMAC with a key outside the database, which holds only its hash.</summary>
    /// <param name="own">This server's address as the owner's browser knows it, where no public one is configured.</param>
    public string LinkOf(Invitation invitation, string own) => (board.PublicAddress.Length > 0 ? board.PublicAddress.TrimEnd('/') : own)
        + "/invitations/" + TokenOf(invitation.Id);

    public Task<Invitation?> FindAsync(string token, CancellationToken ct)
    {
        var hash = Hash(token);
        return db.Invitations.AsNoTracking().SingleOrDefaultAsync(x => x.TokenHash == hash, ct);
    }

    /// <summary>Open ones and those whose person still has access, newest first.</summary>
    public async Task<IReadOnlyList<InvitationItem>> OfAsync(Guid employerId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await (
            from invitation in db.Invitations.AsNoTracking()
            where invitation.EmployerId == employerId && invitation.RevokedAt == null
                && (invitation.UsedAt != null || invitation.ExpiresAt > now)
            orderby invitation.CreatedAt descending
            select new InvitationItem(
                invitation, db.Users.Where(x => x.Id == invitation.UserId && x.EmployerId == employerId).Select(x => x.Email)
                .FirstOrDefault(),
                db.OutgoingMails.Where(x => x.Kind == MailKind.Invitation && x.SubjectId == invitation.Id).Select(x => (MailState?)x.State)
                    .FirstOrDefault())).ToListAsync(ct);
    }

    /// <returns>The new technician, or by field what is wrong; neither if the invitation is no longer open.</returns>
    public async Task<(User? User, Dictionary<string, Words> Errors)> AcceptAsync(
        Invitation invitation, string email, string password, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var user = new User
        {
            Id = Guid.CreateVersion7(now),
            UserName = email,
            Email = email,
            EmployerId = invitation.EmployerId,
            Role = Role.Technician,
            LockoutEnabled = true,
            SecurityStamp = Guid.NewGuid().ToString("N"),
        };
        if (await CheckAsync(user, password) is { Count: > 0 } errors)
            return (null, errors);
        await users.UpdateNormalizedUserNameAsync(user);
        await users.UpdateNormalizedEmailAsync(user);
        user.PasswordHash = users.PasswordHasher.HashPassword(user, password);
        var accepted = await writer.WriteAsync(async (w, t) =>
        {
            var used = await w.Invitations.Where(x => x.Id == invitation.Id && x.UsedAt == null && x.RevokedAt == null && x.ExpiresAt > now)
                .ExecuteUpdateAsync(x => x.SetProperty(i => i.UsedAt, now).SetProperty(i => i.UserId, user.Id), t);
            if (used == 1)
                w.Users.Add(user);
            return used == 1;
        }, ct);
        return (accepted ? user : null, []);
    }

    /// <summary>Ends an open invitation, or the access of who signed up with it.</summary>
    public Task RevokeAsync(Guid employerId, Guid id, CancellationToken ct) => writer.WriteAsync(async (w, t) =>
    {
        if (await w.Invitations.SingleOrDefaultAsync(x => x.Id == id && x.EmployerId == employerId && x.RevokedAt == null, t) is not
            {
            } invitation)
            return false;
        invitation.RevokedAt = clock.GetUtcNow();
        await w.Users.Where(x => x.Id == invitation.UserId && x.EmployerId == employerId && x.Role == Role.Technician)
            .ExecuteDeleteAsync(t);
        return true;
    }, ct);

    private async Task<Dictionary<string, Words>> CheckAsync(User user, string password)
    {
        var errors = new Dictionary<string, Words>();
        foreach (var validator in users.UserValidators)
        {
            foreach (var error in (await validator.ValidateAsync(users, user)).Errors)
            {
                errors["email"] = error.Code.StartsWith("Duplicate", StringComparison.Ordinal)
                    ? new(
                        "Mit dieser Adresse gibt es schon ein Konto. Bitte nehmen Sie eine andere.",
                        "There already is an account with this address. Please use another one.")
                    : new("Bitte geben Sie eine gültige E-Mail-Adresse ein.", "Please enter a valid e-mail address.");
            }
        }
        foreach (var validator in users.PasswordValidators)
        {
            if (!(await validator.ValidateAsync(users, user, password)).Succeeded)
                errors["password"] = new("Das Passwort braucht mindestens 12 Zeichen.", "The password needs at least 12 characters.");
        }
        return errors;
    }

    private string TokenOf(Guid id) =>
        WebEncoders.Base64UrlEncode(HMACSHA256.HashData(keyFile.Derive("invitations"), id.ToByteArray()).AsSpan(0, 16));

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

/// <param name="AcceptedBy">The address of who signed up, if somebody did and still has access.</param>
/// <param name="Mail">What became of the mail with the link, if one was asked for.</param>
public sealed record InvitationItem(Invitation Invitation, string? AcceptedBy, MailState? Mail);
