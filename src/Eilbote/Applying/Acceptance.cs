using Eilbote.Applications;
using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Deliveries;
using Eilbote.Files;
using Eilbote.Mail;
using Eilbote.Scanning;
using Eilbote.Secrets;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Applying;

/// <summary>What became of a form that was sent. A closed set.</summary>
public abstract record Accepted
{
    /// <summary>It is on disk and in the database; or it was already, by the same form with the same content.</summary>
    /// <param name="AccountId">Whose lane has something to do; null when the application waits for its connection or the virus scanner.</param>
    /// <param name="Again">Whether the same form had been sent before.</param>
    public sealed record Receipt(Guid ApplicationId, Guid? AccountId, bool Again) : Accepted;

    /// <summary>The same form was sent before with other content; nothing was stored but drafts.</summary>
    public sealed record SentBefore(DateTimeOffset At) : Accepted;

    /// <summary>Something is wrong with the files that only counting all of them shows, by field.</summary>
    public sealed record Wrong(Dictionary<string, string> Errors) : Accepted;
}

/// <summary>What is kept of a form's documents, and what is wrong with those that the form showed as kept, by field.</summary>
public sealed record Kept(IReadOnlyList<Document> Documents, IReadOnlyDictionary<string, string> Gone);

/// <summary>Stores applications by the money rule, and drafts of documents for forms that come back with errors.</summary>
public sealed class Acceptance(
    IWriter writer, Uploads uploads, Receipts receipts, DraftRoom room, Scanner scanner, MailOptions mail, Telemetry telemetry,
    TimeProvider clock)
{
    /// <summary>As long as a form may stand open.</summary>
    public static readonly TimeSpan DraftLifetime = FormTokens.Lifetime;

    private static readonly Prepared<Func<AppDb, Guid, CancellationToken, Task<Application?>>> Earlier = new(() => EF.CompileAsyncQuery(
        (AppDb db, Guid formTokenId, CancellationToken ct) => db.Applications.AsNoTracking()
            .SingleOrDefault(x => x.FormTokenId == formTokenId)));

    private static readonly Prepared<Func<AppDb, Guid, DateTimeOffset, IAsyncEnumerable<Document>>> Drafts = new(() => EF.CompileAsyncQuery(
        (AppDb db, Guid formTokenId, DateTimeOffset now) => db.Documents.Where(x => x.FormTokenId == formTokenId && x.DraftUntil > now)));

    private static readonly Prepared<Func<AppDb, Guid, CancellationToken, Task<ConnectionNow>>> Now = new(() => EF.CompileAsyncQuery(
        (AppDb db, Guid id, CancellationToken ct) => db.Connections.Where(x => x.Id == id)
            .Select(x => new ConnectionNow(x.AccountId, x.State, x.HeldReason)).Single()));

    /// <summary>One transaction. A repeated submit stores nothing and names the same receipt.</summary>
    /// <param name="needed">Fields that must hold a document, with what is said when they do not.</param>
    /// <param name="sentFrom">The delivery from whose receipt it is sent.</param>
    public async Task<Accepted> AcceptAsync(
        Destination to, FormToken token, ApplyForm form, Upload upload, IReadOnlyDictionary<string, string> needed, CancellationToken ct,
        Guid? sentFrom = null)
    {
        var from = clock.GetUtcNow();
        Accepted accepted;
        try
        {
            accepted = await TryAsync();
        }
        catch (DbUpdateException)
        {
            // Two requests with one form at the same moment: the second now finds the first.
            accepted = await TryAsync();
        }
        if (accepted is Accepted.Receipt receipt)
            telemetry.Accepted(receipt.ApplicationId, from, clock.GetUtcNow());
        return accepted;

        Task<Accepted> TryAsync() => writer.WriteAsync((db, t) => StoreAsync(db, to, token, form, upload, needed, sentFrom, t), ct);
    }

    private async Task<Accepted> StoreAsync(
        AppDb db, Destination to, FormToken token, ApplyForm form, Upload upload, IReadOnlyDictionary<string, string> needed,
        Guid? sentFrom, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        // Drafts that the first of two clicks already turned into an application count too: the content is the same.
        var kept = KeptDocuments.Of(await Drafts.For(db)(db, token.Id, now).ToListAsync(ct), [], upload, to.Rules);
        if (kept.Errors(upload, to.Rules, needed) is { Count: > 0 } errors)
            return new Accepted.Wrong(errors);
        var hash = form.ContentHash([.. kept.Documents, .. upload.Documents]);
        if (await Earlier.For(db)(db, token.Id, ct) is { } earlier)
        {
            if (earlier.ContentHash != hash)
                return new Accepted.SentBefore(earlier.ReceivedAt);
            var account = await db.Deliveries.Where(x => x.ApplicationId == earlier.Id).Select(x => x.AccountId).SingleAsync(ct);
            return new Accepted.Receipt(earlier.Id, account, Again: true);
        }

        var id = Guid.CreateVersion7(now);
        var application = new Application
        {
            Id = id,
            EmployerId = to.EmployerId,
            JobAdId = to.JobAdId,
            Applicant = form.Applicant,
            EmailNormalized = EmailAddress.Normalize(form.Email),
            LastFirst = NameKey.Of(form.LastName, form.FirstName),
            FirstLast = NameKey.Of(form.FirstName, form.LastName),
            NoticeVersion = form.Consent,
            Language = Texts.IsEnglish ? "en" : "de",
            ReceivedAt = now,
            FormTokenId = token.Id,
            ContentHash = hash,
            ReceiptHash = LinkTokens.Hash(receipts.TokenOf(id)),
        };
        db.Applications.Add(application);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var document in kept.Documents)
            (document.ApplicationId, document.DraftHolder, document.FileName) = (id, null, FileNames.Unique(document.FileName, names));
        db.Documents.AddRange(upload.Documents.Select(x => x.Bound(token.Id, id, draftUntil: null, FileNames.Unique(x.FileName, names))));

        var connection = await Now.For(db)(db, to.ConnectionId!.Value, ct);
        var unscanned = ScanHolds.Reason([.. kept.Documents, .. upload.Documents], scanner.IsOn, now);
        HeldBy? heldBy = connection.State != ConnectionState.Active ? HeldBy.Connection : unscanned is not null ? HeldBy.Scan : null;
        var delivery = new Delivery
        {
            ApplicationId = id,
            EmployerId = to.EmployerId,
            JobAdId = to.JobAdId,
            ConnectionId = to.ConnectionId.Value,
            AccountId = connection.AccountId,
            State = heldBy is null ? DeliveryState.Queued : DeliveryState.Held,
            HeldBy = heldBy,
            Reason = heldBy == HeldBy.Connection ? connection.HeldReason : unscanned,
            DueAt = heldBy is null ? now : null,
            SentFrom = sentFrom,
            CreatedAt = now,
        };
        if (mail.SendsReceipts)
            delivery.PromiseReceipt(now);
        db.Deliveries.Add(delivery);
        return new Accepted.Receipt(id, heldBy is null ? connection.AccountId : null, Again: false);
    }

    /// <summary>Keeps what was chosen under a form token as long as a form may stand open, and returns all that is kept now.</summary>
    /// <param name="from">Under which the form's documents were kept before; null when the form was none of ours.</param>
    /// <param name="holder">Of <see cref="DraftRoom"/>; what it has no room for is gone, and said to be.</param>
    public async Task<Kept> KeepAsync(
        FormRules rules, FormToken? from, FormToken to, Upload upload, string? holder, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (from is null && upload.Documents.Count == 0)
            return new([], KeptDocuments.Of([], [], upload, rules).Gone);
        var (kept, gone) = await writer.WriteAsync(async (db, t) =>
        {
            var own = from is null ? []
                : await db.Documents.Where(x => x.FormTokenId == from.Id && (x.ApplicationId != null || x.DraftUntil > now)).ToListAsync(t);
            var before = own.FindAll(x => x.ApplicationId is null);
            var still = KeptDocuments.Of(before, [.. own.Where(x => x.ApplicationId is not null).Select(x => x.Id)], upload, rules);
            db.Documents.RemoveRange(before);
            await db.SaveChangesAsync(t);
            db.ChangeTracker.Clear();
            var left = upload.Documents.Count == 0 ? long.MaxValue : await room.LeftAsync(db, holder, t);
            var all = new List<Document>();
            var gone = new Dictionary<string, string>(still.Gone);
            foreach (var slot in rules.Slots)
                foreach (var document in still.Documents.Concat(upload.Documents).Where(x => x.Slot == slot.Key).Take(slot.Value))
                    if (document.Size <= left)
                    {
                        left -= document.Size;
                        all.Add(document.Bound(to.Id, null, now + DraftLifetime, document.FileName, holder));
                    }
                    else
                        gone[slot.Key] = KeptDocuments.ChooseAgain([document.FileName]);
            db.Documents.AddRange(all);
            var keptIds = all.Select(x => x.Id).ToHashSet();
            return (new Kept(all, gone), before.Concat(upload.Documents).Select(x => x.Id).Where(x => !keptIds.Contains(x)).ToList());
        }, ct);
        await uploads.DeleteAsync(gone);
        return kept;
    }

    private sealed record ConnectionNow(Guid AccountId, ConnectionState State, string? HeldReason);
}

internal static class DocumentBinding
{
    /// <summary>The same content under a form token, as a draft or as part of an application.</summary>
    public static Document Bound(
        this Document x, Guid formTokenId, Guid? applicationId, DateTimeOffset? draftUntil, string fileName, string? holder = null) =>
        new()
        {
            Id = x.Id,
            ApplicationId = applicationId,
            FormTokenId = formTokenId,
            Slot = x.Slot,
            FileName = fileName,
            Extension = x.Extension,
            MediaType = x.MediaType,
            Size = x.Size,
            Sha256 = x.Sha256,
            IsProtected = x.IsProtected,
            IsActive = x.IsActive,
            IsPolyglot = x.IsPolyglot,
            ScanResult = x.ScanResult,
            ScannedAt = x.ScannedAt,
            ScanWords = x.ScanWords,
            ScanDueAt = x.ScanDueAt,
            StoredAt = x.StoredAt,
            DraftUntil = draftUntil,
            DraftHolder = holder,
        };
}
