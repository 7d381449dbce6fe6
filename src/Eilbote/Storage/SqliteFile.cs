using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Eilbote.Storage;

/// <summary>Every connection syncs to disk on commit; foreign keys are on by default in the provider.</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;";
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
