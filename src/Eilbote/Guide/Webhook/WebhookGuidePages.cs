using Eilbote.Applications;
using Eilbote.Connections;
using Eilbote.Connectors.Webhook;
using Eilbote.Web;

namespace Eilbote.Guide.Webhook;

/// <summary>
/// How an employer's own system receives applications: beside the fields, and as a public page for whoever writes the receiver.
/// </summary>
internal static class WebhookGuidePages
{
    public static void AddWebhookGuide(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new ConnectorGuide(WebhookConnector.Id, typeof(WebhookField)));
        builder.Services.AddSingleton(
            x => new ConnectorFaqs(WebhookConnector.Id, WebhookFaqs.Groups(x.GetRequiredService<Retention>())));
    }

    public static void MapWebhookGuide(this WebApplication app) =>
        app.MapGet("/guide/webhook", () => Page.Of<WebhookGuidePage, WebhookGuideView>(new())).Compressed();
}

public sealed record WebhookGuideView;
