using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookReceiver;

namespace Eilbote.Tests.Harness;

/// <summary>A receiver of webhooks on a real socket, on the test's clock, with one inbox.</summary>
public sealed class RunningReceiver : IAsyncDisposable
{
    private const string Inbox = "musterfirma";
    private readonly WebApplication _app;
    private bool _stopped;

    private RunningReceiver(WebApplication app)
    {
        _app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Http { get; }

    /// <summary>Where applications are sent to.</summary>
    public string Address => $"{Http.BaseAddress}{Inbox}/applications";

    public static async Task<RunningReceiver> StartAsync(TimeProvider clock, Action<WebApplicationBuilder>? configure = null)
    {
        var app = ReceiverHost.Build([], builder =>
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Services.AddSingleton(clock);
            builder.Logging.ClearProviders();
            configure?.Invoke(builder);
        });
        await app.StartAsync();
        return new RunningReceiver(app);
    }

    public async Task<JsonElement[]> ApplicationsAsync() =>
        (await Http.GetFromJsonAsync<JsonElement[]>($"/_receiver/{Inbox}/applications"))!;

    public async Task<Received[]> RequestsAsync() => (await Http.GetFromJsonAsync<Received[]>($"/_receiver/{Inbox}/requests"))!;

    public Task SetSecretAsync(string secret) => SendAsync(HttpMethod.Put, $"secret?value={Uri.EscapeDataString(secret)}");

    public Task CheckSignaturesAsync(bool value) => SendAsync(HttpMethod.Put, $"checks?value={(value ? "true" : "false")}");

    public Task AddAsync(Fault fault) => SendAsync(HttpMethod.Post, "faults", JsonContent.Create(fault));

    public Task ClearFaultsAsync() => SendAsync(HttpMethod.Delete, "faults");

    public async ValueTask DisposeAsync()
    {
        if (_stopped)
            return;
        _stopped = true;
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, $"/_receiver/{Inbox}/{path}") { Content = content };
        using var response = await Http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }
}
