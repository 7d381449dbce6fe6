using System.Text;
using System.Text.RegularExpressions;

namespace Eilbote.Connectors.Personio;

/// <summary>What a link into Personio says: whose career site, which job, which channel it counts for (<c>_pc</c>).</summary>
internal sealed record PersonioLink(string? CareerSite, string? JobId, string? ChannelId);

/// <summary>
/// Finds a link to Personio in whatever was pasted: bare, wrapped by an e-mail, in brackets, inside another link. Only the
/// configured templates and Personio's public hosts count, and of a host only the slug is taken: nothing typed is ever contacted.
/// </summary>
internal sealed partial class PersonioLinks
{
    /// <summary>How a career site is called whose address ends in .com.</summary>
    public const string Com = ".com";

    /// <summary>The oldest career sites carry it in their name: <c>musterfirma-jobs.personio.de</c>.</summary>
    private const string OldEnding = "-jobs";

    private const int Longest = 4000;
    private const string SlugPattern = $"(?<slug>{PersonioRequests.Slug})";

    /// <summary>Personio's own addresses, which look like a company's.</summary>
    private static readonly HashSet<string> OwnNames = [
        "www", "app", "api", "api-docs", "auth", "developer", "docs", "help", "jobs", "login", "status", "support"];
    private readonly Regex _host;
    private readonly bool _knowsCom;

    public PersonioLinks(PersonioOptions options)
    {
        _knowsCom = options.ComAddress != options.CareerSiteAddress;
        string[] hosts =
        [
            SlugPattern + @"(?:\.jobs|-jobs)\.personio\.(?<com>com)",
            .. new[] { options.CareerSiteAddress, options.ComAddress, options.AppAddress }.Select(Template)
                .Where(x => x.Contains(SlugPattern, StringComparison.Ordinal)),
            SlugPattern + @"\.(?:jobs\.|app\.)?personio\.(?:de|com)",
        ];
        // Nothing that could be part of a longer name may stand before or after the host; NonBacktracking: linear in time.
        _host = new Regex(
            $@"(?:^|[^\p{{L}}\p{{N}}@._-])(?:{string.Join('|', hosts)})(?:(?<rest>(?::[0-9]+)?[/?#][^\s<>""]*)|[^\p{{L}}\p{{N}}@:.-]|[.:](?:\s|$)|$)",
            RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant);
    }

    /// <returns>The first link that names a job, else the first link, else null.</returns>
    public PersonioLink? Find(string pasted)
    {
        var text = Unwrap(pasted.Length > Longest ? pasted[..Longest] : pasted).ToLowerInvariant();
        PersonioLink? first = null;
        foreach (var spelling in new[] { text, Decode(text), Decode(string.Concat(text.Where(x => !char.IsWhiteSpace(x)))) })
        {
            foreach (Match match in _host.Matches(spelling))
            {
                var link = Read(match);
                if (link.JobId is not null)
                    return link;
                first = first is null or { CareerSite: null } ? link : first;
            }
        }
        return first;
    }

    private PersonioLink Read(Match match)
    {
        var slug = match.Groups["slug"].Value;
        if (slug.EndsWith(OldEnding, StringComparison.Ordinal))
            slug = slug[..^OldEnding.Length];
        var rest = match.Groups["rest"].Value;
        return new PersonioLink(
            slug.Length == 0 || OwnNames.Contains(slug) ? null : slug + (match.Groups["com"].Success && _knowsCom ? Com : ""),
            Job().Match(rest) is { Success: true } job ? job.Groups["id"].Value : null,
            Channel().Match(rest) is { Success: true } channel ? channel.Groups["id"].Value : null);
    }

    private static string Template(string address)
    {
        var withoutScheme = address[(address.IndexOf("://", StringComparison.Ordinal) is >= 0 and var i ? i + 3 : 0)..].TrimEnd('/')
            .ToLowerInvariant();
        return Regex.Escape(withoutScheme).Replace(@"\{slug}", SlugPattern, StringComparison.Ordinal);
    }

    /// <summary>Mail programs break long links: a line without a space goes on with the link that ended the line before it.</summary>
    private static string Unwrap(string text)
    {
        var joined = new StringBuilder(text.Length);
        foreach (var line in string.Concat(text.Where(x => !PastedText.Invisible(x) || x is '\r' or '\n')).Split('\r', '\n')
            .Select(x => x.TrimStart('>', ' ', '\t').TrimEnd()).Where(x => x.Length > 0))
        {
            var goesOn = !line.Any(char.IsWhiteSpace) && !line.Contains("://", StringComparison.Ordinal) && LastWord(joined)
                .Contains('/', StringComparison.Ordinal);
            joined.Append(joined.Length > 0 && !goesOn ? " " : "").Append(line);
        }
        return joined.ToString();
    }

    private static string LastWord(StringBuilder text)
    {
        var start = text.Length;
        while (start > 0 && !char.IsWhiteSpace(text[start - 1]))
            start--;
        return text.ToString(start, text.Length - start);
    }

    /// <summary>A link inside another one (a mail filter's, a search engine's) is percent-encoded, at times twice.</summary>
    private static string Decode(string text) => Uri.UnescapeDataString(Uri.UnescapeDataString(text)).ToLowerInvariant();

    [GeneratedRegex("(?:/job/|/recruiting/positions/|[?&;]job_position_id=)(?<id>[1-9][0-9]{0,17})(?:[^0-9]|$)",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Job();

    [GeneratedRegex("[?&;]_pc=(?<id>[1-9][0-9]{0,17})(?:[^0-9]|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Channel();
}
