using System.Security.Cryptography;
using System.Text;
using Eilbote.Secrets;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Applying;

/// <summary>
/// How many bytes of files that are not sent yet may be kept: of one client, and of all together. Beyond it the form still takes
/// applications; their files then come with them.
/// </summary>
public sealed class DraftRoom(KeyFile keyFile, Clients clients, LimitsOptions options, DiskSpace disk, TimeProvider clock)
{
    private const long LockKey = 0x45_69_6C_44_72_61_66_74;

    private readonly byte[] _key = keyFile.Derive("draft-holders");

    /// <summary>
    /// Who holds the drafts of this request: a keyed hash, so that no address stands in the database. Null for who is not limited.
    /// </summary>
    public string? HolderOf(HttpContext http) => clients.Of(http) is { } client
        ? Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(client)).AsSpan(0, 16)) : null;

    /// <summary>In bytes, never below 0.</summary>
    public async Task<long> LeftAsync(AppDb db, string? holder, CancellationToken ct)
    {
        // Several may ask at once: the next waits here until what the one before keeps is counted.
        if (db is PostgresDb && db.Database.CurrentTransaction is not null)
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({LockKey})", ct);
        var now = clock.GetUtcNow();
        var drafts = db.Documents.Where(x => x.DraftUntil > now && x.ApplicationId == null);
        var all = disk.Free is { } free ? Math.Min(options.DraftsOfAll, free / 10) : options.DraftsOfAll;
        var left = all - await drafts.SumAsync(x => x.Size, ct);
        if (holder is not null)
            left = Math.Min(left, options.DraftsOfClient - await drafts.Where(x => x.DraftHolder == holder).SumAsync(x => x.Size, ct));
        return Math.Max(0, left);
    }
}
