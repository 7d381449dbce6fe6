namespace Eilbote.Connectors;

/// <summary>What came back; to a mail, what the relay answered.</summary>
/// <param name="Status">Of HTTP, or of SMTP.</param>
/// <param name="MediaType">
/// Lower case, without parameters; empty if none was sent. For a mail what was answered: <see cref="Recipient"/> or <see cref="Content"/>.
/// </param>
/// <param name="RetryAfter">From the header in either form, counted from the answer; never negative.</param>
/// <param name="Body">Decoded text, cut at the sender's limit.</param>
public sealed record Answer(int Status, string MediaType, TimeSpan? RetryAfter, string Body)
{
    /// <summary>What the relay answered: whether it takes mail for this address, or the mail itself.</summary>
    public const string Recipient = "rcpt", Content = "data";

    /// <summary>A page for people, as gateways send it: it says nothing of what was asked.</summary>
    public bool IsPage => MediaType.Contains("html", StringComparison.Ordinal) || Body.AsSpan().TrimStart()
        .StartsWith("<", StringComparison.Ordinal);
}

/// <summary>What an answer means for one application. A closed set: the lane has one decision for each.</summary>
public enum Meaning
{
    /// <summary>An intermediate step succeeded; <see cref="Reading.Result"/> is what the next ones need.</summary>
    StepDone,

    /// <summary>The ATS says that the application is there.</summary>
    Delivered,

    /// <summary>The relay took the mail. Whether it arrives it does not say.</summary>
    UnderWayByMail,

    /// <summary>The ATS refuses because this person already applied to this job.</summary>
    AlreadyThere,

    /// <summary>Whether anything was created is unknown.</summary>
    Unknown,

    /// <summary>The account's limit was exceeded; nothing was created.</summary>
    Throttled,

    /// <summary>The ATS does not accept the connection's own secret.</summary>
    CredentialsRefused,

    /// <summary>The employer's plan or settings lack a feature.</summary>
    FeatureOff,

    /// <summary>The job takes no applications.</summary>
    JobClosed,

    /// <summary>An optional part was refused; without it the application may pass.</summary>
    PartRefused,

    /// <summary>The ATS no longer knows the result of an earlier step: the intermediate steps run again.</summary>
    StepForgotten,

    /// <summary>The applicant must correct the part that is named.</summary>
    NeedsApplicant,

    /// <summary>
    /// The ATS demands the answer to a question that the form did not ask; which one may stand in <see cref="Reading.Fields"/>.
    /// </summary>
    QuestionMissing,

    /// <summary>Only the employer can help, or the reason is not known.</summary>
    NeedsEmployer,

    /// <summary>
    /// Answer to a probe: the ATS accepted the secret and refused the content. Which of job and channel it named stands in
    /// <see cref="Reading.Parts"/>.
    /// </summary>
    ProbeAccepted,

    /// <summary>Answer to a probe: it created something, which must never happen.</summary>
    ProbeCreated,
}

/// <summary>What an answer means.</summary>
/// <param name="Reason">One of the descriptor's known codes, else <c>unknown</c>.</param>
/// <param name="Verbatim">The ATS's own words, see <see cref="Quote"/>; only for the exchange row and the employer's timeline.</param>
/// <param name="Result">For <see cref="Meaning.StepDone"/>: what the next steps need. For <see cref="Meaning.Delivered"/>: the ATS's own id
/// or link of it, if it tells one.</param>
/// <param name="Part">For <see cref="Meaning.PartRefused"/>, <see cref="Meaning.NeedsApplicant"/> and, where one is to blame, <see cref="Meaning.NeedsEmployer"/>: which.</param>
public sealed record Reading(Meaning Meaning, string? Reason = null, string? Verbatim = null, string? Result = null, Part? Part = null)
{
    /// <summary>For <see cref="Meaning.ProbeAccepted"/>: the parts that were named.</summary>
    public IReadOnlyList<Part> Parts { get; init; } = Part is null ? [] : [Part];

    /// <summary>
    /// For <see cref="Meaning.QuestionMissing"/> and <see cref="Meaning.ProbeAccepted"/>: the fields whose answers the ATS demands, by
    /// the name it gives them, separated by commas; see <see cref="Quote"/>. Null when it named none.
    /// </summary>
    public string? Fields { get; init; }

    private const int QuoteLimit = 500;

    /// <summary>
    /// The ATS's words as any database and page can hold them: at most 500 characters, no control characters, valid Unicode. Null
    /// when none are left.
    /// </summary>
    public static string? Quote(string words)
    {
        var text = PlainText.Of(words.Length <= QuoteLimit * 2 ? words : words[..(QuoteLimit * 2)]).Trim();
        return text.Length == 0 ? null : PlainText.Cut(text, QuoteLimit);
    }
}
