using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http.HttpResults;
using PersonioSandbox.Screens;

namespace PersonioSandbox;

/// <summary>The career sites: a list, a job, and the XML feed of what is published.</summary>
internal static class CareerSites
{
    public static void MapCareerSites(this WebApplication app)
    {
        app.MapGet("/careers/{slug}/xml", FeedAsync);
        app.MapGet("/careers/{slug}", (string slug, World world) => world.CompanyOf(slug) is { } company
            ? new RazorComponentResult<CareerSiteScreen>(new { Company = company, Jobs = Published(world, company) })
            : ScreensFeature.Missing());
        app.MapGet("/careers/{slug}/job/{id:long}", (string slug, long id, string? language, World world) =>
            world.CompanyOf(slug) is { } company && world.Jobs.GetValueOrDefault(id) is { Published: true } job && job.Company == company.Id
                ? new RazorComponentResult<CareerJobScreen>(new { Company = company, Job = job, Language = language ?? "de" })
                : ScreensFeature.Missing());
    }

    private static async Task<IResult> FeedAsync(string slug, string? language, HttpContext http, World world)
    {
        var company = world.CompanyOf(slug);
        var fault = world.TakeFault(company?.Id ?? "", "xml");
        if (fault is { Kind: "latency" or "slow-upload" })
            await world.DelayAsync(fault, http.RequestAborted);
        var lost = fault is { Kind: "reset" or "lost-answer" };
        var (status, type, text) = company switch
        {
            _ when lost => (0, "", ""),
            _ when fault is { Kind: "status" } => (fault.Status, "text/html", "<html><body>Error</body></html>"),
            null when world.Switches["unknown-site"] == "307" => (307, "", ""),
            null or { Feed: "off" } => (404, "text/html", "<html><body>Page not found</body></html>"),
            { Feed: "redirect" } => (307, "", ""),
            { Feed: "html" } => (200, "text/html", "<html><body>Careers</body></html>"),
            { Feed: "malformed" } => (200, "text/xml", "<workzag-jobs><position><id>1</id>"),
            { Feed: "given" } => (200, "application/xml", ""),
            { Feed: "empty" } => (200, world.Switches["xml-content-type"], Write([], "de")),
            _ => (200, world.Switches["xml-content-type"], Write(Published(world, company), language ?? "de")),
        };
        world.Note(new Request(world.Clock.GetUtcNow(), company?.Id ?? "", "GET", http.Request.Path, status, company?.Feed));
        world.Note(new Traffic("GET", http.Request.Path + http.Request.QueryString, Faults.Headers(http), "", status, type, text,
            fault?.Kind == "status" || company is { Feed: not ("on" or "empty") }));
        if (lost)
        {
            http.Abort();
            return Results.Empty;
        }
        if (fault is { Kind: "status" })
            Faults.AddRetryAfter(http, world, fault);
        if (status == 200 && company is { Feed: "given" })
            return Results.Stream(async body =>
            {
                for (var i = 0; i < company.Given.Repeat; i++)
                    await body.WriteAsync(company.Given.Body, http.RequestAborted);
            }, type);
        return status == 307 ? Results.Redirect("https://example.invalid/", permanent: false, preserveMethod: true)
            : Results.Text(text, type + "; charset=utf-8", statusCode: status);
    }

    /// <summary>A job that is not written in the asked language comes without description, as Personio was seen to do.</summary>
    private static string Write(IEnumerable<Job> jobs, string language)
    {
        var root = new XElement("workzag-jobs", jobs.Select(job => new XElement("position",
            new XElement("id", job.Id), new XElement("subcompany", job.Subcompany), new XElement("office", job.Office),
            new XElement("department", job.Department),
            new XElement("recruitingCategory", "Allgemein"), new XElement("name", job.Title),
            new XElement("jobDescriptions", job.Sections.GetValueOrDefault(language, []).Select(x =>
                new XElement("jobDescription", new XElement("name", x.Name), new XElement("value", new XCData(x.Html))))),
            new XElement("employmentType", "permanent"), new XElement("seniority", "experienced"), new XElement("schedule", "full-time"),
            new XElement("createdAt", "2026-10-01T09:00:00+00:00"))));
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root.ToString(SaveOptions.None);
    }

    private static IEnumerable<Job> Published(World world, Company company) =>
        world.Jobs.Values.Where(x => x.Company == company.Id && x.Published)
            .OrderBy(x => x.Id.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);
}
