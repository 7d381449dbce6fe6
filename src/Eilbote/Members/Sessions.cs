using System.Security.Claims;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Members;

/// <summary>Begins sessions, reads one for each request, and ends them: an old cookie is then worth nothing.</summary>
public sealed class Sessions(AppDb db, IWriter writer, TimeProvider clock)
{
    private const string ClaimType = "session";

    /// <summary>How exactly it is known when one was last used.</summary>
    private static readonly TimeSpan Seen = TimeSpan.FromHours(1);

    private IQueryable<Session> Open
    {
        get
        {
            var since = clock.GetUtcNow() - Session.Unused;
            return db.Sessions.AsNoTracking().Where(x => x.EndedAt == null && x.SeenAt > since);
        }
    }

    /// <summary>Signs the browser in. Where the person last worked they go on.</summary>
    /// <param name="employerId">For whom they work in it; null: for whom they last did.</param>
    public async Task<SignedIn> BeginAsync(HttpContext http, User user, Guid? employerId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var places = await PlacesAsync(user.Id, ct);
        var last = employerId is not null || places.Count < 2 ? null : await db.Sessions
            .Where(x => x.UserId == user.Id && x.EmployerId != null).OrderByDescending(x => x.SeenAt).Select(x => x.EmployerId)
            .FirstOrDefaultAsync(ct);
        var at = places.FirstOrDefault(x => x.EmployerId == (employerId ?? last))
            ?? (user.IsOperator || places.Count == 0 ? null : places[0]);
        var session = new Session
        {
            Id = Guid.CreateVersion7(now),
            UserId = user.Id,
            EmployerId = at?.EmployerId,
            StartedAt = now,
            SeenAt = now,
            ProvenAt = now,
            Device = Device.Name(http.Request.Headers.UserAgent),
        };
        var unused = now - Session.Unused;
        await writer.WriteAsync(async (w, t) =>
        {
            await w.Sessions.Where(x => x.UserId == user.Id && x.SeenAt < unused).ExecuteDeleteAsync(t);
            await w.MailedLinks.Where(x => x.UserId == user.Id && x.ExpiresAt < unused).ExecuteDeleteAsync(t);
            return w.Sessions.Add(session);
        }, ct);
        var cookie = new ClaimsIdentity([new(ClaimType, session.Id.ToString())], IdentityConstants.ApplicationScheme);
        await http.SignInAsync(IdentityConstants.ApplicationScheme, new(cookie), new AuthenticationProperties { IsPersistent = true });
        return new(session, user, places);
    }

    /// <summary>Of each request with a cookie: who that is by now. An ended session signs nobody in.</summary>
    public async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        if (Guid.TryParse(context.Principal?.FindFirstValue(ClaimType), out var id) && await ReadAsync(id, http.RequestAborted) is { } me)
        {
            // A link of a mail says whose page it leads to.
            if (HttpMethods.IsGet(http.Request.Method) && http.Request.Path.StartsWithSegments("/portal", StringComparison.Ordinal)
                && Guid.TryParse(http.Request.Query["employer"], out var employer) && employer != me.Session.EmployerId
                && await MoveAsync(me, employer, http.RequestAborted))
                me.Session.EmployerId = employer;
            http.Features.Set(me);
            var claims = new List<Claim>
            {
                new(ClaimType, id.ToString()), new(ClaimTypes.NameIdentifier, me.User.Id.ToString()), new(ClaimTypes.Name, me.User.Email!),
            };
            if (me.At is { } at)
                claims.Add(new(WebFeature.EmployerField, at.EmployerId.ToString()));
            context.ReplacePrincipal(new(new ClaimsIdentity(claims, IdentityConstants.ApplicationScheme)));
        }
        else
            context.RejectPrincipal();
    }

    private async Task<SignedIn?> ReadAsync(Guid id, CancellationToken ct)
    {
        var found = await (from session in Open
                           join user in db.Users.AsNoTracking() on session.UserId equals user.Id
                           where session.Id == id
                           select new { session, user }).SingleOrDefaultAsync(ct);
        if (found is null)
            return null;
        var now = clock.GetUtcNow();
        if (found.session.SeenAt < now - Seen)
            await writer.WriteAsync((w, t) => w.Sessions.Where(x => x.Id == id)
                .ExecuteUpdateAsync(x => x.SetProperty(s => s.SeenAt, now), t), ct);
        return new(found.session, found.user, await PlacesAsync(found.user.Id, ct));
    }

    private async Task<IReadOnlyList<Place>> PlacesAsync(Guid userId, CancellationToken ct) => await (
        from membership in db.Memberships
        join employer in db.Employers on membership.EmployerId equals employer.Id
        where membership.UserId == userId
        orderby employer.Name, employer.Id
        select new Place(employer.Id, employer.Name, membership.Role, membership.IsLimited)).ToListAsync(ct);

    /// <summary>The open ones of a person, last used first.</summary>
    public Task<List<Session>> OfAsync(Guid userId, CancellationToken ct) =>
        Open.Where(x => x.UserId == userId).OrderByDescending(x => x.SeenAt).ThenByDescending(x => x.Id).ToListAsync(ct);

    /// <summary>The person proved again who they are.</summary>
    public Task ProveAsync(Session session, CancellationToken ct)
    {
        session.ProvenAt = clock.GetUtcNow();
        return writer.WriteAsync((w, t) => w.Sessions.Where(x => x.Id == session.Id)
            .ExecuteUpdateAsync(x => x.SetProperty(s => s.ProvenAt, session.ProvenAt), t), ct);
    }

    /// <summary>False when the person does not belong there.</summary>
    public async Task<bool> MoveAsync(SignedIn me, Guid? employerId, CancellationToken ct)
    {
        if (employerId is null ? !me.User.IsOperator : !me.Places.Any(x => x.EmployerId == employerId))
            return false;
        await writer.WriteAsync((w, t) => w.Sessions.Where(x => x.Id == me.Session.Id)
            .ExecuteUpdateAsync(x => x.SetProperty(s => s.EmployerId, employerId), t), ct);
        return true;
    }

    /// <summary>Ends one; of this person only.</summary>
    public Task EndAsync(Guid userId, Guid id, CancellationToken ct) => writer.WriteAsync((w, t) =>
        EndAsync(w.Sessions.Where(x => x.UserId == userId && x.Id == id), clock.GetUtcNow(), t), ct);

    /// <summary>Ends all of a person but one. In the caller's transaction.</summary>
    public static Task<int> EndAllAsync(AppDb db, Guid userId, Guid? but, DateTimeOffset now, CancellationToken ct) =>
        EndAsync(db.Sessions.Where(x => x.UserId == userId && x.Id != but), now, ct);

    private static Task<int> EndAsync(IQueryable<Session> sessions, DateTimeOffset now, CancellationToken ct) =>
        sessions.Where(x => x.EndedAt == null).ExecuteUpdateAsync(x => x.SetProperty(s => s.EndedAt, now), ct);
}
