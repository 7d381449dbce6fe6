using Eilbote.Connectors;
using Eilbote.Mail;
using Eilbote.Secrets;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Members;

/// <summary>Makes, names, accepts and revokes invitations.</summary>
public sealed class Invitations(
    AppDb db, IWriter writer, UserManager<User> users, Passwords passwords, LinkTokens tokens, BoardOptions board, TimeProvider clock)
{
    /// <summary>So many in 24 hours: a form that sends mail to anybody must not become somebody's tool.</summary>
    internal const int ADay = 20;

    /// <summary>The owner sees the link on the page; with an address it is sent there, too.</summary>
    /// <returns>What kept it from being made; null when it was.</returns>
    public Task<Words?> CreateAsync(Guid employerId, Invited to, string? email, CancellationToken ct) =>
        writer.WriteAsync((w, t) => AddAsync(w, employerId, to, email, t), ct);

    /// <summary>The same, in the caller's transaction.</summary>
    public async Task<Words?> AddAsync(AppDb w, Guid employerId, Invited to, string? email, CancellationToken ct)
    {
        var (id, now) = (Guid.CreateVersion7(clock.GetUtcNow()), clock.GetUtcNow());
        var yesterday = now.AddDays(-1);
        // So that of a double click one mail leaves.
        await Teams.OneAtATimeAsync(w, employerId, ct);
        if (await w.Invitations.CountAsync(x => x.EmployerId == employerId && x.CreatedAt > yesterday, ct) >= ADay)
            return new(
                $"Heute wurden schon {ADay} Einladungen erstellt. Bitte versuchen Sie es morgen wieder.",
                $"{ADay} invitations were created today already. Please try again tomorrow.");
        if (email is not null && (await w.Invitations.Where(x => x.EmployerId == employerId && x.Connector == to.Connector
                && x.Email != null && x.UsedAt == null && x.RevokedAt == null && x.ExpiresAt > now).Select(x => x.Email!).ToListAsync(ct))
            .Exists(x => EmailAddress.Normalize(x) == EmailAddress.Normalize(email)))
            return new(
                "An diese Adresse ist schon eine Einladung unterwegs. Sie können sie noch einmal senden oder zurückziehen.",
                "There is an open invitation to this address. You can send it again or withdraw it.");
        w.Invitations.Add(new Invitation
        {
            Id = id,
            EmployerId = employerId,
            Role = to.Role,
            IsLimited = to.IsLimited,
            Ads = [.. to.Ads],
            Connector = to.Connector,
            TokenHash = LinkTokens.Hash(TokenOf(id)),
            Email = email,
            Language = Texts.IsEnglish ? "en" : "de",
            CreatedAt = now,
            ExpiresAt = now + Invitation.Lifetime,
        });
        if (email is not null)
            OutgoingMail.Queue(w, MailKind.Invitation, id, null, now);
        return null;
    }

    /// <summary>The link to hand on.</summary>
    /// <param name="own">This server's address as the owner's browser knows it, where no public one is configured.</param>
    public string LinkOf(Invitation invitation, string own) => (board.PublicAddress.Length > 0 ? board.PublicAddress.TrimEnd('/') : own)
        + "/invitations/" + TokenOf(invitation.Id);

    public Task<Invitation?> FindAsync(string token, CancellationToken ct)
    {
        var hash = LinkTokens.Hash(token);
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
                invitation, db.Users.Where(x => x.Id == invitation.UserId
                    && db.Memberships.Any(m => m.UserId == x.Id && m.EmployerId == employerId)).Select(x => x.Email).FirstOrDefault(),
                db.OutgoingMails.Where(x => x.Kind == MailKind.Invitation && x.SubjectId == invitation.Id)
                    .OrderByDescending(x => x.CreatedAt).Select(x => (MailState?)x.State).FirstOrDefault())).ToListAsync(ct);
    }

    /// <summary>With a new account.</summary>
    /// <param name="typed">The address, where the invitation names none.</param>
    /// <returns>The new member, or by field what is wrong; neither if the invitation is no longer open.</returns>
    public async Task<(User? User, Dictionary<string, Words> Errors)> AcceptAsync(
        Invitation invitation, string typed, string password, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var email = invitation.Email ?? typed;
        var user = new User
        {
            Id = Guid.CreateVersion7(now),
            UserName = email,
            Email = email,
            EmailConfirmed = invitation.Email is not null,
            SecurityStamp = Guid.NewGuid().ToString("N"),
        };
        var errors = new Dictionary<string, Words>();
        if (!EmailAddress.IsOne(email))
            errors["email"] = new("Bitte geben Sie eine gültige E-Mail-Adresse ein.", "Please enter a valid e-mail address.");
        else if (await users.FindByEmailAsync(email) is not null)
            errors["email"] = new(
                "Mit dieser Adresse gibt es schon ein Konto. Melden Sie sich damit an, um die Einladung anzunehmen.",
                "There already is an account with this address. Sign in with it to accept the invitation.");
        if (Passwords.Wrong(password, email) is { } wrong)
            errors["password"] = wrong;
        if (errors.Count > 0)
            return (null, errors);
        await users.UpdateNormalizedUserNameAsync(user);
        await users.UpdateNormalizedEmailAsync(user);
        user.PasswordHash = passwords.Hash(user, password);
        return (await JoinAsync(invitation, user, isNew: true, ct) ? user : null, []);
    }

    /// <summary>Whether this account may accept it: one that is sent to an address is that address's alone.</summary>
    public static bool IsFor(Invitation invitation, User user) =>
        invitation.Email is null || EmailAddress.Normalize(invitation.Email) == EmailAddress.Normalize(user.Email!);

    /// <summary>False if it is no longer open.</summary>
    /// <param name="isNew">The account is made with it.</param>
    public Task<bool> JoinAsync(Invitation invitation, User user, bool isNew, CancellationToken ct) =>
        writer.WriteAsync((w, t) => JoinAsync(w, invitation, user, isNew, t), ct);

    /// <summary>The same, in the caller's transaction.</summary>
    public async Task<bool> JoinAsync(AppDb w, Invitation invitation, User user, bool isNew, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await w.Invitations.Where(x => x.Id == invitation.Id && x.UsedAt == null && x.RevokedAt == null && x.ExpiresAt > now)
            .ExecuteUpdateAsync(x => x.SetProperty(i => i.UsedAt, now).SetProperty(i => i.UserId, user.Id), ct) == 0)
            return false;
        if (isNew)
            w.Users.Add(user);
        // Who belongs there already keeps the greater role: an old link takes nothing away.
        var before = await w.Memberships.SingleOrDefaultAsync(x => x.UserId == user.Id && x.EmployerId == invitation.EmployerId, ct);
        if (before is not null && invitation.Role < before.Role)
            (before.Role, before.IsLimited) = (invitation.Role, invitation.IsLimited);
        if (before is null)
            w.Memberships.Add(new()
            {
                UserId = user.Id,
                EmployerId = invitation.EmployerId,
                Role = invitation.Role,
                IsLimited = invitation.IsLimited,
                Since = now,
            });
        await Teams.GrantAsync(w, user.Id, invitation.EmployerId, invitation.Ads, ct);
        return true;
    }

    /// <summary>Sends the link once more, good for seven days from now. False when it is no longer open.</summary>
    public Task<bool> ResendAsync(Guid employerId, Guid id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return writer.WriteAsync(async (w, t) =>
        {
            var yesterday = now.AddDays(-1);
            if (await w.OutgoingMails.CountAsync(x => x.Kind == MailKind.Invitation && x.SubjectId == id && x.CreatedAt > yesterday, t) > 2
                || await w.Invitations.Where(x => x.Id == id && x.EmployerId == employerId && x.Email != null && x.UsedAt == null
                    && x.RevokedAt == null).ExecuteUpdateAsync(x => x.SetProperty(i => i.ExpiresAt, now + Invitation.Lifetime), t) == 0)
                return false;
            OutgoingMail.Queue(w, MailKind.Invitation, id, null, now);
            return true;
        }, ct);
    }

    /// <summary>Ends an open invitation, or the access of the technician who accepted it.</summary>
    public Task RevokeAsync(Guid employerId, Guid id, CancellationToken ct) => writer.WriteAsync(async (w, t) =>
    {
        if (await w.Invitations.SingleOrDefaultAsync(x => x.Id == id && x.EmployerId == employerId && x.RevokedAt == null, t) is not
            {
            } invitation)
            return false;
        invitation.RevokedAt = clock.GetUtcNow();
        await w.Memberships.Where(x => x.UserId == invitation.UserId && x.EmployerId == employerId && x.Role == Role.Technician)
            .ExecuteDeleteAsync(t);
        return true;
    }, ct);

    private string TokenOf(Guid id) => tokens.Of("invitations", id);
}

/// <param name="AcceptedBy">The address of who accepted it, if somebody did and still has access.</param>
/// <param name="Mail">What became of the last mail with the link, if one was asked for.</param>
public sealed record InvitationItem(Invitation Invitation, string? AcceptedBy, MailState? Mail);
