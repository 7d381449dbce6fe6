using System.Linq.Expressions;
using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Employers;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>
/// What is done, and when, for a delivery that does not arrive: its employer is told beside the ATS, then operators look into it, the
/// applicant is shown another way (<see cref="Delivery.OverdueAfter"/>), and at last it ends. Until then it gives access and ends nothing:
/// an ATS that takes it again has it. Working time stops while the employer is closed, and nothing ends in that time.
/// </summary>
internal static class Ladder
{
    /// <summary>Working time after which the employer is told of what it must do, and of what goes on by itself.</summary>
    public static readonly TimeSpan TellAfter = TimeSpan.FromHours(4), TellOfOthersAfter = WorkingDays.Day;

    /// <summary>Working time after which it is the operators' task.</summary>
    public static readonly TimeSpan OperatorsAfter = 3 * WorkingDays.Day;

    /// <summary>Days after which its end is announced: since it came in, or since its job ad was closed.</summary>
    public const int WarnAfterDays = 60, WarnAfterClosingDays = 30;

    /// <summary>Between the announcement and the end.</summary>
    public static readonly TimeSpan WarnFor = TimeSpan.FromDays(7);

    /// <summary>What waits, and not for something of the applicant's or for another application of the same person.</summary>
    public static readonly Expression<Func<Delivery, bool>> Waits = x => x.SettledAt == null && x.WithdrawnAt == null
        && x.DoubtedAt == null && x.State != DeliveryState.NeedsApplicant && x.State != DeliveryState.WaitsForFirst
        && x.HeldBy != HeldBy.Proof && x.Reason != Delivery.FileRefused;

    /// <summary>Of these the employer is told, if they came in before: what is under way by mail has told of itself.</summary>
    public static IQueryable<Delivery> Told(AppDb db, SecondPath path, WorkingDays days, DateTimeOffset now)
    {
        var (needs, others) = (days.Before(now, TellAfter), days.Before(now, TellOfOthersAfter));
        // The employer's, else SQLite would go through all that the connection ever had.
        var waits = db.Deliveries.Where(Waits).Where(
            x => x.EmployerId == path.EmployerId && x.ConnectionId == path.ConnectionId && x.State != DeliveryState.UnderWayByMail);
        return waits.Where(Needs.Any).Where(x => x.CreatedAt <= needs).Union(waits.Where(x => x.CreatedAt <= others));
    }

    /// <summary>How many of each employer are the operators' task, and since when the oldest waits.</summary>
    public static async Task<IReadOnlyList<(Guid EmployerId, int Count, DateTimeOffset OldestAt)>> OperatorsTasksAsync(
        AppDb db, DateTimeOffset now, CancellationToken ct)
    {
        // No working time is longer than the time itself.
        var before = now - OperatorsAfter;
        var old = db.Deliveries.Where(Waits).Where(x => x.CreatedAt <= before);
        var employers = await old.Select(x => x.EmployerId).Distinct().ToListAsync(ct);
        var tasks = new List<(Guid EmployerId, int Count, DateTimeOffset OldestAt)>();
        foreach (var (employer, days) in await ClosedDays.WorkingDaysOfAsync(db, employers, ct))
        {
            var since = days.Before(now, OperatorsAfter);
            if (await old.Where(x => x.EmployerId == employer && x.CreatedAt <= since).GroupBy(_ => 1)
                .Select(x => new { Count = x.Count(), OldestAt = x.Min(d => d.CreatedAt) }).SingleOrDefaultAsync(ct) is { } found)
                tasks.Add((employer, found.Count, found.OldestAt));
        }
        return [.. tasks.OrderBy(x => x.OldestAt)];
    }

    /// <summary>Those whose end is to be announced, by whole days: all of a day at once.</summary>
    public static IQueryable<Delivery> ToWarn(AppDb db, DateTimeOffset now)
    {
        var midnight = Texts.StartOf(Texts.Day(now));
        var (came, closed) = (midnight.AddDays(1 - WarnAfterDays), midnight.AddDays(1 - WarnAfterClosingDays));
        return Open(db, now).Where(x => x.CreatedAt < closed && x.WarnedAt == null && (x.CreatedAt < came
            || db.JobAds.Any(a => a.Id == x.JobAdId && a.State == JobAdState.Closed && a.ClosedAt < closed)));
    }

    /// <summary>When one ends if nothing happens, once that was announced; see <see cref="ToEnd"/>.</summary>
    public static DateTimeOffset? EndsAt(Delivery delivery, WorkingDays days) =>
        delivery is { Ended: false, WarnedAt: { } warned } ? days.AfterClosing(warned + WarnFor) : null;

    /// <summary>Those that end now. None of them has a request out, and what waits for a first ends as that does, or is tried.</summary>
    public static IQueryable<Delivery> ToEnd(AppDb db, DateTimeOffset now)
    {
        var before = now - WarnFor;
        return Open(db, now).Where(x => x.CreatedAt < before && x.WarnedAt <= before && x.State != DeliveryState.Delivering
            && x.State != DeliveryState.WaitsForFirst);
    }

    private static IQueryable<Delivery> Open(AppDb db, DateTimeOffset now)
    {
        var today = Texts.Day(now);
        return db.Deliveries.Where(x => x.SettledAt == null && x.WithdrawnAt == null && x.DoubtedAt == null
            && !db.ClosedDays.Any(c => c.EmployerId == x.EmployerId && c.From <= today && c.Until >= today));
    }
}
