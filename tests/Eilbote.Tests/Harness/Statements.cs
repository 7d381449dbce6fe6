using System.Collections.Concurrent;
using System.Diagnostics;

namespace Eilbote.Tests.Harness;

/// <summary>Every statement about a table that PostgreSQL is asked in one database, in order, until it is disposed.</summary>
public sealed class Statements : IDisposable
{
    private readonly ConcurrentQueue<string> _all = new();
    private readonly ActivityListener _listener;

    public Statements(string database, string table)
    {
        _listener = new()
        {
            ShouldListenTo = x => x.Name == "Npgsql",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = x =>
            {
                if ((string?)x.GetTagItem("db.query.text") is { } statement && (string?)x.GetTagItem("db.namespace") == database
                    && statement.Contains($"\"{table}\"", StringComparison.Ordinal))
                    _all.Enqueue(statement);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyList<string> All => [.. _all];

    public void Dispose() => _listener.Dispose();
}
