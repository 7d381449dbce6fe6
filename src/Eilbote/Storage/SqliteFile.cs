using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace Eilbote.Storage;

/// <summary>
/// Every connection syncs to disk on commit; foreign keys are on by default in the provider. What is said once to a connection
/// of SQLite holds as long as the pool keeps it.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private readonly ConditionalWeakTable<sqlite3, object?> _told = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (!_told.TryAdd(((SqliteConnection)connection).Handle!, null))
            return;
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=8000; PRAGMA temp_store=MEMORY;";
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}

/// <summary>Held while the server runs, because a second server on the same file would lose what the first one promised.</summary>
internal sealed class SqliteLock : IDisposable
{
    private readonly FileStream _file;

    /// <summary>Errors: <see cref="InvalidOperationException"/> when another server holds it.</summary>
    public SqliteLock(string database)
    {
        try
        {
            _file = new FileStream(database + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new InvalidOperationException($"Another server already uses {database}. For more than one server use PostgreSQL.", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
