using Eilbote.Applications;
using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connectors;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>
/// The delivery as it is now, the exchange as it was written (null when the answer changed nothing), what was decided, and the
/// next step's reservation.
/// </summary>
public sealed record Recorded(Delivery Delivery, Exchange? Exchange, Decision? Decision = null, Reservation? Next = null)
{
    /// <summary>What the answer came to, before the next step was reserved.</summary>
    public DeliveryState State { get; init; } = Delivery.State;
}

/// <summary>Writes what the lanes do: every request before it leaves, every answer with its consequences, one transaction each.</summary>
public sealed class Ledger(IWriter writer, RepeatOptions repeats, AddressHashes hashes, Telemetry telemetry, TimeProvider clock)
{
    /// <summary>Before the one that holds a connection whose receiver must be mended.</summary>
    private const int FailuresUntilHeld = 2;

    private static readonly Prepared<Func<AppDb, Guid, CancellationToken,
        Task<Rows>>> Answered = new(() => EF.CompileAsyncQuery((AppDb db, Guid exchangeId, CancellationToken ct) => (
        from exchange in db.Exchanges
        join delivery in db.Deliveries on exchange.DeliveryId equals delivery.Id
        join account in db.Accounts on exchange.AccountId equals account.Id
        where exchange.Id == exchangeId
        select new Rows(exchange, delivery, account, db.Outages.Any(x => x.Connector == account.Connector && x.EndedAt == null)))
            .Single()));

    /// <summary>
    /// Reserves a slot and writes the open exchange. Refused while another request of the delivery is open, after one was
    /// answered with success, and once the applicant has withdrawn.
    /// </summary>
    /// <param name="content">
    /// The hash of what was sent, if nothing of the delivery has left yet: if it only repeats another, it waits for that one instead.
    /// </param>
    /// <param name="email">
    /// Its address as addresses are compared, if it must be asked whether the person already applied, and nothing has left under it.
    /// </param>
    public Task<Reservation> ReserveAsync(
        Delivery delivery, Step step, ConnectorDescriptor ats, string? content, string? email, CancellationToken ct) =>
        writer.WriteAsync((db, token) =>
        {
            var now = clock.GetUtcNow();
            var open = Exchange.Open(step, now, delivery.AccountId, delivery.ConnectionId, deliveryId: delivery.Id);
            return Exchanges.ReserveAsync(
                db, telemetry, open, Purpose.Delivery, ats.Pace, () => ClaimAsync(db, delivery, open, content, email, now, token), token);
        }, ct);

    /// <summary>
    /// Writes the answer and the decision. Never cancelled: what came back must be known. To a request that was declared
    /// unknown meanwhile only a success is added, because only that settles it.
    /// </summary>
    /// <param name="past">Null when it is declared unknown because the lane that sent it died: that alone decides nothing.</param>
    /// <param name="next">The step that follows an answer after which the delivery goes on: reserved in the same transaction.</param>
    public Task<Recorded> RecordAsync(
        Guid exchangeId, Sent sent, Reading reading, ConnectorDescriptor ats, Past? past, Step? next = null) =>
        writer.WriteAsync(async (db, token) =>
        {
            var now = clock.GetUtcNow();
            await LockAsync(db, exchangeId, token);
            var (exchange, delivery, account, isOut) = await Answered.For(db)(db, exchangeId, token);
            if (!Exchanges.Write(exchange, sent, reading, now))
                return new Recorded(delivery, null);
            var decision = await DecideAsync(db, delivery, account, exchange, sent, reading, ats, past, token);
            // It failed while others got through: the failure is its own, and stays so until the account fails as well.
            var own = account.Failures == 0 && (delivery.OwnFailures > 0 || account.LastSuccessAt > delivery.LastFailedAt);
            await AccountAsync(db, account, exchange, decision, ats, own, isOut, now, token);
            if (!delivery.Ended)
                await ApplyAsync(db, delivery, reading, decision, ats.Answers, own, now, token);
            if (delivery is { Ended: true, HasRepeats: true })
                await Repeats.FollowAsync(db, delivery, now, token);
            if (delivery.Ended || delivery.DoubtedAt is not null || next is null)
                return new Recorded(delivery, exchange, decision);
            await db.SaveChangesAsync(token);
            var recorded = new Recorded(delivery, exchange, decision);
            var open = Exchange.Open(next, now, delivery.AccountId, delivery.ConnectionId, deliveryId: delivery.Id);
            return recorded with
            {
                Next = await Exchanges.ReserveAsync(
                    db, telemetry, open, Purpose.Delivery, ats.Pace, () => Task.FromResult(Claimed(delivery, open)), token),
            };
        }, CancellationToken.None);

