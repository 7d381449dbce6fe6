using System.Collections.Frozen;
using System.Text.Json;

namespace Eilbote.Connectors.Webhook;

/// <summary>Reads answers: only one that repeats the id of what was sent says that somebody has it.</summary>
internal static class WebhookAnswers
{
    private const string Unknown = "unknown", NoClearAnswer = "no-clear-answer", NotRepeated = "not-repeated", NobodyThere = "nobody-there",
        TooMany = "too-many-requests",
        Unauthorized = "unauthorized", AlreadyThere = "already-there", JobClosed = "job-closed", Answered = "answered",
        Unreachable = "unreachable",
        NotPublic = "address-not-public", AcceptsAnything = "accepts-anything",
        PingRefused = "ping-refused", Redirects = "redirects";

    /// <summary>Those that it reads, and those that a verification finds, with the words of whoever must mend it.</summary>
    public static readonly FrozenDictionary<string, Words?> Reasons = new Dictionary<string, Words?>
    {
        [AlreadyThere] = new(
            "Der Empfänger sagt, dass sich diese Adresse auf diese Stelle schon beworben hat. Löschen Sie die Bewerbung dort, wenn Sie noch einmal testen möchten.",
            "The receiver says that this address already applied to this job. Delete that application there if you want to test again."),
        [JobClosed] = new(
            "Der Empfänger sagt, dass diese Stelle keine Bewerbungen annimmt. Eine Testbewerbung trägt die Kennung „TEST“.",
            "The receiver says that this job takes no applications. A test application bears the reference “TEST”."),
        [PingRefused] = new(
            "Der Empfänger lehnt auch die Prüfung mit der richtigen Unterschrift ab. Er muss einen ping mit 2xx und der webhook-id beantworten.",
            "The receiver refuses the check with the right signature, too. It has to answer a ping with 2xx and the webhook-id."),
        [Redirects] = new(
            "Diese Adresse leitet weiter; dem folgen wir nicht. Nehmen Sie die Adresse, zu der sie führt.",
            "This address leads elsewhere, and we do not follow. Take the address that it leads to."),
        [TooMany] = null,
        [NoClearAnswer] = new(
            "Der Empfänger hat nicht brauchbar geantwortet. Läuft er? Bitte in einigen Minuten noch einmal verifizieren.",
            "The receiver did not answer usefully. Does it run? Please verify again in a few minutes."),
        [Answered] = null,
        [NotRepeated] = new(
            "Der Empfänger antwortet, wiederholt aber die webhook-id nicht. Als angekommen gilt nur eine Antwort 2xx, deren JSON sie nennt: {\"webhook-id\": \"…\"}.",
            "The receiver answers, but does not repeat the webhook-id. Only a 2xx answer whose JSON names it counts as arrived: {\"webhook-id\": \"…\"}."),
        [NobodyThere] = new(
            "Unter dieser Adresse nimmt niemand Bewerbungen an (404 oder 410). Berichtigen Sie die Adresse, oder richten Sie den Empfänger dort ein.",
            "Nobody takes applications at this address (404 or 410). Correct the address, or set the receiver up there."),
        [Unauthorized] = new(
            "Der Empfänger lehnt unsere Unterschrift ab. Tragen Sie dort das Secret ein, das unter „smart bewerben“ steht; steht dort keines mehr, stellen Sie ein neues aus.",
            "The receiver refuses our signature. Enter there the secret that stands under “smart bewerben”; if there is none any more, issue a new one."),
        [AcceptsAnything] = new(
            "Der Empfänger hat auch eine falsche Unterschrift angenommen. Er muss die Unterschrift prüfen und eine falsche mit 401 ablehnen.",
            "The receiver accepted a wrong signature, too. It has to check the signature and refuse a wrong one with 401."),
        [Unreachable] = new(
            "Unter dieser Adresse antwortet niemand. Prüfen Sie, ob sie richtig geschrieben ist, ob der Empfänger läuft und ob sein Zertifikat gültig ist.",
            "Nobody answers at this address. Check that it is spelled right, that the receiver runs and that its certificate is valid."),
        [NotPublic] = new(
            "Diese Adresse führt in ein privates Netz; dorthin senden wir nicht. Der Empfänger muss von außen erreichbar sein, mit https.",
            "This address leads into a private network, where we do not send. The receiver must be reachable from outside, by https."),
    }.ToFrozenDictionary();

    /// <summary>What no time heals: the receiver answers, but not so that anything counts as arrived.</summary>
    public static readonly FrozenSet<string> NeedsMending = new[] { NotRepeated, Redirects, NotPublic }.ToFrozenSet();

    public static Reading Read(Step step, Answer answer)
    {
        var json = AnswerJson.TryParse(answer.Body, out var root) && root.ValueKind == JsonValueKind.Object ? root : default;
        var (create, corrupted) = (step.Kind == StepKind.Create, step.Name.StartsWith("ping-corrupted", StringComparison.Ordinal));
        var reason = AnswerJson.Text(json, "reason") is { Length: > 0 } said ? said : null;
        var words = Reading.Quote(reason ?? answer.Body);
        return answer.Status switch
        {
            >= 200 and < 300 when create && Repeats(json, step) =>
                new(Meaning.Delivered, Result: AnswerJson.Text(json, "id") is { } id ? Reading.Quote(id) : null),
            // To a wrong signature any of them is too much.
            >= 200 and < 300 when corrupted || (!create && Repeats(json, step)) => new(Meaning.ProbeAccepted, Answered, words),
            >= 200 and < 300 => new(Meaning.Unknown, NotRepeated, words),
            >= 300 and < 400 => new(Meaning.Unknown, Redirects, words),
            429 => new(Meaning.Throttled, TooMany, words),
            < 400 or 408 or >= 500 => new(Meaning.Unknown, NoClearAnswer, words),
            404 or 410 when reason is null => new(Meaning.FeatureOff, NobodyThere, words),
            _ when answer.IsPage => new(Meaning.Unknown, NoClearAnswer, words),
            401 or 403 => new(Meaning.CredentialsRefused, Unauthorized, words),
            400 or 422 when corrupted => new(Meaning.CredentialsRefused, Unauthorized, words),
            409 when create && reason == AlreadyThere => new(Meaning.AlreadyThere, AlreadyThere, words),
            410 when create && reason == JobClosed => new(Meaning.JobClosed, JobClosed, words),
            _ when !create => new(Meaning.Unknown, PingRefused, words),
            _ => new(Meaning.NeedsEmployer, Unknown, words),
        };
    }

    private static bool Repeats(JsonElement json, Step step) => AnswerJson.Text(json, "webhook-id") == step.Name;
}
