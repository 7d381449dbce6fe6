using System.Net;
using System.Text;

namespace Eilbote.Connectors.Personio;

/// <summary>One position of the feed while it is read.</summary>
internal sealed class PersonioPosition
{
    private readonly StringBuilder _id = new(), _title = new(), _office = new(), _html = new(), _heading = new(), _section = new();
    private readonly List<string> _offices = [];

    /// <summary>Adds a piece of text; its element is named by its path below the position.</summary>
    public void Add(ReadOnlySpan<string> path, string text)
    {
        var (into, limit) = path switch
        {
            ["id"] => (_id, FeedJob.MaxTitle),
            ["name"] => (_title, FeedJob.MaxTitle),
            ["office"] or ["additionalOffices", "office"] => (_office, FeedJob.MaxHtml),
            ["jobDescriptions", "jobDescription", "name"] => (_heading, FeedJob.MaxHtml),
            ["jobDescriptions", "jobDescription", "value"] => (_section, FeedJob.MaxHtml),
            _ => ((StringBuilder?)null, 0),
        };
        if (into is null)
            return;
        if (into.Length + text.Length > limit)
            throw new FeedException(FeedFault.TooLong, Clean(_id));
        into.Append(text);
        if (into == _office)
            EndOffice();
    }

    /// <summary>A section of the description has ended.</summary>
    public void EndSection()
    {
        if (Clean(_heading) is { Length: > 0 } heading)
            _html.Append("<h2>").Append(WebUtility.HtmlEncode(heading)).Append("</h2>");
        _html.Append(_section.ToString().Trim());
        _heading.Clear();
        _section.Clear();
        if (_html.Length > FeedJob.MaxHtml)
            throw new FeedException(FeedFault.TooLong, Clean(_id));
    }

    /// <summary>The job. Errors: <see cref="FeedException"/> when it has no number or no title.</summary>
    public FeedJob Job(string line)
    {
        var (id, title) = (Clean(_id), Clean(_title));
        if (id.Length is 0 or > 18 || id[0] == '0' || !id.All(char.IsAsciiDigit))
            throw new FeedException(FeedFault.UnnumberedJob, line);
        return title.Length > 0 ? new(id, title, Place(), _html.ToString()) : throw new FeedException(FeedFault.UntitledJob, id);
    }

    private void EndOffice()
    {
        _offices.Add(Clean(_office));
        _office.Clear();
    }

    private string Place()
    {
        var place = new StringBuilder();
        foreach (var office in _offices.Where(x => x.Length > 0).Distinct())
        {
            if (place.Length + office.Length > FeedJob.MaxPlace - 5)
                return place.Append(" …").ToString();
            place.Append(place.Length > 0 ? ", " : "").Append(office);
        }
        return place.ToString();
    }

    /// <summary>One line without control characters.</summary>
    private static string Clean(StringBuilder text) => string.Join(' ', string.Concat(text.ToString().Select(c => char.IsControl(c) ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
