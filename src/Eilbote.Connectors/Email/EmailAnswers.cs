using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Eilbote.Connectors.Email;

/// <summary>Reads what the relay answered. Only 250 says that it took the mail; what it put off is tried again.</summary>
internal static partial class EmailAnswers
{
    private const string AddressRefused = "address-refused", MailRefused = "mail-refused", PutOff = "put-off",
        NoClearAnswer = "no-clear-answer", Sent = "sent";

    /// <summary>Those that it reads, and those of the relay itself, with words where somebody can mend something.</summary>
    public static readonly FrozenDictionary<string, Words?> Reasons = new Dictionary<string, Words?>
    {
        [AddressRefused] = new(
            "Diese E-Mail-Adresse gibt es nicht, oder sie nimmt keine Mail an. Prüfen Sie, ob sie richtig geschrieben ist.",
            "This e-mail address does not exist or takes no mail. Check that it is spelled right."),
        [MailRefused] = new(
            "Der Mailserver hat die Mail abgelehnt. Meist hilft, wer Ihr Postfach betreut: unsere Mails müssen zugelassen sein.",
            "The mail server refused the mail. Mostly whoever runs your mailbox can help: our mails must be allowed."),
        [PutOff] = null,
        [NoClearAnswer] = null,
        [Sent] = null,
        // Faults of the operator's own: they hold nobody, and everything waits.
        ["not-reached"] = null,
        ["login-refused"] = null,
        ["certificate-refused"] = null,
        ["no-starttls"] = null,
        ["sender-refused"] = null,
        ["no-mail-server"] = null,
    }.ToFrozenDictionary();

    public static Reading Read(Step step, Answer answer)
    {
        var words = Reading.Quote(answer.Body);
        return answer.Status switch
        {
            250 when step.Kind == StepKind.Probe => new(Meaning.ProbeAccepted, Sent, words),
            250 => new(Meaning.UnderWayByMail),
            >= 400 and < 500 => new(Meaning.Throttled, PutOff, words),
            >= 500 and < 600 when IsAboutAddress(answer) => new(Meaning.FeatureOff, AddressRefused, words),
            >= 500 and < 600 => new(Meaning.NeedsEmployer, MailRefused, words),
            _ => new(Meaning.Unknown, NoClearAnswer, words),
        };
    }

    /// <summary>By the code that says it (RFC 3463) where there is one: 5.7.1 is said of the sender, and 5.2.2 of a full mailbox.</summary>
    private static bool IsAboutAddress(Answer answer) => answer.MediaType == Answer.Recipient
        && (Enhanced().Match(answer.Body) is { Success: true, Value: var code }
            ? code.StartsWith("5.1.", StringComparison.Ordinal) || code == "5.2.1"
            : answer.Status is 550 or 551 or 553);

    [GeneratedRegex(@"\b5\.\d{1,3}\.\d{1,3}\b", RegexOptions.None, 1000)]
    private static partial Regex Enhanced();
}
