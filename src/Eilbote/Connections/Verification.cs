using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Connections;

/// <summary>Asks the ATS once, with a request that can create nothing, and says honestly what its answer proves.</summary>
public sealed partial class Verification(IWriter writer, AtsClient ats, TimeProvider clock, ILogger<Verification> log)
{
    /// <summary>While a claim to an account is unproven, an employer may ask this often in an hour.</summary>
    private const int ClaimsAnHour = 3;

    public static bool CredentialsAccepted(Meaning meaning) => meaning is Meaning.ProbeAccepted or Meaning.JobClosed or Meaning.PartRefused;

    /// <returns>No reading when the account had no slot.</returns>
    public async Task<(Reservation, Reading?)> ProbeAsync(
        IConnector connector, Guid connectionId, Guid accountId, Purpose purpose, ConnectionSettings settings, string atsJobId, CancellationToken ct)
    {
        var step = connector.Probe(settings, atsJobId, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        var reservation = await writer.WriteAsync(async (db, t) =>
        {
            var now = clock.GetUtcNow();
            if (purpose == Purpose.Claim && await EarliestClaimAsync(db, connectionId, now, t) is { } claimAt)
                return new Reservation(null, claimAt);
            if (await Slots.TakeAsync(db, accountId, purpose, connector.Descriptor.Pace, now, t) is { } notBefore)
                return new Reservation(null, notBefore);
            var exchange = new Exchange
            {
                AccountId = accountId,
                ConnectionId = connectionId,
                Step = step.Name,
                Kind = step.Kind,
                StartedAt = now,
                Deadline = now + step.Deadline,
            };
            db.Exchanges.Add(exchange);
            return new Reservation(exchange.Id, null);
        }, ct);
        if (reservation.ExchangeId is not { } exchangeId)
            return (reservation, null);

        var sent = await ats.SendAsync(step, CancellationToken.None);
        var reading = sent.Answer is { } answer
            ? connector.Read(step, answer)
            : new Reading(Meaning.Unknown, sent.Stage == Stage.NothingSent ? "nothing-sent" : "no-answer");
        await writer.WriteAsync(async (db, t) =>
        {
            var now = clock.GetUtcNow();
            Ledger.Answer(await db.Exchanges.SingleAsync(x => x.Id == exchangeId, t), sent, reading, now);
            if (reading.Meaning == Meaning.Throttled)
                Ledger.Pause(await db.Accounts.SingleAsync(x => x.Id == accountId, t), sent.Answer?.RetryAfter, now);
            return true;
        }, CancellationToken.None);
        if (reading.Meaning == Meaning.ProbeCreated)
            Log.ProbeCreated(log, connectionId);
        return (reservation, reading);
    }

    private static async Task<DateTimeOffset?> EarliestClaimAsync(AppDb db, Guid connectionId, DateTimeOffset now, CancellationToken ct)
    {
        var hourAgo = now - TimeSpan.FromHours(1);
        var employerId = await db.Connections.Where(x => x.Id == connectionId).Select(x => x.EmployerId).SingleAsync(ct);
        var runs = await db.Exchanges
            .Where(x => x.DeliveryId == null && x.StartedAt > hourAgo && x.Stage != Stage.NothingSent
                && db.Connections.Any(c => c.Id == x.ConnectionId && c.EmployerId == employerId && c.ProvenAt == null))
            .OrderByDescending(x => x.StartedAt).Select(x => x.StartedAt).Take(ClaimsAnHour).ToListAsync(ct);
        return runs.Count < ClaimsAnHour ? null : runs[^1] + TimeSpan.FromHours(1);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Critical, "A probe of connection {ConnectionId} was answered as if it had created an application: its poison pills no longer work")]
        public static partial void ProbeCreated(ILogger log, Guid connectionId);
    }
}
