using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Eilbote.Applications;
using Eilbote.Board;
using Eilbote.Connectors;
using Eilbote.Files;
using Eilbote.Storage;
using static Eilbote.Web.Texts;

namespace Eilbote.Deliveries;

/// <summary>
/// An application as a ZIP: its documents, and what was typed as a page to read, in the language of who downloads it,
/// and as JSON.
/// It is complete before a byte of it is sent, in a file that ends with the request, not in memory.
/// </summary>
internal static class Handover
{
    private const string Data = "application.json";
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    /// <param name="application">With its documents.</param>
    /// <param name="unscanned">Left out, and named.</param>
    public static async Task<Stream> ZipAsync(
        Application application, Delivery delivery, JobAd ad, IReadOnlyCollection<Document> unscanned, IDocumentStore store,
        CancellationToken ct)
    {
        var file = new FileStream(
            Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 81_920,
            FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await using (var zip = await ZipArchive.CreateAsync(file, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, ct))
            await AddAsync(zip, "", application, delivery, ad, Ordered(application), unscanned, store, ct);
        file.Position = 0;
        return file;
    }

    /// <summary>Its documents as they are read: the CV first.</summary>
    public static IReadOnlyList<Document> Ordered(Application application) =>
        [.. application.Documents.OrderBy(x => x.Slot switch { "cv" => 0, "cover_letter" => 1, _ => 2 }).ThenBy(x => x.Id)];

    /// <summary>The same into a folder of a ZIP with others.</summary>
    /// <param name="folder">Ends with a slash, if there is one.</param>
    /// <param name="unscanned">Left out, and named.</param>
    public static async Task AddAsync(
        ZipArchive zip, string folder, Application application, Delivery delivery, JobAd ad, IReadOnlyList<Document> documents,
        IReadOnlyCollection<Document> unscanned, IDocumentStore store, CancellationToken ct)
    {
        var summary = T("Bewerbung.html", "Application.html");
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { summary, Data };
        var kept = documents.Where(x => x.ErasedAt is null && !unscanned.Contains(x))
            .Select(x => (Document: x, Name: FileNames.Unique(FileNames.Clean(x.FileName, x.Extension), names))).ToList();
        var files = new List<string>();
        foreach (var (document, name) in kept)
            files.Add(name + Marks(document) + (await IsWholeAsync(document) ? "" : T(" (beschädigt)", " (damaged)")));
        files.AddRange(documents.Where(x => x.IsWithheld).Select(x => FileNames.Clean(x.FileName, x.Extension)
            + $" ({T(Finds.Words(x, delivery))})"));
        files.AddRange(unscanned.Select(x => FileNames.Clean(x.FileName, x.Extension)
            + T(" (noch nicht auf Viren geprüft: nicht dabei)", " (not scanned for viruses yet: not included)")));
        await AddAsync(summary, new MemoryStream(Encoding.UTF8.GetBytes(Summary(application, ad, files))));
        foreach (var (document, name) in kept)
            await AddDocumentAsync(document, name);
        await AddAsync(Data, new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(DataOf(application, delivery, ad, files), Json)));

        async Task<bool> IsWholeAsync(Document document)
        {
            try
            {
                await using var content = await CheckedContent.OpenAsync(store, document, ct);
                await content.CopyToAsync(Stream.Null, ct);
                return true;
            }
            catch (DamagedDocumentException)
            {
                return false;
            }
        }

        // Of a damaged one as much as there is: a person can see what it is still good for.
        async Task AddDocumentAsync(Document document, string name)
        {
            try
            {
                await AddAsync(name, await CheckedContent.OpenAsync(store, document, ct));
            }
            catch (DamagedDocumentException)
            {
                // The first page says so.
            }
        }

        async Task AddAsync(string name, Stream content)
        {
            await using (content)
            await using (var entry = await zip.CreateEntry(folder + name, CompressionLevel.Fastest).OpenAsync(ct))
                await content.CopyToAsync(entry, ct);
        }
    }

    /// <summary>What was typed, for other programs: stable names, no layout.</summary>
    private static object DataOf(Application application, Delivery delivery, JobAd ad, IReadOnlyList<string> files) => new
    {
        application.Id,
        Job = new { ad.Title, Reference = ad.AtsJobId },
        application.ReceivedAt,
        application.Language,
        application.NoticeVersion,
        AddressConfirmedAt = application.AddressProvenAt,
        State = JsonNamingPolicy.SnakeCaseLower.ConvertName(delivery.State.ToString()),
        EndedAt = delivery.SettledAt,
        application.Applicant.FirstName,
        application.Applicant.LastName,
        application.Applicant.Email,
        application.Applicant.Phone,
        application.Applicant.Message,
        Answers = application.Applicant.Answers.Select(x => new
        {
            x.Question.Key,
            x.Question.Version,
            Kind = JsonNamingPolicy.SnakeCaseLower.ConvertName(x.Question.Kind.ToString()),
            Question = T(x.Question.Label),
            Answer = T(x.Shown),
            x.Values,
            x.ByEmployer,
            x.RevokedAt,
        }),
        Documents = files,
    };

    private static string Summary(Application application, JobAd ad, IEnumerable<string> files)
    {
        var name = E(application.Applicant.Name);
        (string Name, string? Value)[] facts =
        [
            (T("Inserat", "Job ad"), ad.Title),
            ("ATS Job ID", ad.AtsJobId),
            .. application.Applicant.Facts().Select(x => (E(T(x.Label)), (string?)T(x.Value))),
            (T("Eingegangen", "Received"), $"{Date(application.ReceivedAt)}, {Time(application.ReceivedAt)}"),
            (T("Dokumente", "Documents"), string.Join('\n', files)),
        ];
        var lines = facts.Where(x => !string.IsNullOrEmpty(x.Value)).Select(x => $"<dt>{x.Name}</dt><dd dir=\"auto\">{E(x.Value!)}</dd>");
        return $$"""
            <!DOCTYPE html>
            <html lang="{{(IsEnglish ? "en" : "de-AT")}}">
            <head><meta charset="utf-8"><title>{{name}}</title>
            <style>body{font:16px/1.5 system-ui,sans-serif;max-width:40em;margin:2em auto;padding:0 1em}
            dt{font-weight:600;margin-top:.8em}dd{margin:0;white-space:pre-line}</style></head>
            <body><h1 dir="auto">{{name}}</h1><dl>{{string.Concat(lines)}}</dl></body>
            </html>
            """;
    }

    private static string Marks(Document document) =>
        (document.IsProtected ? T(" (mit Kennwort geschützt)", " (needs a password)") : "")
            + (document.IsActive ? T(" (enthält aktive Inhalte)", " (holds active content)") : "")
            + (document.IsPolyglot ? T(" (ist zugleich eine Datei anderer Art)", " (is a file of another kind as well)") : "");

    private static string E(string text) => WebUtility.HtmlEncode(text);
}
