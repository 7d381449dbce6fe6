using Eilbote.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Eilbote.Employers;

/// <summary>Who signs in, and what they may do.</summary>
internal static class EmployersFeature
{
    public static void AddEmployers(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.AddIdentityCore<User>(options =>
        {
            options.User.RequireUniqueEmail = true;
            options.Password.RequiredLength = 12;
            options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase =
                options.Password.RequireNonAlphanumeric = false;
        }).AddEntityFrameworkStores<AppDb>().AddSignInManager().AddClaimsPrincipalFactory<MemberClaimsFactory>();
        services.ConfigureApplicationCookie(options =>
        {
            options.LoginPath = "/sign-in";
            options.AccessDeniedPath = "/sign-in";
            options.ReturnUrlParameter = "to";
            options.Cookie.Name = "eilbote";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Events.OnRedirectToLogin = ToSignIn;
            // Who is signed in and may not see a page goes where they may, instead of signing in again and again.
            options.Events.OnRedirectToAccessDenied = denied =>
            {
                denied.Response.Redirect(
                    denied.HttpContext.User.HasClaim(MemberClaims.Role, nameof(Role.Technician)) ? "/portal/smart-apply" : "/sign-in");
                return Task.CompletedTask;
            };
        });
        // Whose access was ended is signed out within a minute.
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.FromMinutes(1));
        services.AddScoped<Invitations>();
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Belongs, policy => policy.RequireClaim(MemberClaims.Employer))
            .AddPolicy(Policies.Member, policy => policy.RequireClaim(MemberClaims.Employer)
                .RequireClaim(MemberClaims.Role, nameof(Role.Owner), nameof(Role.Recruiter), nameof(Role.Viewer)))
            .AddPolicy(Policies.Connects, policy => policy.RequireClaim(MemberClaims.Employer)
                .RequireClaim(MemberClaims.Role, nameof(Role.Owner), nameof(Role.Technician)))
            .AddPolicy(Policies.Editor, policy => policy.RequireClaim(MemberClaims.Employer)
                .RequireClaim(MemberClaims.Role, nameof(Role.Owner), nameof(Role.Recruiter)))
            .AddPolicy(Policies.Owner, policy => policy.RequireClaim(MemberClaims.Employer)
                .RequireClaim(MemberClaims.Role, nameof(Role.Owner)))
            .AddPolicy(Policies.Operator, policy => policy.RequireClaim(MemberClaims.Role, nameof(Role.Operator)));
    }

    /// <summary>Everything below <c>/portal</c> is for members, never stored by browsers, and posts only from our own pages.</summary>
    public static RouteGroupBuilder MapPortal(this WebApplication app, string policy = Policies.Member) =>
        app.MapGroup("/portal").RequireAuthorization(policy).ForSignedIn();

    public static void MapSignIn(this WebApplication app)
    {
        app.MapGet("/sign-in", (string? to) => Page.Of<SignInPage, SignInView>(new SignInView("", LocalPath.Of(to), false)));
        app.MapPost("/sign-in", SignInAsync).Limited(Limited.SignIns);
        app.MapGroup("/sign-out").ForSignedIn().MapPost("", async (HttpContext http) =>
        {
            await http.SignOutAsync(IdentityConstants.ApplicationScheme);
            return Results.LocalRedirect("/");
        });
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

    private static async Task<IResult> SignInAsync(
        [FromForm] string? email, [FromForm] string? password, [FromForm] string? to, SignInManager<User> signIn, UserManager<User> users)
    {
        var user = await users.FindByEmailAsync(IncomingText.Address(email));
        if (user is null || !(await signIn.PasswordSignInAsync(user, password ?? "", isPersistent: true, lockoutOnFailure: true)).Succeeded)
            return Page.Of<SignInPage, SignInView>(new SignInView(email ?? "", LocalPath.Of(to), true), 422);
        user.Language = Texts.IsEnglish ? "en" : "de";
        await users.UpdateAsync(user);
        return Results.LocalRedirect(
            LocalPath.Of(to) ?? user.Role switch
            {
                Role.Operator => "/operators",
                Role.Technician => "/portal/smart-apply",
                _ => "/portal"
            });
    }
}

public sealed record SignInView(string Email, string? To, bool Failed);
