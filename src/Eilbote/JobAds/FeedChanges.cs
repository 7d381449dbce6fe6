using Eilbote.Ats;
using Eilbote.Board;

namespace Eilbote.JobAds;

/// <summary>An ad as the feed's rules look at it.</summary>
internal sealed record KnownAd
{
    public required Guid Id { get; init; }
    public required string AtsJobId { get; init; }
    public required JobAdSource Source { get; init; }
    public required JobAdState State { get; init; }
    public ClosedBy? ClosedBy { get; init; }
    public DateTimeOffset? SeenSince { get; init; }
    public DateTimeOffset? MissingSince { get; init; }
    public DateTimeOffset? HeldSince { get; init; }
    public string? FeedHash { get; init; }
}

/// <summary>What a good reading of the feed changes. Pure, and the only place where this is decided.</summary>
internal sealed record FeedChanges(
    IReadOnlyList<PublishedJob> WithoutAd,
    IReadOnlyList<(Guid AdId, PublishedJob Job)> Rewritten,
    IReadOnlyList<Guid> Seen,
    IReadOnlyList<Guid> Missing,
    IReadOnlyList<Guid> Closed,
    IReadOnlyList<Guid> Reopened,
    bool AsksBeforeClosing)
{
    /// <summary>A job missing from two good readings at least this far apart closes its ad.</summary>
    public static readonly TimeSpan MissingCloses = TimeSpan.FromMinutes(10);

    /// <summary>
    /// A job that the ATS refused and the list still shows so long after is asked about again: it may have been published anew
    /// between two readings.
    /// </summary>
    public static readonly TimeSpan RefusedIsAskedAgain = TimeSpan.FromMinutes(10);

    /// <param name="ads">The connection's ads, whoever made them: an ad is matched by its ATS job ID, never doubled.</param>
    /// <param name="isWhole">Whether every job of the list could be read: else one that is not among them says nothing.</param>
    /// <param name="elsewhere">ATS job IDs of ads that go through another connection.</param>
    public static FeedChanges Of(
        IReadOnlyList<KnownAd> ads, IReadOnlySet<string> elsewhere, IReadOnlyList<PublishedJob> jobs, bool isWhole, DateTimeOffset now)
    {
        var shown = jobs.ToDictionary(x => x.AtsJobId);
        var known = ads.Select(x => x.AtsJobId).Concat(elsewhere).ToHashSet();
        var there = ads.Where(x => shown.ContainsKey(x.AtsJobId)).ToList();
        var appeared = there.Where(x => x.SeenSince is null || x.MissingSince is not null).ToList();
        // Only a job that was seen can be missing: an ad that came by hand may point to one that is not published yet.
        var gone = ads.Where(x => !shown.ContainsKey(x.AtsJobId) && x.SeenSince is not null).ToList();
        // An empty list may be true, or a mistake in the ATS: a person decides.
        var empty = jobs.Count == 0 && isWhole;
        var judges = !empty && isWhole;
        return new(
            WithoutAd: [.. jobs.Where(x => !known.Contains(x.AtsJobId))],
            // What an employer wrote by hand stays as it was written.
            Rewritten: [.. there.Where(x => x.Source == JobAdSource.Feed && x.FeedHash != shown[x.AtsJobId].Hash)
                .Select(x => (x.Id, shown[x.AtsJobId]))],
            Seen: [.. appeared.Select(x => x.Id)],
            Missing: !judges ? [] : [.. gone.Where(x => x.MissingSince is null).Select(x => x.Id)],
            Closed: !judges ? []
                : [.. gone.Where(x => x.State == JobAdState.Open && now - x.MissingSince >= MissingCloses).Select(x => x.Id)],
            // Held ones too: the ATS refused what it did not publish, and now it does again.
            Reopened: [.. appeared.Where(x => x.State == JobAdState.Held || x is { State: JobAdState.Closed, ClosedBy: ClosedBy.Feed })
                .Union(there.Where(x => x.State == JobAdState.Held && now - x.HeldSince >= RefusedIsAskedAgain)).Select(x => x.Id)],
            AsksBeforeClosing: empty && gone.Any(x => x.State == JobAdState.Open));
    }
}
