using Eilbote.Applications;
using Eilbote.Board;
using Eilbote.Files;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Applying;

/// <summary>What became of one uploaded file.</summary>
/// <param name="Document">The draft that is stored now; null when it was refused.</param>
/// <param name="Error">Why it was refused, in the form's language.</param>
public sealed record Drafted(Document? Document, string? Error);

/// <summary>
/// Documents that a browser uploads while the form is still being filled in, one at a time and several at once: each is a draft under
/// the form's token until the form is sent.
/// </summary>
public sealed class Drafts(IWriter writer, Uploads uploads, DraftRoom room, TimeProvider clock)
{
    /// <summary>How many times what a form may send: what a browser gave up lies here until it expires; sending counts.</summary>
    private const int Leeway = 2;

    /// <summary>
    /// Stores a draft. In a field for one file it takes the place of the one before; the same file uploaded again, as after a connection
    /// that broke off, is the same draft.
    /// </summary>
    /// <param name="holder">Of <see cref="DraftRoom"/>.</param>
    public async Task<Drafted> AddAsync(FormRules rules, FormToken token, Document document, string? holder, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (drafted, gone) = await writer.WriteAsync(async (db, t) =>
        {
            var own = await db.Documents
                .Where(x => x.FormTokenId == token.Id && x.ApplicationId == null && x.DraftUntil > now).ToListAsync(t);
            var before = own.FindAll(x => x.Slot == document.Slot);
            if (before.Find(x => x.Sha256 == document.Sha256 && x.FileName == document.FileName) is { } same)
                return (new Drafted(same, null), new List<Guid> { document.Id });
            var most = rules.Slots[document.Slot];
            var replaced = most == 1 ? before : [];
            var size = own.Except(replaced).Sum(x => x.Size) + document.Size;
            if (before.Count - replaced.Count >= most * Leeway || size > Uploads.TotalLimit * Leeway)
                return (new Drafted(null, FileNames.Quoted(document.FileName) + Texts.T(
                    " ist eine Datei zu viel für dieses Formular.", " is one file too many for this form.")), new List<Guid> { document.Id });
            if (document.Size > await room.LeftAsync(db, holder, t))
                return (new Drafted(null, NoRoom), new List<Guid> { document.Id });
            db.Documents.RemoveRange(replaced);
            var stored = document.Bound(token.Id, null, now + Acceptance.DraftLifetime, document.FileName, holder);
            db.Documents.Add(stored);
            return (new Drafted(stored, null), replaced.ConvertAll(x => x.Id));
        }, ct);
        await uploads.DeleteAsync(gone);
        return drafted;
    }

    /// <summary>Of a file for which there is no room before it is sent.</summary>
    public static string NoRoom => Texts.T("noch nicht übertragen, geht beim Senden mit", "not transferred yet, goes along when you send");

    /// <summary>Removes one draft of a form; nothing happens when there is none, or when it was sent already.</summary>
    public async Task RemoveAsync(FormToken token, Guid documentId, CancellationToken ct)
    {
        var removed = await writer.WriteAsync((db, t) => db.Documents
            .Where(x => x.Id == documentId && x.FormTokenId == token.Id && x.ApplicationId == null).ExecuteDeleteAsync(t), ct);
        if (removed > 0)
            await uploads.DeleteAsync([documentId]);
    }
}
