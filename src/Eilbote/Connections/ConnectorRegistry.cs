using Eilbote.Connectors;
using Eilbote.Connectors.Personio;

namespace Eilbote.Connections;

/// <summary>The connectors of this server, by the id that stands in the database.</summary>
public sealed class ConnectorRegistry(PersonioConnector personio)
{
    public IConnector this[string id] => id switch
    {
        "personio" => personio,
        _ => throw new ArgumentOutOfRangeException(nameof(id), id, "No connector has this id."),
    };
}
