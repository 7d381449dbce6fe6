using Eilbote.Applications;
using Eilbote.Ats;
using Eilbote.Connectors;
using Eilbote.Web;

namespace Eilbote.Deliveries;

/// <summary>One line of a delivery's history in plain words, with the exchange behind it.</summary>
/// <param name="Title">One or two words, shown in bold.</param>
public sealed record TimelineEvent(DateTimeOffset At, Tone Tone, Words Title, Words Text, Exchange? Exchange);

/// <summary>The history of one delivery, drawn from the rows and nothing else.</summary>
public static class Timeline
{
    public static IReadOnlyList<TimelineEvent> Of(
        Application application, Delivery delivery, IReadOnlyList<Exchange> exchanges, IReadOnlyList<Document> documents,
        ConnectorDescriptor ats, IReadOnlyList<Intervention>? interventions = null)
    {
        var events = new List<TimelineEvent>
        {
            new(application.ReceivedAt, Tone.Good, new("Eingegangen", "Received"), documents.Count(x => x.ReplacedAt is null) switch
            {
                0 => new("Sicher gespeichert, ohne Dokumente.", "Stored safely, without documents."),
                1 => new("Sicher gespeichert, mit 1 Dokument.", "Stored safely, with 1 document."),
                var count => new($"Sicher gespeichert, mit {count} Dokumenten.", $"Stored safely, with {count} documents."),
            }, null),
        };
        var sent = new SentParts(documents, application.Applicant.Answers);
        var inferredFrom = delivery.Proof == Proof.Inferred ? exchanges.LastOrDefault(x => x.Meaning == Meaning.AlreadyThere) : null;
        foreach (var exchange in exchanges)
        {
            var (tone, title, text) = Describe(exchange, exchange == inferredFrom, sent, ats);
            events.Add(new(exchange.AnsweredAt ?? exchange.StartedAt, tone, title, text, exchange));
        }
        if (delivery is { State: DeliveryState.Held, HeldBy: HeldBy.Connection } && exchanges.Count == 0)
            events.Add(new(application.ReceivedAt, Tone.Wait, new("Angehalten", "Held"), new(
                "Die Anbindung steht still. Die Bewerbung wartet und geht hinaus, sobald die Anbindung wieder steht.",
                "The connection is on hold. The application waits and goes out as soon as the connection works again."), null));
        if (delivery is { State: DeliveryState.Held, HeldBy: HeldBy.Scan, Reason: Delivery.Unscanned } && exchanges.Count == 0)
            events.Add(new(application.ReceivedAt, Tone.Wait, new("Virenprüfung", "Virus scan"), new(
                "Der Virenscanner hat noch nicht geantwortet. Die Bewerbung wartet und geht hinaus, sobald ihre Dokumente geprüft sind.",
                "The virus scanner has not answered yet. The application waits and goes out as soon as its documents are scanned."), null));
        foreach (var document in documents.Where(x => x.ScanResult == ScanResult.Found))
            events.AddRange(Refused(document, delivery, ats));
        if (delivery.RepeatOf is not null)
            events.Add(new(application.ReceivedAt, Tone.Idle, new("Noch einmal gesendet", "Sent once more"), new(
                "Dieselbe Person hatte dasselbe kurz davor schon gesendet. Es geht nur einmal hinaus.",
                "The same person had sent the same shortly before. It goes out only once."), null));
        if (delivery is { RepeatOf: not null, State: DeliveryState.Delivered, SettledAt: { } settled })
            events.Add(new(settled, Tone.Good, new("Angekommen", "Arrived"),
                new("Mit der ersten: in " + ats.Name + " steht sie einmal.", "With the first: it stands once in " + ats.Name + "."), null));
        if (delivery is { SupplementOf: not null, RepeatedSince: { } since })
            events.Add(new(since, Tone.Wait, new("Nachreichung", "Supplement"), delivery.SentFrom is not null ? new(
                $"Die Person hat von ihrer Bestätigung aus etwas nachgereicht. {ats.Name} nimmt nichts nachträglich an, darum haben wir es nicht gesendet.",
                $"The person handed something in from the receipt. {ats.Name} takes nothing later, so we did not send it.") : new(
                $"Die Person hatte sich auf diese Stelle schon beworben. {ats.Name} nimmt keine zweite Bewerbung an, darum haben wir keine gesendet.",
                $"The person had already applied to this job. {ats.Name} takes no second application, so we sent none."), null));
        if (delivery.RepeatedSince is not null && application.AddressProvenAt is { } proven)
            events.Add(new(proven, Tone.Good, new("Adresse bestätigt", "Address confirmed"), new(
                "Wem die E-Mail-Adresse gehört, hat diese Bewerbung bestätigt.", "The owner of the e-mail address confirmed this application."), null));
        events.AddRange((interventions ?? []).Select(DeedWords.Event));
        if (delivery is { HandedOverByMail: true, SettledAt: { } at } && interventions?.Any(x => x.Deed == Deed.HandOver) != true)
            events.Add(new(at, Tone.Good, new("Per E-Mail übergeben", "Handed over by e-mail"), new(
                "So lange kam die Mail nicht als unzustellbar zurück.",
                "For so long the mail did not come back as undeliverable."), null));
        return [.. events.OrderBy(x => x.At)];
    }

