using Microsoft.AspNetCore.DataProtection;
using PersonioSandbox.Screens;

namespace PersonioSandbox;

/// <summary>Our stand-in for Personio: its recruiting interface, career sites and the screens an employer sees. All in memory.</summary>
public static class SandboxHost
{
    /// <summary>Tests pass their own clock and address; the default address is http://localhost:5090.</summary>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<World>();
        builder.Services.AddRazorComponents();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 200_000_000);
        if (builder.Configuration["urls"] is null)
            builder.WebHost.UseUrls("http://localhost:5090");
        configure?.Invoke(builder);

        var app = builder.Build();
        app.MapApi();
        app.MapCareerSites();
        app.MapControl();
        app.MapScreens();
        return app;
    }
}
