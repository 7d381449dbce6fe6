using Eilbote.Applications;
using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Employers;
using Eilbote.Scanning;
using Eilbote.Secrets;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Applying;

/// <summary>
/// What the applicant may know of the delivery: that it came in, that it is on its way or arrived, or which field to correct.
/// That an application already exists is never said here, because nobody has proven to own the e-mail address.
/// </summary>
internal static class ReceiptPages
{
    public static void MapReceipts(this WebApplication app)
    {
        app.MapGet("/receipts/{token}", ShowAsync).Framed();
        app.MapPost("/receipts/{token}", CorrectAsync).DisableAntiforgery().Framed();
        app.MapPost("/receipts/{token}/withdraw", WithdrawAsync).DisableAntiforgery().Framed();
        app.MapPost("/receipts/{token}/doubt", DoubtAsync).DisableAntiforgery().Framed();
        app.MapPost("/receipts/{token}/mine", TakeBackAsync).DisableAntiforgery().Framed();
        app.MapPost("/receipts/{token}/confirm", ConfirmAsync).DisableAntiforgery().Framed();
        app.MapGet("/receipts/{token}/application.zip", DownloadAsync);
        app.MapPost("/receipts/{token}/revoke", RevokeAsync).DisableAntiforgery().Framed();
        // Where a file was sent that was not taken, and the page is asked for once more.
        app.MapGet("/receipts/{token}/files/{documentId:guid}", (string token, HttpContext http) =>
            (IResult)new SeeOther($"/receipts/{token}{http.Request.QueryString}")).Framed();
        app.MapPost("/receipts/{token}/files/{documentId:guid}", ReplaceAsync).DisableAntiforgery().WithMetadata(new StreamsItsBody())
            .Limited(Limited.Drafts).Framed();
    }