    private static IEnumerable<TimelineEvent> Refused(Document x, Delivery delivery, ConnectorDescriptor ats)
    {
        if (Finds.IsInAts(x, delivery))
            yield return new(x.ScannedAt!.Value, Tone.Bad, new("Virus gefunden", "Virus found"), new(
                $"Erst nach der Zustellung hat unser Virenscanner „{x.FileName}“ beanstandet ({x.ScanWords}). Bei uns ist die Datei gelöscht, in {ats.Name} liegt sie noch: bitte öffnen Sie sie nicht und löschen Sie sie dort.",
                $"Only after the delivery our virus scanner objected to “{x.FileName}” ({x.ScanWords}). Here the file is deleted, in {ats.Name} it still lies: please do not open it, and delete it there."), null);
        else
            yield return new(x.ScannedAt!.Value, Tone.Bad, new("Datei zurückgehalten", "File withheld"), new(
            $"Unser Virenscanner hat „{x.FileName}“ abgelehnt ({x.ScanWords}); wir haben die Datei gelöscht.",
            $"Our virus scanner refused “{x.FileName}” ({x.ScanWords}); we deleted the file."), null);
        if (x.ReplacedAt is { } at)
            yield return new(at, Tone.Good, new("Datei ersetzt", "File replaced"), new(
                $"Die Person hat eine andere Datei statt „{x.FileName}“ gesendet.",
                $"The person sent another file instead of “{x.FileName}”."), null);
    }

