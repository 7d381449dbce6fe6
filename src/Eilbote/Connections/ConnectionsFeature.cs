using Eilbote.Connectors.Personio;

namespace Eilbote.Connections;

internal static class ConnectionsFeature
{
    public static void AddConnections(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(PersonioOf(builder.Configuration));
        services.AddSingleton<PersonioConnector>();
        services.AddSingleton<ConnectorRegistry>();
        services.AddSingleton<ConnectionSecrets>();
        services.AddSingleton<VerificationStart>();
        services.AddSingleton<VerificationLedger>();
        services.AddSingleton<VerificationEnd>();
        services.AddSingleton<Verifier>();
        services.AddSingleton<Verifications>();
        services.AddHostedService(provider => provider.GetRequiredService<Verifications>());
        services.AddScoped<SmartApply>();
        services.AddScoped<Drafts>();
        services.AddScoped<SmartApplyViews>();
    }

    private static PersonioOptions PersonioOf(IConfiguration configuration)
    {
        var options = configuration.GetSection("Eilbote:Personio").Get<PersonioOptions>() ?? new PersonioOptions();
        return options.CreatedStatuses.All(x => x is >= 200 and < 300) ? options : throw new CannotStartException(
            "Eilbote:Personio:CreatedStatuses takes statuses from 200 to 299 only: no other can say that an application was created.");
    }
}
