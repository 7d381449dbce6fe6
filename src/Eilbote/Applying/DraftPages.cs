using System.Text.Json;
using System.Text.Json.Serialization;
using Eilbote.Board;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Eilbote.Applying;

/// <summary>
/// What the form's script asks: it uploads a file when it is chosen, and removes it. The form needs neither: what is refused here
/// travels with the form.
/// </summary>
internal static partial class DraftPages
{
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static void MapDrafts(this WebApplication app)
    {
        app.MapPost("/jobs/{id:guid}/apply/documents", AddAsync).DisableAntiforgery().WithMetadata(new StreamsItsBody());
        app.MapDelete("/jobs/{id:guid}/apply/documents/{documentId:guid}", RemoveAsync).DisableAntiforgery();
    }

    /// <summary>
    /// Fields <c>form_token</c> and <c>lang</c>, then one file in the field of its slot. Without a token that is good nothing is stored.
    /// </summary>
    private static async Task<JsonHttpResult<DraftAnswer>> AddAsync(
        Guid id, HttpContext http, JobOffers offers, Door door, DraftRoom room, Uploads uploads, Drafts drafts, CvProposals proposals,
        FormCounters counters, AppDb db, ILogger<Drafts> log, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        ApplyPages.AllowSlowPhones(http);
        Upload? upload = null;
        try
        {
            if (await offers.DestinationAsync(id, ct) is not { } to)
                return Refuse(404, NotTaken());
            var holder = room.HolderOf(http);
            // What one file alone may hold is left, or nothing is read into the store.
            var hasRoom = await room.LeftAsync(db, holder, ct) > 0;
            Admitted? admitted = null;
            upload = await uploads.ReadAsync(http.Request, to.Rules, ct, before =>
            {
                ApplyPages.SpeakAsTheForm(before);
                admitted ??= door.Admit(Limited.Drafts, http, to, before);
                return admitted.By is null && hasRoom && before.Documents.Count == 0;
            });
            ApplyPages.SpeakAsTheForm(upload);
            admitted ??= door.Admit(Limited.Drafts, http, to, upload);
            if (admitted.By is { } barred)
            {
                if (admitted.After is { } after)
                    http.Response.Headers.RetryAfter = Limits.Seconds(after);
                // The script tries again what answers 5xx; the file then travels with the form, and there it is said.
                return Refuse(barred == Barred.NoToken ? 403 : barred == Barred.NoRoom ? 409 : Door.Status(barred), barred switch
                {
                    Barred.Closed => NotTaken(),
                    Barred.NoToken when admitted.Token is null => Texts.T(
                        "Diese Datei gehört zu keinem Formular von uns.", "This file belongs to no form of ours."),
                    Barred.NoToken => Texts.T(
                        "Dieses Formular war zu lange offen, um Dateien gleich zu übertragen.",
                        "This form was open for too long to transfer files at once."),
                    Barred.TooMany or Barred.NoRoom => Drafts.NoRoom,
                });
            }
            var token = admitted.Token!;
            counters.Started(http, id, token.Id);
            if (!hasRoom)
                return Refuse(409, Drafts.NoRoom);
            if (upload.Trouble is not null)
                throw upload.Trouble;
            if (upload.CutShort is { } cut)
                return Refuse(cut switch { CutShort.BrokenOff => 400, CutShort.TooSlow => 408, _ => 413 }, ApplyPages.Words(cut));
            if (upload.Errors.Values.FirstOrDefault() is { } wrong)
                return Refuse(422, wrong);
            if (upload.Documents is not [var document])
                return Refuse(400, Texts.T("Hier kam keine Datei an.", "No file arrived here."));
            upload.Documents.Clear();
            var drafted = await drafts.AddAsync(to.Rules, token, document, holder, ct);
            if (drafted.Document is not { } draft)
                return Refuse(422, drafted.Error);
            return Answer(200, new()
            {
                Id = draft.Id,
                Slot = draft.Slot,
                Name = draft.FileName,
                Size = draft.Size,
                Proposals = (await proposals.OfAsync(draft, ct)).Values.ToDictionary(),
            });
        }
        catch (Exception e) when (StorageTrouble.Is(e))
        {
            Log.NotStored(log, id, e);
            return Refuse(503, Texts.T("Wir können gerade nichts speichern; das liegt an uns.", "We cannot store anything right now; the fault is ours."));
        }
        finally
        {
            if (upload is not null)
                await uploads.DeleteAsync(upload.Documents.Select(x => x.Id));
        }
    }

    private static async Task<Results<NoContent, JsonHttpResult<DraftAnswer>>> RemoveAsync(
        Guid id, Guid documentId, HttpContext http, FormTokens tokens, Drafts drafts, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(ct) : null;
        if (tokens.Read(form?["form_token"], id) is not { } token)
            return Refuse(403, Texts.T("Diese Datei gehört zu einem anderen Formular.", "This file belongs to another form."));
        await drafts.RemoveAsync(token, documentId, ct);
        return TypedResults.NoContent();
    }

    private static JsonHttpResult<DraftAnswer> Refuse(int status, string? error) =>
        Answer(status, new() { Error = error });

    private static JsonHttpResult<DraftAnswer> Answer(int status, DraftAnswer answer) =>
        TypedResults.Json(answer, Json, statusCode: status);

    private static string NotTaken() => Texts.T("Dieses Inserat nimmt keine Bewerbungen an.", "This job takes no applications.");

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "A draft for job ad {JobAdId} could not be stored and was refused")]
        public static partial void NotStored(ILogger log, Guid jobAdId, Exception e);
    }
}

/// <summary>The stored draft with what its CV proposes, by field; or why there is none.</summary>
internal sealed record DraftAnswer
{
    public Guid? Id { get; init; }
    public string? Slot { get; init; }
    public string? Name { get; init; }

    /// <summary>In bytes.</summary>
    public long? Size { get; init; }

    public Dictionary<string, string>? Proposals { get; init; }

    /// <summary>In the language of the form.</summary>
    public string? Error { get; init; }
}
