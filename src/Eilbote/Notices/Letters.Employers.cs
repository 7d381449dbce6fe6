using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connections;
using Eilbote.Deliveries;
using Eilbote.Employers;
using Eilbote.Members;
using Eilbote.Mail;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Notices;

/// <summary>To members of an employer, and to whom they invite.</summary>
internal sealed partial class Letters
{
    private async Task<Letter?> BrokenAsync(Guid id, User owner, CancellationToken ct)
    {
        var connection = await db.Connections.AsNoTracking().SingleAsync(x => x.Id == id, ct);
        if (connection is not { State: ConnectionState.Held, HeldSince: { } since }
            || !await BelongsAsync(owner, connection.EmployerId, ct))
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
        if (invitation.Connector is null)
            return await TeamInvitationAsync(invitation, email, ct);
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

    private async Task<Letter?> JobNotPublishedAsync(Guid id, User user, CancellationToken ct)
    {
        var ad = await db.JobAds.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, ct);
        if (ad is not { State: JobAdState.Held, ConnectionId: { } connectionId } || !await BelongsAsync(user, ad.EmployerId, ct)
            || !(await AdsOfAsync(user, ad.EmployerId, ct)).Sees(id))
            return null;
        var title = TitleOf(ad, await db.ConfidentialAds.AnyAsync(x => x.JobAdId == id, ct));
        var ats = connectors.Of(await db.Connections.AsNoTracking().SingleAsync(x => x.Id == connectionId, ct)).Descriptor;
        var waiting = await db.Deliveries.CountAsync(x => x.JobAdId == id && x.State == DeliveryState.Held && x.HeldBy == HeldBy.JobAd, ct);
        var (others, _) = await WaitingAsync(user, ad.EmployerId, id, ct);
        return new(To(user), T($"{title} ist in {ats.Name} nicht veröffentlicht", $"{title} is not published in {ats.Name}"),
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
            .. others.Count == 0 ? Array.Empty<string>() : [T("Was sonst noch auf Sie wartet:", "What else waits for you:"), .. others],
        ],
        new(T("Zu den Inseraten", "To the job ads"), Address("/portal/job-ads")), Works);
    }

    /// <summary>Counts and jobs, no person: whoever reads it signs in to see more.</summary>
    private async Task<Letter?> DigestAsync(Guid id, User user, CancellationToken ct)
    {
        if (!await BelongsAsync(user, id, ct))
            return null;
        var (lines, total) = await WaitingAsync(user, id, null, ct);
        return total == 0 ? null : new(To(user), total == 1 ? T("1 Bewerbung wartet auf Sie", "1 application waits for you") : T(
            $"{Texts.Number(total)} Bewerbungen warten auf Sie",
            $"{Texts.Number(total)} applications wait for you"),
            [T(
                "Keine ist verloren; was hilft, steht im Portal bei jeder.",
                "None is lost; what helps stands with each of them in the portal."), .. lines],
            new(T("Ansehen, was Sie braucht", "See what needs you"), Address("/portal/applications?need=any")), Works);
    }

    /// <summary>Counts and jobs, no person; with what the member sees.</summary>
    private async Task<Letter?> EndingAsync(Guid id, User user, CancellationToken ct)
    {
        if (!await BelongsAsync(user, id, ct))
            return null;
        var ads = await AdsOfAsync(user, id, ct);
        var groups = await db.Deliveries.Where(x => x.EmployerId == id && x.SettledAt == null && x.WarnedAt != null)
            .Where(ads.On<Delivery>(x => x.JobAdId)).GroupBy(x => x.JobAdId)
            .Select(x => new { JobAdId = x.Key, Count = x.Count(), WarnedAt = x.Min(d => d.WarnedAt) }).ToListAsync(ct);
        if (groups.Count == 0)
            return null;
        var titles = await TitlesAsync(id, [.. groups.Select(x => x.JobAdId)], ct);
        var days = await ClosedDays.WorkingDaysOfAsync(db, id, ct);
        var (total, endsAt) = (
            groups.Sum(x => x.Count), Texts.Date(days.AfterClosing(groups.Min(x => x.WarnedAt)!.Value + Ladder.WarnFor)));
        return new(To(user), total == 1
            ? T($"1 Bewerbung geht am {endsAt} an die Person zurück", $"1 application goes back to the person on {endsAt}")
            : T($"{Texts.Number(total)} Bewerbungen gehen ab {endsAt} an die Personen zurück",
                $"{Texts.Number(total)} applications go back to the persons from {endsAt} on"),
            [T(
                "Sie kamen bis heute nicht in Ihrem System an, und niemand hat sie übernommen. Was hilft, steht im Portal bei jeder; bis dahin können Sie sie dort auch herunterladen und übernehmen.",
                "To this day they have not arrived in your system, and nobody took them over. What helps stands with each in the portal; until then you can also download them there and take them over."),
                .. groups.Select(x => $"{Texts.Number(x.Count)} · {titles[x.JobAdId]}")],
            new(T("Ansehen, was wartet", "See what waits"), Address("/portal/applications?need=any")), T(
                "Sie bekommen diese E-Mail, weil Sie Bewerbungen bearbeiten.",
                "You get this mail because you work with applications."));
    }

    /// <summary>What waits at the ads that a member sees, a line for each need; a broken connection has mails of its own.</summary>
    /// <param name="except">Of which job ad it is told elsewhere that it is not published.</param>
    private async Task<(IReadOnlyList<string> Lines, int Total)> WaitingAsync(
        User user, Guid employerId, Guid? except, CancellationToken ct)
    {
        var ads = await AdsOfAsync(user, employerId, ct);
        var groups = await db.Deliveries.Where(x => x.EmployerId == employerId && x.SettledAt == null).Where(Needs.Any)
            .Where(ads.On<Delivery>(x => x.JobAdId)).GroupBy(x => new { x.State, x.HeldBy, x.QuestionMissing, x.JobAdId })
            .Select(x => new { x.Key, Count = x.Count() })
                .ToListAsync(ct);
        var titles = await TitlesAsync(employerId, [.. groups.Select(x => x.Key.JobAdId).Distinct()], ct);
        var waiting = groups.Select(x => (
                Need: Needs.Of(x.Key.State, x.Key.HeldBy, x.Key.QuestionMissing)!.Value, x.Key.JobAdId, x.Count,
                Title: titles[x.Key.JobAdId]))
            .Where(x => x.Need != Need.Connection && (x.Need != Need.JobAd || x.JobAdId != except)).ToList();
        return ([.. waiting.GroupBy(x => x.Need).OrderBy(x => x.Key)
            .Select(x => $"{Texts.Number(x.Sum(y => y.Count))} · {T(NeedWords.Of(x.Key))}: {string.Join(", ", x.Select(y => y.Title).Distinct())}")],
            waiting.Sum(x => x.Count));
    }

    private async Task<Dictionary<Guid, string>> TitlesAsync(Guid employerId, IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var confidential = await db.ConfidentialAds.Where(x => x.EmployerId == employerId).Select(x => x.JobAdId).ToListAsync(ct);
        return await db.JobAds.AsNoTracking().Where(x => ids.Contains(x.Id))
            .ToDictionaryAsync(x => x.Id, x => TitleOf(x, confidential.Contains(x.Id)), ct);
    }

    private async Task<AdScope> AdsOfAsync(User user, Guid employerId, CancellationToken ct) => await AdScope.OfAsync(
        db, user.Id, employerId,
        await db.Memberships.AnyAsync(x => x.UserId == user.Id && x.EmployerId == employerId && x.IsLimited, ct), ct);

    /// <summary>A confidential ad is named in no mail.</summary>
    private static string TitleOf(JobAd ad, bool isConfidential) => isConfidential ? T("ein vertrauliches Inserat", "a confidential job ad")
        : T($"„{ad.TitleHere}“", $"“{ad.TitleHere}”");

    private static string Works => T(
        "Sie bekommen diese E-Mail, weil Sie Bewerbungen bearbeiten; höchstens eine solche am Tag.",
        "You get this mail because you work with applications; at most one of its kind a day.");
}
