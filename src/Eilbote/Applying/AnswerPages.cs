using Eilbote.Applications;
using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Employers;
using Eilbote.Secrets;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Applying;

/// <summary>
/// One page to answer just what is missing, by a mailed link or from either receipt: it names employer and job and shows nothing of what
/// was sent. With the answer the application goes out by itself.
/// </summary>
internal static class AnswerPages
{
    public const string Path = "/answers/";

    public static void MapAnswers(this WebApplication app)
    {
        app.MapGet("/answers/{token}", ShowAsync).Framed();
        app.MapPost("/answers/{token}", AnswerAsync).DisableAntiforgery().Framed();
        app.MapPost("/answers/{token}/renew", RenewAsync).DisableAntiforgery().Framed();
    }

    private static async Task<IResult> ShowAsync(
        string token, HttpContext http, AppDb db, ConnectorRegistry connectors, CancellationToken ct) =>
        await FindAsync(token, http, db, connectors, ct) is { } found ? Show(found.View) : NotFound();

    private static async Task<IResult> AnswerAsync(
        string token, HttpContext http, [FromForm] IFormCollection form, AppDb db, IWriter writer, Lanes lanes,
        ConnectorRegistry connectors, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(token, http, db, connectors, ct) is not { } found)
            return NotFound();
        if (found.View.State != AnswerState.Open)
            return Show(found.View);
        var upload = new Upload(form.ToDictionary(x => x.Key, x => x.Value.ToString()), [], [], []);
        var typed = TypedAnswers.Read(found.View.Questions, found.Application.Applicant.Answers, upload);
        if (typed.Errors.Count > 0)
            return Show(found.View with { Typed = upload.Fields, Errors = typed.Errors }, 422);
        var stored = await writer.WriteAsync(
            (w, t) => StoreAsync(w, found, typed.Given, clock.GetUtcNow(), t), ct);
        if (stored)
            lanes.Wake(found.Delivery.AccountId);
        return new SeeOther($"{Path}{token}{http.Request.QueryString}");
    }

    /// <summary>
    /// False when it is no longer asked: answered in another window, withdrawn, given back, or asked anew at another address.
    /// </summary>
    private static async Task<bool> StoreAsync(
        AppDb db, Found found, List<GivenAnswer> given, DateTimeOffset now, CancellationToken ct)
    {
        var (id, asked) = (found.Delivery.Id, found.Delivery.AnswerAskedAt);
        // The update locks the row: what is read afterwards stays true until commit.
        if (await db.Deliveries.Where(x => x.Id == id && x.AnswerAskedAt == asked).Where(MissingAnswers.IsAsked)
            .ExecuteUpdateAsync(Release.Answered(now), ct) == 0)
            return false;
        var application = await db.Applications.SingleAsync(x => x.Id == found.Application.Id, ct);
        application.Applicant = application.Applicant with
        {
            Answers = MissingAnswers.With(found.Asked, application.Applicant.Answers, given),
        };
        if (found.ByMail)
            application.AddressProvenAt = now;
        db.Interventions.Add(new() { DeliveryId = id, Deed = Deed.Answer, Actor = Actor.Applicant, At = now });
        return true;
    }

    /// <summary>The old link ends, and another one goes to the same address, which is named nowhere.</summary>
    private static async Task<IResult> RenewAsync(
        string token, HttpContext http, AppDb db, IWriter writer, ConnectorRegistry connectors, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(token, http, db, connectors, ct) is not { } found)
            return NotFound();
        if (found.View.State != AnswerState.Expired)
            return Show(found.View);
        await writer.WriteAsync(async (w, t) =>
        {
            var id = found.Delivery.Id;
            if (await w.Deliveries.Where(x => x.Id == id && x.SettledAt == null && x.WithdrawnAt == null
                && x.State == DeliveryState.NeedsEmployer && x.Reason == Delivery.Incomplete)
                .ExecuteUpdateAsync(Release.Asked(clock.GetUtcNow()), t) == 1)
                await w.Applications.Where(x => x.Id == found.Application.Id)
                    .ExecuteUpdateAsync(x => x.SetProperty(a => a.AnswerHash, (string?)null), t);
            return true;
        }, ct);
        return Show(found.View with { State = AnswerState.Renewed });
    }

    private static async Task<Found?> FindAsync(
        string token, HttpContext http, AppDb db, ConnectorRegistry connectors, CancellationToken ct)
    {
        http.ForMailedLink();
        var hash = LinkTokens.Hash(token);
        var row = await (
            from application in db.Applications.AsNoTracking()
            join delivery in db.Deliveries.AsNoTracking() on application.Id equals delivery.ApplicationId
            join ad in db.JobAds.AsNoTracking() on application.JobAdId equals ad.Id
            join employer in db.Employers.AsNoTracking() on application.EmployerId equals employer.Id
            join connection in db.Connections.AsNoTracking() on delivery.ConnectionId equals connection.Id
            where application.ReceiptHash == hash || application.MailedHash == hash || application.AnswerHash == hash
            select new { application, delivery, ad, employer, connection }).SingleOrDefaultAsync(ct);
        if (row is null)
            return null;
        var asked = AskedQuestions.Of(row.connection.Questions, row.ad.Questions);
        var open = MissingAnswers.Open(asked, connectors.Of(row.connection).Descriptor.Answers, row.application.Applicant.Answers);
        return new(row.application, row.delivery, asked, row.application.ReceiptHash != hash, new()
        {
            Token = token,
            Employer = row.employer,
            Ad = row.ad,
            State = StateOf(row.delivery, row.application.ErasedAt is not null, open.Count),
            Questions = open,
        });
    }

    private static AnswerState StateOf(Delivery delivery, bool erased, int open) =>
        erased || delivery.WithdrawnAt is not null || delivery.State == DeliveryState.Returned ? AnswerState.Over
        : open == 0 || delivery.Ended ? AnswerState.Answered
        : delivery.NeedsAnswer ? AnswerState.Open
        : delivery is { State: DeliveryState.NeedsEmployer, Reason: Delivery.Incomplete } ? AnswerState.Expired
        : AnswerState.Over;

    private static IResult Show(AnswerView view, int status = 200) => Page.Of<AnswerPage, AnswerView>(view, status);

    private static IResult NotFound() => Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);

    /// <param name="ByMail">Reached by a link that only a mail held.</param>
    private sealed record Found(Application Application, Delivery Delivery, AskedQuestions Asked, bool ByMail, AnswerView View);
}

/// <summary>Expired: the applicant was asked long enough. Over: withdrawn, erased, given back, or not asked just now.</summary>
public enum AnswerState { Open, Answered, Expired, Renewed, Over }

/// <summary>Nothing of what was sent is in it.</summary>
public sealed record AnswerView
{
    public required string Token { get; init; }
    public required Employer Employer { get; init; }
    public required JobAd Ad { get; init; }
    public required AnswerState State { get; init; }

    /// <summary>All that is missing, to be answered at once.</summary>
    public required IReadOnlyList<Question> Questions { get; init; }

    /// <summary>As typed, by the names of the fields.</summary>
    public IReadOnlyDictionary<string, string> Typed { get; init; } = new Dictionary<string, string>();
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>();
}
