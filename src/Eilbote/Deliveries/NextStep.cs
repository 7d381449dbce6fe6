using Eilbote.Ats;
using Eilbote.Connectors;
using Eilbote.Web;

namespace Eilbote.Deliveries;

/// <summary>What happens next with a delivery, and who does it.</summary>
/// <param name="Title">The state in one or two words.</param>
/// <param name="At">When it happens by itself, if the time is known.</param>
/// <param name="Link">Where the employer does it, if it is the employer's turn elsewhere.</param>
/// <param name="Deed">The one deed that helps, if it is the employer's turn here.</param>
public sealed record NextStep(Tone Tone, Words Title, Words Text, DateTimeOffset? At = null, string? Link = null, Deed? Deed = null)
{
    /// <param name="outage">Whether the ATS itself is out, for several employers.</param>
    /// <param name="sent">What the application has, to name what was left out.</param>
    /// <param name="named">The fields that the ATS named when it refused, as it spells them.</param>
    public static NextStep Of(
        Delivery delivery, Account account, ConnectorDescriptor ats, bool outage, DateTimeOffset now,
        SentParts? sent = null, string? named = null) =>
        delivery.NeedsLook && delivery.Ended && sent?.Answers.FirstOrDefault(x => x.RevokedAt is not null)?.Question.Label is { } consent
        ? new(Tone.Wait, Label(delivery.State), new(
            $"Die Person hat ihre Einwilligung „{consent.De}“ widerrufen. Bitte richten Sie sich auch in {ats.Name} danach, sehen Sie nach, ob die Bewerbung sonst vollständig ist, und bestätigen Sie es hier.",
            $"The person revoked the consent “{consent.En}”. Please act on it in {ats.Name} too, look whether the application is complete otherwise, and confirm it here."),
            Deed: Deliveries.Deed.Confirm)
        : delivery is { NeedsLook: true, DoubtedAt: not null, WithdrawnAt: null }
            && (delivery.Ended || delivery.State == DeliveryState.UnderWayByMail)
        ? new(Tone.Wait, Label(delivery.State), delivery.State == DeliveryState.HandedOver ? new(
            "Sie haben die Bewerbung übernommen; danach sagte, wer unsere E-Mail an die angegebene Adresse bekam: das war ich nicht. Bitte nehmen Sie heraus, was Sie daraus übertragen haben, schreiben Sie nicht dorthin, und bestätigen Sie es hier.",
            "You took the application over; later whoever got our mail at the address that was given said: this was not me. Please take out what you transferred from it, do not write there, and confirm it here.")
            : new(
            $"Wer unsere E-Mail an die angegebene Adresse bekam, sagt: das war ich nicht. Vermutlich ist sie vertippt. Bitte sehen Sie in {ats.Name} nach, schreiben Sie nicht dorthin, und bestätigen Sie es hier.",
            $"Whoever got our mail at the address that was given says: this was not me. It is probably mistyped. Please look in {ats.Name}, do not write there, and confirm it here."),
            Deed: Deliveries.Deed.Confirm)
        : delivery is { NeedsLook: true, WithdrawnAt: null } && sent?.Documents.FirstOrDefault(x => Finds.IsInAts(x, delivery)) is { } bad
        ? new(Tone.Bad, Label(delivery.State), new(
            $"Erst nach der Zustellung hat unser Virenscanner „{bad.FileName}“ beanstandet. Bitte öffnen Sie die Datei in {ats.Name} nicht, löschen Sie sie dort, und bestätigen Sie es hier.",
            $"Only after the delivery our virus scanner objected to “{bad.FileName}”. Please do not open the file in {ats.Name}, delete it there, and confirm it here."),
            Deed: Deliveries.Deed.Confirm)
        : delivery is { NeedsLook: true, State: DeliveryState.Delivered, WithdrawnAt: null }
            && PartWords.AreWithheld(delivery.Without, sent ?? SentParts.None)
        ? new(Tone.Good, Label(delivery.State), Withheld(PartWords.All(delivery.Without.Where(Policy.NeedsLook), sent!), ats),
            Deed: Deliveries.Deed.Confirm)
        : Of(delivery, account, ats, outage, now, PartWords.All(delivery.Without, sent ?? SentParts.None),
            string.IsNullOrEmpty(named) ? "" : $" ({named})");

