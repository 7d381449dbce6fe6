using Eilbote.Connections;
using Eilbote.Web;
using static Eilbote.Web.Texts;

namespace Eilbote.Insights;

/// <summary>Whether everything arrives, in one sentence, with what the employer does about it. Pure.</summary>
/// <param name="Pill">The connection's state in a few words.</param>
/// <param name="Button">What helps now; null when nothing is to do or <see cref="ToDo"/> says it.</param>
public sealed record Answer(Tone Tone, string Pill, string Headline, string Text, Button? Button)
{
    private const string SmartApply = "/portal/smart-apply";

    public static Answer Of(Standing x) => x.Status.Condition switch
    {
        ConnectionCondition.Missing => Say(x, T($"Ein Schritt fehlt: verbinden Sie {Ats(x)}.", $"One step is missing: connect {Ats(x)}."),
            T($"Fügen Sie {ValuesToPaste.Of(x.Status.Ats)} aus {Ats(x)} ein. Danach landet jede Bewerbung von selbst dort, Sekunden nachdem sie gesendet wurde.",
                $"Paste {ValuesToPaste.Of(x.Status.Ats)} from {Ats(x)}. Then every application gets there by itself, seconds after it was sent."),
            new(T($"{Ats(x)} verbinden", $"Connect {Ats(x)}"), SmartApply)),
        ConnectionCondition.Draft when x.Status.Ats.ProvenByCode => Say(x,
            T("Fast fertig: die Adresse ist noch nicht bestätigt.", "Almost done: the address is not confirmed yet."),
            T("Verifizieren Sie, und geben Sie den Code aus der Mail ein; dann kann die erste Bewerbung kommen.",
                "Verify, and enter the code from the mail; then the first application can come."),
            new(T("Weiter verbinden", "Go on connecting"), SmartApply)),
        ConnectionCondition.Draft => Say(x, T(
            $"Fast fertig: {Ats(x)} hat noch nicht zugestimmt.",
            $"Almost done: {Ats(x)} has not agreed yet."),
            T("Ihre Angaben sind gespeichert. Sehen Sie nach, was noch fehlt, und verifizieren Sie; dann kann die erste Bewerbung kommen.",
                "Your values are stored. See what is missing and verify; then the first application can come."),
            new(T("Weiter verbinden", "Go on connecting"), SmartApply)),
        ConnectionCondition.Off => Say(x, T("Die Anbindung ist abgeschaltet.", "The connection is switched off."),
            T("Ihre Inserate nehmen derzeit keine Bewerbungen an.", "Your job ads take no applications right now.")
                + (x.Total > 0 ? " " + Count(x.Total, T("1 Bewerbung wartet sicher.", "1 application waits safely."), T(
                    "{0} Bewerbungen warten sicher.",
                    "{0} applications wait safely.")) : ""),
            new(T("Wieder einschalten", "Switch on again"), Mend(x))),
        ConnectionCondition.Held =>
            Say(x, Held(x), x.Status.Explanation(x.Now), new(T("Anbindung in Ordnung bringen", "Mend the connection"), Mend(x))),
        ConnectionCondition.Failing => Say(x, Arrived(x), x.Status.Explanation(x.Now) + Needs(x), null),
        ConnectionCondition.Working => Say(x, Arrived(x), Explain(x), Next(x)),
    };

    private static Answer Say(Standing x, string headline, string text, Button? button) =>
        new(x.Status.Tone switch { "good" => Tone.Good, "bad" => Tone.Bad, "idle" => Tone.Idle, _ => Tone.Wait }, x.Status.Pill, headline,
            text, button);

    private static string Ats(Standing x) => x.Status.Ats.Name;

    private static string Mend(Standing x) => SmartApply + (x.Status.ConnectionId is { } id ? "?connection=" + id : "");

    private static string Held(Standing x) => x.NeedEmployer == 0
        ? T("Die Anbindung steht still.", "The connection stands still.")
        : Count(x.NeedEmployer, T("1 Bewerbung wartet auf Sie.", "1 application waits for you."), T(
            "{0} Bewerbungen warten auf Sie.",
            "{0} applications wait for you."));

