using Eilbote.Connectors;
using Eilbote.Connectors.Email;
using Eilbote.Connectors.Personio;
using Eilbote.Connectors.Webhook;
using Eilbote.Mail;

namespace Eilbote.Ats;

/// <summary>The connectors of this server, by the id that stands in the database.</summary>
public sealed class ConnectorRegistry(IConfiguration configuration)
{
    /// <summary>What an employer without a connection is offered first.</summary>
    public const string Offered = PersonioConnector.Id;

    /// <summary>Adding an ATS is a line here.</summary>
    public IReadOnlyList<IConnector> All { get; } =
    [
        new PersonioConnector(Checked(configuration.Read<PersonioOptions>("Eilbote:Personio"), x => x.Fault)),
        new WebhookConnector(Checked(configuration.Read<WebhookOptions>("Eilbote:Webhook"), x => x.Fault)),
        new EmailConnector(new() { IsEncrypted = configuration.Read<MailOptions>("Eilbote:Mail").IsEncrypted }),
    ];

    /// <exception cref="ArgumentOutOfRangeException">No connector has this id.</exception>
    public IConnector this[string id] => All.SingleOrDefault(x => x.Descriptor.Id == id)
        ?? throw new ArgumentOutOfRangeException(nameof(id), id, "No connector has this id.");

    /// <summary>By which an employer is told beside its ATS.</summary>
    public IConnector SecondPath => All.Single(x => x is ISecondPath);

    public bool Knows(string? id) => All.Any(x => x.Descriptor.Id == id);

    public IConnector Of(Connection? connection) => this[connection?.Connector ?? Offered];

    /// <summary>
    /// How a connection is told from the employer's others: by where its jobs are published, else by what its ATS counts by.
    /// </summary>
    public string NameOf(Connection connection)
    {
        var ats = Of(connection).Descriptor;
        if (ats.FeedKey is { } key && connection.Settings.GetValueOrDefault(key) is { Length: > 0 } site)
            return site;
        var access = ats.Fields.First(x => x.Role == SettingRole.Access && !x.IsSecret).Key;
        var value = connection.Settings.GetValueOrDefault(access, "");
        return $"{ats.Name} {(Uri.TryCreate(value, UriKind.Absolute, out var address) ? (address.Authority + address.AbsolutePath).TrimEnd('/') : value)}".TrimEnd();
    }

    /// <summary>The reason as logs, traces and metrics may hold it.</summary>
    internal static string? Known(string? reason, IConnector connector) =>
        reason is null || connector.Descriptor.Reasons.ContainsKey(reason)
            || reason is "nothing-sent" or "no-answer" or Exchanges.DocumentDamaged ? reason : "unknown";

    private static T Checked<T>(T options, Func<T, string?> fault) => fault(options) is { } wrong ? throw new CannotStartException(wrong)
        : options;
}
