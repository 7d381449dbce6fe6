using Eilbote.Connections;
using Eilbote.Employers;
using Eilbote.JobAds;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Applying;

/// <summary>What the form of one job ad takes: what the connector's descriptor allows.</summary>
public sealed record FormRules(long MaxFileBytes, IReadOnlyDictionary<string, int> Slots, IReadOnlySet<string> Extensions);

/// <summary>A job ad as the form needs it.</summary>
/// <param name="Open">Whether applications are accepted; false is said before anyone types.</param>
public sealed record JobOffer(JobAd Ad, Employer Employer, Connection? Connection, bool Open, FormRules Rules);

/// <summary>Looks up a job ad with everything that decides whether and how one can apply.</summary>
public sealed class JobOffers(AppDb db, ConnectorRegistry connectors)
{
    private static readonly Prepared<Func<AppDb, Guid, CancellationToken, Task<Found?>>> Find = new(() => EF.CompileAsyncQuery((AppDb db, Guid jobAdId, CancellationToken ct) => (
        from ad in db.JobAds.AsNoTracking()
        join employer in db.Employers.AsNoTracking() on ad.EmployerId equals employer.Id
        join c in db.Connections.AsNoTracking() on ad.ConnectionId equals c.Id into cs
        from connection in cs.DefaultIfEmpty()
        where ad.Id == jobAdId
        select new Found(ad, employer, connection)).SingleOrDefault()));

    public async Task<JobOffer?> FindAsync(Guid jobAdId, CancellationToken ct)
    {
        if (await Find.For(db)(db, jobAdId, ct) is not { } found)
            return null;

        // A held connection still accepts: what comes waits safely until the employer has mended it.
        var open = found.Ad.State == JobAdState.Open && found.Connection is { State: ConnectionState.Active or ConnectionState.Held };
        var files = connectors.Of(found.Connection).Descriptor.Files;
        var rules = new FormRules(files.MaxFileBytes, files.Slots.ToDictionary(x => x.Name, x => x.MaxCount), files.Extensions.ToHashSet());
        return new JobOffer(found.Ad, found.Employer, found.Connection, open, rules);
    }

    private sealed record Found(JobAd Ad, Employer Employer, Connection? Connection);
}
