using Eilbote.Connections;
using Eilbote.Connectors;
using Eilbote.JobAds;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>A slot with its exchange row, or when to ask again, or neither when the delivery is no longer the caller's.</summary>
public sealed record Reservation(Guid? ExchangeId, DateTimeOffset? NotBefore);

/// <summary>Writes what the lanes do: every request before it leaves, every answer with its consequences, one transaction each.</summary>
public sealed class Ledger(IWriter writer, TimeProvider clock)
{
    /// <summary>
    /// Reserves a slot and writes the open exchange. A create is refused while another of the same application is open or
    /// one was answered with success.
    /// </summary>
    public Task<Reservation> ReserveAsync(Delivery delivery, Step step, Pace pace, CancellationToken ct) =>
        writer.WriteAsync(async (db, token) =>
        {
            var now = clock.GetUtcNow();
            if (await Slots.TakeAsync(db, delivery.AccountId, Purpose.Delivery, pace, now, token) is { } notBefore)
                return new Reservation(null, notBefore);

            var deadline = now + step.Deadline;
            var claimed = await db.Deliveries
                .Where(x => x.Id == delivery.Id && (x.State == DeliveryState.Queued || x.State == DeliveryState.Delivering) && x.DueAt <= now)
                .Where(x => !db.Exchanges.Any(e => e.DeliveryId == x.Id && (e.AnsweredAt == null || e.Meaning == Meaning.Delivered)))
                .ExecuteUpdateAsync(x => x
                    .SetProperty(d => d.State, DeliveryState.Delivering)
                    .SetProperty(d => d.DueAt, deadline + Exchange.Grace), token);
            if (claimed == 0)
                return new Reservation(null, null);

            var exchange = new Exchange
            {
                AccountId = delivery.AccountId,
                ConnectionId = delivery.ConnectionId,
                DeliveryId = delivery.Id,
                Step = step.Name,
                Kind = step.Kind,
                StartedAt = now,
                Deadline = deadline,
            };
            db.Exchanges.Add(exchange);
            return new Reservation(exchange.Id, null);
        }, ct);

    /// <summary>Writes the answer and the decision. Never cancelled: what came back must be known.</summary>
    public Task RecordAsync(Guid exchangeId, Sent sent, Reading reading, Decision decision) =>
        writer.WriteAsync(async (db, token) =>
        {
            var now = clock.GetUtcNow();
            var exchange = await db.Exchanges.SingleAsync(x => x.Id == exchangeId, token);
            Answer(exchange, sent, reading, now);
            var delivery = await db.Deliveries.SingleAsync(x => x.Id == exchange.DeliveryId, token);
            var account = await db.Accounts.SingleAsync(x => x.Id == exchange.AccountId, token);
            await ApplyAsync(db, delivery, account, reading.Reason, decision, now, token);
            return delivery.State;
        }, CancellationToken.None);

    internal static void Answer(Exchange exchange, Sent sent, Reading reading, DateTimeOffset now)
    {
        exchange.AnsweredAt = now;
        exchange.Stage = sent.Stage;
        exchange.Status = sent.Answer?.Status;
        exchange.Meaning = sent.Stage == Stage.NothingSent ? null : reading.Meaning;
        exchange.Reason = reading.Reason;
        exchange.Verbatim = reading.Verbatim;
        exchange.Result = reading.Result;
        exchange.DurationMs = (int)sent.Duration.TotalMilliseconds;
    }

    /// <summary>A real 429 pauses the account at least 60 s and halves its share for an hour.</summary>
    internal static DateTimeOffset Pause(Account account, TimeSpan? retryAfter, DateTimeOffset now)
    {
        account.ShareHalvedUntil = now + TimeSpan.FromHours(1);
        account.PausedUntil = now + Max(retryAfter ?? TimeSpan.Zero, TimeSpan.FromSeconds(60));
        return account.PausedUntil.Value;
    }

    private static async Task ApplyAsync(
        AppDb db, Delivery delivery, Account account, string? reason, Decision decision, DateTimeOffset now, CancellationToken ct)
    {
        var lastSuccessAt = account.LastSuccessAt;
        if (decision is not (Decision.Retry or Decision.Pause))
        {
            account.Failures = 0;
            account.PausedUntil = null;
            account.LastSuccessAt = now;
        }
        delivery.State = DeliveryState.Queued;
        delivery.DueAt = now;
        delivery.Reason = reason;

        switch (decision)
        {
            case Decision.Continue:
                break;
            case Decision.Deliver deliver:
                delivery.State = DeliveryState.Delivered;
                delivery.Proof = deliver.Proof;
                delivery.SettledAt = now;
                break;
            case Decision.Retry:
                Retry(delivery, account, lastSuccessAt, now);
                break;
            case Decision.Pause pause:
                delivery.DueAt = Pause(account, pause.RetryAfter, now);
                break;
            case Decision.Degrade degrade:
                delivery.Without = [.. delivery.Without, degrade.Part];
                break;
            case Decision.StartOver:
                delivery.StepsForgottenAt = now;
                break;
            case Decision.AskAgain again:
                delivery.AlreadyThereAt = now;
                delivery.DueAt = now + again.After;
                break;
            case Decision.Rest rest:
                delivery.State = rest.State;
                break;
            case Decision.HoldConnection:
                Hold(delivery, HeldBy.Connection);
                await db.Connections.Where(x => x.Id == delivery.ConnectionId && x.State == ConnectionState.Active).ExecuteUpdateAsync(x => x
                    .SetProperty(c => c.State, ConnectionState.Held)
                    .SetProperty(c => c.HeldReason, reason)
                    .SetProperty(c => c.HeldSince, now), ct);
                await HoldOthersAsync(db.Deliveries.Where(x => x.ConnectionId == delivery.ConnectionId), HeldBy.Connection, reason, ct);
                break;
            case Decision.HoldJobAd:
                Hold(delivery, HeldBy.JobAd);
                await db.JobAds.Where(x => x.Id == delivery.JobAdId && x.State == JobAdState.Open).ExecuteUpdateAsync(x => x
                    .SetProperty(a => a.State, JobAdState.Held)
                    .SetProperty(a => a.HeldReason, reason)
                    .SetProperty(a => a.HeldSince, now), ct);
                await HoldOthersAsync(db.Deliveries.Where(x => x.JobAdId == delivery.JobAdId), HeldBy.JobAd, reason, ct);
                break;
        }
    }

    private static void Retry(Delivery delivery, Account account, DateTimeOffset? lastSuccessAt, DateTimeOffset now)
    {
        var random = Random.Shared.NextDouble();
        account.Failures++;
        account.PausedUntil = now + Schedule.AfterAccountFailure(account.Failures, random);
        var othersSucceeded = lastSuccessAt > delivery.LastFailedAt;
        delivery.OwnFailures += othersSucceeded ? 1 : 0;
        delivery.DueAt = othersSucceeded ? now + Schedule.AfterOwnFailure(delivery.OwnFailures, random) : account.PausedUntil.Value;
        delivery.LastFailedAt = now;
    }

    private static void Hold(Delivery delivery, HeldBy by)
    {
        delivery.State = DeliveryState.Held;
        delivery.HeldBy = by;
    }

    private static Task HoldOthersAsync(IQueryable<Delivery> deliveries, HeldBy by, string? reason, CancellationToken ct) =>
        deliveries.Where(x => x.State == DeliveryState.Queued).ExecuteUpdateAsync(x => x
            .SetProperty(d => d.State, DeliveryState.Held)
            .SetProperty(d => d.HeldBy, by)
            .SetProperty(d => d.Reason, reason), ct);

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
