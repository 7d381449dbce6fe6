using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Eilbote.Web;

namespace Eilbote.Board;

/// <summary>A job for search engines: <c>schema.org/JobPosting</c> with all that Google demands, and nothing that is a guess.</summary>
internal static class JobPosting
{
    /// <summary>Umlauts as they are; what could end a script element stays escaped.</summary>
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>JSON that may stand in a page. Null for an ad that takes no applications, or that has no text.</summary>
    public static string? Of(JobView job, BoardOptions board)
    {
        var (ad, employer) = (job.Offer.Ad, job.Offer.Employer);
        if (!job.Offer.Open || job.SafeHtml.Length == 0)
            return null;
        var address = new JsonObject { ["@type"] = "PostalAddress", ["addressCountry"] = board.Country };
        if (job.Place.Length > 0)
            address["addressLocality"] = job.Place;
        var organization = new JsonObject { ["@type"] = "Organization", ["name"] = Recipient.NameIn(ad.Recipient) ?? employer.Name };
        if (ad.Recipient.Length == 0 && employer.LogoHash is { } hash && board.AddressOf($"/logos/{employer.Id}/{hash}") is { } logo)
            organization["logo"] = logo;
        var posting = new JsonObject
        {
            ["@context"] = "https://schema.org",
            ["@type"] = "JobPosting",
            ["title"] = ad.TitleHere,
            ["description"] = job.SafeHtml,
            ["datePosted"] = Texts.Day(ad.CreatedAt).ToString("O", CultureInfo.InvariantCulture),
            ["hiringOrganization"] = organization,
            ["jobLocation"] = new JsonObject { ["@type"] = "Place", ["address"] = address },
            ["identifier"] = new JsonObject { ["@type"] = "PropertyValue", ["name"] = board.Name, ["value"] = ad.Id.ToString() },
            ["directApply"] = true,
        };
        if (board.AddressOf($"/jobs/{ad.Id}") is { } page)
            posting["url"] = page;
        return posting.ToJsonString(Readable);
    }
}
