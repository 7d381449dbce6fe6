using System.Security.Cryptography;
using System.Text;
using Eilbote.Ats;
using Eilbote.Connectors;
using Eilbote.Employers;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>
/// Tells an employer by its second path what waits and why: first when something has waited so long as <see cref="Ladder"/> says, then each
/// working day while something waits; one mail for all, in working hours.
/// </summary>
internal sealed partial class WaitingLists(
    IServiceScopeFactory scopes, IWriter writer, ConnectorRegistry connectors, Exchanges exchanges, BoardOptions board, Telemetry telemetry,
    TimeProvider clock, ILogger<WaitingLists> log)
    : DueWork<Guid>(TimeSpan.FromMinutes(1), atOnce: 4, clock, log)
{
    private IConnector Mail => connectors.SecondPath;

    protected override async Task<IReadOnlyCollection<Guid>> DueAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var now = Clock.GetUtcNow();
        // No working time is longer than the time itself.
        var (admitted, before) = (now - SecondPath.GoodFor, now - Ladder.TellAfter);
        var waiting = await db.Deliveries.Where(Ladder.Waits).Where(x => x.CreatedAt <= before)
            .Select(x => x.ConnectionId).Distinct().ToListAsync(ct);
        return waiting.Count == 0 ? [] : await db.SecondPaths.Where(x => waiting.Contains(x.ConnectionId))
            .Where(x => x.AdmittedAt > admitted && x.DeadSince == null && (x.ListDueAt == null || x.ListDueAt <= now))
            .Select(x => x.ConnectionId).ToListAsync(ct);
    }

    protected override async Task<DateTimeOffset?> RunAsync(Guid key, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var now = Clock.GetUtcNow();
        var path = await db.SecondPaths.AsNoTracking()
            .SingleOrDefaultAsync(x => x.ConnectionId == key && (x.ListDueAt == null || x.ListDueAt <= now), ct);
        if (path?.StateAt(now) != SecondPathState.Open)
            return null;
        // A server that died while it was out.
        if (await db.Exchanges.AsNoTracking().SingleOrDefaultAsync(
            x => x.AccountId == path.AccountId && x.AnsweredAt == null && x.ConnectionId == key && x.DeliveryId == null, ct) is { } open)
            return await exchanges.DeclareUnknownAsync(open, (sent, reading) => RecordAsync(open.Id, [], sent, reading), ct);
        var days = await ClosedDays.WorkingDaysOfAsync(db, path.EmployerId, ct);
        if (!days.IsOpen(now))
            return null;
        // An ATS would make applications of it.
        var ats = await db.Connections.Where(x => x.Id == key).Select(x => x.Connector).SingleAsync(ct);
        if (connectors[ats].Descriptor.Inbox?.Is(path.Email) == true)
            return null;
        var told = await Ladder.Told(db, path, days, now).OrderBy(x => x.CreatedAt).ToListAsync(ct);
        if (told.Count == 0)
            return null;
        var step = ((ISecondPath)Mail).List(MailId(path, now), path.Email, await ListAsync(db, told, ct));
        var reservation = await writer.WriteAsync((w, t) =>
        {
            var row = Exchange.Open(step, Clock.GetUtcNow(), path.AccountId, key);
            return Exchanges.ReserveAsync(w, telemetry, row, Purpose.Delivery, Mail.Descriptor.Pace, async () =>
                await w.SecondPaths.Where(x => x.ConnectionId == key && x.ListDueAt == path.ListDueAt && x.AdmittedAt == path.AdmittedAt)
                    .ExecuteUpdateAsync(x => x.SetProperty(p => p.ListDueAt, row.Deadline + Exchange.Grace), t) == 1, t);
        }, ct);
        return reservation.ExchangeId is { } id
            ? await exchanges.SendAsync(id, Mail, step, (sent, reading) => RecordAsync(id, told.ConvertAll(x => x.Id), sent, reading), ct)
            : reservation.NotBefore;
    }

    /// <summary>Writes the answer with what follows. Returns when the next list may leave; null when none may.</summary>
    private Task<DateTimeOffset?> RecordAsync(Guid exchangeId, IReadOnlyCollection<Guid> told, Sent sent, Reading reading) =>
        writer.WriteAsync(async (db, t) =>
        {
            var now = Clock.GetUtcNow();
            var exchange = await db.Exchanges.SingleAsync(x => x.Id == exchangeId, t);
            if (!Exchanges.Write(exchange, sent, reading, now))
                return null;
            Log.Listed(log, exchangeId, exchange.ConnectionId, told.Count, sent.Stage, exchange.Status,
                ConnectorRegistry.Known(reading.Reason, Mail));
            var path = await db.SecondPaths.SingleOrDefaultAsync(
                x => x.ConnectionId == exchange.ConnectionId && x.AccountId == exchange.AccountId, t);
            if (path is null)
                return null;
            var midnight = Texts.StartOf(Texts.Day(now));
            switch (reading.Meaning)
            {
                // Whether a lost one left, nobody knows: the next day's says it again.
                case Meaning.UnderWayByMail or Meaning.Unknown:
                    path.ListDueAt = Texts.StartOf(Texts.Day(now).AddDays(1));
                    foreach (var some in told.Chunk(500))
                        await db.Deliveries.Where(x => some.Contains(x.Id) && x.ToldAt == null)
                            .ExecuteUpdateAsync(x => x.SetProperty(d => d.ToldAt, now), t);
                    return path.ListDueAt;
                case var answer when SecondPath.IsDeadBy(answer):
                    path.DeadSince = now;
                    return null;
                default:
                    var tries = await db.Exchanges.CountAsync(
                        x => x.ConnectionId == exchange.ConnectionId && x.Kind == StepKind.Tell && x.DeliveryId == null
                            && x.StartedAt >= midnight, t);
                    path.ListDueAt = now + Schedule.AfterOwnFailure(tries, Random.Shared.NextDouble());
                    return path.ListDueAt;
            }
        }, CancellationToken.None);

    private async Task<WaitingList> ListAsync(AppDb db, List<Delivery> told, CancellationToken ct)
    {
        var needs = told.Select(x => (Delivery: x, Need: Needs.Of(x.State, x.HeldBy, x.QuestionMissing))).Where(x => x.Need is not null)
            .Select(x => (x.Delivery, Need: x.Need!.Value)).ToList();
        var secret = await db.ConfidentialAds.Where(x => x.EmployerId == told[0].EmployerId).Select(x => x.JobAdId).ToListAsync(ct);
        var named = needs.Where(x => !secret.Contains(x.Delivery.JobAdId)).Take(WaitingList.AtMost).ToList();
        var ids = named.ConvertAll(x => x.Delivery.ApplicationId);
        var rows = await (
            from application in db.Applications.AsNoTracking()
            join ad in db.JobAds on application.JobAdId equals ad.Id
            where ids.Contains(application.Id)
            select new { application.Id, application.Applicant, ad.Title }).ToDictionaryAsync(x => x.Id, ct);
        return new(
            [.. needs.GroupBy(x => x.Need).OrderBy(x => x.Key).Select(x => (NeedWords.Of(x.Key), x.Count()))],
            told.Count - needs.Count,
            [.. named.Select(x => new WaitingPerson(
                rows[x.Delivery.ApplicationId].Applicant.Name, rows[x.Delivery.ApplicationId].Title, NeedWords.Of(x.Need),
                board.AddressOf($"/portal/applications/{x.Delivery.ApplicationId}") ?? ""))],
            board.AddressOf(needs.Count > 0 ? "/portal/applications?need=any" : "/portal/applications") ?? "");
    }

    /// <summary>The same at every try of a day.</summary>
    private static Guid MailId(SecondPath path, DateTimeOffset now) => new(
        SHA256.HashData(Encoding.UTF8.GetBytes($"list {path.ConnectionId} {Texts.Day(now):O}")).AsSpan(0, 16));

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information,
            "Exchange {ExchangeId} told the second path of connection {ConnectionId} of {Count} that wait: {Stage} {Status} {Reason}")]
        public static partial void Listed(
            ILogger log, Guid exchangeId, Guid connectionId, int count, Stage stage, int? status, string? reason);
    }
}
