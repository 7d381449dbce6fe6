using Microsoft.AspNetCore.Http.Features;

namespace Eilbote.Web;

/// <summary>Marks an endpoint that reads its body itself, as it streams in.</summary>
internal sealed class StreamsItsBody;

/// <summary>Where everything that comes in becomes text that the house can hold, once and before anyone reads it.</summary>
internal static class Gate
{
    /// <summary>Bytes of a form with files, of all but the application's.</summary>
    private const long BodyLimit = 10_000_000;

    private static readonly object HeadersOnly = new();

    /// <summary>Whether it was HEAD before it passed.</summary>
    public static bool AsksForHeadersOnly(HttpContext http) => http.Items.ContainsKey(HeadersOnly);

    /// <summary>Address and query. HEAD is answered as GET is; the server leaves the body out.</summary>
    public static Task PassAddressAsync(HttpContext http, RequestDelegate next)
    {
        var request = http.Request;
        // No page can be made without knowing where it stands.
        if (!Uri.TryCreate($"{request.Scheme}://{request.Host}/", UriKind.Absolute, out _))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return http.Response.WriteAsync("The Host header names no host.\n", http.RequestAborted);
        }
        if (HttpMethods.IsHead(request.Method))
            (request.Method, http.Items[HeadersOnly]) = (HttpMethods.Get, true);
        if (IncomingText.Valid(request.Path.Value ?? "") is var path && path != request.Path.Value)
            request.Path = path;
        if (request.QueryString.HasValue
            && request.Query.Any(x => x.Value != IncomingForm.Valid(x.Value) || IncomingText.Valid(x.Key) != x.Key))
            request.QueryString = QueryString.Create(
                request.Query.Select(x => KeyValuePair.Create(IncomingText.Valid(x.Key), IncomingForm.Valid(x.Value))));
        return next(http);
    }

    /// <summary>The form, and with it the language of the page on which it stood.</summary>
    public static async Task PassFormAsync(HttpContext http, RequestDelegate next)
    {
        var request = http.Request;
        if ((IncomingForm.IsUrlEncoded(request) || IncomingForm.IsMultipart(request))
            && http.GetEndpoint()?.Metadata.GetMetadata<StreamsItsBody>() is null)
        {
            if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
                limit.MaxRequestBodySize = BodyLimit;
            try
            {
                var form = await ReadAsync(request, http.RequestAborted);
                http.Features.Set<IFormFeature>(new FormFeature(form));
                if (form["lang"].ToString() is var language && language is "de" or "en")
                    Language.Speak(language);
            }
            catch (Exception e) when (
                e is InvalidDataException or IOException or ArgumentException or NotSupportedException
                && !http.RequestAborted.IsCancellationRequested)
            {
                var tooLarge = e is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }
                    || (e is InvalidDataException && request.ContentLength > BodyLimit);
                await Page.Of<UnsentPage,
                    Unsent>(new Unsent(WebFeature.CameFrom(request), tooLarge ? Unsent.Why.TooLarge : Unsent.Why.Unreadable), tooLarge
                    ? 413 : 400).ExecuteAsync(http);
                return;
            }
        }
        await next(http);
    }

    private static async Task<FormCollection> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (IncomingForm.IsUrlEncoded(request))
            return new(await IncomingForm.ReadUrlEncodedAsync(request, ct));
        var form = await request.ReadFormAsync(
            new FormOptions { ValueCountLimit = IncomingForm.ValuesLimit, MultipartBodyLengthLimit = BodyLimit }, ct);
        return new(IncomingForm.Valid(form), form.Files);
    }
}
