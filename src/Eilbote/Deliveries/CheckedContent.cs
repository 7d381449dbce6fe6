using System.Security.Cryptography;
using Eilbote.Applications;
using Eilbote.Connectors;
using Eilbote.Files;
using Eilbote.Storage;

namespace Eilbote.Deliveries;

/// <summary>
/// The content of a document on its way out, hashed as it is read: its last bytes are given only when all of it is what was
/// uploaded. Errors: <see cref="DamagedDocumentException"/>.
/// </summary>
internal sealed class CheckedContent : Stream
{
    private readonly Stream _content;
    private readonly Document _document;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _read;

    private CheckedContent(Stream content, Document document) => (_content, _document) = (content, document);

    /// <summary>The document as a connector sees it.</summary>
    public static SubmissionDocument Of(IDocumentStore store, Document document) => new(
        document.Slot, FileNames.Clean(document.FileName, document.Extension), document.Extension, document.MediaType, document.Size,
        document.Sha256, ct => OpenAsync(store, document, ct));

    public static async Task<Stream> OpenAsync(IDocumentStore store, Document document, CancellationToken ct)
    {
        try
        {
            return new CheckedContent(await store.OpenAsync(document.Id, ct), document);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DamagedDocumentException(document.Sha256, e);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await _content.ReadAsync(buffer, cancellationToken);
        if (buffer.Length == 0)
            return count;
        _hash.AppendData(buffer.Span[..count]);
        _read += count;
        var ended = count == 0;
        if (_read > _document.Size || (ended && _read < _document.Size))
            throw new DamagedDocumentException(_document.Sha256);
        if (!ended && _read == _document.Size && Convert.ToHexStringLower(_hash.GetCurrentHash()) != _document.Sha256)
            throw new DamagedDocumentException(_document.Sha256);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => _document.Size;
    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("It is read as it is sent: asynchronously.");

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        await _content.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            _content.Dispose();
        }
        base.Dispose(disposing);
    }
}
