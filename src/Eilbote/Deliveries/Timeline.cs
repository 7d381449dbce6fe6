using Eilbote.Applying;
using Eilbote.Connectors;

namespace Eilbote.Deliveries;

public enum Tone { Good, Wait, Bad, Idle }

/// <summary>One line of a delivery's history in plain words, with the exchange behind it.</summary>
/// <param name="Title">One or two words, shown in bold.</param>
public sealed record TimelineEvent(DateTimeOffset At, Tone Tone, Words Title, Words Text, Exchange? Exchange);

/// <summary>The history of one delivery, drawn from the rows and nothing else.</summary>
public static class Timeline
{
    /// <param name="ats">What the ATS is called.</param>
    public static IReadOnlyList<TimelineEvent> Of(
        Application application, Delivery delivery, IReadOnlyList<Exchange> exchanges, IReadOnlyList<Document> documents, string ats, IReadOnlyList<Intervention>? interventions = null)
    {
        var events = new List<TimelineEvent>
        {
            new(application.ReceivedAt, Tone.Good, new("Eingegangen", "Received"), documents.Count switch
            {
                0 => new("Sicher gespeichert, ohne Dokumente.", "Stored safely, without documents."),
                1 => new("Sicher gespeichert, mit 1 Dokument.", "Stored safely, with 1 document."),
                var count => new($"Sicher gespeichert, mit {count} Dokumenten.", $"Stored safely, with {count} documents."),
            }, null),
        };
        var inferredFrom = delivery.Proof == Proof.Inferred ? exchanges.LastOrDefault(x => x.Meaning == Meaning.AlreadyThere) : null;
        foreach (var exchange in exchanges)
        {
            var (tone, title, text) = Describe(exchange, exchange == inferredFrom, documents, ats);
            events.Add(new(exchange.AnsweredAt ?? exchange.StartedAt, tone, title, text, exchange));
        }
        if (delivery is { State: DeliveryState.Held } && exchanges.Count == 0)
            events.Add(new(application.ReceivedAt, Tone.Wait, new("Angehalten", "Held"), new(
                "Die Anbindung war angehalten, als die Bewerbung kam. Sie wartet und geht hinaus, sobald die Anbindung wieder steht.",
                "The connection was held when the application came. It waits and goes out as soon as the connection works again."), null));
        if (delivery.RepeatOf is not null)
            events.Add(new(application.ReceivedAt, Tone.Idle, new("Noch einmal gesendet", "Sent once more"), new(
                "Dieselbe Person hatte dasselbe kurz davor schon gesendet. Es geht nur einmal hinaus.", "The same person had sent the same shortly before. It goes out only once."), null));
        events.AddRange((interventions ?? []).Select(DeedWords.Event));
        return [.. events.OrderBy(x => x.At)];
    }

