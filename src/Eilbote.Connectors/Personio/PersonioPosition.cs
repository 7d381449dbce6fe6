using System.Net;
using System.Text;

namespace Eilbote.Connectors.Personio;

/// <summary>One position of the feed while it is read.</summary>
internal sealed class PersonioPosition
{
    private readonly StringBuilder _id = new(), _title = new(), _office = new(), _html = new(), _heading = new(), _section = new();
    private readonly List<string> _offices = [];
    private bool _tooLong;

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
        _tooLong |= into is not null && into.Length + text.Length > limit;
        if (into is null || _tooLong)
            return;
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
        _tooLong |= _html.Length > FeedJob.MaxHtml;
        if (_tooLong)
            _html.Clear();
    }

    /// <summary>The job, or why it cannot be taken.</summary>
    public (FeedJob? Job, FeedFlaw? Flaw) Job(string line)
    {
        var (id, title) = (Clean(_id), Clean(_title));
        if (id.Length is 0 or > 18 || id[0] == '0' || !id.All(char.IsAsciiDigit))
            return (null, new(FeedFault.UnnumberedJob, line));
        return _tooLong ? (null, new(FeedFault.TooLong, id))
            : title.Length == 0 ? (null, new(FeedFault.UntitledJob, id))
            : (new(id, title, Place(), _html.ToString()), null);
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
    private static string Clean(StringBuilder text) =>
        string.Join(' ', string.Concat(text.ToString().Select(c => char.IsControl(c) ? ' ' : c))
        .Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
