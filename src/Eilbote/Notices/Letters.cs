using Eilbote.Applications;
using Eilbote.Applying;
using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connections;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Employers;
using Eilbote.Mail;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Eilbote.Notices;

/// <summary>What each mail says, from the rows as they are when it leaves; null when it is no longer true.</summary>
internal sealed class Letters(
    AppDb db, BoardOptions board, Receipts receipts, Invitations invitations, ConnectorRegistry connectors, TimeProvider clock) : ILetters
{
    public Task<int> QueueDueAsync(AppDb db, DateTimeOffset now, CancellationToken ct) => DueNotices.QueueAsync(db, now, ct);

    public async Task<Letter?> WriteAsync(OutgoingMail mail, CancellationToken ct)
    {
        var user = mail.UserId is null ? null : await db.Users.AsNoTracking().SingleOrDefaultAsync(x => x.Id == mail.UserId, ct);
        if (mail.UserId is not null && user is null)
            return null;
        Language.Speak(user?.Language);
        return mail.Kind switch
        {
            MailKind.ConnectionBroken => await BrokenAsync(mail.SubjectId, user!, ct),
            MailKind.Invitation => await InvitationAsync(mail.SubjectId, ct),
            MailKind.ApplicationLate => await LateAsync(mail.SubjectId, ct),
            MailKind.ApplicationReturned => await ReturnedAsync(mail.SubjectId, ct),
            MailKind.ProbingStopped => await ProbingStoppedAsync(mail.SubjectId, user!, ct),
            MailKind.OutageBegan => await OutageAsync(mail.SubjectId, user!, ct),
            MailKind.AccountFailing => await AccountFailingAsync(mail.SubjectId, user!, ct),
            MailKind.JobNotPublished => await JobNotPublishedAsync(mail.SubjectId, user!, ct),
            MailKind.Digest => await DigestAsync(mail.SubjectId, user!, ct),
            _ => throw new InvalidOperationException($"Nobody writes mails of the kind {mail.Kind}."),
        };
    }

    private async Task<Letter?> BrokenAsync(Guid id, User owner, CancellationToken ct)
    {
        var connection = await db.Connections.AsNoTracking().SingleAsync(x => x.Id == id, ct);
        if (connection is not { State: ConnectionState.Held, HeldSince: { } since })
            return null;
        var ats = connectors.Of(connection).Descriptor;
        var waiting = await db.Deliveries.CountAsync(
            x => x.ConnectionId == id && x.State == DeliveryState.Held && x.HeldBy == HeldBy.Connection, ct);
        var refused = connection.HeldReason is null or Codes.Refused;
        return new(To(owner), refused
            ? T(
                $"Bewerbungen warten: {ats.Name} nimmt Ihren Zugang nicht mehr an",
                $"Applications wait: {ats.Name} no longer accepts your access")
            : T(
                $"Bewerbungen warten: die Anbindung „{ats.Name}“ ist angehalten",
                $"Applications wait: the connection “{ats.Name}” is held"),
        [
            refused
                ? T(
                    $"Seit {Texts.Date(since)}, {Texts.Time(since)} lehnt {ats.Name} den Zugang ab, mit dem wir Bewerbungen zustellen.",
                    $"Since {Texts.Date(since)}, {Texts.Time(since)} {ats.Name} has refused the access with which we deliver applications.")
                : T(
                    $"Seit {Texts.Date(since)}, {Texts.Time(since)} ist die Anbindung angehalten, über die wir Bewerbungen zustellen.",
                    $"Since {Texts.Date(since)}, {Texts.Time(since)} the connection through which we deliver applications has been held."),
            T(CheckWords.Text(new Check(CheckKind.Secret, Verdict.Failed, connection.HeldReason ?? Codes.Refused), ats)),
            (waiting switch
            {
                0 => T("Gerade wartet keine Bewerbung.", "No application waits at the moment."),
                1 => T("Eine Bewerbung wartet sicher bei uns.", "One application waits safely with us."),
                _ => T(
                    $"{Texts.Number(waiting)} Bewerbungen warten sicher bei uns.",
                    $"{Texts.Number(waiting)} applications wait safely with us."),
            }) + " " + T(
                "Sobald der Zugang wieder stimmt, geht alles von selbst hinaus, das Älteste zuerst.",
                "As soon as the access is right again everything goes out by itself, oldest first."),
        ],
        new(T("Zugang in Ordnung bringen", "Mend the access"), Address($"/portal/smart-apply?connection={id}")), T(
            "Sie bekommen diese E-Mail, weil Sie die Anbindung verwalten.",
            "You get this mail because you manage the connection."));
    }

    private async Task<Letter?> InvitationAsync(Guid id, CancellationToken ct)
    {
        var invitation = await db.Invitations.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, ct);
        if (invitation is not { Email: { } email } || invitation.StateAt(clock.GetUtcNow()) != InvitationState.Open)
            return null;
        Language.Speak(invitation.Language);
        var ats = connectors[invitation.Connector].Descriptor;
        var employer = await db.Employers.Where(x => x.Id == invitation.EmployerId).Select(x => x.Name).SingleAsync(ct);
        var values = ValuesToPaste.OfInvited(ats);
        values = char.ToUpperInvariant(values[0]) + values[1..];
        return new(new(null, email), ats.Issued is null
            ? T($"{values} aus {ats.Name} für {employer}", $"{values} from {ats.Name} for {employer}")
            : T($"Empfänger für Bewerbungen an {employer}", $"Receiver for applications to {employer}"),
        [
            ats.Issued is not null ? T(
                $"{board.Name} soll Bewerbungen an {employer} direkt an ein eigenes System senden. Dafür fehlen die Adresse dieses Systems und das Secret, das wir ausstellen und das dort eingetragen wird.",
                $"{board.Name} is to send applications to {employer} directly to its own system. What is missing is that system's address, and the secret that we issue and that is entered there.")
            : T(
                $"Damit Bewerbungen von {board.Name} direkt in {ats.Name} ankommen, braucht {employer} {ValuesToPaste.OfInvited(ats)} aus den Einstellungen von {ats.Name}.",
                $"So that applications from {board.Name} arrive in {ats.Name} directly, {employer} needs {ValuesToPaste.OfInvited(ats)} from {ats.Name}'s settings."),
            T(
                "Der Link führt Schritt für Schritt hin, es dauert etwa fünf Minuten. Sie sehen dort nur diese Werte, keine Bewerbungen.",
                "The link leads there step by step, it takes about five minutes. You see only these values there, no applications."),
            T($"Er gilt einmal, bis {Texts.Date(invitation.ExpiresAt)}.", $"It is good once, until {Texts.Date(invitation.ExpiresAt)}."),
        ],
        new(T("Werte eintragen", "Enter the values"), invitations.LinkOf(invitation, "")), T(
            $"{employer} hat diese Adresse eingegeben. Wenn Sie damit nichts anfangen können, tun Sie nichts.",
            $"{employer} entered this address. If this means nothing to you, do nothing."));
    }

    private async Task<Letter?> LateAsync(Guid id, CancellationToken ct)
    {
        if (await CaseAsync(id, ct) is not { } x
            || ReceiptStates.Of(x.Delivery) is not (ReceiptState.Received or ReceiptState.NeedsCorrection))
            return null;
        Language.Speak(x.Application.Language);
        return new(To(x.Application), T(
            $"Ihre Bewerbung bei {x.Employer.Name} ist noch unterwegs",
            $"Your application to {x.Employer.Name} is still on its way"),
        [
            T($"Ihre Bewerbung als {x.Title} vom {Texts.Date(x.Application.ReceivedAt)} ist sicher bei uns, aber noch nicht bei {x.Employer.Name} angekommen. ",
                $"Your application as {x.Title} of {Texts.Date(x.Application.ReceivedAt)} is safe with us, but has not arrived at {x.Employer.Name} yet. ") + LateWords(x),
            .. Contact(x.Employer),
        ],
        new(T("Stand ansehen", "See how it stands"), await ReceiptOfAsync(x.Application, ct)), Applied)
        { ReplyTo = x.Employer.ContactEmail };
    }

    private async Task<Letter?> ReturnedAsync(Guid id, CancellationToken ct)
    {
        if (await CaseAsync(id, ct) is not { } x || ReceiptStates.Of(x.Delivery) != ReceiptState.Returned)
            return null;
        Language.Speak(x.Application.Language);
        return new(To(x.Application), T(
            $"Ihre Bewerbung bei {x.Employer.Name} konnte nicht zugestellt werden",
            $"Your application to {x.Employer.Name} could not be delivered"),
        [
            T(
                $"Ihre Bewerbung als {x.Title} vom {Texts.Date(x.Application.ReceivedAt)} konnten wir nicht zustellen. {x.Employer.Name} schreibt Ihnen dazu:",
                $"We could not deliver your application as {x.Title} of {Texts.Date(x.Application.ReceivedAt)}. {x.Employer.Name} writes to you:"),
            x.Delivery.ReturnWords ?? "",
            .. Contact(x.Employer),
        ],
        new(T("Stand ansehen", "See how it stands"), await ReceiptOfAsync(x.Application, ct)), Applied)
        { ReplyTo = x.Employer.ContactEmail };
    }

    private async Task<Letter?> ProbingStoppedAsync(Guid id, User user, CancellationToken ct)
    {
        var stop = await db.ProbingStops.AsNoTracking().SingleAsync(x => x.Id == id, ct);
        if (stop.ClearedAt is not null)
            return null;
        var ats = connectors.Of(
            await db.Connections.AsNoTracking()
            .SingleAsync(x => db.Verifications.Any(v => v.Id == stop.VerificationId && v.ConnectionId == x.Id), ct)).Descriptor;
        var employer = await db.Employers.Where(x => x.Id == stop.EmployerId).Select(x => x.Name).SingleAsync(ct);
        return user.Role == Role.Operator
            ? new(To(user), T("Alle Prüfungen sind angehalten", "All verification has been stopped"),
            [
                T(
                    $"Auf eine Prüfung der Anbindung von {employer}, die nichts anlegen kann, kam am {Texts.Date(stop.StoppedAt)}, {Texts.Time(stop.StoppedAt)} eine Antwort, als wäre etwas angelegt worden.",
                    $"On {Texts.Date(stop.StoppedAt)}, {Texts.Time(stop.StoppedAt)} a check of {employer}'s connection, which cannot create anything, was answered as if it had created something."),
                T(
                    $"Zustellungen gehen weiter. Bitte klären Sie mit dem Unternehmen, was in {ats.Name} angelegt wurde, bevor Sie Prüfungen wieder zulassen.",
                    $"Deliveries go on. Please clear up with the employer what was created in {ats.Name} before you let checks go on."),
            ],
            new(T("Zum Betrieb", "To operations"), Address("/operators")), Operates)
            : new(To(user), T($"Bitte sehen Sie in {ats.Name} nach", $"Please have a look in {ats.Name}"),
            [
                T(CheckWords.Text(new Check(CheckKind.Secret, Verdict.Failed, Codes.ProbeCreated), ats)),
                T("Ihre Bewerbungen gehen weiter hinaus.", "Your applications go on being delivered."),
            ],
            new(T("Bericht ansehen", "See the report"), Address($"/portal/smart-apply/verifications/{stop.VerificationId}")), T(
                "Sie bekommen diese E-Mail, weil Sie die Anbindung verwalten.",
                "You get this mail because you manage the connection."));
    }

    private async Task<Letter?> OutageAsync(Guid id, User user, CancellationToken ct)
    {
        var outage = await db.Outages.AsNoTracking().SingleAsync(x => x.Id == id, ct);
        var ats = connectors[outage.Connector].Descriptor;
        return outage.EndedAt is not null ? null : new(To(user), T(
            $"{ats.Name} antwortet nicht, bei mehreren Unternehmen",
            $"{ats.Name} does not answer, for several employers"),
        [
            T(
                $"Seit {Texts.Date(outage.StartedAt)}, {Texts.Time(outage.StartedAt)} kommt bei mehreren Unternehmen nichts an.",
                $"Since {Texts.Date(outage.StartedAt)}, {Texts.Time(outage.StartedAt)} nothing arrives for several employers."),
            T(
                "Nichts zu tun, nichts ist verloren: mit der ersten Antwort geht alles hinaus, das Älteste zuerst. Die Unternehmen lesen dasselbe in ihrem Portal.",
                "Nothing to do, nothing is lost: with the first answer everything goes out, oldest first. The employers read the same in their portal."),
        ],
        new(T("Zum Betrieb", "To operations"), Address("/operators")), Operates);
    }

    private async Task<Letter?> AccountFailingAsync(Guid id, User user, CancellationToken ct)
    {
        var account = await db.Accounts.AsNoTracking().SingleAsync(x => x.Id == id, ct);
        var waiting = await db.Deliveries.CountAsync(x => x.AccountId == id && x.DueAt != null, ct);
        if (account.Failures == 0 || waiting == 0)
            return null;
        var ats = connectors[account.Connector].Descriptor;
        var employers = string.Join(
            ", ", await db.Connections.Where(x => x.AccountId == id).Join(db.Employers, x => x.EmployerId, x => x.Id, (_, x) => x.Name)
            .Distinct().OrderBy(x => x).ToListAsync(ct));
        return new(To(user), T(
            $"{ats.Name} nimmt von {employers} seit einer Stunde nichts an",
            $"{ats.Name} has taken nothing from {employers} for an hour"),
        [
            T(
                $"Bei {employers} kommt seit mehr als einer Stunde nichts durch; bei anderen Unternehmen schon.",
                $"Nothing has got through for {employers} for more than an hour; for other employers it does."),
            (waiting == 1 ? T(
                "Eine Bewerbung wartet sicher.",
                "One application waits safely.") : T(
                $"{Texts.Number(waiting)} Bewerbungen warten sicher.",
                $"{Texts.Number(waiting)} applications wait safely."))
                + " " + T(
                    "Wir versuchen es von selbst weiter; bitte sehen Sie nach, woran es liegt.",
                    "We keep trying by ourselves; please look into it."),
        ],
        new(T("Zum Betrieb", "To operations"), Address("/operators")), Operates);
    }

    private async Task<Letter?> JobNotPublishedAsync(Guid id, User user, CancellationToken ct)
    {
        var ad = await db.JobAds.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, ct);
        if (ad is not { State: JobAdState.Held, ConnectionId: { } connectionId })
            return null;
        var ats = connectors.Of(await db.Connections.AsNoTracking().SingleAsync(x => x.Id == connectionId, ct)).Descriptor;
        var waiting = await db.Deliveries.CountAsync(x => x.JobAdId == id && x.State == DeliveryState.Held && x.HeldBy == HeldBy.JobAd, ct);
        return new(To(user), T(
            $"„{ad.TitleHere}“ ist in {ats.Name} nicht veröffentlicht",
            $"“{ad.TitleHere}” is not published in {ats.Name}"),
        [
            T(
                $"{ats.Name} nimmt für dieses Inserat keine Bewerbungen an: die Stelle ist dort nicht veröffentlicht oder nicht zu finden.",
                $"{ats.Name} takes no applications for this job ad: the job is not published there, or cannot be found."),
            (waiting switch
            {
                0 => T("Gerade wartet keine Bewerbung.", "No application waits at the moment."),
                1 => T("Eine Bewerbung wartet sicher bei uns.", "One application waits safely with us."),
                _ => T(
                    $"{Texts.Number(waiting)} Bewerbungen warten sicher bei uns.",
                    $"{Texts.Number(waiting)} applications wait safely with us."),
            }) + " " + T(ats.Remedies.PublishJob) + " " + (ats.FeedKey is null
                ? T("Dann öffnen Sie das Inserat im Portal wieder.", "Then reopen the job ad in the portal.")
                : T("Zeigt Ihre Karriereseite sie, geht alles von selbst hinaus; sonst öffnen Sie das Inserat im Portal wieder.",
                    "When your career site shows it everything goes out by itself; else reopen the job ad in the portal.")),
        ],
        new(T("Zu den Inseraten", "To the job ads"), Address("/portal/job-ads")), Works);
    }

    /// <summary>Counts and jobs, no person: whoever reads it signs in to see more.</summary>
    private async Task<Letter?> DigestAsync(Guid id, User user, CancellationToken ct)
    {
        var groups = await db.Deliveries.Where(x => x.EmployerId == id && x.SettledAt == null).Where(Needs.Any)
            .GroupBy(x => new { x.State, x.HeldBy, x.QuestionMissing, x.JobAdId }).Select(x => new { x.Key, Count = x.Count() })
                .ToListAsync(ct);
        var ids = groups.Select(x => x.Key.JobAdId).Distinct().ToList();
        var titles = await db.JobAds.AsNoTracking().Where(x => ids.Contains(x.Id)).ToDictionaryAsync(x => x.Id, x => x.TitleHere, ct);
        var lines = groups.Select(
            x => (Need: Needs.Of(x.Key.State, x.Key.HeldBy, x.Key.QuestionMissing)!.Value, x.Count, Title: titles[x.Key.JobAdId]))
            .Where(x => x.Need != Need.Connection).GroupBy(x => x.Need).OrderBy(x => x.Key)
            .Select(x => $"{Texts.Number(x.Sum(y => y.Count))} · {NeedWords(x.Key)}: {string.Join(", ", x.Select(y => T($"„{y.Title}“", $"“{y.Title}”")).Distinct())}").ToList();
        if (lines.Count == 0)
            return null;
        var total = groups.Where(x => Needs.Of(x.Key.State, x.Key.HeldBy, x.Key.QuestionMissing) != Need.Connection).Sum(x => x.Count);
        return new(To(user), total == 1 ? T("1 Bewerbung wartet auf Sie", "1 application waits for you") : T(
            $"{Texts.Number(total)} Bewerbungen warten auf Sie",
            $"{Texts.Number(total)} applications wait for you"),
            [T(
                "Keine ist verloren; was hilft, steht im Portal bei jeder.",
                "None is lost; what helps stands with each of them in the portal."), .. lines],
            new(T("Ansehen, was Sie braucht", "See what needs you"), Address("/portal/applications?need=any")), Works);
    }

    private static string NeedWords(Need need) => need switch
    {
        Need.JobAd => T("die Stelle ist nicht veröffentlicht", "the job is not published"),
        Need.Question => T("es fehlt die Antwort auf eine Zusatzfrage", "the answer to an additional question is missing"),
        Need.Refused => T("abgelehnt; den Grund können nur Sie klären", "refused; only you can clear up why"),
        Need.AlreadyThere => T("die Person hat sich schon beworben", "the person has applied before"),
        Need.Release => T("von Hand angehalten", "held by hand"),
        Need.Connection => T("die Anbindung steht still", "the connection is held"),
        _ => throw new ArgumentOutOfRangeException(nameof(need)),
    };

    private Task<Case?> CaseAsync(Guid id, CancellationToken ct) => (
            from application in db.Applications.AsNoTracking()
            join delivery in db.Deliveries.AsNoTracking() on application.Id equals delivery.ApplicationId
            join employer in db.Employers.AsNoTracking() on application.EmployerId equals employer.Id
            join ad in db.JobAds on application.JobAdId equals ad.Id
            where application.Id == id && application.ErasedAt == null
            select new Case(application, delivery, employer, application.Language == "en" && ad.TitleEn != "" ? ad.TitleEn : ad.Title))
                .SingleOrDefaultAsync(ct);

    private static IEnumerable<string> Contact(Employer employer)
    {
        var contact = string.Join(
            ", ", new[] { employer.ContactName, employer.ContactEmail, employer.ContactPhone }.Where(x => x.Length > 0));
        return contact.Length == 0 ? [] : [T(
            $"Fragen beantwortet {employer.Name}: {contact}",
            $"Questions are answered by {employer.Name}: {contact}")];
    }

    private static MailboxAddress To(User user) => new(null, user.Email!);

    /// <summary>Without the name: the address may be mistyped, and its owner a stranger.</summary>
    private static MailboxAddress To(Application application) => new(null, application.Applicant.Email);

    private async Task<string> ReceiptOfAsync(Application application, CancellationToken ct) =>
        Address("/receipts/" + await receipts.MailedTokenOfAsync(application, ct));

    /// <summary>What happens next with it, and whether anybody must do something.</summary>
    private static string LateWords(Case x) => x.Delivery.State == DeliveryState.NeedsApplicant
        ? T(
            "Das Unternehmen nimmt die E-Mail-Adresse nicht an. Bitte berichtigen Sie sie auf der Bestätigung, die Sie nach dem Senden gesehen haben.",
            "The company does not accept the e-mail address. Please correct it on the receipt that you saw after sending.")
        : Needs.Of(x.Delivery.State, x.Delivery.HeldBy, x.Delivery.QuestionMissing) is not null
            ? T(
                $"Es liegt nicht an Ihnen: {x.Employer.Name} muss dafür noch etwas klären und weiß davon. Wenn es eilt, wenden Sie sich bitte direkt an das Unternehmen.",
                $"It is not because of you: {x.Employer.Name} still has to clear something up and knows of it. If it is urgent please contact the company directly.")
            : T(
                "Es liegt nicht an Ihnen, und Sie müssen nichts tun: wir versuchen es weiter.",
                "It is not because of you, and you need not do anything: we keep trying.");

    /// <summary>The page speaks the mail's language.</summary>
    private string Address(string path) => board.PublicAddress.TrimEnd('/') + path
        + (Texts.IsEnglish ? (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "lang=en" : "");

    private string Applied => T(
        $"Sie bekommen diese E-Mail, weil Sie sich über {board.Name} beworben haben.",
        $"You get this mail because you applied through {board.Name}.");

    private static string Works => T(
        "Sie bekommen diese E-Mail, weil Sie Bewerbungen bearbeiten; höchstens eine solche am Tag.",
        "You get this mail because you work with applications; at most one of its kind a day.");

    private static string Operates => T(
        "Sie bekommen diese E-Mail, weil Sie diese Jobbörse betreiben.",
        "You get this mail because you operate this job board.");

    private static string T(string de, string en) => Texts.T(de, en);

    private static string T(Words words) => Texts.T(words);

    private sealed record Case(Application Application, Delivery Delivery, Employer Employer, string Title);
}
