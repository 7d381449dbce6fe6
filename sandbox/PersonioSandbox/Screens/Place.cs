using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace PersonioSandbox.Screens;

/// <summary>
/// Where in a company's Personio someone stands, read from the address: the company and, if it names one, the job, channel,
/// attribute or application.
/// </summary>
public sealed class Place
{
    private readonly RouteValueDictionary _route;
    private readonly Company? _company;

    private Place(HttpContext http)
    {
        _route = http.Request.RouteValues;
        World = http.RequestServices.GetRequiredService<World>();
        _company = World.CompanyOf(Text("slug") ?? "");
        Job = World.Jobs.GetValueOrDefault(Number("job")) is { } job && job.Company == _company?.Id ? job : null;
        Channel = _company?.Channels.FirstOrDefault(x => x.Id == Number("channel"));
        Attribute = _company?.Attributes.FirstOrDefault(x => x.Id == Text("attribute"));
        Arrival = World.Arrivals.FirstOrDefault(x => x.Company == _company?.Id && x.Id == Text("application"));
    }

    public World World { get; }
    public Company Company => _company!;
    public Job? Job { get; }
    public Channel? Channel { get; }
    public ApplicationAttribute? Attribute { get; }
    public Arrival? Arrival { get; }

    /// <summary>The address names something that does not exist.</summary>
    public bool IsNowhere => _company is null || (_route.ContainsKey("job") && Job is null)
        || (_route.ContainsKey("channel") && Channel is null) || (_route.ContainsKey("attribute") && Attribute is null)
        || (_route.ContainsKey("application") && Arrival is null);

    public string App => "/app/" + Company.Slug;

    public static ValueTask<Place?> BindAsync(HttpContext http) => ValueTask.FromResult<Place?>(new(http));

    public IEnumerable<Job> Jobs() => World.Jobs.Values.Where(x => x.Company == Company.Id).OrderBy(x => x.Id);

    /// <summary>The newest first; of one job when the address names one.</summary>
    public IEnumerable<Arrival> Arrivals() => World.Arrivals.Reverse()
        .Where(x => x.Company == Company.Id && (Job is null || x.JobId == Job.Id));

    private string? Text(string name) => _route[name] as string;

    private long Number(string name) => long.TryParse(Text(name), CultureInfo.InvariantCulture, out var number) ? number : 0;
}

/// <summary>What every screen of a company inherits.</summary>
public abstract class CompanyScreen : ComponentBase
{
    [Parameter, EditorRequired]
    public required Place At { get; set; }

    protected string App => At.App;

    protected Company Company => At.Company;
}

/// <summary>How a value reads on a German screen.</summary>
internal static class German
{
    private static readonly CultureInfo Austrian = CultureInfo.GetCultureInfo("de-AT");
    private static readonly TimeZoneInfo Vienna = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna");

    public static string Time(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Vienna)
        .ToString("dd.MM.yyyy HH:mm:ss", Austrian);

    public static string Size(long bytes) => bytes < 1_000_000 ? $"{Math.Max(1, bytes / 1000)} KB"
        : $"{(bytes / 1_000_000m).ToString("0.0", Austrian)} MB";

    public static string Count(int number, string one, string many) => number == 1 ? "1 " + one : number.ToString("N0", Austrian) + " "
        + many;
}
