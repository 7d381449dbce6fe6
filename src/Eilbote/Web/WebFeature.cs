using Eilbote.Employers;
using Microsoft.AspNetCore.Antiforgery;

namespace Eilbote.Web;

/// <summary>What all pages share: language, headers, antiforgery, errors.</summary>
internal static class WebFeature
{
    /// <summary>Bytes of one connection that are read before anyone asks for them; a megabyte else, for each of many uploads.</summary>
    private const int ReadAhead = 64 * 1024;

    public static void AddWeb(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseSockets(options => options.MaxReadBufferSize = ReadAhead);
        builder.Services.AddSingleton(builder.Configuration.GetSection("Eilbote:Board").Get<BoardOptions>() ?? new());
        // Addresses hold receipts' tokens: what others log about requests starts at warnings, which name no address, and the
        // category that puts the path into every line's scope says nothing at all.
        builder.Logging
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            .AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning)
            .AddFilter("System.Net.Http", LogLevel.Warning);
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
        // The middleware only notes a failure; without this a form that stood open too long would be answered with an empty page.
        app.Use((http, next) => http.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } failed
            ? UnsentAsync(http, failed.Error)
            : next(http));
        app.MapFallback(() => Page.Of<NotFoundPage, NotFound>(new NotFound(), 404));
    }

    /// <summary>Everything below <c>/portal</c> is for members, never stored by browsers, and posts only from our own pages.</summary>
    public static RouteGroupBuilder MapPortal(this WebApplication app, string policy = Policies.Member) =>
        app.MapGroup("/portal").RequireAuthorization(policy).ForSignedIn();

    public static RouteGroupBuilder ForSignedIn(this RouteGroupBuilder group)
    {
        group.WithMetadata(new RequireAntiforgeryTokenAttribute());
        group.AddEndpointFilter((context, next) =>
        {
            // The first word is for the antiforgery token's own check, which else warns on every page.
            context.HttpContext.Response.Headers.CacheControl = "no-cache, no-store";
            return next(context);
        });
        return group;
    }

    /// <summary>The page of ours on which the browser was before, else the start page.</summary>
    public static string CameFrom(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var page) && page.Authority == request.Host.Value ? page.PathAndQuery : "/";

    private static Task UnsentAsync(HttpContext http, Exception? error)
    {
        http.Response.Headers.CacheControl = "no-store";
        var tooLarge = error?.InnerException is BadHttpRequestException { StatusCode: 413 } or InvalidDataException;
        return Page.Of<UnsentPage, Unsent>(new Unsent(CameFrom(http.Request), tooLarge), tooLarge ? 413 : 400).ExecuteAsync(http);
    }
}

public sealed record NotFound;

/// <param name="Back">The page on which the form stood.</param>
public sealed record Unsent(string Back, bool TooLarge);

public sealed record Error;
