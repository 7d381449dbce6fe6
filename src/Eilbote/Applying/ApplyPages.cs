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
        Guid id, HttpContext http, JobOffers offers, FormTokens tokens, FeedNudges nudges, FormCounters counters, CancellationToken ct)
    {
        if (await offers.FindAsync(id, ct) is not { } offer)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        http.Response.Headers.CacheControl = "no-store";
        if (offer.Connection is { } connection)
            await nudges.FormOpenedAsync(connection.Id, ct);
        counters.Viewed(http, id);
        return Form(offer, tokens.Write(tokens.New(id)), new ApplyForm());
    }

    private static async Task<IResult> SendAsync(
        Guid id, HttpContext http, JobOffers offers, FormTokens tokens, Uploads uploads, Acceptance acceptance, Receipts receipts,
        Lanes lanes, FormCounters counters, CvProposals proposals, CancellationToken ct)
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

        var upload = await uploads.ReadAsync(http.Request, to.Rules, ct);
        SpeakAsTheForm(upload);
        var answers = TypedAnswers.Read(to.Questions, upload);
        var form = ApplyForm.From(upload.Fields) with { Given = answers.Given };
        var token = tokens.Read(upload.Fields.GetValueOrDefault("form_token"), id);
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
            if (upload.Fields.ContainsKey("prefill") && to.Open)
                return await ReturnAsync(new(upload.Errors), upload.Errors.Count > 0 ? 422 : 200, prefill: true);
            var errors = form.Check(upload.CutFields, PrivacyNotice.Of(to.NoticeVersion));
            foreach (var (field, error) in answers.Errors.Concat(upload.Errors))
                errors[field] = error;
            if (token is null || !tokens.IsFresh(token))
                errors[""] = Texts.T(
                    "Dieses Formular war zu lange offen. Ihre Angaben stehen noch da; bitte senden Sie noch einmal.",
                    "This form was open for too long. Your entries are still here; please send again.");
            if (errors.Count > 0 || !to.Open)
                return await ReturnAsync(errors, to.Open ? 422 : 409);
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
            bool prefill = false)
        {
            var next = fresh ?? (token is not null && tokens.IsFresh(token) ? token : tokens.New(id));
            var kept = await acceptance.KeepAsync(to.Rules, token, next, upload, ct);
            foreach (var (slot, gone) in kept.Gone)
                errors.TryAdd(slot, gone);
            counters.Returned(http, id, errors.Keys);
            if (kept.Gone.Count > 0 && errors.ContainsKey(""))
                errors[""] = Texts.T(
                    "Dieses Formular war zu lange offen. Ihr Text steht noch da.",
                    "This form was open for too long. Your text is still here.");
            var proposed = prefill ? await proposals.FillAsync(upload.Fields, kept.Documents, ct) : null;
            return Form(
                await OfferAsync(), tokens.Write(next), proposed is null ? form : ApplyForm.From(upload.Fields), errors, kept.Documents,
                sentBeforeAt, status, proposed);
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
        IReadOnlySet<string>? proposed = null) =>
        Page.Of<ApplyPage, ApplyView>(
            new ApplyView(offer, token, form, errors ?? [], kept ?? [], sentBeforeAt, Returned: status != 200 || proposed is not null)
            {
                Proposed = proposed,
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
    /// <summary>The fields that were filled from the CV; null when nobody asked for it.</summary>
    public IReadOnlySet<string>? Proposed { get; init; }
}
