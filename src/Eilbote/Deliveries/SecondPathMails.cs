using Eilbote.Applications;
using Eilbote.Ats;
using Eilbote.Connectors;
using Eilbote.Scanning;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>
/// Tells an employer by mail of what its ATS does not take, once somebody there confirmed the address. Each mail is an exchange like any
/// other: committed before it leaves, paced by the account of its address. It moves no delivery: that ends when the employer takes it over.
/// </summary>
internal sealed partial class SecondPathMails(
    IServiceScopeFactory scopes, IWriter writer, ConnectorRegistry connectors, Exchanges exchanges, PortalLinks links, Telemetry telemetry,
    IDocumentStore documents, Scanner scanner, TimeProvider clock, ILogger<SecondPathMails> log)
    : DueWork<Guid>(TimeSpan.FromSeconds(15), atOnce: 4, clock, log)
{
    private const int AtOnce = 200;

    private IConnector Mail => connectors.SecondPath;

    protected override async Task<IReadOnlyCollection<Guid>> DueAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = Clock.GetUtcNow();
        return await scope.ServiceProvider.GetRequiredService<AppDb>().Deliveries.Where(x => x.TellDueAt <= now)
            .OrderBy(x => x.TellDueAt).Select(x => x.Id).Take(AtOnce).ToListAsync(ct);
    }

    protected override async Task<DateTimeOffset?> RunAsync(Guid key, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var now = Clock.GetUtcNow();
        var due = await db.Deliveries.AsNoTracking().SingleOrDefaultAsync(x => x.Id == key && x.TellDueAt <= now, ct);
        if (due is null)
            return null;
        // A server that died while it was out.
        if (await db.Exchanges.AsNoTracking().SingleOrDefaultAsync(
            x => x.DeliveryId == key && x.Kind == StepKind.Tell && x.AnsweredAt == null, ct) is { } open)
            return await exchanges.DeclareUnknownAsync(open, (sent, reading) => RecordAsync(open.Id, sent, reading), ct);
        var path = await db.SecondPaths.AsNoTracking().SingleOrDefaultAsync(x => x.ConnectionId == due.ConnectionId, ct);
        if (path?.StateAt(now) != SecondPathState.Open || due is not { Ended: false, WithdrawnAt: null, DoubtedAt: null }
            || due.State is not (DeliveryState.Supplement or DeliveryState.AlreadyThere))
        {
            await writer.WriteAsync((w, t) => w.Deliveries.Where(x => x.Id == key && x.TellDueAt == due.TellDueAt)
                .ExecuteUpdateAsync(x => x.SetProperty(d => d.TellDueAt, (DateTimeOffset?)null), t), ct);
            return null;
        }
        var step = ((ISecondPath)Mail).Tell(due.Id, path.Email, await TellingAsync(db, due, path, ct));
        var reservation = await writer.WriteAsync((w, t) =>
        {
            var row = Exchange.Open(step, Clock.GetUtcNow(), path.AccountId, due.ConnectionId, deliveryId: due.Id);
            return Exchanges.ReserveAsync(w, telemetry, row, Purpose.Delivery, Mail.Descriptor.Pace, async () =>
                await w.Deliveries.Where(x => x.Id == key && x.TellDueAt == due.TellDueAt && x.SettledAt == null)
                    .ExecuteUpdateAsync(x => x.SetProperty(d => d.TellDueAt, row.Deadline + Exchange.Grace), t) == 1, t);
        }, ct);
        return reservation.ExchangeId is { } id
            ? await exchanges.SendAsync(id, Mail, step, (sent, reading) => RecordAsync(id, sent, reading), ct) : reservation.NotBefore;
    }

    /// <summary>Writes the answer with what follows. Returns when it is tried again; null when it is not.</summary>
    private Task<DateTimeOffset?> RecordAsync(Guid exchangeId, Sent sent, Reading reading) => writer.WriteAsync(async (db, t) =>
    {
        var now = Clock.GetUtcNow();
        var exchange = await db.Exchanges.SingleAsync(x => x.Id == exchangeId, t);
        if (!Exchanges.Write(exchange, sent, reading, now))
            return null;
        Log.Told(log, exchangeId, exchange.DeliveryId!.Value, sent.Stage, exchange.Status, ConnectorRegistry.Known(reading.Reason, Mail));
        var delivery = await db.Deliveries.SingleAsync(x => x.Id == exchange.DeliveryId, t);
        switch (reading.Meaning)
        {
            case Meaning.UnderWayByMail:
                (delivery.ToldAt, delivery.TellDueAt) = (now, null);
                return null;
            case var answer when SecondPath.IsDeadBy(answer):
                await db.SecondPaths.Where(x => x.ConnectionId == exchange.ConnectionId && x.AccountId == exchange.AccountId)
                    .ExecuteUpdateAsync(x => x.SetProperty(p => p.DeadSince, now), t);
                delivery.TellDueAt = null;
                return null;
            default:
                var tries = await db.Exchanges.CountAsync(x => x.DeliveryId == exchange.DeliveryId && x.Kind == StepKind.Tell, t);
                delivery.TellDueAt = now + Schedule.AfterOwnFailure(tries, Random.Shared.NextDouble());
                return delivery.TellDueAt;
        }
    }, CancellationToken.None);

    private async Task<Telling> TellingAsync(AppDb db, Delivery delivery, SecondPath path, CancellationToken ct)
    {
        var x = await (
            from application in db.Applications.AsNoTracking().Include(a => a.Documents)
            join ad in db.JobAds on application.JobAdId equals ad.Id
            join account in db.Accounts on delivery.AccountId equals account.Id
            where application.Id == delivery.ApplicationId
            let isConfidential = db.ConfidentialAds.Any(c => c.JobAdId == ad.Id)
            select new { application, ad.Title, ad.AtsJobId, account.Connector, IsConfidential = isConfidential })
            .AsNoTracking().SingleAsync(ct);
        var first = delivery.SupplementOf is not { } id ? null : await db.Applications.AsNoTracking().Include(a => a.Documents)
            .Where(a => db.Deliveries.Any(d => d.Id == id && d.ApplicationId == a.Id)).SingleOrDefaultAsync(ct);
        var ats = connectors[x.Connector].Descriptor;
        var pages = links.Of(delivery, x.Title, x.IsConfidential);
        var isInbox = ats.Inbox?.Is(path.Email) == true;
        var kept = x.application.Documents.FindAll(d => d is { ReplacedAt: null, ErasedAt: null } && d.ScanResult != ScanResult.Found);
        return new(
            x.application.Applicant.Name, x.application.Applicant.Email, x.application.Documents.Count(d => d.ReplacedAt is null),
            first is null ? [] : SupplementNews.Of(first, first.Documents, x.application, x.application.Documents, null).Kinds,
            !await Supplements.IsProvenAsync(db, delivery, ct), ats.Name, pages)
        {
            IsInbox = isInbox,
            IsHandedIn = delivery.SentFrom is not null,
            // What nobody has scanned stays here.
            Whole = (path.SendsDocuments || isInbox) && !(scanner.IsOn && kept.Exists(d => d.IsUnscanned))
                ? new(delivery.Id, new(new Dictionary<string, string>()), x.AtsJobId, x.application.Applicant, x.application.ReceivedAt,
                    [.. kept.Select(d => CheckedContent.Of(documents, d))], new HashSet<Part>())
                { Portal = pages }
                : null,
        };
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Exchange {ExchangeId} told the employer of delivery {DeliveryId} by mail: {Stage} {Status} {Reason}")]
        public static partial void Told(ILogger log, Guid exchangeId, Guid deliveryId, Stage stage, int? status, string? reason);
    }
}
