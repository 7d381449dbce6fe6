using System.Globalization;
using System.Xml.Linq;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Board;

/// <summary>What search engines read beside the pages. Only where the board says under which address it is public.</summary>
internal static class SearchPages
{
    /// <summary>As many addresses as one site map may hold.</summary>
    private const int Limit = 50_000;

    private static readonly XNamespace Sitemap = "http://www.sitemaps.org/schemas/sitemap/0.9";

    public static void MapSearch(this WebApplication app)
    {
        app.MapGet("/sitemap.xml", SitemapAsync).Compressed();
        app.MapGet("/robots.txt", (BoardOptions board) => board.AddressOf("/sitemap.xml") is { } sitemap
            ? Results.Text($"User-agent: *\nDisallow: /portal\nDisallow: /operators\n\nSitemap: {sitemap}\n")
            : Page.Of<NotFoundPage, NotFound>(new NotFound(), 404));
    }

    private static async Task<IResult> SitemapAsync(AppDb db, BoardOptions board, CancellationToken ct)
    {
        if (board.AddressOf("/") is not { } start)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        var ads = await (
            from ad in db.JobAds
            join connection in db.Connections on ad.ConnectionId equals connection.Id
            where ad.State == JobAdState.Open && JobAdStandings.Taking.Contains(connection.State)
            orderby ad.CreatedAt descending, ad.Id descending
            select new { ad.Id, ChangedAt = ad.ChangedAt ?? ad.CreatedAt }).Take(Limit - 1).ToListAsync(ct);
        var map = new XElement(Sitemap + "urlset", Address(start, ads.Select(x => (DateTimeOffset?)x.ChangedAt).Max()),
            ads.Select(x => Address(board.AddressOf($"/jobs/{x.Id}")!, x.ChangedAt)));
        return Results.Text("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + map, "application/xml");
    }

    private static XElement Address(string page, DateTimeOffset? changedAt) => new(
        Sitemap + "url", new XElement(Sitemap + "loc", page),
        changedAt is { } at
            ? new XElement(Sitemap + "lastmod", at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)) : null);
}
