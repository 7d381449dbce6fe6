using Eilbote.Connectors;
using Eilbote.Web;
using static Eilbote.Web.Texts;

namespace Eilbote.Deliveries;

/// <summary>What people read before, while and after they do something by hand.</summary>
internal static class DeedWords
{
    /// <summary>The deed's name on buttons.</summary>
    public static Words Name(Deed deed) => deed switch
    {
        Deed.Retry => new("Erneut zustellen", "Deliver again"),
        Deed.Hold => new("Anhalten", "Hold"),
        Deed.Release => new("Freigeben", "Release"),
        Deed.Return => new("Zurückgeben", "Return"),
        Deed.HandOver => new("Übernehmen", "Take over"),
        Deed.Confirm => new("Als angesehen bestätigen", "Confirm as looked at"),
        Deed.Withdraw => new("Zurückziehen", "Withdraw"),
        Deed.RevokeConsent => new("Einwilligung widerrufen", "Revoke a consent"),
        Deed.Doubt => new("Das war ich nicht", "This was not me"),
        Deed.EndDoubt => new("Doch, das war ich", "It was me after all"),
        Deed.Answer => new("Antwort ergänzen", "Add an answer"),
    };

    /// <summary>What would happen, in one sentence.</summary>
    /// <param name="member">Whether it is said to a member, who is the one that is needed.</param>
    public static string Headline(Deed deed, Preview x, bool member)
    {
        var needs = x.Connection + x.JobAd;
        return deed switch
        {
            Deed.Retry when needs == 0 =>
                Count(x.Count, T("1 Bewerbung geht hinaus.", "1 application will go out."), T("{0} gehen hinaus.", "{0} will go out.")),
            Deed.Retry => Count(x.Count, T("1 geht hinaus, ", "1 will go out, "), T("{0} gehen hinaus, ", "{0} will go out, "))
                + (member ? Count(needs, T("1 braucht Sie.", "1 needs you."), T("{0} brauchen Sie.", "{0} need you."))
                    : Count(needs, T("1 braucht das Unternehmen.", "1 needs the employer."),
                        T("{0} brauchen das Unternehmen.", "{0} need the employer."))),
            Deed.Hold => Count(x.Count, T("1 Bewerbung wird angehalten.", "1 application will be held."), T(
                "{0} Bewerbungen werden angehalten.",
                "{0} applications will be held.")),
            Deed.Release => Count(x.Count, T(
                "1 Bewerbung wird freigegeben.",
                "1 application will be released."), T("{0} Bewerbungen werden freigegeben.", "{0} applications will be released.")),
            Deed.Return => T("Diese Bewerbung wird zurückgegeben.", "This application will be returned."),
            Deed.HandOver => T("Herunterladen und selbst übernehmen", "Download and take over"),
            _ => T("Haben Sie nachgesehen?", "Have you looked?"),
        };
    }

    public static string Explanation(Deed deed) => deed switch
    {
        Deed.Retry => T("Die älteste zuerst, so schnell das ATS es zulässt.", "The oldest first, as fast as the ATS allows."),
        Deed.Hold => T(
            "Nichts geht hinaus, bis jemand sie freigibt. Was gerade unterwegs ist, kommt noch an.",
            "Nothing goes out until somebody releases it. What is on its way right now still arrives."),
        Deed.Release => T("Sie gehen hinaus, die älteste zuerst.", "They go out, the oldest first."),
        Deed.Return => T("Wir senden sie nicht mehr. Die Person liest Ihre Worte auf ihrer Bestätigung, mit Ihrem Kontakt. Das lässt sich nicht rückgängig machen.",
            "We will not send it any more. The person reads your words on the receipt, with your contact. This cannot be undone."),
        Deed.HandOver => T("Laden Sie die Bewerbung mit allen Dokumenten herunter und legen Sie sie selbst im ATS ab. Bestätigen Sie erst danach: dann ist sie für uns erledigt.",
            "Download the application with all documents and put it into the ATS yourself. Confirm only afterwards: then it is done for us."),
        _ => T("Sehen Sie im ATS nach, ob die Bewerbung vollständig da ist. Fehlt etwas, laden Sie es hier herunter. Nach der Bestätigung löschen wir die Dokumente wie üblich.",
            "Look in the ATS whether the application is there completely. If something is missing, download it here. After the confirmation we delete the documents as usual."),
    };

