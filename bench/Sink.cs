using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace Bench;

/// <summary>Stands in for the ATS, as light as can be: it notes when whose application arrived.</summary>
internal static class Sink
{
    private static readonly byte[] EmailKey = "\"email\":\""u8.ToArray();

    public static async Task RunAsync()
    {
        var arrivals = new ConcurrentDictionary<string, long>();
        var perCompany = new ConcurrentDictionary<string, ConcurrentQueue<long>>();
        var app = WebApplication.CreateSlimBuilder().Build();
        app.MapPost("/v1/recruiting/applications/documents", async (HttpContext http) =>
        {
            Note(http);
            await http.Request.Body.CopyToAsync(Stream.Null);
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync($$"""{"uuid":"{{Guid.NewGuid()}}"}""");
        });
        app.MapPost("/v1/recruiting/applications", async (HttpContext http) =>
        {
            Note(http);
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            arrivals.TryAdd(Email(body.GetBuffer().AsSpan(0, (int)body.Length)), Stopwatch.GetTimestamp());
            http.Response.StatusCode = 201;
        });
        app.MapGet("/arrivals/count", () => arrivals.Count);
        app.MapGet("/arrivals", () => arrivals);
        app.MapGet("/companies", () => perCompany.ToDictionary(x => x.Key, x => x.Value.ToArray()));
        app.MapPost("/clear", () =>
        {
            arrivals.Clear();
            perCompany.Clear();
        });
        await app.RunAsync();

        void Note(HttpContext http) =>
            perCompany.GetOrAdd(http.Request.Headers["X-Company-ID"].ToString(), _ => new()).Enqueue(Stopwatch.GetTimestamp());
    }

    private static string Email(ReadOnlySpan<byte> body)
    {
        var rest = body[(body.IndexOf(EmailKey) + EmailKey.Length)..];
        return Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)'"')]);
    }
}
