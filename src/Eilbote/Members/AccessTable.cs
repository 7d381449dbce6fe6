namespace Eilbote.Members;

/// <summary>Routes that ask for the same right.</summary>
/// <param name="Routes">Each "METHOD /pattern", as it is mapped.</param>
public sealed record AccessRow(Right Right, params IReadOnlyList<string> Routes)
{
    /// <summary>Changes a secret, a role or where applications go: asks for the password again where it was not given of late.</summary>
    public bool AsksAgain { get; init; }
}

/// <summary>Which right each route asks for. A route that is not in it is open to nobody.</summary>
public sealed class AccessTable
{
    private readonly Dictionary<string, AccessRow> _rows;

    public AccessTable(IReadOnlyList<AccessRow> rows) =>
        _rows = rows.SelectMany(x => x.Routes, (row, route) => (row, route)).ToDictionary(x => x.route, x => x.row, StringComparer.Ordinal);

    public IReadOnlyCollection<string> Routes => _rows.Keys;

    /// <summary>Null for a route that is not in it.</summary>
    public AccessRow? Of(string route) => _rows.GetValueOrDefault(route);

    /// <summary>Of the route that a request came to; null for none, and for one that is not in the table.</summary>
    public AccessRow? Of(HttpContext http) => http.GetEndpoint() is RouteEndpoint endpoint ? Of(Name(endpoint, http.Request.Method)) : null;

    /// <summary>Each "METHOD /pattern" that an endpoint answers.</summary>
    public static IEnumerable<string> NamesOf(RouteEndpoint endpoint) =>
        (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [HttpMethods.Get]).Select(x => Name(endpoint, x));

    private static string Name(RouteEndpoint endpoint, string method) =>
        $"{(endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is null ? HttpMethods.Get : method)} /{endpoint.RoutePattern.RawText!.Trim('/')}";
}