    private static Words Withheld(Words parts, ConnectorDescriptor ats) => new(
        $"Angekommen, eine Datei zurückgehalten: {parts.De}. Die Person hat keine andere gesendet; wenn Sie die Datei brauchen, bitten Sie sie darum. Bitte bestätigen Sie, dass Sie es gesehen haben. Alles andere ist in {ats.Name}.",
        $"Arrived, one file withheld: {parts.En}. The person sent no other; if you need the file, ask for it. Please confirm that you have seen this. Everything else is in {ats.Name}.");

    private static NextStep Of(
        Delivery delivery, Account account, ConnectorDescriptor ats, bool outage, DateTimeOffset now, Words parts, string named) =>
        delivery.State switch
        {
            DeliveryState.Delivered when delivery is { NeedsLook: true, WithdrawnAt: not null } =>
            new(Tone.Wait, Label(delivery.State), new(
                $"Zurückgezogen, als die Anfrage schon unterwegs war: die Bewerbung liegt in {ats.Name}. Bitte löschen Sie sie dort und bestätigen Sie es hier.",
                $"Withdrawn when the request was already on its way: the application is in {ats.Name}. Please delete it there, and confirm it here."), Deed: Deliveries.Deed.Confirm),
            DeliveryState.Delivered when delivery is { NeedsLook: true, Proof: Deliveries.Proof.Inferred } =>
                new(Tone.Good, Label(delivery.State), new(
                $"Aus der Antwort von {ats.Name} erschlossen: bitte dort kurz nachsehen, ob die Bewerbung da ist, und es hier bestätigen.",
                $"Inferred from {ats.Name}'s answer: please have a quick look there whether the application is in, and confirm it here."),
                    Deed: Deliveries.Deed.Confirm),
            DeliveryState.Delivered when delivery.NeedsLook
                && delivery.Without.Where(Policy.NeedsLook).All(x => x is Part.Answer or Part.OptionalAnswers) =>
                new(Tone.Good, Label(delivery.State), new(
                $"Angekommen, aber {ats.Name} nahm nicht jede Antwort in ihr Feld: {parts.De}. Meist stimmt der Name des Feldes nicht; berichtigen Sie ihn bei der Frage, und bestätigen Sie es hier.",
                $"Arrived, but {ats.Name} did not take every answer into its field: {parts.En}. Mostly the name of the field is wrong; correct it at the question, and confirm it here."),
                    Link: "/portal/questions?ad=" + delivery.JobAdId, Deed: Deliveries.Deed.Confirm),
            DeliveryState.Delivered when delivery.NeedsLook => new(Tone.Good, Label(delivery.State), new(
                $"Angekommen, aber ohne: {parts.De}. Bitte laden Sie herunter, was fehlt, und bestätigen Sie es.",
                $"Arrived, but without: {parts.En}. Please download what is missing, and confirm it."), Deed: Deliveries.Deed.HandOver),
            DeliveryState.Delivered when delivery.Without.Contains(new Part.Channel()) => new(Tone.Good, Label(delivery.State), new(
                $"Angekommen, aber ohne: {parts.De}. {ats.Name} kennt die {ats.Channel?.Label.De} nicht; bitte berichtigen Sie sie unter „smart bewerben“.",
                $"Arrived, but without: {parts.En}. {ats.Name} does not know the {ats.Channel?.Label.En}; please correct it under “smart bewerben”."), Link: "/portal/smart-apply"),
            DeliveryState.Delivered when delivery.Without.Count > 0 => new(Tone.Good, Label(delivery.State), new(
                $"Angekommen, aber ohne: {parts.De}. Nichts zu tun.", $"Arrived, but without: {parts.En}. Nothing to do.")),
            DeliveryState.Delivered when delivery.ToldAt is not null => new(Tone.Good, Label(delivery.State), new(
                "Inzwischen angekommen. Nichts zu tun.", "Arrived in the meantime. Nothing to do.")),
            DeliveryState.Delivered => new(Tone.Good, Label(delivery.State), new("Nichts zu tun.", "Nothing to do.")),
            DeliveryState.Delivering => new(Tone.Wait, Label(delivery.State), new(
                $"Die Antwort von {ats.Name} steht noch aus. Nichts zu tun.",
                $"{ats.Name}'s answer is still to come. Nothing to do.")),
            DeliveryState.UnderWayByMail => new(Tone.Wait, Label(delivery.State), new(
                "Die Mail mit der Bewerbung ist hinaus; ob sie da ist, wissen nur Sie. Bestätigen Sie es mit dem Link in der Mail oder hier.",
                "The mail with the application has left; whether it is there only you know. Confirm it by the link in the mail, or here."),
                Deed: Deliveries.Deed.HandOver),
            DeliveryState.Queued when delivery.AlreadyThereAt is not null => new(Tone.Wait, Label(delivery.State), new(
                $"{ats.Name} meldet „schon vorhanden“. Das kann ein Irrtum sein; wir fragen noch einmal nach.",
                $"{ats.Name} says “already there”. That may be a mistake; we ask once more."),
                    Later(delivery.DueAt, account.PausedUntil, now)),
            DeliveryState.Queued when outage => new(Tone.Wait, Label(delivery.State), new(
                $"{ats.Name} hat gerade eine Störung, bei mehreren Unternehmen. Nichts zu tun, nichts ist verloren: sobald {ats.Name} wieder antwortet, geht alles von selbst hinaus.",
                $"{ats.Name} has a fault right now, for several companies. Nothing to do, nothing is lost: as soon as {ats.Name} answers again everything goes out by itself.")),
            DeliveryState.Queued => new(Tone.Wait, Label(delivery.State), new(
                "Wir versuchen es von selbst. Nichts zu tun, nichts ist verloren.",
                "We try by ourselves. Nothing to do, nothing is lost."), Later(delivery.DueAt, account.PausedUntil, now)),
            DeliveryState.Held when delivery.HeldBy == HeldBy.Connection => new(Tone.Bad, Label(delivery.State), new(
                "Die Anbindung steht still. Bringen Sie sie unter „smart bewerben“ in Ordnung; danach geht alles von selbst hinaus.",
                "The connection is on hold. Mend it under “smart bewerben”; then everything goes out by itself."),
                    Link: "/portal/smart-apply"),
            DeliveryState.Held when delivery.HeldBy == HeldBy.Person => new(Tone.Wait, Label(delivery.State), new(
                "Von Hand angehalten. Sie geht hinaus, sobald jemand sie freigibt.",
                "Held by hand. It goes out as soon as somebody releases it."), Deed: Deliveries.Deed.Release),
            DeliveryState.Held when delivery is { HeldBy: HeldBy.Doubt, DoubtedAt: { } doubted } =>
                new(Tone.Wait, Label(delivery.State), new(
                $"Wer unsere E-Mail an die angegebene Adresse bekam, sagt: das war ich nicht. Bis {Texts.Date(doubted + Delivery.DoubtFor)} kann die Person ihre Adresse auf der Bestätigung berichtigen; sonst gilt die Bewerbung dann als zurückgezogen. Nichts zu tun.",
                $"Whoever got our mail at the address that was given says: this was not me. Until {Texts.Date(doubted + Delivery.DoubtFor)} the person can correct the address on the receipt; else the application then counts as withdrawn. Nothing to do.")),
            DeliveryState.Held when delivery is { HeldBy: HeldBy.Proof, RepeatedSince: { } since } => new(
                ToneOf(delivery.State, delivery.HeldBy), Label(delivery.State, delivery.HeldBy), new(
                $"Die Person hat sich auf diese Stelle schon beworben; {ats.Name} nimmt keine zweite Bewerbung an. Wir haben sie gebeten, ihre E-Mail-Adresse zu bestätigen; dann sehen Sie, was neu ist, oder die Person erfährt, dass bei Ihnen nur die erste zählt. Bestätigt sie nicht, kommt die Bewerbung am {Texts.Date(since + Supplements.ProofFor)} zu Ihnen. Nichts zu tun.",
                $"The person already applied to this job; {ats.Name} takes no second application. We asked for the e-mail address to be confirmed; then you see what is new, or the person is told that with you only the first counts. Without that the application comes to you on {Texts.Date(since + Supplements.ProofFor)}. Nothing to do.")),
            DeliveryState.Held when delivery is { HeldBy: HeldBy.Scan, Reason: Delivery.FileRefused } => new(
                ToneOf(delivery.State, delivery.HeldBy), Label(delivery.State, delivery.HeldBy), new(
                $"Unser Virenscanner hat eine Datei abgelehnt. Die Person sieht das auf ihrer Bestätigung und kann {ScanHolds.ReplaceWithin.TotalDays:0} Tage lang eine andere senden; danach geht die Bewerbung ohne diese Datei hinaus. Nichts zu tun.",
                $"Our virus scanner refused a file. The person sees that on the receipt and can send another for {ScanHolds.ReplaceWithin.TotalDays:0} days; then the application goes out without this file. Nothing to do.")),
            DeliveryState.Held when delivery.HeldBy == HeldBy.Scan => new(
                ToneOf(delivery.State, delivery.HeldBy), Label(delivery.State, delivery.HeldBy), new(
                "Die Dokumente sind noch nicht auf Viren geprüft. Das ist Sache des Betreibers: sobald der Virenscanner antwortet, geht alles von selbst hinaus. Nichts zu tun, nichts ist verloren.",
                "The documents have not been scanned for viruses yet. That is the operator's matter: as soon as the virus scanner answers everything goes out by itself. Nothing to do, nothing is lost.")),
            DeliveryState.Held => new(Tone.Bad, Label(delivery.State), new(
                $"{ats.Remedies.PublishJob.De} Oder berichtigen Sie im Inserat „{ats.Job.Label.De}“. Dann öffnen Sie das Inserat wieder.",
                $"{ats.Remedies.PublishJob.En} Or correct “{ats.Job.Label.En}” in the job ad. Then reopen the job ad."),
                    Link: "/portal/job-ads"),
            DeliveryState.WaitsForFirst when delivery.SupplementOf is not null => new(Tone.Wait, Label(delivery.State), new(
                $"Dieselbe Person hat sich auf diese Stelle schon beworben, und {ats.Name} nimmt keine zweite Bewerbung an. Sobald die erste angekommen ist, sehen Sie hier, was neu ist; kommt sie nicht an, geht diese hinaus. Nichts zu tun.",
                $"The same person already applied to this job, and {ats.Name} takes no second application. Once the first has arrived you see here what is new; if it does not arrive this one goes out. Nothing to do.")),
            DeliveryState.WaitsForFirst => new(Tone.Wait, Label(delivery.State), new(
                "Dieselbe Person hat dasselbe kurz davor schon gesendet. Diese Bewerbung geht nicht noch einmal hinaus und endet, wie die erste endet. Nichts zu tun.",
                "The same person had sent the same shortly before. This application does not go out again and ends as the first one ends. Nothing to do.")),
            DeliveryState.Supplement when delivery.SentFrom is not null => new(Tone.Wait, Label(delivery.State), new(
                $"Die Person hat zu ihrer Bewerbung etwas nachgereicht. Hier steht, was neu ist: laden Sie es herunter, legen Sie es in {ats.Name} zur Bewerbung, und übernehmen Sie es hier.{Told(delivery, false)}",
                $"The person handed something in for the application. Here is what is new: download it, add it to the application in {ats.Name}, and take it over here.{Told(delivery, true)}"),
                    Deed: Deliveries.Deed.HandOver),
            DeliveryState.Supplement => new(Tone.Wait, Label(delivery.State), new(
                $"Die Person hatte sich auf diese Stelle schon beworben, und {ats.Name} nimmt keine zweite Bewerbung an. Hier steht, was neu ist: laden Sie es herunter, legen Sie es in {ats.Name} zur ersten, und übernehmen Sie es hier.{Told(delivery, false)}",
                $"The person had already applied to this job, and {ats.Name} takes no second application. Here is what is new: download it, add it to the first in {ats.Name}, and take it over here.{Told(delivery, true)}"),
                    Deed: Deliveries.Deed.HandOver),
            DeliveryState.AlreadyThere => new(Tone.Wait, Label(delivery.State), new(
                $"{ats.Name} hat zweimal gemeldet, dass sich diese Person auf diese Stelle schon beworben hat. Bitte sehen Sie dort nach, und laden Sie die neuen Unterlagen hier herunter.",
                $"{ats.Name} said twice that this person already applied to this job. Please look there, and download the new documents here."),
                    Deed: Deliveries.Deed.HandOver),
            DeliveryState.NeedsApplicant when delivery is { NeedsAnswer: true, AnswerAskedAt: { } asked } =>
                new(Tone.Wait, Label(delivery.State), new(
                $"Die Person wurde am {Texts.Date(asked)} um die Antwort gebeten, die {ats.Name} verlangt{named}, und wird zweimal erinnert. Mit der Antwort geht die Bewerbung von selbst hinaus. Kommt bis {Texts.Date(asked + AnswerSchedule.AskFor)} keine, braucht sie wieder Sie.",
                $"On {Texts.Date(asked)} the person was asked for the answer that {ats.Name} requires{named}, and is reminded twice. With the answer the application goes out by itself. If none comes until {Texts.Date(asked + AnswerSchedule.AskFor)} it needs you again."),
                    Link: "/portal/questions?ad=" + delivery.JobAdId),
            DeliveryState.NeedsApplicant => new(Tone.Wait, Label(delivery.State), new(
                "Die Person muss ihre E-Mail-Adresse auf der Bestätigung berichtigen. Danach geht die Bewerbung von selbst hinaus.",
                "The person must correct the e-mail address on the receipt. Then the application goes out by itself.")),
            DeliveryState.HandedOver when delivery.HandedOverByMail => new(Tone.Good, Label(delivery.State), new(
                "Per E-Mail übergeben. Nichts zu tun.",
                "Handed over by e-mail. Nothing to do.")),
            DeliveryState.HandedOver => new(Tone.Good, Label(delivery.State), new(
                "Sie haben die Bewerbung heruntergeladen und übernommen. Nichts zu tun.",
                "You downloaded the application and took it over. Nothing to do.")),
            DeliveryState.Withdrawn when delivery.NeedsLook => new(Tone.Wait, Label(delivery.State), new(
                "Zurückgezogen, als die Mail schon hinaus war. Hier ist alles gelöscht; bitte löschen Sie auch die Mail und bestätigen Sie es hier.",
                "Withdrawn when the mail had already left. Everything is deleted here; please delete the mail, too, and confirm it here."),
                Deed: Deliveries.Deed.Confirm),
            DeliveryState.Withdrawn when delivery.EndedByDoubt => new(Tone.Idle, Label(delivery.State), new(
                "Wer unsere E-Mail bekam, sagte: das war ich nicht, und niemand hat die Adresse berichtigt. Angaben und Dokumente sind gelöscht.",
                "Whoever got our mail said: this was not me, and nobody corrected the address. Entries and documents are deleted.")),
            DeliveryState.Withdrawn => new(Tone.Idle, Label(delivery.State), new(
                "Die Person hat ihre Bewerbung zurückgezogen; Angaben und Dokumente sind gelöscht.",
                "The person withdrew the application; entries and documents are deleted.")),
            DeliveryState.Returned when delivery.Reason == Delivery.OnlyFirst => new(Tone.Idle, Label(delivery.State), new(
                "Bei Ihnen zählt nur die erste Bewerbung. Der Person haben wir geschrieben, dass die frühere Ihnen vorliegt. Nichts zu tun.",
                "With you only the first application counts. We wrote to the person that you have the earlier one. Nothing to do.")),
            DeliveryState.Returned when delivery.Reason == Delivery.OutOfTime => new(Tone.Idle, Label(delivery.State), new(
                $"Nicht angekommen, und niemand hat sie übernommen. Am {Texts.Date(delivery.SettledAt!.Value)} haben wir sie der Person zurückgegeben.",
                $"It did not arrive, and nobody took it over. On {Texts.Date(delivery.SettledAt!.Value)} we returned it to the person.")),
            DeliveryState.Returned => new(Tone.Idle, Label(delivery.State), new(
                "Zurückgegeben. Die Person liest Ihre Worte auf ihrer Bestätigung.",
                "Returned. The person reads your words on the receipt.")),
            _ when delivery.Reason == Delivery.InDoubt => new(Tone.Bad, Label(delivery.State), new(
                $"Ob die Bewerbung in {ats.Name} angekommen ist, weiß niemand, und noch einmal gesendet wäre sie dort vielleicht zweimal. Bitte sehen Sie dort nach: fehlt sie, versuchen Sie es erneut; ist sie da, übernehmen Sie sie.",
                $"Nobody knows whether the application arrived in {ats.Name}, and sent again it may be there twice. Please look there: if it is missing, try again; if it is there, take it over."), Deed: Deliveries.Deed.Retry),
            _ when delivery.Reason == Delivery.Bounced => new(Tone.Bad, Label(delivery.State), new(
                "Die Mail kam als unzustellbar zurück; warum, steht unter Technisches. Prüfen Sie die Adresse unter „smart bewerben“ und versuchen Sie es erneut, oder laden Sie die Bewerbung herunter und übernehmen Sie sie.",
                "The mail came back as undeliverable; why stands under Technical. Check the address under “smart bewerben” and try again, or download the application and take it over."),
                Link: "/portal/smart-apply", Deed: Deliveries.Deed.Retry),
            _ when delivery.Reason == Delivery.Incomplete => new(Tone.Bad, new("Unvollständig", "Incomplete"), new(
                $"Die Person hat {AnswerSchedule.AskFor.TotalDays:0} Tage lang nicht geantwortet und wird nicht mehr gefragt; ohne die Antwort nimmt {ats.Name} die Bewerbung nicht an{named}. Laden Sie sie herunter und übernehmen Sie sie unvollständig, oder machen Sie die Frage in {ats.Name} kurz freiwillig ({ats.Remedies.Questions?.De}) und versuchen Sie es erneut.",
                $"The person has not answered for {AnswerSchedule.AskFor.TotalDays:0} days and is asked no more; without the answer {ats.Name} does not accept the application{named}. Download it and take it over incomplete, or make the question optional in {ats.Name} for a moment ({ats.Remedies.Questions?.En}) and try again."),
                Deed: Deliveries.Deed.HandOver),
            _ => new(Tone.Bad, Label(delivery.State), delivery.QuestionMissing
                ? new($"{ats.Name} verlangt eine Antwort, die hier fehlt{named}. Nehmen Sie die Frage ins Formular auf: dann bitten wir die Person um die Antwort, und die Bewerbung geht damit von selbst hinaus. Oder machen Sie die Frage in {ats.Name} kurz freiwillig ({ats.Remedies.Questions?.De}) und versuchen Sie es erneut.",
                    $"{ats.Name} requires an answer that is missing here{named}. Add the question to the form: then we ask the person for the answer, and with it the application goes out by itself. Or make the question optional in {ats.Name} for a moment ({ats.Remedies.Questions?.En}) and try again.")
                : new(
                    $"Sehen Sie unter Technisches nach, was {ats.Name} antwortet, ändern Sie es dort und versuchen Sie es dann erneut.",
                    $"See under Technical what {ats.Name} answers, change it there, then try again."),
                Link: delivery.QuestionMissing ? "/portal/questions?ad=" + delivery.JobAdId : null, Deed: Deliveries.Deed.Retry),
        };

