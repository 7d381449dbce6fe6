using Eilbote.Connections;
using Eilbote.Connectors.Personio;
using Eilbote.Employers;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Guide.Personio;

/// <summary>The guide to Personio as a public page, and the questions that come up, in the portal.</summary>
internal static class GuidePages
{
    public static void AddPersonioGuide(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton(new ConnectorGuide(PersonioConnector.Id, typeof(FieldGuide)));

    public static void MapPersonioGuide(this WebApplication app) =>
        app.MapGet("/guide/personio", () => Page.Of<GuidePage, GuideView>(new()));

    public static void MapFaqs(this RouteGroupBuilder portal) => portal.MapGet("/faqs", async (Member me, AppDb db, CancellationToken ct) =>
        Page.Of<FaqsPage, FaqsView>(new(me, await db.Employers.Where(x => x.Id == me.EmployerId).Select(x => x.Name).SingleAsync(ct))));
}

public sealed record GuideView;

public sealed record FaqsView(Member Me, string Employer);
