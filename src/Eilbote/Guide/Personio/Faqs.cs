using Eilbote.Applications;
using Eilbote.Connections;
using Eilbote.Connectors;
using Eilbote.Deliveries;

namespace Eilbote.Guide.Personio;

/// <summary>The questions employers ask, each with the button that does what the answer says.</summary>
public static class Faqs
{
    private static readonly Words ToConnection = new("Zu smart bewerben", "To smart bewerben"),
        ToApplications = new("Zu den Bewerbungen", "To the applications"), ToAds = new("Zu den Inseraten", "To the job ads");

    public static FaqGroup[] Groups(Retention retention) =>
    [
        new(new("Anbinden", "Connecting"),
        [
            new("which-job", new("Welche Stelle nehme ich für die Job-ID?", "Which job do I take for the job ID?"),
                new("Irgendeine, die in Personio veröffentlicht ist. Sie dient nur zum Prüfen; jedes Inserat hat danach seine eigene ATS Job ID.",
                    "Any that is published in Personio. It is only for checking; after that each job ad has its own ATS job ID."),
                "/guide/personio#job-id", new("So finden Sie sie", "How to find it")),
            new("no-channel", new(
                "In Personio gibt es keinen Kanal für diese Jobbörse. Was nun?",
                "There is no channel for this job board in Personio. What now?"),
                new("Legen Sie einen an: *Einstellungen › Recruiting › Kanäle › Neuen Kanal hinzufügen*, mit dem Namen der Jobbörse. Wenn Sie das Feld leer lassen, kommen Bewerbungen trotzdem an, nur ohne Kanal.",
                    "Add one: *Settings › Recruiting › Channels › Add a new channel*, with the job board's name. If you leave the field empty, applications still arrive, only without a channel."),
                "/guide/personio#channel-id", new("So geht es", "How to do it")),
            new("no-rights", new(
                "Ich habe in Personio keine Rechte für die Einstellungen.",
                "I have no rights for the settings in Personio."),
                new("Senden Sie die Schritte an jemanden mit Rechten. Diese Person trägt nur die Werte ein; Bewerbungen und Inserate sieht sie nicht.",
                    "Send the steps to someone with rights. That person enters only the values, and sees neither applications nor job ads."),
                "/portal/smart-apply#invite", new("Schritte an eine Kollegin senden", "Send the steps to a colleague")),
            new("wrong-token", new("Welcher Schlüssel ist der richtige?", "Which key is the right one?"),
                new("Nur der *Recruiting-API-Schlüssel*. Die Zugangsdaten für andere Integrationen (Client-ID und Client-Secret, oft mit „papi-“) nimmt das Recruiting nicht an.",
                    "Only the *Recruiting API key*. The credentials of other integrations (client ID and client secret, often with “papi-”) are not accepted by recruiting."),
                "/guide/personio#credentials", new("So finden Sie ihn", "How to find it")),
            new("rotate", new("Kann ich den Zugriffs-Token in Personio erneuern?", "Can I renew the access token in Personio?"),
                new("Selbst nicht: Personio erzeugt ihn und zeigt ihn nur an. Wenn er in falsche Hände geraten ist, ändert ihn der Support von Personio. Tragen Sie danach den neuen hier ein; was bis dahin kommt, wartet sicher und geht dann von selbst hinaus. Andere Jobbörsen mit demselben Token brauchen ihn ebenfalls.",
                    "Not by yourself: Personio generates it and only shows it. If it fell into the wrong hands, Personio's support changes it. Then enter the new one here; what comes until then waits safely and goes out by itself. Other job boards with the same token need it, too."),
                "/portal/smart-apply", ToConnection),
            new("broken", new(
                "Wie erfahre ich, dass die Anbindung nicht mehr funktioniert?",
                "How do I learn that the connection no longer works?"),
                new($"Wem das Konto gehört, bekommt sofort eine E-Mail mit dem Grund und dem Weg dorthin, und noch einmal nach {BrokenNotices.Days("und")} Tagen. Die Übersicht sagt es allen. Bis dahin wartet alles sicher.",
                    $"The account's owners get a mail at once, with the cause and the way there, and again after {BrokenNotices.Days("and")} days. The overview tells everyone. Until then everything waits safely."),
                "/portal", new("Zur Übersicht", "To the overview")),
            new("no-feed", new("Unser Tarif hat keinen XML-Feed. Geht es trotzdem?", "Our plan has no XML feed. Does it work anyway?"),
                new("Ja. Lassen Sie *Karriereseite* leer und legen Sie Inserate von Hand an, jedes mit seiner ATS Job ID. Nur den Titel der Stelle können wir beim Verifizieren dann nicht zeigen.",
                    "Yes. Leave *Career site* empty and enter job ads by hand, each with its ATS job ID. Only the job's title cannot be shown when verifying then."),
                "/portal/job-ads/new", new("Inserat anlegen", "Enter a job ad")),
        ]),
        new(new("Bewerbungen", "Applications"),
        [
            new("mandatory", new(
                "Was ist mit verpflichtenden Zusatzfragen in Personio?",
                "What about mandatory additional questions in Personio?"),
                new("Unser Formular stellt sie: unter *smart bewerben › Fragen im Formular* fügen Sie jede Frage hinzu, die Personio verlangt. Ihren API-Namen kopieren Sie in Personio aus *Einstellungen › Recruiting › Attribute*. Nennt Personio beim Verifizieren oder bei einer Bewerbung eine Frage, die noch fehlt, steht sie dort schon; verloren geht dabei nichts.",
                    "Our form asks them: under *smart bewerben › Questions in the form* you add each question that Personio demands. You copy its API name in Personio from *Settings › Recruiting › Attributes*. If Personio names a question that is still missing, when verifying or for an application, it already stands there; nothing is lost."),
                "/portal/questions", new("Zu den Fragen", "To the questions")),
            new("second", new("Jemand bewirbt sich ein zweites Mal auf dieselbe Stelle.", "Someone applies to the same job a second time."),
                new($"Personio nimmt je Person und Stelle nur eine Bewerbung an. Die zweite kommt als *Nachreichung* in Ihre Liste: dort steht neben dem, was zuerst gesendet wurde, was neu ist, und mit *Übernehmen* laden Sie es herunter. Vorher bitten wir die Person, ihre E-Mail-Adresse zu bestätigen; nach {Supplements.ProofFor.TotalHours:0} Stunden sehen Sie sie auch ohne, so gekennzeichnet. Unter *smart bewerben › Zweiter Weg* können Sie bestimmen, dass nur die erste zählt.",
                    $"Personio takes only one application per person and job. The second one comes into your list as a *supplement*: what is new stands there beside what was sent first, and by *Take over* you download it. Before, we ask the person to confirm the e-mail address; after {Supplements.ProofFor.TotalHours:0} hours you see it without that, too, and marked. Under *smart bewerben › Second path* you can say that only the first counts."),
                "/portal/applications", ToApplications),
            new("told", new(
                "Erfährt die Person, ob ihre Bewerbung angekommen ist?",
                "Does the person learn whether the application arrived?"),
                new($"Ja: die Bestätigung zeigt *Eingegangen*, den ersten Versuch und *Angekommen* mit der Uhrzeit. Stockt es, bleibt sie bei *Eingegangen*; warum, sehen nur Sie. Nach {Delivery.OverdueAfter.TotalHours:0} Stunden ohne Ankunft sagen wir es ihr auch per E-Mail.",
                    $"Yes: the receipt shows *Received*, the first try and *Arrived* with the time. If it is held up, it stays at *Received*; why, only you see. After {Delivery.OverdueAfter.TotalHours:0} hours without arrival we tell the person by mail, too."),
                "/portal/applications", ToApplications),
            new("take-over", new(
                "Eine Bewerbung kommt in Personio nicht an. Wie bekomme ich sie trotzdem?",
                "An application does not arrive in Personio. How do I get it anyway?"),
                new("Öffnen Sie sie und wählen Sie *Übernehmen*: Sie laden sie mit allen Dokumenten als ZIP herunter, legen sie selbst in Personio ab und bestätigen das. Erst dann ist sie für uns erledigt.",
                    "Open it and choose *Take over*: you download it with all documents as a ZIP, put it into Personio yourself and confirm that. Only then is it done for us."),
                "/portal/applications", ToApplications),
            new("withdrawn", new("Kann eine Person ihre Bewerbung zurückziehen?", "Can a person withdraw an application?"),
                new("Ja, auf der Bestätigung, solange sie nicht angekommen ist: dann geht nichts mehr hinaus, und wir löschen alles, was sie gesendet hat. Danach muss sie sich an Sie wenden.",
                    "Yes, on the receipt, until it has arrived: then nothing leaves any more, and we delete all that was sent. After that the person has to turn to you."),
                "/portal/applications", ToApplications),
            new("down", new("Was geschieht, wenn Personio nicht erreichbar ist?", "What happens when Personio cannot be reached?"),
                new("Bewerbungen werden weiter angenommen und warten sicher. Sobald Personio antwortet, gehen sie von selbst hinaus, die älteste zuerst. Sie müssen nichts tun.",
                    "Applications are still accepted and wait safely. As soon as Personio answers they go out by themselves, the oldest first. You need not do anything."),
                "/portal/applications", ToApplications),
            new("waits", new("Was, wenn wir etwas übersehen und es liegen bleibt?", "What if we overlook something and it is left lying?"),
                new($"Mitglieder bekommen jeden Arbeitstag eine E-Mail, solange etwas auf Sie wartet; der zweite Weg zum ersten Mal nach {Ladder.TellAfter.TotalHours:0} Arbeitsstunden. Nach drei Arbeitstagen fragt der Betreiber nach. Nach {Ladder.WarnAfterDays} Tagen kündigen wir Ihnen und der Person an, dass die Bewerbung nach weiteren {Ladder.WarnFor.TotalDays:0} Tagen an sie zurückgeht. Feiertage und Betriebsurlaub zählen nicht mit.",
                    $"Members get a mail each working day while something waits for you; the second path for the first time after {Ladder.TellAfter.TotalHours:0} working hours. After three working days the operator asks. After {Ladder.WarnAfterDays} days we tell you and the person that the application goes back to them after {Ladder.WarnFor.TotalDays:0} more days. Public holidays and your company's holidays do not count."),
                "/portal/profile/working-days", new("Zu den Arbeitstagen", "To the working days")),
            new("unpublished", new(
                "Was, wenn eine Stelle in Personio nicht mehr veröffentlicht ist?",
                "What if a job is no longer published in Personio?"),
                new("Dann nimmt Personio dafür nichts an. Das Inserat wird angehalten, was dafür kam, wartet. Veröffentlichen Sie die Stelle wieder und öffnen Sie das Inserat, oder schließen Sie es.",
                    "Then Personio accepts nothing for it. The job ad is held, and what came for it waits. Publish the job again and reopen the job ad, or close it."),
                "/portal/job-ads", ToAds),
        ]),
        new(new("Daten", "Data"),
        [
            new("who-sees", new("Wer sieht die Daten der Bewerbungen?", "Who sees the applicants' data?"),
                new($"Die Mitglieder Ihres Unternehmens und Personio. Wer nur für die Anbindung eingeladen ist, sieht keine. Den Zugriffs-Token sieht niemand: er ist verschlüsselt und wird nie wieder angezeigt. {retention.DocumentDays} Tage nach der Ankunft werden die Unterlagen bei uns gelöscht, nach {Retention.Details.Days} die Angaben.",
                    $"Your company's members and Personio. Who is invited for the connection only sees none. Nobody sees the access token: it is encrypted and never shown again. {retention.DocumentDays} days after arrival the documents are deleted here, after {Retention.Details.Days} the details."),
                "/privacy", new("Wer was wie lange speichert", "Who stores what for how long")),
        ]),
    ];
}
