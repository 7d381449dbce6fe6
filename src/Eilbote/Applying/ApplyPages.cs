using Eilbote.Deliveries;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.AspNetCore.Http.Features;

namespace Eilbote.Applying;

/// <summary>The apply form. It works without JavaScript and without a cookie.</summary>
internal static partial class ApplyPages
{
    public static void MapApply(this WebApplication app)
    {
        app.MapGet("/jobs/{id:guid}/apply", ShowAsync);
        app.MapPost("/jobs/{id:guid}/apply", SendAsync).DisableAntiforgery();
        app.MapGet("/privacy", () => Page.Of<PrivacyPage, PrivacyView>(new PrivacyView()));
    }

    private static async Task<IResult> ShowAsync(Guid id, HttpContext http, JobOffers offers, FormTokens tokens, CancellationToken ct)
    {
        if (await offers.FindAsync(id, ct) is not { } offer)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        http.Response.Headers.CacheControl = "no-store";
        return Form(offer, tokens.Write(tokens.New(id)), new ApplyForm());
    }

    private static async Task<IResult> SendAsync(
        Guid id, HttpContext http, JobOffers offers, FormTokens tokens, Uploads uploads, Acceptance acceptance, Receipts receipts, Lanes lanes, CancellationToken ct)
    {
        if (await offers.FindAsync(id, ct) is not { } offer)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        http.Response.Headers.CacheControl = "no-store";
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = Uploads.RequestLimit;
        if (http.Request.ContentLength > Uploads.RequestLimit)
            return Form(offer, tokens.Write(tokens.New(id)), new ApplyForm(), Error("documents", Texts.T("Das war zu groß, um es zu lesen: höchstens 60 MB zusammen. Bitte wählen Sie kleinere Dateien.", "That was too large to read: at most 60 MB together. Please choose smaller files.")), status: 413);

        Upload upload;
        try
        {
            upload = await uploads.ReadAsync(http.Request, offer.Rules, ct);
        }
        catch (Exception e) when (e is InvalidDataException or IOException && !ct.IsCancellationRequested)
        {
            return Form(offer, tokens.Write(tokens.New(id)), new ApplyForm(), Error("", Texts.T("Die Übertragung ist abgebrochen. Bitte versuchen Sie es noch einmal.", "The transfer broke off. Please try again.")), status: 400);
        }

        var form = ApplyForm.From(upload.Fields);
        var token = tokens.Read(upload.Fields.GetValueOrDefault("form_token"), id);
        var errors = form.Check();
        foreach (var (field, error) in upload.Errors)
            errors[field] = error;
        if (token is null)
            errors[""] = Texts.T("Dieses Formular war zu lange offen. Ihre Angaben stehen noch da; bitte senden Sie noch einmal.", "This form was open for too long. Your entries are still here; please send again.");

        try
        {
            if (upload.Trouble is { } trouble)
                throw trouble;
            if (errors.Count == 0 && offer.Open)
            {
                switch (await acceptance.AcceptAsync(offer, token!, form, upload, ct))
                {
                    case Accepted.Receipt receipt:
                        if (receipt.AccountId is { } account)
                            lanes.Wake(account);
                        await DropUnusedAsync(uploads, upload, receipt, http.RequestServices);
                        return new SeeOther("/receipts/" + receipts.TokenOf(receipt.ApplicationId) + (Texts.IsEnglish ? "?lang=en" : ""));
                    case Accepted.Wrong wrong:
                        errors = wrong.Errors;
                        break;
                    case Accepted.SentBefore sent:
                        var fresh = tokens.New(id);
                        var keptForNew = await acceptance.KeepAsync(offer, token!, fresh, upload, ct);
                        return Form(offer, tokens.Write(fresh), form, [], keptForNew, sent.At, 409);
                }
            }
            var to = token ?? tokens.New(id);
            var kept = await acceptance.KeepAsync(offer, to, to, upload, ct);
            return Form(offer, tokens.Write(to), form, errors, kept, status: offer.Open ? 422 : 409);
        }
        catch (Exception e) when (StorageTrouble.Is(e))
        {
            // Whether a failed commit was stored is not always known: documents stay, the same form finds its receipt or sends again.
            Log.NotStored(http.RequestServices.GetRequiredService<ILogger<Acceptance>>(), id, e);
            return Form(offer, tokens.Write(token ?? tokens.New(id)), form, Error("", Texts.T(
                "Wir können gerade nichts speichern; das liegt an uns. Es ist nichts gesendet. Ihr Text steht noch da: bitte wählen Sie die Dateien in einigen Minuten noch einmal und senden Sie dann.",
                "We cannot store anything right now; the fault is ours. Nothing was sent. Your text is still here: please choose the files again in a few minutes, then send.")), status: 503);
        }
    }

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
        IReadOnlyList<Document>? kept = null, DateTimeOffset? sentBeforeAt = null, int status = 200) =>
        Page.Of<ApplyPage, ApplyView>(new ApplyView(offer, token, form, errors ?? [], kept ?? [], sentBeforeAt), status);

    private static Dictionary<string, string> Error(string field, string text) => new() { [field] = text };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "An application for job ad {JobAdId} could not be stored and was refused at the form")]
        public static partial void NotStored(ILogger log, Guid jobAdId, Exception e);
    }
}

/// <summary>303: the browser fetches the receipt, and reloading it sends nothing again.</summary>
internal sealed class SeeOther(string location) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = location;
        return Task.CompletedTask;
    }
}

public sealed record PrivacyView;

/// <param name="Errors">By field name; the empty name is for the form as a whole.</param>
/// <param name="Kept">Documents chosen earlier, kept for 2 hours.</param>
/// <param name="SentBeforeAt">Set when the same form was sent before with other content: sending now is a new application.</param>
public sealed record ApplyView(
    JobOffer Offer, string Token, ApplyForm Form, Dictionary<string, string> Errors, IReadOnlyList<Document> Kept, DateTimeOffset? SentBeforeAt);
