using Eilbote.Employers;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Board;

/// <summary>The board's own pages: the list of jobs and one job.</summary>
internal static class BoardPages
{
    public static void MapBoard(this WebApplication app)
    {
        app.MapGet("/", ListAsync).Compressed();
        app.MapGet("/jobs/{id:guid}", JobAsync).Compressed().Framed();
        app.MapSearch();
        app.MapGet("/accessibility", () => Page.Of<AccessibilityPage, AccessibilityView>(new())).Compressed();
    }

    private static async Task<IResult> ListAsync(AppDb db, CancellationToken ct)
    {
        var english = Texts.IsEnglish;
        var jobs = await (
            from ad in db.JobAds
            join employer in db.Employers.AsNoTracking() on ad.EmployerId equals employer.Id
            join connection in db.Connections on ad.ConnectionId equals connection.Id
            where ad.State == JobAdState.Open && JobAdStandings.Taking.Contains(connection.State)
            orderby ad.CreatedAt descending, ad.Id descending
            select new JobListItem(
                ad.Id, english && ad.TitleEn != "" ? ad.TitleEn : ad.Title, ad.Place.Length > 0 ? ad.Place : employer.Place, employer))
                .Take(500).ToListAsync(ct);
        return Page.Of<JobListPage, JobList>(new JobList(jobs));
    }

    private static async Task<IResult> JobAsync(Guid id, HttpContext http, JobOffers offers, FormCounters counters, CancellationToken ct)
    {
        if (await offers.FindAsync(id, ct) is not { } offer)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        counters.Viewed(http, id);
        return Page.Of<JobPage, JobView>(JobView.Of(offer));
    }
}

public sealed record AccessibilityView
{
    /// <summary>When the pages were last gone through by <c>docs/accessibility.md</c>.</summary>
    public static readonly DateOnly CheckedOn = new(2026, 11, 27);
}

public sealed record JobListItem(Guid Id, string Title, string Place, Employer Employer);

public sealed record JobList(IReadOnlyList<JobListItem> Jobs);

/// <param name="SafeHtml">Sanitised; may be shown as it is.</param>
/// <param name="Language">Of the text: the reader's if the ad has it, else the other.</param>
public sealed record JobView(JobOffer Offer, string SafeHtml, string? Language)
{
    public static JobView Of(JobOffer offer) => offer.Ad.HtmlEn.Length == 0
        ? new(offer, JobText.Sanitise(offer.Ad.Html), null)
        : new(offer, JobText.Sanitise(Texts.IsEnglish ? offer.Ad.HtmlEn : offer.Ad.Html), Texts.IsEnglish ? "en" : "de");

    public string Place => Offer.Ad.Place.Length > 0 ? Offer.Ad.Place : Offer.Employer.Place;

    /// <summary>One line for lists of search engines.</summary>
    public string Summary => JobText.Beginning(SafeHtml) is { Length: > 0 } text ? text
        : string.Join(" · ", new[] { Offer.Ad.TitleHere, Offer.Employer.Name, Place }.Where(x => x.Length > 0));
}
