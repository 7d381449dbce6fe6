using System.Text.RegularExpressions;
using Eilbote.Connections;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.JobAds;

/// <summary>Reads an employer's published jobs from the career site. Nothing is closed by it.</summary>
public sealed partial class FeedImport(AppDb db, IWriter writer, ConnectorRegistry connectors, AtsClient ats, TimeProvider clock)
{
    /// <returns>How many jobs the career site shows, or in words why it could not be read.</returns>
    public async Task<(int Count, Words? Error)> RunAsync(Guid employerId, string careerSite, CancellationToken ct)
    {
        var connection = await db.Connections.AsNoTracking().Where(x => x.EmployerId == employerId).OrderBy(x => x.CreatedAt).FirstOrDefaultAsync(ct);
        if (connection is null)
            return (0, new("Verbinden Sie zuerst Ihr Bewerbungsmanagementsystem unter „smart bewerben“.", "First connect your applicant tracking system under “smart bewerben”."));
        if (connectors[connection.Connector] is not IJobFeed feed)
            return (0, new("Dieses System veröffentlicht keine Stellenliste.", "This system publishes no list of jobs."));
        var slug = Slug().Match(careerSite.ToLowerInvariant()) is { Success: true } match ? match.Groups["slug"].Value : "";
        if (slug.Length == 0)
            return (0, new("Bitte geben Sie den ersten Teil der Adresse Ihrer Karriereseite ein, zum Beispiel „musterfirma“.", "Please enter the first part of your career site's address, for example “musterfirma”."));

        var settings = new Dictionary<string, string>(connection.Settings) { ["career_site"] = slug };
        var sent = await ats.SendAsync(feed.Feed(new ConnectionSettings(settings), "de"), ct);
        if (sent.Answer is not { Status: 200 } answer)
            return (0, new("Unter dieser Adresse gibt es keine Stellenliste. Personio › Einstellungen › Recruiting › Karriereseite › Aktivierungen: „XML-Feed aktivieren“.", "There is no list of jobs at this address. Personio › Settings › Recruiting › Career page › Activations: “Enable XML feed”."));
        IReadOnlyList<FeedJob> jobs;
        try
        {
            jobs = feed.ReadFeed(answer);
        }
        catch (FormatException)
        {
            return (0, new("Unter dieser Adresse antwortet etwas anderes als eine Stellenliste.", "Something other than a list of jobs answers at this address."));
        }
        await writer.WriteAsync((w, t) => SaveAsync(w, employerId, connection.Id, settings, jobs, t), ct);
        return (jobs.Count, null);
    }

    private async Task<int> SaveAsync(AppDb w, Guid employerId, Guid connectionId, Dictionary<string, string> settings, IReadOnlyList<FeedJob> jobs, CancellationToken ct)
    {
        var connection = await w.Connections.SingleAsync(x => x.Id == connectionId && x.EmployerId == employerId, ct);
        connection.Settings = settings;
        var known = (await w.JobAds.Where(x => x.EmployerId == employerId).ToListAsync(ct)).ToLookup(x => x.AtsJobId);
        foreach (var job in jobs)
        {
            var ad = known[job.AtsJobId].FirstOrDefault();
            if (ad is null)
            {
                ad = new JobAd { EmployerId = employerId, ConnectionId = connectionId, Title = job.Title, Source = JobAdSource.Feed, CreatedAt = clock.GetUtcNow() };
                ad.AtsJobId = job.AtsJobId;
                w.JobAds.Add(ad);
            }
            // What an employer wrote by hand stays as it was written.
            if (ad.Source == JobAdSource.Feed)
                (ad.Title, ad.Place, ad.Html) = (job.Title, job.Place, job.Html);
        }
        return jobs.Count;
    }

    [GeneratedRegex(@"^(?:https?://)?(?:[^/\s]+/careers/)?(?<slug>[a-z0-9-]+)(?:\.jobs\.personio\.(?:de|com))?(?:/.*)?$", RegexOptions.None, 1000)]
    private static partial Regex Slug();
}
