using System.Globalization;
using Eilbote.Applications;
using Eilbote.Employers;
using Eilbote.Members;
using Eilbote.Scanning;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>Deeds by hand: each has a page that says what it will do, and a button that does it.</summary>
internal static class DeedPages
{
    private const int WhyLimit = 300, WordsLimit = 1000;
    private const string One = "/applications/{id:guid}/{deed:regex(^(retry|hold|release|return|hand-over|confirm)$)}";
    private const string Many = "/applications/all/{deed:regex(^(retry|hold|release)$)}", OfAll = "/{deed:regex(^(retry|hold|release)$)}";

    public static void MapDeeds(this RouteGroupBuilder portal)
    {
        portal.MapGet(One, (Member me, Guid id, string deed, AppDb db, ByHand byHand, CancellationToken ct) =>
            ShowAsync(me, Parse(deed), id, new(), db, byHand, ct));
        portal.MapGet(Many, (Member me, string deed, string? since, AppDb db, ByHand byHand, CancellationToken ct) =>
            ShowAsync(me, Parse(deed), null, new() { Since = since }, db, byHand, ct));
        portal.MapPost(One, (Member me, Guid id, string deed, DeedForm form, AppDb db, ByHand byHand, CancellationToken ct) =>
            DoAsync(me, Of(me), Parse(deed), id, form, db, byHand, ct));
        portal.MapPost(Many, (Member me, string deed, DeedForm form, AppDb db, ByHand byHand, CancellationToken ct) =>
            DoAsync(me, Of(me), Parse(deed), null, form, db, byHand, ct));
        portal.MapGet("/applications/{id:guid}/application.zip", DownloadAsync);
    }

    /// <summary>The same for operators: for one employer, or for all. They see no application.</summary>
    public static void MapOperatorDeeds(this WebApplication app)
    {
        var operators = app.MapGroup("/operators/deliveries").ForSignedIn();
        operators.MapGet(OfAll, (string deed, string? employer, string? since, AppDb db, ByHand byHand, CancellationToken ct) =>
            ShowAsync(null, Parse(deed), null, new() { Employer = employer, Since = since }, db, byHand, ct));
        operators.MapPost(OfAll,
            (HttpContext http, string deed, DeedForm form, AppDb db, ByHand byHand, CancellationToken ct) =>
            DoAsync(null, new(Actor.Operator, http.User.Identity!.Name, null), Parse(deed), null, form, db, byHand, ct));
    }

    /// <summary>A time as a browser's field gives it, in Vienna; null when it is none or of no year in which anybody applied.</summary>
    public static DateTimeOffset? Since(string? text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            && at.Year is >= 2000 and < 2200
            ? Texts.StartOf(DateOnly.FromDateTime(at)) + at.TimeOfDay
            : null;

    public static Deed Parse(string deed) => Enum.Parse<Deed>(deed.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);

    private static By Of(Member me) => new(Actor.Member, me.Email, null);

    private static async Task<IResult> ShowAsync(
        Member? me, Deed deed, Guid? id, DeedForm form, AppDb db, ByHand byHand, CancellationToken ct) =>
        await ViewAsync(me, deed, id, form, null, db, byHand, ct) is { } view
            ? Page.Of<DeedPage, DeedView>(view, view.SinceError is null ? 200 : 422)
            : Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);

    private static async Task<IResult> DoAsync(
        Member? me, By by, Deed deed, Guid? id, DeedForm form, AppDb db, ByHand byHand, CancellationToken ct)
    {
        var (words, why) = (IncomingText.Line(form.Words), IncomingText.Line(form.Why));
        var error = deed == Deed.Return && words.Length is 0 or > WordsLimit
            ? Texts.T(
                $"Bitte schreiben Sie der Person, warum, in höchstens {WordsLimit} Zeichen.",
                $"Please write to the person why, in at most {WordsLimit} characters.")
            : why.Length > WhyLimit ? Texts.T(
                $"Das Warum hat höchstens {WhyLimit} Zeichen.",
                $"The why has at most {WhyLimit} characters.") : null;
        if (await ViewAsync(me, deed, id, form, error, db, byHand, ct) is not { } view)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        if (error is not null || view.SinceError is not null)
            return Page.Of<DeedPage, DeedView>(view, 422);
        await byHand.DoAsync(db, deed, view.Selection, by with { Why = why.Length > 0 ? why : null }, words, ct);
        return new SeeOther(view.Back);
    }

