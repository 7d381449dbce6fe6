using Eilbote.Applications;
using Eilbote.Applying;
using Eilbote.Deliveries;
using Eilbote.Employers;
using Eilbote.Mail;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Eilbote.Notices;

/// <summary>To applicants. What they sent does not stand in a mail: the address may be mistyped.</summary>
internal sealed partial class Letters
{
    private Letter? Late(Guid id)
    {
        if (!_cases.TryGetValue(id, out var x)
            || x.State is not (ReceiptState.Received or ReceiptState.NeedsCorrection or ReceiptState.NeedsAnswer))
            return null;
        Language.Speak(x.Application.Language);
        return new(To(x.Application), T(
            $"Ihre Bewerbung bei {x.Employer.Name} ist noch unterwegs",
            $"Your application to {x.Employer.Name} is still on its way"),
        [
            x.Delivery.State == DeliveryState.UnderWayByMail ? T(
                $"Ihre Bewerbung als {x.Title} vom {Texts.Date(x.Application.ReceivedAt)} haben wir per E-Mail an {x.Employer.Name} gesendet; dass sie da ist, hat noch niemand bestätigt. Wenn es eilt, wenden Sie sich bitte direkt an das Unternehmen.",
                $"We sent your application as {x.Title} of {Texts.Date(x.Application.ReceivedAt)} to {x.Employer.Name} by e-mail; nobody has confirmed yet that it is there. If it is urgent please contact the company directly.")
            : T($"Ihre Bewerbung als {x.Title} vom {Texts.Date(x.Application.ReceivedAt)} ist sicher bei uns, aber noch nicht bei {x.Employer.Name} angekommen. ",
                $"Your application as {x.Title} of {Texts.Date(x.Application.ReceivedAt)} is safe with us, but has not arrived at {x.Employer.Name} yet. ") + LateWords(x),
            .. Contact(x.Employer),
        ],
        new(T("Stand ansehen", "See how it stands"), ReceiptOf(x)), Applied)
        { ReplyTo = x.Employer.ContactEmail };
    }

    private async Task<Letter?> EndingAsync(Guid id, CancellationToken ct)
    {
        if (!_cases.TryGetValue(id, out var x) || x.Delivery is not { WithdrawnAt: null, DoubtedAt: null }
            || Ladder.EndsAt(x.Delivery, await ClosedDays.WorkingDaysOfAsync(db, x.Employer.Id, ct)) is not { } endsAt)
            return null;
        Language.Speak(x.Application.Language);
        return new(To(x.Application), T(
            $"Ihre Bewerbung bei {x.Employer.Name}: noch immer nicht bestätigt",
            $"Your application to {x.Employer.Name}: still not confirmed"),
        [
            x.Delivery.State == DeliveryState.UnderWayByMail
                ? T($"Ihre Bewerbung als {x.Title} vom {Texts.Date(x.Application.ReceivedAt)} haben wir per E-Mail gesendet; dass sie da ist, hat bis heute niemand bestätigt. Wir warten noch bis {Texts.Date(endsAt)}; dann geben wir sie Ihnen zurück.",
                    $"We sent your application as {x.Title} of {Texts.Date(x.Application.ReceivedAt)} by e-mail; to this day nobody has confirmed that it is there. We wait until {Texts.Date(endsAt)}; then we return it to you.")
                : T($"Ihre Bewerbung als {x.Title} vom {Texts.Date(x.Application.ReceivedAt)} konnten wir bis heute nicht zustellen. Wir versuchen es noch bis {Texts.Date(endsAt)}; dann geben wir sie Ihnen zurück.",
                    $"To this day we could not deliver your application as {x.Title} of {Texts.Date(x.Application.ReceivedAt)}. We go on trying until {Texts.Date(endsAt)}; then we return it to you."),
            T("Auf der Bestätigung, die Sie nach dem Senden gesehen haben, können Sie alles herunterladen, was Sie gesendet haben.",
                "On the receipt that you saw after sending you can download all that you sent."),
            .. Contact(x.Employer),
        ],
        new(T("Stand ansehen", "See how it stands"), ReceiptOf(x)), Applied)
        { ReplyTo = x.Employer.ContactEmail };
    }

    private async Task<string[]> OutOfTimeAsync(Case x, CancellationToken ct) =>
    [
        T($"Ihre Bewerbung als {x.Title} vom {Texts.Date(x.Application.ReceivedAt)} konnten wir nicht zustellen, und bei {x.Employer.Name} hat sie niemand übernommen. Wir versuchen es nicht mehr.",
            $"We could not deliver your application as {x.Title} of {Texts.Date(x.Application.ReceivedAt)}, and nobody at {x.Employer.Name} took it over. We no longer try."),
        .. await LostAnswers.OfAsync(db, x.Delivery.Id, ct)
            ? new[] { T($"Vielleicht ist sie dennoch angekommen: von einem Versuch wissen wir nicht, was daraus wurde. Fragen Sie im Zweifel {x.Employer.Name}.",
                $"Perhaps it has arrived all the same: of one try we do not know what became of it. If in doubt ask {x.Employer.Name}.") } : [],
        T("Auf der Bestätigung, die Sie nach dem Senden gesehen haben, können Sie alles herunterladen, was Sie gesendet haben.",
            "On the receipt that you saw after sending you can download all that you sent."),
    ];

