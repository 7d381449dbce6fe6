using Eilbote.Ats;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Microsoft.EntityFrameworkCore;
using static Eilbote.Web.Texts;

namespace Eilbote.Connections;

/// <summary>How a connection stands, as people must know it. A closed set, the most urgent first.</summary>
public enum ConnectionCondition
{
    /// <summary>Its access was refused: everything waits for the employer.</summary>
    Held,

    /// <summary>The ATS does not answer, or slows us down: everything waits and goes on by itself.</summary>
    Failing,
    Working,
    Draft,
    Off,

    /// <summary>There is none.</summary>
    Missing,
}

/// <summary>
/// How a connection stands, told from the rows here and nowhere else: overview, smart bewerben, reports, operators' page and
/// mails ask this.
/// </summary>
public sealed record ConnectionStatus(ConnectionCondition Condition, Guid? ConnectionId, ConnectorDescriptor Ats)
{
    /// <summary>Since when it is held or failing.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>While failing, when it is tried again; null while a try is out or about to be.</summary>
    public DateTimeOffset? NextTryAt { get; init; }

    /// <summary>The ATS itself is out, for several employers.</summary>
    public bool Outage { get; init; }

    /// <summary>Why it is held: the connector's code.</summary>
    public string? Reason { get; init; }

    /// <summary>The ATS refused one setting of a connection that works otherwise: applications arrive without it.</summary>
    public bool Flagged { get; init; }

    /// <summary>Deliveries that its own state makes wait.</summary>
    public int Waiting { get; init; }

    /// <summary>Failures in a row after which a hiccup is a failure, unless the ATS is out anyway.</summary>
    private const int Hiccups = 1;

    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    public static async Task<ConnectionStatus> OfAsync(
        AppDb db, Connection connection, ConnectorDescriptor ats, DateTimeOffset now, CancellationToken ct)
    {
        var status = new ConnectionStatus(connection.State switch
        {
            ConnectionState.Held => ConnectionCondition.Held,
            ConnectionState.Active => ConnectionCondition.Working,
            ConnectionState.Draft => ConnectionCondition.Draft,
            ConnectionState.Off => ConnectionCondition.Off,
        }, connection.Id, ats)
        { Flagged = connection is { State: ConnectionState.Active, FlaggedReason: not null } };
        if (connection.State is ConnectionState.Held or ConnectionState.Off)
            return status with
            {
                Since = connection.HeldSince,
                Reason = connection.HeldReason,
                // All that is held has not ended: said, so that only what waits is gone through.
                Waiting = await db.Deliveries.CountAsync(
                    x => x.EmployerId == connection.EmployerId && x.SettledAt == null && x.ConnectionId == connection.Id
                        && x.State == DeliveryState.Held && x.HeldBy == HeldBy.Connection, ct),
            };
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(x => x.Id == connection.AccountId, ct);
        if (connection.State != ConnectionState.Active || account is not { Failures: > 0 })
            return status;
        var outage = await db.Outages.AnyAsync(x => x.Connector == account.Connector && x.EndedAt == null, ct);
        var waiting = await db.Deliveries.CountAsync(
            x => x.AccountId == account.Id && x.DueAt != null && x.ConnectionId == connection.Id, ct);
        // What failed long ago, with nothing left to try it with, says nothing about now.
        if ((account.Failures <= Hiccups && !outage) || (waiting == 0 && account.FailedAt < now - Forgotten))
            return status;
        return status with
        {
            Condition = ConnectionCondition.Failing,
            Since = await FailingSinceAsync(db, account, ct),
            NextTryAt = account.PausedUntil > now ? account.PausedUntil : null,
            Outage = outage,
            Waiting = waiting,
        };
    }

    public static async Task<List<ConnectionStatus>> OfAsync(
        AppDb db, IEnumerable<Connection> connections, ConnectorRegistry connectors, DateTimeOffset now, CancellationToken ct)
    {
        var all = new List<ConnectionStatus>();
        foreach (var connection in connections)
            all.Add(await OfAsync(db, connection, connectors.Of(connection).Descriptor, now, ct));
        return all;
    }

