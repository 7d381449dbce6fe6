using Eilbote.Connections;
using Eilbote.Connectors;

namespace Eilbote.Deliveries;

/// <summary>What happens next with a delivery, and who does it.</summary>
/// <param name="Title">The state in one or two words.</param>
/// <param name="At">When it happens by itself, if the time is known.</param>
/// <param name="Link">Where the employer does it, if it is the employer's turn elsewhere.</param>
/// <param name="Retry">Whether "try again" helps once something was mended.</param>
public sealed record NextStep(Tone Tone, Words Title, Words Text, DateTimeOffset? At = null, string? Link = null, bool Retry = false)
{
    public static NextStep Of(Delivery delivery, Account account, DateTimeOffset now) => delivery.State switch
    {
        DeliveryState.Delivered when delivery.Proof == Deliveries.Proof.Inferred => new(Tone.Good, Label(delivery.State), new(
            "Aus Personios Antwort erschlossen: bitte dort kurz nachsehen, ob die Bewerbung da ist.",
            "Inferred from Personio's answer: please have a quick look there whether the application is in.")),
        DeliveryState.Delivered when delivery.Without.Count > 0 => new(Tone.Good, Label(delivery.State), new(
            $"Angekommen, aber ohne: {Parts(delivery, german: true)}. Nicht übernommene Dokumente können Sie hier herunterladen.",
            $"Arrived, but without: {Parts(delivery, german: false)}. Documents that were not taken can be downloaded here.")),
        DeliveryState.Delivered => new(Tone.Good, Label(delivery.State), new("Nichts zu tun.", "Nothing to do.")),
        DeliveryState.Delivering => new(Tone.Wait, Label(delivery.State), new("Die Antwort von Personio steht noch aus. Nichts zu tun.", "Personio's answer is still to come. Nothing to do.")),
        DeliveryState.Queued when delivery.AlreadyThereAt is not null => new(Tone.Wait, Label(delivery.State), new(
            "Personio meldet „schon vorhanden“. Das kann ein Irrtum sein; wir fragen noch einmal nach.", "Personio says “already there”. That may be a mistake; we ask once more."), delivery.DueAt),
        DeliveryState.Queued => new(Tone.Wait, Label(delivery.State), new("Wir versuchen es von selbst. Nichts zu tun, nichts ist verloren.", "We try by ourselves. Nothing to do, nothing is lost."), Later(delivery.DueAt, account.PausedUntil, now)),
        DeliveryState.Held when delivery.HeldBy == HeldBy.Connection => new(Tone.Bad, Label(delivery.State), new(
            "Die Anbindung steht still. Bringen Sie sie unter „smart bewerben“ in Ordnung; danach geht alles von selbst hinaus.",
            "The connection is on hold. Mend it under “smart bewerben”; then everything goes out by itself."), Link: "/portal/smart-apply"),
        DeliveryState.Held => new(Tone.Bad, Label(delivery.State), new(
            "Veröffentlichen Sie die Stelle in Personio oder berichtigen Sie ihre ATS Job ID, dann öffnen Sie das Inserat wieder.",
            "Publish the job in Personio or correct its ATS job ID, then reopen the job ad."), Link: "/portal/job-ads"),
        DeliveryState.AlreadyThere => new(Tone.Wait, Label(delivery.State), new(
            "Personio hat zweimal gemeldet, dass sich diese Person auf diese Stelle schon beworben hat. Bitte sehen Sie dort nach; neue Unterlagen können Sie hier herunterladen.",
            "Personio said twice that this person already applied to this job. Please look there; new documents can be downloaded here."), Retry: true),
        DeliveryState.NeedsApplicant => new(Tone.Wait, Label(delivery.State), new(
            "Die Person muss ihre E-Mail-Adresse auf der Bestätigung berichtigen. Danach geht die Bewerbung von selbst hinaus.",
            "The person must correct the e-mail address on the receipt. Then the application goes out by itself.")),
        _ => new(Tone.Bad, Label(delivery.State), delivery.Reason == "errors.attribute-validation.required-attribute"
            ? new("Machen Sie die Zusatzfrage in Personio freiwillig (Recruiting › Stelle › Bewerbungsformular) und versuchen Sie es dann erneut.", "Make the additional question optional in Personio (Recruiting › job › application form), then try again.")
            : new("Sehen Sie unter Technisches nach, was Personio antwortet, ändern Sie es dort und versuchen Sie es dann erneut.", "See under Technical what Personio answers, change it there, then try again."), Retry: true),
    };

    /// <summary>The state in one or two words, the same on every screen.</summary>
    public static Words Label(DeliveryState state) => state switch
    {
        DeliveryState.Queued => new("Wartet", "Waiting"),
        DeliveryState.Delivering => new("Unterwegs", "On its way"),
        DeliveryState.Held => new("Angehalten", "Held"),
        DeliveryState.AlreadyThere => new("Schon vorhanden", "Already there"),
        DeliveryState.NeedsEmployer => new("Braucht Sie", "Needs you"),
        DeliveryState.NeedsApplicant => new("Wartet auf Bewerber:in", "Waits for the applicant"),
        DeliveryState.Delivered => new("Angekommen", "Arrived"),
        DeliveryState.HandedOver => new("Übergeben", "Handed over"),
        DeliveryState.Withdrawn => new("Zurückgezogen", "Withdrawn"),
        _ => new("Zurückgegeben", "Returned"),
    };

    public static Tone ToneOf(DeliveryState state) => state switch
    {
        DeliveryState.Delivered or DeliveryState.HandedOver => Tone.Good,
        DeliveryState.Withdrawn or DeliveryState.Returned => Tone.Idle,
        DeliveryState.Held or DeliveryState.NeedsEmployer => Tone.Bad,
        _ => Tone.Wait,
    };

    private static string Parts(Delivery delivery, bool german) => string.Join(", ", delivery.Without.Select(part => part.Split(':')[0] switch
    {
        "channel" => german ? "Kanal" : "channel",
        "date" => german ? "Datum" : "date",
        "phone" => german ? "Telefon" : "phone",
        _ => german ? "ein Dokument" : "one document",
    }));

    private static DateTimeOffset? Later(DateTimeOffset? dueAt, DateTimeOffset? pausedUntil, DateTimeOffset now)
    {
        var at = pausedUntil > dueAt ? pausedUntil : dueAt;
        return at > now ? at : null;
    }
}
