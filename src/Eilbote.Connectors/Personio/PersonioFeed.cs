using System.Text;
using System.Xml;

namespace Eilbote.Connectors.Personio;

/// <summary>
/// Reads a career site's XML feed in one pass, keeping only the jobs. A job that is strange is left out and named; a document
/// that is strange is refused whole.
/// </summary>
internal static class PersonioFeed
{
    private const int MaxJobs = 5_000, MaxDepth = 16;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true
    };

    public static FeedReading Read(byte[] body)
    {
        // No answer rather than a damaged one.
        if (body.Length == 0)
            throw new FeedException(FeedFault.Unavailable);
        try
        {
            using var bytes = new NodeBytes(body);
            using var reader = XmlReader.Create(bytes, Settings);
            return Jobs(reader, bytes);
        }
        // An encoding that is declared and unknown is an argument to the reader, not a mistake in the document.
        catch (Exception e) when (e is XmlException or ArgumentException or NotSupportedException)
        {
            throw Refused(body, (e as XmlException)?.LineNumber);
        }
    }

    private static FeedReading Jobs(XmlReader reader, NodeBytes bytes)
    {
        var (jobs, flaws) = (new Dictionary<string, FeedJob>(), new List<FeedFlaw>());
        var path = new string[MaxDepth];
        PersonioPosition? position = null;
        while (reader.Read())
        {
            bytes.Begin();
            if (reader.Depth >= MaxDepth)
                throw new FeedException(FeedFault.TooDeep, Line(reader));
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    path[reader.Depth] = reader.LocalName;
                    if (reader.Depth == 0 && reader.LocalName != "workzag-jobs")
                        throw new FeedException(reader.LocalName == "html" ? FeedFault.WebPage : FeedFault.OtherXml);
                    if (reader is { Depth: 1, LocalName: "position" })
                    {
                        position = reader.IsEmptyElement ? null : new PersonioPosition();
                        if (reader.IsEmptyElement)
                            flaws.Add(new(FeedFault.UnnumberedJob, Line(reader)));
                    }
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace when reader.Depth > 2:
                    position?.Add(path.AsSpan(2, reader.Depth - 2), reader.Value);
                    break;
                case XmlNodeType.EndElement when reader.Depth == 3:
                    position?.EndSection();
                    break;
                case XmlNodeType.EndElement when reader.Depth == 1 && position is not null:
                    var (job, flaw) = position.Job(Line(reader));
                    if (job is not null && !jobs.TryAdd(job.AtsJobId, job))
                        flaw = new(FeedFault.DuplicateJob, job.AtsJobId);
                    if (flaw is not null)
                        flaws.Add(flaw);
                    if (jobs.Count + flaws.Count > MaxJobs)
                        throw new FeedException(FeedFault.TooManyJobs);
                    position = null;
                    break;
            }
        }
        return new([.. jobs.Values], flaws);
    }

    private static FeedException Refused(byte[] body, int? line)
    {
        var beginning = Encoding.Latin1.GetString(body, 0, Math.Min(body.Length, 4096));
        return beginning.Contains("<!doctype html", StringComparison.OrdinalIgnoreCase) || beginning.TrimStart()
            .StartsWith("<html", StringComparison.OrdinalIgnoreCase) ? new(FeedFault.WebPage)
            : beginning.Contains("<!DOCTYPE", StringComparison.Ordinal) ? new(FeedFault.Definitions)
            : new(FeedFault.Unreadable, line is > 0 ? $"{line}" : "");
    }

    private static string Line(XmlReader reader) => $"{((IXmlLineInfo)reader).LineNumber}";

    /// <summary>
    /// Refuses a single tag or text above all measure while it is read: the reader's time grows with the square of a tag's
    /// attributes. The longest text that is allowed fits in every encoding.
    /// </summary>
    private sealed class NodeBytes(byte[] body) : MemoryStream(body, writable: false)
    {
        private const int Limit = 512 * 1024;
        private int _read;

        public void Begin() => _read = 0;

        /// <summary>The other ways to read lead here, because this is a derived stream.</summary>
        public override int Read(byte[] buffer, int offset, int count)
        {
            var length = base.Read(buffer, offset, count);
            return (_read += length) <= Limit ? length : throw new FeedException(FeedFault.TooLong);
        }
    }
}
