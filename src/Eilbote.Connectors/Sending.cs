namespace Eilbote.Connectors;

/// <summary>What a step sends, as its transport takes it. A closed type.</summary>
public abstract record Sending
{
    private Sending() { }

    /// <param name="Request">Builds the request for the moment in which it leaves; the sender disposes it.</param>
    /// <param name="Reach">Where it may go.</param>
    public sealed record Http(
        Func<DateTimeOffset, CancellationToken, Task<HttpRequestMessage>> Request, Reach Reach = Reach.Configured) : Sending;

    /// <summary>
    /// One mail to one address. The sender opens the attachments, and adds what it alone knows: from whom, when, and where it comes back
    /// to if it cannot be delivered.
    /// </summary>
    public sealed record Mail : Sending
    {
        /// <summary>Of its Message-ID: the same at every try, so that mail programs know a repeat.</summary>
        public required Guid Id { get; init; }
        public required string To { get; init; }

        /// <summary>Who reads an answer; null: nobody.</summary>
        public string? ReplyTo { get; init; }

        /// <summary>On one line.</summary>
        public required string Subject { get; init; }
        public required string Text { get; init; }
        public IReadOnlyList<SubmissionDocument> Attachments { get; init; } = [];
    }
}

/// <summary>Where a request may go.</summary>
public enum Reach
{
    /// <summary>To an address of the operator's configuration.</summary>
    Configured,

    /// <summary>To an address that an employer typed: by https, where every address that DNS gives is public, and by no redirect.</summary>
    Public,

    /// <summary>The same, and this machine, by http too: for tests and the demo.</summary>
    PublicOrLoopback,
}
