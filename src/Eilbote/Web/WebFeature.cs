using Eilbote.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Logging.Console;

namespace Eilbote.Web;

/// <summary>What all pages share: language, headers, antiforgery, errors.</summary>
internal static class WebFeature
{
    /// <summary>The field of a form, and the claim, that says for which employer the person works.</summary>
    public const string EmployerField = "for_employer";

    /// <summary>Bytes of one connection that are read before anyone asks for them; a megabyte else, for each of many uploads.</summary>
    private const int ReadAhead = 64 * 1024;

    public static void AddWeb(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseSockets(options => options.MaxReadBufferSize = ReadAhead);
        var board = builder.Configuration.Read<BoardOptions>(BoardOptions.Section);
        board.Check(builder.Environment);
        builder.Services.AddSingleton(board);
        var proxy = builder.Configuration.Read<ProxyOptions>(ProxyOptions.Section);
        proxy.Check(board);
        builder.Services.AddSingleton(proxy);
        var limits = builder.Configuration.Read<LimitsOptions>(LimitsOptions.Section);
        limits.Check();
        builder.Services.AddSingleton(limits);
        builder.Services.AddSingleton<Clients>();
        builder.Services.AddSingleton<Limits>();
        // Addresses hold receipts' tokens: what others log about requests starts at warnings, which name no address, and the
        // category that puts the path into every line's scope says nothing at all.
        builder.Logging
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            .AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning)
            .AddFilter("System.Net.Http", LogLevel.Warning);
        const string Instant = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        // Without a name the console takes older options, which know no time.
        builder.Services.PostConfigure<ConsoleLoggerOptions>(options => options.FormatterName ??= ConsoleFormatterNames.Simple);
        builder.Services.Configure<SimpleConsoleFormatterOptions>(
            options => (options.TimestampFormat, options.UseUtcTimestamp, options.SingleLine) = (Instant, true, true));
        builder.Services.Configure<JsonConsoleFormatterOptions>(
            options => (options.TimestampFormat, options.UseUtcTimestamp) = (Instant.TrimEnd(), true));
        builder.Services.AddRazorComponents();
        builder.Services.AddSingleton(new ServedFiles(board.Look));
        builder.Services.AddCompression();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddAntiforgery(
            options => (options.Cookie.Name, options.Cookie.SecurePolicy) = ("eilbote-forms", CookieSecurePolicy.SameAsRequest));
    }

    public static void UseWeb(this WebApplication app)
    {
        var board = app.Services.GetRequiredService<BoardOptions>();
        app.UseProxy();
        app.Use((http, next) =>
        {
            // Set at the last moment: what answers an error clears everything before.
            http.Response.OnStarting(() =>
            {
                var headers = http.Response.Headers;
                headers.TryAdd("Content-Security-Policy",
                    $"default-src 'self'; img-src 'self' https: data:; frame-ancestors {Embedding.Ancestors(http, board)}; base-uri 'none'; form-action 'self'");
                if (Embedding.MayBe(http, board))
                    headers.Append("Vary", "Sec-Fetch-Dest");
                headers.XContentTypeOptions = "nosniff";
                headers.TryAdd("Referrer-Policy", "same-origin");
                return Task.CompletedTask;
            });
            return next(http);
        });
        app.UseLanguage();
        app.UseExceptionHandler(error => error.Run(ProblemAsync));
        // An answer without a body becomes a page; health checks and what scripts fetch stay as they are.
        app.UseStatusCodePages(
            status => status.HttpContext.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal) ? Task.CompletedTask
            : ProblemAsync(status.HttpContext));
        app.Use(Gate.PassAddressAsync);
        app.UseRouting();
        app.UseCompression();
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use(Gate.PassFormAsync);
        app.UseAntiforgery();
        // The middleware only notes a failure; without this a form that stood open too long would be answered with an empty page.
        app.Use((http, next) => http.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } ? UnsentAsync(http) : next(http));
        ServedFiles.Map(app);
        Embedding.Map(app);
        app.MapFallback(() => Page.Of<NotFoundPage, NotFound>(new NotFound(), 404));
    }

    /// <summary>Never stored by browsers, and posts come only from our own pages.</summary>
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

    /// <summary>A page whose address is a secret: not kept, not passed on, not found.</summary>
    public static void ForMailedLink(this HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers["X-Robots-Tag"] = "noindex";
    }

    /// <summary>The page of ours on which the browser was before, else the start page.</summary>
    public static string CameFrom(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var page) && page.Authority == request.Host.Value
            && new PathString(page.AbsolutePath).StartsWithSegments(request.PathBase, StringComparison.Ordinal, out var path)
            ? LocalPath.Of(path + page.Query) ?? "/" : "/";

    private static Task UnsentAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Page.Of<UnsentPage, Unsent>(new Unsent(CameFrom(http.Request), Unsent.Why.TooOld), 400).ExecuteAsync(http);
    }

    /// <summary>What went wrong outside any page's own words: the sender's fault (4xx) or ours.</summary>
    private static Task ProblemAsync(HttpContext http)
    {
        var failed = http.Features.Get<IExceptionHandlerFeature>()?.Error;
        var status = failed is BadHttpRequestException bad ? bad.StatusCode : failed is not null ? (StorageTrouble.Is(failed) ? 503 : 500)
            : http.Response.StatusCode;
        http.Response.Headers.CacheControl = "no-store";
        return status == 404
            ? Page.Of<NotFoundPage, NotFound>(new NotFound(), 404).ExecuteAsync(http)
            : Page.Of<ErrorPage, Error>(new Error(status), status).ExecuteAsync(http);
    }
}

public sealed record NotFound;

/// <param name="Back">The page on which the form stood.</param>
public sealed record Unsent(string Back, Unsent.Why Reason)
{
    public enum Why { TooOld, TooLarge, Unreadable }
}

public sealed record Error(int Status);
