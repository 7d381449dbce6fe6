using Eilbote.Applications;
using Eilbote.Connections;
using Eilbote.Connectors;
using Eilbote.Deliveries;

namespace Eilbote.Guide.Webhook;

/// <summary>The questions of employers whose own system receives applications.</summary>
internal static class WebhookFaqs
{
    private static readonly Words ToConnection = new("Zu smart bewerben", "To smart bewerben"),
        ToApplications = new("Zu den Bewerbungen", "To the applications"), ToGuide = new("Zur Anleitung", "To the guide");

    public static FaqGroup[] Groups(Retention retention) =>
    [
        new(new("Anbinden", "Connecting"),
        [
            new("who", new("Wer richtet den Empfänger ein?", "Who sets up the receiver?"),
                new("Wer Ihr System betreibt: die eigene IT oder ein Dienstleister. Mit *Schritte an eine Kollegin senden* trägt diese Person Adresse und Secret selbst ein und sieht sonst nichts.",
                    "Whoever runs your system: your own IT or a service provider. With *Send the steps to a colleague* that person enters address and secret and sees nothing else."),
                "/portal/smart-apply", ToConnection),
            new("secret", new("Das Secret wird nicht mehr angezeigt. Was nun?", "The secret is no longer shown. What now?"),
                new("Bewiesen zeigen wir es nie wieder. Stellen Sie ein *neues* aus und tragen Sie es beim Empfänger ein; bis es bewiesen ist, gilt das bisherige.",
                    "Once proven we never show it again. Issue a *new* one and enter it at the receiver; until it is proven the present one stays in use."),
                "/portal/smart-apply", ToConnection),
            new("address", new("Warum wird die Adresse nicht angenommen?", "Why is the address not accepted?"),
                new("Sie muss mit https:// beginnen, einen Namen tragen und von außen erreichbar sein. In private Netze senden wir nicht, und Weiterleitungen folgen wir nicht.",
                    "It must begin with https://, bear a name and be reachable from outside. We do not send into private networks, and follow no redirects."),
                "/guide/webhook", ToGuide),
        ]),
        new(new("Im Betrieb", "In operation"),
        [
            new("down", new("Was geschieht, wenn der Empfänger ausfällt?", "What happens when the receiver is down?"),
                new("Nichts geht verloren: alles wartet sicher bei uns und geht von selbst hinaus, sobald er wieder antwortet, das Älteste zuerst. Doppelt kommt nichts: jede Bewerbung behält ihre webhook-id.",
                    "Nothing is lost: everything waits safely with us and goes out by itself as soon as it answers again, oldest first. Nothing comes twice: each application keeps its webhook-id."),
                "/portal/applications", ToApplications),
            new("told", new("Erfahre ich, wenn etwas nicht stimmt?", "Am I told when something is wrong?"),
                new($"Wem das Konto gehört, bekommt eine E-Mail mit dem Grund, sobald er feststeht, und noch einmal nach {BrokenNotices.Days("und")} Tagen. Die Übersicht sagt es allen.",
                    $"The account's owners get a mail with the cause as soon as it is certain, and again after {BrokenNotices.Days("and")} days. The overview tells everyone."),
                "/portal", new("Zur Übersicht", "To the overview")),
            new("arrived", new("Woher weiß ich, dass alles angekommen ist?", "How do I know that everything has arrived?"),
                new($"*Angekommen* heißt: Ihr System hat genau diese Bewerbung bestätigt. Was nach {Delivery.OverdueAfter.TotalHours:0} Stunden nicht ankam, sagen wir auch der Person, die sich beworben hat.",
                    $"*Arrived* means: your system confirmed just this application. What has not arrived after {Delivery.OverdueAfter.TotalHours:0} hours we tell the person who applied, too."),
                "/portal/applications", ToApplications),
            new("kept", new("Wie lange bleiben die Unterlagen bei Ihnen?", "How long do the documents stay with you?"),
                new(
                    $"{retention.DocumentDays} Tage nach der Ankunft werden sie bei uns gelöscht, nach {Retention.Details.Days} die Angaben.",
                    $"{retention.DocumentDays} days after arrival they are deleted here, after {Retention.Details.Days} the details."),
                "/portal/applications", ToApplications),
        ]),
    ];
}
