using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connections;
using Eilbote.Deliveries;
using Eilbote.Employers;
using Eilbote.Members;
using Eilbote.Mail;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Notices;

/// <summary>Turns what people must be told of into mails: it reads the rows of others, so that nothing is told that is not so.</summary>
internal static class DueNotices
{
    private const int AtOnce = 500;
    private static readonly TimeSpan Again = TimeSpan.FromHours(24), FailingTold = TimeSpan.FromHours(1);

    /// <summary>After midnight on the board's clock, Monday to Friday.</summary>
    private static readonly TimeSpan DigestAt = TimeSpan.FromHours(8);

    /// <summary>In one transaction. Each row is claimed first, so that of several servers one tells of it.</summary>
    public static async Task<int> QueueAsync(AppDb db, SecondPaths secondPaths, DateTimeOffset now, CancellationToken ct)
    {
        await BrokenAsync(db, now, ct);
        await LateAsync(db, now, ct);
        await AnswersAsync(db, now, ct);
        await Supplements.EndProofsAsync(db, now, ct);
        await secondPaths.AskAgainAsync(db, now, ct);
        await JobsNotPublishedAsync(db, now, ct);
        await DigestsAsync(db, now, ct);
        await EndingsAsync(db, now, ct);
        await AccountsAsync(db, now, ct);
        foreach (var stop in await db.ProbingStops.AsNoTracking().Where(x => x.ToldAt == null).ToListAsync(ct))
            if (await db.ProbingStops.Where(x => x.Id == stop.Id && x.ToldAt == null)
                .ExecuteUpdateAsync(x => x.SetProperty(s => s.ToldAt, now), ct) == 1)
                await AddAsync(db, MailKind.ProbingStopped, stop.Id, Operators(db).Union(With(db, stop.EmployerId, Right.Manage)), now, ct);
        foreach (var outage in await db.Outages.Where(x => x.ToldAt == null).Select(x => x.Id).ToListAsync(ct))
            if (await db.Outages.Where(x => x.Id == outage && x.ToldAt == null)
                .ExecuteUpdateAsync(x => x.SetProperty(o => o.ToldAt, now), ct) == 1)
                await AddAsync(db, MailKind.OutageBegan, outage, Operators(db), now, ct);
        return await db.SaveChangesAsync(ct);
    }

