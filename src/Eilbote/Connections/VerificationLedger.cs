using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connectors;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Connections;

/// <summary>Writes what verifications do: every request before it leaves, every answer with its checks, one transaction each.</summary>
public sealed class VerificationLedger(IWriter writer, Telemetry telemetry, TimeProvider clock)
{
    /// <summary>While a claim to an account is unproven, an employer may start this many runs in an hour.</summary>
    private const int ClaimsAnHour = 3;

    private static readonly TimeSpan AnHour = TimeSpan.FromHours(1);

    /// <summary>A run that has not moved for this long is dead: longer than any of its requests and the grace after it.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(40);

    /// <summary>False when it is finished, waits, or another run has it.</summary>
    public Task<bool> TakeAsync(Guid id, CancellationToken ct) => writer.WriteAsync(async (db, t) =>
    {
        var now = clock.GetUtcNow();
        return await db.Verifications.Where(x => x.Id == id && x.FinishedAt == null && x.DueAt <= now)
            .ExecuteUpdateAsync(x => x.SetProperty(v => v.DueAt, now + Lease).SetProperty(v => v.WaitsFor, (VerificationWait?)null),
                t) == 1;
    }, ct);

    /// <summary>A slot with its open exchange; or null, and the verification waits, or is no longer the caller's.</summary>
    public Task<Guid?> ReserveAsync(Verification verification, Step step, Probe? probe, ConnectorDescriptor ats, CancellationToken ct) =>
        writer.WriteAsync(async (db, t) =>
    {
        var now = clock.GetUtcNow();
        var row = await db.Verifications.SingleAsync(x => x.Id == verification.Id, t);
        if (row.FinishedAt is not null || (probe is not null && await db.ProbingStops.AnyAsync(x => x.ClearedAt == null, t)))
            return null;
        var throttledAt = await ThrottledAtAsync(db, row.AccountId, now, t);
        // Only where others share what the ATS counts by: a receiver of one's own has said it to this connection alone.
        var wait = (ats.Pace.CountedBy is null ? null : await PrecedenceAsync(db, row, step, throttledAt, t))
            ?? await ClaimsAsync(db, row, now, t);
        if (wait is null)
        {
            var open = Exchange.Open(step, now, row.AccountId, row.ConnectionId, verificationId: row.Id, probe: probe);
            var reserved = await Exchanges.ReserveAsync(
                db, telemetry, open, row.IsClaim ? Purpose.Claim : Purpose.Verification, ats.Pace, () => Task.FromResult(true), t);
            if (reserved.NotBefore is not { } notBefore)
            {
                row.DueAt = open.Deadline + Exchange.Grace;
                return reserved.ExchangeId;
            }
            var paused = throttledAt is not null && await db.Accounts.AnyAsync(x => x.Id == row.AccountId && x.PausedUntil == notBefore, t);
            wait = (notBefore, paused ? VerificationWait.Paused : VerificationWait.Pace);
        }
        (row.DueAt, row.WaitsFor) = wait.Value;
        return null;
    }, ct);

    /// <summary>
    /// Writes the answer and what it says. Never cancelled: what came back must be known. Null when it came too late to change
    /// anything.
    /// </summary>
    public Task<Exchange?> RecordAsync(Guid verificationId, Guid exchangeId, Sent sent, Reading reading, ConnectorDescriptor ats) =>
        writer.WriteAsync(async (db, t) =>
    {
        var now = clock.GetUtcNow();
        var exchange = await db.Exchanges.SingleAsync(x => x.Id == exchangeId, t);
        if (!Exchanges.Write(exchange, sent, reading, now))
            return null;
        if (reading.Meaning == Meaning.Throttled)
            (await db.Accounts.SingleAsync(x => x.Id == exchange.AccountId, t)).Throttle(sent.Answer?.RetryAfter, now);

        var row = await db.Verifications.SingleAsync(x => x.Id == verificationId, t);
        if (reading.Meaning == Meaning.ProbeCreated)
            db.ProbingStops.Add(new ProbingStop { VerificationId = row.Id, EmployerId = row.EmployerId, StoppedAt = now });
        // What came too late for its report still stops all probing.
        if (row.FinishedAt is not null)
            return exchange;
        var history = await HistoryAsync(db, row.ConnectionId, t);
        var forms = await AskingForm.OfJobAsync(db, row.ConnectionId, row.JobIn(ats), t);
        Put(row, exchange.Kind == StepKind.Create
            ? Findings.OfTest(reading, Trust.Of(history), ats, row.HasChannel(ats))
            : Findings.OfProbes([.. history.Where(x => x.VerificationId == row.Id)], Trust.Of(history), ats,
                row.HasChannel(ats), forms));
        row.DueAt = now + Lease;
        return exchange;
    }, CancellationToken.None);