    /// <summary>When the first of the failures came that nothing has got through since.</summary>
    public static async Task<DateTimeOffset?> FailingSinceAsync(AppDb db, Account account, CancellationToken ct)
    {
        var lastSuccess = account.LastSuccessAt ?? DateTimeOffset.MinValue;
        return await db.Exchanges
            .Where(x => x.AccountId == account.Id && x.AnsweredAt > lastSuccess && x.DeliveryId != null
                && (x.Stage == Stage.NothingSent || x.Meaning == Meaning.Unknown || x.Meaning == Meaning.Throttled))
            .MinAsync(x => x.AnsweredAt, ct) ?? account.FailedAt;
    }

    /// <summary>Of several connections the one that needs attention first; a draft beside one that works does not.</summary>
    public static ConnectionStatus First(IEnumerable<ConnectionStatus> all, ConnectorDescriptor offered, bool draft) =>
        all.MinBy(x => x.Condition) ?? new(draft ? ConnectionCondition.Draft : ConnectionCondition.Missing, null, offered);

    public string Tone => Condition switch
    {
        ConnectionCondition.Held => "bad",
        ConnectionCondition.Working => "good",
        ConnectionCondition.Off => "idle",
        ConnectionCondition.Failing or ConnectionCondition.Draft or ConnectionCondition.Missing => "wait",
    };

    /// <summary>In a few words.</summary>
    public string Pill => Condition switch
    {
        ConnectionCondition.Held => T("Angehalten", "Held"),
        ConnectionCondition.Failing => T($"{Ats.Name} antwortet gerade nicht", $"{Ats.Name} does not answer right now"),
        ConnectionCondition.Working => T($"Verbunden mit {Ats.Name}", $"Connected to {Ats.Name}"),
        ConnectionCondition.Off => T("Abgeschaltet", "Off"),
        ConnectionCondition.Draft or ConnectionCondition.Missing => T("Noch nicht verbunden", "Not connected yet"),
    };

    /// <summary>What is wrong and what helps, in sentences; empty when nothing is.</summary>
    public string Explanation(DateTimeOffset now) => Condition switch
    {
        ConnectionCondition.Held => T($"Seit {Time(Since ?? now, now)}: ", $"Since {Time(Since ?? now, now)}: ") + T(Why)
            + " " + T(
                "Nichts ist verloren: sobald die Anbindung wieder steht, geht von selbst hinaus, was darauf wartet, das Älteste zuerst.",
                "Nothing is lost: once the connection works again all that waits for it goes out by itself, oldest first."),
        ConnectionCondition.Failing => (Outage ? T(
            $"{Ats.Name} hat gerade eine Störung, bei mehreren Unternehmen. ",
            $"{Ats.Name} has a fault right now, for several companies. ") : "")
            + T("Dafür müssen Sie nichts tun, und nichts ist verloren: ", "There is nothing to do about it, and nothing is lost: ")
            + T(
                $"sobald {Ats.Name} wieder antwortet, geht alles von selbst hinaus. ",
                $"as soon as {Ats.Name} answers again everything goes out by itself. ")
            + T($"Seit {Time(Since ?? now, now)} kommt nichts durch. ", $"Nothing has got through since {Time(Since ?? now, now)}. ")
            + (NextTryAt is { } at ? T(
                $"Nächster Versuch um {Time(at, now)}.",
                $"Next try at {Time(at, now)}.") : T("Gerade läuft ein Versuch.", "A try is under way right now.")),
        ConnectionCondition.Working or ConnectionCondition.Off or ConnectionCondition.Draft or ConnectionCondition.Missing => "",
    };

    /// <summary>Why it is held, and where in the ATS that is mended.</summary>
    public Words Why => CheckWords.Text(new Check(CheckKind.Secret, Verdict.Failed, Reason ?? Codes.Refused), Ats);
}
