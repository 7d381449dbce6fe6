using System.Net.Http.Json;
using System.Text.Json;
using Eilbote.Tests.Connectors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PersonioSandbox;

namespace Eilbote.Tests.Harness;

public sealed record ArrivedDocument(string Name, string Category, long Size, string Sha256);

/// <summary>
/// The sandbox on a real socket, on the test's clock, asked only through its own addresses. When it ends, all its traffic is
/// held against the description of Personio: whatever a test was about, no request and no answer may leave the wire format.
/// </summary>
public sealed class RunningSandbox : IAsyncDisposable
{
    public const string Company = DemoData.Musterfirma, Token = DemoData.MusterfirmaToken, Job = "1234567", Channel = "250624";
    private readonly WebApplication _app;
    private readonly bool _byHand;

    private RunningSandbox(WebApplication app, bool byHand)
    {
        (_app, _byHand) = (app, byHand);
        Http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(Address) };
    }

    public string Address => _app.Urls.First();
    public HttpClient Http { get; }

    /// <param name="byHand">The requests are a test's own and may be wrong on purpose: only the answers are checked.</param>
    public static async Task<RunningSandbox> StartAsync(
        TimeProvider clock, Action<WebApplicationBuilder>? configure = null, bool byHand = false)
    {
        var app = SandboxHost.Build([], builder =>
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Services.AddSingleton(clock);
            builder.Logging.ClearProviders();
            configure?.Invoke(builder);
        });
        await app.StartAsync();
        return new RunningSandbox(app, byHand);
    }

    public Task<JsonElement[]> ApplicationsAsync() => GetAsync("/_sandbox/applications");

    public Task<JsonElement[]> RequestsAsync() => GetAsync("/_sandbox/requests");

    public async Task<IReadOnlyList<Exchanged>> ExchangesAsync() => (await Http.GetFromJsonAsync<Exchanged[]>("/_sandbox/exchanges"))!;

    /// <summary>Waits until a fault delays a request: from then on the clock may be moved.</summary>
    public Task DelaysAsync() => TestApp.UntilAsync(async () => await Http.GetFromJsonAsync<int>("/_sandbox/delayed") > 0);

    public Task SwitchAsync(string name, string value) =>
        PostAsync("/_sandbox/switches", new Dictionary<string, string> { [name] = value });

    public Task FaultAsync(
        string endpoint, string fault, int? status = null, string? body = null, object? retryAfter = null, int? delayMs = null,
        int count = 1, string? reason = null) =>
        PostAsync("/_sandbox/faults", new { company = Company, endpoint, fault, status, body, retryAfter, delayMs, count, reason });

    public async Task ClearFaultsAsync()
    {
        using var answer = await Http.DeleteAsync("/_sandbox/faults");
        answer.EnsureSuccessStatusCode();
    }

    public async Task PostAsync(string path, object body)
    {
        using var response = await Http.PostAsJsonAsync(path, body);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    public async ValueTask DisposeAsync()
    {
        var description = await PersonioDescription.Loaded;
        var violations = (await ExchangesAsync()).SelectMany(x => description.Violations(x, _byHand)).Distinct().ToList();
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    private async Task<JsonElement[]> GetAsync(string path) => (await Http.GetFromJsonAsync<JsonElement[]>(path))!;
}
