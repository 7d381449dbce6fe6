using Eilbote.Applications;
using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Deliveries;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Eilbote.Applying;

/// <summary>The apply form. It works without JavaScript and without a cookie.</summary>
internal static partial class ApplyPages
{
    public static void MapApply(this WebApplication app)
    {
        app.MapGet("/jobs/{id:guid}/apply", ShowAsync).Compressed().Framed();
        app.MapPost("/jobs/{id:guid}/apply", SendAsync).DisableAntiforgery().WithMetadata(new StreamsItsBody()).Compressed().Framed();
        app.MapFieldHints();
        app.MapGet("/privacy", () => Page.Of<PrivacyPage, PrivacyView>(new PrivacyView())).Compressed();
    }

    private static async Task<IResult> ShowAsync(
        Guid id, HttpContext http, JobOffers offers, FormTokens tokens, FeedNudges nudges, FormCounters counters, Door door,
        Limits limits, Challenge challenge, CancellationToken ct)
    {
        if (await offers.FindAsync(id, ct) is not { } offer)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        http.Response.Headers.CacheControl = "no-store";
        if (offer.Connection is { } connection)
            await nudges.FormOpenedAsync(connection.Id, ct);
        counters.Viewed(http, id);
        var token = tokens.New(id);
        return Page.Of<ApplyPage, ApplyView>(new(offer, tokens.Write(token), new(), [], [], null, Returned: false)
        {
            NoRoom = door.HasNoRoom,
            Challenge = limits.IsFlooded(id) ? AskedChallenge.Of(challenge, token) : null,
        });
    }

    private static async Task<IResult> SendAsync(
        Guid id, HttpContext http, JobOffers offers, FormTokens tokens, Uploads uploads, Acceptance acceptance, Receipts receipts,
        Lanes lanes, FormCounters counters, CvProposals proposals, Door door, DraftRoom room, Limits limits, Challenge challenge,
        CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        AllowSlowPhones(http);
        Destination? to;
        Exception? unreadable = null;
        try
        {
            to = await offers.DestinationAsync(id, ct);
        }
        catch (Exception e) when (StorageTrouble.Is(e))
        {
            // What was typed can still be given back, on the form as it was.
            (to, unreadable) = (offers.LastKnown(id)?.Destination, e);
            if (to is null)
                throw;
        }
        if (to is null)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);

        Admitted? admitted = null;
        var upload = await uploads.ReadAsync(
            http.Request, to.Rules, ct, before => (admitted ??= door.Admit(Limited.Applications, http, to, before)).By is null);
        admitted ??= door.Admit(Limited.Applications, http, to, upload);
        SpeakAsTheForm(upload);
        var answers = TypedAnswers.Read(to.Questions, upload);
        var form = ApplyForm.From(upload.Fields) with { Given = answers.Given };
        var token = admitted.Token;
        if (token is not null)
            counters.Started(http, id, token.Id);
        try
        {
            if ((unreadable ?? upload.Trouble) is { } trouble)
                throw trouble;
            if (upload.CutShort is { } cut)
                return await ReturnAsync(
                    Error(cut == CutShort.BrokenOff ? "" : to.Rules.Further, Words(cut)),
                    cut switch { CutShort.BrokenOff => 400, CutShort.TooSlow => 408, _ => 413 });
            if (admitted.By is { } barred)
            {
                if (admitted.After is { } after)
                    http.Response.Headers.RetryAfter = Limits.Seconds(after);
                return await ReturnAsync(barred == Barred.Closed ? [] : Error("", Door.Words(admitted)), Door.Status(barred));
            }
            if (upload.Fields.ContainsKey("prefill"))
                return await ReturnAsync(new(upload.Errors), upload.Errors.Count > 0 ? 422 : 200, prefill: true);
            var errors = form.Check(upload.CutFields, PrivacyNotice.Of(to.NoticeVersion));
            foreach (var (field, error) in answers.Errors.Concat(upload.Errors))
                errors[field] = error;
            if (errors.Count > 0)
                return await ReturnAsync(errors, 422);
            if (limits.Floods(id) && !challenge.IsMet(token!, upload.Fields))
                return await ReturnAsync(Error("", AskedChallenge.Why), 422, challenged: true);
            switch (await acceptance.AcceptAsync(to, token!, form, upload, answers.NeededDocuments, ct))
            {
                case Accepted.Receipt receipt:
                    if (receipt.AccountId is { } account)
                        lanes.Wake(account);
                    await DropUnusedAsync(uploads, upload, receipt, http.RequestServices);
                    return new SeeOther("/receipts/" + receipts.TokenOf(receipt.ApplicationId) + Language.Suffix(http.Request));
                case Accepted.Wrong wrong:
                    return await ReturnAsync(wrong.Errors, 422);
                case Accepted.SentBefore sent:
                    return await ReturnAsync([], 409, tokens.New(id), sent.At);
                default:
                    throw new InvalidOperationException("A form is accepted or not.");
            }
        }
        catch (Exception e) when (StorageTrouble.Is(e))
        {
            // Whether a failed commit was stored is not always known: documents stay, the same form finds its receipt or sends again.
            Log.NotStored(http.RequestServices.GetRequiredService<ILogger<Acceptance>>(), id, e);
            return Form(await OfferAsync(), tokens.Write(token ?? tokens.New(id)), form, Error("", Texts.T(
                "Wir können gerade nichts speichern; das liegt an uns. Es ist nichts gesendet. Ihr Text steht noch da: bitte wählen Sie die Dateien in einigen Minuten noch einmal und senden Sie dann.",
                "We cannot store anything right now; the fault is ours. Nothing was sent. Your text is still here: please choose the files again in a few minutes, then send.")), status: 503);
        }

