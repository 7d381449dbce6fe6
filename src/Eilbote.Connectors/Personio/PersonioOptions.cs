namespace Eilbote.Connectors.Personio;

/// <summary>
/// Bound from <c>Eilbote:Personio</c>. Whatever is only guessed about Personio is a setting here, so that the first contact
/// with a live account changes configuration, not code. Sources and marks: docs/personio.md.
/// </summary>
public sealed class PersonioOptions
{
    private const string Public = "https://{slug}.jobs.personio.de";

    /// <summary>What is wrong with these options, in a sentence that names the key; null when nothing is.</summary>
    public string? Fault => CreatedStatuses.All(x => x is >= 200 and < 300)
        ? null
        : "Eilbote:Personio:CreatedStatuses takes statuses from 200 to 299 only: no other can say that an application was created.";

    public string ApiBaseAddress { get; set; } = "https://api.personio.de";

    /// <summary>Template of a career site; <c>{slug}</c> is <c>[a-z0-9-]+</c> and the only part an employer chooses.</summary>
    public string CareerSiteAddress { get; set; } = Public;

    /// <summary>
    /// The same for career sites whose address ends in .com, as newer ones do: they are asked where they were pasted from.
    /// </summary>
    public string CareerSiteComAddress { get; set; } = "";

    /// <summary>Where career sites are somewhere else than Personio's, those in .com are there, too.</summary>
    internal string ComAddress => CareerSiteComAddress.Length > 0 ? CareerSiteComAddress : CareerSiteAddress == Public
        ? "https://{slug}.jobs.personio.com" : CareerSiteAddress;

    /// <summary>Template of an employer's own Personio, for links to its screens.</summary>
    public string AppAddress { get; set; } = "https://{slug}.app.personio.com";

    /// <summary>Requests in 60 s a company may send to documents and applications together. Documented; "together" is guessed.</summary>
    public int RequestsPerMinute { get; set; } = 20;

    /// <summary>How many of them this server uses: the employer's other boards share the same budget.</summary>
    public int Share { get; set; } = 16;

    /// <summary>Header <c>X-Personio-Partner-ID</c>, UPPER_SNAKE_CASE; not sent when empty. Documented, recommended.</summary>
    public string PartnerId { get; set; } = "";

    /// <summary>Header <c>X-Personio-App-ID</c>, UPPER_SNAKE_CASE; not sent when empty. Documented, recommended.</summary>
    public string AppId { get; set; } = "";

    /// <summary>Bytes a file. Documented as 20 MB; whether that means 20,000,000 or 20,971,520 is unknown, so the smaller one.</summary>
    public long MaxFileBytes { get; set; } = 20_000_000;

    /// <summary>How long the answer to a request is awaited; 5 s later it is declared unknown.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The same for a document, which takes as long as the line needs.</summary>
    public TimeSpan UploadDeadline { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Guessed: uploads that no application took are forgotten some time later.</summary>
    public TimeSpan UploadLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Statuses (2xx only) that say an application was created. Documented is 201; any other stays unknown until a live account
    /// has shown that it means the same. A page for people never counts.
    /// </summary>
    public int[] CreatedStatuses { get; set; } = [];

    internal bool SaysCreated(int status) => status == 201 || CreatedStatuses.Contains(status);

    /// <summary>
    /// The earlier of the day in Germany and the day by UTC is sent: in which of them "not in the future" is checked is unknown.
    /// Off: Personio dates the application itself.
    /// </summary>
    public bool SendApplicationDate { get; set; } = true;

    /// <summary>What a yes or no is sent as, unless the question names the option's API id. How Personio takes them is unknown.</summary>
    public string YesValue { get; set; } = "true";

    /// <inheritdoc cref="YesValue"/>
    public string NoValue { get; set; } = "false";

    /// <summary>
    /// Guessed: where an attribute is refused, <c>field</c> names it in one of the spellings that <c>PersonioFields</c> reads. Off:
    /// it says nothing, and all answers that need not be given are left out together.
    /// </summary>
    public bool FieldsNameAttributes { get; set; } = true;

    /// <summary>
    /// Guessed: a job that never existed is answered with <c>posting-not-found</c> or <c>not-published</c>, since we send no
    /// posting id.
    /// </summary>
    public bool PostingNotFoundMeansJobClosed { get; set; } = true;
}
