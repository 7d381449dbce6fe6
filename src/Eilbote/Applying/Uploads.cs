using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Eilbote.Applying;

/// <summary>What came with a request: fields, stored documents, and what was wrong with the files, by field.</summary>
public sealed record Upload(Dictionary<string, string> Fields, HashSet<Guid> Removed, List<Document> Documents, Dictionary<string, string> Errors)
{
    /// <summary>Set when a document could not be stored for a reason of ours.</summary>
    public Exception? Trouble { get; set; }
}

/// <summary>
/// Reads a form as it streams in. Every document is on disk before the next one is read; nothing is held in memory. What is
/// too large is read and discarded, so that the browser shows our message instead of a broken connection.
/// </summary>
public sealed class Uploads(IDocumentStore store, TimeProvider clock)
{
    /// <summary>Bytes: of all documents of one application, and of a request that is still read to its end.</summary>
    public const long TotalLimit = 60_000_000, RequestLimit = 100_000_000;

    private const int FieldLimit = 64 * 1024, ReadAtOnce = 32 * 1024;

    /// <summary>Errors: <see cref="InvalidDataException"/> or <see cref="IOException"/> when the body is no form or breaks off.</summary>
    public async Task<Upload> ReadAsync(HttpRequest request, FormRules rules, CancellationToken ct)
    {
        var upload = new Upload([], [], [], []);
        if (request.HasFormContentType && !MediaTypeHeaderValue.Parse(request.ContentType).MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            foreach (var (name, value) in await request.ReadFormAsync(ct))
                Add(upload, name, value.ToString());
            return upload;
        }
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
            throw new InvalidDataException("The request is no form.");

        var reader = new MultipartReader(boundary, request.Body, ReadAtOnce) { BodyLengthLimit = null };
        try
        {
            while (await reader.ReadNextSectionAsync(ct) is { } section)
            {
                if (section.GetContentDispositionHeader() is not { } disposition)
                    continue;
                var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
                if (disposition.IsFileDisposition())
                    await ReadFileAsync(upload, name, disposition, section.Body, rules, ct);
                else
                    Add(upload, name, await ReadTextAsync(section.Body, ct));
            }
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

    private static void Add(Upload upload, string name, string value)
    {
        if (name == "remove")
        {
            if (Guid.TryParse(value, out var id))
                upload.Removed.Add(id);
        }
        else
        {
            upload.Fields[name] = value;
        }
    }

    private async Task ReadFileAsync(
        Upload upload, string slot, ContentDispositionHeaderValue disposition, Stream body, FormRules rules, CancellationToken ct)
    {
        var fileName = CleanName(HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString());
        using var content = new MeteredStream(body, Math.Min(rules.MaxFileBytes, TotalLimit - upload.Documents.Sum(x => x.Size)));
        if (!rules.Slots.ContainsKey(slot))
        {
            await content.DiscardAsync(ct);
            return;
        }

        var id = Guid.CreateVersion7(clock.GetUtcNow());
        try
        {
            await store.WriteAsync(id, content, ct);
        }
        catch (Exception e) when (!content.Broken && StorageTrouble.Is(e))
        {
            // What was written of it belongs to no row; housekeeping finds it.
            await content.DiscardAsync(ct);
            upload.Trouble = e;
            return;
        }
        catch (MeteredStream.TooLongException)
        {
            await store.DeleteAsync(id, CancellationToken.None);
            await content.DiscardAsync(ct);
            upload.Errors[slot] = content.Length > rules.MaxFileBytes
                ? Texts.T($"„{fileName}“ ist zu groß: höchstens {Texts.Size(rules.MaxFileBytes)} je Datei.", $"“{fileName}” is too large: at most {Texts.Size(rules.MaxFileBytes)} per file.")
                : Texts.T($"Alle Dokumente zusammen sind zu groß: höchstens {Texts.Size(TotalLimit)}.", $"All documents together are too large: at most {Texts.Size(TotalLimit)}.");
            return;
        }

        if (content.Length == 0 && fileName.Length == 0)
        {
            await store.DeleteAsync(id, CancellationToken.None);
            return;
        }
        var detected = content.Length == 0 ? null : await DetectAsync(id, content.Head, fileName, ct);
        if (detected is null || !rules.Extensions.Contains(detected.Extension))
        {
            await store.DeleteAsync(id, CancellationToken.None);
            upload.Errors[slot] = content.Length == 0
                ? Texts.T($"„{fileName}“ ist leer. Bitte wählen Sie die Datei noch einmal.", $"“{fileName}” is empty. Please choose the file again.")
                : Texts.T($"„{fileName}“ ist dem Inhalt nach kein Dokument, das wir annehmen. Am besten als PDF speichern.", $"“{fileName}” is, by its content, not a document we accept. Best save it as PDF.");
            return;
        }
        upload.Documents.Add(new Document
        {
            Id = id,
            FormTokenId = default,
            Slot = slot,
            FileName = fileName,
            Extension = detected.Extension,
            MediaType = detected.MediaType,
            Size = content.Length,
            Sha256 = content.Sha256(),
            StoredAt = clock.GetUtcNow(),
        });
    }

    private async Task<FileType?> DetectAsync(Guid id, ReadOnlyMemory<byte> head, string fileName, CancellationToken ct)
    {
        if (!FileTypes.IsZip(head.Span))
            return FileTypes.Detect(head.Span, fileName);
        await using var content = await store.OpenAsync(id, ct);
        if (content.CanSeek)
            return FileTypes.Unzip(content);
        await using var copy = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 81_920, FileOptions.DeleteOnClose);
        await content.CopyToAsync(copy, ct);
        return FileTypes.Unzip(copy);
    }

    /// <summary>The base name without control characters, at most 200 characters, so that it stays readable everywhere.</summary>
    private static string CleanName(string fileName)
    {
        var name = new string([.. fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..].Where(c => !char.IsControl(c))]).Trim();
        if (name.Length <= 200)
            return name;
        var extension = Path.GetExtension(name);
        return name[..(200 - Math.Min(extension.Length, 10))] + extension[..Math.Min(extension.Length, 10)];
    }

    private static async Task<string> ReadTextAsync(Stream body, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FieldLimit);
        try
        {
            var length = await body.ReadAtLeastAsync(buffer.AsMemory(0, FieldLimit), FieldLimit, throwOnEndOfStream: false, ct);
            await body.CopyToAsync(Stream.Null, ct);
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

/// <summary>Counts and hashes what passes, remembers how it began, and stops at a limit.</summary>
internal sealed class MeteredStream(Stream inner, long limit) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _head = new byte[FileTypes.HeadLength];
    private long _length;

    public ReadOnlyMemory<byte> Head => _head.AsMemory(0, (int)Math.Min(_length, _head.Length));

    public string Sha256() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public async Task DiscardAsync(CancellationToken ct)
    {
        var buffer = new byte[81_920];
        while (await inner.ReadAsync(buffer, ct) is > 0 and var read)
            _length += read;
    }

    /// <summary>Whether it was the sender who broke off.</summary>
    public bool Broken { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Broken = true;
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Broken = false;
        var passed = buffer.Span[..read];
        if (_length < _head.Length)
            passed[..(int)Math.Min(read, _head.Length - _length)].CopyTo(_head.AsSpan((int)_length));
        _length += read;
        if (_length > limit)
            throw new TooLongException();
        _hash.AppendData(passed);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => _length;
    public override long Position { get => _length; set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read it asynchronously.");
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }

    internal sealed class TooLongException : Exception;
}