        // The page is made of more than sending needs; where the database is in trouble, as it was when it was opened.
        async Task<JobOffer> OfferAsync()
        {
            try
            {
                return await offers.FindAsync(id, ct) ?? throw new InvalidOperationException("A job ad is never deleted.");
            }
            catch (Exception e) when (StorageTrouble.Is(e) && offers.LastKnown(id) is not null)
            {
                return offers.LastKnown(id)!;
            }
        }

        // The form as it was, with what is wrong, and with the documents that are kept.
        async Task<IResult> ReturnAsync(
            Dictionary<string, string> errors, int status, FormToken? fresh = null, DateTimeOffset? sentBeforeAt = null,
            bool prefill = false, bool challenged = false)
        {
            var next = fresh ?? (token is not null && tokens.IsFresh(token) ? token : tokens.New(id));
            var kept = await acceptance.KeepAsync(to.Rules, token, next, upload, room.HolderOf(http), ct);
            foreach (var (slot, gone) in kept.Gone)
                errors.TryAdd(slot, gone);
            if (to.Open)
                foreach (var slot in upload.Untaken.GroupBy(x => x.Slot))
                    errors.TryAdd(slot.Key, KeptDocuments.ChooseAgain([.. slot.Select(x => x.Name)]));
            counters.Returned(http, id, errors.Keys);
            if (admitted.By == Barred.NoToken && kept.Gone.Count + upload.Untaken.Count > 0)
                errors[""] = Texts.T(
                    "Dieses Formular war zu lange offen. Ihr Text steht noch da.",
                    "This form was open for too long. Your text is still here.");
            var proposed = prefill ? await proposals.FillAsync(upload.Fields, kept.Documents, ct) : null;
            return Form(
                await OfferAsync(), tokens.Write(next), proposed is null ? form : ApplyForm.From(upload.Fields), errors, kept.Documents,
                sentBeforeAt, status, proposed, challenged || limits.IsFlooded(id) ? AskedChallenge.Of(challenge, next) : null);
        }
    }

    /// <summary>A phone in a tunnel is waited for: two minutes without a byte, not five seconds. Larger than what is read is cut.</summary>
    public static void AllowSlowPhones(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = Uploads.RequestLimit;
        if (HttpProtocol.IsHttp11(http.Request.Protocol) && http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = new MinDataRate(bytesPerSecond: 1, gracePeriod: TimeSpan.FromMinutes(2));
    }

    /// <summary>The page on which the form stood decides, not what was chosen in another tab meanwhile.</summary>
    public static void SpeakAsTheForm(Upload upload)
    {
        if (upload.Fields.TryGetValue("lang", out var language) && language is "de" or "en")
            Language.Speak(language);
    }

    public static string Words(CutShort cut) => cut switch
    {
        CutShort.TooLarge => Texts.T(
            "Das war zu groß, um es zu lesen: höchstens 60 MB zusammen. Bitte wählen Sie kleinere Dateien.",
            "That was too large to read: at most 60 MB together. Please choose smaller files."),
        CutShort.TooSlow => Texts.T(
            "Die Übertragung hat zu lange pausiert. Bitte senden Sie noch einmal, am besten mit besserer Verbindung.",
            "The transfer paused for too long. Please send again, best with a better connection."),
        CutShort.TooManyParts => Texts.T(
            "Das waren mehr Dateien, als dieses Formular nimmt. Bitte wählen Sie weniger.",
            "Those were more files than this form takes. Please choose fewer."),
        CutShort.BrokenOff => Texts.T(
            "Die Übertragung ist abgebrochen. Bitte versuchen Sie es noch einmal.",
            "The transfer broke off. Please try again."),
    };

    /// <summary>A repeated submit uploaded its documents again; the first ones are in use.</summary>
    private static async Task DropUnusedAsync(Uploads uploads, Upload upload, Accepted.Receipt receipt, IServiceProvider services)
    {
        if (!receipt.Again || upload.Documents.Count == 0)
            return;
        var db = services.GetRequiredService<AppDb>();
        var ids = upload.Documents.Select(x => x.Id).ToList();
        var used = db.Documents.Where(x => ids.Contains(x.Id) && x.ApplicationId == receipt.ApplicationId).Select(x => x.Id).ToHashSet();
        await uploads.DeleteAsync(ids.Where(x => !used.Contains(x)));
    }

    private static IResult Form(
        JobOffer offer, string token, ApplyForm form, Dictionary<string, string>? errors = null,
        IReadOnlyList<Document>? kept = null, DateTimeOffset? sentBeforeAt = null, int status = 200,
        IReadOnlySet<string>? proposed = null, AskedChallenge? challenge = null) =>
        Page.Of<ApplyPage, ApplyView>(
            new ApplyView(offer, token, form, errors ?? [], kept ?? [], sentBeforeAt, Returned: status != 200 || proposed is not null)
            {
                Proposed = proposed,
                Challenge = challenge,
            },
            status);

    private static Dictionary<string, string> Error(string field, string text) => new() { [field] = text };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "An application for job ad {JobAdId} could not be stored and was refused at the form")]
        public static partial void NotStored(ILogger log, Guid jobAdId, Exception e);
    }
}

