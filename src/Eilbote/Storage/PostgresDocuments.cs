using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Storage;

/// <summary>
/// Content in the database, in chunks. A connection is held only while a chunk is in hand, by few uploads at once: however
/// slowly documents come in, pages and ledger have theirs.
/// </summary>
internal sealed class PostgresDocuments(IDbContextFactory<PostgresDb> databases) : IDocumentStore, IDisposable
{
    private const int ChunkSize = 256 * 1024, FirstBuffer = 32 * 1024, AtOnce = 4;
    private readonly SemaphoreSlim _writing = new(AtOnce);

    public async Task WriteAsync(Guid id, Stream content, CancellationToken ct)
    {
        var buffer = new byte[FirstBuffer];
        try
        {
            for (var position = 0; ; position++)
            {
                var length = 0;
                while (length < ChunkSize)
                {
                    if (length == buffer.Length)
                        Array.Resize(ref buffer, buffer.Length * 2);
                    var read = await content.ReadAsync(buffer.AsMemory(length), ct);
                    if (read == 0)
                        break;
                    length += read;
                }
                var isLast = length < ChunkSize;
                if (length > 0 || position == 0)
                    await WriteAsync(new DocumentChunk { DocumentId = id, Position = position, Content = buffer[..length] }, isLast, ct);
                else
                    await FlushAsync(id, ct);
                if (isLast)
                    return;
            }
        }
        catch
        {
            await DeleteAsync(id, CancellationToken.None);
            throw;
        }
    }

    public void Dispose() => _writing.Dispose();

    /// <summary>The log is one: what commits the last chunk to disk commits those before it, which need not wait for it each.</summary>
    private async Task WriteAsync(DocumentChunk chunk, bool isLast, CancellationToken ct)
    {
        await _writing.WaitAsync(ct);
        try
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            db.DocumentChunks.Add(chunk);
            if (isLast)
            {
                await db.SaveChangesAsync(ct);
                return;
            }
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.Database.ExecuteSqlRawAsync("SET LOCAL synchronous_commit TO OFF", ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>A content that ends where a chunk ends: the last one was not known to be it.</summary>
    private async Task FlushAsync(Guid id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        await db.DocumentChunks.Where(x => x.DocumentId == id && x.Position == 0)
            .ExecuteUpdateAsync(x => x.SetProperty(c => c.Position, c => c.Position), ct);
    }

    public async Task<Stream> OpenAsync(Guid id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var count = await db.DocumentChunks.CountAsync(x => x.DocumentId == id, ct);
        return count > 0 ? new ChunkStream(databases, id, count) : throw new FileNotFoundException($"Document {id} has no content.");
    }

    public async Task DeleteAsync(Guid id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        await db.DocumentChunks.Where(x => x.DocumentId == id).ExecuteDeleteAsync(ct);
    }

    public async IAsyncEnumerable<Guid> StoredBeforeAsync(DateTimeOffset moment, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        // A version 7 id begins with its time, so the order of ids is the order of storing.
        var newest = Guid.CreateVersion7(moment);
        await foreach (var id in db.DocumentChunks.Where(x => x.Position == 0 && x.DocumentId < newest)
            .Select(x => x.DocumentId).AsAsyncEnumerable().WithCancellation(ct))
            yield return id;
    }

    private sealed class ChunkStream(IDbContextFactory<PostgresDb> databases, Guid id, int count) : Stream
    {
        private ReadOnlyMemory<byte> _chunk;
        private int _position;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            while (_chunk.IsEmpty)
            {
                if (_position == count)
                    return 0;
                await using var db = await databases.CreateDbContextAsync(cancellationToken);
                var position = _position++;
                _chunk = await db.DocumentChunks.Where(x => x.DocumentId == id && x.Position == position)
                    .Select(x => x.Content).SingleAsync(cancellationToken);
            }
            var length = Math.Min(buffer.Length, _chunk.Length);
            _chunk[..length].CopyTo(buffer);
            _chunk = _chunk[length..];
            return length;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read it asynchronously.");
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
