using Eilbote.Connectors;

namespace Eilbote.JobAds;

/// <summary>What is wrong with a feed and who does what about it, in the employer's words.</summary>
internal static class FeedWords
{
    private static readonly Words ByItself = new("Wir versuchen es von selbst wieder; Sie brauchen nichts zu tun.", "We try again by ourselves; you need not do anything.");
    private static readonly Words Personio = new("Bleibt es dabei, melden Sie es bitte Personio.", "If it stays like this, please report it to Personio.");

    /// <param name="where">The line or job at fault; may be empty.</param>
    public static Words Of(FeedFault fault, string where) => fault switch
    {
        FeedFault.Redirects => new(
            "Diese Adresse führt anderswohin: Personio kennt keine Karriereseite dieses Namens, oder ihre Stellenliste ist abgeschaltet. Prüfen Sie den Namen, und in Personio unter Einstellungen › Recruiting › Karriereseite › Aktivierungen den XML-Feed.",
            "This address leads elsewhere: Personio knows no career site of this name, or its list of jobs is switched off. Check the name, and the XML feed in Personio under Settings › Recruiting › Career page › Activations."),
        FeedFault.NotThere => new(
            "Unter dieser Adresse gibt es keine Stellenliste. Schalten Sie sie in Personio ein: Einstellungen › Recruiting › Karriereseite › Aktivierungen › „XML-Feed aktivieren“. Nicht jeder Tarif hat sie; ohne sie legen Sie Inserate hier von Hand an.",
            "There is no list of jobs at this address. Switch it on in Personio: Settings › Recruiting › Career page › Activations › “Enable XML feed”. Not every plan has it; without it you create job ads here by hand."),
        FeedFault.Unavailable => With(new("Personio gibt die Stellenliste gerade nicht heraus.", "Personio does not hand out the list of jobs right now."), ByItself),
        FeedFault.Unreachable => With(new("Die Karriereseite antwortet nicht.", "The career site does not answer."), ByItself),
        FeedFault.WebPage => new(
            "Statt der Stellenliste antwortet eine Webseite. Prüfen Sie den Namen der Karriereseite, und ob in Personio unter Einstellungen › Recruiting › Karriereseite › Aktivierungen der XML-Feed eingeschaltet ist.",
            "A web page answers instead of the list of jobs. Check the name of the career site, and whether the XML feed is switched on in Personio under Settings › Recruiting › Career page › Activations."),
        FeedFault.Unreadable => With(where.Length > 0
            ? new($"Die Stellenliste ist beschädigt oder bricht ab (Zeile {where}).", $"The list of jobs is damaged or breaks off (line {where}).")
            : new("Die Stellenliste ist beschädigt oder falsch kodiert.", "The list of jobs is damaged or wrongly encoded."), Personio),
        FeedFault.Definitions => With(new("Die Stellenliste bringt eigene Definitionen mit (DOCTYPE); solche lesen wir aus Sicherheitsgründen nicht.", "The list of jobs brings definitions of its own (DOCTYPE); for safety we do not read those."), Personio),
        FeedFault.OtherXml => new("Unter dieser Adresse liegt etwas anderes als eine Stellenliste von Personio. Prüfen Sie den Namen der Karriereseite.", "Something other than Personio's list of jobs is at this address. Check the name of the career site."),
        FeedFault.TooDeep => With(new($"Die Stellenliste ist zu tief verschachtelt (Zeile {where}).", $"The list of jobs is nested too deeply (line {where})."), Personio),
        FeedFault.TooLarge => With(new("Die Stellenliste ist größer als 16 MB; so viel lesen wir nicht.", "The list of jobs is larger than 16 MB; we do not read that much."), Personio),
        FeedFault.TooManyJobs => With(new("Die Liste hat mehr als 5.000 Stellen; so viele lesen wir nicht.", "The list has more than 5,000 jobs; we do not read that many."), Personio),
        FeedFault.DuplicateJob => With(new($"Die Stelle {where} steht zweimal in der Liste; welche der beiden gilt, können wir nicht wissen.", $"Job {where} is in the list twice; we cannot know which of the two counts."), Personio),
        FeedFault.UnnumberedJob => With(new($"Eine Stelle der Liste hat keine gültige Nummer (Zeile {where}).", $"A job in the list has no valid number (line {where})."), Personio),
        FeedFault.UntitledJob => new($"Die Stelle {where} hat keinen Titel. Ergänzen Sie ihn in Personio unter Recruiting › Stellen.", $"Job {where} has no title. Add one in Personio under Recruiting › Jobs."),
        FeedFault.TooLong => new(
            $"{(where.Length > 0 ? $"Die Stelle {where}" : "Eine Stelle")} ist zu lang: der Titel darf 300, die Beschreibung 100.000 Zeichen haben. Kürzen Sie sie in Personio unter Recruiting › Stellen.",
            $"{(where.Length > 0 ? $"Job {where}" : "A job")} is too long: the title may have 300, the description 100,000 characters. Shorten it in Personio under Recruiting › Jobs."),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "A fault without words."),
    };

    private static Words With(Words what, Words then) => new($"{what.De} {then.De}", $"{what.En} {then.En}");
}