    private static (Tone, Words, Words) Describe(Exchange x, bool inferred, SentParts sent, ConnectorDescriptor ats) =>
        x.Meaning switch
        {
            Meaning.UnderWayByMail when x.Kind == StepKind.Tell => (Tone.Good, new("Zweiter Weg", "Second path"), new(
                "Ihr Postfach wurde per E-Mail davon verständigt.", "Your mailbox was told of it by mail.")),
            _ when x.Kind == StepKind.Tell => (Tone.Wait, new("Zweiter Weg", "Second path"), new(
                "Die E-Mail an Ihr Postfach ist nicht hinausgegangen. Die Bewerbung steht hier in der Liste.",
                "The mail to your mailbox has not left. The application stands in the list here.")),
            _ when x.Stage == Stage.Open => (Tone.Wait, new("Unterwegs", "On its way"), new(
                $"Die Anfrage an {ats.Name} ist unterwegs; die Antwort steht noch aus.",
                $"The request to {ats.Name} has left; the answer is still to come.")),
            null => (Tone.Wait, new("Nicht erreicht", "Not reached"), new(
                $"{ats.Name} war nicht zu erreichen; es wurde nichts gesendet. Wir versuchen es von selbst wieder.",
                $"{ats.Name} could not be reached; nothing was sent. We try again by ourselves.")),
            Meaning.StepDone => (Tone.Good, new("Dokument übertragen", "Document transferred"), Document(x, sent.Documents, ats)),
            Meaning.UnderWayByMail => (Tone.Wait, new("Unterwegs per Mail", "On its way by mail"), new(
                "Die Mail mit der Bewerbung hat uns verlassen. Ob sie angekommen ist, sagt kein Mailserver.",
                "The mail with the application has left us. Whether it arrived no mail server says.")),
            Meaning.Delivered => (Tone.Good, new("Angekommen", "Arrived"), new(
                $"{ats.Name} hat die Bewerbung angenommen.",
                $"{ats.Name} accepted the application.")),
            Meaning.AlreadyThere when inferred => (Tone.Good, new("Angekommen", "Arrived"), new(
                $"{ats.Name} meldet, dass die Bewerbung schon da ist. Die Antwort auf unseren vorigen Versuch war verloren gegangen, er war also erfolgreich.",
                $"{ats.Name} says that the application is already there. The answer to our previous try had been lost, so that one had succeeded.")),
            Meaning.AlreadyThere => (Tone.Wait, new("Schon vorhanden", "Already there"), new(
                $"{ats.Name} meldet, dass sich diese Person auf diese Stelle schon beworben hat.",
                $"{ats.Name} says that this person already applied to this job.")),
            Meaning.Unknown => (Tone.Wait, new("Keine klare Antwort", "No clear answer"), x.Stage == Stage.NoAnswer
                ? new(
                    "Gesendet, aber es kam keine Antwort. Ob etwas angelegt wurde, klärt der nächste Versuch.",
                    "Sent, but no answer came. The next try will settle whether anything was created.")
                : new(
                    $"{ats.Name} hatte eine Störung. Ob etwas angelegt wurde, klärt der nächste Versuch.",
                    $"{ats.Name} had a fault. The next try will settle whether anything was created.")),
            Meaning.Throttled => (Tone.Wait, new($"{ats.Name} bremst", $"{ats.Name} slows us down"), new(
                "Zu viele Anfragen für Ihr Unternehmen, auch von anderen Seiten. Wir warten und versuchen es von selbst wieder.",
                "Too many requests for your company, also from elsewhere. We wait and try again by ourselves.")),
            Meaning.CredentialsRefused => (Tone.Bad, new("Zugang abgelehnt", "Access refused"), new(
                $"{ats.Name} nimmt die Zugangsdaten nicht mehr an.",
                $"{ats.Name} no longer accepts the credentials.")),
            Meaning.FeatureOff => (Tone.Bad, new("Zugang abgeschaltet", "Access switched off"), new(
                $"In {ats.Name} ist die Schnittstelle oder was sie braucht abgeschaltet.",
                $"The interface, or what it needs, is switched off in {ats.Name}.")),
            Meaning.JobClosed => (Tone.Bad, new("Stelle nicht offen", "Job not open"), new(
                $"Diese Stelle nimmt in {ats.Name} keine Bewerbungen an: nicht veröffentlicht oder nicht gefunden.",
                $"This job takes no applications in {ats.Name}: not published or not found.")),
            Meaning.PartRefused when x.Reason == Exchanges.DocumentDamaged =>
                (Tone.Bad, new("Dokument beschädigt", "Document damaged"), Damaged(x, sent)),
            Meaning.PartRefused => (Tone.Wait, new("Teil abgelehnt", "Part refused"), Refused(x, sent, ats)),
            Meaning.StepForgotten => (Tone.Wait, new("Dokumente vergessen", "Documents forgotten"), new(
                $"{ats.Name} kennt die übertragenen Dokumente nicht mehr; wir übertragen sie noch einmal.",
                $"{ats.Name} no longer knows the transferred documents; we transfer them again.")),
            Meaning.NeedsApplicant => (Tone.Wait, new("E-Mail-Adresse abgelehnt", "E-mail address refused"), new(
                $"{ats.Name} nimmt die E-Mail-Adresse nicht an. Die Person sieht auf ihrer Bestätigung, dass sie sie berichtigen kann.",
                $"{ats.Name} does not accept the e-mail address. The person sees on the receipt that it can be corrected.")),
            Meaning.QuestionMissing => (Tone.Bad, new("Braucht Sie", "Needs you"), new(
                $"{ats.Name} verlangt für diese Stelle eine Antwort, die hier fehlt{Named(x)}.",
                $"{ats.Name} requires an answer for this job that is missing here{Named(x)}.")),
            Meaning.NeedsEmployer when x.Parts is [Part.Answer answer] => (Tone.Bad, new("Braucht Sie", "Needs you"), Demanded(answer, sent, ats)),
            _ when x.Reason == Delivery.Bounced => (Tone.Bad, new("Unzustellbar", "Undeliverable"), new(
                "Die Mail mit der Bewerbung kam zurück. Der Wortlaut steht unter Technisches.",
                "The mail with the application came back. The words stand under Technical.")),
            _ when x.Verbatim is null => (Tone.Bad, new("Braucht Sie", "Needs you"), new(
                $"{ats.Name} hat die Bewerbung abgelehnt (Antwort {x.Status}), ohne einen Grund zu nennen.",
                $"{ats.Name} refused the application (answer {x.Status}) without giving a reason.")),
            _ => (Tone.Bad, new("Braucht Sie", "Needs you"), new(
                $"{ats.Name} hat die Bewerbung mit einem Grund abgelehnt, den nur Sie klären können. Der Wortlaut steht unter Technisches.",
                $"{ats.Name} refused the application for a reason that only you can clear up. Its words stand under Technical.")),
        };

