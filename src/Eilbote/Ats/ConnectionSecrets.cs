using System.Text.Json;
using Eilbote.Connectors;
using Microsoft.AspNetCore.DataProtection;

namespace Eilbote.Ats;

/// <summary>Encrypts a connection's secrets, and opens them only to build a request.</summary>
public sealed class ConnectionSecrets(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("connection-secrets");

    public string Protect(IReadOnlyDictionary<string, string> secrets) => _protector.Protect(JsonSerializer.Serialize(secrets));

    /// <summary>All values of a connection, secrets in clear.</summary>
    public ConnectionSettings Open(Connection connection) => new(Values(connection.Settings, connection.ProtectedSecrets));

    /// <summary>All values of settings and secrets that were stored together, secrets in clear.</summary>
    public ConnectionSettings Open(IReadOnlyDictionary<string, string> settings, string protectedSecrets) =>
        new(Values(settings, protectedSecrets));

    internal Dictionary<string, string> Values(IReadOnlyDictionary<string, string> settings, string protectedSecrets)
    {
        var values = new Dictionary<string, string>(settings);
        foreach (var (key, value) in Secrets(protectedSecrets))
            values[key] = value;
        return values;
    }

    internal Dictionary<string, string> Secrets(Connection connection) => Secrets(connection.ProtectedSecrets);

    internal Dictionary<string, string> Secrets(string protectedSecrets) =>
        protectedSecrets.Length == 0 ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(_protector.Unprotect(protectedSecrets))!;
}
