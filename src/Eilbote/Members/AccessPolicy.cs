using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;

namespace Eilbote.Members;

/// <summary>The policy of every route, since none has one of its own: what the table says.</summary>
internal sealed class AccessPolicy(AccessTable table) : AuthorizationHandler<AccessPolicy.ByTable>
{
    public static readonly AuthorizationPolicy Fallback = new([new ByTable()], [IdentityConstants.ApplicationScheme]);

    /// <summary>Errors: <see cref="InvalidOperationException"/>, at start, when a route is missing in the table.</summary>
    public static void Check(IEndpointRouteBuilder app, AccessTable table)
    {
        var missing = app.DataSources.SelectMany(x => x.Endpoints).OfType<RouteEndpoint>().SelectMany(AccessTable.NamesOf)
            .Where(x => table.Of(x) is null).ToList();
        if (missing.Count > 0)
            throw new InvalidOperationException("Access does not say who may call " + string.Join(", ", missing));
    }

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ByTable requirement)
    {
        var http = (HttpContext)context.Resource!;
        if (http.GetEndpoint() is null)
            context.Succeed(requirement);
        else if (table.Of(http) is { } row && (row.Right == Right.None
            || (SignedIn.Of(http) is { } me && context.User.Identity?.IsAuthenticated == true && Roles.May(me.Role, row.Right))))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }

    internal sealed class ByTable : IAuthorizationRequirement;
}
