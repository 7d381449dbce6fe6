using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Eilbote.Tests.Members;

/// <summary>A real OpenID Connect provider on a real socket, which signs in whoever comes as the person that it is told.</summary>
internal sealed class LoginProvider : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LoginProvider(WebApplication app) => _app = app;

    /// <summary>Who comes next: claims of the ID token, <c>sub</c> among them.</summary>
    public Dictionary<string, string> Person { get; set; } = [];

    /// <summary>What the last request to sign in asked for.</summary>
    public string? Prompt { get; private set; }

    /// <summary>It says no, as when somebody breaks off.</summary>
    public bool Denies { get; set; }

    public string Address => _app.Urls.Single() + "/";

    public Dictionary<string, string> Settings => new()
    {
        ["Eilbote:SignIn:Authority"] = Address,
        ["Eilbote:SignIn:ClientId"] = "eilbote",
        ["Eilbote:SignIn:ClientSecret"] = "a secret between the two",
        ["Eilbote:SignIn:Name"] = "Portal-Login",
    };

    public static async Task<LoginProvider> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        LoginProvider? provider = null;
        builder.Services.AddOpenIddict().AddServer(options =>
        {
            options.EnableDegradedMode();
            options.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token");
            options.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            options.AddEphemeralEncryptionKey().AddEphemeralSigningKey();
            options.RegisterScopes(Scopes.Email, Scopes.Profile);
            options.UseAspNetCore().DisableTransportSecurityRequirement();
            options.AddEventHandler<ValidateAuthorizationRequestContext>(x => x.UseInlineHandler(_ => default));
            options.AddEventHandler<ValidateTokenRequestContext>(x => x.UseInlineHandler(_ => default));
            options.AddEventHandler<HandleAuthorizationRequestContext>(x => x.UseInlineHandler(context => provider!.SignIn(context)));
        });
        var app = builder.Build();
        provider = new(app);
        app.UseAuthentication();
        await app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private ValueTask SignIn(HandleAuthorizationRequestContext context)
    {
        Prompt = context.Request.Prompt;
        if (Denies)
        {
            context.Reject(Errors.AccessDenied, "Broken off.");
            return default;
        }
        var identity = new ClaimsIdentity("login");
        foreach (var (type, value) in Person)
            identity.AddClaim(new Claim(type, value, type == "auth_time" ? ClaimValueTypes.Integer64
                : type == "email_verified" ? ClaimValueTypes.Boolean : ClaimValueTypes.String).SetDestinations(Destinations.IdentityToken));
        context.Principal = new ClaimsPrincipal(identity).SetScopes(context.Request.GetScopes());
        return default;
    }
}
