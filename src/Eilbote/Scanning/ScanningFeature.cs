namespace Eilbote.Scanning;

internal static class ScanningFeature
{
    public static void AddScanning(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.Read<ScannerOptions>(ScannerOptions.Section);
        options.Check();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<Scanner>();
    }
}
