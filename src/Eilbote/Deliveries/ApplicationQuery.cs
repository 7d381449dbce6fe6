using System.Globalization;
using Eilbote.Applications;
using Eilbote.Web;

namespace Eilbote.Deliveries;

/// <summary>The order of a list, unless a name is searched: then by name.</summary>
public enum ApplicationSort { Newest, Oldest, Name }

/// <summary>
/// Which applications a list shows and in which order: all of it stands in the page's address. What cannot be read counts as not said.
/// Pure.
/// </summary>
public sealed record ApplicationQuery
{
    private const string Path = "/portal/applications", DayFormat = "yyyy-MM-dd", Any = "any";
    private const int SearchLimit = 255;

    /// <summary>The beginning of a name, or a whole e-mail address.</summary>
    public string Search { get; init; } = "";
    public DeliveryState? State { get; init; }

    /// <summary>What they wait for that only the employer can do.</summary>
    public Need? Need { get; init; }

    /// <summary>Whatever they need the employer for.</summary>
    public bool NeedsYou { get; init; }

    /// <summary>Arrived, and a member should look at them.</summary>
    public bool Look { get; init; }
    public Guid? Ad { get; init; }

    /// <summary>Received on this day or later,</summary>
    public DateOnly? From { get; init; }

    /// <summary>and on this day or before.</summary>
    public DateOnly? To { get; init; }
    public ApplicationSort Sort { get; init; }

    /// <summary>The application after which the page begins, or</summary>
    public Guid? After { get; init; }

    /// <summary>before which it ends.</summary>
    public Guid? Before { get; init; }

    public static ApplicationQuery Of(IQueryCollection query)
    {
        var look = query["look"] == "true";
        var need = look ? null : One<Need>(query["need"]);
        var any = !look && query["need"] == Any;
        var search = IncomingText.Line(query["q"]);
        return new()
        {
            Search = search.Length <= SearchLimit ? search : "",
            Look = look,
            Need = need,
            NeedsYou = any,
            State = look || any || need is not null ? null : One<DeliveryState>(query["state"]),
            Ad = Id(query["ad"]),
            From = Day(query["from"]),
            To = Day(query["to"]),
            Sort = One<ApplicationSort>(query["sort"]) ?? ApplicationSort.Newest,
            After = Id(query["after"]),
            Before = Id(query["after"]) is null ? Id(query["before"]) : null,
        };
    }

    /// <summary>Whether it is searched by a whole address.</summary>
    public bool IsAddress => Search.Contains('@', StringComparison.Ordinal);

    public bool IsByName => Search.Length > 0 ? !IsAddress : Sort == ApplicationSort.Name && State != DeliveryState.Withdrawn;

    /// <summary>Between which keys the names that are searched lie; null when none can be found.</summary>
    internal (string From, string Before)? Names => NameKey.Range(Search);

    /// <summary>Whether something narrows the list down beside what becomes of them.</summary>
    public bool IsNarrowed => Search.Length > 0 || Ad is not null || From is not null || To is not null;

    /// <summary>Whether it shows the employer's applications whatever becomes of them.</summary>
    public bool IsOfAnyKind => State is null && Need is null && !NeedsYou && !Look;

    public bool IsFirstPage => After is null && Before is null;

    /// <summary>The same from its first page on.</summary>
    public ApplicationQuery Begun => this with { After = null, Before = null };

    /// <summary>The same, whatever becomes of them.</summary>
    public ApplicationQuery OfAnyKind => Begun with { State = null, Need = null, NeedsYou = false, Look = false };

    /// <summary>All of the list: those without a name have no place in the order of names.</summary>
    public ApplicationQuery ForExport => Begun with { Sort = Sort == ApplicationSort.Name ? ApplicationSort.Newest : Sort };

    /// <summary>What stands in the address, in its order.</summary>
    public IEnumerable<(string Name, string Value)> Values => new (string Name, string? Value)[]
    {
        ("q", Search.Length > 0 ? Search : null),
        ("look", Look ? "true" : null),
        ("need", Need?.ToString() ?? (NeedsYou ? Any : null)),
        ("state", State?.ToString()),
        ("ad", Ad?.ToString()),
        ("from", From?.ToString(DayFormat, CultureInfo.InvariantCulture)),
        ("to", To?.ToString(DayFormat, CultureInfo.InvariantCulture)),
        ("sort", Sort == ApplicationSort.Newest ? null : Sort.ToString()),
        ("after", After?.ToString()),
        ("before", Before?.ToString()),
    }.Where(x => x.Value is not null).Select(x => (x.Name, x.Value!));

    /// <summary>From a page of the list.</summary>
    public string Link => Written is { Length: > 0 } query ? query : Path;

    /// <summary>With its question mark; empty for the whole list.</summary>
    public string Written => string.Join('&', Values.Select(x => $"{x.Name}={Uri.EscapeDataString(x.Value)}")) is { Length: > 0 } query
        ? "?" + query : "";

    /// <summary>By its name alone, not by a number.</summary>
    private static T? One<T>(string? text) where T : struct, Enum =>
        Enum.GetValues<T>().Cast<T?>().FirstOrDefault(x => string.Equals(x.ToString(), text, StringComparison.OrdinalIgnoreCase));

    private static Guid? Id(string? text) => Guid.TryParse(text, out var id) ? id : null;

    /// <summary>As a browser's field gives it.</summary>
    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is >= 2000 and < 2200 ? day : null;
}
