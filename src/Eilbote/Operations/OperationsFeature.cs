using Eilbote.Storage;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Eilbote.Operations;

internal static class OperationsFeature
{
    public static void AddOperations(this WebApplicationBuilder builder) =>
        builder.Services.AddHealthChecks().AddDbContextCheck<AppDb>();

    /// <summary>Live: the process answers. Ready: it reaches its database.</summary>
    public static void MapOperations(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready");
    }
}
