using Eilbote.Applications;
using Eilbote.Ats;
using Eilbote.Connections;
using Eilbote.Connectors;
using Eilbote.Members;
using Eilbote.Mail;
using Eilbote.Secrets;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Eilbote.Notices;

/// <summary>What each mail says, from the rows as they are when it leaves; null when it is no longer true.</summary>
internal sealed partial class Letters(
    AppDb db, BoardOptions board, Receipts receipts, Invitations invitations, ConnectorRegistry connectors, IWriter writer,
    AddressLimit limit, MailOptions options, LinkTokens links, SecondPaths secondPaths, TimeProvider clock) : ILetters
{
    /// <summary>Whose page the links of the present mail lead to, where its reader belongs to several employers.</summary>
    private Guid? _employer;

    public Task<int> QueueReceiptsAsync(AppDb db, DateTimeOffset now, CancellationToken ct) =>
        DueReceipts.QueueAsync(db, options.SendsReceipts, now, ct);

    public Task<int> QueueDueAsync(AppDb db, DateTimeOffset now, CancellationToken ct) => DueNotices.QueueAsync(db, secondPaths, now, ct);

    public async Task<Letter?> WriteAsync(OutgoingMail mail, CancellationToken ct)
    {
        var user = mail.UserId is null ? null : await db.Users.AsNoTracking().SingleOrDefaultAsync(x => x.Id == mail.UserId, ct);
        if (mail.UserId is not null && user is null)
            return null;
        Language.Speak(user?.Language);
        _employer = null;
        return mail.Kind switch
        {
            MailKind.ConnectionBroken => await BrokenAsync(mail.SubjectId, user!, ct),
            MailKind.Invitation => await InvitationAsync(mail.SubjectId, ct),
            MailKind.AccountLink => await AccountLinkAsync(mail.SubjectId, user!, ct),
            MailKind.PasswordChanged => PasswordChanged(user!),
            MailKind.PasskeyAdded => PasskeyAdded(user!),
            MailKind.ApplicationLate => Late(mail.SubjectId),
            MailKind.ApplicationReturned => await ReturnedAsync(mail.SubjectId, ct),
            MailKind.ApplicationEnding => await EndingAsync(mail.SubjectId, ct),
            MailKind.ApplicationsEnding => await EndingAsync(mail.SubjectId, user!, ct),
            MailKind.ProbingStopped => await ProbingStoppedAsync(mail.SubjectId, user!, ct),
            MailKind.OutageBegan => await OutageAsync(mail.SubjectId, user!, ct),
            MailKind.AccountFailing => await AccountFailingAsync(mail.SubjectId, user!, ct),
            MailKind.JobNotPublished => await JobNotPublishedAsync(mail.SubjectId, user!, ct),
            MailKind.Digest => await DigestAsync(mail.SubjectId, user!, ct),
            MailKind.Receipt => Receipt(mail.SubjectId),
            MailKind.ReceiptSummary => Summary(mail),
            MailKind.AnswerMissing => await AnswerMissingAsync(mail.SubjectId, ct),
            MailKind.SecondPathConfirm => await SecondPathConfirmAsync(mail, ct),
            MailKind.AddressProof => await AddressProofAsync(mail.SubjectId, ct),
        };
    }

    private static MailboxAddress To(User user) => new(null, user.Email!);

    /// <summary>Whether the person still belongs to the employer; the links of the mail then lead to its pages.</summary>
    private async Task<bool> BelongsAsync(User user, Guid employerId, CancellationToken ct)
    {
        var places = await db.Memberships.Where(x => x.UserId == user.Id).Select(x => x.EmployerId).ToListAsync(ct);
        _employer = places.Count > 1 || user.IsOperator ? employerId : null;
        return places.Contains(employerId);
    }

    /// <summary>The page speaks the mail's language.</summary>
    private string Address(string path)
    {
        var more = new List<string>();
        if (_employer is { } employer)
            more.Add($"employer={employer}");
        if (Texts.IsEnglish)
            more.Add("lang=en");
        return board.PublicAddress.TrimEnd('/') + path + (more.Count == 0 ? "" : path.Contains('?', StringComparison.Ordinal) ? "&" : "?")
            + string.Join('&', more);
    }

    private static string T(string de, string en) => Texts.T(de, en);

    private static string T(Words words) => Texts.T(words);
}
