using System.Collections.Frozen;

namespace Eilbote.Connectors.Personio;

/// <summary>
/// Personio's recruiting interface, version 1: documents first, one by one, then the application. It can only create; there
/// is no idempotency key, no id comes back, and nothing can be read (docs/personio.md).
/// </summary>
public sealed class PersonioConnector(PersonioOptions options) : IConnector, IJobFeed, IPasteReader
{
    public const string Id = "personio";
    internal const string AtsJobId = "ats_job_id", AccessToken = "access_token", CompanyId = "company_id", ChannelId = "channel_id",
        CareerSite = "career_site";

    private readonly PersonioRequests _requests = new(options);
    private readonly PersonioAnswers _answers = new(options);
    private readonly PersonioPaste _paste = new(options);

    /// <summary>Where its screens are, for the guide.</summary>
    public PersonioOptions Options { get; } = options;

    public ConnectorDescriptor Descriptor { get; } = new()
    {
        Id = Id,
        Name = "Personio",
        Fields = Fields,
        Access = new(
            new("Zugriffs-Token und Unternehmens-ID", "Access token and company ID"),
            new("Personio hat dieses Paar angenommen und ein falsches abgelehnt.", "Personio accepted this pair and refused a wrong one.")),
        Files = new FileRules(options.MaxFileBytes, [new("cv", 1), new("cover_letter", 1), new("documents", 4)], FileExtensions),
        Answers = PersonioQuestions.Rules,
        Duplicates = DuplicateBehaviour.Refuses,
        Pace = new Pace(options.RequestsPerMinute, options.Share, TimeSpan.FromSeconds(60), CompanyId),
        SharedService = true,
        Probes = new[] { Connectors.Probe.CorruptedSecret, Connectors.Probe.ImpossibleParts, Connectors.Probe.RealValues }.ToFrozenSet(),
        Reasons = PersonioAnswers.Reasons.Keys.Concat(PersonioAnswers.OwnReasons)
            .ToFrozenDictionary(x => x, x => PersonioAnswers.InWords.GetValueOrDefault(x)),
        ResultLifetime = options.UploadLifetime,
        Remedies = Remedies,
        // Documented for .com, observed for .de.
        Inbox = new(
            @"[a-z0-9][a-z0-9-]*-jobs@m\.personio\.(?:com|de)",
            new("Solche Mails stehen in Personio unter „Nicht zugeordnete Nachrichten“; Sie ordnen sie dort von Hand einer Person zu.",
                "Such mails stand in Personio under “Unassigned messages”; there you assign them to a person by hand.")),
        Drops = new[] { nameof(Submission.Id), nameof(Submission.Portal) }.ToFrozenSet(),
    };

    public Step Next(Submission submission, IReadOnlyList<FinishedStep> finished)
    {
        var results = finished.Where(x => x.Result is not null).GroupBy(x => x.Name).ToDictionary(x => x.Key, x => x.Last().Result!);
        var documents = PersonioDocument.Of(submission);
        return documents.FirstOrDefault(x => !results.ContainsKey(x.StepName)) is { } missing
            ? _requests.Upload(submission, missing)
            : _requests.Create(submission, documents, x => results[x.StepName]);
    }

    public Step Probe(Probe probe, ConnectionSettings connection, string atsJobId, DateOnly today) =>
        _requests.Probe(probe, connection, atsJobId, today);

    public Reading Read(Step step, Answer answer) => _answers.Read(step, answer);

    public Step? Feed(ConnectionSettings connection, string language) => _requests.Feed(connection, language);

    public string? JobPage(ConnectionSettings connection, string atsJobId) => _requests.JobPage(connection, atsJobId);

    public FeedReading ReadFeed(byte[] body) => PersonioFeed.Read(body);

    public Pasted ReadPasted(IReadOnlyDictionary<string, string> pasted, IReadOnlyDictionary<string, string> known) =>
        _paste.Read(pasted, known);

    /// <summary>Documented list of the documents endpoint.</summary>
    private static readonly string[] FileExtensions =
    [
        "pdf", "pptx", "xlsx", "docx", "doc", "xls", "ppt", "ods", "odt", "7z", "gz", "rar", "zip", "bmp", "gif", "jpg", "png", "tif",
        "csv", "txt", "rtf", "mp4", "3gp", "mov", "avi", "wmv",
    ];

