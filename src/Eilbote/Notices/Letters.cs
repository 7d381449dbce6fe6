using Eilbote.Applications;
using Eilbote.Ats;
using Eilbote.Connectors;
using Eilbote.Employers;
using Eilbote.Mail;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Eilbote.Notices;

/// <summary>What each mail says, from the rows as they are when it leaves; null when it is no longer true.</summary>
internal sealed partial class Letters(
    AppDb db, BoardOptions board, Receipts receipts, Invitations invitations, ConnectorRegistry connectors, IWriter writer,
    AddressLimit limit, MailOptions options, TimeProvider clock) : ILetters
{
    public Task<int> QueueReceiptsAsync(AppDb db, DateTimeOffset now, CancellationToken ct) =>
        DueReceipts.QueueAsync(db, options.SendsReceipts, now, ct);

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
            MailKind.ApplicationLate => Late(mail.SubjectId),
            MailKind.ApplicationReturned => Returned(mail.SubjectId),
            MailKind.ProbingStopped => await ProbingStoppedAsync(mail.SubjectId, user!, ct),
            MailKind.OutageBegan => await OutageAsync(mail.SubjectId, user!, ct),
            MailKind.AccountFailing => await AccountFailingAsync(mail.SubjectId, user!, ct),
            MailKind.JobNotPublished => await JobNotPublishedAsync(mail.SubjectId, user!, ct),
            MailKind.Digest => await DigestAsync(mail.SubjectId, user!, ct),
            MailKind.Receipt => Receipt(mail.SubjectId),
            MailKind.ReceiptSummary => Summary(mail),
        };
    }

    private static MailboxAddress To(User user) => new(null, user.Email!);

    /// <summary>The page speaks the mail's language.</summary>
    private string Address(string path) => board.PublicAddress.TrimEnd('/') + path
        + (Texts.IsEnglish ? (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "lang=en" : "");

    private static string T(string de, string en) => Texts.T(de, en);

    private static string T(Words words) => Texts.T(words);
}
