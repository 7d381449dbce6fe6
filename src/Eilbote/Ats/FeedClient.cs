using System.Security.Cryptography;
using System.Text;
using Eilbote.Connectors;

namespace Eilbote.Ats;

/// <summary>A job as the feed shows it in both languages.</summary>
/// <param name="Html">German, or the only language there is.</param>
/// <param name="TitleEn">Empty when it is the same, or there is none.</param>
public sealed record PublishedJob(string AtsJobId, string Title, string TitleEn, string Place, string Html, string HtmlEn)
{
    public string Hash { get; } = Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', Title, TitleEn, Place, Html, HtmlEn))));
}

/// <summary>What came of asking for the published jobs: the jobs, or why there are none to be read.</summary>
/// <param name="Where">The line or job at fault, if one can be named.</param>
public sealed record FeedAnswer(IReadOnlyList<PublishedJob>? Jobs, FeedFault? Fault = null, string Where = "", TimeSpan? RetryAfter = null)
{
    /// <summary>Jobs that could not be taken: then a job that is not among the others says nothing.</summary>
    public IReadOnlyList<FeedFlaw> Flaws { get; init; } = [];
}

/// <summary>Asks an ATS for its published jobs, once a language. Follows no redirect and reads no more than 16 MB.</summary>
public sealed class FeedClient(AtsClient ats)
{
    private const int Limit = 16 * 1024 * 1024;

    public async Task<FeedAnswer> AskAsync(IJobFeed feed, ConnectionSettings settings, CancellationToken ct)
    {
        var languages = new List<FeedReading>();
        foreach (var language in new[] { "de", "en" })
        {
            if (feed.Feed(settings, language) is not { } step)
                return new(null, FeedFault.NotThere);
            var (body, failed) = await SendAsync(step, ct);
            if (body is null)
                return failed!;
            try
            {
                languages.Add(feed.ReadFeed(body));
            }
            catch (FeedException e)
            {
                return new(null, e.Fault, e.Where);
            }
        }
        // A job that was published between the two requests is in one of them only.
        var english = languages[1].Jobs.ToDictionary(x => x.AtsJobId);
        return new([.. languages[0].Jobs.Concat(languages[1].Jobs).DistinctBy(x => x.AtsJobId)
            .Select(x => Both(x, english.GetValueOrDefault(x.AtsJobId)))])
        {
            Flaws = [.. languages.SelectMany(x => x.Flaws).Distinct().Take(20)],
        };
    }

    private static PublishedJob Both(FeedJob german, FeedJob? english)
    {
        var (de, en) = (german.Html, english?.Html ?? "");
        return new(german.AtsJobId, german.Title, english is null || english.Title == german.Title ? "" : english.Title, german.Place,
            de.Length > 0 ? de : en, en == de || de.Length == 0 ? "" : en);
    }

    private async Task<(byte[]? Body, FeedAnswer? Failed)> SendAsync(Step step, CancellationToken ct) =>
        (await ats.SendAsync(step, Limit + 1, ct)).Answer switch
        {
            null => (null, new(null, FeedFault.Unreachable)),
            { Status: 200, Body: { Length: <= Limit } body } => (body, null),
            { Status: 200 } => (null, new(null, FeedFault.TooLarge)),
            { Status: 408 or 429 or >= 500 } busy => (null, new(null, FeedFault.Unavailable, RetryAfter: busy.RetryAfter)),
            { Status: >= 300 and < 400 } => (null, new(null, FeedFault.Redirects)),
            _ => (null, new(null, FeedFault.NotThere)),
        };
}