    private static string Told(Delivery delivery, bool english) => delivery.ToldAt is not { } at ? ""
        : english ? $" Your mailbox of the second path was told on {Texts.Date(at)}." : $" Ihr Postfach des zweiten Wegs weiß seit {Texts.Date(at)} davon.";

    /// <summary>As the other; what the virus scanner holds needs nobody here.</summary>
    public static Words Label(DeliveryState state, HeldBy? heldBy) =>
        heldBy switch
        {
            HeldBy.Scan => new("Virenprüfung", "Virus scan"),
            _ => Label(Shown(state, heldBy)),
        };

    /// <summary>Under which state it is listed and counted: what waits for the proof of an address waits for the applicant.</summary>
    public static DeliveryState Shown(DeliveryState state, HeldBy? heldBy) =>
        heldBy == HeldBy.Proof ? DeliveryState.NeedsApplicant : state;

    /// <summary>The state in one or two words, the same on every screen.</summary>
    public static Words Label(DeliveryState state) => state switch
    {
        DeliveryState.Queued => new("Wartet", "Waiting"),
        DeliveryState.Delivering => new("Unterwegs", "On its way"),
        DeliveryState.UnderWayByMail => new("Unterwegs per Mail", "On its way by mail"),
        DeliveryState.Held => new("Angehalten", "Held"),
        DeliveryState.WaitsForFirst => new("Wartet auf die erste", "Waits for the first"),
        DeliveryState.AlreadyThere => new("Schon vorhanden", "Already there"),
        DeliveryState.Supplement => new("Nachreichung", "Supplement"),
        DeliveryState.NeedsEmployer => new("Braucht Sie", "Needs you"),
        DeliveryState.NeedsApplicant => new("Wartet auf Bewerber:in", "Waits for the applicant"),
        DeliveryState.Delivered => new("Angekommen", "Arrived"),
        DeliveryState.HandedOver => new("Übergeben", "Handed over"),
        DeliveryState.Withdrawn => new("Zurückgezogen", "Withdrawn"),
        DeliveryState.Returned => new("Zurückgegeben", "Returned"),
    };

    public static Tone ToneOf(DeliveryState state, HeldBy? heldBy) => state switch
    {
        DeliveryState.Held when heldBy is HeldBy.Doubt or HeldBy.Scan or HeldBy.Proof => Tone.Wait,
        DeliveryState.Delivered or DeliveryState.HandedOver => Tone.Good,
        DeliveryState.Withdrawn or DeliveryState.Returned => Tone.Idle,
        DeliveryState.Held or DeliveryState.NeedsEmployer => Tone.Bad,
        DeliveryState.Queued or DeliveryState.Delivering or DeliveryState.UnderWayByMail or DeliveryState.WaitsForFirst
            or DeliveryState.AlreadyThere or DeliveryState.Supplement or DeliveryState.NeedsApplicant => Tone.Wait,
    };

    private static DateTimeOffset? Later(DateTimeOffset? dueAt, DateTimeOffset? pausedUntil, DateTimeOffset now)
    {
        var at = pausedUntil > dueAt ? pausedUntil : dueAt;
        return at > now ? at : null;
    }
}
