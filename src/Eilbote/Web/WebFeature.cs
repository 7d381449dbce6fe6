using Eilbote.Employers;
using Microsoft.AspNetCore.Antiforgery;

namespace Eilbote.Web;

/// <summary>What all pages share: language, headers, antiforgery, errors.</summary>
internal static class WebFeature
{
    public static void AddWeb(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(builder.Configuration.GetSection("Eilbote:Board").Get<BoardOptions>() ?? new());
        builder.Services.AddRazorComponents();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddAntiforgery(options => options.Cookie.Name = "eilbote-forms");
    }

    public static void UseWeb(this WebApplication app)
    {
        app.UseLanguage();
        app.Use((http, next) =>
        {
            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' https: data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            return next(http);
        });
        app.UseExceptionHandler(error => error.Run(http => Page.Of<ErrorPage, Error>(new Error(), 500).ExecuteAsync(http)));
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache" });
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapFallback(() => Page.Of<NotFoundPage, NotFound>(new NotFound(), 404));
    }

    /// <summary>Everything below <c>/portal</c> is for members, never stored by browsers, and posts only from our own pages.</summary>
    public static RouteGroupBuilder MapPortal(this WebApplication app) =>
        app.MapGroup("/portal").RequireAuthorization(Policies.Member).ForSignedIn();

    public static RouteGroupBuilder ForSignedIn(this RouteGroupBuilder group)
    {
        group.WithMetadata(new RequireAntiforgeryTokenAttribute());
        group.AddEndpointFilter(async (context, next) =>
        {
            context.HttpContext.Response.Headers.CacheControl = "no-store";
            // The middleware only notes a failure; endpoints that read no form would not look at it.
            return context.HttpContext.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false }
                ? Results.BadRequest()
                : await next(context);
        });
        return group;
    }
}

public sealed record NotFound;

public sealed record Error;
