namespace Eilbote.Connectors;

/// <summary>One employer's values for one connector, secrets in clear. Lives only while a request is built; never logged.</summary>
public sealed class ConnectionSettings(IReadOnlyDictionary<string, string> values)
{
    /// <summary>The value of a setting, or an empty string.</summary>
    public string this[string key] => values.TryGetValue(key, out var value) ? value : "";
}

/// <summary>An application as a connector sees it.</summary>
/// <param name="Id">The application's id.</param>
/// <param name="ReceivedAt">When it was answered with a receipt, in UTC.</param>
/// <param name="Without">Parts to leave out because the ATS refused them.</param>
public sealed record Submission(
    Guid Id,
    ConnectionSettings Connection,
    string AtsJobId,
    Applicant Applicant,
    DateTimeOffset ReceivedAt,
    IReadOnlyList<SubmissionDocument> Documents,
    IReadOnlySet<Part> Without)
{
    /// <summary>Labels in the ATS, if it has any: a test application is marked as one.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What the board's own pages have of it, for a recipient who is a person.</summary>
    public PortalPages Portal { get; init; } = new("", false, "", "");
}

/// <summary>What the board's own pages have of an application. What there is none of is empty.</summary>
/// <param name="IsConfidential">Neither person nor job is named but where somebody signs in.</param>
/// <param name="Application">The address of the application, which asks for sign-in.</param>
/// <param name="Confirmation">The address of a page on which who got it says so: without sign-in, by a button.</param>
public sealed record PortalPages(string JobTitle, bool IsConfidential, string Application, string Confirmation);

/// <summary>A document of an application.</summary>
/// <param name="Slot">The form field it came from: <c>cv</c>, <c>cover_letter</c>, <c>documents</c>, or the field of a question.</param>
/// <param name="Extension">The type by content: lower case, without a dot.</param>
/// <param name="Open">
/// Opens the content; may be called once per request that is built. Opening or reading it fails with
/// <see cref="DamagedDocumentException"/> when it is no longer what it was; its last bytes are given only when it is.
/// </param>
public sealed record SubmissionDocument(
    string Slot, string FileName, string Extension, string MediaType, long Size, string Sha256, Func<CancellationToken, Task<Stream>> Open);

/// <summary>A document that cannot be read, or whose content is not what was sent.</summary>
public sealed class DamagedDocumentException(string sha256, Exception? inner = null) : IOException($"Document {sha256} is damaged.", inner)
{
    public string Sha256 { get; } = sha256;
}

/// <summary>What a step does in the ATS, and so what may be repeated after an answer that settled nothing.</summary>
public enum StepKind
{
    /// <summary>Leaves something that the ATS forgets by itself: may be repeated.</summary>
    Upload,

    /// <summary>
    /// Creates the application, or a piece of it where an ATS needs several: repeated only after a stored refusal, nothing-sent
    /// or unknown. The result of a piece never expires.
    /// </summary>
    Create,

    /// <summary>Can create nothing.</summary>
    Probe,

    /// <summary>Reads what is public.</summary>
    Read,

    /// <summary>Tells people of an application, and delivers nothing: see <see cref="ISecondPath"/>.</summary>
    Tell,
}

/// <summary>One request, or one mail, that is ready to leave.</summary>
/// <param name="Name">Unique within a submission and stable over restarts, because finished steps are found by it.</param>
/// <param name="Deadline">Counted from the moment it leaves; afterwards the answer is given up.</param>
public sealed record Step(string Name, StepKind Kind, TimeSpan Deadline, Sending Sending)
{
    /// <summary>A request to an address of the operator's configuration.</summary>
    public Step(
        string name, StepKind kind, TimeSpan deadline, Func<DateTimeOffset, CancellationToken, Task<HttpRequestMessage>> request)
        : this(name, kind, deadline, new Sending.Http(request))
    {
    }

    /// <summary>The size of the document that travels with it, in bytes, to be compared with what the ATS says it got.</summary>
    public long? DocumentSize { get; init; }

    /// <summary>What goes into fields of the ATS by their names, in this order: its answer may refuse one of them.</summary>
    public IReadOnlyList<SentAttribute> Attributes { get; init; } = [];
}

/// <summary>A value for one field of the ATS.</summary>
/// <param name="Name">What the ATS calls the field.</param>
/// <param name="Required">Never left out: who was asked had to answer.</param>
public sealed record SentAttribute(string Name, string Value, Part Part, bool Required);

/// <summary>A step that succeeded earlier, with what it left.</summary>
public sealed record FinishedStep(string Name, string? Result);