    private static string Named(Exchange x) => x.Fields is null ? "" : $": {x.Fields}";

    private static Words Demanded(Part.Answer part, SentParts sent, ConnectorDescriptor ats)
    {
        var question = sent.Answers.FirstOrDefault(x => x.Question.Key == part.Key)?.Question;
        return new(
            $"{ats.Name} nimmt die Antwort auf „{question?.Label.De ?? part.Key}“ nicht an, und sie ist verpflichtend. Meist ist der Name des Feldes in {ats.Name} ({question?.Target}) nicht der richtige: berichtigen Sie ihn bei der Frage und versuchen Sie es erneut.",
            $"{ats.Name} does not accept the answer to “{question?.Label.En ?? part.Key}”, and it is required. Mostly the name of the field in {ats.Name} ({question?.Target}) is not the right one: correct it at the question, then try again.");
    }

    private static Words Damaged(Exchange x, SentParts sent)
    {
        var what = x.Parts is [var part] ? PartWords.Of(part, sent) : new("ein Dokument", "a document");
        return new(
            $"Bei uns ist {what.De} nicht mehr so, wie es hochgeladen wurde; beschädigt senden wir es nicht. Die Bewerbung geht ohne es hinaus.",
            $"Here {what.En} is no longer what was uploaded; we do not send it damaged. The application goes out without it.");
    }

    private static Words Refused(Exchange x, SentParts sent, ConnectorDescriptor ats)
    {
        if (x.Parts is not [var part])
            return new(
                $"{ats.Name} hat einen Teil nicht angenommen; wir senden die Bewerbung ohne ihn noch einmal.",
                $"{ats.Name} refused one part; we send the application again without it.");
        var (what, why) = (PartWords.Of(part, sent), x.Kind == StepKind.Upload ? PartWords.Why(x.Reason, ats) : null);
        return new(
            $"{ats.Name} hat {what.De} nicht angenommen{(why is null ? "" : $": {why.De}")}. Wir senden die Bewerbung ohne diesen Teil noch einmal.",
            $"{ats.Name} refused {what.En}{(why is null ? "" : $": {why.En}")}. We send the application again without this part.");
    }

    private static Words Document(Exchange x, IReadOnlyList<Document> documents, ConnectorDescriptor ats)
    {
        var name = documents.FirstOrDefault(d => x.Step.Contains(d.Sha256, StringComparison.Ordinal))?.FileName;
        return name is null ? new(
            $"Ein Dokument liegt bei {ats.Name}.",
            $"A document is at {ats.Name}.") : new($"„{name}“ liegt bei {ats.Name}.", $"“{name}” is at {ats.Name}.");
    }
}
