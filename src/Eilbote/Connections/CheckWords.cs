using Eilbote.Connectors;

namespace Eilbote.Connections;

/// <summary>Checks in the employer's words: what came out, what it means, where in the ATS to click. Never a secret.</summary>
public static class CheckWords
{
    private static readonly Words TryTest = new(
        "Eine Testbewerbung beweist alle Angaben auf einmal.", "A test application proves all values at once.");

    public static Words Name(CheckKind kind, ConnectorDescriptor ats) => kind switch
    {
        CheckKind.Format => new("Form der Angaben", "Form of the values"),
        CheckKind.CareerSite => new("Karriereseite", "Career site"),
        CheckKind.Published => new("Stelle auf der Karriereseite", "Job on the career site"),
        CheckKind.Secret => ats.Access.Name,
        CheckKind.Job => ats.Job.Label,
        CheckKind.Channel => ats.Channel!.Label,
        CheckKind.Questions => new("Verpflichtende Fragen", "Mandatory questions"),
        CheckKind.TestApplication => new("Testbewerbung", "Test application"),
    };

    /// <param name="ats">Whose answers they are.</param>
    public static Words Text(Check check, ConnectorDescriptor ats) => ats.Reasons.GetValueOrDefault(check.Code) ?? check.Code switch
    {
        Codes.ProbingStopped => new(
            $"Wir prüfen zurzeit bei niemandem, weil {ats.Name} auf eine Prüfung unerwartet geantwortet hat. Der Betrieb ist verständigt; bitte verifizieren Sie später noch einmal.",
            $"We verify nobody at the moment, because {ats.Name} answered a check unexpectedly. The operators have been alerted; please verify again later."),
        Codes.Unreachable => new(
            $"{ats.Name} war nicht zu erreichen. Das liegt nicht an Ihren Angaben; bitte in einigen Minuten noch einmal verifizieren.",
            $"{ats.Name} could not be reached. This is not because of your values; please verify again in a few minutes."),
        Codes.NoClearAnswer => new(
            $"{ats.Name} hat nicht brauchbar geantwortet. Das liegt nicht an Ihren Angaben; bitte in einigen Minuten noch einmal verifizieren.",
            $"{ats.Name} did not answer usefully. This is not because of your values; please verify again in a few minutes."),
        Codes.Throttled => new(
            $"{ats.Name} hat gerade zu viele Anfragen für Ihr Unternehmen, auch von anderen Seiten. Wir fragen von selbst noch einmal.",
            $"{ats.Name} has too many requests for your company right now, also from elsewhere. We ask again by ourselves."),
        Codes.NotAsked => new("Wurde diesmal nicht gefragt.", "Was not asked this time."),
        _ => check.Kind switch
        {
            CheckKind.Format => new("Alle Angaben sehen so aus, wie sie sollen.", "All values look as they should."),
            CheckKind.CareerSite => CareerSite(check, ats),
            CheckKind.Published => Published(check, ats),
            CheckKind.Secret => Secret(check, ats),
            CheckKind.Job => Job(check, ats),
            CheckKind.Channel => Channel(check, ats),
            _ => Test(check, ats),
        },
    };

