using System.Globalization;
using Eilbote.Connectors;
using Eilbote.Deliveries;

namespace Eilbote.Connections;

/// <summary>What the public career site says: whether it answers, and the title of the job. Needs no secret and no slot.</summary>
internal static class CareerSite
{
    public static async Task<IReadOnlyList<Check>> CheckAsync(IConnector connector, ConnectionSettings settings, AtsClient ats, CancellationToken ct)
    {
        if (connector is not IJobFeed feed || settings["career_site"].Length == 0)
            return Silent(Codes.NoCareerSite);
        var sent = await ats.SendAsync(feed.Feed(settings, "de"), ct);
        switch (sent.Answer)
        {
            case null:
                return Silent(Codes.FeedUnreachable);
            case { Status: >= 300 and < 400 }:
                return Silent(Codes.FeedRedirects);
            case { Status: 404 }:
                return Silent(Codes.FeedNotFound);
            case { Status: not 200 }:
                return Silent(Codes.FeedUnreachable);
        }
        try
        {
            var jobs = feed.ReadFeed(sent.Answer);
            var job = jobs.FirstOrDefault(x => x.AtsJobId == settings["ats_job_id"]);
            return
            [
                new(CheckKind.CareerSite, Verdict.Proven, Codes.Accepted, jobs.Count.ToString(CultureInfo.InvariantCulture)),
                job is null ? new(CheckKind.Published, Verdict.Failed, Codes.NotListed) : new(CheckKind.Published, Verdict.Proven, Codes.Accepted, job.Title),
            ];
        }
        catch (FormatException)
        {
            return Silent(Codes.FeedUnreadable);
        }
    }

    private static IReadOnlyList<Check> Silent(string code) =>
        [new(CheckKind.CareerSite, Verdict.NotProvable, code), new(CheckKind.Published, Verdict.NotProvable, Codes.NoFeed)];
}
