using System.Collections.Frozen;

namespace Eilbote.Connectors.Email;

/// <summary>
/// An employer without an interface: each application is one mail to an address where people read (docs/email.md). That a relay took it
/// ends nothing; that it is there, only they can say.
/// </summary>
public sealed class EmailConnector(EmailOptions options) : IConnector, IPasteReader, ICodeSender, ISecondPath
{
    public const string Id = "email";
    internal const string Address = "address", Job = "job";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly EmailText _text = new(options);

    public ConnectorDescriptor Descriptor { get; } = new()
    {
        Id = Id,
        Name = "E-Mail",
        Fields = Fields,
        Access = new(
            new("E-Mail-Adresse", "E-mail address"),
            new(
                "Der Code, den wir an diese Adresse gesendet haben, wurde hier eingegeben.",
                "The code that we sent to this address was entered here.")),
        Files = new FileRules(
            20_000_000, [new("cv", 1), new("cover_letter", 1), new("documents", 4)],
            ["pdf", "docx", "doc", "odt", "rtf", "txt", "jpg", "png", "xlsx", "pptx", "zip"]),
        Answers = EmailText.Answers,
        // The same mail twice is two.
        Duplicates = DuplicateBehaviour.MakesAnother,
        Pace = new Pace(options.MailsPerMinute, options.MailsPerMinute, TimeSpan.FromSeconds(60), Address),
        // All mails leave by the operator's relay.
        SharedService = true,
        ProvenByCode = true,
        HandedOverAfter = TimeSpan.FromHours(72),
        Probes = FrozenSet<Probe>.Empty,
        Reasons = EmailAnswers.Reasons,
        ResultLifetime = TimeSpan.FromHours(1),
        Remedies = new(new("Öffnen Sie das Inserat wieder.", "Reopen the job ad.")),
        Drops = FrozenSet<string>.Empty,
    };

    public Step Next(Submission submission, IReadOnlyList<FinishedStep> finished) =>
        new("mail", StepKind.Create, Deadline, _text.Application(submission, submission.Connection[Address]));

    public Step SendCode(ConnectionSettings connection, string code, Guid id, string employer) =>
        new("code", StepKind.Probe, Deadline, EmailText.Code(connection[Address], code, id, employer));

    public Step Tell(Guid id, string to, Telling told) => new("tell", StepKind.Tell, Deadline, SecondPathText.Of(id, to, told, _text));

    public Step List(Guid id, string to, WaitingList list) => new("list", StepKind.Tell, Deadline, WaitingListText.Of(id, to, list));

    /// <exception cref="NotSupportedException">Always: it has no probes, see <see cref="SendCode"/>.</exception>
    public Step Probe(Probe probe, ConnectionSettings connection, string atsJobId, DateOnly today) =>
        throw new NotSupportedException("A mail address can be asked nothing.");

    public Reading Read(Step step, Answer answer) => EmailAnswers.Read(step, answer);

    public Pasted ReadPasted(IReadOnlyDictionary<string, string> pasted, IReadOnlyDictionary<string, string> known) =>
        EmailPaste.Read(pasted);

    private static readonly SettingField[] Fields =
    [
        new()
        {
            Key = Address,
            Scope = SettingScope.Connection,
            Role = SettingRole.Access,
            Kind = SettingKind.Text,
            Required = true,
            Pattern = EmailPaste.Pattern,
            Label = new("E-Mail-Adresse für Bewerbungen", "E-mail address for applications"),
            WhereToFind = new(
                "Am besten ein gemeinsames Postfach Ihrer Personalabteilung, das jeden Tag jemand liest.",
                "Best a shared mailbox of your HR department that somebody reads every day."),
            Wrong = new(
                "Das ist keine vollständige E-Mail-Adresse. Beispiel: bewerbungen@musterfirma.at",
                "This is not a complete e-mail address. Example: applications@example.com"),
            Hint = new(
                "Beim Verifizieren senden wir einen Code dorthin, den Sie dann hier eingeben.",
                "When verifying we send a code there, which you then enter here."),
        },
        new()
        {
            Key = Job,
            Scope = SettingScope.JobAd,
            Role = SettingRole.Job,
            Kind = SettingKind.Text,
            Pattern = @"[^\p{C}\s](?:[^\p{C}]{0,98}[^\p{C}\s])?",
            Label = new("Kennung der Stelle", "Job reference"),
            WhereToFind = new(
                "Steht in jeder Mail zu dieser Stelle, wenn Sie eine angeben.",
                "Stands in each mail about this job, if you give one."),
            Wrong = new("Höchstens 100 Zeichen, ohne Zeilenumbruch.", "At most 100 characters, without a line break."),
        },
    ];
}
