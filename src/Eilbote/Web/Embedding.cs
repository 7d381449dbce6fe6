using System.Text.Json;

namespace Eilbote.Web;

/// <summary>Marks a page that pages of <see cref="BoardOptions.EmbedOrigins"/> may show in a frame. All others may be framed by nobody.</summary>
internal sealed class IsFramed;

/// <summary>
/// The form within a company's own page: one script tag makes an element with a frame in it. The form needs no cookie, so it works where
/// browsers give none to a frame; its page tells the other only how high it is.
/// </summary>
internal static class Embedding
{
    public static TBuilder Framed<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new IsFramed());

    /// <summary>What may show the page that answers this request in a frame, as the Content-Security-Policy says it.</summary>
    public static string Ancestors(HttpContext http, BoardOptions board) =>
        MayBe(http, board) ? string.Join(' ', board.EmbedOrigins) : "'none'";

    /// <summary>Whether the page shall look as a part of another. By the browser's own word; one that does not say it shows all.</summary>
    public static bool Is(HttpContext http, BoardOptions board) =>
        MayBe(http, board) && http.Request.Headers["Sec-Fetch-Dest"] == "iframe";

    public static void Map(WebApplication app) => app.MapGet("/embed.js", (HttpContext http, BoardOptions board, ServedFiles files) =>
    {
        http.Response.Headers.CacheControl = "public, max-age=300";
        return Results.Text(
            files.TextOf("embed.js").Replace("[/* origins */]", JsonSerializer.Serialize(board.EmbedOrigins), StringComparison.Ordinal),
            "text/javascript; charset=utf-8");
    });

    /// <summary>Whether the page looks different in a frame.</summary>
    public static bool MayBe(HttpContext http, BoardOptions board) =>
        board.EmbedOrigins.Count > 0 && http.GetEndpoint()?.Metadata.GetMetadata<IsFramed>() is not null;
}
