using Eilbote.Mail;
using Eilbote.Secrets;
using Eilbote.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Members;

/// <summary>
/// A change of the address somebody signs in with. It happens when a link at the old one and a link at the new one were both confirmed:
/// who has only the session, or only one of the mailboxes, changes nothing.
/// </summary>
public sealed class Addresses(AppDb db, IWriter writer, ILookupNormalizer normalizer, LinkTokens tokens, TimeProvider clock)
{
    public static readonly TimeSpan LinkLives = TimeSpan.FromDays(1);

    private const int ADay = 5;

    /// <summary>False when there were too many today. Whether the new one belongs to another account is not told here.</summary>
    public Task<bool> BeginAsync(User user, string email, CancellationToken ct)
    {
        var (change, now) = (Guid.CreateVersion7(clock.GetUtcNow()), clock.GetUtcNow());
        var yesterday = now.AddDays(-1);
        return writer.WriteAsync(async (w, t) =>
        {
            var before = w.MailedLinks.Where(x => x.UserId == user.Id && x.ChangeId != null);
            if (await before.CountAsync(x => x.Purpose == LinkPurpose.NewAddress && x.CreatedAt > yesterday, t) >= ADay)
                return false;
            await before.Where(x => x.UsedAt == null).ExecuteUpdateAsync(x => x.SetProperty(l => l.UsedAt, now), t);
            foreach (var purpose in new[] { LinkPurpose.OldAddress, LinkPurpose.NewAddress })
            {
                var id = Guid.CreateVersion7(now);
                w.MailedLinks.Add(new()
                {
                    Id = id,
                    UserId = user.Id,
                    Purpose = purpose,
                    TokenHash = LinkTokens.Hash(MailedLink.TokenOf(tokens, id)),
                    Email = email,
                    ChangeId = change,
                    CreatedAt = now,
                    ExpiresAt = now + LinkLives,
                });
                OutgoingMail.Queue(w, MailKind.AccountLink, id, user.Id, now);
            }
            return true;
        }, ct);
    }

    /// <summary>The new address of a change under way; null without one.</summary>
    public Task<string?> OpenAsync(Guid userId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return db.MailedLinks.Where(x => x.UserId == userId && x.ChangeId != null && x.UsedAt == null && x.ExpiresAt > now)
            .OrderByDescending(x => x.CreatedAt).Select(x => x.Email).FirstOrDefaultAsync(ct);
    }

    public async Task<AddressView> FindAsync(string token, CancellationToken ct)
    {
        var (hash, now) = (LinkTokens.Hash(token), clock.GetUtcNow());
        var link = await db.MailedLinks.AsNoTracking().SingleOrDefaultAsync(x => x.TokenHash == hash && x.ChangeId != null, ct);
        return link?.IsOpenAt(now) == true ? new(AddressState.Asks, link.Email!, link.ExpiresAt) : new(AddressState.Gone, "", now);
    }

    /// <summary>By the button on the link's page.</summary>
    public async Task<AddressView> ConfirmAsync(string token, CancellationToken ct)
    {
        var (hash, now) = (LinkTokens.Hash(token), clock.GetUtcNow());
        return await writer.WriteAsync(async (w, t) =>
        {
            var link = await w.MailedLinks.AsNoTracking().SingleOrDefaultAsync(x => x.TokenHash == hash && x.ChangeId != null, t);
            if (link?.IsOpenAt(now) != true)
                return new AddressView(AddressState.Gone, "", now);
            // Both links at once: the second waits for the first, and then sees that it was confirmed.
            var both = w.MailedLinks.Where(x => x.ChangeId == link.ChangeId);
            await both.ExecuteUpdateAsync(x => x.SetProperty(l => l.Email, link.Email), t);
            await both.Where(x => x.Id == link.Id).ExecuteUpdateAsync(x => x.SetProperty(l => l.UsedAt, now), t);
            if (await both.AnyAsync(x => x.UsedAt == null, t))
                return new(AddressState.OneOfTwo, link.Email!, link.ExpiresAt);
            var (normalized, name) = (normalizer.NormalizeEmail(link.Email), normalizer.NormalizeName(link.Email));
            if (await w.Users.AnyAsync(x => x.NormalizedEmail == normalized || x.NormalizedUserName == name, t))
                return new(AddressState.Taken, link.Email!, link.ExpiresAt);
            await w.Users.Where(x => x.Id == link.UserId).ExecuteUpdateAsync(x => x
                .SetProperty(u => u.Email, link.Email).SetProperty(u => u.NormalizedEmail, normalized)
                .SetProperty(u => u.UserName, link.Email).SetProperty(u => u.NormalizedUserName, name)
                .SetProperty(u => u.EmailConfirmed, true), t);
            // What was mailed to the address before opens nothing any more.
            await w.MailedLinks.Where(x => x.UserId == link.UserId && x.UsedAt == null)
                .ExecuteUpdateAsync(x => x.SetProperty(l => l.UsedAt, now), t);
            return new(AddressState.Changed, link.Email!, link.ExpiresAt);
        }, ct);
    }
}

/// <summary>A closed set. Taken: another account has this address by now.</summary>
public enum AddressState { Asks, OneOfTwo, Changed, Taken, Gone }

/// <param name="Email">The new one.</param>
public sealed record AddressView(AddressState State, string Email, DateTimeOffset ExpiresAt);
