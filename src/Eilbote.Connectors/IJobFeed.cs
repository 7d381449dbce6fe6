namespace Eilbote.Connectors;

/// <summary>A connector whose ATS publishes its jobs where anyone may read them.</summary>
public interface IJobFeed
{
    /// <summary>
    /// The request for the published jobs in one language (<c>de</c>, <c>en</c>), without any secret. Null when the settings name
    /// no feed.
    /// </summary>
    Step? Feed(ConnectionSettings connection, string language);

    /// <summary>The page on which a published job is read and applied for directly; null when the settings name no feed.</summary>
    string? JobPage(ConnectionSettings connection, string atsJobId);

    /// <summary>
    /// The jobs in a 200 answer, read as bytes because a document says itself how it is encoded. Resolves nothing, and takes
    /// memory and time in proportion to the body. Errors: <see cref="FeedException"/>, and no other.
    /// </summary>
    FeedReading ReadFeed(byte[] body);
}

/// <summary>What a list of jobs holds: the good jobs, and what is wrong with the others, which are left out.</summary>
public sealed record FeedReading(IReadOnlyList<FeedJob> Jobs, IReadOnlyList<FeedFlaw> Flaws);

/// <summary>A single job that cannot be taken.</summary>
/// <param name="Where">Its number, else the line where it ends.</param>
public sealed record FeedFlaw(FeedFault Fault, string Where);

/// <summary>
/// A published job as its ATS tells it. <see cref="Html"/> is the ATS's own and not yet sanitised; empty when the job is not
/// written in the language that was asked for.
/// </summary>
public sealed record FeedJob(string AtsJobId, string Title, string Place, string Html)
{
    /// <summary>In characters. A longer title or text is refused, a longer list of places is cut.</summary>
    public const int MaxTitle = 300, MaxPlace = 300, MaxHtml = 100_000;
}

/// <summary>A feed that is refused.</summary>
/// <param name="where">The line or job at fault, if one can be named.</param>
public sealed class FeedException(FeedFault fault, string where = "") : FormatException($"{fault} {where}".TrimEnd())
{
    public FeedFault Fault { get; } = fault;
    public string Where { get; } = where;
}

/// <summary>
/// Why there is no list of jobs. The first five are found by whoever sends the request, the others by
/// <see cref="IJobFeed.ReadFeed"/>.
/// </summary>
public enum FeedFault
{
    /// <summary>Not found or not allowed: there is no feed at this address.</summary>
    NotThere,

    /// <summary>It sends on to another address, which nobody follows.</summary>
    Redirects,

    /// <summary>Too many requests, or the ATS has a fault.</summary>
    Unavailable,

    /// <summary>No answer.</summary>
    Unreachable,

    TooLarge,
    WebPage,

    /// <summary>No XML, broken off, wrongly encoded, or with characters that XML forbids.</summary>
    Unreadable,

    /// <summary>It defines entities or refers to other documents.</summary>
    Definitions,

    /// <summary>XML, but no list of jobs.</summary>
    OtherXml,
    TooDeep,
    TooManyJobs,

    /// <summary>The number is in the list before: the first one counts.</summary>
    DuplicateJob,
    UnnumberedJob,
    UntitledJob,
    TooLong,

    /// <summary>Not one job, under a name that was typed just now: switched off, or another name?</summary>
    NoJobs,
}
