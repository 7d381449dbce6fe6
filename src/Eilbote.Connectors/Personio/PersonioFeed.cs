using System.Net;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Eilbote.Connectors.Personio;

/// <summary>Reads a career site's XML feed. Entities and external references are refused; elements that are missing are empty.</summary>
internal static class PersonioFeed
{
    /// <summary>Errors: <see cref="FormatException"/> when it is no feed.</summary>
    public static IReadOnlyList<FeedJob> Read(string xml)
    {
        XElement root;
        try
        {
            using var reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            root = XDocument.Load(reader).Root!;
        }
        catch (XmlException e)
        {
            throw new FormatException("This is no XML that can be read.", e);
        }
        if (root.Name.LocalName != "workzag-jobs")
            throw new FormatException("This is XML, but no list of Personio jobs.");
        return [.. root.Elements("position").Where(x => Text(x, "id").All(char.IsAsciiDigit) && Text(x, "id").Length is > 0 and <= 18)
            .Select(x => new FeedJob(Text(x, "id"), Text(x, "name"), Place(x), Html(x)))];
    }

    private static string Place(XElement position) => string.Join(", ", position.Elements("office")
        .Concat(position.Element("additionalOffices")?.Elements("office") ?? []).Select(x => x.Value.Trim()).Where(x => x.Length > 0).Distinct());

    private static string Html(XElement position)
    {
        var html = new StringBuilder();
        foreach (var section in position.Element("jobDescriptions")?.Elements("jobDescription") ?? [])
            html.Append("<h2>").Append(WebUtility.HtmlEncode(Text(section, "name"))).Append("</h2>").Append(Text(section, "value"));
        return html.ToString();
    }

    private static string Text(XElement parent, string name) => parent.Element(name)?.Value.Trim() ?? "";
}
