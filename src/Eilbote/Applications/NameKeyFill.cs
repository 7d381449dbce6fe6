using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Applications;

/// <summary>
/// Gives applications of earlier versions the keys by which they are searched: no database folds names as we do. Until it has passed,
/// some seconds for each hundred thousand, a search misses what it has not reached.
/// </summary>
public sealed class NameKeyFill(IServiceScopeFactory scopes, IWriter writer, TimeProvider clock, ILogger<NameKeyFill> log)
    : DueWork<string>(TimeSpan.FromHours(1), atOnce: 1, clock, log)
{
    /// <summary>In one transaction: others write meanwhile.</summary>
    private const int AtOnce = 250;

    protected override Task<IReadOnlyCollection<string>> DueAsync(CancellationToken ct) =>
        Task.FromResult<IReadOnlyCollection<string>>([nameof(NameKeyFill)]);

    protected override async Task<DateTimeOffset?> RunAsync(string key, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        while (await Without(db).OrderBy(x => x.Id).Take(AtOnce).Select(x => new { x.Id, x.Applicant.FirstName, x.Applicant.LastName })
            .ToListAsync(ct) is { Count: > 0 } some)
            await writer.WriteAsync(async (w, t) =>
            {
                foreach (var one in some)
                {
                    var (last, first) = (NameKey.Of(one.LastName, one.FirstName), NameKey.Of(one.FirstName, one.LastName));
                    await Without(w).Where(x => x.Id == one.Id)
                        .ExecuteUpdateAsync(x => x.SetProperty(a => a.LastFirst, last).SetProperty(a => a.FirstLast, first), t);
                }
                return true;
            }, ct);
        return null;
    }

    /// <summary>Written as the index that holds these is. What was erased has no name any more.</summary>
    private static IQueryable<Application> Without(AppDb db) => db.Applications.Where(x => x.LastFirst == "" && x.ErasedAt == null);
}
