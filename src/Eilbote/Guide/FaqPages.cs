using System.Net;
using Eilbote.Ats;
using Eilbote.Connectors;
using Eilbote.Members;
using Eilbote.Web;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Guide;

/// <param name="Does">What the button under the answer says.</param>
public sealed record Faq(string Id, Words Text, Words Answer, string Link, Words Does);

public sealed record FaqGroup(Words Heading, Faq[] Questions);

/// <summary>What employers ask about one kind of ATS. Each guide registers its own.</summary>
public sealed record ConnectorFaqs(string Connector, IReadOnlyList<FaqGroup> Groups);

/// <summary>The questions that come up, in the portal: about the ATS that the employer has connected or begun to.</summary>
internal static class FaqPages
{
    public static void MapFaqs(this RouteGroupBuilder portal) => portal.MapGet("/faqs", ShowAsync);

    private static async Task<IResult> ShowAsync(
        Member me, AppDb db, ConnectorRegistry connectors, IEnumerable<ConnectorFaqs> faqs, CancellationToken ct)
    {
        var own = await db.Connections.Where(x => x.EmployerId == me.EmployerId).OrderBy(x => x.CreatedAt).Select(x => x.Connector)
            .FirstOrDefaultAsync(ct)
            ?? await db.Drafts.Where(x => x.EmployerId == me.EmployerId).OrderByDescending(x => x.SavedAt).Select(x => x.Connector)
                .FirstOrDefaultAsync(ct)
            ?? ConnectorRegistry.Offered;
        var employer = await db.Employers.Where(x => x.Id == me.EmployerId).Select(x => x.Name).SingleAsync(ct);
        return Page.Of<FaqsPage,
            FaqsView>(new(me, employer, own, connectors[own].Descriptor.Name, faqs.Single(x => x.Connector == own).Groups));
    }
}

public sealed record FaqsView(Member Me, string Employer, string Connector, string Ats, IReadOnlyList<FaqGroup> Groups);

/// <summary>What stands between asterisks is the name of a menu or a button.</summary>
internal static class Marked
{
    public static MarkupString Of(string text) =>
        new(string.Concat(text.Split('*').Select((x, i) => i % 2 == 0 ? WebUtility.HtmlEncode(x) : $"<b>{WebUtility.HtmlEncode(x)}</b>")));
}