    private static async Task<IResult> ShowAsync(string token, HttpContext http, AppDb db, CancellationToken ct) =>
        await FindAsync(token, http, db, null, ct) is { } view
            ? Page.Of<ReceiptPage, ReceiptView>(view)
            : Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);

    /// <summary>
    /// The address that the browser was led to is itself the right to correct; only what the ATS refused, or who got our mail there,
    /// can be corrected.
    /// </summary>
    private static async Task<IResult> CorrectAsync(
        string token, HttpContext http, [FromForm] string? email, AppDb db, IWriter writer, Lanes lanes, TimeProvider clock,
        CancellationToken ct)
    {
        var corrected = IncomingText.Address(email);
        // Not by a mailed address: whoever reads the mail may be a stranger.
        if (await FindAsync(token, http, db, corrected, ct) is not { Mailed: false } view)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        if (view.CanCorrect)
        {
            if (!EmailAddress.IsOne(corrected) || EmailAddress.Normalize(corrected) == view.Application.EmailNormalized)
            {
                var error = Texts.T(
                    "Bitte geben Sie eine andere, vollständige E-Mail-Adresse ein.",
                    "Please enter a different, complete e-mail address.");
                return Page.Of<ReceiptPage, ReceiptView>(view with { EmailError = error }, 422);
            }
            await writer.WriteAsync((w, t) => StoreAsync(w, view.Application.Id, corrected, clock.GetUtcNow(), t), ct);
            lanes.Wake(view.Delivery.AccountId);
        }
        return new SeeOther(http.Request.Path + http.Request.QueryString);
    }

    private static async Task<bool> StoreAsync(AppDb db, Guid applicationId, string email, DateTimeOffset now, CancellationToken ct)
    {
        // The update locks the row: what is read afterwards stays true until commit.
        if (await db.Deliveries.Where(x => x.ApplicationId == applicationId && x.SettledAt == null && x.WithdrawnAt == null
            && ((x.State == DeliveryState.NeedsApplicant && x.Reason != Delivery.AnswerMissing) || x.HeldBy == HeldBy.Doubt))
            .ExecuteUpdateAsync(x => x.SetProperty(d => d.CorrectedAt, now), ct) == 0)
            return false;
        var application = await db.Applications.SingleAsync(x => x.Id == applicationId, ct);
        var delivery = await db.Deliveries.SingleAsync(x => x.ApplicationId == applicationId, ct);
        (application.Applicant, application.EmailNormalized) = (
            application.Applicant with { Email = email }, EmailAddress.Normalize(email));
        // What was mailed to the other address leads nowhere any more, and proves nothing of this one.
        (application.MailedHash, application.AnswerHash, application.AddressProvenAt) = (null, null, null);
        (delivery.SupplementOf, delivery.RepeatedSince) = (null, null);
        if (delivery.DoubtedAt is not null)
        {
            Doubting.End(delivery, now);
            delivery.RepeatOf = null;
            db.Interventions.Add(new() { DeliveryId = delivery.Id, Deed = Deed.EndDoubt, Actor = Actor.Applicant, At = now });
        }
        else
            (delivery.State, delivery.DueAt, delivery.Reason) = (DeliveryState.Queued, now, null);
        if (delivery.NeedsAnswer)
            (delivery.AnswerAskedAt, delivery.AnswerDueAt) = (now, now);
        // What the ATS said was about another address.
        delivery.AlreadyThereAt = null;
        // One that came in before there were any gets none.
        if (delivery.ReceiptsLeft > 0)
            delivery.PromiseReceipt(now);
        return true;
    }

    /// <summary>Only by a mailed address: it is its owner who can say so.</summary>
    private static async Task<IResult> DoubtAsync(string token, HttpContext http, AppDb db, Doubts doubts, CancellationToken ct)
    {
        if (await FindAsync(token, http, db, null, ct) is not { Mailed: true } view)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        await doubts.SayAsync(view.Application.Id, ct);
        return new SeeOther($"/receipts/{token}{http.Request.QueryString}");
    }

    private static async Task<IResult> TakeBackAsync(string token, HttpContext http, AppDb db, Doubts doubts, CancellationToken ct)
    {
        if (await FindAsync(token, http, db, null, ct) is not { Mailed: true } view)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        await doubts.TakeBackAsync(view.Application.Id, ct);
        return new SeeOther($"/receipts/{token}{http.Request.QueryString}");
    }

    /// <summary>Its owner says that a further application is theirs: see <see cref="Supplements"/>.</summary>
    private static async Task<IResult> ConfirmAsync(string token, HttpContext http, AppDb db, Doubts doubts, CancellationToken ct)
    {
        if (await FindAsync(token, http, db, null, ct) is not { Mailed: true } view)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        if (view.CanConfirm)
            await doubts.ProveAsync(view.Application.Id, ct);
        return new SeeOther($"/receipts/{token}{http.Request.QueryString}");
    }

    /// <summary>Either address is the right to withdraw.</summary>
    private static async Task<IResult> WithdrawAsync(
        string token, HttpContext http, AppDb db, Withdrawal withdrawal, Doubts doubts, CancellationToken ct)
    {
        if (await FindAsync(token, http, db, null, ct) is not { } view)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        if (view.Mailed)
            await doubts.ProveAsync(view.Application.Id, ct);
        await withdrawal.WithdrawAsync(view.Application.Id, ct);
        return new SeeOther($"/receipts/{token}{http.Request.QueryString}");
    }

    /// <summary>All that is stored of it, for who sent it; but for a document that the virus scanner has not seen yet.</summary>
    private static async Task<IResult> DownloadAsync(
        string token, HttpContext http, AppDb db, IDocumentStore store, Scanner scanner, CancellationToken ct)
    {
        if (await FindAsync(token, http, db, null, ct) is not { CanDownload: true } view)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        view.Application.Documents.AddRange(view.Documents);
        List<Document> unscanned = scanner.IsOn ? view.Application.Documents.FindAll(x => x.IsUnscanned) : [];
        var zip = await Handover.ZipAsync(view.Application, view.Delivery, view.Ad, unscanned, store, ct);
        return Results.Stream(zip, "application/zip", Texts.T("Bewerbung", "Application") + ".zip");
    }

    /// <summary>A consent is shown, and so revoked, only where everything is shown that was sent.</summary>
    private static async Task<IResult> RevokeAsync(
        string token, HttpContext http, [FromForm] string? key, AppDb db, IWriter writer, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(token, http, db, null, ct) is not { Mailed: false } view)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        await ConsentRevocation.RevokeAsync(writer, view.Application.Id, key ?? "", clock.GetUtcNow(), ct);
        return new SeeOther($"/receipts/{token}{http.Request.QueryString}");
    }

    /// <summary>The address that the browser was led to is itself the right to send a file in the place of a refused one.</summary>
    private static async Task<IResult> ReplaceAsync(
        string token, Guid documentId, HttpContext http, AppDb db, JobOffers offers, FileReplacement replacement, CancellationToken ct)
    {
        ApplyPages.AllowSlowPhones(http);
        if (await FindAsync(token, http, db, null, ct) is not { Mailed: false } view)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        var refused = view.Refused.FirstOrDefault(x => x.Id == documentId);
        var rules = (await offers.DestinationAsync(view.Ad.Id, ct))!.Rules;
        return await replacement.ReplaceAsync(http.Request, rules, refused, ct) is { } wrong
            ? Page.Of<ReceiptPage, ReceiptView>(view with { RefusedError = (documentId, wrong) }, 422)
            : new SeeOther($"/receipts/{token}{http.Request.QueryString}");
    }

    private static async Task<ReceiptView?> FindAsync(string token, HttpContext http, AppDb db, string? typedEmail, CancellationToken ct)
    {
        http.ForMailedLink();
        var hash = LinkTokens.Hash(token);
        var found = await (
            from application in db.Applications.AsNoTracking()
            join delivery in db.Deliveries.AsNoTracking() on application.Id equals delivery.ApplicationId
            join ad in db.JobAds.AsNoTracking() on application.JobAdId equals ad.Id
            join employer in db.Employers.AsNoTracking() on application.EmployerId equals employer.Id
            join connection in db.Connections on delivery.ConnectionId equals connection.Id
            where application.ReceiptHash == hash || application.MailedHash == hash
            select new { application, delivery, ad, employer, connection }).SingleOrDefaultAsync(ct);
        if (found is null)
            return null;
        var mailed = found.application.ReceiptHash != hash;
        var documents = await db.Documents.AsNoTracking().Where(x => x.ApplicationId == found.application.Id).OrderBy(x => x.Id)
            .ToListAsync(ct);
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var connector = http.RequestServices.GetRequiredService<ConnectorRegistry>().Of(found.connection);
        var days = await ClosedDays.WorkingDaysOfAsync(db, found.employer.Id, ct);
        return new ReceiptView
        {
            Application = found.application,
            Delivery = found.delivery,
            Ad = found.ad,
            Employer = found.employer,
            Mailed = mailed,
            Documents = mailed ? [] : documents.FindAll(x => x.ReplacedAt is null),
            Refused = FileReplacement.Open(found.delivery, documents, now),
            FirstLeftAt = await db.Exchanges
                .Where(x => x.DeliveryId == found.delivery.Id && x.Kind != StepKind.Tell).MinAsync(x => (DateTimeOffset?)x.StartedAt, ct),
            MayHaveArrived = found.delivery.State is DeliveryState.Withdrawn or DeliveryState.Returned
                && await LostAnswers.OfAsync(db, found.delivery.Id, ct),
            ClosedUntil = found.delivery.Ended ? null : days.ClosedUntil(Texts.Day(now)),
            EndsAt = Ladder.EndsAt(found.delivery, days),
            OtherWay = connector is IJobFeed feed && IsLate(found.delivery, now) && found.ad is { SeenSince: not null, MissingSince: null }
                ? feed.JobPage(new(found.connection.Settings), found.ad.AtsJobId) : null,
            TypedEmail = typedEmail,
            CanConfirm = mailed && Supplements.AsksFor(found.application, found.delivery, now),
            CanSupplement = !mailed && SupplementPages.Takes(found.application, found.delivery, found.connection.OnlyFirstCounts),
        };
    }

    /// <summary>Not of a further application: where the ATS has the person, nobody is sent there again.</summary>
    private static bool IsLate(Delivery delivery, DateTimeOffset now) => delivery.RepeatedSince is null
        && ReceiptStates.Of(delivery) == ReceiptState.Received && now - delivery.CreatedAt > Delivery.OverdueAfter;
}

