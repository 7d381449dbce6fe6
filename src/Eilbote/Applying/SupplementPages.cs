using Eilbote.Applications;
using Eilbote.Board;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Secrets;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Applying;

/// <summary>
/// What is handed in later, from the receipt and without the whole form: a new CV, documents, a note, another phone number. Who has the
/// address that the browser was led to has proven enough for that application.
/// </summary>
internal static class SupplementPages
{
    public static void MapSupplements(this WebApplication app)
    {
        app.MapGet("/receipts/{token}/supplement", ShowAsync).Framed();
        app.MapPost("/receipts/{token}/supplement", SendAsync).DisableAntiforgery().WithMetadata(new StreamsItsBody()).Framed();
    }

    /// <summary>Whether something can still be handed in: to who counts the first alone, only together with that.</summary>
    public static bool Takes(Application application, Delivery delivery, bool onlyFirstCounts) =>
        application.ErasedAt is null && !onlyFirstCounts && delivery is { WithdrawnAt: null, DoubtedAt: null }
        && delivery.State is not (DeliveryState.Withdrawn or DeliveryState.Returned);

    private static async Task<IResult> ShowAsync(
        string token, HttpContext http, AppDb db, JobOffers offers, FormTokens tokens, Door door, CancellationToken ct)
    {
        if (await FindAsync(token, http, db, offers, ct) is not { } found)
            return NotFound();
        var (offer, before) = found;
        return Show(offer, tokens.Write(tokens.New(offer.Ad.Id)), new() { Phone = before.Application.Applicant.Phone ?? "" }, [], [], 200,
            door.HasNoRoom);
    }

    private static async Task<IResult> SendAsync(
        string token, HttpContext http, AppDb db, JobOffers offers, FormTokens tokens, Uploads uploads, Acceptance acceptance,
        Receipts receipts, Lanes lanes, Door door, DraftRoom room, CancellationToken ct)
    {
        ApplyPages.AllowSlowPhones(http);
        if (await FindAsync(token, http, db, offers, ct) is not { } found)
            return NotFound();
        var (offer, before) = found;
        var to = offer.Destination;
        Admitted? admitted = null;
        var upload = await uploads.ReadAsync(
            http.Request, to.Rules, ct, x => (admitted ??= door.Admit(Limited.Applications, http, to, x)).By is null);
        admitted ??= door.Admit(Limited.Applications, http, to, upload);
        ApplyPages.SpeakAsTheForm(upload);
        var sent = before.Application.Applicant;
        var form = ApplyForm.From(upload.Fields) with
        {
            FirstName = sent.FirstName,
            LastName = sent.LastName,
            Email = sent.Email,
            Consent = before.Application.NoticeVersion,
            Given = [.. sent.Answers.Where(x => x.Question.Kind != QuestionKind.Document && x.RevokedAt is null)],
        };
        if (admitted.By is { } barred)
            return await ReturnAsync(new() { [""] = Door.Words(admitted) }, Door.Status(barred));
        if (upload.CutShort is { } cut)
            return await ReturnAsync(new() { [""] = ApplyPages.Words(cut) }, 400);
        if (upload.Trouble is not null)
            return await ReturnAsync(new() { [""] = Door.NotStored }, 503);
        var errors = form.Check(upload.CutFields, form.Consent);
        foreach (var (field, error) in upload.Errors)
            errors[field] = error;
        var isEmpty = upload.Documents.Count == 0 && form.Message.Length == 0 && form.Phone == (sent.Phone ?? "")
            && !await db.Documents.AnyAsync(x => x.FormTokenId == admitted.Token!.Id && !upload.Removed.Contains(x.Id), ct);
        if (errors.Count == 0 && isEmpty)
            errors["cv"] = Texts.T(
                "Bitte wählen Sie eine Datei, oder ändern Sie etwas.", "Please choose a file, or change something.");
        if (errors.Count > 0)
            return await ReturnAsync(errors, 422);
        switch (await acceptance.AcceptAsync(to, admitted.Token!, form, upload, Nothing, ct, before.Delivery.Id))
        {
            case Accepted.Receipt receipt:
                if (receipt.AccountId is { } account)
                    lanes.Wake(account);
                return new SeeOther("/receipts/" + receipts.TokenOf(receipt.ApplicationId) + Language.Suffix(http.Request));
            case Accepted.Wrong wrong:
                return await ReturnAsync(wrong.Errors, 422);
            default:
                // The same page sent again with something else: one more.
                return await ReturnAsync([], 409, tokens.New(offer.Ad.Id));
        }

        async Task<IResult> ReturnAsync(Dictionary<string, string> wrong, int status, FormToken? fresh = null)
        {
            var next = fresh ?? (admitted.Token is { } old && tokens.IsFresh(old) ? old : tokens.New(offer.Ad.Id));
            var kept = await acceptance.KeepAsync(to.Rules, admitted.Token, next, upload, room.HolderOf(http), ct);
            foreach (var (slot, gone) in kept.Gone)
                wrong.TryAdd(slot, gone);
            foreach (var slot in upload.Untaken.GroupBy(x => x.Slot))
                wrong.TryAdd(slot.Key, KeptDocuments.ChooseAgain([.. slot.Select(x => x.Name)]));
            return Show(offer, tokens.Write(next), form, wrong, kept.Documents, status, door.HasNoRoom);
        }
    }

    /// <summary>A document is needed for nothing here.</summary>
    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>Only by the address that the browser was led to. The job may be closed by now: its employer still has the person.</summary>
    private static async Task<(JobOffer Offer, Before Before)?> FindAsync(
        string token, HttpContext http, AppDb db, JobOffers offers, CancellationToken ct)
    {
        http.ForMailedLink();
        var hash = LinkTokens.Hash(token);
        var found = await (
            from application in db.Applications.AsNoTracking()
            join delivery in db.Deliveries.AsNoTracking() on application.Id equals delivery.ApplicationId
            join connection in db.Connections on delivery.ConnectionId equals connection.Id
            where application.ReceiptHash == hash
            select new { Before = new Before(application, delivery), connection.OnlyFirstCounts }).SingleOrDefaultAsync(ct);
        if (found is null || !Takes(found.Before.Application, found.Before.Delivery, found.OnlyFirstCounts)
            || await offers.FindAsync(found.Before.Application.JobAdId, ct) is not { } offer)
            return null;
        var usual = offer.Rules.Slots.Where(x => Question.KeyOf(x.Key) is null).ToDictionary();
        return (offer with
        {
            Destination = offer.Destination with
            {
                Open = true,
                ConnectionId = found.Before.Delivery.ConnectionId,
                Rules = offer.Rules with { Slots = usual },
            },
        }, found.Before);
    }

    private static IResult Show(
        JobOffer offer, string token, ApplyForm form, Dictionary<string, string> errors, IReadOnlyList<Document> kept, int status,
        bool noRoom) =>
        Page.Of<SupplementPage, ApplyView>(
            new ApplyView(offer, token, form, errors, kept, null, Returned: status != 200) { NoRoom = noRoom }, status);

    private static IResult NotFound() => Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);

    private sealed record Before(Application Application, Delivery Delivery);
}
