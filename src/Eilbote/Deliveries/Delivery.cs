using Eilbote.Connectors;
using Eilbote.Storage;

namespace Eilbote.Deliveries;

/// <summary>Bringing one application to its employer.</summary>
public sealed class Delivery
{
    /// <summary>
    /// The reason of one that needs the employer because nobody knows whether it arrived, and the ATS would take it twice.
    /// </summary>
    public const string InDoubt = "in-doubt";

    /// <summary>Reasons of one that the scan holds: nobody has looked for viruses yet, or a file was refused and may be replaced.</summary>
    public const string Unscanned = "unscanned", FileRefused = "file-refused";

    /// <summary>
    /// Reason of one that needs the applicant because an answer is missing that the form demands by now, and of one that needs the
    /// employer again because it was not given in time.
    /// </summary>
    public const string AnswerMissing = "answer-missing", Incomplete = "incomplete";

    /// <summary>Reason of one whose mail came back as undeliverable.</summary>
    public const string Bounced = "bounced";

    /// <summary>Reason of one that ended as returned because its employer counts a person's first application alone.</summary>
    public const string OnlyFirst = "only-first";

    /// <summary>Reason of one that ended as returned because nothing took it in time.</summary>
    public const string OutOfTime = "out-of-time";

    /// <summary>After this time without arrival the applicant is told, and operators look into it.</summary>
    public static readonly TimeSpan OverdueAfter = TimeSpan.FromHours(48);

    /// <summary>Its receipt is mailed on arrival, or after this time, whichever is first.</summary>
    public static readonly TimeSpan ReceiptAfter = TimeSpan.FromMinutes(10);

    /// <summary>So many mails with its receipt at most: one that it came in, one that it arrived.</summary>
    public const int ReceiptsAtMost = 2;

    /// <summary>So long a doubted one is held; then it ends as withdrawn.</summary>
    public static readonly TimeSpan DoubtFor = TimeSpan.FromDays(7);

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid ApplicationId { get; init; }
    public required Guid EmployerId { get; init; }
    public required Guid JobAdId { get; init; }
    public required Guid ConnectionId { get; init; }
    public required Guid AccountId { get; set; }
    public DeliveryState State { get; set; }

    /// <summary>
    /// From when on a lane takes it: its place in the order of arrival, unless it waits on its own schedule. While a request
    /// is open, the moment after which that is declared unknown. Null when only a person or a mend moves it, and at its end.
    /// </summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Whether it needs the employer because the ATS demands the answer to a question that the form did not ask.</summary>
    public bool QuestionMissing { get; set; }

    /// <summary>Since when the applicant is asked for what is missing; null before, and once it was answered.</summary>
    public DateTimeOffset? AnswerAskedAt { get; set; }

    /// <summary>When the applicant is written to next about it, or is asked no more; see <see cref="AnswerSchedule"/>.</summary>
    public DateTimeOffset? AnswerDueAt { get; set; }

    /// <summary>Whether it waits for an answer of the applicant's.</summary>
    public bool NeedsAnswer => State == DeliveryState.NeedsApplicant && Reason == AnswerMissing;

    /// <summary>The connector's reason for the present state.</summary>
    public string? Reason { get; set; }
    public HeldBy? HeldBy { get; set; }
    public Proof? Proof { get; set; }

    /// <summary>Parts left out, refused by the ATS or withheld for a virus; see <see cref="Submission.Without"/>.</summary>
    [Personal]
    public List<Part> Without { get; set; } = [];

    /// <summary>An inferred proof or a part left out: stays on the employer's list until a member has looked.</summary>
    public bool NeedsLook { get; set; }

    /// <summary>Failures that hit this application while others of its account succeeded.</summary>
    public int OwnFailures { get; set; }
    public DateTimeOffset? LastFailedAt { get; set; }

    /// <summary>Results of steps before this moment are forgotten by the ATS and not used again.</summary>
    public DateTimeOffset? StepsForgottenAt { get; set; }

    /// <summary>When the ATS first said that this person already applied, under the present address.</summary>
    public DateTimeOffset? AlreadyThereAt { get; set; }

    /// <summary>
    /// When the relay took the mail by which it is on its way, or was handed over. Null while there is none, and once it came back.
    /// </summary>
    public DateTimeOffset? MailedAt { get; set; }

