using Eilbote.Ats;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Eilbote.Operations;

internal static class OperationsFeature
{
    public static void AddOperations(this WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddDbContextCheck<AppDb>();
        builder.Services.AddHostedService<WaitingGauges>();
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return;
        // ASP.NET Core's meters know route templates; its traces would carry addresses, and those of receipts are secret.
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(x => x.AddService("eilbote").AddEnvironmentVariableDetector())
            .WithTracing(x => x.AddSource(Telemetry.Name).AddOtlpExporter())
            .WithMetrics(x => x.AddMeter(Telemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
                .AddOtlpExporter());
    }

    /// <summary>Live: the process answers. Ready: it reaches its database.</summary>
    public static void MapOperations(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready");
    }
}
