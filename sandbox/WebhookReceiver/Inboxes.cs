using System.Collections.Concurrent;
using System.Text.Json;

namespace WebhookReceiver;

/// <summary>A document that arrived, as its bytes say.</summary>
public sealed record ArrivedDocument(string Name, string Field, long Size, string Sha256, byte[] Content);

/// <param name="Data">The signed JSON's member <c>data</c>.</param>
public sealed record Arrival(string Id, DateTimeOffset ArrivedAt, JsonElement Data, IReadOnlyList<ArrivedDocument> Documents)
{
    public string Text(string name) => Data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        ? value.GetString()! : "";
}

/// <summary>One request, and how it was answered.</summary>
public sealed record Received(DateTimeOffset At, string Id, string Type, int Status, string Why);

/// <summary>What goes wrong with the next requests, when somebody orders it.</summary>
/// <param name="Status">Answered instead of taking it, with <paramref name="Body"/>.</param>
/// <param name="Takes">Whether it is taken all the same, and only the answer is another.</param>
/// <param name="Breaks">The connection breaks instead of an answer.</param>
public sealed record Fault(
    int Status = 200, string Body = "", string Type = "application/json", bool Takes = false, bool Breaks = false, int Count = 1,
    string? Only = null);

/// <summary>What one employer receives. An inbox without a secret takes nothing.</summary>
public sealed class Inbox(string name)
{
    private readonly ConcurrentDictionary<string, Arrival> _arrivals = new();
    private readonly List<Fault> _faults = [];

    public string Name => name;
    public string Secret { get; set; } = "";

    /// <summary>Off: it takes any signature, as one that was written carelessly.</summary>
    public bool Checks { get; set; } = true;

    public ConcurrentQueue<Received> Requests { get; } = new();
    public IEnumerable<Arrival> Arrivals => _arrivals.Values.OrderBy(x => x.ArrivedAt);

    /// <summary>How often an application was taken as a new one. The same id again is not.</summary>
    public bool TryTake(Arrival arrival) => _arrivals.TryAdd(arrival.Id, arrival);

    public void Add(Fault fault)
    {
        lock (_faults)
            _faults.Add(fault);
    }

    public void ClearFaults()
    {
        lock (_faults)
            _faults.Clear();
    }

    public Fault? TakeFault(string type)
    {
        lock (_faults)
        {
            var at = _faults.FindIndex(x => x.Only is null || x.Only == type);
            if (at < 0)
                return null;
            var fault = _faults[at];
            if (fault.Count > 1)
                _faults[at] = fault with { Count = fault.Count - 1 };
            else
                _faults.RemoveAt(at);
            return fault;
        }
    }
}

public sealed class Inboxes
{
    private readonly ConcurrentDictionary<string,
        Inbox> _all = new() { ["donauwerft"] = new("donauwerft") { Secret = ReceiverHost.DemoSecret } };

    public IEnumerable<Inbox> All => _all.Values.OrderBy(x => x.Name, StringComparer.Ordinal);

    public Inbox this[string name] => _all.GetOrAdd(name, x => new Inbox(x));
}
