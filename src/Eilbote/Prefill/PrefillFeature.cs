namespace Eilbote.Prefill;

internal static class PrefillFeature
{
    public static void AddPrefill(this WebApplicationBuilder builder) => builder.Services.AddSingleton<CvWorkers>();
}
