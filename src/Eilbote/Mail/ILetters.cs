namespace Eilbote.Mail;

/// <summary>
/// What must be told and in which words: a matter of the whole house, so it lives on its roof. Mail only queues and sends.
/// </summary>
public interface ILetters
{
    /// <summary>Queues what people must be told of by now. In the caller's transaction.</summary>
    Task<int> QueueDueAsync(AppDb db, DateTimeOffset now, CancellationToken ct);

    /// <summary>Queues some of the receipts that are due. In the caller's transaction, one at a time over all servers.</summary>
    /// <returns>How many were looked at; 0: none is due.</returns>
    Task<int> QueueReceiptsAsync(AppDb db, DateTimeOffset now, CancellationToken ct);

    /// <summary>Of mails to addresses that have proven nothing: the address as addresses are compared, by the mail's id.</summary>
    Task<IReadOnlyDictionary<Guid, string>> UnprovenAsync(AppDb db, IReadOnlyList<OutgoingMail> mails, CancellationToken ct);

    /// <summary>Reads at once what several mails are about, and notes what they are going to say. Before they are written.</summary>
    Task LoadAsync(IReadOnlyList<OutgoingMail> mails, CancellationToken ct);

    /// <summary>The letter, from the rows as they are now; null when it is no longer true.</summary>
    Task<Letter?> WriteAsync(OutgoingMail mail, CancellationToken ct);
}