    private static Words CareerSite(Check check, ConnectorDescriptor ats) => check.Code switch
    {
        Codes.Accepted => new(
            $"Antwortet; dort sind {check.Fact} Stellen veröffentlicht.",
            $"Answers; {check.Fact} jobs are published there."),
        Codes.NoCareerSite => new(
            "Nicht angegeben. Fügen Sie einen Link zu Ihrer Stelle ein, dann zeigen wir Ihnen hier ihren Titel.",
            "Not given. Paste a link to your job, then we show you its title here."),
        Codes.FeedNotFound => new(
            $"Unter dieser Adresse gibt es keine Stellenliste. Entweder ist der Name anders geschrieben, oder die Liste ist abgeschaltet: {ats.Name} › {ats.Remedies.Feed?.De}. Manche Tarife haben sie nicht; Bewerbungen kommen auch ohne an.",
            $"There is no list of jobs at this address. Either the name is spelled differently, or the list is switched off: {ats.Name} › {ats.Remedies.Feed?.En}. Some plans do not have it; applications arrive without it, too."),
        Codes.FeedEmpty => new(
            $"Antwortet, zeigt aber keine einzige Stelle. Ist die Stellenliste abgeschaltet ({ats.Name} › {ats.Remedies.Feed?.De}), oder ist der Name anders geschrieben? Bewerbungen kommen auch ohne sie an.",
            $"Answers, but shows not one job. Is the list of jobs switched off ({ats.Name} › {ats.Remedies.Feed?.En}), or is the name spelled differently? Applications arrive without it, too."),
        Codes.FeedRedirects => new(
            "Diese Adresse leitet weiter; dem folgen wir nicht. Vermutlich ist der Name anders geschrieben: nehmen Sie ihn aus einem Link zu einer Ihrer Stellen.",
            "This address leads elsewhere, and we do not follow. The name is probably spelled differently: take it from a link to one of your jobs."),
        Codes.FeedUnreadable => new(
            "Unter dieser Adresse antwortet etwas anderes als eine Stellenliste.",
            "Something other than a list of jobs answers at this address."),
        _ => new(
            "Die Karriereseite antwortet gerade nicht. Bewerbungen kommen auch ohne sie an.",
            "The career site does not answer right now. Applications arrive without it, too."),
    };

    private static Words Published(Check check, ConnectorDescriptor ats) => check.Code switch
    {
        Codes.Accepted => new(
            $"„{check.Fact}“ ist veröffentlicht. Ist das die richtige Stelle?",
            $"“{check.Fact}” is published. Is this the right job?"),
        Codes.NotListed => new(
            $"Auf dieser Karriereseite ist keine Stelle mit dieser Nummer. {ats.Remedies.FindJob?.De}",
            $"There is no job with this number on this career site. {ats.Remedies.FindJob?.En}"),
        _ => new("Ohne Stellenliste lässt sich das nicht nachsehen.", "Without a list of jobs this cannot be looked up."),
    };

    private static Words Secret(Check check, ConnectorDescriptor ats) => check.Code switch
    {
        Codes.Accepted => ats.Access.Proven,
        Codes.Arrived => Arrived,
        Codes.CodeExpired => new(
            "Der Code wurde nicht rechtzeitig eingegeben. Verifizieren Sie noch einmal, dann senden wir einen neuen.",
            "The code was not entered in time. Verify again, then we send a new one."),
        Codes.CodeWrong => new(
            "Der Code wurde zu oft falsch eingegeben. Verifizieren Sie noch einmal, dann senden wir einen neuen.",
            "The code was entered wrong too often. Verify again, then we send a new one."),
        Codes.AcceptsAnything => new(
            $"{ats.Name} hat auch einen absichtlich falschen Token nicht abgelehnt. Was es zum richtigen sagt, beweist darum nichts. {TryTest.De}",
            $"{ats.Name} did not refuse a deliberately wrong token either. So what it says of the right one proves nothing. {TryTest.En}"),
        Codes.ProbeCreated => new(
            $"{ats.Name} hat auf die Prüfung hin vielleicht einen Eintrag angelegt, was nie geschehen darf. Bitte suchen Sie in {ats.Name} › {ats.Remedies.Applications?.De} nach „{IConnector.ProbeAddress}“ und löschen Sie, was Sie finden. Wir haben alle Prüfungen angehalten und den Betrieb verständigt.",
            $"{ats.Name} may have created an entry because of the check, which must never happen. Please search {ats.Name} › {ats.Remedies.Applications?.En} for “{IConnector.ProbeAddress}” and delete what you find. We have stopped all checks and alerted the operators."),
        _ => new(
            $"{ats.Name} kennt den Zugang, aber für Ihr Unternehmen ist die Schnittstelle abgeschaltet. Bitte wenden Sie sich an den Support von {ats.Name}.",
            $"{ats.Name} knows the access, but the interface is switched off for your company. Please contact {ats.Name}'s support."),
    };

