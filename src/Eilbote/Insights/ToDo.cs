using Eilbote.Deliveries;
using Eilbote.Web;
using static Eilbote.Web.Texts;

namespace Eilbote.Insights;

/// <summary>Something only the employer can do, said once for all applications that wait for it.</summary>
public sealed record ToDo(Tone Tone, string Title, string Text, Button Button)
{
    /// <summary>Most urgent first. A held connection is not among them: the overview's first sentence is about that.</summary>
    public static IEnumerable<ToDo> Of(Standing standing)
    {
        foreach (var group in standing.Waiting.Where(x => x.Need is not (null or Need.Connection))
            .GroupBy(x => (Need: x.Need!.Value, x.Ats)).OrderBy(x => x.Key.Need).ThenBy(x => x.Key.Ats, StringComparer.Ordinal))
            yield return Say(group.Key.Need, group.Sum(x => x.Count), [.. group.Select(x => x.JobTitle).Distinct()], group.Key.Ats,
                group.First().JobAdId);
        if (standing.Flagged is { } flagged)
            yield return new(Tone.Wait, T(
                $"{flagged.Ats.Name} kennt Ihre {flagged.Ats.Channel?.Label.De} nicht.",
                $"{flagged.Ats.Name} does not know your {flagged.Ats.Channel?.Label.En}."),
                T("Bewerbungen kommen trotzdem an, nur ohne die Angabe, woher sie sind. Tragen Sie sie neu ein und verifizieren Sie.",
                    "Applications arrive all the same, only without saying where they come from. Enter it again and verify."),
                new(T("Zur Anbindung", "To the connection"),
                    $"/portal/smart-apply?connection={flagged.ConnectionId}#{flagged.Ats.Channel?.Key}"));
        if (standing.Demanding is { } demanding)
            yield return new(Tone.Bad, T(
                $"{demanding.Ats.Name} verlangt Antworten, die das Formular nicht verlangt.",
                $"{demanding.Ats.Name} requires answers that the form does not."),
                T("Ohne sie kommen Bewerbungen nicht an. Nehmen Sie die Fragen ins Formular auf.",
                    "Without them applications do not arrive. Add the questions to the form."),
                new(T("Zu den Fragen", "To the questions"), $"/portal/questions?connection={demanding.ConnectionId}"));
        if (standing.NoticeMissing)
            yield return new(Tone.Wait, T("Im Profil fehlt der Datenschutz.", "The profile lacks privacy."),
                T("Sagen Sie Bewerber:innen, wer für ihre Daten verantwortlich ist; jedes Formular verweist darauf. Bewerbungen gehen weiter.",
                    "Tell applicants who is responsible for their data; every form refers to it. Applications go on."),
                new(T("Angeben", "Enter it"), "/portal/profile/notice"));
        if (standing.NeedLook > 0)
            yield return new(Tone.Wait,
                Count(standing.NeedLook, T(
                    "1 Bewerbung bitte kurz ansehen.",
                    "Please have a look at 1 application."), T(
                    "{0} Bewerbungen bitte kurz ansehen.",
                    "Please have a look at {0} applications.")),
                T($"Angekommen, aber aus der Antwort von {string.Join(" oder ", standing.AtsNames)} nur erschlossen, nicht mit allen Teilen, inzwischen zurückgezogen, unter einer Adresse, die jemand anderem gehört, oder eine Einwilligung wurde widerrufen. Sehen Sie dort nach und bestätigen Sie es hier.",
                    $"Arrived, but only inferred from the answer of {string.Join(" or ", standing.AtsNames)}, not with all parts, withdrawn meanwhile, under an address that is somebody else's, or a consent was revoked. Look there and confirm it here."),
                new(T("Ansehen", "Look at them"), "/portal/applications?look=true"));
    }

