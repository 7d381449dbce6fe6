using Eilbote.Applying;
using Eilbote.Connections;
using Eilbote.Connectors;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>
/// Delivers for one account, oldest first, one request at a time. It holds nothing: the rows are the truth, so it can die
/// anywhere and another goes on.
/// </summary>
public sealed partial class Lane(
    IServiceScopeFactory scopes, Ledger ledger, ConnectorRegistry connectors, ConnectionSecrets secrets,
    IDocumentStore documents, AtsClient ats, TimeProvider clock, ILogger<Lane> log)
{
    /// <summary>Works until nothing is due. Returns when to look again, or null when only new work can change anything.</summary>
    public async Task<DateTimeOffset?> RunAsync(Guid accountId, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<AppDb>();
            var now = clock.GetUtcNow();

            var pausedUntil = await db.Accounts.Where(x => x.Id == accountId).Select(x => x.PausedUntil).SingleAsync(ct);
            if (pausedUntil > now)
                return pausedUntil;

            var next = await db.Deliveries.AsNoTracking()
                .Where(x => x.AccountId == accountId && (x.State == DeliveryState.Queued || x.State == DeliveryState.Delivering))
                .OrderBy(x => x.DueAt).ThenBy(x => x.Id).FirstOrDefaultAsync(ct);
            if (next is null || next.DueAt > now)
                return next?.DueAt;

            if (await DeliverAsync(db, next, ct) is { } notBefore)
                return notBefore;
        }
        return null;
    }

    /// <summary>Takes a delivery as far as it goes. Returns when the account has a slot again, or null to go on with the next.</summary>
    private async Task<DateTimeOffset?> DeliverAsync(AppDb db, Delivery delivery, CancellationToken ct)
    {
        var exchanges = await db.Exchanges.AsNoTracking().Where(x => x.DeliveryId == delivery.Id).OrderBy(x => x.StartedAt).ToListAsync(ct);
        if (exchanges.FirstOrDefault(x => x.AnsweredAt is null) is { } open)
        {
            var gone = new Sent(Stage.NoAnswer, null, clock.GetUtcNow() - open.StartedAt);
            await ledger.RecordAsync(open.Id, gone, new Reading(Meaning.Unknown, "no-answer"), new Decision.Continue());
            return null;
        }

        var connection = await db.Connections.AsNoTracking().SingleAsync(x => x.Id == delivery.ConnectionId, ct);
        var connector = connectors[connection.Connector];
        var submission = await SubmissionAsync(db, delivery, connection, ct);
        var oldest = clock.GetUtcNow() - connector.Descriptor.ResultLifetime;
        var finished = exchanges
            .Where(x => x.Meaning == Meaning.StepDone && x.AccountId == delivery.AccountId
                && (x.Kind == StepKind.Create || (x.AnsweredAt > oldest && !(x.AnsweredAt <= delivery.StepsForgottenAt))))
            .Select(x => new FinishedStep(x.Step, x.Result)).ToList();
        var past = new Past(
            UnknownCreate: exchanges.Any(x => x.Kind == StepKind.Create && x.Meaning == Meaning.Unknown),
            AskedAgain: delivery.AlreadyThereAt is not null,
            StartedOver: delivery.StepsForgottenAt is not null,
            Without: delivery.Without);

        while (true)
        {
            var step = connector.Next(submission, finished);
            var reservation = await ledger.ReserveAsync(delivery, step, connector.Descriptor.Pace, ct);
            if (reservation.ExchangeId is not { } exchangeId)
                return reservation.NotBefore;

            // Once the row is written the request runs to its own end, even when the server is told to stop.
            var sent = await ats.SendAsync(step, CancellationToken.None);
            var reading = sent.Answer is { } answer
                ? connector.Read(step, answer)
                : new Reading(Meaning.Unknown, sent.Stage == Stage.NothingSent ? "nothing-sent" : "no-answer");
            var decision = Policy.Decide(reading, sent.Answer?.RetryAfter, past);
            await ledger.RecordAsync(exchangeId, sent, reading, decision);
            Log.Exchanged(log, exchangeId, delivery.Id, delivery.AccountId, step.Kind, sent.Stage, sent.Answer?.Status,
                Known(reading.Reason, connector), decision.GetType().Name, sent.Duration.TotalMilliseconds);

            if (decision is not Decision.Continue)
                return null;
            finished.Add(new FinishedStep(step.Name, reading.Result));
        }
    }

    private async Task<Submission> SubmissionAsync(AppDb db, Delivery delivery, Connection connection, CancellationToken ct)
    {
        var application = await db.Applications.AsNoTracking().Include(x => x.Documents).SingleAsync(x => x.Id == delivery.ApplicationId, ct);
        var atsJobId = await db.JobAds.Where(x => x.Id == delivery.JobAdId).Select(x => x.AtsJobId).SingleAsync(ct);
        return new Submission(
            application.Id, secrets.Open(connection), atsJobId,
            application.FirstName, application.LastName, application.Email, application.Phone, application.Message, application.ReceivedAt,
            [.. application.Documents.OrderBy(x => Slot(x.Slot)).ThenBy(x => x.Id).Select(ToSubmission)],
            delivery.Without.ToHashSet());
    }

    private static int Slot(string slot) => slot switch { "cv" => 0, "cover_letter" => 1, _ => 2 };

    private SubmissionDocument ToSubmission(Document document) => new(
        document.Slot, document.FileName, document.Extension, document.MediaType, document.Size, document.Sha256,
        token => documents.OpenAsync(document.Id, token));

    private static string? Known(string? reason, IConnector connector) =>
        reason is null || connector.Descriptor.KnownReasons.Contains(reason) || reason is "nothing-sent" or "no-answer" ? reason : "unknown";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information,
            "Exchange {ExchangeId} of delivery {DeliveryId} on account {AccountId}: {Kind} {Stage} {Status} {Reason}, then {Decision}, after {DurationMs} ms")]
        public static partial void Exchanged(ILogger log, Guid exchangeId, Guid deliveryId, Guid accountId, StepKind kind,
            Stage stage, int? status, string? reason, string decision, double durationMs);
    }
}
