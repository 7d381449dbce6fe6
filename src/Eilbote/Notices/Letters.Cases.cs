using Eilbote.Applications;
using Eilbote.Applying;
using Eilbote.Deliveries;
using Eilbote.Employers;
using Eilbote.Mail;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Notices;

/// <summary>The applications that mails to applicants are about: read at once for many of them.</summary>
internal sealed partial class Letters
{
    private readonly Dictionary<Guid, Case> _cases = [];
    private ILookup<Guid, Guid> _summarised = Array.Empty<Guid>().ToLookup(x => x);

    public async Task<IReadOnlyDictionary<Guid, string>> UnprovenAsync(
        AppDb db, IReadOnlyList<OutgoingMail> mails, CancellationToken ct)
    {
        var about = mails.Where(x => ToApplicant(x.Kind)).ToDictionary(x => x.Id, x => x.SubjectId);
        if (about.Count == 0)
            return new Dictionary<Guid, string>();
        var ids = about.Values.ToList();
        var addresses = await db.Applications.Where(x => ids.Contains(x.Id) && x.ErasedAt == null)
            .Select(x => new { x.Id, x.EmailNormalized }).ToDictionaryAsync(x => x.Id, x => x.EmailNormalized, ct);
        var all = addresses.Values.Distinct().ToList();
        var proven = await db.Applications.Where(x => x.AddressProvenAt != null && all.Contains(x.EmailNormalized))
            .Select(x => x.EmailNormalized).Distinct().ToListAsync(ct);
        return about.Where(x => addresses.TryGetValue(x.Value, out var address) && !proven.Contains(address))
            .ToDictionary(x => x.Key, x => addresses[x.Value]);
    }

    public async Task LoadAsync(IReadOnlyList<OutgoingMail> mails, CancellationToken ct)
    {
        var summaries = mails.Where(x => x.Kind == MailKind.ReceiptSummary).Select(x => x.Id).ToList();
        _summarised = (summaries.Count == 0 ? [] : await db.OutgoingMails.AsNoTracking()
            .Where(x => x.SummaryId != null && summaries.Contains(x.SummaryId.Value)).OrderBy(x => x.Id)
            .Select(x => new { x.SummaryId, x.SubjectId }).ToListAsync(ct)).ToLookup(x => x.SummaryId!.Value, x => x.SubjectId);
        var ids = mails.Where(x => ToApplicant(x.Kind)).Select(x => x.SubjectId)
            .Concat(summaries.SelectMany(x => _summarised[x].Distinct().Take(SummaryAtMost * 10))).Distinct().ToList();
        if (ids.Count == 0)
            return;
        var found = await (
            from application in db.Applications.AsNoTracking()
            join delivery in db.Deliveries.AsNoTracking() on application.Id equals delivery.ApplicationId
            join employer in db.Employers.AsNoTracking() on application.EmployerId equals employer.Id
            join ad in db.JobAds on application.JobAdId equals ad.Id
            where ids.Contains(application.Id) && application.ErasedAt == null
            select new
            {
                application,
                delivery,
                employer,
                title = application.Language == "en" && ad.TitleEn != "" ? ad.TitleEn : ad.Title,
                files = db.Documents.Count(
                    x => x.ApplicationId == application.Id && x.ReplacedAt == null && x.ScanResult != ScanResult.Found),
            }).ToListAsync(ct);
        var tokens = await receipts.MailedTokensOfAsync([.. found.Select(x => x.application)], ct);
        foreach (var x in found)
            _cases[x.application.Id] = new(x.application, x.delivery, x.employer, x.title, x.files, tokens[x.application.Id]);
        await NoteArrivalsAsync(mails, ct);
    }

    /// <summary>
    /// What says that it arrived says all there is to say. An arrival is final, so this stays true if the mail leaves later.
    /// </summary>
    private async Task NoteArrivalsAsync(IReadOnlyList<OutgoingMail> mails, CancellationToken ct)
    {
        var told = mails.Where(x => x.Kind == MailKind.Receipt).Select(x => x.SubjectId)
            .Concat(mails.Where(x => x.Kind == MailKind.ReceiptSummary).SelectMany(x => _summarised[x.Id]))
            .Where(x => _cases.TryGetValue(x, out var one) && one.State is ReceiptState.Arrived or ReceiptState.HandedByMail
                && one.Delivery.ReceiptsLeft > 0)
            .Distinct().ToList();
        if (told.Count > 0)
            await writer.WriteAsync((db, t) => db.Deliveries.Where(x => told.Contains(x.ApplicationId)).ExecuteUpdateAsync(x => x
                .SetProperty(d => d.ReceiptsLeft, 0).SetProperty(d => d.ReceiptDueAt, (DateTimeOffset?)null), t), ct);
    }

    private static bool ToApplicant(MailKind kind) => kind switch
    {
        MailKind.Receipt or MailKind.ApplicationLate or MailKind.ApplicationReturned or MailKind.AnswerMissing
            or MailKind.AddressProof or MailKind.ApplicationEnding => true,
        MailKind.ReceiptSummary or MailKind.ConnectionBroken or MailKind.Invitation or MailKind.ProbingStopped or MailKind.OutageBegan
            or MailKind.AccountFailing or MailKind.JobNotPublished or MailKind.Digest or MailKind.AccountLink or MailKind.PasswordChanged
            or MailKind.PasskeyAdded or MailKind.SecondPathConfirm or MailKind.ApplicationsEnding => false,
    };

    /// <param name="Token">Of the receipt that mails lead to.</param>
    private sealed record Case(Application Application, Delivery Delivery, Employer Employer, string Title, int Files, string Token)
    {
        public ReceiptState State { get; } = ReceiptStates.Of(Delivery);
    }
}
