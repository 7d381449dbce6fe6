using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Eilbote.Ats;

namespace Eilbote.Tests.Harness;

public sealed record Measured(string Name, double Value, IReadOnlyDictionary<string, string?> Tags);

/// <summary>Every span and every measurement of this process with all their tags; those of one server apart.</summary>
public sealed class Watch : IDisposable
{
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters = new();
    private readonly ConcurrentQueue<string> _text = new();
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ConcurrentQueue<Measured> _measured = new();
    private readonly ActivitySource _source;
    private readonly IMeterFactory _scope;
    private readonly string _address;

    public Watch(TestApp app)
    {
        (_source, _scope, _address) = (app.Service<Telemetry>().Source, app.Service<IMeterFactory>(), app.Address.ToString());
        _activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Note
        };
        ActivitySource.AddActivityListener(_activities);
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            // What is read when it is asked for belongs to servers that may be gone.
            if (!instrument.IsObservable || IsOwn(instrument))
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _meters.Start();
    }

    /// <summary>All of this process, as text.</summary>
    public string Text => string.Join('\n', _text);

    /// <summary>Of the one server, in the order in which they ended.</summary>
    public IReadOnlyList<Activity> Spans => [.. _spans];

    /// <summary>Of the one server, what was counted since the beginning and is read now.</summary>
    public ILookup<string, Measured> Collect()
    {
        var before = _measured.ToArray();
        _measured.Clear();
        _meters.RecordObservableInstruments();
        var read = _measured.ToArray();
        _measured.Clear();
        foreach (var measured in before)
            _measured.Enqueue(measured);
        return before.Concat(read).ToLookup(x => x.Name);
    }

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }

    private bool IsOwn(Instrument instrument) => instrument.Meter.Name == Telemetry.Name && instrument.Meter.Scope == _scope;

    private void Note(Activity span)
    {
        // The test's own requests, from the other side.
        if (span.GetTagItem("url.full") is string url && url.StartsWith(_address, StringComparison.Ordinal))
            return;
        var tags = span.TagObjects.Concat(span.Events.SelectMany(x => x.Tags))
            .Concat(span.Baggage.Select(x => new KeyValuePair<string, object?>(x.Key, x.Value)));
        _text.Enqueue($"{span.Source.Name} {span.DisplayName} {span.StatusDescription} {string.Join(' ', tags.Select(x => $"{x.Key}={x.Value}"))}");
        if (span.Source == _source)
            _spans.Enqueue(span);
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var named = tags.ToArray().ToDictionary(x => x.Key, x => x.Value?.ToString());
        _text.Enqueue($"{instrument.Name} {value} {string.Join(' ', named.Select(x => $"{x.Key}={x.Value}"))}");
        if (IsOwn(instrument))
            _measured.Enqueue(new Measured(instrument.Name, value, named));
    }
}
