using Eilbote.Connectors;

namespace Eilbote.Ats;

/// <summary>A slot with its exchange row, or when to ask again, or neither when what was to be sent is no longer the caller's.</summary>
public sealed record Reservation(Guid? ExchangeId, DateTimeOffset? NotBefore);

/// <summary>
/// The one way in which a request leaves and its answer comes back. A delivery and a verification supply what comes next and
/// what an answer means for them, and nothing else. What is promised to both:
/// a request leaves only after its row was committed, in the transaction that took its slot, and then runs to its own end;
/// an answer in hand that cannot be stored is kept until it can be, because it may be the only proof;
/// a row whose sender died is declared unknown, and only after its deadline and <see cref="Exchange.Grace"/>;
/// an answer that comes after that changes nothing, unless it is a success.
/// </summary>
public sealed partial class Exchanges(AtsClient ats, MailedSteps mails, TimeProvider clock, ILogger<Exchanges> log)
{
    /// <summary>The reason of a request that did not leave, or not to its end, because a document is not what it was.</summary>
    public const string DocumentDamaged = "document-damaged";

    private static readonly TimeSpan StoreAgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>Takes a slot and writes the open row, in the caller's transaction, with what the caller claims for it.</summary>
    /// <param name="claim">Asked once there is a slot. False: nothing is written.</param>
    internal static async Task<Reservation> ReserveAsync(
        AppDb db, Telemetry telemetry, Exchange open, Purpose purpose, Pace pace, Func<Task<bool>> claim, CancellationToken ct)
    {
        if (await Slots.TakeAsync(db, telemetry, open.AccountId, purpose, pace, open.StartedAt, ct) is { } notBefore)
            return new(null, notBefore);
        if (!await claim())
            return new(null, null);
        db.Exchanges.Add(open);
        return new(open.Id, null);
    }

    /// <param name="exchangeId">Of the row that was committed for this request.</param>
    /// <param name="record">Stores the answer with its consequences; asked again until it succeeds.</param>
    public async Task<T> SendAsync<T>(
        Guid exchangeId, IConnector connector, Step step, Func<Sent, Reading, Task<T>> record, CancellationToken ct)
    {
        var sent = step.Sending switch
        {
            Sending.Mail mail => await mails.SendAsync(mail, step.Deadline, exchangeId),
            _ => await ats.SendAsync(step, CancellationToken.None),
        };
        var reading = sent switch
        {
            // Whatever had left of it was not whole, so nobody has taken it.
            { Damaged: { } sha256 } => new Reading(Meaning.PartRefused, DocumentDamaged, Part: new Part.Document(sha256)),
            { Answer: { } answer } => connector.Read(step, answer),
            _ => new Reading(Meaning.Unknown, sent.Fault ?? (sent.Stage == Stage.NothingSent ? "nothing-sent" : "no-answer")),
        };
        return await StoreAsync(exchangeId, () => record(sent, reading), ct);
    }

    /// <summary>Its sender is dead: whoever found it could do so only after its deadline and grace.</summary>
    public Task<T> DeclareUnknownAsync<T>(Exchange open, Func<Sent, Reading, Task<T>> record, CancellationToken ct) =>
        StoreAsync(open.Id, () =>
            record(new Sent(Stage.NoAnswer, null, clock.GetUtcNow() - open.StartedAt), new Reading(Meaning.Unknown, "no-answer")), ct);

    /// <summary>Writes the answer into its row. False when it comes too late to change anything.</summary>
    internal static bool Write(Exchange exchange, Sent sent, Reading reading, DateTimeOffset now)
    {
        if (exchange.AnsweredAt is not null
            && reading.Meaning is not (Meaning.Delivered or Meaning.UnderWayByMail or Meaning.ProbeCreated))
            return false;
        exchange.AnsweredAt = now;
        exchange.Stage = sent.Stage;
        exchange.Status = sent.Answer?.Status;
        exchange.Meaning = sent is { Stage: Stage.NothingSent, Damaged: null } ? null : reading.Meaning;
        exchange.Reason = reading.Reason;
        exchange.Verbatim = reading.Verbatim;
        exchange.Parts = reading.Parts.Count == 0 ? null : [.. reading.Parts];
        exchange.Fields = reading.Fields;
        exchange.Result = reading.Result;
        exchange.DurationMs = (int)sent.Duration.TotalMilliseconds;
        return true;
    }

    /// <summary>Should the server die before it is stored, the open row is declared unknown.</summary>
    private async Task<T> StoreAsync<T>(Guid exchangeId, Func<Task<T>> store, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await store();
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                Log.NotStored(log, exchangeId, e);
                await Task.Delay(StoreAgainAfter, clock, ct);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The answer of exchange {ExchangeId} could not be stored; it is tried again in a second")]
        public static partial void NotStored(ILogger log, Guid exchangeId, Exception e);
    }
}
