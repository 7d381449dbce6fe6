using Eilbote.Connectors;
using Eilbote.Connectors.Email;

namespace Eilbote.Guide.Email;

/// <summary>The questions of employers who get applications by mail. There is one field, so there is no guide.</summary>
internal static class EmailFaqs
{
    private static readonly Words ToConnection = new("Zu smart bewerben", "To smart bewerben"),
        ToApplications = new("Zu den Bewerbungen", "To the applications");

    public static void AddEmailFaqs(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton(new ConnectorFaqs(EmailConnector.Id, Groups));

    private static readonly FaqGroup[] Groups =
    [
        new(new("Anbinden", "Connecting"),
        [
            new("code", new("Es kommt kein Code. Was nun?", "No code comes. What now?"),
                new($"Sehen Sie im Spam-Ordner nach, und ob die Adresse stimmt. Der Code gilt {ICodeSender.ValidFor.TotalMinutes:0} Minuten; danach senden Sie mit *Noch einmal verifizieren* einen neuen.",
                    $"Look into the spam folder, and whether the address is right. The code is valid for {ICodeSender.ValidFor.TotalMinutes:0} minutes; after that send a new one with *Verify again*."),
                "/portal/smart-apply", ToConnection),
        ]),
        new(new("Im Betrieb", "In operation"),
        [
            new("confirm", new("Warum soll ich jede Mail bestätigen?", "Why should I confirm each mail?"),
                new("Kein Mailserver sagt, ob eine Mail gelesen wird. Mit *Ja, wir haben sie* auf der Seite hinter dem Link wissen wir und die Person, die sich beworben hat, dass sie da ist. Anmelden müssen Sie sich dafür nicht.",
                    "No mail server says whether a mail is read. With *Yes, we have it* on the page behind the link we and the person who applied know that it is there. You need not sign in for it."),
                "/portal/applications", ToApplications),
            new("documents", new("Wo sind die Unterlagen?", "Where are the documents?"),
                new("Bis 10 MB hängen sie an der Mail, wenn sie verschlüsselt hinausgeht. Sonst führt die Mail zum Portal, und bei vertraulichen Inseraten immer; dort melden Sie sich an.",
                    "Up to 10 MB they are attached to the mail, if it leaves encrypted. Else the mail leads to the portal, and for confidential ads always; there you sign in."),
                "/portal/applications", ToApplications),
            new("back", new("Was geschieht, wenn eine Mail nicht ankommt?", "What happens when a mail does not arrive?"),
                new("Kommt sie als unzustellbar zurück, steht die Bewerbung unter *Braucht Sie*, mit dem Grund. Nichts ist verloren: berichtigen Sie die Adresse und senden Sie sie noch einmal, oder laden Sie sie herunter.",
                    "If it comes back as undeliverable the application stands under *Needs you*, with the cause. Nothing is lost: correct the address and send it again, or download it."),
                "/portal/applications", ToApplications),
        ]),
    ];
}
