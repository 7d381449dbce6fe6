using Eilbote.Ats;
using Eilbote.Connectors;
using Eilbote.Mail;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>
/// Every two minutes, where they are read: what came back as undeliverable stops being on its way, or is no longer handed over. What
/// has been on its way for long enough then counts as handed over, because all reports until now are read.
/// </summary>
internal sealed partial class Bounces(
    BounceMailbox mailbox, ConnectorRegistry connectors, IServiceScopeFactory scopes, IWriter writer, TimeProvider clock,
    ILogger<Bounces> log)
    : DueWork<string>(TimeSpan.FromMinutes(2), atOnce: 1, clock, log)
{
    private const string All = "Bounces";
    private const int AtOnce = 200;

    protected override Task<IReadOnlyCollection<string>> DueAsync(CancellationToken ct) =>
        Task.FromResult<IReadOnlyCollection<string>>(mailbox.IsRead ? [All] : []);

    protected override async Task<DateTimeOffset?> RunAsync(string key, CancellationToken ct)
    {
        var until = Clock.GetUtcNow();
        if (await mailbox.ReadAsync(x => writer.WriteAsync((db, t) => TakeAsync(db, x, Clock.GetUtcNow(), t), ct), ct) is { } trouble)
            Log.NotRead(log, trouble);
        else
            await EndDueAsync(until, ct);
        return null;
    }

    /// <summary>
    /// A report is one more thing that came back, and so an exchange of its own. It sends nothing: a person looks, while there is still
    /// something to send.
    /// </summary>
    private static async Task<bool> TakeAsync(AppDb db, Bounce bounce, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.Exchanges.AsNoTracking().SingleOrDefaultAsync(x => x.Id == bounce.Id && x.DeliveryId != null, ct) is not { } sent
            || await db.Exchanges.AnyAsync(x => x.DeliveryId == sent.DeliveryId && x.Step == StepOf(sent), ct))
            return false;
        db.Exchanges.Add(new()
        {
            AccountId = sent.AccountId,
            ConnectionId = sent.ConnectionId,
            DeliveryId = sent.DeliveryId,
            Step = StepOf(sent),
            Kind = StepKind.Read,
            StartedAt = now,
            Deadline = now,
            AnsweredAt = now,
            Stage = Stage.Answered,
            Meaning = Meaning.NeedsEmployer,
            Reason = Delivery.Bounced,
            Verbatim = Reading.Quote($"{bounce.Status} {bounce.Words}"),
        });
        await db.SaveChangesAsync(ct);
        if (sent.Kind == StepKind.Tell)
        {
            await db.SecondPaths.Where(x => x.ConnectionId == sent.ConnectionId && x.AccountId == sent.AccountId)
                .ExecuteUpdateAsync(x => x.SetProperty(p => p.DeadSince, now), ct);
            await db.Deliveries.Where(x => x.Id == sent.DeliveryId)
                .ExecuteUpdateAsync(x => x.SetProperty(d => d.ToldAt, (DateTimeOffset?)null), ct);
            return true;
        }
        // Of one that was sent again since, the last mail counts. What is erased stays ended: there is nothing left to send.
        var reopened = db.Deliveries.Where(x => x.Id == sent.DeliveryId && x.MailedAt != null
            && (x.State == DeliveryState.UnderWayByMail || x.State == DeliveryState.HandedOver)
            && db.Applications.Any(a => a.Id == x.ApplicationId && a.ErasedAt == null)
            && !db.Documents.Any(d => d.ApplicationId == x.ApplicationId && d.ErasedAt != null && d.ReplacedAt == null
                && d.ScanResult != Applications.ScanResult.Found)
            && !db.Exchanges.Any(e => e.DeliveryId == x.Id && e.Kind == StepKind.Create && e.StartedAt > sent.StartedAt));
        if (await reopened.ExecuteUpdateAsync(Release.Bounced, ct) == 1)
            await db.Deliveries.Where(x => x.RepeatOf == sent.DeliveryId && x.State == DeliveryState.HandedOver).ExecuteUpdateAsync(x => x
                .SetProperty(d => d.State, DeliveryState.WaitsForFirst).SetProperty(d => d.MailedAt, (DateTimeOffset?)null)
                .SetProperty(d => d.SettledAt, (DateTimeOffset?)null), ct);
        return true;
    }

    private static string StepOf(Exchange sent) => $"bounce-{sent.Id:N}";

    private async Task EndDueAsync(DateTimeOffset until, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        foreach (var ats in connectors.All.Select(x => x.Descriptor))
            if (ats.HandedOverAfter is { } after && until - after is var before)
                while (await Due(db, ats, before).OrderBy(x => x.MailedAt).Select(x => x.Id).Take(AtOnce).ToListAsync(ct) is
                    { Count: > 0 } some)
                    await writer.WriteAsync((w, t) => EndAsync(w, Due(w, ats, before).Where(x => some.Contains(x.Id)), t), ct);
    }

    private async Task<bool> EndAsync(AppDb db, IQueryable<Delivery> due, CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        var firsts = await due.AsNoTracking().Where(x => x.HasRepeats).ToListAsync(ct);
        await due.ExecuteUpdateAsync(Release.Ended(DeliveryState.HandedOver, null, now), ct);
        foreach (var first in firsts)
        {
            first.State = DeliveryState.HandedOver;
            await Repeats.FollowAsync(db, first, now, ct);
        }
        return true;
    }

    private static IQueryable<Delivery> Due(AppDb db, ConnectorDescriptor ats, DateTimeOffset before) => db.Deliveries
        .Where(x => x.State == DeliveryState.UnderWayByMail && x.MailedAt <= before && x.WithdrawnAt == null)
        .Where(x => db.Connections.Any(c => c.Id == x.ConnectionId && c.Connector == ats.Id));

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning,
            "The mailbox of failure reports (Eilbote:Mail:Bounces) could not be read: {Trouble}. Until it can, nothing by mail counts as handed over by itself")]
        public static partial void NotRead(ILogger log, string trouble);
    }
}
