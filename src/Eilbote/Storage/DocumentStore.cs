using System.Buffers;

namespace Eilbote.Storage;

/// <summary>The content of documents, by document id. What <see cref="WriteAsync"/> has returned is on disk.</summary>
public interface IDocumentStore
{
    Task WriteAsync(Guid id, Stream content, CancellationToken ct);

    /// <summary>Errors: <see cref="FileNotFoundException"/> when the content was erased.</summary>
    Task<Stream> OpenAsync(Guid id, CancellationToken ct);

    Task DeleteAsync(Guid id, CancellationToken ct);

    /// <summary>Ids of all contents stored before a moment, to find those that belong to no row after a crash.</summary>
    IAsyncEnumerable<Guid> StoredBeforeAsync(DateTimeOffset moment, CancellationToken ct);
}

/// <summary>Files beside the SQLite database, in 256 folders that only the server's own user may enter.</summary>
internal sealed class FileDocuments(string folder) : IDocumentStore
{
    private const int WriteAtOnce = 32 * 1024, CheckEvery = 4 * 1024 * 1024;

    /// <summary>Bytes of the disk that no document takes; of a small disk a twentieth.</summary>
    private const long Reserve = 256 * 1024 * 1024;

    public async Task WriteAsync(Guid id, Stream content, CancellationToken ct)
    {
        var path = PathOf(id);
        PrivateFiles.CreateFolder(folder);
        PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
        try
        {
            await using var file = new FileStream(path, PrivateFiles.ToWrite(FileMode.CreateNew));
            var buffer = ArrayPool<byte>.Shared.Rent(WriteAtOnce);
            try
            {
                CheckRoom();
                // Into the system's memory, which takes less than handing it to another thread; only the flush waits for the disk.
                for (long written = 0; await content.ReadAsync(buffer, ct) is > 0 and var read; written += read)
                {
                    if ((written + read) / CheckEvery > written / CheckEvery)
                        CheckRoom();
                    file.Write(buffer.AsSpan(0, read));
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
            file.Flush(flushToDisk: true);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>The last bytes belong to the database: what is accepted already must go on. Errors: <see cref="IOException"/>.</summary>
    private void CheckRoom()
    {
        var disk = new DriveInfo(folder);
        if (disk.AvailableFreeSpace < Math.Min(Reserve, disk.TotalSize / 20))
            throw new IOException("The disk is nearly full: the rest of it is kept for the database.");
    }

    public Task<Stream> OpenAsync(Guid id, CancellationToken ct) => Task.FromResult<Stream>(
        new FileStream(PathOf(id), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 81_920, FileOptions.Asynchronous));

    public Task DeleteAsync(Guid id, CancellationToken ct)
    {
        if (File.Exists(PathOf(id)))
            File.Delete(PathOf(id));
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<Guid> StoredBeforeAsync(
        DateTimeOffset moment, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        if (!Directory.Exists(folder))
            yield break;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            ct.ThrowIfCancellationRequested();
            if (file.LastWriteTimeUtc < moment.UtcDateTime && Guid.TryParse(file.Name, out var id))
                yield return id;
        }
    }

    // The last byte of a version 7 id is random, so the folders fill evenly.
    private string PathOf(Guid id) => Path.Combine(folder, id.ToString("N")[^2..], id.ToString());
}
