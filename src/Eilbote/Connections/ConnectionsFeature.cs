namespace Eilbote.Connections;

internal static class ConnectionsFeature
{
    public static void AddConnections(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<VerificationStart>();
        services.AddSingleton<VerificationLedger>();
        services.AddSingleton<VerificationEnd>();
        services.AddSingleton<TypedCodes>();
        services.AddSingleton<Verifier>();
        services.AddSingleton<SecondPaths>();
        services.AddSingleton<Verifications>();
        services.AddHostedService(provider => provider.GetRequiredService<Verifications>());
        services.AddScoped<SmartApply>();
        services.AddScoped<Drafts>();
        services.AddScoped<SmartApplyViews>();
    }
}