    private static Words Job(Check check, ConnectorDescriptor ats) => check.Code switch
    {
        Codes.Accepted => new($"{ats.Name} nimmt für diese Stelle Bewerbungen an.", $"{ats.Name} takes applications for this job."),
        Codes.Arrived => Arrived,
        Codes.Named => new(
            $"Diese Stelle ist in {ats.Name} nicht veröffentlicht oder gibt es dort nicht. {ats.Remedies.FindJob?.De}",
            $"This job is not published in {ats.Name}, or does not exist there. {ats.Remedies.FindJob?.En}"),
        _ => Unproven(check, ats),
    };

    private static Words Channel(Check check, ConnectorDescriptor ats) => check.Code switch
    {
        Codes.Accepted => new($"{ats.Name} kennt diesen Kanal.", $"{ats.Name} knows this channel."),
        Codes.Arrived => Arrived,
        Codes.Named => new(
            $"{ats.Name} kennt diesen Kanal nicht. {ats.Name} › {ats.Channel!.WhereToFind.De} Bewerbungen kommen auch ohne Kanal an, nur nicht als unsere gezählt.",
            $"{ats.Name} does not know this channel. {ats.Name} › {ats.Channel!.WhereToFind.En} Applications arrive without a channel, too, only not counted as ours."),
        _ => Unproven(check, ats),
    };

    private static Words Test(Check check, ConnectorDescriptor ats) => check.Code switch
    {
        Codes.Arrived => new(
            $"Angekommen. Sie finden sie in {ats.Name} unter „{TestApplication.FirstName} {TestApplication.LastName}“ mit dem Tag „{TestApplication.Tag}“ und können sie löschen.",
            $"Arrived. You find it in {ats.Name} as “{TestApplication.FirstName} {TestApplication.LastName}” with the tag “{TestApplication.Tag}”, and can delete it."),
        Codes.UnderWay => new(
            $"Gesendet, als Bewerbung von „{TestApplication.FirstName} {TestApplication.LastName}“. Ob die Mail da ist, sehen Sie im Postfach.",
            $"Sent, as an application of “{TestApplication.FirstName} {TestApplication.LastName}”. Whether the mail is there you see in the mailbox."),
        Codes.AlreadyThere => new(
            $"Mit Ihrer Adresse gibt es auf diese Stelle schon eine Bewerbung, darum hat {ats.Name} keine zweite angelegt. Löschen Sie sie dort, oder prüfen Sie mit einer anderen Stelle.",
            $"There already is an application with your address to this job, so {ats.Name} did not create a second one. Delete it there, or try with another job."),
        Codes.Accepted => new(
            $"Was {ats.Name} für diese Stelle verlangt, verlangt auch das Formular.",
            $"What {ats.Name} requires for this job, the form requires too."),
        Codes.Questions => new(
            $"{ats.Name} verlangt für diese Stelle Antworten, die das Formular nicht verlangt: {check.Fact}. Nehmen Sie sie unter „Fragen im Formular“ auf, verpflichtend; dann kommen Bewerbungen an.",
            $"{ats.Name} requires answers for this job that the form does not require: {check.Fact}. Add them under “Questions in the form”, as required; then applications arrive."),
        Codes.Elsewhere => new(
            "Nicht angelegt; der Grund steht bei der Angabe darüber.",
            "Not created; the reason stands with the value above."),
        _ => new(
            $"Die Testbewerbung wurde nicht angelegt. {ats.Name} {(Said(check) is { } de ? "sagt: " + de : "nennt keinen Grund.")}",
            $"The test application was not created. {ats.Name} {(Said(check) is { } en ? "says: " + en : "gives no reason.")}"),
    };

    private static string? Said(Check check) => check.Fact ?? (check.Code == "unknown" ? null : check.Code);

    private static Words Arrived => new("Bewiesen durch die angekommene Testbewerbung.", "Proven by the test application that arrived.");

    private static Words Unproven(Check check, ConnectorDescriptor ats) => check.Code switch
    {
        Codes.SecretFirst => new(
            $"Erst prüfbar, wenn dies stimmt: {ats.Access.Name.De}.",
            $"Can be checked once this is right: {ats.Access.Name.En}."),
        _ => new(
            $"{ats.Name} nennt falsche Angaben nicht einzeln; darum lässt sich das ohne Bewerbung nicht beweisen. {TryTest.De}",
            $"{ats.Name} does not name wrong values one by one, so this cannot be proven without an application. {TryTest.En}"),
    };
}
