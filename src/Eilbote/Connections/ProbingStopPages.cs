using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Connections;

/// <summary>Where an operator lets probing go on.</summary>
internal static class ProbingStopPages
{
    public static void MapProbingStops(this WebApplication app) =>
        app.MapGroup("/operators/probing").ForSignedIn()
            .MapPost("/resume", async (HttpContext http, IWriter writer, TimeProvider clock, CancellationToken ct) =>
        {
            var (now, who) = (clock.GetUtcNow(), http.User.Identity!.Name);
            await writer.WriteAsync((db, t) => db.ProbingStops.Where(x => x.ClearedAt == null)
                .ExecuteUpdateAsync(x => x.SetProperty(s => s.ClearedAt, now).SetProperty(s => s.ClearedBy, who), t), ct);
            return new SeeOther("/operators");
        });
}

/// <summary>A stop as operators see it.</summary>
public sealed record ProbingStopView(string Employer, DateTimeOffset StoppedAt)
{
    public static Task<List<ProbingStopView>> OpenAsync(AppDb db, CancellationToken ct) => (
        from stop in db.ProbingStops
        join employer in db.Employers on stop.EmployerId equals employer.Id
        where stop.ClearedAt == null
        orderby stop.StoppedAt
        select new ProbingStopView(employer.Name, stop.StoppedAt)).ToListAsync(ct);
}
