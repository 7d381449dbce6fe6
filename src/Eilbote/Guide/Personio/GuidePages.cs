using Eilbote.Applications;
using Eilbote.Connections;
using Eilbote.Connectors.Personio;
using Eilbote.Web;

namespace Eilbote.Guide.Personio;

/// <summary>The guide to Personio as a public page, beside the fields, and its questions.</summary>
internal static class GuidePages
{
    public static void AddPersonioGuide(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new ConnectorGuide(PersonioConnector.Id, typeof(FieldGuide)));
        builder.Services.AddSingleton(
            x => new ConnectorFaqs(PersonioConnector.Id, Faqs.Groups(x.GetRequiredService<Retention>())));
    }

    public static void MapPersonioGuide(this WebApplication app) =>
        app.MapGet("/guide/personio", () => Page.Of<GuidePage, GuideView>(new())).Compressed();
}

public sealed record GuideView;
