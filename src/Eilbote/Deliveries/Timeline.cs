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
    public static IReadOnlyList<TimelineEvent> Of(
        Application application, Delivery delivery, IReadOnlyList<Exchange> exchanges, IReadOnlyList<Document> documents, IReadOnlyList<Intervention>? interventions = null)
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
        var unknownCreate = false;
        foreach (var exchange in exchanges)
        {
            var (tone, title, text) = Describe(exchange, unknownCreate, documents);
            unknownCreate |= exchange is { Kind: StepKind.Create, Meaning: Meaning.Unknown };
            events.Add(new(exchange.AnsweredAt ?? exchange.StartedAt, tone, title, text, exchange));
        }
        if (delivery is { State: DeliveryState.Held } && exchanges.Count == 0)
            events.Add(new(application.ReceivedAt, Tone.Wait, new("Angehalten", "Held"), new(
                "Die Anbindung war angehalten, als die Bewerbung kam. Sie wartet und geht hinaus, sobald die Anbindung wieder steht.",
                "The connection was held when the application came. It waits and goes out as soon as the connection works again."), null));
        events.AddRange((interventions ?? []).Select(DeedWords.Event));
        return [.. events.OrderBy(x => x.At)];
    }

    private static (Tone, Words, Words) Describe(Exchange x, bool unknownCreate, IReadOnlyList<Document> documents) => x.Meaning switch
    {
        _ when x.Stage == Stage.Open => (Tone.Wait, new("Unterwegs", "On its way"), new("Die Anfrage an Personio ist unterwegs; die Antwort steht noch aus.", "The request to Personio has left; the answer is still to come.")),
        null => (Tone.Wait, new("Nicht erreicht", "Not reached"), new("Personio war nicht zu erreichen; es wurde nichts gesendet. Wir versuchen es von selbst wieder.", "Personio could not be reached; nothing was sent. We try again by ourselves.")),
        Meaning.StepDone => (Tone.Good, new("Dokument übertragen", "Document transferred"), Document(x, documents)),
        Meaning.Delivered => (Tone.Good, new("Angekommen", "Arrived"), new("Personio hat die Bewerbung angenommen.", "Personio accepted the application.")),
        Meaning.AlreadyThere when unknownCreate => (Tone.Good, new("Angekommen", "Arrived"), new(
            "Personio meldet, dass die Bewerbung schon da ist. Die Antwort auf unseren vorigen Versuch war verloren gegangen, er war also erfolgreich.",
            "Personio says that the application is already there. The answer to our previous try had been lost, so that one had succeeded.")),
        Meaning.AlreadyThere => (Tone.Wait, new("Schon vorhanden", "Already there"), new(
            "Personio meldet, dass sich diese Person auf diese Stelle schon beworben hat.", "Personio says that this person already applied to this job.")),
        Meaning.Unknown => (Tone.Wait, new("Keine klare Antwort", "No clear answer"), x.Stage == Stage.NoAnswer
            ? new("Gesendet, aber es kam keine Antwort. Ob etwas angelegt wurde, klärt der nächste Versuch.", "Sent, but no answer came. The next try will settle whether anything was created.")
            : new("Personio hatte eine Störung. Ob etwas angelegt wurde, klärt der nächste Versuch.", "Personio had a fault. The next try will settle whether anything was created.")),
        Meaning.Throttled => (Tone.Wait, new("Personio bremst", "Personio slows us down"), new("Zu viele Anfragen für Ihr Unternehmen, auch von anderen Seiten. Wir warten und versuchen es von selbst wieder.", "Too many requests for your company, also from elsewhere. We wait and try again by ourselves.")),
        Meaning.CredentialsRefused => (Tone.Bad, new("Zugang abgelehnt", "Access refused"), new("Personio nimmt Zugriffs-Token und Unternehmens-ID nicht mehr an.", "Personio no longer accepts access token and company ID.")),
        Meaning.FeatureOff => (Tone.Bad, new("Zugang abgeschaltet", "Access switched off"), new("In Personio ist das Recruiting oder seine Schnittstelle abgeschaltet.", "Recruiting or its interface is switched off in Personio.")),
        Meaning.JobClosed => (Tone.Bad, new("Stelle nicht offen", "Job not open"), new("Diese Stelle nimmt in Personio keine Bewerbungen an: nicht veröffentlicht oder nicht gefunden.", "This job takes no applications in Personio: not published or not found.")),
        Meaning.PartRefused => (Tone.Wait, new("Teil abgelehnt", "Part refused"), new("Personio hat einen Teil nicht angenommen; wir senden die Bewerbung ohne ihn noch einmal.", "Personio refused one part; we send the application again without it.")),
        Meaning.StepForgotten => (Tone.Wait, new("Dokumente vergessen", "Documents forgotten"), new("Personio kennt die übertragenen Dokumente nicht mehr; wir übertragen sie noch einmal.", "Personio no longer knows the transferred documents; we transfer them again.")),
        Meaning.NeedsApplicant => (Tone.Wait, new("E-Mail-Adresse abgelehnt", "E-mail address refused"), new("Personio nimmt die E-Mail-Adresse nicht an. Die Person sieht auf ihrer Bestätigung, dass sie sie berichtigen kann.", "Personio does not accept the e-mail address. The person sees on the receipt that it can be corrected.")),
        _ => (Tone.Bad, new("Braucht Sie", "Needs you"), x.Reason == "errors.attribute-validation.required-attribute"
            ? new("Personio verlangt für diese Stelle eine Zusatzfrage, die das Formular nicht stellt.", "Personio requires an additional question for this job that the form does not ask.")
            : new("Personio hat die Bewerbung mit einem Grund abgelehnt, den nur Sie klären können. Der Wortlaut steht unter Technisches.", "Personio refused the application for a reason that only you can clear up. Its words stand under Technical.")),
    };

    private static Words Document(Exchange x, IReadOnlyList<Document> documents)
    {
        var name = documents.FirstOrDefault(d => x.Step.Contains(d.Sha256, StringComparison.Ordinal))?.FileName;
        return name is null ? new("Ein Dokument liegt bei Personio.", "A document is at Personio.") : new($"„{name}“ liegt bei Personio.", $"“{name}” is at Personio.");
    }
}
