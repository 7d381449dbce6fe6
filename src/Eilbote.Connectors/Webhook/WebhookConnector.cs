using System.Collections.Frozen;

namespace Eilbote.Connectors.Webhook;

/// <summary>
/// A receiver of the employer's own: each application is one signed request (Standard Webhooks) to an address that the employer
/// typed. The application's id is the message's, the same at every try, so that a repeat is harmless (docs/webhook.md).
/// </summary>
public sealed class WebhookConnector(WebhookOptions options) : IConnector, IPasteReader, ISecretIssuer
{
    public const string Id = "webhook";
    internal const string Address = "address", Secret = "secret", Recipient = "recipient", Country = "country", Job = "job";

    private readonly WebhookRequests _requests = new(options);

    public ConnectorDescriptor Descriptor { get; } = new()
    {
        Id = Id,
        Name = "Webhook",
        Fields = Fields(options.AllowLoopback ? "https?" : "https"),
        Access = new(
            new("Adresse und Unterschrift", "Address and signature"),
            new(
                "Der Empfänger hat unsere Unterschrift angenommen und eine falsche abgelehnt.",
                "The receiver accepted our signature and refused a wrong one.")),
        Files = new FileRules(
            options.MaxFileBytes, [new("cv", 1), new("cover_letter", 1), new("documents", 4)],
            ["pdf", "docx", "doc", "odt", "rtf", "txt", "jpg", "png", "xlsx", "pptx", "zip"]),
        Answers = Answers,
        Duplicates = DuplicateBehaviour.Harmless,
        Pace = new Pace(options.RequestsPerMinute, options.RequestsPerMinute, TimeSpan.FromSeconds(60), CountedBy: null),
        SharedService = false,
        Probes = new[] { Connectors.Probe.CorruptedSecret, Connectors.Probe.RealValues }.ToFrozenSet(),
        Reasons = WebhookAnswers.Reasons,
        NeedsMending = WebhookAnswers.NeedsMending,
        ResultLifetime = TimeSpan.FromHours(1),
        Remedies = new(new("Öffnen Sie die Stelle beim Empfänger wieder.", "Reopen the job at the receiver.")),
        Drops = new[] { nameof(Submission.Portal) }.ToFrozenSet(),
    };

    public Step Next(Submission submission, IReadOnlyList<FinishedStep> finished) => _requests.Deliver(submission);

    public Step Probe(Probe probe, ConnectionSettings connection, string atsJobId, DateOnly today) =>
        _requests.Ping(connection, corrupted: probe == Connectors.Probe.CorruptedSecret, today);

    public Reading Read(Step step, Answer answer) => WebhookAnswers.Read(step, answer);

    public string SecretOf(byte[] random) => WebhookSignature.SecretOf(random);

    public Pasted ReadPasted(IReadOnlyDictionary<string, string> pasted, IReadOnlyDictionary<string, string> known) =>
        WebhookPaste.Read(pasted, options.AllowLoopback);

    /// <summary>Every answer goes along by its question's key.</summary>
    internal static readonly AnswerRules Answers = new(Enum.GetValues<QuestionKind>().ToFrozenSet());

    private static SettingField[] Fields(string scheme) =>
    [
        new()
        {
            Key = Address,
            Scope = SettingScope.Connection,
            Role = SettingRole.Access,
            Kind = SettingKind.Text,
            Required = true,
            Pattern = scheme + @"://[^\s/?#@\\]+(?:[/?][^\s#\\]*)?",
            Label = new("Adresse des Empfängers", "Receiver's address"),
            WhereToFind = new(
                "Die Adresse, an die wir jede Bewerbung senden. Wer den Empfänger betreibt, kennt sie.",
                "The address to which we send each application. Whoever runs the receiver knows it."),
            Wrong = new(
                "Das ist keine vollständige Adresse. Sie beginnt mit https:// und enthält keine Leerzeichen.",
                "This is not a complete address. It begins with https:// and contains no spaces."),
            Hint = new(
                "Beginnt mit https:// und muss von außen erreichbar sein.",
                "Begins with https:// and must be reachable from outside."),
        },
        new()
        {
            Key = Recipient,
            Scope = SettingScope.Connection,
            Role = SettingRole.Recipient,
            Kind = SettingKind.Text,
            Required = true,
            Pattern = @"[^\p{C}]{2,100}",
            Label = new("Wer empfängt die Bewerbungen?", "Who receives the applications?"),
            WhereToFind = new(
                "Der Name des Unternehmens, das den Empfänger betreibt: Ihr eigenes oder ein Dienstleister. Er steht beim Datenschutz in jedem Formular.",
                "The name of the company that runs the receiver: your own or a service provider. It stands with the privacy notice in each form."),
            Wrong = new(
                "Bitte geben Sie den Namen des Unternehmens an, mit 2 bis 100 Zeichen.",
                "Please give the company's name, of 2 to 100 characters."),
        },
        new()
        {
            Key = Country,
            Scope = SettingScope.Connection,
            Role = SettingRole.Recipient,
            Kind = SettingKind.Text,
            Required = true,
            Pattern = @"[^\p{C}]{2,60}",
            Label = new("In welchem Land?", "In which country?"),
            WhereToFind = new(
                "Das Land, in dem dieses Unternehmen die Bewerbungen verarbeitet.",
                "The country in which this company processes the applications."),
            Wrong = new("Bitte geben Sie das Land an, zum Beispiel Österreich.", "Please give the country, for example Austria."),
        },
        new()
        {
            Key = Secret,
            Scope = SettingScope.Connection,
            Role = SettingRole.Access,
            Kind = SettingKind.IssuedSecret,
            Required = true,
            Pattern = "whsec_[A-Za-z0-9+/]{43}=",
            Label = new("Secret", "Secret"),
            WhereToFind = new(
                "Wir stellen es aus; der Empfänger erkennt daran, dass eine Bewerbung von uns kommt.",
                "We issue it; by it the receiver recognises that an application comes from us."),
            Wrong = new("Bitte stellen Sie ein neues Secret aus.", "Please issue a new secret."),
        },
        new()
        {
            Key = Job,
            Scope = SettingScope.JobAd,
            Role = SettingRole.Job,
            Kind = SettingKind.Text,
            Required = true,
            Pattern = @"[^\p{C}\s](?:[^\p{C}]{0,98}[^\p{C}\s])?",
            Label = new("Kennung der Stelle", "Job reference"),
            WhereToFind = new(
                "Woran der Empfänger die Stelle erkennt, zum Beispiel ihre Nummer in Ihrem System.",
                "By what the receiver recognises the job, for example its number in your system."),
            Wrong = new(
                "Bitte geben Sie an, woran der Empfänger die Stelle erkennt: 1 bis 100 Zeichen.",
                "Please give by what the receiver recognises the job: 1 to 100 characters."),
        },
    ];
}
