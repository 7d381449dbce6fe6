namespace Eilbote.Tests.Connectors;

/// <summary>
/// The answers of the sandbox that Personio's documentation does not describe, and nothing else. The same table stands in
/// docs/personio.md.
/// </summary>
internal static class UndocumentedAnswers
{
    private const string Documents = "/v1/recruiting/applications/documents", Applications = "/v1/recruiting/applications", Feed = "/xml",
        Anywhere = "";

    private enum Body { Any, Empty, Html, FreeText, TextXml }

    /// <param name="Status">Empty: any.</param>
    /// <param name="Ordered">Only where a test ordered the answer word for word.</param>
    private sealed record Row(string Path, int[] Status, Body Body, char Mark, bool Ordered = false, bool UndocumentedStatus = false);

    private static readonly Row[] Table =
    [
        // Other paths and methods; a career site without feed.
        new(Anywhere, [404, 405], Body.Any, 'G'),
        // Not one part named file.
        new(Documents, [400], Body.FreeText, 'O'),
        // A body that cannot be mapped: shape (c).
        new(Applications, [400], Body.FreeText, 'O'),
        // A gateway in front of Personio.
        new(Anywhere, [502, 503], Body.Any, 'G'),
        new(Anywhere, [], Body.Html, 'G', Ordered: true),
        // A career site that is somewhere else, or says text/xml.
        new(Feed, [307], Body.Empty, 'O'),
        new(Feed, [200], Body.TextXml, 'O'),
        // What tests order to see that we survive it: a status that is not documented there, or a documented one without its body.
        new(Anywhere, [], Body.Any, 'T', Ordered: true, UndocumentedStatus: true),
        new(Anywhere, [], Body.Empty, 'T', Ordered: true),
    ];

    public static bool Any(Exchanged exchanged, string path, bool documentedStatus) => Table.Any(x =>
        (x.Path == Anywhere || x.Path == path)
        && (x.Status.Length == 0 || x.Status.Contains(exchanged.Status))
        && (!x.Ordered || exchanged.Ordered)
        && (!x.UndocumentedStatus || !documentedStatus)
        && x.Body switch
        {
            Body.Any => true,
            Body.Empty => exchanged.ResponseBody.Length == 0,
            Body.Html => exchanged.ResponseType.StartsWith("text/html", StringComparison.Ordinal),
            Body.TextXml => exchanged.ResponseType.StartsWith("text/xml", StringComparison.Ordinal),
            _ => exchanged.ResponseType == "application/json" && exchanged.ResponseBody.StartsWith("""{"error":{"reason":""", StringComparison.Ordinal),
        });
}
