using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Eilbote.Applications;
using Eilbote.Board;
using Eilbote.Connectors;
using Eilbote.Files;
using Eilbote.Scanning;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Eilbote.Applying;

/// <summary>What came with a request: fields, stored documents, and what was wrong with the files, by field.</summary>
public sealed record Upload(
    Dictionary<string, string> Fields, HashSet<Guid> Removed, List<Document> Documents, Dictionary<string, string> Errors)
{
    /// <summary>Set when a document could not be stored for a reason of ours.</summary>
    public Exception? Trouble { get; set; }

    /// <summary>Fields of which only the beginning was read.</summary>
    public HashSet<string> CutFields { get; } = [];

    /// <summary>Files that were read and forgotten, by their field: their names as people read them.</summary>
    public List<(string Slot, string Name)> Untaken { get; } = [];

    /// <summary>What the virus scanner is asked of its documents, each while the next one comes in.</summary>
    internal List<(Document Document, string Name, Task<ScanVerdict> Verdict)> Scans { get; } = [];

    /// <summary>Why it was not read to its end, if it was not; what is here came before.</summary>
    public CutShort? CutShort { get; set; }
}

/// <summary>A closed set.</summary>
public enum CutShort { TooLarge, TooSlow, TooManyParts, BrokenOff }

/// <summary>
/// Reads a form as it streams in. Every document is on disk before the next one is read; nothing is held in memory. What is
/// too large is read and discarded, so that the browser shows our message instead of a broken connection. Where there is a virus
/// scanner, each document is scanned from there while the next one comes in.
/// </summary>
public sealed partial class Uploads(IDocumentStore store, Scanner scanner, TimeProvider clock)
{
    /// <summary>Bytes: of all documents of one application, and of a request that is still read to its end.</summary>
    public const long TotalLimit = 60_000_000, RequestLimit = 500_000_000;

    private const int FieldLimit = 64 * 1024 - 1, ReadAtOnce = 32 * 1024, PartsLimit = 256;

    /// <summary>
    /// Returns what came, also when it was cut short while the sender can still be answered. Errors: an exception when the
    /// sender has gone; then nothing of it is left.
    /// </summary>
    /// <param name="takes">Asked before each file with what came before it: a file that is not taken is read and forgotten.</param>
    public async Task<Upload> ReadAsync(HttpRequest request, FormRules rules, CancellationToken ct, Func<Upload, bool>? takes = null)
    {
        var upload = new Upload([], [], [], []);
        try
        {
            await ReadAllAsync(upload, request, rules, takes ?? (_ => true), ct);
            await AwaitScansAsync(upload);
        }
        catch
        {
            await DeleteAsync(upload.Documents.Select(x => x.Id));
            throw;
        }
        return upload;
    }

    public async Task DeleteAsync(IEnumerable<Guid> documents)
    {
        foreach (var id in documents)
            await store.DeleteAsync(id, CancellationToken.None);
    }

