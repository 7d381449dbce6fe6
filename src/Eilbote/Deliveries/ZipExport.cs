using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>
/// Many applications as one ZIP: made in the background, kept for a day, for the member who asked for it alone. Its content lies where
/// documents do, under an id of its own.
/// </summary>
public sealed class ZipExport
{
    /// <summary>So many applications, and so many bytes of documents, at most.</summary>
    public const int MostApplications = 2_000;
    public const long MostBytes = 2_000_000_000;

    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid EmployerId { get; init; }

    /// <summary>Who asked for it. A member has one at a time.</summary>
    public required Guid UserId { get; init; }

    /// <summary>In which what was typed is labelled.</summary>
    public required string Language { get; init; }

    /// <summary>Which were found, in their order.</summary>
    public required List<Guid> Applications { get; init; }

    public ZipExportState State { get; set; }

    /// <summary>So many are packed.</summary>
    public int Done { get; set; }

    /// <summary>So many documents are left out because nobody has looked for viruses in them yet.</summary>
    public int Unscanned { get; set; }

    /// <summary>Of the content that is there, or being written; another for each try.</summary>
    public Guid? ContentId { get; set; }

    /// <summary>From when on a server takes it up: to make it, to go on where another died, or to delete it.</summary>
    public required DateTimeOffset DueAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset EndsAt => CreatedAt + KeptFor;

    /// <summary>What was erased is in no export: in the erasure's own transaction. Returns which must be woken, to be deleted.</summary>
    internal static async Task<List<Guid>> ForgetAsync(AppDb db, Guid applicationId, DateTimeOffset now, CancellationToken ct)
    {
        var employer = db.Applications.Where(x => x.Id == applicationId).Select(x => x.EmployerId);
        var all = await db.ZipExports.Where(x => employer.Contains(x.EmployerId) && x.State != ZipExportState.Gone).ToListAsync(ct);
        var with = all.FindAll(x => x.Applications.Contains(applicationId));
        with.ForEach(x => (x.State, x.DueAt) = (ZipExportState.Gone, now));
        return with.ConvertAll(x => x.Id);
    }
}

/// <summary>A closed set. Gone: an application in it was erased. Failed: there was no room for it.</summary>
public enum ZipExportState { Packing, Ready, Gone, Failed }
