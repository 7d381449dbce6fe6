namespace Eilbote.Board;

internal static class BoardFeature
{
    public static void AddBoard(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<FormCounters>();
        services.AddHostedService(provider => provider.GetRequiredService<FormCounters>());
    }
}
