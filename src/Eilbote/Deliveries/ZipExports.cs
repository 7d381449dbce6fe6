using System.Globalization;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using Eilbote.Files;
using Eilbote.Scanning;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>
/// Makes exports, some at a time, and deletes them when their day is over or one of their applications was erased. A server that dies
/// leaves an export to be begun again.
/// </summary>
public sealed class ZipExports(
    IServiceScopeFactory scopes, IWriter writer, IDocumentStore store, Scanner scanner, TimeProvider clock, ILogger<ZipExports> log)
    : DueWork<Guid>(TimeSpan.FromSeconds(30), atOnce: 2, clock, log)
{
    /// <summary>So many are packed between two words about it.</summary>
    private const int Step = 10;

    /// <summary>One that says nothing for longer has died.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    protected override async Task<IReadOnlyCollection<Guid>> DueAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = Clock.GetUtcNow();
        return await scope.ServiceProvider.GetRequiredService<AppDb>().ZipExports.Where(x => x.DueAt <= now).Select(x => x.Id)
            .ToListAsync(ct);
    }

    protected override async Task<DateTimeOffset?> RunAsync(Guid key, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, now) = (scope.ServiceProvider.GetRequiredService<AppDb>(), Clock.GetUtcNow());
        if (await db.ZipExports.AsNoTracking().SingleOrDefaultAsync(x => x.Id == key && x.DueAt <= now, ct) is not { } export)
            return null;
        // Left by a server that died, by an erasure, or by the day that is over.
        if (export.ContentId is { } left)
            await store.DeleteAsync(left, ct);
        if (export.EndsAt <= now)
            await writer.WriteAsync((w, t) => w.ZipExports.Where(x => x.Id == key).ExecuteDeleteAsync(t), ct);
        else if (export.State != ZipExportState.Packing)
            await writer.WriteAsync((w, t) => w.ZipExports.Where(x => x.Id == key).ExecuteUpdateAsync(x => x
                .SetProperty(e => e.ContentId, (Guid?)null).SetProperty(e => e.DueAt, export.EndsAt), t), ct);
        else
            await MakeAsync(db, export, ct);
        return null;
    }

    private async Task MakeAsync(AppDb db, ZipExport export, CancellationToken ct)
    {
        var content = Guid.CreateVersion7(Clock.GetUtcNow());
        var until = Clock.GetUtcNow() + Grace;
        if (await writer.WriteAsync((w, t) => w.ZipExports
            .Where(x => x.Id == export.Id && x.State == ZipExportState.Packing && x.DueAt == export.DueAt)
            .ExecuteUpdateAsync(x => x.SetProperty(e => e.ContentId, content).SetProperty(e => e.DueAt, until)
                .SetProperty(e => e.Done, 0).SetProperty(e => e.Unscanned, 0), t), ct) == 0)
            return;
        var state = ZipExportState.Ready;
        try
        {
            await StoreAsync(db, export, content, ct);
        }
        catch (Exception e) when (StorageTrouble.Is(e))
        {
            state = ZipExportState.Failed;
        }
        var ended = await writer.WriteAsync((w, t) => Mine(w, export, content).ExecuteUpdateAsync(x => x
            .SetProperty(e => e.State, state).SetProperty(e => e.DueAt, export.EndsAt), t), ct) == 1;
        // An application in it was erased meanwhile, or its member asked for another.
        if (!ended)
            await store.DeleteAsync(content, ct);
    }

    private async Task StoreAsync(AppDb db, ZipExport export, Guid content, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var pipe = new Pipe();
        var packing = PackAsync(db, export, content, pipe.Writer, stop.Token);
        try
        {
            await store.WriteAsync(content, pipe.Reader.AsStream(), ct);
        }
        catch
        {
            await pipe.Reader.CompleteAsync();
            await stop.CancelAsync();
            await packing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        await packing;
    }

    private async Task PackAsync(AppDb db, ZipExport export, Guid content, PipeWriter target, CancellationToken ct)
    {
        Language.Speak(export.Language);
        try
        {
            var (names, unscanned) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), 0);
            var stream = target.AsStream(leaveOpen: true);
            await using (var zip = await ZipArchive.CreateAsync(stream, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, ct))
                foreach (var (i, id) in export.Applications.Index())
                {
                    unscanned += await AddAsync(db, zip, id, names, ct);
                    if ((i + 1) % Step == 0 && !await SayAsync(export, content, i + 1, unscanned, ct))
                        break;
                }
            await SayAsync(export, content, export.Applications.Count, unscanned, ct);
            await target.CompleteAsync();
        }
        catch (Exception e)
        {
            await target.CompleteAsync(e);
            throw;
        }
    }

    /// <summary>Returns how many documents were left out.</summary>
    private async Task<int> AddAsync(AppDb db, ZipArchive zip, Guid id, HashSet<string> names, CancellationToken ct)
    {
        var found = await (
            from application in db.Applications.AsNoTracking().Include(x => x.Documents)
            join delivery in db.Deliveries.AsNoTracking() on application.Id equals delivery.ApplicationId
            join ad in db.JobAds.AsNoTracking() on application.JobAdId equals ad.Id
            where application.Id == id && application.ErasedAt == null
            select new { application, delivery, ad }).SingleOrDefaultAsync(ct);
        if (found is null)
            return 0;
        var day = Texts.Day(found.application.ReceivedAt).ToString("O", CultureInfo.InvariantCulture);
        var folder = FileNames.Unique($"{FileNames.Folder(found.application.Applicant.Name)} {day}", names);
        var unscanned = scanner.IsOn ? found.application.Documents.FindAll(x => x.IsUnscanned) : [];
        await Handover.AddAsync(
            zip, folder + "/", found.application, found.delivery, found.ad, Handover.Ordered(found.application), unscanned, store, ct);
        return unscanned.Count;
    }

    /// <summary>How far it is. False when nobody waits for it any more.</summary>
    private async Task<bool> SayAsync(ZipExport export, Guid content, int done, int unscanned, CancellationToken ct)
    {
        var until = Clock.GetUtcNow() + Grace;
        return await writer.WriteAsync((w, t) => Mine(w, export, content).ExecuteUpdateAsync(x => x
            .SetProperty(e => e.Done, done).SetProperty(e => e.Unscanned, unscanned).SetProperty(e => e.DueAt, until), t), ct) == 1;
    }

    /// <summary>While no other server has taken it up.</summary>
    private static IQueryable<ZipExport> Mine(AppDb db, ZipExport export, Guid content) =>
        db.ZipExports.Where(x => x.Id == export.Id && x.ContentId == content && x.State == ZipExportState.Packing);
}