    /// <summary>Each break is told of at once and again later; one that was mended delays nothing.</summary>
    private static async Task BrokenAsync(AppDb db, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var connection in await db.Connections.AsNoTracking().Where(x => x.NoticeDueAt <= now && x.State == ConnectionState.Held)
            .ToListAsync(ct))
        {
            // Only of this break: one that was mended meanwhile was another.
            var last = await db.OutgoingMails.Where(
                x => x.Kind == MailKind.ConnectionBroken && x.SubjectId == connection.Id && x.State != MailState.Dropped
                && x.CreatedAt >= connection.HeldSince)
                .MaxAsync(x => (DateTimeOffset?)x.CreatedAt, ct);
            var told = last + Again > now;
            var sent = connection.NoticesSent + (told ? 0 : 1);
            var next = told ? last + Again : BrokenNotices.DueAt(connection.HeldSince!.Value, sent);
            var claimed = await db.Connections.Where(x => x.Id == connection.Id && x.NoticeDueAt == connection.NoticeDueAt)
                .ExecuteUpdateAsync(x => x.SetProperty(c => c.NoticeDueAt, next).SetProperty(c => c.NoticesSent, sent), ct);
            if (claimed == 1 && !told)
                await AddAsync(db, MailKind.ConnectionBroken, connection.Id, With(db, connection.EmployerId, Right.Manage), now, ct);
        }
    }

    private static async Task LateAsync(AppDb db, DateTimeOffset now, CancellationToken ct)
    {
        var before = now - Delivery.OverdueAfter;
        // Not of a copy, which ends with its first, nor of one whose applicant was asked for an answer: those were written to.
        var late = db.Deliveries.Where(x => x.LateToldAt == null && x.SettledAt == null && x.DoubtedAt == null && x.RepeatOf == null
            && (x.State != DeliveryState.NeedsApplicant || x.Reason != Delivery.AnswerMissing));
        foreach (var delivery in await late.Where(x => x.CreatedAt <= before).OrderBy(x => x.CreatedAt)
            .Select(x => new { x.Id, x.ApplicationId }).Take(AtOnce).ToListAsync(ct))
            if (await late.Where(x => x.Id == delivery.Id).ExecuteUpdateAsync(x => x.SetProperty(d => d.LateToldAt, now), ct) == 1)
                OutgoingMail.Queue(db, MailKind.ApplicationLate, delivery.ApplicationId, null, now);
    }

    /// <summary>Whose answer is missing is written to at once and twice again; then it is the employer's matter.</summary>
    private static async Task AnswersAsync(AppDb db, DateTimeOffset now, CancellationToken ct)
    {
        var due = db.Deliveries.Where(MissingAnswers.IsAsked).Where(x => x.AnswerDueAt <= now);
        var over = now - AnswerSchedule.AskFor;
        foreach (var x in await due.OrderBy(x => x.AnswerDueAt)
            .Select(x => new { x.Id, x.ApplicationId, x.AnswerAskedAt, x.AnswerDueAt }).Take(AtOnce).ToListAsync(ct))
        {
            var mine = due.Where(d => d.Id == x.Id && d.AnswerDueAt == x.AnswerDueAt);
            if (x.AnswerAskedAt <= over)
                await mine.ExecuteUpdateAsync(Release.Unanswered, ct);
            else if (AnswerSchedule.After(x.AnswerAskedAt!.Value, now) is var next
                && await mine.ExecuteUpdateAsync(s => s.SetProperty(d => d.AnswerDueAt, next), ct) == 1)
                OutgoingMail.Queue(db, MailKind.AnswerMissing, x.ApplicationId, null, now);
        }
    }

    /// <summary>
    /// At once, if the employer was told nothing today, and then it is today's digest: it says what else waits. Else the next one says it.
    /// </summary>
    private static async Task JobsNotPublishedAsync(AppDb db, DateTimeOffset now, CancellationToken ct)
    {
        var midnight = Texts.StartOf(Texts.Day(now));
        var yesterday = now - Again;
        var untold = db.JobAds.Where(
            x => x.State == JobAdState.Held && x.HeldSince != null
            && (x.HeldToldAt == null || (x.HeldToldAt < x.HeldSince && x.HeldToldAt < yesterday)));
        foreach (var ad in await untold.OrderBy(x => x.Id).Select(x => new { x.Id, x.EmployerId }).Take(AtOnce).ToListAsync(ct))
            if (await untold.Where(x => x.Id == ad.Id).ExecuteUpdateAsync(x => x.SetProperty(a => a.HeldToldAt, now), ct) == 1
                && await db.Employers.Where(x => x.Id == ad.EmployerId && (x.DigestedAt == null || x.DigestedAt < midnight))
                    .ExecuteUpdateAsync(x => x.SetProperty(e => e.DigestedAt, now), ct) == 1)
                await AddAsync(db, MailKind.JobNotPublished, ad.Id, With(db, ad.EmployerId, Right.Work), now, ct);
    }

    /// <summary>What waits for an employer, once a working day and for all of it; a broken connection has mails of its own.</summary>
    private static async Task DigestsAsync(AppDb db, DateTimeOffset now, CancellationToken ct)
    {
        var today = Texts.Day(now);
        var midnight = Texts.StartOf(today);
        if (now < midnight + DigestAt)
            return;
        var due = db.Employers.Where(x => x.DigestedAt == null || x.DigestedAt < midnight)
            .Where(x => db.Deliveries.Where(d => d.EmployerId == x.Id && d.SettledAt == null).Where(Needs.Any)
                .Any(d => d.HeldBy == null || d.HeldBy != HeldBy.Connection));
        var employers = await due.OrderBy(x => x.Id).Select(x => x.Id).ToListAsync(ct);
        foreach (var id in (await ClosedDays.WorkingDaysOfAsync(db, employers, ct)).Where(x => x.Value.Works(today)).Select(x => x.Key)
            .Take(AtOnce))
            if (await due.Where(x => x.Id == id).ExecuteUpdateAsync(x => x.SetProperty(e => e.DigestedAt, now), ct) == 1)
                await AddAsync(db, MailKind.Digest, id, With(db, id, Right.Work), now, ct);
    }

    /// <summary>What will end is announced to applicant and employer in the morning; a week later it ends.</summary>
    internal static async Task EndingsAsync(AppDb db, DateTimeOffset now, CancellationToken ct)
    {
        var midnight = Texts.StartOf(Texts.Day(now));
        if (now < midnight + DigestAt)
            return;
        var (warned, employers) = (Ladder.ToWarn(db, now), new HashSet<Guid>());
        foreach (var x in await warned.OrderBy(x => x.CreatedAt).Select(x => new { x.Id, x.ApplicationId, x.EmployerId }).Take(AtOnce)
            .ToListAsync(ct))
            if (await warned.Where(d => d.Id == x.Id).ExecuteUpdateAsync(s => s.SetProperty(d => d.WarnedAt, now), ct) == 1)
            {
                OutgoingMail.Queue(db, MailKind.ApplicationEnding, x.ApplicationId, null, now);
                employers.Add(x.EmployerId);
            }
        foreach (var id in employers)
            if (!await db.OutgoingMails.AnyAsync(
                x => x.Kind == MailKind.ApplicationsEnding && x.SubjectId == id && x.CreatedAt >= midnight, ct))
                await AddAsync(db, MailKind.ApplicationsEnding, id, With(db, id, Right.Work), now, ct);
        var ended = Ladder.ToEnd(db, now);
        foreach (var delivery in await ended.AsNoTracking().OrderBy(x => x.CreatedAt).Take(AtOnce).ToListAsync(ct))
            if (await ended.Where(x => x.Id == delivery.Id).ExecuteUpdateAsync(Release.OutOfTime(now), ct) == 1)
            {
                OutgoingMail.Queue(db, MailKind.ApplicationReturned, delivery.ApplicationId, null, now);
                if (delivery.HasRepeats)
                    await Repeats.FollowAsync(
                        db, await db.Deliveries.AsNoTracking().SingleAsync(x => x.Id == delivery.Id, ct), now, ct);
            }
    }

    /// <summary>One account for which nothing gets through for an hour; an outage of the whole ATS has a mail of its own.</summary>
    private static async Task AccountsAsync(AppDb db, DateTimeOffset now, CancellationToken ct)
    {
        var failing = db.Accounts.Where(x => x.Failures > 1 && (x.ToldAt == null || x.ToldAt < x.LastSuccessAt))
            .Where(x => db.Deliveries.Any(d => d.AccountId == x.Id && d.DueAt != null)
                && !db.Outages.Any(o => o.Connector == x.Connector && o.EndedAt == null));
        var hourAgo = now - FailingTold;
        foreach (var account in await failing.AsNoTracking().OrderBy(x => x.Id).Take(AtOnce).ToListAsync(ct))
            if (await ConnectionStatus.FailingSinceAsync(db, account, ct) <= hourAgo
                && await failing.Where(x => x.Id == account.Id).ExecuteUpdateAsync(x => x.SetProperty(a => a.ToldAt, now), ct) == 1)
                await AddAsync(db, MailKind.AccountFailing, account.Id, Operators(db), now, ct);
    }

    private static IQueryable<Guid> Operators(AppDb db) => db.Users.Where(x => x.IsOperator).Select(x => x.Id);

    /// <summary>The members of an employer who may do something.</summary>
    private static IQueryable<Guid> With(AppDb db, Guid employerId, Right right)
    {
        var roles = Roles.OfMembers.Where(x => Roles.May(x, right)).ToList();
        return db.Memberships.Where(x => x.EmployerId == employerId && roles.Contains(x.Role)).Select(x => x.UserId);
    }

    private static async Task AddAsync(
        AppDb db, MailKind kind, Guid subject, IQueryable<Guid> who, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var user in await who.ToListAsync(ct))
            OutgoingMail.Queue(db, kind, subject, user, now);
    }
}