    private static ToDo Say(Need need, int count, IReadOnlyList<string> jobs, string ats, Guid firstAd) => need switch
    {
        Need.JobAd => new(Tone.Bad,
            Waiting(count) + (jobs.Count == 1 ? T($" auf „{jobs[0]}“.", $" for “{jobs[0]}”.") : T(
                $" auf {Number(jobs.Count)} Stellen.",
                $" for {Number(jobs.Count)} jobs.")),
            T($"In {ats} nicht veröffentlicht oder nicht gefunden. Veröffentlichen Sie die Stelle dort. Zeigt Ihre Karriereseite sie wieder, geht alles von selbst hinaus; sonst öffnen Sie das Inserat hier wieder.",
                $"Not published or not found in {ats}. Publish the job there. When your career site shows it again everything goes out by itself; else reopen the job ad here."),
            new(T("Zu den Inseraten", "To the job ads"), "/portal/job-ads")),
        Need.Question => new(Tone.Bad, Waiting(count) + T(" auf eine Antwort.", " for an answer."),
            T($"{ats} verlangt für {Jobs(jobs)} eine Antwort, die hier fehlt. Nehmen Sie die Frage ins Formular auf: dann bitten wir alle, die warten, um die Antwort. Wer sie nicht gibt, bleibt als unvollständig in der Liste.",
                $"{ats} requires an answer for {Jobs(jobs)} that is missing here. Add the question to the form: then we ask everyone who waits for the answer. Who does not give it stays in the list as incomplete."),
            jobs.Count == 1 ? new(T("Zu den Fragen", "To the questions"), $"/portal/questions?ad={firstAd}")
                : new(T("Ansehen", "Look at them"), "/portal/applications?need=Question")),
        Need.Refused => new(Tone.Bad, Count(count,
                T(
                    $"{ats} hat 1 Bewerbung abgelehnt.",
                    $"{ats} refused 1 application."), T($"{ats} hat {{0}} Bewerbungen abgelehnt.", $"{ats} refused {{0}} applications.")),
            T(
                "Den Grund können nur Sie klären; er steht bei der Bewerbung. Danach stellen Sie erneut zu.",
                "Only you can clear up why; the reason stands with the application. Then deliver again."),
            new(T("Ansehen", "Look at them"), "/portal/applications?need=Refused")),
        Need.AlreadyThere => new(Tone.Wait, Count(count,
                T(
                    $"1 Bewerbung ist laut {ats} schon dort.",
                    $"1 application is already there, says {ats}."), T(
                    $"{{0}} Bewerbungen sind laut {ats} schon dort.",
                    $"{{0}} applications are already there, says {ats}.")),
            T(
                "Die Person hat sich auf diese Stelle schon beworben. Sehen Sie dort nach; neue Unterlagen liegen hier.",
                "The person already applied to this job. Please look there; new documents are here."),
            new(T("Ansehen", "Look at them"), "/portal/applications?need=AlreadyThere")),
        Need.Supplement => new(Tone.Wait, Count(count,
                T("1 Bewerbung wurde nachgereicht.", "1 application was handed in later."),
                T("{0} Bewerbungen wurden nachgereicht.", "{0} applications were handed in later.")),
            T(
                $"Die Person hatte sich auf diese Stelle schon beworben, und {ats} nimmt keine zweite an. Sehen Sie, was neu ist, und übernehmen Sie es.",
                $"The person had applied to this job before, and {ats} takes no second one. See what is new, and take it over."),
            new(T("Ansehen", "Look at them"), "/portal/applications?need=Supplement")),
        Need.Release => new(Tone.Wait, Count(count, T("1 Bewerbung ist angehalten.", "1 application is held."), T(
            "{0} Bewerbungen sind angehalten.",
            "{0} applications are held.")),
            T("Sie geht hinaus, sobald Sie sie freigeben.", "It goes out as soon as you release it."),
            new(T("Ansehen", "Look at them"), "/portal/applications?need=Release")),
        Need.Connection or _ => throw new ArgumentOutOfRangeException(nameof(need), "The overview's first sentence is about that."),
    };

    private static string Waiting(int count) =>
        Count(count, T("1 Bewerbung wartet", "1 application waits"), T("{0} Bewerbungen warten", "{0} applications wait"));

    private static string Jobs(IReadOnlyList<string> jobs) => jobs.Count == 1 ? T($"„{jobs[0]}“", $"“{jobs[0]}”")
        : T($"{Number(jobs.Count)} Stellen", $"{Number(jobs.Count)} jobs");
}
