using Eilbote.Connectors;
using Eilbote.Mail;
using Eilbote.Secrets;
using Eilbote.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Members;

/// <summary>Checks, changes and resets passwords. Who has none signs in otherwise.</summary>
public sealed class Passwords(
    AppDb db, IWriter writer, UserManager<User> users, IPasswordHasher<User> hasher, FailedSignIns failed, LinkTokens tokens,
    TimeProvider clock)
{
    /// <summary>Characters. A password manager's or a sentence fits.</summary>
    public const int AtLeast = 12, AtMost = 200;

    public static readonly TimeSpan LinkLives = TimeSpan.FromHours(1);

    /// <summary>So many links within an hour, to one person: the form must not be a mail bomb.</summary>
    private const int LinksAnHour = 3;

    /// <summary>What is verified when there is no account or no password, so that it takes as long.</summary>
    private static string? _nobodys;

    /// <summary>
    /// The person whose password it is. Null, after the same time, for a wrong one, an address without an account, and one at which too
    /// many were wrong.
    /// </summary>
    public async Task<User?> CheckAsync(HttpContext http, string email, string password, CancellationToken ct)
    {
        var may = await failed.MayAsync(http, email, ct);
        var user = await users.FindByEmailAsync(email);
        var hash = user?.PasswordHash ?? (_nobodys ??= hasher.HashPassword(new User(), Guid.NewGuid().ToString()));
        var right = password.Length <= AtMost
            && hasher.VerifyHashedPassword(user ?? new User(), hash, password) != PasswordVerificationResult.Failed;
        if (may && right && user?.PasswordHash is not null)
        {
            await failed.SucceededAsync(http, user, ct);
            return user;
        }
        // What does not count does not make the pause longer either.
        if (may)
            await failed.FailedAsync(http, email, ct);
        return null;
    }

    /// <summary>What is wrong with a new one; null when nothing is.</summary>
    public static Words? Wrong(string password, string? email) =>
        password.Length < AtLeast
            ? new($"Das Passwort braucht mindestens {AtLeast} Zeichen.", $"The password needs at least {AtLeast} characters.")
        : password.Length > AtMost
            ? new($"Das Passwort hat höchstens {AtMost} Zeichen.", $"The password has at most {AtMost} characters.")
        : password.Distinct().Count() < 5
            || (email?.Split('@')[0] is { Length: >= AtLeast / 2 } name && password.Contains(name, StringComparison.OrdinalIgnoreCase))
            ? new(
                "Dieses Passwort ist leicht zu erraten. Nehmen Sie einen kurzen Satz oder das Passwort eines Passwortmanagers.",
                "This password is easy to guess. Take a short sentence, or one from a password manager.")
        : null;

    public string Hash(User user, string password) => hasher.HashPassword(user, password);

    /// <summary>All other sessions end. The person is told by mail.</summary>
    /// <param name="keep">The session in which it is changed.</param>
    public Task ChangeAsync(User user, string password, Guid? keep, CancellationToken ct)
    {
        var (hash, now) = (Hash(user, password), clock.GetUtcNow());
        return writer.WriteAsync(async (w, t) =>
        {
            await SetAsync(w, user.Id, hash, keep, now, t);
            return true;
        }, ct);
    }

    /// <summary>Says nothing: whether there is such an account is nobody's business.</summary>
    public async Task MailLinkAsync(string email, CancellationToken ct)
    {
        var user = await users.FindByEmailAsync(email);
        var (id, now) = (Guid.CreateVersion7(clock.GetUtcNow()), clock.GetUtcNow());
        var hourAgo = now.AddHours(-1);
        await writer.WriteAsync(async (w, t) =>
        {
            if (user is null || await w.MailedLinks.CountAsync(
                x => x.UserId == user.Id && x.Purpose == LinkPurpose.Password && x.CreatedAt > hourAgo, t) >= LinksAnHour)
                return false;
            w.MailedLinks.Add(new()
            {
                Id = id,
                UserId = user.Id,
                Purpose = LinkPurpose.Password,
                TokenHash = LinkTokens.Hash(MailedLink.TokenOf(tokens, id)),
                CreatedAt = now,
                ExpiresAt = now + LinkLives,
            });
            OutgoingMail.Queue(w, MailKind.AccountLink, id, user.Id, now);
            return true;
        }, ct);
    }

    /// <summary>By a mailed link: it is used up, and so are all others; every session ends. Null when it was not open any more.</summary>
    public async Task<User?> ResetAsync(MailedLink link, string password, CancellationToken ct)
    {
        var user = await db.Users.AsNoTracking().SingleAsync(x => x.Id == link.UserId, ct);
        var (hash, now) = (Hash(user, password), clock.GetUtcNow());
        return await writer.WriteAsync(async (w, t) =>
        {
            if (await w.MailedLinks.Where(x => x.Id == link.Id && x.UsedAt == null && x.ExpiresAt > now)
                .ExecuteUpdateAsync(x => x.SetProperty(l => l.UsedAt, now), t) == 0)
                return false;
            await w.MailedLinks.Where(x => x.UserId == user.Id && x.Purpose == LinkPurpose.Password && x.UsedAt == null)
                .ExecuteUpdateAsync(x => x.SetProperty(l => l.UsedAt, now), t);
            // Whoever made the account had not proven the address: now its owner has it, and nobody else's ways in stay.
            if (!user.EmailConfirmed)
            {
                await w.UserLogins.Where(x => x.UserId == user.Id).ExecuteDeleteAsync(t);
                await w.Set<IdentityUserPasskey<Guid>>().Where(x => x.UserId == user.Id).ExecuteDeleteAsync(t);
            }
            await SetAsync(w, user.Id, hash, null, now, t);
            return true;
        }, ct) ? user : null;
    }

    private static async Task SetAsync(AppDb w, Guid userId, string hash, Guid? keep, DateTimeOffset now, CancellationToken ct)
    {
        await w.Users.Where(x => x.Id == userId).ExecuteUpdateAsync(x => x
            .SetProperty(u => u.PasswordHash, hash).SetProperty(u => u.EmailConfirmed, u => u.EmailConfirmed || keep == null), ct);
        await Sessions.EndAllAsync(w, userId, keep, now, ct);
        OutgoingMail.Queue(w, MailKind.PasswordChanged, userId, userId, now);
    }
}
