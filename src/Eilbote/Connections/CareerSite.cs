using System.Globalization;
using Eilbote.Ats;
using Eilbote.Connectors;

namespace Eilbote.Connections;

/// <summary>What the public career site says: whether it answers, and the title of the job. Needs no secret and no slot.</summary>
internal static class CareerSite
{
    public static async Task<IReadOnlyList<Check>> CheckAsync(
        IConnector connector, ConnectionSettings settings, FeedClient feeds, CancellationToken ct)
    {
        if (connector is not IJobFeed feed || connector.Descriptor.FeedKey is not { } key || settings[key].Length == 0)
            return Silent(Codes.NoCareerSite);
        var answer = await feeds.AskAsync(feed, settings, ct);
        if (answer.Jobs is not { } jobs)
            return Silent(answer.Fault switch
            {
                FeedFault.NotThere => Codes.FeedNotFound,
                FeedFault.Redirects => Codes.FeedRedirects,
                FeedFault.Unavailable or FeedFault.Unreachable => Codes.FeedUnreachable,
                _ => Codes.FeedUnreadable,
            });
        if (jobs.Count == 0 && answer.Flaws.Count == 0)
            return Silent(Codes.FeedEmpty);
        var job = jobs.FirstOrDefault(x => x.AtsJobId == settings[connector.Descriptor.JobKey]);
        return
        [
            new(CheckKind.CareerSite, Verdict.Proven, Codes.Accepted, jobs.Count.ToString(CultureInfo.InvariantCulture)),
            job is null ? new(CheckKind.Published, Verdict.Failed, Codes.NotListed)
                : new(CheckKind.Published, Verdict.Proven, Codes.Accepted, job.Title),
        ];
    }

    private static IReadOnlyList<Check> Silent(string code) =>
        [new(CheckKind.CareerSite, Verdict.NotProvable, code), new(CheckKind.Published, Verdict.NotProvable, Codes.NoFeed)];
}