    /// <summary>Puts a delivery where it belongs when its connection or job ad stands still, or its account is another one now.</summary>
    public Task PlaceAsync(Guid deliveryId, HeldBy? heldBy, string? reason, Guid accountId, CancellationToken ct) =>
        writer.WriteAsync((db, token) => db.Deliveries.Where(x => x.Id == deliveryId && x.State == DeliveryState.Queued)
            .ExecuteUpdateAsync(x => x
            .SetProperty(d => d.AccountId, accountId)
            .SetProperty(d => d.State, heldBy == null ? DeliveryState.Queued : DeliveryState.Held)
            .SetProperty(d => d.HeldBy, heldBy)
            .SetProperty(d => d.Reason, reason)
            .SetProperty(d => d.DueAt, d => heldBy == null ? d.DueAt : null), token), ct);

    /// <summary>It goes without documents in which the virus scanner found something, and that is said of it.</summary>
    public Task WithholdAsync(Guid deliveryId, IReadOnlyCollection<Part> parts, CancellationToken ct) =>
        writer.WriteAsync(async (db, token) =>
        {
            if (await db.Deliveries.SingleOrDefaultAsync(x => x.Id == deliveryId && x.State == DeliveryState.Queued, token) is { } delivery)
                delivery.Without = [.. delivery.Without.Union(parts)];
            return true;
        }, ct);

    /// <summary>Our own fault kept a delivery from being sent: it waits on its own schedule, so that it stops no other.</summary>
    public Task PutBackAsync(Guid deliveryId, CancellationToken ct) =>
        writer.WriteAsync(async (db, token) =>
        {
            if (await db.Deliveries.SingleOrDefaultAsync(x => x.Id == deliveryId && x.State == DeliveryState.Queued, token) is { } delivery)
                OwnFailure(delivery, "own-fault", clock.GetUtcNow());
            return true;
        }, ct);

    private async Task<Decision> DecideAsync(
        AppDb db, Delivery delivery, Account account, Exchange exchange, Sent sent, Reading reading, ConnectorDescriptor ats, Past? past,
        CancellationToken ct)
    {
        var makesAnother = ats.Duplicates == DuplicateBehaviour.MakesAnother && exchange.Kind == StepKind.Create
            && sent.Stage != Stage.NothingSent;
        if (past is null)
            return makesAnother ? new Decision.Doubt() : new Decision.Continue();
        past = past with
        {
            RepeatMakesAnother = makesAnother,
            NeedsMending = account.Failures >= FailuresUntilHeld && reading.Reason is { } reason && ats.NeedsMending.Contains(reason),
        };
        if (reading.Meaning == Meaning.AlreadyThere && past.ProvesOurs)
            past = past with { AnotherMayBeThere = await Repeats.AnotherMayBeThereAsync(db, delivery, hashes, ct) };
        return Policy.Decide(reading, sent.Answer?.RetryAfter, past);
    }

    /// <summary>Refused when it is no longer due, another request of it is open, or one was answered with success.</summary>
    private async Task<bool> ClaimAsync(
        AppDb db, Delivery delivery, Exchange open, string? content, string? email, DateTimeOffset now, CancellationToken ct)
    {
        var mine = db.Deliveries
            .Where(x => x.Id == delivery.Id && x.AccountId == delivery.AccountId && x.DueAt <= now && x.WithdrawnAt == null)
            .Where(x => !db.Exchanges.Any(e => e.DeliveryId == x.Id && (e.AnsweredAt == null || e.Meaning == Meaning.Delivered)));
        // Nearly always nobody has sent the same, and the person has not applied before: one statement tells it.
        var alone = content is null ? mine
            : mine.Where(x => !db.Applications.Any(a => a.JobAdId == x.JobAdId && a.ContentHash == content && a.Id != x.ApplicationId));
        if (email is not null && hashes.Of(delivery.EmployerId, email) is var hash)
            alone = alone.Where(x => x.SentFrom == null && !db.Applications.Any(
                a => a.EmployerId == x.EmployerId && a.EmailNormalized == email && a.Id != x.ApplicationId)
                && !db.Applications.Any(a => a.EmployerId == x.EmployerId && a.EmailHash == hash));
        if (await TakeAsync(alone))
            return true;
        if (content is not null && await Repeats.PlaceAsync(db, delivery, now, ct))
            return false;
        if (email is not null && await Supplements.PlaceAsync(db, delivery, hashes, repeats.Within, now, ct))
            return false;
        return (content ?? email) is not null && await TakeAsync(mine);

        async Task<bool> TakeAsync(IQueryable<Delivery> rows) => await rows.ExecuteUpdateAsync(x => x
            .SetProperty(d => d.State, DeliveryState.Delivering)
            .SetProperty(d => d.DueAt, open.Deadline + Exchange.Grace), ct) == 1;
    }