    public Task<bool> PutAsync(Guid id, IReadOnlyList<Check> checks) => writer.WriteAsync(async (db, t) =>
    {
        var row = await db.Verifications.SingleAsync(x => x.Id == id, t);
        Put(row, checks);
        row.DueAt = clock.GetUtcNow() + Lease;
        return true;
    }, CancellationToken.None);

    /// <summary>Nothing more is asked until then.</summary>
    public Task<int> WaitAsync(Guid id, DateTimeOffset until, VerificationWait why) => writer.WriteAsync((db, t) =>
        db.Verifications.Where(x => x.Id == id && x.FinishedAt == null).ExecuteUpdateAsync(
            x => x.SetProperty(v => v.DueAt, until).SetProperty(v => v.WaitsFor, why), t), CancellationToken.None);

    /// <summary>All answers to this connection's probes and test applications, in order.</summary>
    public static async Task<List<Exchange>> HistoryAsync(AppDb db, Guid connectionId, CancellationToken ct)
    {
        var rows = await db.Exchanges.Where(x => x.ConnectionId == connectionId && x.VerificationId != null)
            .OrderByDescending(x => x.StartedAt).ThenByDescending(x => x.Id).Take(50).ToListAsync(ct);
        rows.Reverse();
        return rows;
    }

    private static void Put(Verification row, IReadOnlyList<Check> checks) =>
        row.Checks = [.. row.Checks.Where(x => checks.All(c => c.Kind != x.Kind)).Concat(checks).OrderBy(x => x.Kind)];

    /// <summary>When the account was last answered with 429, within the last hour.</summary>
    private static async Task<DateTimeOffset?> ThrottledAtAsync(AppDb db, Guid accountId, DateTimeOffset now, CancellationToken ct)
    {
        var hourAgo = now - AnHour;
        return await db.Exchanges.Where(x => x.AccountId == accountId && x.AnsweredAt > hourAgo && x.Status == 429)
            .OrderByDescending(x => x.AnsweredAt).Select(x => x.AnsweredAt).FirstOrDefaultAsync(ct);
    }

    /// <summary>
    /// No probe within an hour of a 429 while applications go out on the account: they need the room. Where no connection
    /// delivers there is nothing to give it to, and a person who mends one waits only for the account's pause.
    /// </summary>
    private static async Task<(DateTimeOffset, VerificationWait)?> PrecedenceAsync(
        AppDb db, Verification row, Step step, DateTimeOffset? throttledAt, CancellationToken ct) =>
        step.Kind == StepKind.Probe && throttledAt is { } at
            && await db.Connections.AnyAsync(x => x.AccountId == row.AccountId && x.State == ConnectionState.Active, ct)
            ? (at + AnHour, VerificationWait.Throttled)
            : null;

    private static async Task<(DateTimeOffset, VerificationWait)?> ClaimsAsync(
        AppDb db, Verification row, DateTimeOffset now, CancellationToken ct)
    {
        if (!row.IsClaim)
            return null;
        var hourAgo = now - AnHour;
        var others = await db.Verifications
            .Where(x => x.EmployerId == row.EmployerId && x.IsClaim && x.Id != row.Id && x.StartedAt > hourAgo
                && db.Exchanges.Any(e => e.VerificationId == x.Id && e.Stage != Stage.NothingSent))
            .OrderByDescending(x => x.StartedAt).Select(x => x.StartedAt).Take(ClaimsAnHour).ToListAsync(ct);
        return others.Count < ClaimsAnHour ? null : (others[^1] + AnHour, VerificationWait.Claims);
    }
}
