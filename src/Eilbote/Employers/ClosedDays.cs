using Microsoft.EntityFrameworkCore;

namespace Eilbote.Employers;

/// <summary>Where an employer works: whose nationwide holidays apply. ISO 3166-1.</summary>
public enum Country { AT, DE, CH }

/// <summary>Days on which nobody at an employer works, both included: a bridge day, or the whole company's holidays.</summary>
public sealed class ClosedDays
{
    /// <summary>So many entries of an employer, and so many days in one, at most.</summary>
    public const int AtMost = 40, LongestDays = 60;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid EmployerId { get; init; }
    public required DateOnly From { get; init; }
    public required DateOnly Until { get; init; }

    /// <summary>When each of these employers works.</summary>
    public static async Task<IReadOnlyDictionary<Guid, WorkingDays>> WorkingDaysOfAsync(
        AppDb db, IReadOnlyCollection<Guid> employers, CancellationToken ct)
    {
        var countries = await db.Employers.Where(x => employers.Contains(x.Id)).Select(x => new { x.Id, x.Country }).ToListAsync(ct);
        var closed = (await db.ClosedDays.AsNoTracking().Where(x => employers.Contains(x.EmployerId)).ToListAsync(ct))
            .ToLookup(x => x.EmployerId);
        return countries.ToDictionary(x => x.Id, x => new WorkingDays(x.Country, [.. closed[x.Id]]));
    }

    public static async Task<WorkingDays> WorkingDaysOfAsync(AppDb db, Guid employerId, CancellationToken ct) =>
        (await WorkingDaysOfAsync(db, [employerId], ct))[employerId];
}
