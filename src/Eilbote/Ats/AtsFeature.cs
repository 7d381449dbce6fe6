namespace Eilbote.Ats;

/// <summary>What every talk with an ATS needs.</summary>
internal static class AtsFeature
{
    public static void AddAts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(new ConnectorRegistry(builder.Configuration));
        services.AddSingleton<ConnectionSecrets>();
        services.AddSingleton<Telemetry>();
        services.AddSingleton<MailedSteps>();
        services.AddSingleton<Exchanges>();
        services.AddSingleton<FeedNudges>();
        services.AddHttpClient<AtsClient>(http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(AtsClient.Handler).RemoveAllLoggers();
        services.AddHttpClient<TypedAddresses>(http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(TypedAddresses.Handler).RemoveAllLoggers();
        services.AddTransient<FeedClient>();
    }
}
