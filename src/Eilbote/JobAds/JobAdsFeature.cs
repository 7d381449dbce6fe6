namespace Eilbote.JobAds;

internal static class JobAdsFeature
{
    public static void AddJobAds(this WebApplicationBuilder builder) => builder.Services.AddScoped<FeedImport>();
}
