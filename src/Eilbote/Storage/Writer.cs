using System.Data.Common;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Eilbote.Storage;

/// <summary>
/// The way to write what must not be lost: when the returned task completes, the work is committed and on disk.
/// A work item must not depend on anything but its context: it runs in a transaction that it shares with others.
/// </summary>
public interface IWriter
{
    Task<T> WriteAsync<T>(Func<AppDb, CancellationToken, Task<T>> work, CancellationToken ct);
}

/// <summary>PostgreSQL groups commits itself: a transaction each.</summary>
internal sealed class PostgresWriter(IDbContextFactory<PostgresDb> databases) : IWriter
{
    private const int Tries = 3;

    public async Task<T> WriteAsync<T>(Func<AppDb, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await TryAsync(work, ct);
            }
            catch (DbUpdateConcurrencyException) when (tries < Tries)
            {
                // A row that was read is gone: another deleted it meanwhile. What is read anew says what to do.
            }
        }
    }

    private async Task<T> TryAsync<T>(Func<AppDb, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var result = await work(db, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return result;
    }
}

/// <summary>
/// SQLite has one writer. All work passes one queue, first in, first out, and is committed in groups with one fsync each,
/// so that accepting never starves delivering. A failing item is rolled back alone; a failing commit fails its whole group.
/// One context serves all groups, with its connection open and its statements prepared, until one of them fails: making them
/// anew is most of the cost.
/// </summary>
internal sealed class SqliteWriter : IWriter, IAsyncDisposable
{
    private const int GroupSize = 64;
    private readonly Channel<Item> _queue = Channel.CreateUnbounded<Item>(new() { SingleReader = true });
    private readonly DbContextOptions<SqliteDb> _options;
    private readonly Task _loop;
    private SqliteDb? _db;
    private SqliteStatements? _statements;

    public SqliteWriter(DbContextOptions<SqliteDb> options)
    {
        _options = options;
        _loop = Task.Run(CommitGroupsAsync);
    }

    public Task<T> WriteAsync<T>(Func<AppDb, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        var item = new Item<T>(work, ct);
        if (!_queue.Writer.TryWrite(item))
            throw new InvalidOperationException("The server is stopping.");
        return item.Done;
    }

    private async Task CommitGroupsAsync()
    {
        var group = new List<Item>(GroupSize);
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (group.Count < GroupSize && _queue.Reader.TryRead(out var item))
                group.Add(item);
            await CommitAsync(group);
            group.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        await CloseAsync();
    }

    private async Task CommitAsync(List<Item> group)
    {
        try
        {
            var db = await OpenAsync();
            await using var transaction = await db.Database.BeginTransactionAsync();
            // One item alone needs no savepoint: if it fails nothing is committed.
            if (group.Count == 1)
            {
                db.ChangeTracker.Clear();
                if (!await group[0].RunAsync(db))
                    return;
            }
            else
            {
                foreach (var item in group)
                    await RunAsync(item, db, transaction);
            }
            await transaction.CommitAsync();
            foreach (var item in group)
                item.Complete();
        }
        catch (Exception e)
        {
            foreach (var item in group)
                item.Fail(e);
            await CloseAsync();
        }
    }

    private static async Task RunAsync(Item item, SqliteDb db, IDbContextTransaction transaction)
    {
        db.ChangeTracker.Clear();
        await transaction.CreateSavepointAsync("item");
        if (!await item.RunAsync(db))
            await transaction.RollbackToSavepointAsync("item");
        // Each one that stays open makes every page dearer to write.
        await transaction.ReleaseSavepointAsync("item");
    }

    private async Task<SqliteDb> OpenAsync()
    {
        if (_db is null)
        {
            _statements = new SqliteStatements();
            _db = new SqliteDb(new DbContextOptionsBuilder<SqliteDb>(_options).AddInterceptors(_statements).Options);
            // Each item has its savepoint already.
            _db.Database.AutoSavepointsEnabled = false;
            await _db.Database.OpenConnectionAsync();
        }
        return _db;
    }

    private async Task CloseAsync()
    {
        try
        {
            _statements?.Dispose();
            if (Interlocked.Exchange(ref _db, null) is { } db)
                await db.DisposeAsync();
        }
        catch (DbException)
        {
            // What made the group fail makes closing fail, too. The next group opens another.
        }
    }

    private abstract class Item
    {
        public abstract Task<bool> RunAsync(AppDb db);
        public abstract void Complete();
        public abstract void Fail(Exception e);
    }

    private sealed class Item<T>(Func<AppDb, CancellationToken, Task<T>> work, CancellationToken ct) : Item
    {
        // The caller's context comes along: language and trace belong to the request, not to the queue.
        private readonly ExecutionContext? _context = ExecutionContext.Capture();
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Done => _done.Task;

        public override Task<bool> RunAsync(AppDb db)
        {
            var run = Task.FromResult(false);
            ExecutionContext.Run(_context!, _ => run = WorkAsync(db), null);
            return run;
        }

        private async Task<bool> WorkAsync(AppDb db)
        {
            try
            {
                ct.ThrowIfCancellationRequested();
                _result = await work(db, ct);
                await db.SaveChangesAsync(ct);
                return true;
            }
            catch (Exception e)
            {
                Fail(e);
                return false;
            }
        }

        public override void Complete() => _done.TrySetResult(_result!);

        public override void Fail(Exception e) => _done.TrySetException(e);
    }
}
