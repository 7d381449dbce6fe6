using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace Eilbote.Web;

/// <summary>
/// Style sheet, scripts and icon: they lie in the program, are compressed once, and stand under addresses that hold the hash of their
/// content, so that a browser never asks for them twice and never shows an old one.
/// </summary>
internal sealed class ServedFiles
{
    private readonly FrozenDictionary<string, ServedFile> _files;

    /// <param name="look">Of the board; its tokens follow the style sheet's own. Errors: <see cref="CannotStartException"/>.</param>
    public ServedFiles(LookOptions look)
    {
        var assembly = typeof(ServedFiles).Assembly;
        const string Folder = "wwwroot/";
        _files = assembly.GetManifestResourceNames().Where(x => x.StartsWith(Folder, StringComparison.Ordinal)).Select(resource =>
        {
            using var content = assembly.GetManifestResourceStream(resource)!;
            using var copy = new MemoryStream();
            content.CopyTo(copy);
            if (Path.GetFileName(resource) == "eilbote.css")
                copy.Write(Encoding.UTF8.GetBytes(Look.Sheet(look, Encoding.UTF8.GetString(copy.ToArray()))));
            return new ServedFile(Path.GetFileName(resource), copy.ToArray());
        }).ToFrozenDictionary(x => x.Name);
        IconAddress = "data:image/svg+xml," + Uri.EscapeDataString(TextOf("favicon.svg"));
    }

    /// <summary>Errors: <see cref="KeyNotFoundException"/>, for a name that a page misspells.</summary>
    public string AddressOf(string name) => _files[name].Address;

    /// <summary>The icon itself, as an address.</summary>
    public string IconAddress { get; }

    public string TextOf(string name) => _files[name].Text;

    public static void Map(WebApplication app) => app.MapGet("/files/{hash}/{name}", Serve);

    private static IResult Serve(string hash, string name, HttpContext http, ServedFiles files)
    {
        if (!files._files.TryGetValue(name, out var file))
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        var headers = http.Response.Headers;
        // A page of the version before may still ask by its hash: it gets what there is, but not for good.
        headers.CacheControl = hash == file.Hash ? "public, max-age=31536000, immutable" : "no-cache";
        headers.Vary = HeaderNames.AcceptEncoding;
        var accepted = http.Request.GetTypedHeaders().AcceptEncoding;
        foreach (var (encoding, content) in file.Encoded)
            if (accepted.Any(x => x.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && x.Quality is not 0))
            {
                headers.ContentEncoding = encoding;
                return Results.Bytes(content.Value, file.MediaType);
            }
        return Results.Bytes(file.Content, file.MediaType);
    }
}

/// <param name="Name">Without its folder.</param>
internal sealed record ServedFile(string Name, byte[] Content)
{
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Content))[..16];

    public string Text => Encoding.UTF8.GetString(Content);

    public string Address => $"/files/{Hash}/{Name}";

    public string MediaType => Path.GetExtension(Name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"What type is a {other}?"),
    };

    /// <summary>The smallest first; made when it is first asked for.</summary>
    public IReadOnlyList<(string Encoding, Lazy<byte[]> Content)> Encoded { get; } =
    [
        ("br", new(() => Compress(Content, x => new BrotliStream(x, CompressionLevel.SmallestSize)))),
        ("gzip", new(() => Compress(Content, x => new GZipStream(x, CompressionLevel.SmallestSize)))),
    ];

    private static byte[] Compress(byte[] content, Func<Stream, Stream> compressor)
    {
        using var result = new MemoryStream();
        using (var stream = compressor(result))
            stream.Write(content);
        return result.ToArray();
    }
}
