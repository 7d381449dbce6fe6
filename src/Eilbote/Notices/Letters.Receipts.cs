using Eilbote.Applying;
using Eilbote.Deliveries;
using Eilbote.Mail;
using Eilbote.Web;

namespace Eilbote.Notices;

/// <summary>The receipt by mail, and many of them as one.</summary>
internal sealed partial class Letters
{
    /// <summary>So many applications stand in one summary; of the others it says how many they are.</summary>
    internal const int SummaryAtMost = 20;

    private Letter? Receipt(Guid id)
    {
        if (!options.SendsReceipts || !_cases.TryGetValue(id, out var x) || x.Delivery.DoubtedAt is not null)
            return null;
        Language.Speak(x.Application.Language);
        var sent = $"{Texts.Date(x.Application.ReceivedAt)}, {Texts.Time(x.Application.ReceivedAt)}";
        var (subject, first, next) = x.State switch
        {
            ReceiptState.Received => (
                T($"Eingegangen: Ihre Bewerbung bei {x.Employer.Name}", $"Received: your application to {x.Employer.Name}"),
                T($"Ihre Bewerbung als {x.Title} ist am {sent} bei uns eingegangen und sicher gespeichert, {Files(x.Files)}.",
                    $"Your application as {x.Title} came in on {sent} and is stored safely, {Files(x.Files)}."),
                x.Delivery is { HeldBy: HeldBy.Scan, Reason: Delivery.FileRefused } ? LateWords(x)
                : T($"Wie es weitergeht: Wir bringen sie zu {x.Employer.Name} und schreiben Ihnen noch einmal, wenn sie dort angekommen ist. Sie müssen nichts tun.",
                    $"What happens next: we bring it to {x.Employer.Name} and write to you once more when it has arrived there. You need not do anything.")),
            ReceiptState.NeedsCorrection or ReceiptState.NeedsAnswer => (
                T($"Ihre Bewerbung bei {x.Employer.Name} braucht Sie", $"Your application to {x.Employer.Name} needs you"),
                T($"Ihre Bewerbung als {x.Title} ist am {sent} bei uns eingegangen und sicher gespeichert, {Files(x.Files)}.",
                    $"Your application as {x.Title} came in on {sent} and is stored safely, {Files(x.Files)}."),
                LateWords(x)),
            ReceiptState.Arrived => (
                T($"Angekommen: Ihre Bewerbung bei {x.Employer.Name}", $"Arrived: your application to {x.Employer.Name}"),
                T($"Ihre Bewerbung als {x.Title} vom {sent} ist bei {x.Employer.Name} angekommen, {Files(x.Files)}.",
                    $"Your application as {x.Title} of {sent} has arrived at {x.Employer.Name}, {Files(x.Files)}."),
                x.Delivery.WithdrawnAt is not null
                    ? T("Sie haben sie zurückgezogen, aber sie war schon unterwegs. Bitte sagen Sie dem Unternehmen, dass Sie sie zurückziehen.",
                        "You withdrew it, but it was already on its way. Please tell the company that you withdraw it.")
                    : T($"Wie es weitergeht: {x.Employer.Name} sieht sie sich an und meldet sich bei Ihnen. Sie müssen nichts tun.",
                        $"What happens next: {x.Employer.Name} looks at it and gets in touch with you. You need not do anything.")),
            ReceiptState.HandedByMail => (
                T($"Per E-Mail übergeben: Ihre Bewerbung bei {x.Employer.Name}", $"Handed over by e-mail: your application to {x.Employer.Name}"),
                T($"Ihre Bewerbung als {x.Title} vom {sent} haben wir per E-Mail an {x.Employer.Name} gesendet, {Files(x.Files)}.",
                    $"We sent your application as {x.Title} of {sent} to {x.Employer.Name} by e-mail, {Files(x.Files)}."),
                T($"Wie es weitergeht: {x.Employer.Name} sieht sie sich an und meldet sich bei Ihnen. Sie müssen nichts tun.",
                    $"What happens next: {x.Employer.Name} looks at it and gets in touch with you. You need not do anything.")),
            // Whoever withdrew saw it, and what was given back has a mail of its own.
            ReceiptState.Doubted or ReceiptState.Withdrawing or ReceiptState.Withdrawn or ReceiptState.Returned => ("", "", ""),
        };
        return subject.Length == 0 ? null : new(To(x.Application), subject,
        [
            first, next,
            T($"Auch das System, mit dem {x.Employer.Name} arbeitet, schreibt Ihnen vielleicht.",
                $"The system that {x.Employer.Name} works with may write to you, too."),
            .. Contact(x.Employer), NotMe,
        ],
        new(T("Stand ansehen", "See how it stands"), ReceiptOf(x)), Applied)
        { ReplyTo = x.Employer.ContactEmail };
    }

    /// <summary>What would have been said one by one; each line leads to its own receipt. Only what is of this address still.</summary>
    private Letter? Summary(OutgoingMail mail)
    {
        var ids = _summarised[mail.Id].Distinct().ToList();
        var all = ids.Where(_cases.ContainsKey).Select(x => _cases[x])
            .Where(x => limit.HashOf(x.Application.EmailNormalized) == mail.AddressHash && x.Delivery.DoubtedAt is null
                && x.State is not (ReceiptState.Withdrawing or ReceiptState.Withdrawn)).Take(SummaryAtMost).ToList();
        if (all.Count == 0)
            return null;
        Language.Speak(all[^1].Application.Language);
        var more = Math.Max(0, ids.Count - SummaryAtMost);
        return new(To(all[^1].Application), T("Wie es um Ihre weiteren Bewerbungen steht", "How your other applications stand"),
        [
            T($"An diese Adresse gingen an einem Tag schon {AddressLimit.PerDay} E-Mails zu Bewerbungen; hier steht, was seither geschah.",
                $"This address already got {AddressLimit.PerDay} mails about applications within a day; here is what has happened since."),
            .. all.Select(x => $"{T($"„{x.Title}“ bei {x.Employer.Name}", $"“{x.Title}” at {x.Employer.Name}")}: {StateWords(x)}\n{ReceiptOf(x)}"),
            .. more == 0 ? Array.Empty<string>() : [T($"Und {Texts.Number(more)} weitere.", $"And {Texts.Number(more)} more.")],
            NotMe,
        ],
        null, Applied);
    }

    private static string StateWords(Case x) => x.State switch
    {
        ReceiptState.Arrived => T("angekommen.", "arrived."),
        ReceiptState.HandedByMail => T("per E-Mail übergeben.", "handed over by e-mail."),
        ReceiptState.Returned => T("konnte nicht zugestellt werden.", "could not be delivered.")
            + (x.Delivery.ReturnWords is { Length: > 0 } words ? $" {x.Employer.Name}: {words}" : ""),
        ReceiptState.NeedsCorrection or ReceiptState.NeedsAnswer => LateWords(x),
        ReceiptState.Received or ReceiptState.Doubted or ReceiptState.Withdrawing or ReceiptState.Withdrawn =>
            T("eingegangen und sicher gespeichert.", "received and stored safely."),
    };

    private static string Files(int count) => count switch
    {
        0 => T("ohne Dateien", "without files"),
        1 => T("mit 1 Datei", "with 1 file"),
        _ => T($"mit {count} Dateien", $"with {count} files"),
    };

    private static string NotMe => T(
        "Sie haben sich nicht beworben? Dann ist die Adresse wohl vertippt: auf der Seite hinter dem Link sagen Sie es mit einer Schaltfläche.",
        "You did not apply? Then the address is probably mistyped: say so by a button on the page behind the link.");
}
