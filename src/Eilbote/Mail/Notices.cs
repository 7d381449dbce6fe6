using System.Linq.Expressions;
using Eilbote.Connections;
using Eilbote.Employers;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Mail;

/// <summary>Turns what people must be told of into mails: it reads the rows of others, so that nothing is told that is not so.</summary>
internal static class Notices
{
    private const int AtOnce = 500;
    private static readonly TimeSpan LateAfter = TimeSpan.FromHours(48), Again = TimeSpan.FromHours(24);

    /// <summary>In one transaction. Each row is claimed first, so that of several servers one tells of it.</summary>
    public static async Task<int> QueueAsync(AppDb db, DateTimeOffset now, CancellationToken ct)
    {
        await BrokenAsync(db, now, ct);
        await LateAsync(db, now, ct);
        foreach (var stop in await db.ProbingStops.AsNoTracking().Where(x => x.ToldAt == null).ToListAsync(ct))
            if (await db.ProbingStops.Where(x => x.Id == stop.Id && x.ToldAt == null).ExecuteUpdateAsync(x => x.SetProperty(s => s.ToldAt, now), ct) == 1)
                await AddAsync(db, MailKind.ProbingStopped, stop.Id, x => x.Role == Role.Operator || (x.Role == Role.Owner && x.EmployerId == stop.EmployerId), now, ct);
        foreach (var outage in await db.Outages.Where(x => x.ToldAt == null).Select(x => x.Id).ToListAsync(ct))
            if (await db.Outages.Where(x => x.Id == outage && x.ToldAt == null).ExecuteUpdateAsync(x => x.SetProperty(o => o.ToldAt, now), ct) == 1)
                await AddAsync(db, MailKind.OutageBegan, outage, x => x.Role == Role.Operator, now, ct);
        return await db.SaveChangesAsync(ct);
    }

    /// <summary>A mail to whom its subject names: an applicant or an invited colleague. In the caller's transaction.</summary>
    public static void Add(AppDb db, MailKind kind, Guid subject, DateTimeOffset now) => Add(db, kind, subject, null, now);

    /// <summary>A connection that breaks again and again is told of once a day.</summary>
    private static async Task BrokenAsync(AppDb db, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var connection in await db.Connections.AsNoTracking().Where(x => x.NoticeDueAt <= now && x.State == ConnectionState.Held).ToListAsync(ct))
        {
            // Only of this break: one that was mended meanwhile was another.
            var last = await db.OutgoingMails.Where(x => x.Kind == MailKind.ConnectionBroken && x.SubjectId == connection.Id && x.State != MailState.Dropped && x.CreatedAt >= connection.HeldSince)
                .MaxAsync(x => (DateTimeOffset?)x.CreatedAt, ct);
            var told = last + Again > now;
            var sent = connection.NoticesSent + (told ? 0 : 1);
            var next = told ? last + Again : BrokenNotices.DueAt(connection.HeldSince!.Value, sent);
            var claimed = await db.Connections.Where(x => x.Id == connection.Id && x.NoticeDueAt == connection.NoticeDueAt)
                .ExecuteUpdateAsync(x => x.SetProperty(c => c.NoticeDueAt, next).SetProperty(c => c.NoticesSent, sent), ct);
            if (claimed == 1 && !told)
                await AddAsync(db, MailKind.ConnectionBroken, connection.Id, x => x.Role == Role.Owner && x.EmployerId == connection.EmployerId, now, ct);
        }
    }

    private static async Task LateAsync(AppDb db, DateTimeOffset now, CancellationToken ct)
    {
        var before = now - LateAfter;
        var late = db.Deliveries.Where(x => x.LateToldAt == null && x.SettledAt == null);
        foreach (var delivery in await late.Where(x => x.CreatedAt <= before).OrderBy(x => x.CreatedAt).Select(x => new { x.Id, x.ApplicationId }).Take(AtOnce).ToListAsync(ct))
            if (await late.Where(x => x.Id == delivery.Id).ExecuteUpdateAsync(x => x.SetProperty(d => d.LateToldAt, now), ct) == 1)
                Add(db, MailKind.ApplicationLate, delivery.ApplicationId, now);
    }

    private static async Task AddAsync(AppDb db, MailKind kind, Guid subject, Expression<Func<User, bool>> who, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var user in await db.Users.Where(who).Select(x => x.Id).ToListAsync(ct))
            Add(db, kind, subject, user, now);
    }

    private static void Add(AppDb db, MailKind kind, Guid subject, Guid? user, DateTimeOffset now) =>
        db.OutgoingMails.Add(new OutgoingMail { Id = Guid.CreateVersion7(now), Kind = kind, SubjectId = subject, UserId = user, CreatedAt = now, DueAt = now });
}
