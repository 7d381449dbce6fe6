using System.Text;

namespace Eilbote.Connectors.Email;

/// <summary>Writes what a second path tells: person and job, what is new, and where to see it; never what was sent.</summary>
internal static class SecondPathText
{
    private const string Unproven = "Adresse nicht bestätigt: ob die Bewerbung von dieser Person ist, wissen wir nicht.\n";

    public static Sending.Mail Of(Guid id, string to, Telling told, EmailText applications) =>
        told is { IsInbox: true, Whole: { } whole, Portal.IsConfidential: false }
        ? Marked(applications.Application(whole, to), told.IsUnproven)
        : told.Portal.IsConfidential ? new()
        {
            Id = id,
            To = to,
            Subject = "Eine weitere Bewerbung wartet",
            Text = $"""
                Auf ein vertrauliches Inserat wartet eine weitere Bewerbung. Wer dafür benannt ist, sieht sie im Portal, mit Anmeldung:
                {told.Portal.Application}

                English: a further application to a confidential ad waits. Who was named for it sees it in the portal, signed in.

                """.ReplaceLineEndings("\n"),
        }
        : new()
        {
            Id = id,
            To = to,
            ReplyTo = told.ReplyTo,
            Subject = "Nachreichung: " + EmailText.Line(told.Portal.JobTitle),
            Text = Text(told, told.Whole is { } sent && applications.Attached(sent).Count > 0),
            Attachments = told.Whole is null ? [] : applications.Attached(told.Whole),
        };

    /// <summary>In the ATS, too, it must be seen that nobody confirmed the address.</summary>
    private static Sending.Mail Marked(Sending.Mail mail, bool isUnproven) =>
        isUnproven ? mail with { Text = Unproven + "\n" + mail.Text } : mail;

    private static string Text(Telling told, bool attached)
    {
        var (person, job) = (EmailText.Line(told.Person), EmailText.Line(told.Portal.JobTitle));
        var text = new StringBuilder()
            .Append(person).Append(told.IsHandedIn ? " hat zur Bewerbung auf „" : " hat sich auf „").Append(job)
            .Append(told.IsHandedIn ? "“ etwas nachgereicht. " : "“ noch einmal beworben. ").Append(told.Ats)
            .Append(told.IsHandedIn ? " nimmt nichts nachträglich an.\n" : " nimmt keine zweite Bewerbung derselben Person an.\n")
            .Append("Mitgesendet: ").Append(told.Documents == 1 ? "1 Dokument" : $"{told.Documents} Dokumente")
            .Append(attached ? ", im Anhang.\n" : ".\n");
        // The one address in it, if an ATS reads it.
        if (attached)
            text.Append("E-Mail: ").Append(told.ReplyTo).Append('\n');
        if (told.News.Count > 0)
            text.Append("Neu: ").AppendJoin(", ", told.News.Select(x => x.De)).Append(".\n");
        if (told.IsUnproven)
            text.Append(Unproven);
        return text.Append("\nAnsehen und übernehmen, mit Anmeldung:\n").Append(told.Portal.Application).Append('\n')
            .Append("\nEnglish: ").Append(person)
            .Append(told.IsHandedIn ? " handed something in for the application to “" : " applied to “").Append(job)
            .Append(told.IsHandedIn ? "”, and " : "” again, and ").Append(told.Ats)
            .Append(told.IsHandedIn ? " takes nothing later" : " takes no second application").Append(told.News.Count > 0 ? "; new: " : "")
            .AppendJoin(", ", told.News.Select(x => x.En)).Append(told.IsUnproven ? "; address not confirmed" : "")
            .Append(". See it and take it over by the link above, signed in.\n").ToString();
    }
}
