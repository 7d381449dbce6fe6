using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace Eilbote.Tests.Sandbox;

internal sealed record Answered(int Status, string Type, string Body, string? RetryAfter)
{
    /// <summary>The reasons of shape (a), with their fields.</summary>
    public IReadOnlyList<string> Reasons =>
        [.. JsonNode.Parse(Body)!["errors"]!.AsArray()
        .SelectMany(x => x!["errors"]!.AsArray().Select(e => $"{x["field"]} {e!["reason"]}"))];

    /// <summary>Shape (c).</summary>
    public string FreeText => JsonNode.Parse(Body)!["error"]!["reason"]!.GetValue<string>();
}

/// <summary>The sandbox, asked by hand: right and wrong, without the server. Its answers are checked like all others.</summary>
internal sealed class ByHand : IAsyncDisposable
{
    public const string Documents = "/v1/recruiting/applications/documents", Applications = "/v1/recruiting/applications",
        Alpenwerk = "67890", AlpenwerkToken = "alpenwerk-recruiting-token";

    // A connection for each request: one that breaks must not look like one that was closed long ago, which would be tried again.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.Zero });

    private ByHand(RunningSandbox sandbox, FakeTimeProvider clock)
    {
        (Sandbox, Clock) = (sandbox, clock);
        _http.BaseAddress = new Uri(sandbox.Address);
    }

    public RunningSandbox Sandbox { get; }
    public FakeTimeProvider Clock { get; }
    public string? Company { get; set; } = RunningSandbox.Company;
    public string? Token { get; set; } = RunningSandbox.Token;

    public static async Task<ByHand> StartAsync(params (string Name, string Value)[] switches)
    {
        var clock = new FakeTimeProvider(new(2026, 11, 23, 22, 30, 0, TimeSpan.Zero));
        var hand = new ByHand(await RunningSandbox.StartAsync(clock, byHand: true), clock);
        foreach (var (name, value) in switches)
            await hand.Sandbox.SwitchAsync(name, value);
        return hand;
    }

    public static JsonObject Person(string email = "ada@example.com") =>
        new() { ["first_name"] = "Ada", ["last_name"] = "Lovelace", ["email"] = email, ["job_position_id"] = 1234567 };

    public static JsonObject With(string name, JsonNode? value)
    {
        var person = Person();
        person[name] = value;
        return person;
    }

    public static JsonObject File(string uuid, string category = "cv", string name = "cv.pdf") =>
        new() { ["uuid"] = uuid, ["original_filename"] = name, ["category"] = category };

    public Task<Answered> CreateAsync(JsonNode body) => CreateAsync(body.ToJsonString());

    public Task<Answered> CreateAsync(string body) =>
        SendAsync(HttpMethod.Post, Applications, new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")));

    public async Task<Answered> UploadAsync(string name = "cv.pdf", byte[]? content = null, string part = "file")
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(content ?? Applicant.Pdf()), part, name } };
        return await SendAsync(HttpMethod.Post, Documents, form);
    }

    public async Task<string> UuidAsync() => JsonNode.Parse((await UploadAsync()).Body)!["uuid"]!.GetValue<string>();

    public async Task<Answered> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (Company is not null)
            request.Headers.Add("X-Company-ID", Company);
        if (Token is not null)
            request.Headers.Authorization = new("Bearer", Token);
        using var response = await _http.SendAsync(request);
        return new((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType ?? "",
            await response.Content.ReadAsStringAsync(),
            response.Headers.TryGetValues("Retry-After", out var values) ? values.Single() : null);
    }

    public async Task<JsonElement> ArrivedAsync() => Assert.Single(await Sandbox.ApplicationsAsync());

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Sandbox.DisposeAsync();
    }
}
