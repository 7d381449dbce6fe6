using Eilbote.Ats;

namespace Eilbote.JobAds;

internal static class JobAdsFeature
{
    public static void AddJobAds(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddHttpClient<FeedClient>(http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(AtsClient.Handler).RemoveAllLoggers();
        services.AddScoped<Feeds>();
        services.AddSingleton<FeedNudges>();
        services.AddSingleton<FeedRefresh>();
        services.AddHostedService(provider => provider.GetRequiredService<FeedRefresh>());
    }
}
