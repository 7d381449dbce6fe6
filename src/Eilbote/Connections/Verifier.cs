using Eilbote.Ats;
using Eilbote.Connectors;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Connections;

/// <summary>
/// Runs one verification as far as it goes. It holds nothing: the rows are the truth, so it can die anywhere and another goes on.
/// </summary>
public sealed partial class Verifier(
    IServiceScopeFactory scopes, VerificationLedger ledger, VerificationEnd end, ConnectorRegistry connectors, ConnectionSecrets secrets,
    Exchanges exchanges, FeedClient feeds, TypedCodes codes, Telemetry telemetry, TimeProvider clock, ILogger<Verifier> log)
{
    public async Task RunAsync(Guid id, CancellationToken ct)
    {
        if (!await ledger.TakeAsync(id, ct))
            return;
        while (!ct.IsCancellationRequested)
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<AppDb>();
            var verification = await db.Verifications.AsNoTracking().SingleAsync(x => x.Id == id, ct);
            if (verification.FinishedAt is not null)
                return;
            var history = await VerificationLedger.HistoryAsync(db, verification.ConnectionId, ct);
            var own = history.Where(x => x.VerificationId == id).ToList();
            var connector = connectors[
                await db.Connections.Where(x => x.Id == verification.ConnectionId).Select(x => x.Connector).SingleAsync(ct)];

            if (own.Find(x => x.AnsweredAt is null) is { } open)
            {
                // This run could only take the verification because the one that sent it is dead and its deadline has passed.
                await exchanges.DeclareUnknownAsync(
                    open, (sent, reading) => RecordAsync(connector, verification, open.Id, sent, reading), ct);
                continue;
            }
            switch (Probing.Next(verification, connector.Descriptor, own, Trust.Of(history), clock.GetUtcNow()))
            {
                case null:
                    await end.FinishAsync(id);
                    return;
                case Ask.Feed:
                    await ledger.PutAsync(
                        id, await CareerSite.CheckAsync(
                        connector, secrets.Open(verification.Settings, verification.ProtectedSecrets), feeds, ct));
                    break;
                case Ask.Typing typing:
                    await ledger.WaitAsync(id, typing.Until, VerificationWait.Code);
                    return;
                case var ask:
                    var step = await StepAsync(db, connector, verification, ask, ct);
                    if (await ledger.ReserveAsync(verification, step, (ask as Ask.Probe)?.Kind, connector.Descriptor, ct) is
                        {
                        } exchangeId)
                        await exchanges.SendAsync(
                            exchangeId, connector, step, (sent, reading) =>
                            RecordAsync(connector, verification, exchangeId, sent, reading), ct);
                    else if (ask is Ask.Probe && await StoppedAsync(db, ct))
                        await end.FinishAsync(id);
                    else
                        return;
                    break;
            }
        }
    }

    private async Task<bool> RecordAsync(IConnector connector, Verification verification, Guid exchangeId, Sent sent, Reading reading)
    {
        if (await ledger.RecordAsync(verification.Id, exchangeId, sent, reading, connector.Descriptor) is not { } exchange)
            return false;
        telemetry.Exchanged(exchange, ConnectorRegistry.Known(reading.Reason, connector));
        if (reading.Meaning == Meaning.ProbeCreated)
            Log.ProbeCreated(log, verification.Id, verification.EmployerId);
        Log.Exchanged(log, exchangeId, verification.Id, verification.AccountId, exchange.Step, sent.Stage, sent.Answer?.Status,
            reading.Meaning, sent.Duration.TotalMilliseconds);
        return true;
    }

    private async Task<Step> StepAsync(AppDb db, IConnector connector, Verification verification, Ask ask, CancellationToken ct)
    {
        var settings = secrets.Open(verification.Settings, verification.ProtectedSecrets);
        var atsJobId = settings[connector.Descriptor.JobKey];
        if (ask is Ask.Code)
            return ((ICodeSender)connector).SendCode(settings, codes.Of(verification.Id), verification.Id,
                await db.Employers.Where(x => x.Id == verification.EmployerId).Select(x => x.Name).SingleAsync(ct));
        return ask is Ask.Probe probe
            ? connector.Probe(probe.Kind, settings, atsJobId, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime))
            : connector.Next(TestApplication.Of(
                verification, settings, atsJobId.Length > 0 ? atsJobId : TestApplication.Tag, await EmailAsync(db, verification, ct)), []);
    }

    private static async Task<string> EmailAsync(AppDb db, Verification verification, CancellationToken ct) =>
        await db.Users.Where(x => x.Id == verification.MemberId).Select(x => x.Email).SingleAsync(ct) ?? "";

    private static Task<bool> StoppedAsync(AppDb db, CancellationToken ct) => db.ProbingStops.AnyAsync(x => x.ClearedAt == null, ct);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Critical,
            "A probe of verification {VerificationId} of employer {EmployerId} was answered as if it had created an application. All probing has stopped until an operator lets it go on")]
        public static partial void ProbeCreated(ILogger log, Guid verificationId, Guid employerId);

        [LoggerMessage(LogLevel.Information,
            "Exchange {ExchangeId} of verification {VerificationId} on account {AccountId}: {Step} {Stage} {Status} {Meaning}, after {DurationMs} ms")]
        public static partial void Exchanged(
            ILogger log, Guid exchangeId, Guid verificationId, Guid accountId, string step, Stage stage, int? status, Meaning meaning,
            double durationMs);
    }
}

/// <summary>An application that its recipients recognise as a test, to the address of the member who asked for it.</summary>
internal static class TestApplication
{
    public const string FirstName = "Test", LastName = "Eilbote-Test", Tag = "TEST";

    public static Submission Of(Verification verification, ConnectionSettings settings, string atsJobId, string email) => new(
        verification.Id, settings, atsJobId,
        new()
        {
            FirstName = FirstName,
            LastName = LastName,
            Email = email,
            Message = "Testbewerbung zur Prüfung der Anbindung. Sie kann gelöscht werden. / Test application to check the connection. It can be deleted.",
        },
        verification.StartedAt, [], new HashSet<Part>())
    { Tags = [Tag] };
}
