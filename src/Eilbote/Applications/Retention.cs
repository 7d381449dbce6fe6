using Eilbote.Connectors;
using Eilbote.Employers;

namespace Eilbote.Applications;

/// <summary>
/// How long what is kept. Housekeeping keeps to it, and every page that names a time takes it from here. Bound from
/// <c>Eilbote:Retention</c>.
/// </summary>
public sealed class Retention
{
    /// <summary>Files of a form that was not sent: as long as the form may stand open.</summary>
    public static readonly TimeSpan Drafts = TimeSpan.FromHours(24);

    /// <summary>Documents of an inferred arrival, or one without a part, while nobody has looked.</summary>
    public static readonly TimeSpan DocumentsToLookAt = TimeSpan.FromDays(90);

    /// <summary>What was typed, after its application arrived in the ATS or was returned.</summary>
    public static readonly TimeSpan Details = TimeSpan.FromDays(90);

    /// <summary>What a mail was about, without its words and its address.</summary>
    public static readonly TimeSpan Mails = TimeSpan.FromDays(120);

    /// <summary>Before a version erases what none before it has erased, so that operators can see how much that will be.</summary>
    public static readonly TimeSpan AfterUpgrade = TimeSpan.FromDays(14);

    /// <summary>So many months an employer may choose for what it took over itself.</summary>
    public const int FewestMonths = 1, MostMonths = 12;

    /// <summary>Days for which an application's documents are kept after its end, from 1 to 90.</summary>
    public int DocumentDays { get; set; } = 30;

    public TimeSpan Documents => TimeSpan.FromDays(DocumentDays);

    /// <summary>The shortest time after its end for which anything of an application is kept.</summary>
    public TimeSpan Shortest => Documents < TimeSpan.FromDays(28) ? Documents : TimeSpan.FromDays(28);

    /// <summary>Errors: <see cref="CannotStartException"/> in words for the operator.</summary>
    public Retention Check() => DocumentDays is >= 1 and <= 90 ? this
        : throw new CannotStartException($"Eilbote:Retention:DocumentDays is {DocumentDays}; it is from 1 to 90.");

    /// <summary>
    /// Months for which an application is kept that its employer took over itself: in which a rejected applicant may claim, and one more.
    /// Sources: AT: Gleichbehandlungsgesetz § 29 (6 months); DE: AGG § 15 (4) with ArbGG § 61b (2 and 3 months); CH: as DE.
    /// </summary>
    public static int MonthsIn(Country country) => country switch
    {
        Country.AT => 7,
        Country.DE or Country.CH => 6,
    };

    /// <summary>
    /// The same as a table in words: what, for how long, and who can change that.
    /// </summary>
    /// <param name="months">Those of one employer; null where all are meant.</param>
    /// <param name="remembered">So long a person's application is known to be in the ATS (<c>Eilbote:Repeats</c>).</param>
    public IReadOnlyList<RetentionRow> Table(int? months, TimeSpan remembered) =>
    [
        new(new("Dateien aus einem Formular, das nicht gesendet wurde", "Files from a form that was not sent"),
            Hours(Drafts), new("", "")),
        new(new("Zurückgezogene Bewerbungen: Angaben und Dokumente", "Withdrawn applications: details and documents"),
            new("sofort gelöscht", "deleted at once"), new("", "")),
        new(new("Was wartet", "What waits"),
            new("bis es ankommt, übernommen, zurückgezogen oder zurückgegeben wird", "until it arrives, is taken over, withdrawn or returned"),
            new("", "")),
        new(new("Dokumente von Bewerbungen, die im ATS angekommen sind oder zurückgegeben wurden",
                "Documents of applications that arrived in the ATS or were returned"),
            Days(Documents), new("der Betreiber, 1 bis 90 Tage", "the operator, 1 to 90 days")),
        new(new("Dieselben, solange noch jemand nachsehen soll", "The same while somebody still should look"), Days(DocumentsToLookAt),
            new("", "")),
        new(new("Angaben dieser Bewerbungen: Name, Adresse, Telefon, Nachricht, Antworten, und was ATS und Mitglieder dazu schrieben",
                "Details of these applications: name, address, phone, message, answers, and what ATS and members wrote about them"),
            Days(Details), new("", "")),
        new(new("Was das Unternehmen selbst übernommen hat (heruntergeladen oder per E-Mail): Angaben und Dokumente",
                "What the company took over itself (downloaded or by e-mail): details and documents"),
            months is { } own ? new($"{own} Monate danach", $"{own} months after that")
                : new($"{MonthsIn(Country.AT)} Monate danach (AT), {MonthsIn(Country.DE)} (DE, CH)",
                    $"{MonthsIn(Country.AT)} months after that (AT), {MonthsIn(Country.DE)} (DE, CH)"),
            new($"das Unternehmen, {FewestMonths} bis {MostMonths} Monate", $"the company, {FewestMonths} to {MostMonths} months")),
        new(new("Ein mit einem Schlüssel gebildeter Fingerabdruck der E-Mail-Adresse, damit eine zweite Bewerbung erkannt wird",
                "A keyed fingerprint of the e-mail address, so that a second application is known"),
            new($"{remembered.TotalDays:0} Tage nach dem Eingang", $"{remembered.TotalDays:0} days after it came in"),
            new("der Betreiber", "the operator")),
        new(new("Welche E-Mails gesendet wurden, ohne Text und Adresse", "Which mails were sent, without text and address"), Days(Mails),
            new("", "")),
        new(new("Für welche Stelle eine Bewerbung kam, wann, und wie und wann sie endete",
                "For which job an application came, when, and how and when it ended"),
            new("auf Dauer, ohne Namen", "for good, without a name"), new("", "")),
    ];

    private static Words Days(TimeSpan time) => new($"{time.TotalDays:0} Tage danach", $"{time.TotalDays:0} days after that");

    private static Words Hours(TimeSpan time) => new($"{time.TotalHours:0} Stunden", $"{time.TotalHours:0} hours");
}

/// <param name="ChangedBy">Empty when nobody can.</param>
public sealed record RetentionRow(Words What, Words Kept, Words ChangedBy);
