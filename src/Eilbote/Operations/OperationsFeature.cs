using Eilbote.Applying;
using Eilbote.Ats;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Eilbote.Operations;

internal static class OperationsFeature
{
    public static void AddOperations(this WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddDbContextCheck<AppDb>().AddCheck<RoomCheck>("disk");
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

    /// <summary>Live: the process answers. Ready: it reaches its database, and there is room on its disk.</summary>
    public static void MapOperations(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready");
    }
}

/// <summary>While the form takes nothing, a server beside this one may.</summary>
internal sealed class RoomCheck(Door door) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(door.HasNoRoom ? HealthCheckResult.Unhealthy("The disk is nearly full.") : HealthCheckResult.Healthy());
}