public sealed record ReceiptView
{
    public required Application Application { get; init; }
    public required Delivery Delivery { get; init; }
    public required JobAd Ad { get; init; }
    public required Employer Employer { get; init; }

    /// <summary>Reached by a mailed address: nothing of what was sent is shown.</summary>
    public required bool Mailed { get; init; }
    public required IReadOnlyList<Document> Documents { get; init; }

    /// <summary>What the virus scanner refused after it was accepted, and which can still be replaced.</summary>
    public required IReadOnlyList<Document> Refused { get; init; }

    /// <summary>What is wrong with the file that was just sent in the place of one of them.</summary>
    public (Guid Id, string Text)? RefusedError { get; init; }

    /// <summary>When the first request to the ATS left; null before.</summary>
    public required DateTimeOffset? FirstLeftAt { get; init; }

    /// <summary>It ended after a try whose answer was lost.</summary>
    public required bool MayHaveArrived { get; init; }

    /// <summary>Until when the employer is closed; null while it works.</summary>
    public DateOnly? ClosedUntil { get; init; }

    /// <summary>When it ends if nothing happens; null while that is not announced.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>The employer's own page of the job, once it has not arrived for long.</summary>
    public string? OtherWay { get; init; }

    /// <summary>Whether all that is stored can be downloaded: by who was led here after sending, while it is there.</summary>
    public bool CanDownload => !Mailed && Application.ErasedAt is null;

    /// <summary>Whether that is the next thing to do: it did not arrive, and nobody may take it any more.</summary>
    public bool ShouldDownload => CanDownload && Delivery.WarnedAt is not null
        && State is ReceiptState.Received or ReceiptState.NeedsCorrection or ReceiptState.NeedsAnswer or ReceiptState.Returned;

    /// <summary>Whether a button here proves that it is theirs who got the mail.</summary>
    public bool CanConfirm { get; init; }

    /// <summary>Whether something can be handed in later.</summary>
    public bool CanSupplement { get; init; }
    public string? TypedEmail { get; init; }
    public string? EmailError { get; init; }

    public ReceiptState State => ReceiptStates.Of(Delivery);

    public bool CanWithdraw => !Delivery.Ended && Delivery.WithdrawnAt is null;

    /// <summary>While a request is out its answer decides first.</summary>
    public bool CanCorrect => State == ReceiptState.NeedsCorrection || (State == ReceiptState.Doubted && !IsOut);

    /// <summary>Whether the owner of the address can still say not to have sent it.</summary>
    public bool CanDoubt => Mailed && Application.ErasedAt is null && Delivery is { DoubtedAt: null, WithdrawnAt: null }
        && State is (ReceiptState.Received or ReceiptState.NeedsCorrection or ReceiptState.NeedsAnswer or ReceiptState.Arrived
            or ReceiptState.HandedByMail);

    public bool IsOut => Delivery.State is DeliveryState.Delivering or DeliveryState.UnderWayByMail;
}