    /// <summary>The same for a row in hand and locked, whose request was just answered and was its only open one.</summary>
    private static bool Claimed(Delivery delivery, Exchange open)
    {
        (delivery.State, delivery.DueAt) = (DeliveryState.Delivering, open.Deadline + Exchange.Grace);
        return true;
    }

    /// <summary>What an answer says about the account. An upload that passed does not say that creating works.</summary>
    private static async Task AccountAsync(
        AppDb db, Account account, Exchange exchange, Decision decision, ConnectorDescriptor ats, bool own, bool isOut, DateTimeOffset now,
        CancellationToken ct)
    {
        switch (decision)
        {
            case Decision.Continue:
            // Our own fault: it says nothing about the ATS.
            case Decision.Degrade when exchange.Reason == Exchanges.DocumentDamaged:
            case Decision.Retry or Decision.Doubt when own:
                return;
            case Decision.Retry or Decision.Doubt or Decision.Pause:
                // Several that were out at the same time are one failure.
                if (account.Failures == 0 || exchange.StartedAt >= account.FailedAt)
                    account.Failures++;
                account.FailedAt = now;
                var schedule = now + Schedule.AfterAccountFailure(account.Failures, Random.Shared.NextDouble());
                var until = decision is Decision.Pause pause ? Max(account.Throttle(pause.RetryAfter, now), schedule) : schedule;
                account.PausedUntil = account.PausedUntil is { } already ? Max(already, until) : until;
                if (ats.SharedService && decision is not Decision.Pause)
                    await Outage.NoteFailureAsync(db, account, now, ct);
                break;
            default:
                if (isOut)
                    await Outage.NoteSuccessAsync(db, account, now, ct);
                account.Failures = 0;
                account.PausedUntil = null;
                account.LastSuccessAt = now;
                break;
        }
    }

