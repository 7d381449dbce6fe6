using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Eilbote.Tests.Harness;

/// <summary>
/// Every statement that is run on the flow that made this, in order, until it is disposed. SQLite's one writer runs what is written on a
/// flow of its own.
/// </summary>
public sealed class Statements : IDisposable, IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private readonly ConcurrentQueue<string> _all = new();
    private readonly ConcurrentQueue<IDisposable> _subscriptions = new();
    private readonly AsyncLocal<bool> _isMine = new() { Value = true };

    public Statements() => _subscriptions.Enqueue(DiagnosticListener.AllListeners.Subscribe(this));

    public IReadOnlyList<string> All => [.. _all];

    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
            subscription.Dispose();
    }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
            _subscriptions.Enqueue(value.Subscribe(this));
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is CommandExecutedEventData executed && _isMine.Value)
            _all.Enqueue(executed.Command.CommandText);
    }

    void IObserver<DiagnosticListener>.OnCompleted() { }

    void IObserver<DiagnosticListener>.OnError(Exception error) { }

    void IObserver<KeyValuePair<string, object?>>.OnCompleted() { }

    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error) { }
}