public sealed record PrivacyView;

/// <param name="Errors">By field name; the empty name is for the form as a whole.</param>
/// <param name="Kept">Documents chosen earlier, kept as long as a form may stand open.</param>
/// <param name="SentBeforeAt">Set when the same form was sent before with other content: sending now is a new application.</param>
/// <param name="Returned">Whether it was sent and comes back.</param>
public sealed record ApplyView(
    JobOffer Offer, string Token, ApplyForm Form, Dictionary<string, string> Errors, IReadOnlyList<Document> Kept,
    DateTimeOffset? SentBeforeAt, bool Returned)
{
    /// <summary>We cannot store anything at the moment, and say so before anyone types.</summary>
    public bool NoRoom { get; init; }

    /// <summary>What must be proven before it is taken; null nearly always.</summary>
    public AskedChallenge? Challenge { get; init; }

    /// <summary>The fields that were filled from the CV; null when nobody asked for it.</summary>
    public IReadOnlySet<string>? Proposed { get; init; }
}

/// <summary>A challenge as a form shows it.</summary>
/// <param name="Puzzle">What the browser solves by itself.</param>
/// <param name="Waiting">What a form without JavaScript sends after waiting.</param>
public sealed record AskedChallenge(string Puzzle, string Waiting)
{
    internal static AskedChallenge Of(Challenge challenge, FormToken token) => new(challenge.Of(token), challenge.WaitingOf(token));

    public static string Why => Texts.T(
        "Auf diese Stelle kommen gerade sehr viele Bewerbungen. Darum prüft Ihr Browser kurz, dass kein Programm sendet; dann senden Sie bitte noch einmal. Ihre Angaben stehen noch da.",
        "Very many applications come for this job just now. So your browser briefly checks that no program is sending; then please send again. Your entries are still here.");
}