    private static readonly Remedies Remedies = new(
        PublishJob: new(
            "Veröffentlichen Sie die Stelle in Personio unter Recruiting › Stellen.",
            "Publish the job in Personio under Recruiting › Jobs."),
        FindJob: new(
            "Personio › Recruiting › Stellen: Stelle öffnen und veröffentlichen, oder die Nummer aus dem Link der Stellenbeschreibung neu kopieren.",
            "Personio › Recruiting › Jobs: open and publish it, or copy the number from its job description link again."),
        Questions: new("Recruiting › Stelle › Bewerbungsformular", "Recruiting › job › application form"),
        Applications: new("Recruiting › Bewerbungen", "Recruiting › Applications"),
        Feed: new(
            "Einstellungen › Recruiting › Karriereseite › Aktivierungen › „XML-Feed aktivieren“",
            "Settings › Recruiting › Career page › Activations › “Enable XML feed”"));

    private static readonly SettingField[] Fields =
    [
        new()
        {
            Key = AtsJobId,
            Scope = SettingScope.JobAd,
            Role = SettingRole.Job,
            Kind = SettingKind.Text,
            Required = true,
            Pattern = "[1-9][0-9]{0,17}",
            Label = new("ATS Job ID", "ATS job ID"),
            WhereToFind = new("Recruiting › Stellen › Ihre Stelle › Promoten › Links der Karriereseite › Stellenbeschreibung: die Zahl am Ende. Sie können auch den ganzen Link einfügen.",
                "Recruiting › Jobs › your job › Promote › Career page links › Job description: the number at its end. You can also paste the whole link."),
            Wrong = new(
                "Das ist keine Job-ID: gesucht ist die Zahl am Ende des Links zur Stellenbeschreibung.",
                "This is no job ID: we need the number at the end of the job description link."),
            Hint = new("Die Zahl oder einfach der ganze Link zur Stelle.", "The number, or simply the whole link to the job."),
        },
        new()
        {
            Key = AccessToken,
            Scope = SettingScope.Connection,
            Role = SettingRole.Access,
            Kind = SettingKind.Secret,
            Required = true,
            Pattern = @"[\x21-\x7E]{4,2000}",
            Label = new("Zugriffs-Token", "Access token"),
            WhereToFind = new(
                "Einstellungen › API-Zugriffsdaten › Recruiting-API-Schlüssel: Zugriffs-Token kopieren.",
                "Settings › API credentials › Recruiting API key: copy the access token."),
            Wrong = new(
                "Bitte kopieren Sie den Zugriffs-Token noch einmal, ohne Leerzeichen darin.",
                "Please copy the access token again, without spaces in it."),
        },
        new()
        {
            Key = CompanyId,
            Scope = SettingScope.Connection,
            Role = SettingRole.Access,
            Kind = SettingKind.Text,
            Required = true,
            Pattern = "[0-9]{1,18}",
            Label = new("Ihre Unternehmens-ID", "Your company ID"),
            WhereToFind = new(
                "Einstellungen › API-Zugriffsdaten › Recruiting-API-Schlüssel: Unternehmens-ID kopieren.",
                "Settings › API credentials › Recruiting API key: copy the company ID."),
            Wrong = new("Die Unternehmens-ID besteht nur aus Ziffern.", "The company ID consists of digits only."),
        },
        new()
        {
            Key = ChannelId,
            Scope = SettingScope.Connection,
            Role = SettingRole.Channel,
            Kind = SettingKind.Text,
            Pattern = "[1-9][0-9]{0,17}",
            Label = new("Kanal-ID", "Channel ID"),
            WhereToFind = new(
                "Einstellungen › Recruiting › Kanäle › Ihr Kanal: Kanal-ID der Recruiting-API kopieren.",
                "Settings › Recruiting › Channels › your channel: copy the Recruiting API channel ID."),
            Wrong = new("Die Kanal-ID besteht nur aus Ziffern.", "The channel ID consists of digits only."),
        },
        new()
        {
            Key = CareerSite,
            Scope = SettingScope.Connection,
            Role = SettingRole.Feed,
            Kind = SettingKind.Text,
            Pattern = PersonioRequests.Slug + @"(?:\.com)?",
            Label = new("Karriereseite", "Career site"),
            WhereToFind = new(
                "Der erste Teil der Adresse Ihrer Karriereseite, zum Beispiel „musterfirma“ aus musterfirma.jobs.personio.de.",
                "The first part of your career site's address, for example “musterfirma” from musterfirma.jobs.personio.de."),
            Wrong = new(
                "Hier stehen nur Kleinbuchstaben, Ziffern und Bindestriche.",
                "Only lower-case letters, digits and hyphens go here."),
        },
    ];
}
