using Ganss.Xss;

namespace Eilbote.JobAds;

/// <summary>The text of a job ad comes from an employer or a feed: only plain formatting is shown.</summary>
internal static class JobText
{
    private static readonly HtmlSanitizer Sanitizer = Create();

    public static string Sanitise(string html) => Sanitizer.Sanitize(html);

    private static HtmlSanitizer Create()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
                { "p", "br", "b", "strong", "i", "em", "u", "ul", "ol", "li", "h2", "h3", "h4", "h5", "h6", "a", "blockquote", "hr", "table", "thead", "tbody", "tr", "th", "td" },
            AllowedAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href" },
            AllowedSchemes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "https", "http", "mailto" },
            UriAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href" },
        });
        sanitizer.KeepChildNodes = true;
        // Without this the text of a script would stay as text.
        sanitizer.RemovingTag += (_, e) =>
        {
            if (e.Tag.NodeName is "SCRIPT" or "STYLE" or "TEMPLATE" or "IFRAME" or "OBJECT")
                e.Tag.InnerHtml = "";
        };
        return sanitizer;
    }
}
