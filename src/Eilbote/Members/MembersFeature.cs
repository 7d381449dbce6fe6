using Eilbote.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;

namespace Eilbote.Members;

/// <summary>Who signs in, how, and what they may do.</summary>
internal static class MembersFeature
{
    public static void AddMembers(this WebApplicationBuilder builder, AccessTable access)
    {
        var services = builder.Services;
        var signIn = builder.Configuration.Read<SignInOptions>(SignInOptions.Section);
        signIn.Check(builder.Environment);
        services.AddSingleton(signIn);
        services.AddSingleton(access);
        var authentication = services.AddAuthentication(IdentityConstants.ApplicationScheme);
        authentication.AddIdentityCookies();
        if (signIn.IsOn)
            authentication.AddBoardLogin(signIn);
        services.AddIdentityCore<User>(options =>
        {
            options.User.RequireUniqueEmail = true;
            // What a password must be says Passwords; what a name may hold, the address of whoever signs in.
            options.User.AllowedUserNameCharacters = "";
            options.Password.RequiredLength = Passwords.AtLeast;
            options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase =
                options.Password.RequireNonAlphanumeric = false;
        }).AddEntityFrameworkStores<AppDb>().AddSignInManager();
        services.ConfigureApplicationCookie(options =>
        {
            options.LoginPath = "/sign-in";
            options.ReturnUrlParameter = "to";
            options.ExpireTimeSpan = Session.Unused;
            options.Cookie.Name = "eilbote";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Events.OnValidatePrincipal = context =>
                context.HttpContext.RequestServices.GetRequiredService<Sessions>().ValidateAsync(context);
            options.Events.OnRedirectToLogin = ToSignIn;
            options.Events.OnRedirectToAccessDenied = DenyAsync;
        });
        services.Configure<AuthorizationOptions>(options => options.FallbackPolicy = AccessPolicy.Fallback);
        services.AddAuthorization();
        services.AddSingleton<IAuthorizationHandler, AccessPolicy>();
        services.AddScoped<Sessions>();
        services.AddScoped<SignIns>();
        services.AddScoped<Passwords>();
        services.AddScoped<FailedSignIns>();
        services.AddScoped<Passkeys>();
        services.AddScoped<Addresses>();
        services.AddScoped<BoardLogin>();
        services.AddScoped<Invitations>();
        services.AddScoped<Teams>();
    }

    /// <summary>
    /// After signing in back to the page; for a form back to the page it stood on, since its own address may show nothing.
    /// </summary>
    private static Task ToSignIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        var to = HttpMethods.IsGet(request.Method) ? request.Path + request.QueryString : WebFeature.CameFrom(request);
        context.Response.Redirect("/sign-in?to=" + Uri.EscapeDataString(to));
        return Task.CompletedTask;
    }

    /// <summary>A technician, who has one page only, is led there; everybody else is told.</summary>
    private static Task DenyAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        var http = context.HttpContext;
        var me = SignedIn.Of(http)!;
        if (me.Role == Role.Technician && HttpMethods.IsGet(http.Request.Method))
        {
            context.Response.Redirect(me.Home);
            return Task.CompletedTask;
        }
        http.Response.Headers.CacheControl = "no-store";
        return Page.Of<ForbiddenPage, SignedIn>(me, StatusCodes.Status403Forbidden).ExecuteAsync(http);
    }
}
