using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Eilbote.Storage;

/// <summary>
/// Keeps what SQLite prepared for one connection that stays open: parsing and planning a statement takes longer than running
/// it, and the provider does both again for each command.
/// </summary>
internal sealed class SqliteStatements : DbCommandInterceptor, IDisposable
{
    /// <summary>Statements that are kept; what comes after is prepared each time.</summary>
    private const int Limit = 200;
    private readonly Dictionary<string, Kept> _kept = [];

    public override InterceptionResult<DbCommand> CommandCreating(
        CommandCorrelatedEventData eventData, InterceptionResult<DbCommand> result) =>
        InterceptionResult<DbCommand>.SuppressWithResult(new Command(this) { Connection = (SqliteConnection)eventData.Connection });

    public void Dispose()
    {
        foreach (var kept in _kept.Values)
            kept.Command.Dispose();
    }

    /// <summary>Null when the command must be prepared itself: the rows of the same one are still being read, or enough are kept.</summary>
    private Kept? Find(SqliteCommand command)
    {
        if (!_kept.TryGetValue(command.CommandText, out var kept) && _kept.Count < Limit)
        {
            kept = new Kept(new SqliteCommand(command.CommandText, command.Connection));
            kept.Command.Prepare();
            _kept.Add(command.CommandText, kept);
        }
        return kept?.Rows is { IsClosed: false } ? null : kept;
    }

    private sealed class Kept(SqliteCommand command)
    {
        public SqliteCommand Command { get; } = command;
        public SqliteDataReader? Rows { get; set; }
    }

    private sealed class Command(SqliteStatements statements) : SqliteCommand
    {
        public override SqliteDataReader ExecuteReader(CommandBehavior behavior)
        {
            if (statements.Find(this) is not { } kept)
                return base.ExecuteReader(behavior);
            kept.Command.Transaction = Transaction;
            kept.Command.CommandTimeout = CommandTimeout;
            kept.Command.Parameters.Clear();
            foreach (SqliteParameter parameter in Parameters)
                kept.Command.Parameters.Add(parameter);
            return kept.Rows = kept.Command.ExecuteReader(behavior);
        }
    }
}
