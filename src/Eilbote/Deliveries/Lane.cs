using Eilbote.Applications;
using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connectors;
using Eilbote.Mail;
using Eilbote.Scanning;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>
/// Delivers for one account, oldest first. It holds nothing: the rows are the truth, so it can die anywhere and another
/// goes on.
/// </summary>
public sealed partial class Lane(
    IServiceScopeFactory scopes, Ledger ledger, ConnectorRegistry connectors, ConnectionSecrets secrets,
    IDocumentStore documents, Scanner scanner, Erasure erasure, Exchanges exchanges, Mailer mailer, PortalLinks links, Telemetry telemetry,
    TimeProvider clock, ILogger<Lane> log)
{
    /// <summary>
    /// The next delivery sets off when the one before came back, or when it has been out for a second: a quick ATS gets
    /// strict order, a slow one a few at a time.
    /// </summary>
    private const int AtOnce = 4;
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(1);

    /// <summary>An older proof of the access says nothing about today.</summary>
    private static readonly TimeSpan FreshProof = TimeSpan.FromHours(1);

    /// <summary>Works until nothing is due. Returns when to look again, or null when only new work can change anything.</summary>
    public async Task<DateTimeOffset?> RunAsync(Guid accountId, CancellationToken ct)
    {
        var underway = new Dictionary<Guid, Task<DateTimeOffset?>>();
        try
        {
            while (!ct.IsCancellationRequested)
            {
                var (next, at, failing) = await NextAsync(accountId, underway.Keys, ct);
                if (next is null && underway.Count == 0)
                    return at;
                if (next is not null)
                    underway.Add(next.Delivery.Id, DeliverAsync(next, ct));
                var several = !failing && underway.Count < AtOnce;
                await Task.WhenAny(several ? [.. underway.Values, Task.Delay(Quick, clock, ct)] : underway.Values);
                foreach (var (id, done) in underway.Where(x => x.Value.IsCompleted).ToList())
                {
                    underway.Remove(id);
                    if (await done is { } notBefore)
                        return notBefore;
                }
            }
            return null;
        }
        finally
        {
            await ((Task)Task.WhenAll(underway.Values)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<(Due? Next, DateTimeOffset? At, bool Failing)> NextAsync(
        Guid accountId, ICollection<Guid> underway, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        // Once for all of its queries: each would open and close it.
        await db.Database.OpenConnectionAsync(ct);
        return await Due.NextAsync(db, accountId, underway, clock.GetUtcNow(), ct);
    }

    /// <summary>Takes a delivery as far as it goes. Returns when the account has a slot again, or null to go on with the next.</summary>
    private async Task<DateTimeOffset?> DeliverAsync(Due due, CancellationToken ct)
    {
        try
        {
            return await SendAsync(due, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Log.Failed(log, due.Delivery.Id, e);
            await ledger.PutBackAsync(due.Delivery.Id, ct);
            return null;
        }
    }

    private async Task<DateTimeOffset?> SendAsync(Due due, CancellationToken ct)
    {
        var (delivery, connection, ad, _, _, history) = due;
        var connector = connectors[connection.Connector];
        if (history.FirstOrDefault(x => x.AnsweredAt is null) is { } open)
        {
            await exchanges.DeclareUnknownAsync(open, (sent, reading) => RecordAsync(open.Id, sent, reading, null, connector), ct);
            return null;
        }

        var unscanned = ScanHolds.Reason(due.Documents, scanner.IsOn, clock.GetUtcNow());
        HeldBy? heldBy = connection.State != ConnectionState.Active ? HeldBy.Connection : ad.State == JobAdState.Held ? HeldBy.JobAd
            : unscanned is not null ? HeldBy.Scan : null;
        if (heldBy is not null || connection.AccountId != delivery.AccountId)
        {
            await ledger.PlaceAsync(
                delivery.Id, heldBy,
                heldBy switch { HeldBy.JobAd => ad.HeldReason, HeldBy.Scan => unscanned, _ => connection.HeldReason },
                connection.AccountId, ct);
            return null;
        }
        if (ScanHolds.Withheld(due.Documents, delivery.Without) is { Count: > 0 } withheld)
        {
            await ledger.WithholdAsync(delivery.Id, withheld, ct);
            return null;
        }

        var submission = SubmissionOf(due);
        var oldest = clock.GetUtcNow() - connector.Descriptor.ResultLifetime;
        var finished = history
            .Where(x => x.Meaning == Meaning.StepDone && x.AccountId == delivery.AccountId
                && (x.Kind == StepKind.Create || (x.AnsweredAt > oldest && !(x.AnsweredAt <= delivery.StepsForgottenAt))))
            .Select(x => new FinishedStep(x.Step, x.Result)).ToList();
        var past = new Past(
            UnknownCreate: history.Any(
                x => x.Kind == StepKind.Create && x.Meaning == Meaning.Unknown && !(x.StartedAt < delivery.CorrectedAt)),
            AskedAgain: delivery.AlreadyThereAt is not null,
            // A create that is unknown since then may have arrived and taken its uploads with it.
            StartedOver: delivery.StepsForgottenAt is { } at
                && !history.Any(x => x.Kind == StepKind.Create && x.Meaning == Meaning.Unknown && x.AnsweredAt > at),
            Without: delivery.Without)
        {
            AccessProvenSince = connection.ProvenAt > clock.GetUtcNow() - FreshProof
                && history.Any(x => x.Meaning is Meaning.CredentialsRefused or Meaning.FeatureOff && x.AnsweredAt < connection.ProvenAt),
        };

        var step = connector.Next(submission, finished);
        // What was corrected, or has another file than it was sent with, is no repeat of another.
        var content = history.Count == 0 && delivery.CorrectedAt is null && due.Documents.All(x => x.ReplacedAt is null)
            ? due.Application.ContentHash : null;
        // Nothing has left under the present address yet, and its ATS takes nobody twice.
        var email = (connector.Descriptor.Duplicates == DuplicateBehaviour.Refuses || delivery.SentFrom is not null)
            && history.All(x => x.StartedAt < delivery.CorrectedAt) ? due.Application.EmailNormalized : null;
        var reservation = await ledger.ReserveAsync(delivery, step, connector.Descriptor, content, email, ct);
        while (reservation?.ExchangeId is { } exchangeId)
        {
            var (present, before, next) = (step, finished, (Step?)null);
            reservation = await exchanges.SendAsync(exchangeId, connector, present, (sent, reading) =>
            {
                finished = [.. before, new FinishedStep(present.Name, reading.Result)];
                next = reading.Meaning == Meaning.StepDone && !ct.IsCancellationRequested ? connector.Next(submission, finished) : null;
                return RecordAsync(exchangeId, sent, reading, past, connector, next);
            }, ct);
            step = next!;
        }
        return reservation?.NotBefore;
    }

    /// <returns>The next step's reservation; null when the delivery does not go on now.</returns>
    private async Task<Reservation?> RecordAsync(
        Guid exchangeId, Sent sent, Reading reading, Past? past, IConnector connector, Step? next = null)
    {
        var recorded = await ledger.RecordAsync(exchangeId, sent, reading, connector.Descriptor, past, next);
        var (delivery, exchange, decision, reservation) = recorded;
        if (exchange is not null)
        {
            var reason = ConnectorRegistry.Known(reading.Reason, connector);
            telemetry.Exchanged(exchange, reason, ToldOf(exchange, delivery, recorded.State, decision!));
            Log.Exchanged(log, exchangeId, delivery.Id, delivery.AccountId, exchange.Kind, sent.Stage, exchange.Status,
                reason, decision!.GetType().Name, sent.Duration.TotalMilliseconds, recorded.State, delivery.DueAt);
        }
        if (delivery is { Ended: true, ReceiptDueAt: not null })
            mailer.ReceiptIsDue();
        if (delivery.State == DeliveryState.Withdrawn)
            await erasure.EraseAsync(delivery.ApplicationId, CancellationToken.None);
        return reservation;
    }

    private static Told ToldOf(Exchange exchange, Delivery delivery, DeliveryState state, Decision decision) => new(
        delivery.ApplicationId, decision.GetType().Name, state.ToString(),
        Failed: decision is not (Decision.Continue or Decision.Deliver or Decision.UnderWay),
        decision is Decision.Deliver arrived && delivery.SettledAt == exchange.AnsweredAt
            ? (exchange.AnsweredAt!.Value - delivery.CreatedAt, arrived.Proof.ToString()) : null);

    private Submission SubmissionOf(Due due)
    {
        var application = due.Application;
        return new Submission(
            application.Id, secrets.Open(due.Connection), due.Ad.AtsJobId,
            AsTargetedNow(application.Applicant, due), application.ReceivedAt,
            [.. due.Documents.Where(x => x.ScanResult != ScanResult.Found).OrderBy(x => Slot(x.Slot)).ThenBy(x => x.Id)
                .Select(x => CheckedContent.Of(documents, x))],
            due.Delivery.Without.ToHashSet())
        { Portal = links.Of(due) };
    }

    /// <summary>Its answers go to where the questions now say: a name in the ATS that was wrong can be corrected.</summary>
    private static Applicant AsTargetedNow(Applicant applicant, Due due)
    {
        if (applicant.Answers.Count == 0)
            return applicant;
        var questions = due.Connection.Questions.Questions.Concat(due.Ad.Questions.Own).ToList();
        return applicant with { Answers = [.. applicant.Answers.Select(x => x.To(questions.Find(q => q.Key == x.Question.Key)))] };
    }

    private static int Slot(string slot) => slot switch { "cv" => 0, "cover_letter" => 1, _ => 2 };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information,
            "Exchange {ExchangeId} of delivery {DeliveryId} on account {AccountId}: {Kind} {Stage} {Status} {Reason}, then {Decision}, after {DurationMs} ms; now {State}, due {DueAt}")]
        public static partial void Exchanged(ILogger log, Guid exchangeId, Guid deliveryId, Guid accountId, StepKind kind,
            Stage stage, int? status, string? reason, string decision, double durationMs, DeliveryState state, DateTimeOffset? dueAt);

        [LoggerMessage(LogLevel.Error,
            "Delivery {DeliveryId} could not be sent for a reason of our own; it is tried again on its own schedule")]
        public static partial void Failed(ILogger log, Guid deliveryId, Exception e);
    }
}
