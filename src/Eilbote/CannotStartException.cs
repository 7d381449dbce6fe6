namespace Eilbote;

/// <summary>The server does not start: one sentence for the operator that says what to change. Ends the process with 1.</summary>
public sealed class CannotStartException(string message, Exception? inner = null) : Exception(message, inner);
