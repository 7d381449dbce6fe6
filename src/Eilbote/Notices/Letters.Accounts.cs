using Eilbote.Ats;
using Eilbote.Mail;
using Eilbote.Members;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Notices;

/// <summary>To people about their own account, and to whom a team invites.</summary>
internal sealed partial class Letters
{
    private async Task<Letter?> TeamInvitationAsync(Invitation invitation, string email, CancellationToken ct)
    {
        var employer = await db.Employers.Where(x => x.Id == invitation.EmployerId).Select(x => x.Name).SingleAsync(ct);
        return new(new(null, email), T($"Einladung ins Team von {employer}", $"Invitation to the team of {employer}"),
        [
            T(
                $"{employer} lädt Sie ein, auf {board.Name} mitzuarbeiten, als „{T(Roles.Name(invitation.Role))}“. {T(Roles.Explanation(invitation.Role))}",
                $"{employer} invites you to work on {board.Name} as “{T(Roles.Name(invitation.Role))}”. {T(Roles.Explanation(invitation.Role))}"),
            T($"Der Link gilt einmal, bis {Texts.Date(invitation.ExpiresAt)}.", $"The link is good once, until {Texts.Date(invitation.ExpiresAt)}."),
        ],
        new(T("Einladung ansehen", "See the invitation"), invitations.LinkOf(invitation, "")), T(
            $"Diese Adresse wurde für {employer} eingegeben. Wenn Sie damit nichts anfangen können, tun Sie nichts.",
            $"This address was entered for {employer}. If this means nothing to you, do nothing."));
    }

    private async Task<Letter?> SecondPathConfirmAsync(OutgoingMail mail, CancellationToken ct)
    {
        var path = await db.SecondPaths.AsNoTracking()
            .SingleOrDefaultAsync(x => x.ConnectionId == mail.SubjectId && x.TokenHash != null, ct);
        // One that was asked for since has a mail of its own.
        if (path is null || path.AskedAt > mail.CreatedAt)
            return null;
        var employer = await db.Employers.Where(x => x.Id == path.EmployerId).Select(x => x.Name).SingleAsync(ct);
        return new(new(null, path.Email), T($"Gehört diese Adresse zu {employer}?", $"Does this address belong to {employer}?"),
        [
            T(
                $"{employer} möchte, dass {board.Name} an diese Adresse schreibt, wenn eine Bewerbung nicht über die Schnittstelle ankommt. Bitte bestätigen Sie das auf der Seite hinter dem Link mit Ihrem Namen.",
                $"{employer} wants {board.Name} to write to this address when an application does not arrive through the interface. Please confirm that with your name on the page behind the link."),
            T($"Der Link gilt einmal, bis {Texts.Date(path.AskedAt + SecondPath.LinkFor)}.", $"The link is good once, until {Texts.Date(path.AskedAt + SecondPath.LinkFor)}."),
        ],
        new(T("Ansehen und bestätigen", "See and confirm"), Address("/second-path/" + secondPaths.TokenOf(path))), T(
            $"Diese Adresse wurde für {employer} eingegeben. Wenn Sie damit nichts anfangen können, tun Sie nichts.",
            $"This address was entered for {employer}. If this means nothing to you, do nothing."));
    }

    private async Task<Letter?> AccountLinkAsync(Guid id, User user, CancellationToken ct)
    {
        var link = await db.MailedLinks.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, ct);
        if (link?.IsOpenAt(clock.GetUtcNow()) != true)
            return null;
        var token = MailedLink.TokenOf(links, link.Id);
        return link.Purpose switch
        {
            LinkPurpose.Password => new(To(user), T("Neues Passwort festlegen", "Set a new password"),
            [
                T(
                    $"Für Ihr Konto auf {board.Name} wurde ein neues Passwort angefragt. Der Link gilt einmal, bis {Texts.Time(link.ExpiresAt)}.",
                    $"A new password was asked for your account on {board.Name}. The link is good once, until {Texts.Time(link.ExpiresAt)}."),
                T("Waren Sie das nicht? Dann tun Sie nichts; Ihr Passwort bleibt.", "Was it not you? Then do nothing; your password stays."),
            ],
            new(T("Neues Passwort festlegen", "Set a new password"), Address($"/password/{token}")), Account),
            LinkPurpose.OldAddress => new(To(user), T("Ihre E-Mail-Adresse soll sich ändern", "Your e-mail address is to change"),
            [
                T(
                    $"Ihr Konto auf {board.Name} soll künftig zu {link.Email} gehören. Bitte bestätigen Sie das hier und an der neuen Adresse.",
                    $"Your account on {board.Name} is to belong to {link.Email} from now on. Please confirm it here and at the new address."),
                T(
                    "Waren Sie das nicht? Dann bestätigen Sie nichts, und ändern Sie Ihr Passwort.",
                    "Was it not you? Then confirm nothing, and change your password."),
            ],
            new(T("Ansehen und bestätigen", "See and confirm"), Address($"/account/address/{token}")), Account),
            LinkPurpose.NewAddress => new(new(null, link.Email!), T("Bitte bestätigen Sie diese Adresse", "Please confirm this address"),
            [
                T(
                    $"Jemand möchte sich auf {board.Name} künftig mit dieser Adresse anmelden.",
                    $"Somebody wants to sign in on {board.Name} with this address from now on."),
                T(
                    "Waren Sie das nicht? Dann tun Sie nichts.",
                    "Was it not you? Then do nothing."),
            ],
            new(T("Ansehen und bestätigen", "See and confirm"), Address($"/account/address/{token}")), Account),
        };
    }

    private Letter PasswordChanged(User user) => new(To(user), T("Ihr Passwort wurde geändert", "Your password was changed"),
    [
        T(
            $"Das Passwort Ihres Kontos auf {board.Name} wurde geändert. Andere Browser sind abgemeldet.",
            $"The password of your account on {board.Name} was changed. Other browsers are signed out."),
        T(
            "Waren Sie das nicht? Dann legen Sie sofort ein neues fest.",
            "Was it not you? Then set a new one at once."),
    ],
    new(T("Neues Passwort festlegen", "Set a new password"), Address("/sign-in/forgotten")), Account);

    private Letter PasskeyAdded(User user) => new(To(user), T("Ein Passkey wurde hinzugefügt", "A passkey was added"),
    [
        T(
            $"Mit einem neuen Passkey kann man sich ab jetzt in Ihrem Konto auf {board.Name} anmelden.",
            $"From now on a new passkey can sign in to your account on {board.Name}."),
        T(
            "Waren Sie das nicht? Dann entfernen Sie ihn, und ändern Sie Ihr Passwort.",
            "Was it not you? Then remove it, and change your password."),
    ],
    new(T("Zu meinem Konto", "To my account"), Address("/account")), Account);

    private static string Account => T(
        "Sie bekommen diese E-Mail, weil es um Ihr Konto geht.",
        "You get this mail because it is about your account.");
}
