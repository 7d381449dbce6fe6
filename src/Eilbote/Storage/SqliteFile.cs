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
        var handle = ((SqliteConnection)connection).Handle!;
        // EF looks with one that cannot write whether the file is there: a copy made by VACUUM INTO is not in WAL mode yet.
        if (raw.sqlite3_db_readonly(handle, "main") == 1 || !_told.TryAdd(handle, null))
            return;
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=8000; PRAGMA temp_store=MEMORY;";
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}

/// <summary>
/// Held while the server runs, because a second server on the same file would lose what the first one promised, by whatever
/// links it was reached. Nobody else on the machine may read the file.
/// </summary>
internal sealed class SqliteLock : IDisposable
{
    private readonly FileStream _file;

    /// <summary>Errors: <see cref="CannotStartException"/> when another server holds it.</summary>
    public SqliteLock(string database)
    {
        PrivateFiles.CreateFolder(Path.GetDirectoryName(database)!);
        if (!File.Exists(database) || new FileInfo(database).Length == 0)
            Create(database);
        foreach (var suffix in new[] { "", "-wal", "-shm" })
            PrivateFiles.Close(database + suffix);
        try
        {
            _file = new FileStream(PrivateFiles.Real(database) + ".lock", PrivateFiles.ToWrite(FileMode.OpenOrCreate));
        }
        catch (IOException e)
        {
            throw new CannotStartException($"Another server already uses {database}. For more than one server use PostgreSQL.", e);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>An empty database with a log of its own, so that it can be opened for reading before anything is written.</summary>
    private static void Create(string database)
    {
        new FileStream(database, PrivateFiles.ToWrite(FileMode.OpenOrCreate)).Dispose();
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL";
        command.ExecuteNonQuery();
    }
}
