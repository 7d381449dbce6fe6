using System.Diagnostics;
using System.Diagnostics.Metrics;
using Eilbote.Connectors;

namespace Eilbote.Ats;

/// <summary>
/// What an operator can watch: a span for every application taken and every request, and counts of them. The id of an
/// application is its trace id, so that its spans find each other after hours and restarts. Tags hold ids and known codes only.
/// </summary>
public sealed class Telemetry : IDisposable
{
    public const string Name = "Eilbote";
    private static readonly InstrumentAdvice<double> Shares = new()
    {
        HistogramBucketBoundaries = [0, .1, .2, .3, .4, .5, .6, .7, .8, .9, 1]
    };
    private static readonly InstrumentAdvice<double> Arrivals = new()
    {
        HistogramBucketBoundaries = [.1, .25, .5, 1, 2.5, 5, 10, 30, 60, 600, 3600, 21_600, 86_400, 172_800]
    };
    private readonly Counter<long> _exchanges;
    private readonly Histogram<double> _arrival, _slots;

    public Telemetry(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _exchanges = meter.CreateCounter<long>("eilbote.exchanges", "{exchange}", "Requests to an ATS and what they came to");
        _arrival = meter.CreateHistogram("eilbote.delivery.arrival", "s", "From receipt to arrival in the ATS", [], Arrivals);
        _slots = meter.CreateHistogram(
            "eilbote.slots.used", "1", "Part of an account's share that is used when a request asks for a slot", [], Shares);
    }

    public ActivitySource Source { get; } = new(Name);

    public void Accepted(Guid applicationId, DateTimeOffset from, DateTimeOffset until)
    {
        using var span = Begin("accept", ActivityKind.Server, applicationId, from);
        span?.SetTag("eilbote.application.id", applicationId).SetEndTime(until.UtcDateTime);
    }

    /// <param name="reason">See <see cref="ConnectorRegistry.Known"/>: never the ATS's own words.</param>
    /// <param name="delivery">What it came to for a delivery; null for a verification.</param>
    public void Exchanged(Exchange exchange, string? reason, Told? delivery = null)
    {
        if (_exchanges.Enabled)
            _exchanges.Add(1, new TagList
            {
                { "eilbote.purpose", delivery is null ? "verification" : "delivery" },
                { "eilbote.kind", exchange.Kind.ToString() },
                { "eilbote.stage", exchange.Stage.ToString() },
                { "eilbote.meaning", exchange.Meaning?.ToString() },
                { "eilbote.reason", reason },
            });
        if (delivery?.Arrival is var (after, proof))
            _arrival.Record(after.TotalSeconds, new KeyValuePair<string, object?>("eilbote.proof", proof));

        using var span = Begin(
            "exchange", ActivityKind.Client, delivery?.ApplicationId ?? exchange.VerificationId!.Value, exchange.StartedAt);
        if (span is null)
            return;
        Tag(span, exchange);
        span.SetTag("eilbote.reason", reason).SetTag("eilbote.application.id", delivery?.ApplicationId)
            .SetTag("eilbote.decision", delivery?.Decision).SetTag("eilbote.state", delivery?.State);
        if (delivery?.Failed == true || exchange.Stage != Stage.Answered)
            span.SetStatus(ActivityStatusCode.Error, reason);
        span.SetEndTime(exchange.AnsweredAt!.Value.UtcDateTime);
    }

    internal void SlotAsked(Purpose purpose, int used, int share) =>
        _slots.Record((double)used / Math.Max(1, share), new KeyValuePair<string,
            object?>("eilbote.purpose", purpose == Purpose.Delivery ? "delivery" : "verification"));

    public void Dispose() => Source.Dispose();

    /// <summary>Begun when its end is known: null when nobody listens, and nothing else was done.</summary>
    private Activity? Begin(string name, ActivityKind kind, Guid trace, DateTimeOffset from) => !Source.HasListeners() ? null
        : Source.StartActivity(
        name, kind, new ActivityContext(
            ActivityTraceId.CreateFromBytes(trace.ToByteArray(bigEndian: true)), default, ActivityTraceFlags.Recorded), startTime: from);

    private static void Tag(Activity span, Exchange exchange) => span
        .SetTag("eilbote.exchange.id", exchange.Id).SetTag("eilbote.delivery.id", exchange.DeliveryId)
            .SetTag("eilbote.verification.id", exchange.VerificationId)
        .SetTag("eilbote.account.id", exchange.AccountId).SetTag("eilbote.connection.id", exchange.ConnectionId)
        .SetTag("eilbote.kind", exchange.Kind.ToString()).SetTag("eilbote.probe", exchange.Kind == StepKind.Probe ? exchange.Step : null)
            .SetTag("eilbote.stage", exchange.Stage.ToString())
        .SetTag("http.response.status_code", exchange.Status).SetTag("eilbote.meaning", exchange.Meaning?.ToString());
}

/// <summary>What an exchange came to for its delivery, in known words.</summary>
/// <param name="Failed">Neither arrived nor on its way.</param>
/// <param name="Arrival">Set by the exchange that settled it as arrived: how long after its receipt, and by which proof.</param>
public sealed record Told(Guid ApplicationId, string Decision, string State, bool Failed, (TimeSpan After, string Proof)? Arrival);
