using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace Eilbote.Web;

/// <summary>Marks a page that is compressed.</summary>
internal sealed class IsCompressed;

/// <summary>
/// Only pages that show nobody's data are compressed. What is secret on them, form and antiforgery tokens, is encrypted anew for every
/// answer, so that the length of many answers tells nothing about it (BREACH).
/// </summary>
internal static class Compression
{
    public static void AddCompression(this IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ["text/html", "application/xml", "text/plain"];
        });
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
    }

    /// <summary>After routing: the endpoint says whether.</summary>
    public static void UseCompression(this WebApplication app) => app.UseWhen(
        http => http.GetEndpoint()?.Metadata.GetMetadata<IsCompressed>() is not null, branch => branch.UseResponseCompression());

    public static TBuilder Compressed<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new IsCompressed());
}
