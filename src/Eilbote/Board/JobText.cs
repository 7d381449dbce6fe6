using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Ganss.Xss;

namespace Eilbote.Board;

/// <summary>The text of a job ad comes from an employer or a feed: only plain formatting is shown.</summary>
public static partial class JobText
{
    private static readonly HtmlSanitizer Sanitizer = Create();

    /// <summary>The parser's time grows with the square of tags and attributes, and a hostile text is full of them.</summary>
    private const int MaxTags = 1_000;

    public static string Sanitise(string html) => Sanitizer.Sanitize(Tame(html));

    /// <summary>The first words of a sanitised text as one line without tags, at most 155 characters.</summary>
    public static string Beginning(string safeHtml)
    {
        const int Limit = 155;
        var text = string.Join(
            ' ', WebUtility.HtmlDecode(AnyTag().Replace(safeHtml, " ")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= Limit ? text
            : text.LastIndexOf(' ', Limit - 2) is > 0 and var end ? text[..end] + " …" : text[..(Limit - 2)] + " …";
    }

    /// <summary>The text with whole tags only, none with more than 20 attributes, and no more of them than are cheap to read.</summary>
    private static string Tame(string html)
    {
        var tame = new StringBuilder(html.Length);
        var (tags, at) = (0, 0);
        while (html.IndexOf('<', at) is var next and >= 0)
        {
            tame.Append(html, at, next - at);
            if (html.AsSpan(next).StartsWith("<!--", StringComparison.Ordinal))
            {
                at = html.IndexOf("-->", next, StringComparison.Ordinal) is var end and >= 0 ? end + 3 : html.Length;
                continue;
            }
            var tag = Tag().Match(html, next);
            tame.Append(!tag.Success ? "&lt;" : ++tags <= MaxTags ? tag.Value : " ");
            at = next + Math.Max(1, tag.Length);
        }
        return tame.Append(html, at, html.Length - at).ToString();
    }

    /// <summary>Strict, so that the parser sees its end where this sees it: a quote stands only around a value.</summary>
    [GeneratedRegex("""\G</?[a-zA-Z][^\s"'<>=]{0,50}(?:\s+[^\s"'<>=]{1,200}(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=]+))?){0,20}\s*/?>""", RegexOptions.None, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex AnyTag();

    private static HtmlSanitizer Create()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
                { "p", "br", "b", "strong", "i", "em", "u", "ul", "ol", "li", "h2", "h3", "h4", "h5", "h6", "a", "blockquote", "hr",
                    "table", "thead", "tbody", "tr", "th", "td" },
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
