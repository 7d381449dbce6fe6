using Microsoft.EntityFrameworkCore;

namespace Eilbote.Ats;

/// <summary>
/// A time in which an ATS itself was out: several of its accounts failed and none succeeded. Operators are told once, not
/// once an employer, and employers that there is nothing to do.
/// </summary>
public sealed class Outage
{
    private const int Accounts = 3;
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(5);

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Connector { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When a request succeeded again; null while it lasts.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>When operators were told by mail.</summary>
    public DateTimeOffset? ToldAt { get; set; }

    /// <summary>After a failure of an account, in its transaction.</summary>
    internal static async Task NoteFailureAsync(AppDb db, Account account, DateTimeOffset now, CancellationToken ct)
    {
        var since = now - Within;
        var others = db.Accounts.Where(x => x.Connector == account.Connector && x.Id != account.Id);
        if (await others.CountAsync(x => x.Failures > 0 && x.FailedAt > since, ct) >= Accounts - 1
            && !await others.AnyAsync(x => x.LastSuccessAt > since, ct) && !(account.LastSuccessAt > since)
            && !await db.Outages.AnyAsync(x => x.Connector == account.Connector && x.EndedAt == null, ct))
            db.Outages.Add(new Outage { Connector = account.Connector, StartedAt = now });
    }

    /// <summary>After a success of any account, in its transaction: then the ATS is there.</summary>
    internal static Task NoteSuccessAsync(AppDb db, Account account, DateTimeOffset now, CancellationToken ct) =>
        db.Outages.Where(x => x.Connector == account.Connector && x.EndedAt == null)
            .ExecuteUpdateAsync(x => x.SetProperty(o => o.EndedAt, now), ct);
}
