using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Members;

/// <summary>Who belongs to an employer, and what they are there.</summary>
public sealed class Teams(AppDb db, IWriter writer)
{
    public async Task<IReadOnlyList<TeamMember>> OfAsync(Guid employerId, CancellationToken ct)
    {
        var members = await (
            from membership in db.Memberships.AsNoTracking()
            join user in db.Users on membership.UserId equals user.Id
            where membership.EmployerId == employerId
            orderby user.NormalizedEmail
            select new { membership, user.Email, SeenAt = db.Sessions.Where(x => x.UserId == user.Id).Max(x => (DateTimeOffset?)x.SeenAt) })
            .ToListAsync(ct);
        var ads = (await db.AdGrants.Where(x => x.EmployerId == employerId).ToListAsync(ct)).ToLookup(x => x.UserId, x => x.JobAdId);
        return [.. members.Select(x => new TeamMember(x.membership, x.Email!, x.SeenAt, [.. ads[x.membership.UserId]]))];
    }

    /// <summary>An employer always keeps an owner: of two who remove each other, the second one stays.</summary>
    /// <param name="ads">Of the employer.</param>
    public Task<TeamChange> ChangeAsync(
        Guid employerId, Guid userId, Role role, bool limited, IReadOnlyList<Guid> ads, CancellationToken ct) =>
        WriteAsync(employerId, userId, role, async (w, membership, t) =>
        {
            (membership.Role, membership.IsLimited) = (role, limited && Roles.CanBeLimited(role));
            if (membership.IsLimited)
            {
                // What a confidential ad names stays: that is said at the ad.
                await w.AdGrants.Where(x => x.UserId == userId && x.EmployerId == employerId && !ads.Contains(x.JobAdId)
                    && !w.ConfidentialAds.Any(a => a.JobAdId == x.JobAdId)).ExecuteDeleteAsync(t);
                await GrantAsync(w, userId, employerId, ads, t);
            }
        }, ct);

    public Task<TeamChange> EndAsync(Guid employerId, Guid userId, CancellationToken ct) =>
        WriteAsync(employerId, userId, null, async (w, membership, t) =>
        {
            w.Memberships.Remove(membership);
            await w.AdGrants.Where(x => x.UserId == userId && x.EmployerId == employerId).ExecuteDeleteAsync(t);
        }, ct);

    /// <summary>Names a member for ads. In the caller's transaction.</summary>
    /// <param name="ads">Of the employer.</param>
    public static async Task GrantAsync(AppDb w, Guid userId, Guid employerId, IReadOnlyList<Guid> ads, CancellationToken ct)
    {
        var before = await w.AdGrants.Where(x => x.UserId == userId && ads.Contains(x.JobAdId)).Select(x => x.JobAdId).ToListAsync(ct);
        w.AdGrants.AddRange(ads.Except(before).Select(x => new AdGrant { UserId = userId, EmployerId = employerId, JobAdId = x }));
    }

    /// <summary>Who changes or invites somebody at the same employer waits for the caller's transaction.</summary>
    internal static Task OneAtATimeAsync(AppDb w, Guid employerId, CancellationToken ct) =>
        w.Employers.Where(x => x.Id == employerId).ExecuteUpdateAsync(x => x.SetProperty(e => e.Name, e => e.Name), ct);

    /// <param name="role">Afterwards; null: none.</param>
    private Task<TeamChange> WriteAsync(
        Guid employerId, Guid userId, Role? role, Func<AppDb, Membership, CancellationToken, Task> change, CancellationToken ct) =>
        writer.WriteAsync(async (w, t) =>
        {
            // So that the last owner is counted rightly.
            await OneAtATimeAsync(w, employerId, t);
            if (await w.Memberships.SingleOrDefaultAsync(x => x.UserId == userId && x.EmployerId == employerId, t) is not { } membership)
                return TeamChange.Gone;
            if (membership.Role == Role.Owner && role != Role.Owner
                && !await w.Memberships.AnyAsync(x => x.EmployerId == employerId && x.Role == Role.Owner && x.UserId != userId, t))
                return TeamChange.LastOwner;
            await change(w, membership, t);
            return TeamChange.Done;
        }, ct);
}

/// <summary>A closed set. Gone: there is no such member any more.</summary>
public enum TeamChange { Done, LastOwner, Gone }

/// <param name="Ads">For which the member was named.</param>
public sealed record TeamMember(Membership Membership, string Email, DateTimeOffset? SeenAt, IReadOnlyList<Guid> Ads);
