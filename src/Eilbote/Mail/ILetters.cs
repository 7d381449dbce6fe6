namespace Eilbote.Mail;

/// <summary>
/// What must be told and in which words: a matter of the whole house, so it lives on its roof. Mail only queues and sends.
/// </summary>
public interface ILetters
{
    /// <summary>Queues what people must be told of by now. In the caller's transaction.</summary>
    Task<int> QueueDueAsync(AppDb db, DateTimeOffset now, CancellationToken ct);

    /// <summary>The letter, from the rows as they are now; null when it is no longer true.</summary>
    Task<Letter?> WriteAsync(OutgoingMail mail, CancellationToken ct);
}
