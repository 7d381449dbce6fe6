namespace WebhookReceiver;

/// <summary>
/// A small receiver of signed applications, as an employer's developer would write it from docs/webhook.md. All in memory.
/// </summary>
public static class ReceiverHost
{
    /// <summary>The secret of the inbox that the demo's employer sends to.</summary>
    public const string DemoSecret = "whsec_ZGVtby1zZWNyZXQtb2YtdGhlLWRvbmF1d2VyZnQtMzI=";

    /// <summary>Tests pass their own clock and address; the default address is http://localhost:5100.</summary>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Inboxes>();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 200_000_000);
        if (builder.Configuration["urls"] is null)
            builder.WebHost.UseUrls("http://localhost:5100");
        configure?.Invoke(builder);

        var app = builder.Build();
        app.MapReceiving();
        app.MapControl();
        app.MapScreens();
        return app;
    }
}