    private async Task ReadAllAsync(Upload upload, HttpRequest request, FormRules rules, Func<Upload, bool> takes, CancellationToken ct)
    {
        try
        {
            if (IncomingForm.IsUrlEncoded(request))
                foreach (var (name, value) in await IncomingForm.ReadUrlEncodedAsync(request, ct))
                    Add(upload, name, value.ToString());
            else if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && HeaderUtilities.RemoveQuotes(type.Boundary)
                .Value is { Length: > 0 } boundary)
                await ReadPartsAsync(
                    upload, new MultipartReader(boundary, request.Body, ReadAtOnce) { BodyLengthLimit = null }, request.Body, rules,
                    takes, ct);
            else
                upload.CutShort = CutShort.BrokenOff;
        }
        catch (Exception e) when (e is InvalidDataException or IOException && !ct.IsCancellationRequested)
        {
            upload.CutShort = e is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } ? CutShort.TooLarge
                : e is BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } ? CutShort.TooSlow : CutShort.BrokenOff;
        }
    }

    /// <summary>What something was found in is deleted, and said at its field; what nobody has looked into is taken and waits.</summary>
    private async Task AwaitScansAsync(Upload upload)
    {
        if (upload.Scans.Count == 0)
            return;
        foreach (var (document, _, verdict) in upload.Scans)
            document.Scanned(await verdict, clock.GetUtcNow());
        ApplyPages.SpeakAsTheForm(upload);
        foreach (var slot in upload.Scans.Where(x => x.Document.IsWithheld).GroupBy(x => x.Document.Slot))
        {
            upload.Errors[slot.Key] = Refused([.. slot.Select(x => x.Name)]);
            upload.Documents.RemoveAll(x => slot.Any(y => y.Document == x));
            foreach (var (document, _, _) in slot)
                await DropAsync(document.Id);
        }
    }

    private async Task<ScanVerdict> ScanAsync(Guid id, CancellationToken ct)
    {
        try
        {
            return await scanner.ScanAtOnceAsync(t => store.OpenAsync(id, t), ct);
        }
        catch (Exception e) when (StorageTrouble.Is(e))
        {
            return new ScanVerdict.NoAnswer();
        }
    }

    /// <summary>Of files in which the virus scanner found something.</summary>
    /// <param name="names">As people read them.</param>
    public static string Refused(IReadOnlyCollection<string> names) => string.Join(", ", names.Select(FileNames.Quoted)) + (names.Count == 1
        ? Texts.T(
            " wurde von unserem Virenscanner abgelehnt. Bitte senden Sie eine andere Datei.",
            " was refused by our virus scanner. Please send another file.")
        : Texts.T(
            " wurden von unserem Virenscanner abgelehnt. Bitte senden Sie andere Dateien.",
            " were refused by our virus scanner. Please send other files."));

    private async Task ReadPartsAsync(
        Upload upload, MultipartReader reader, Stream body, FormRules rules, Func<Upload, bool> takes, CancellationToken ct)
    {
        for (var count = 0; await reader.ReadNextSectionAsync(ct) is { } section; count++)
        {
            if (count == PartsLimit)
            {
                upload.CutShort = CutShort.TooManyParts;
                await body.CopyToAsync(Stream.Null, ct);
                return;
            }
            var (name, fileName) = NamesOf(section.ContentDisposition ?? "");
            var isFile = fileName is not null || rules.Slots.ContainsKey(name);
            if (isFile && !takes(upload))
                await ForgetAsync(upload, name, fileName ?? "", section.Body, rules, ct);
            else if (isFile)
                await ReadFileAsync(upload, name, fileName ?? "", section.Body, rules, ct);
            else
            {
                var (text, isCut) = await ReadTextAsync(section.Body, ct);
                Add(upload, name, text);
                if (isCut)
                    upload.CutFields.Add(name);
            }
        }
    }

    private static async Task ForgetAsync(Upload upload, string field, string rawName, Stream body, FormRules rules, CancellationToken ct)
    {
        await body.CopyToAsync(Stream.Null, ct);
        var slot = SlotOf(field);
        if (rawName.Length > 0)
            upload.Untaken.Add((rules.Slots.ContainsKey(slot) ? slot : rules.Further, FileNames.Shown(rawName)));
    }

    private static string SlotOf(string field) => field.EndsWith("[]", StringComparison.Ordinal) ? field[..^2] : field;

    private static void Add(Upload upload, string name, string value)
    {
        if (name == "remove")
            upload.Removed.UnionWith(value.Split(',').Select(x => Guid.TryParse(x, out var id) ? id : default));
        else if (Question.KeyOf(name) is not null && upload.Fields.TryGetValue(name, out var before))
            // Several options of one question; their keys hold no comma.
            upload.Fields[name] = before + "," + IncomingText.Valid(value);
        else
            upload.Fields[IncomingText.Valid(name)] = IncomingText.Valid(value);
    }

    private async Task ReadFileAsync(Upload upload, string field, string rawName, Stream body, FormRules rules, CancellationToken ct)
    {
        var slot = SlotOf(field);
        var shown = FileNames.Shown(rawName);
        var named = FileNames.Quoted(shown);
        using var content = new MeteredStream(body, Math.Min(rules.MaxFileBytes, TotalLimit - upload.Documents.Sum(x => x.Size)));
        var head = await content.PeekAsync(ct);
        if (head.IsEmpty && shown.Length == 0)
            return;
        var isContainer = FileTypes.IsContainer(head.Span);
        var type = isContainer ? null : FileTypes.Detect(head.Span, shown);
        var refusal = head.IsEmpty ? named + Texts.T(
            " ist leer. Bitte wählen Sie die Datei noch einmal.",
            " is empty. Please choose the file again.")
            : !rules.Slots.ContainsKey(slot) ? named + Texts.T(
                " kam in einem Feld, das es hier nicht gibt. Bitte wählen Sie die Datei noch einmal.",
                " came in a field that does not exist here. Please choose the file again.")
            : !isContainer ? rules.Refuses(type, shown) : null;
        if (refusal is not null)
        {
            upload.Errors[rules.Slots.ContainsKey(slot) ? slot : rules.Further] = refusal;
            await content.DiscardAsync(ct);
            return;
        }

        // An id begins with its millisecond: so documents keep the order in which they were sent.
        var id = Guid.CreateVersion7(clock.GetUtcNow().AddMilliseconds(upload.Documents.Count));
        try
        {
            await store.WriteAsync(id, content, ct);
            if (isContainer)
                type = await LookIntoAsync(id, head, shown, ct);
        }
        catch (Exception e) when (!content.Broken && StorageTrouble.Is(e))
        {
            await DropAsync(id);
            await content.DiscardAsync(ct);
            upload.Trouble = e;
            return;
        }
        catch (MeteredStream.TooLongException)
        {
            await DropAsync(id);
            await content.DiscardAsync(ct);
            upload.Errors[slot] = content.Length > rules.MaxFileBytes
                ? named + Texts.T(
                    $" ist zu groß: höchstens {Texts.Size(rules.MaxFileBytes)} je Datei.",
                    $" is too large: at most {Texts.Size(rules.MaxFileBytes)} per file.")
                : Texts.T(
                    $"Alle Dokumente zusammen sind zu groß: höchstens {Texts.Size(TotalLimit)}.",
                    $"All documents together are too large: at most {Texts.Size(TotalLimit)}.");
            return;
        }
        catch
        {
            await DropAsync(id);
            throw;
        }
        if (rules.Refuses(type, shown) is { } wrong)
        {
            await DropAsync(id);
            upload.Errors[slot] = wrong;
            return;
        }
        var document = new Document
        {
            Id = id,
            FormTokenId = default,
            Slot = slot,
            FileName = FileNames.Clean(rawName, type!.Extension),
            Extension = type.Extension,
            MediaType = type.MediaType,
            Size = content.Length,
            Sha256 = content.Sha256(),
            IsProtected = type.IsProtected || (type.Extension == "pdf" && content.Marks.IsProtected),
            IsActive = type.IsActive || (type.Extension == "pdf" && content.Marks.IsActive),
            IsPolyglot = content.OtherKinds.Beside(type, head.Span),
            StoredAt = clock.GetUtcNow(),
        };
        upload.Documents.Add(document);
        if (scanner.IsOn)
            upload.Scans.Add((document, shown, ScanAsync(id, ct)));
    }

    private async Task<FileType?> LookIntoAsync(Guid id, ReadOnlyMemory<byte> head, string fileName, CancellationToken ct)
    {
        await using var content = await store.OpenAsync(id, ct);
        if (content.CanSeek)
            return Containers.Detect(content, head.Span, fileName);
        await using var copy = new FileStream(
            Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 81_920, FileOptions.DeleteOnClose);
        await content.CopyToAsync(copy, ct);
        return Containers.Detect(copy, head.Span, fileName);
    }

    /// <summary>What was written of a document that nobody keeps. Where even that fails, housekeeping finds it.</summary>
    private async Task DropAsync(Guid id)
    {
        try
        {
            await store.DeleteAsync(id, CancellationToken.None);
        }
        catch (Exception e) when (StorageTrouble.Is(e))
        {
        }
    }

    /// <summary>Also of a head that breaks the rules, as a name with quotes in quotes: no part is dropped because of its name.</summary>
    private static (string Name, string? FileName) NamesOf(string disposition)
    {
        if (ContentDispositionHeaderValue.TryParse(disposition, out var parsed))
            return (HeaderUtilities.RemoveQuotes(parsed.Name).ToString(),
                parsed.FileNameStar.HasValue || parsed.FileName.HasValue
                    ? HeaderUtilities.RemoveQuotes(parsed.FileNameStar.HasValue ? parsed.FileNameStar : parsed.FileName).ToString() : null);
        var fileName = LooseFileName().Match(disposition);
        return (LooseName().Match(disposition).Groups["name"].Value, fileName.Success ? fileName.Groups["name"].Value : null);
    }

    private static async Task<(string Text, bool IsCut)> ReadTextAsync(Stream body, CancellationToken ct)
    {
        // One byte more than is kept, to know whether there is more.
        var buffer = ArrayPool<byte>.Shared.Rent(FieldLimit + 1);
        try
        {
            var length = await body.ReadAtLeastAsync(buffer.AsMemory(0, FieldLimit + 1), FieldLimit + 1, throwOnEndOfStream: false, ct);
            await body.CopyToAsync(Stream.Null, ct);
            return length <= FieldLimit
                ? (Encoding.UTF8.GetString(buffer, 0, length), false)
                // What the cut left of a character reads as U+FFFD.
                : (Encoding.UTF8.GetString(buffer, 0, FieldLimit).TrimEnd('\uFFFD'), true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    [GeneratedRegex("""(?:^|;)\s*name="?(?<name>[^";]*)""", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex LooseName();

    [GeneratedRegex("""(?:^|;)\s*filename="?(?<name>.*?)"?\s*$""", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex LooseFileName();
}