    private async Task<Letter?> ReturnedAsync(Guid id, CancellationToken ct)
    {
        if (!_cases.TryGetValue(id, out var x) || x.State != ReceiptState.Returned || x.Delivery.DoubtedAt is not null)
            return null;
        Language.Speak(x.Application.Language);
        return new(To(x.Application), T(
            $"Ihre Bewerbung bei {x.Employer.Name} konnte nicht zugestellt werden",
            $"Your application to {x.Employer.Name} could not be delivered"),
        x.Delivery.Reason == Delivery.OnlyFirst ? [OnlyFirst(x), .. Contact(x.Employer)]
            : x.Delivery.Reason == Delivery.OutOfTime ? [.. await OutOfTimeAsync(x, ct), .. Contact(x.Employer)] :
        [
            T(
                $"Ihre Bewerbung als {x.Title} vom {Texts.Date(x.Application.ReceivedAt)} konnten wir nicht zustellen. {x.Employer.Name} schreibt Ihnen dazu:",
                $"We could not deliver your application as {x.Title} of {Texts.Date(x.Application.ReceivedAt)}. {x.Employer.Name} writes to you:"),
            x.Delivery.ReturnWords ?? "",
            .. Contact(x.Employer),
        ],
        new(T("Stand ansehen", "See how it stands"), ReceiptOf(x)), Applied)
        { ReplyTo = x.Employer.ContactEmail };
    }

    /// <summary>Without the question: who reads the mail may be a stranger. A confidential ad is not named.</summary>
    private async Task<Letter?> AnswerMissingAsync(Guid id, CancellationToken ct)
    {
        if (!_cases.TryGetValue(id, out var x) || x is not { State: ReceiptState.NeedsAnswer, Delivery.AnswerAskedAt: { } asked })
            return null;
        Language.Speak(x.Application.Language);
        var secret = await db.ConfidentialAds.AnyAsync(c => c.JobAdId == x.Application.JobAdId, ct);
        var link = Address($"{AnswerPages.Path}{await receipts.AnswerTokenOfAsync(x.Application, asked, ct)}");
        var until = Texts.Date(asked + AnswerSchedule.AskFor);
        return new(To(x.Application), secret
            ? T("Für Ihre Bewerbung fehlt noch eine Antwort", "One answer is still missing for your application")
            : T($"Ihre Bewerbung bei {x.Employer.Name}: eine Antwort fehlt noch", $"Your application to {x.Employer.Name}: one answer is still missing"),
        [
            secret
                ? T($"Für Ihre Bewerbung vom {Texts.Date(x.Application.ReceivedAt)} braucht das Unternehmen noch etwas von Ihnen.",
                    $"For your application of {Texts.Date(x.Application.ReceivedAt)} the company needs something more from you.")
                : T($"Für Ihre Bewerbung als {x.Title} vom {Texts.Date(x.Application.ReceivedAt)} braucht {x.Employer.Name} noch etwas von Ihnen.",
                    $"For your application as {x.Title} of {Texts.Date(x.Application.ReceivedAt)} {x.Employer.Name} needs something more from you."),
            T("Das dauert eine Minute. Alles andere ist sicher gespeichert und geht mit Ihrer Antwort von selbst hinaus.",
                "It takes a minute. Everything else is stored safely and goes out by itself with your answer."),
            T($"Der Link gilt bis {until}. Geben Sie ihn nicht weiter.", $"The link is good until {until}. Do not pass it on."),
            .. secret ? [] : Contact(x.Employer),
        ],
        new(T("Jetzt antworten", "Answer now"), link), Applied)
        { ReplyTo = secret ? "" : x.Employer.ContactEmail };
    }