    private static string Arrived(Standing x) => (x.ReceivedThisWeek, x.ArrivedThisWeek) switch
    {
        (0, _) when x.Total > 0 => Count(x.Total, T(
            "1 Bewerbung ist noch nicht angekommen.",
            "1 application has not arrived yet."), T(
            "{0} Bewerbungen sind noch nicht angekommen.",
            "{0} applications have not arrived yet.")),
        (0, _) when x.LastReceivedAt is null => T("Alles bereit für die erste Bewerbung.", "All is ready for the first application."),
        (0, _) => T("In den letzten 7 Tagen kam keine Bewerbung.", "No application came in the last 7 days."),
        (1, 1) => T("Die eine Bewerbung ist angekommen.", "The one application has arrived."),
        (1, 0) when x.HandedOverThisWeek == 1 => T("Die eine Bewerbung ist übergeben.", "The one application is handed over."),
        (1, 0) when x.Total > 0 => T("1 Bewerbung ist noch nicht angekommen.", "1 application has not arrived yet."),
        var (received, arrived) when received == arrived => T(
            $"Alle {Number(received)} sind angekommen.",
            $"All {Number(received)} have arrived."),
        var (received, _) when received == x.HandedOverThisWeek => T(
            $"Alle {Number(received)} sind übergeben.",
            $"All {Number(received)} are handed over."),
        var (received, arrived) when x.HandedOverThisWeek > 0 => T(
            $"{Number(arrived)} von {Number(received)} sind angekommen, {Number(x.HandedOverThisWeek)} übergeben.",
            $"{Number(arrived)} of {Number(received)} have arrived, {Number(x.HandedOverThisWeek)} were handed over."),
        var (received, arrived) => T(
            $"{Number(arrived)} von {Number(received)} sind angekommen.",
            $"{Number(arrived)} of {Number(received)} have arrived."),
    };

    private static string Explain(Standing x)
    {
        if (x.LastReceivedAt is not { } last)
            return x.HasOpenAd
                ? T("Sobald sich jemand bewirbt, sehen Sie es hier, und Sekunden später in " + Ats(x) + ".",
                    "As soon as somebody applies you see it here, and seconds later in " + Ats(x) + ".")
                : T("Es fehlt nur noch ein Inserat, auf das man sich bewerben kann.", "Only a job ad is missing that people can apply to.");
        if (x.ReceivedThisWeek == 0 && x.Total == 0 && x.NeedLook == 0)
            return T($"Die letzte kam am {Date(last)}.", $"The last one came on {Date(last)}.") + Nothing(x);
        return T("In den letzten 7 Tagen.", "In the last 7 days.") + Needs(x)
            + (x.UnderWay > 0 ? " "
                + Count(x.UnderWay, T("1 ist unterwegs.", "1 is on its way."), T("{0} sind unterwegs.", "{0} are on their way.")) : "")
            + (x.BeingScanned > 0 ? " " + Count(x.BeingScanned,
                T("1 wartet auf die Virenprüfung oder eine andere Datei.", "1 waits for the virus scan or another file."),
                T("{0} warten auf die Virenprüfung oder eine andere Datei.", "{0} wait for the virus scan or another file.")) : "")
            + (x.NeedApplicant > 0 ? " " + Count(x.NeedApplicant,
                T("1 wartet auf die Person, die sich beworben hat.", "1 waits for the person who applied."),
                T("{0} warten auf die Personen, die sich beworben haben.", "{0} wait for the people who applied.")) : "")
            + (x.ByMail > 0 ? " " + Count(x.ByMail,
                T("1 ist per Mail unterwegs: bitte bestätigen Sie, ob sie da ist.", "1 is on its way by mail: please confirm whether it is there."),
                T("{0} sind per Mail unterwegs: bitte bestätigen Sie, welche da sind.",
                    "{0} are on their way by mail: please confirm which are there.")) : "")
            + (x.OtherwiseThisWeek > 0 ? " "
                + Count(x.OtherwiseThisWeek, T("1 hat sich anders erledigt.", "1 was settled in another way."), T(
                "{0} haben sich anders erledigt.",
                "{0} were settled in another way.")) : "")
            + (x.NeedLook > 0 ? " "
                + Count(x.NeedLook, T("1 bitte kurz ansehen.", "Please have a look at 1."),
                T("{0} bitte kurz ansehen.", "Please have a look at {0}.")) : "")
            + Nothing(x);
    }

    private static string Nothing(Standing x) =>
        x.NeedEmployer + x.NeedLook + x.ByMail == 0 && !x.HasMore ? T(" Nichts zu tun.", " Nothing to do.") : "";

    private static string Needs(Standing x) => x.NeedEmployer == 0 ? ""
        : " " + Count(x.NeedEmployer, T(
            "1 braucht Sie, keine ist verloren.",
            "1 needs you, none is lost."), T("{0} brauchen Sie, keine ist verloren.", "{0} need you, none is lost."));

    private static Button? Next(Standing x) => x.LastReceivedAt is not null || x.HasOpenAd ? null
        : new(T("Zu den Inseraten", "To the job ads"), "/portal/job-ads");
}

public sealed record Button(string Label, string Link);
