using Eilbote.Applications;
using Eilbote.Board;

namespace Eilbote.Applying;

internal static class ApplyingFeature
{
    public static void AddApplying(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<FormTokens>();
        services.AddSingleton<Receipts>();
        services.AddSingleton<Uploads>();
        services.AddSingleton<Acceptance>();
        services.AddSingleton<Drafts>();
        services.AddSingleton<DraftRoom>();
        services.AddSingleton<Door>();
        services.AddSingleton<Challenge>();
        services.AddSingleton<CvProposals>();
        services.AddSingleton<Withdrawal>();
        services.AddSingleton<Doubts>();
        services.AddSingleton<FileReplacement>();
        services.AddSingleton<KnownOffers>();
        services.AddScoped<JobOffers>();
        services.AddSingleton<Housekeeping>();
        services.AddHostedService(provider => provider.GetRequiredService<Housekeeping>());
    }
}