    /// <summary>It ended as handed over, by mail: nobody fetched it.</summary>
    public bool HandedOverByMail => State == DeliveryState.HandedOver && MailedAt is not null;

    /// <summary>
    /// When the applicant last corrected the address: what was sent before bears another one, and proves nothing for this.
    /// </summary>
    public DateTimeOffset? CorrectedAt { get; set; }

    /// <summary>
    /// The delivery of the same content that came first: this one is not sent and ends as that one ends. See
    /// <see cref="Repeats"/>.
    /// </summary>
    public Guid? RepeatOf { get; set; }

    /// <summary>Whether others wait for this one's end.</summary>
    public bool HasRepeats { get; set; }

    /// <summary>
    /// The delivery that brought this person to the same job of the ATS first: this one goes beside the ATS's interface, or waits until
    /// that one is there. See <see cref="Supplements"/>.
    /// </summary>
    public Guid? SupplementOf { get; set; }

    /// <summary>The delivery from whose receipt it was sent.</summary>
    public Guid? SentFrom { get; init; }

    /// <summary>Since when it is known that the ATS has this person for the job from another application.</summary>
    public DateTimeOffset? RepeatedSince { get; set; }

    /// <summary>When its employer is told of it by the second path next; null when not. See <see cref="SecondPathMails"/>.</summary>
    public DateTimeOffset? TellDueAt { get; set; }

    /// <summary>When a relay took that mail.</summary>
    public DateTimeOffset? ToldAt { get; set; }

    /// <summary>When the applicant asked to withdraw: nothing new leaves, an open request is awaited.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }

    /// <summary>
    /// When the owner of the mailed address said not to have sent it: what has not left is held, see <see cref="Doubting"/>. Null once
    /// the address was corrected or that was taken back.
    /// </summary>
    public DateTimeOffset? DoubtedAt { get; set; }

    /// <summary>What a member wrote to the applicant when it was returned.</summary>
    [Personal]
    public string? ReturnWords { get; set; }

    /// <summary>When the applicant was told that it had not arrived within <see cref="OverdueAfter"/>.</summary>
    public DateTimeOffset? LateToldAt { get; set; }

    /// <summary>When its end was announced to applicant and employer; see <see cref="Ladder"/>.</summary>
    public DateTimeOffset? WarnedAt { get; set; }

    /// <summary>From when on its receipt is mailed; null while nothing new is to be said, and once all is.</summary>
    public DateTimeOffset? ReceiptDueAt { get; set; }

    /// <summary>So many mails with its receipt may still be queued. 0: its arrival was told, or it gets none.</summary>
    public int ReceiptsLeft { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended. Set if and only if the state is an end.</summary>
    public DateTimeOffset? SettledAt { get; set; }

    public bool Ended => SettledAt is not null;

    /// <summary>Nobody withdrew it: it was doubted, and nobody corrected the address in time.</summary>
    public bool EndedByDoubt => State == DeliveryState.Withdrawn && WithdrawnAt - DoubtedAt >= DoubtFor;

    /// <summary>Its receipt will be mailed to the present address.</summary>
    public void PromiseReceipt(DateTimeOffset now) => (ReceiptDueAt, ReceiptsLeft) = (now + ReceiptAfter, ReceiptsAtMost);
}

/// <summary>
/// The last four are ends; there are no others. Under way by mail: a relay took it, and nobody knows whether it is there.
/// </summary>
public enum DeliveryState
{
    Queued, Delivering, UnderWayByMail, Held, WaitsForFirst, AlreadyThere, Supplement, NeedsEmployer, NeedsApplicant, Delivered,
    HandedOver, Withdrawn, Returned
}

/// <summary>
/// What makes a delivery wait: a fault of the connection or the job ad, a person who said so, a document that is not scanned for viruses
/// or was refused for one, the owner of its address, who says not to have sent it, or the proof that a further application of a person
/// is that person's own. Connection and job ad come first: a document is scanned whatever else its delivery waits for.
/// </summary>
public enum HeldBy { Connection, JobAd, Person, Scan, Doubt, Proof }

/// <summary>Confirmed: the ATS said so. Inferred: it said "already there" after an answer of ours had been lost.</summary>
public enum Proof { Confirmed, Inferred }