    /// <summary>
    /// It came in, and its reader is asked for a button. That there was another application is said on no page that a stranger sees, and
    /// not here: the address may be somebody else's.
    /// </summary>
    private async Task<Letter?> AddressProofAsync(Guid id, CancellationToken ct)
    {
        if (!_cases.TryGetValue(id, out var x) || x is not { State: ReceiptState.Received, Delivery.RepeatedSince: { } since }
            || x.Application.AddressProvenAt is not null)
            return null;
        Language.Speak(x.Application.Language);
        var secret = await db.ConfidentialAds.AnyAsync(c => c.JobAdId == x.Application.JobAdId, ct);
        return new(To(x.Application), secret
            ? T("Bitte bestätigen Sie Ihre Bewerbung", "Please confirm your application")
            : T($"Bitte bestätigen Sie Ihre Bewerbung bei {x.Employer.Name}", $"Please confirm your application to {x.Employer.Name}"),
        [
            secret
                ? T($"Eine Bewerbung mit dieser E-Mail-Adresse ist am {Texts.Date(x.Application.ReceivedAt)} bei uns eingegangen und sicher gespeichert.",
                    $"An application with this e-mail address came in on {Texts.Date(x.Application.ReceivedAt)} and is stored safely.")
                : T($"Eine Bewerbung als {x.Title} mit dieser E-Mail-Adresse ist am {Texts.Date(x.Application.ReceivedAt)} bei uns eingegangen und sicher gespeichert.",
                    $"An application as {x.Title} with this e-mail address came in on {Texts.Date(x.Application.ReceivedAt)} and is stored safely."),
            T("Bitte bestätigen Sie auf der Seite hinter dem Link mit einer Schaltfläche, dass sie von Ihnen ist. Vorher zählt sie nicht als Ihre.",
                "Please confirm by a button on the page behind the link that it is yours. Until then it does not count as yours."),
            T($"Der Link gilt bis {Texts.Date(since + Supplements.LinkFor)}. Waren das nicht Sie, sagen Sie es dort auch mit einer Schaltfläche.",
                $"The link is good until {Texts.Date(since + Supplements.LinkFor)}. If this was not you, say so there by a button, too."),
            .. secret ? [] : Contact(x.Employer),
        ],
        new(T("Bewerbung bestätigen", "Confirm the application"), ReceiptOf(x)), Applied)
        { ReplyTo = secret ? "" : x.Employer.ContactEmail };
    }

    private static IEnumerable<string> Contact(Employer employer)
    {
        var contact = string.Join(
            ", ", new[] { employer.ContactName, employer.ContactEmail, employer.ContactPhone }.Where(x => x.Length > 0));
        return contact.Length == 0 ? [] : [T(
            $"Fragen beantwortet {employer.Name}: {contact}",
            $"Questions are answered by {employer.Name}: {contact}")];
    }

    private static string OnlyFirst(Case x) => T(
        $"{x.Employer.Name} hat Ihre frühere Bewerbung auf diese Stelle und berücksichtigt nur die erste. Ihre weitere als {x.Title} vom {Texts.Date(x.Application.ReceivedAt)} geben wir darum nicht weiter.",
        $"{x.Employer.Name} has your earlier application to this job and considers only the first. So we do not pass on your further one as {x.Title} of {Texts.Date(x.Application.ReceivedAt)}.");

    /// <summary>Without the name: the address may be mistyped, and its owner a stranger.</summary>
    private static MailboxAddress To(Application application) => new(null, application.Applicant.Email);

    private string ReceiptOf(Case x) => Address("/receipts/" + x.Token);

    /// <summary>What happens next with it, and whether anybody must do something.</summary>
    private static string LateWords(Case x) => x.State == ReceiptState.NeedsAnswer
        ? T(
            "Dem Unternehmen fehlt noch eine Antwort von Ihnen: auf der Seite hinter dem Link können Sie sie geben.",
            "The company still needs an answer from you: you can give it on the page behind the link.")
        : x.Delivery.State == DeliveryState.NeedsApplicant
        ? T(
            "Das Unternehmen nimmt die E-Mail-Adresse nicht an. Bitte berichtigen Sie sie auf der Bestätigung, die Sie nach dem Senden gesehen haben.",
            "The company does not accept the e-mail address. Please correct it on the receipt that you saw after sending.")
        : x.Delivery is { HeldBy: HeldBy.Scan, Reason: Delivery.FileRefused } ? T(
            "Unser Virenscanner hat eine Datei abgelehnt. Auf der Bestätigung, die Sie nach dem Senden gesehen haben, können Sie eine andere senden; sonst geht die Bewerbung bald ohne diese Datei hinaus.",
            "Our virus scanner refused a file. On the receipt that you saw after sending you can send another; else the application soon goes out without this file.")
        : Needs.Of(x.Delivery.State, x.Delivery.HeldBy, x.Delivery.QuestionMissing) is not null
            ? T(
                $"Es liegt nicht an Ihnen: {x.Employer.Name} muss dafür noch etwas klären und weiß davon. Wenn es eilt, wenden Sie sich bitte direkt an das Unternehmen.",
                $"It is not because of you: {x.Employer.Name} still has to clear something up and knows of it. If it is urgent please contact the company directly.")
            : T(
                "Es liegt nicht an Ihnen, und Sie müssen nichts tun: wir versuchen es weiter.",
                "It is not because of you, and you need not do anything: we keep trying.");

    private string Applied => T(
        $"Sie bekommen diese E-Mail, weil Sie sich über {board.Name} beworben haben.",
        $"You get this mail because you applied through {board.Name}.");
}
