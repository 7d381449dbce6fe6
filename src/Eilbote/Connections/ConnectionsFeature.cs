using Eilbote.Connectors.Personio;

namespace Eilbote.Connections;

internal static class ConnectionsFeature
{
    public static void AddConnections(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(builder.Configuration.GetSection("Eilbote:Personio").Get<PersonioOptions>() ?? new PersonioOptions());
        services.AddSingleton<PersonioConnector>();
        services.AddSingleton<ConnectorRegistry>();
        services.AddSingleton<ConnectionSecrets>();
        services.AddScoped<Verification>();
        services.AddScoped<SmartApply>();
        services.AddSingleton<PastedSettings>();
        services.AddScoped<Drafts>();
        services.AddScoped<SmartApplyViews>();
    }
}
