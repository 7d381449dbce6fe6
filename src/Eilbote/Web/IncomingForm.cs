using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Eilbote.Web;

/// <summary>Forms as they come in, with every text through <see cref="IncomingText"/>.</summary>
internal static class IncomingForm
{
    /// <summary>Bytes of a form without files, and how many values it may hold.</summary>
    public const int UrlEncodedLimit = 1_000_000, ValuesLimit = 1_000;

    public static bool IsUrlEncoded(HttpRequest request) => Is(request, "application/x-www-form-urlencoded");

    public static bool IsMultipart(HttpRequest request) => Is(request, "multipart/form-data");

    /// <summary>
    /// Always as UTF-8, whatever the sender calls it. Errors: <see cref="BadHttpRequestException"/> with 413 when it is larger
    /// than a form without files can be.
    /// </summary>
    public static async Task<Dictionary<string, StringValues>> ReadUrlEncodedAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > UrlEncodedLimit)
            throw TooLarge();
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, ct) is > 0 and var read)
        {
            if (body.Length + read > UrlEncodedLimit)
                throw TooLarge();
            body.Write(buffer, 0, read);
        }
        var text = Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
        if (text.AsSpan().Count('&') >= ValuesLimit)
            throw TooLarge();
        return Valid(QueryHelpers.ParseQuery(text));
    }

    /// <summary>By name, in whatever case; names that become the same hold the values of both.</summary>
    public static Dictionary<string, StringValues> Valid(IEnumerable<KeyValuePair<string, StringValues>> fields) =>
        fields.GroupBy(x => IncomingText.Valid(x.Key), StringComparer.OrdinalIgnoreCase).ToDictionary(
            x => x.Key, x => Valid(new StringValues([.. x.SelectMany(y => y.Value.ToArray())])), StringComparer.OrdinalIgnoreCase);

    public static StringValues Valid(StringValues values) => new([.. values.Select(x => x is null ? null : IncomingText.Valid(x))]);

    private static bool Is(HttpRequest request, string mediaType) =>
        request.ContentType?.Split(';')[0].Trim().Equals(mediaType, StringComparison.OrdinalIgnoreCase) == true;

    private static BadHttpRequestException TooLarge() => new("The form is too large.", StatusCodes.Status413PayloadTooLarge);
}