    private static async Task ApplyAsync(
        AppDb db, Delivery delivery, Reading reading, Decision decision, AnswerRules rules, bool own, DateTimeOffset now,
        CancellationToken ct)
    {
        delivery.State = DeliveryState.Queued;
        // Its place in the order of arrival stays its own; while an account fails, those tried longest ago go first.
        delivery.DueAt = delivery.CreatedAt < now ? delivery.CreatedAt : now;
        var reason = reading.Reason;
        delivery.Reason = reason;
        delivery.QuestionMissing = false;

        switch (decision)
        {
            case Decision.Continue:
                break;
            case Decision.Deliver deliver:
                End(delivery, DeliveryState.Delivered, now);
                delivery.Proof = deliver.Proof;
                delivery.NeedsLook |= deliver.Proof == Proof.Inferred || delivery.WithdrawnAt is not null || delivery.DoubtedAt is not null
                    || delivery.Without.Any(Policy.NeedsLook);
                return;
            case Decision.UnderWay:
                (delivery.State, delivery.DueAt, delivery.MailedAt) = (DeliveryState.UnderWayByMail, null, now);
                delivery.NeedsLook |= delivery.WithdrawnAt is not null || delivery.Without.Any(Policy.NeedsLook);
                break;
            case Decision.Retry when own:
                OwnFailure(delivery, reason, now);
                break;
            case Decision.Retry or Decision.Pause:
                delivery.LastFailedAt = now;
                break;
            case Decision.Doubt:
                (delivery.State, delivery.DueAt, delivery.Reason, delivery.LastFailedAt) = (
                    DeliveryState.NeedsEmployer, null, Delivery.InDoubt, now);
                break;
            case Decision.Degrade degrade:
                delivery.Without = [.. delivery.Without, degrade.Part];
                if (degrade.Part is Part.Channel)
                    await db.Connections.Where(x => x.Id == delivery.ConnectionId)
                        .ExecuteUpdateAsync(x => x.SetProperty(c => c.FlaggedReason, reason), ct);
                break;
            case Decision.StartOver:
                delivery.StepsForgottenAt = now;
                break;
            case Decision.AskAgain again:
                delivery.AlreadyThereAt = now;
                delivery.DueAt = now + again.After;
                break;
            case Decision.Rest { State: DeliveryState.AlreadyThere }:
                await Supplements.RestAsync(db, delivery, now, ct);
                break;
            case Decision.Rest rest:
                (delivery.State, delivery.DueAt) = (rest.State, null);
                delivery.QuestionMissing = reading.Meaning == Meaning.QuestionMissing;
                if (delivery.QuestionMissing)
                    await MissingAnswers.AskAsync(db, delivery, rules, now, ct);
                break;
            case Decision.HoldConnection:
                (delivery.State, delivery.HeldBy, delivery.DueAt) = (DeliveryState.Held, HeldBy.Connection, null);
                await HeldConnections.HoldAsync(db, delivery.ConnectionId, reason, now, ct);
                break;
            case Decision.HoldJobAd:
                (delivery.State, delivery.HeldBy, delivery.DueAt) = (DeliveryState.Held, HeldBy.JobAd, null);
                await db.JobAds.Where(x => x.Id == delivery.JobAdId && x.State == JobAdState.Open).ExecuteUpdateAsync(x => x
                    .SetProperty(a => a.State, JobAdState.Held)
                    .SetProperty(a => a.HeldReason, reason)
                    .SetProperty(a => a.HeldSince, now), ct);
                await HoldOthersAsync(db.Deliveries.Where(x => x.JobAdId == delivery.JobAdId), HeldBy.JobAd, reason, ct);
                await FeedNudges.RefusedAsync(db, delivery.ConnectionId, now, ct);
                break;
        }
        // Withdrawn while its request was out, and it did not arrive.
        if (delivery.WithdrawnAt is not null)
            End(delivery, DeliveryState.Withdrawn, now);
        else if (delivery.DoubtedAt is not null)
            Doubting.Hold(delivery);
    }

    /// <summary>SQLite has one writer; on PostgreSQL both rows are locked, so that what is read stays true until commit.</summary>
    private static async Task LockAsync(AppDb db, Guid exchangeId, CancellationToken ct)
    {
        if (db is not PostgresDb)
            return;
        var exchange = await db.Exchanges.Where(x => x.Id == exchangeId).Select(x => new { x.AccountId, x.DeliveryId }).SingleAsync(ct);
        await db.Accounts.Where(x => x.Id == exchange.AccountId).ExecuteUpdateAsync(x => x.SetProperty(a => a.Version, a => a.Version), ct);
        await db.Deliveries.Where(x => x.Id == exchange.DeliveryId).ExecuteUpdateAsync(x => x.SetProperty(d => d.DueAt, d => d.DueAt), ct);
    }

    internal static void End(Delivery delivery, DeliveryState state, DateTimeOffset now)
    {
        (delivery.State, delivery.SettledAt, delivery.DueAt, delivery.HeldBy) = (state, now, null, null);
        delivery.ReceiptDueAt = state == DeliveryState.Delivered && delivery.ReceiptsLeft > 0 ? now : null;
    }

    private static void OwnFailure(Delivery delivery, string? reason, DateTimeOffset now)
    {
        delivery.LastFailedAt = now;
        (delivery.Reason, delivery.QuestionMissing) = (reason, false);
        delivery.OwnFailures++;
        delivery.DueAt = now + Schedule.AfterOwnFailure(delivery.OwnFailures, Random.Shared.NextDouble());
        if (delivery.DueAt is null)
            delivery.State = DeliveryState.NeedsEmployer;
    }

    private static Task HoldOthersAsync(IQueryable<Delivery> deliveries, HeldBy by, string? reason, CancellationToken ct) =>
        deliveries.Where(x => x.State == DeliveryState.Queued).ExecuteUpdateAsync(Release.Held(by, reason), ct);

    private sealed record Rows(Exchange Exchange, Delivery Delivery, Account Account, bool IsOut);

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
