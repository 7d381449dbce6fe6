using Eilbote.Web;

namespace Eilbote.Members;

/// <summary>
/// A form of a page of one employer that is sent while the person works for another, as from an old tab: nothing is done until they say
/// for whom.
/// </summary>
internal static class OldTabs
{
    public const string Confirmed = "switch_employer";

    public static void UseOldTabs(this WebApplication app) => app.Use(PassAsync);

    private static async Task PassAsync(HttpContext http, RequestDelegate next)
    {
        if (HttpMethods.IsPost(http.Request.Method) && http.Request.HasFormContentType && SignedIn.Of(http) is { } me
            && http.Request.Path.StartsWithSegments("/portal", StringComparison.Ordinal)
            && await http.Request.ReadFormAsync(http.RequestAborted) is var form
            && Guid.TryParse(form[WebFeature.EmployerField], out var employer) && employer != me.Session.EmployerId)
        {
            var place = me.Places.FirstOrDefault(x => x.EmployerId == employer);
            var row = http.RequestServices.GetRequiredService<AccessTable>().Of(http)!;
            if (place is null || !Roles.May(place.Role, row.Right))
            {
                await Page.Of<ForbiddenPage, SignedIn>(me, StatusCodes.Status403Forbidden).ExecuteAsync(http);
                return;
            }
            if (form[Confirmed] != "true")
            {
                await Page.Of<OldTabPage, OldTabView>(new(me, place, WaitingForm.Of(http, form)), StatusCodes.Status409Conflict)
                    .ExecuteAsync(http);
                return;
            }
            await http.RequestServices.GetRequiredService<Sessions>().MoveAsync(me, employer, http.RequestAborted);
            me.Session.EmployerId = employer;
        }
        await next(http);
    }
}

/// <param name="Place">Whose page the form stood on.</param>
public sealed record OldTabView(SignedIn Me, Place Place, WaitingForm Form);
