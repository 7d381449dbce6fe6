namespace Eilbote.Mail;

/// <summary>
/// One mail to one person, written when it leaves: the row says what it is about, not its words, so that it holds no address,
/// no name and no link, and what is no longer true by then is not said.
/// </summary>
public sealed class OutgoingMail
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required MailKind Kind { get; init; }

    /// <summary>
    /// The connection, application, invitation, link, person, outage or probing stop it is about; of a summary, nothing: <see cref="SummaryId"/>.
    /// </summary>
    public required Guid SubjectId { get; init; }

    /// <summary>
    /// The member or operator it goes to; null for an applicant and an invited colleague, whose address its subject knows.
    /// </summary>
    public Guid? UserId { get; init; }
    public MailState State { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>
    /// When it is tried next; while it is being sent, the moment after which that try is taken for dead. Null at its end.
    /// </summary>
    public DateTimeOffset? DueAt { get; set; }
    public int Attempts { get; set; }

    /// <summary>What the last try came to: a status code of SMTP or a word of ours, never the server's words.</summary>
    public string? Reason { get; set; }
    public DateTimeOffset? SettledAt { get; set; }

    /// <summary>Leaves behind all others, many in one session.</summary>
    public bool Bulk { get; init; }

    /// <summary>
    /// To which address it counts, see <see cref="AddressLimit"/>: for a day, and by a hash with a key outside the database.
    /// </summary>
    public string? AddressHash { get; set; }

    /// <summary>The summary that says what this one would have said.</summary>
    public Guid? SummaryId { get; set; }

    /// <summary>In the caller's transaction: a mail is queued if and only if what it tells of is stored.</summary>
    /// <param name="userId">See <see cref="UserId"/>.</param>
    public static void Queue(AppDb db, MailKind kind, Guid subjectId, Guid? userId, DateTimeOffset now) =>
        db.OutgoingMails.Add(
            new OutgoingMail
            {
                Id = Guid.CreateVersion7(now),
                Kind = kind,
                SubjectId = subjectId,
                UserId = userId,
                CreatedAt = now,
                DueAt = now,
                Bulk = kind is MailKind.Receipt or MailKind.ApplicationLate or MailKind.AnswerMissing or MailKind.AddressProof
                    or MailKind.ApplicationEnding,
            });
}

/// <summary>What a mail is about, and so to whom it goes.</summary>
public enum MailKind
{
    /// <summary>To the owners: the ATS no longer accepts the connection's secret.</summary>
    ConnectionBroken,

    /// <summary>To a colleague, by an owner's wish; to an employer's first owner, by an operator's.</summary>
    Invitation,

    /// <summary>To a person about their account: a link to a new password, or to confirm a change of address at either of them.</summary>
    AccountLink,

    /// <summary>To a person: their password was changed.</summary>
    PasswordChanged,

    /// <summary>To a person: a passkey was added.</summary>
    PasskeyAdded,

    /// <summary>To the applicant: not arrived after 48 hours.</summary>
    ApplicationLate,

    /// <summary>To the applicant: a member gave it back, with words.</summary>
    ApplicationReturned,

    /// <summary>To the operators and the employer's owners: a probe may have created something.</summary>
    ProbingStopped,

    /// <summary>To the operators: an ATS is out.</summary>
    OutageBegan,

    /// <summary>To the operators: nothing gets through for one account for an hour.</summary>
    AccountFailing,

    /// <summary>To owners and recruiters: the ATS refused a job as not published.</summary>
    JobNotPublished,

    /// <summary>To owners and recruiters, once a working day: what waits for them.</summary>
    Digest,

    /// <summary>To the applicant: it came in, or it arrived.</summary>
    Receipt,

    /// <summary>To the applicant, and again as a reminder: the ATS demands an answer that the form did not ask then.</summary>
    AnswerMissing,

    /// <summary>To the applicant: whether a further application to the same job is really theirs.</summary>
    AddressProof,

    /// <summary>To the applicant: it will end as not delivered, and when.</summary>
    ApplicationEnding,

    /// <summary>To owners and recruiters: applications will end as not delivered, and when.</summary>
    ApplicationsEnding,

    /// <summary>To an address at which an employer wants to read of what its ATS does not take: whether it is theirs.</summary>
    SecondPathConfirm,

    /// <summary>To an address that was written to often enough for a day: all that would have been said since.</summary>
    ReceiptSummary,
}

/// <summary>
/// Dropped: when it was to leave it was no longer true. Undeliverable: refused for good, or not sent within a week. Summarised: a
/// summary says it, and settles it.
/// </summary>
public enum MailState { Queued, Sent, Dropped, Undeliverable, Summarised }