    /// <summary>Of the others: how many wait for what, and where that is mended.</summary>
    public static IEnumerable<(string Text, string? Link)> Others(Preview x)
    {
        if (x.Connection > 0)
            yield return (Count(x.Connection, T(
                "1 wartet, bis die Anbindung in Ordnung ist.",
                "1 waits until the connection is mended."), T(
                "{0} warten, bis die Anbindung in Ordnung ist.",
                "{0} wait until the connection is mended.")), "/portal/smart-apply");
        if (x.JobAd > 0)
            yield return (Count(x.JobAd, T(
                "1 wartet, bis ihre Stelle wieder offen ist.",
                "1 waits until its job is open again."), T(
                "{0} warten, bis ihre Stelle wieder offen ist.",
                "{0} wait until their job is open again.")), "/portal/job-ads");
        if (x.Scan > 0)
            yield return (Count(x.Scan, T(
                "1 wartet auf die Virenprüfung oder eine andere Datei.",
                "1 waits for the virus scan or another file."), T(
                "{0} warten auf die Virenprüfung oder eine andere Datei.",
                "{0} wait for the virus scan or another file.")), null);
        if (x.Applicant > 0)
            yield return (Count(x.Applicant, T(
                "1 wartet auf die Person, die sich beworben hat.",
                "1 waits for the person who applied."), T(
                "{0} warten auf die Personen, die sich beworben haben.",
                "{0} wait for the people who applied.")), null);
    }

    /// <summary>The line in the timeline.</summary>
    public static TimelineEvent Event(Intervention x)
    {
        var (de, en) = x.Actor switch
        {
            Actor.Recipient when x.Deed == Deed.Doubt => (
                "Wer unsere E-Mail an die angegebene Adresse bekam, sagt, diese Bewerbung nicht gesendet zu haben. Vermutlich ist die Adresse vertippt.",
                "Whoever got our mail at the address that was given says not to have sent this application. The address is probably mistyped."),
            Actor.Recipient when x.Deed == Deed.Withdraw => (
                $"{Delivery.DoubtFor.Days} Tage lang hat niemand die E-Mail-Adresse berichtigt.",
                $"For {Delivery.DoubtFor.Days} days nobody corrected the e-mail address."),
            Actor.Recipient => ("Von derselben E-Mail-Adresse.", "By the same e-mail address."),
            Actor.Applicant when x.Deed == Deed.EndDoubt => (
                "Die Person hat ihre E-Mail-Adresse berichtigt.",
                "The person corrected the e-mail address."),
            Actor.Applicant => ("Von der Person, die sich beworben hat.", "By the person who applied."),
            Actor.Mailbox => (
                "Auf der Seite, zu der die Mail mit der Bewerbung führt.",
                "On the page to which the mail with the application leads."),
            Actor.Operator => ("Vom Betreiber.", "By the operator."),
            _ => ($"Von {x.By}.", $"By {x.By}."),
        };
        var why = x.Why is { } words ? " " + words : "";
        return new(x.At, x.Deed is Deed.HandOver or Deed.Confirm ? Tone.Good : Tone.Idle, Past(x.Deed), new(de + why, en + why), null);
    }

    private static Words Past(Deed deed) => deed switch
    {
        Deed.Retry => new("Von Hand erneut zugestellt", "Delivered again by hand"),
        Deed.Hold => new("Von Hand angehalten", "Held by hand"),
        Deed.Release => new("Freigegeben", "Released"),
        Deed.Return => new("Zurückgegeben", "Returned"),
        Deed.HandOver => new("Übernommen", "Taken over"),
        Deed.Confirm => new("Angesehen", "Looked at"),
        Deed.Withdraw => new("Zurückgezogen", "Withdrawn"),
        Deed.RevokeConsent => new("Einwilligung widerrufen", "Consent revoked"),
        Deed.Doubt => new("„Das war ich nicht“", "“This was not me”"),
        Deed.EndDoubt => new("Zweifel ausgeräumt", "Doubt cleared up"),
        Deed.Answer => new("Antwort ergänzt", "Answer added"),
    };
}