    private static (Tone, Words, Words) Describe(Exchange x, bool inferred, IReadOnlyList<Document> documents, string ats) => x.Meaning switch
    {
        _ when x.Stage == Stage.Open => (Tone.Wait, new("Unterwegs", "On its way"), new($"Die Anfrage an {ats} ist unterwegs; die Antwort steht noch aus.", $"The request to {ats} has left; the answer is still to come.")),
        null => (Tone.Wait, new("Nicht erreicht", "Not reached"), new($"{ats} war nicht zu erreichen; es wurde nichts gesendet. Wir versuchen es von selbst wieder.", $"{ats} could not be reached; nothing was sent. We try again by ourselves.")),
        Meaning.StepDone => (Tone.Good, new("Dokument übertragen", "Document transferred"), Document(x, documents, ats)),
        Meaning.Delivered => (Tone.Good, new("Angekommen", "Arrived"), new($"{ats} hat die Bewerbung angenommen.", $"{ats} accepted the application.")),
        Meaning.AlreadyThere when inferred => (Tone.Good, new("Angekommen", "Arrived"), new(
            $"{ats} meldet, dass die Bewerbung schon da ist. Die Antwort auf unseren vorigen Versuch war verloren gegangen, er war also erfolgreich.",
            $"{ats} says that the application is already there. The answer to our previous try had been lost, so that one had succeeded.")),
        Meaning.AlreadyThere => (Tone.Wait, new("Schon vorhanden", "Already there"), new(
            $"{ats} meldet, dass sich diese Person auf diese Stelle schon beworben hat.", $"{ats} says that this person already applied to this job.")),
        Meaning.Unknown => (Tone.Wait, new("Keine klare Antwort", "No clear answer"), x.Stage == Stage.NoAnswer
            ? new("Gesendet, aber es kam keine Antwort. Ob etwas angelegt wurde, klärt der nächste Versuch.", "Sent, but no answer came. The next try will settle whether anything was created.")
            : new($"{ats} hatte eine Störung. Ob etwas angelegt wurde, klärt der nächste Versuch.", $"{ats} had a fault. The next try will settle whether anything was created.")),
        Meaning.Throttled => (Tone.Wait, new($"{ats} bremst", $"{ats} slows us down"), new("Zu viele Anfragen für Ihr Unternehmen, auch von anderen Seiten. Wir warten und versuchen es von selbst wieder.", "Too many requests for your company, also from elsewhere. We wait and try again by ourselves.")),
        Meaning.CredentialsRefused => (Tone.Bad, new("Zugang abgelehnt", "Access refused"), new($"{ats} nimmt die Zugangsdaten nicht mehr an.", $"{ats} no longer accepts the credentials.")),
        Meaning.FeatureOff => (Tone.Bad, new("Zugang abgeschaltet", "Access switched off"), new($"In {ats} ist das Recruiting oder seine Schnittstelle abgeschaltet.", $"Recruiting or its interface is switched off in {ats}.")),
        Meaning.JobClosed => (Tone.Bad, new("Stelle nicht offen", "Job not open"), new($"Diese Stelle nimmt in {ats} keine Bewerbungen an: nicht veröffentlicht oder nicht gefunden.", $"This job takes no applications in {ats}: not published or not found.")),
        Meaning.PartRefused => (Tone.Wait, new("Teil abgelehnt", "Part refused"), Refused(x, documents, ats)),
        Meaning.StepForgotten => (Tone.Wait, new("Dokumente vergessen", "Documents forgotten"), new($"{ats} kennt die übertragenen Dokumente nicht mehr; wir übertragen sie noch einmal.", $"{ats} no longer knows the transferred documents; we transfer them again.")),
        Meaning.NeedsApplicant => (Tone.Wait, new("E-Mail-Adresse abgelehnt", "E-mail address refused"), new($"{ats} nimmt die E-Mail-Adresse nicht an. Die Person sieht auf ihrer Bestätigung, dass sie sie berichtigen kann.", $"{ats} does not accept the e-mail address. The person sees on the receipt that it can be corrected.")),
        _ => (Tone.Bad, new("Braucht Sie", "Needs you"), x.Reason == Needs.QuestionMissing
            ? new($"{ats} verlangt für diese Stelle eine Zusatzfrage, die das Formular nicht stellt{Named(x)}.", $"{ats} requires an additional question for this job that the form does not ask{Named(x)}.")
            : new($"{ats} hat die Bewerbung mit einem Grund abgelehnt, den nur Sie klären können. Der Wortlaut steht unter Technisches.", $"{ats} refused the application for a reason that only you can clear up. Its words stand under Technical.")),
    };

    private static string Named(Exchange x) => string.IsNullOrEmpty(x.Part) ? "" : $": {x.Part}";

    private static Words Refused(Exchange x, IReadOnlyList<Document> documents, string ats)
    {
        // Rows from before name the document only by their step.
        var part = x.Part ?? (x.Kind == StepKind.Upload ? "document:" + x.Step.Split(':')[^1] : "");
        if (part.Length == 0)
            return new($"{ats} hat einen Teil nicht angenommen; wir senden die Bewerbung ohne ihn noch einmal.", $"{ats} refused one part; we send the application again without it.");
        var (what, why) = (PartWords.Of(part, documents), x.Kind == StepKind.Upload ? PartWords.Why(x.Reason) : null);
        return new(
            $"{ats} hat {what.De} nicht angenommen{(why is null ? "" : $": {why.De}")}. Wir senden die Bewerbung ohne diesen Teil noch einmal.",
            $"{ats} refused {what.En}{(why is null ? "" : $": {why.En}")}. We send the application again without this part.");
    }

    private static Words Document(Exchange x, IReadOnlyList<Document> documents, string ats)
    {
        var name = documents.FirstOrDefault(d => x.Step.Contains(d.Sha256, StringComparison.Ordinal))?.FileName;
        return name is null ? new($"Ein Dokument liegt bei {ats}.", $"A document is at {ats}.") : new($"„{name}“ liegt bei {ats}.", $"“{name}” is at {ats}.");
    }
}
