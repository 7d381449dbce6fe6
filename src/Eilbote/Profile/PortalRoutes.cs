using Eilbote.Web;

namespace Eilbote.Profile;

internal static class PortalRoutes
{
    /// <summary>Everything below <c>/portal</c> is never stored by browsers, and posts only from our own pages.</summary>
    public static RouteGroupBuilder MapPortal(this WebApplication app) => app.MapGroup("/portal").ForSignedIn();
}