    /// <summary>Null when there is no such application or employer.</summary>
    private static async Task<DeedView?> ViewAsync(
        Member? me, Deed deed, Guid? id, DeedForm form, string? error, AppDb db, ByHand byHand, CancellationToken ct)
    {
        var employers = await db.Employers.AsNoTracking().Where(x => me == null || x.Id == me.EmployerId).OrderBy(x => x.Name)
            .ToListAsync(ct);
        var employer = me?.EmployerId.ToString() ?? form.Employer;
        var chosen = string.IsNullOrEmpty(employer) ? null : employers.Find(x => x.Id.ToString() == employer);
        var ads = me?.Ads ?? AdScope.All;
        var application = id is null ? null : await db.Applications.AsNoTracking().Where(ads.On<Application>(x => x.JobAdId))
            .SingleOrDefaultAsync(x => x.Id == id && x.EmployerId == chosen!.Id, ct);
        if ((chosen is null && !string.IsNullOrEmpty(employer)) || (id is not null && application is null))
            return null;
        var selection = new Selection(chosen?.Id, id, Since(form.Since)) { Ads = ads };
        // What cannot be read must not mean "all".
        var sinceError = !string.IsNullOrEmpty(form.Since) && selection.Since is null
            ? Texts.T(
                "Bitte Datum und Uhrzeit so eingeben: 2026-11-23T15:00",
                "Please enter date and time like this: 2026-11-23T15:00") : null;
        var preview = sinceError is null ? await byHand.PreviewAsync(db, deed, selection, ct) : new(0, 0, 0, 0);
        return new()
        {
            Me = me,
            Employers = employers,
            Selection = selection,
            Deed = deed,
            Application = application,
            Preview = preview,
            DryRun = deed == Deed.Release && sinceError is null
                ? await DryRun.OfAsync(selection.Of(db), db, byHand.Scans, released: true, ct) : null,
            Form = form,
            Error = error,
            SinceError = sinceError,
        };
    }

    private static async Task<IResult> DownloadAsync(
        Member me, Guid id, HttpContext http, AppDb db, IDocumentStore store, Scanner scanner, CancellationToken ct)
    {
        var found = await (
            from application in db.Applications.AsNoTracking().Include(x => x.Documents).Where(me.Ads.On<Application>(x => x.JobAdId))
            join delivery in db.Deliveries.AsNoTracking() on application.Id equals delivery.ApplicationId
            join ad in db.JobAds.AsNoTracking() on application.JobAdId equals ad.Id
            where application.Id == id && application.EmployerId == me.EmployerId && application.ErasedAt == null
            select new { application, delivery, ad }).SingleOrDefaultAsync(ct);
        if (found is null)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        http.Response.Headers.CacheControl = "no-store";
        if (scanner.IsOn && found.application.Documents.Exists(x => x.IsUnscanned))
            return await ApplicationPages.UnscannedAsync(me, id, db, ct);
        var zip = await Handover.ZipAsync(found.application, found.delivery, found.ad, [], store, ct);
        return Results.Stream(zip, "application/zip", $"{found.application.Applicant.Name}.zip");
    }
}

/// <summary>
/// What is typed for a deed. Field names: <c>Employer</c> (only operators: an id, or empty for all), <c>Since</c>, <c>Why</c>,
/// <c>Words</c>.
/// </summary>
public sealed record DeedForm
{
    public string? Employer { get; init; }
    public string? Since { get; init; }
    public string? Why { get; init; }
    public string? Words { get; init; }

    public static ValueTask<DeedForm?> BindAsync(HttpContext http) => SentFields.BindAsync(http, sent => new DeedForm
    {
        Employer = sent[nameof(Employer)],
        Since = sent[nameof(Since)],
        Why = sent[nameof(Why)],
        Words = sent[nameof(Words)],
    });
}

public sealed record DeedView
{
    /// <summary>Null for an operator.</summary>
    public Member? Me { get; init; }

    /// <summary>Of whom one can be chosen; the member's own only.</summary>
    public required IReadOnlyList<Employer> Employers { get; init; }

    public required Selection Selection { get; init; }
    public required Deed Deed { get; init; }

    /// <summary>Null when the deed is for many.</summary>
    public Application? Application { get; init; }

    public required Preview Preview { get; init; }
    /// <summary>What would become of all that waits; null where that is not asked.</summary>
    public DryRun? DryRun { get; init; }
    public required DeedForm Form { get; init; }
    public string? Error { get; init; }
    public string? SinceError { get; init; }

    public string Back => Me is null ? "/operators" : Application is { } one ? $"/portal/applications/{one.Id}" : "/portal/applications";
}
