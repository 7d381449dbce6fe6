using Eilbote.Connectors;

namespace Eilbote.JobAds;

/// <summary>What is wrong with a feed and who does what about it, in the employer's words.</summary>
internal static class FeedWords
{
    private static readonly Words ByItself = new(
        "Wir versuchen es von selbst wieder; Sie brauchen nichts zu tun.",
        "We try again by ourselves; you need not do anything.");

    /// <param name="where">The line or job at fault; may be empty.</param>
    /// <param name="ats">Whose feed it is.</param>
    public static Words Of(FeedFault fault, string where, ConnectorDescriptor ats) => fault switch
    {
        FeedFault.Redirects => new(
            $"Diese Adresse führt anderswohin: {ats.Name} kennt keine Karriereseite dieses Namens, oder ihre Stellenliste ist abgeschaltet. Prüfen Sie den Namen, und ob die Liste in {ats.Name} eingeschaltet ist: {ats.Remedies.Feed?.De}.",
            $"This address leads elsewhere: {ats.Name} knows no career site of this name, or its list of jobs is switched off. Check the name, and whether the list is switched on in {ats.Name}: {ats.Remedies.Feed?.En}."),
        FeedFault.NotThere => new(
            $"Unter dieser Adresse gibt es keine Stellenliste. Schalten Sie sie in {ats.Name} ein: {ats.Remedies.Feed?.De}. Nicht jeder Tarif hat sie; ohne sie legen Sie Inserate hier von Hand an.",
            $"There is no list of jobs at this address. Switch it on in {ats.Name}: {ats.Remedies.Feed?.En}. Not every plan has it; without it you create job ads here by hand."),
        FeedFault.Unavailable => With(new(
            $"{ats.Name} gibt die Stellenliste gerade nicht heraus.",
            $"{ats.Name} does not hand out the list of jobs right now."), ByItself),
        FeedFault.Unreachable => With(new("Die Karriereseite antwortet nicht.", "The career site does not answer."), ByItself),
        FeedFault.WebPage => new(
            $"Statt der Stellenliste antwortet eine Webseite. Prüfen Sie den Namen der Karriereseite, und ob die Stellenliste in {ats.Name} eingeschaltet ist: {ats.Remedies.Feed?.De}.",
            $"A web page answers instead of the list of jobs. Check the name of the career site, and whether the list of jobs is switched on in {ats.Name}: {ats.Remedies.Feed?.En}."),
        FeedFault.Unreadable => With(where.Length > 0
            ? new(
                $"Die Stellenliste ist beschädigt oder bricht ab (Zeile {where}).",
                $"The list of jobs is damaged or breaks off (line {where}).")
            : new("Die Stellenliste ist beschädigt oder falsch kodiert.", "The list of jobs is damaged or wrongly encoded."), Report(ats)),
        FeedFault.Definitions => With(new(
            "Die Stellenliste bringt eigene Definitionen mit (DOCTYPE); solche lesen wir aus Sicherheitsgründen nicht.",
            "The list of jobs brings definitions of its own (DOCTYPE); for safety we do not read those."), Report(ats)),
        FeedFault.OtherXml => new(
            $"Unter dieser Adresse liegt etwas anderes als eine Stellenliste von {ats.Name}. Prüfen Sie den Namen der Karriereseite.",
            $"Something other than a list of jobs of {ats.Name} is at this address. Check the name of the career site."),
        FeedFault.TooDeep => With(new(
            $"Die Stellenliste ist zu tief verschachtelt (Zeile {where}).",
            $"The list of jobs is nested too deeply (line {where})."), Report(ats)),
        FeedFault.TooLarge => With(new(
            "Die Stellenliste ist größer als 16 MB; so viel lesen wir nicht.",
            "The list of jobs is larger than 16 MB; we do not read that much."), Report(ats)),
        FeedFault.TooManyJobs => With(new(
            "Die Liste hat mehr als 5.000 Stellen; so viele lesen wir nicht.",
            "The list has more than 5,000 jobs; we do not read that many."), Report(ats)),
        FeedFault.DuplicateJob => With(new(
            $"Die Stelle {where} steht zweimal in der Liste; es gilt die erste.",
            $"Job {where} is in the list twice; the first one counts."), Report(ats)),
        FeedFault.UnnumberedJob => With(new(
            $"Eine Stelle der Liste hat keine gültige Nummer (Zeile {where}).",
            $"A job in the list has no valid number (line {where})."), Report(ats)),
        FeedFault.UntitledJob => new(
            $"Die Stelle {where} hat keinen Titel. Ergänzen Sie ihn in {ats.Name}.",
            $"Job {where} has no title. Add one in {ats.Name}."),
        FeedFault.TooLong => new(
            $"{(where.Length > 0 ? $"Die Stelle {where}" : "Eine Stelle")} ist zu lang: der Titel darf 300, die Beschreibung 100.000 Zeichen haben. Kürzen Sie sie in {ats.Name}.",
            $"{(where.Length > 0 ? $"Job {where}" : "A job")} is too long: the title may have 300, the description 100,000 characters. Shorten it in {ats.Name}."),
        FeedFault.NoJobs => new(
            $"Unter diesem Namen ist keine einzige Stelle veröffentlicht. Ist die Stellenliste in {ats.Name} abgeschaltet ({ats.Remedies.Feed?.De}), oder ist der Name anders geschrieben?",
            $"Not one job is published under this name. Is the list of jobs switched off in {ats.Name} ({ats.Remedies.Feed?.En}), or is the name spelled differently?"),
    };

    private static Words Report(ConnectorDescriptor ats) => new(
        $"Bleibt es dabei, melden Sie es bitte {ats.Name}.",
        $"If it stays like this, please report it to {ats.Name}.");

    private static Words With(Words what, Words then) => new($"{what.De} {then.De}", $"{what.En} {then.En}");
}
