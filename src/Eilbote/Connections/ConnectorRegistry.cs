using Eilbote.Connectors;
using Eilbote.Connectors.Personio;

namespace Eilbote.Connections;

/// <summary>The connectors of this server, by the id that stands in the database.</summary>
public sealed class ConnectorRegistry(PersonioConnector personio)
{
    /// <summary>What an employer without a connection is offered.</summary>
    public const string Offered = PersonioConnector.Id;

    public IConnector this[string id] => id switch
    {
        PersonioConnector.Id => personio,
        _ => throw new ArgumentOutOfRangeException(nameof(id), id, "No connector has this id."),
    };

    public IConnector Of(Connection? connection) => this[connection?.Connector ?? Offered];

    /// <summary>How a connection is told from the employer's others: by what its ATS counts by.</summary>
    public string NameOf(Connection connection)
    {
        var ats = Of(connection).Descriptor;
        return $"{ats.Name} {connection.Settings.GetValueOrDefault(ats.Pace.CountedBy)}".TrimEnd();
    }
}
