namespace Eilbote.JobAds;

internal static class JobAdsFeature
{
    public static void AddJobAds(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<Feeds>();
        services.AddSingleton<FeedRefresh>();
        services.AddHostedService(provider => provider.GetRequiredService<FeedRefresh>());
    }
}
