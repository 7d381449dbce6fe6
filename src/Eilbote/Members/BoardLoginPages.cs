using Eilbote.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Eilbote.Members;

/// <summary>To the board's own login and back.</summary>
internal static class BoardLoginPages
{
    private const string Done = "/sign-in/board/done", To = "to", Invitation = "invitation", Link = "link", Again = "again";

    /// <summary>So recently the password must have been given there to count as given here.</summary>
    private static readonly TimeSpan Recently = TimeSpan.FromMinutes(5);

    public static void AddBoardLogin(this AuthenticationBuilder authentication, SignInOptions settings) =>
        authentication.AddOpenIdConnect(BoardLogin.Scheme, options =>
        {
            (options.Authority, options.ClientId, options.ClientSecret) = (settings.Authority, settings.ClientId, settings.ClientSecret);
            options.RequireHttpsMetadata = settings.Authority.StartsWith("https:", StringComparison.Ordinal);
            options.CallbackPath = "/sign-in/board/callback";
            options.SignInScheme = IdentityConstants.ExternalScheme;
            options.ResponseType = OpenIdConnectResponseType.Code;
            // With a code nothing secret stands in the address, and the cookies need not go along with other sites' forms.
            options.ResponseMode = OpenIdConnectResponseMode.Query;
            foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
                (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
            options.MapInboundClaims = false;
            options.SaveTokens = false;
            options.GetClaimsFromUserInfoEndpoint = true;
            options.ClaimActions.MapAll();
            options.Scope.Add("email");
            foreach (var scope in settings.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                options.Scope.Add(scope);
            options.Events.OnTokenValidated = context =>
            {
                context.Properties!.Items[BoardLogin.Issuer] = context.SecurityToken.Issuer;
                return Task.CompletedTask;
            };
            options.Events.OnRedirectToIdentityProvider = context =>
            {
                if (context.Properties.Items.ContainsKey(Again))
                    (context.ProtocolMessage.Prompt, context.ProtocolMessage.MaxAge) = ("login", "0");
                return Task.CompletedTask;
            };
            options.Events.OnRemoteFailure = context =>
            {
                context.HandleResponse();
                return Refused(BoardRefusal.Failed).ExecuteAsync(context.HttpContext);
            };
        });

    public static void MapBoardLogin(this WebApplication app)
    {
        app.MapGet("/sign-in/board", (HttpContext http, string? to, bool? again, SignInOptions options, CancellationToken ct) =>
            BeginAsync(http, options, new() { [To] = LocalPath.Of(to), [Again] = again == true ? "true" : null }, ct))
            .Limited(Limited.SignIns);
        app.MapGet(Done, DoneAsync);
        app.MapGroup("/account/board-login").ForSignedIn().MapPost("", (HttpContext http, SignedIn me, SignInOptions options, CancellationToken ct) =>
            BeginAsync(http, options, new() { [Link] = me.User.Id.ToString() }, ct));
    }

    private static async Task<IResult> BeginAsync(
        HttpContext http, SignInOptions options, Dictionary<string, string?> items, CancellationToken ct)
    {
        if (!options.IsOn)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        if (items.GetValueOrDefault(To) is ['/', ..] to && to.Split('/') is ["", "invitations", var token])
            items[Invitation] = token;
        try
        {
            // The handler would ask while it redirects, and fail without a page of ours.
            await http.RequestServices.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(BoardLogin.Scheme)
                .ConfigurationManager!.GetConfigurationAsync(ct);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException && !ct.IsCancellationRequested)
        {
            return Refused(BoardRefusal.Failed);
        }
        var properties = new AuthenticationProperties { RedirectUri = Done };
        foreach (var (name, value) in items.Where(x => x.Value is not null))
            properties.Items[name] = value;
        return Results.Challenge(properties, [BoardLogin.Scheme]);
    }

    private static async Task<IResult> DoneAsync(
        HttpContext http, SignInOptions options, BoardLogin login, SignIns signIns, Sessions sessions, FailedSignIns failed,
        TimeProvider clock, CancellationToken ct)
    {
        if (!options.IsOn)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        http.Response.Headers.CacheControl = "no-store";
        var result = await http.AuthenticateAsync(IdentityConstants.ExternalScheme);
        await http.SignOutAsync(IdentityConstants.ExternalScheme);
        if (BoardPerson.Of(result) is not { } person)
            return Refused(BoardRefusal.Failed);
        var items = result.Properties!.Items.ToDictionary();
        var me = SignedIn.Of(http);
        if (items.TryGetValue(Link, out var link))
            return me is null || me.User.Id.ToString() != link ? Refused(BoardRefusal.Failed)
                : await login.LinkAsync(me.User, person, ct) ? new SeeOther("/account?done=login#passkeys") : Refused(BoardRefusal.Linked);
        var (user, refusal) = await login.WhoAsync(person, items.GetValueOrDefault(Invitation), ct);
        if (user is null)
            return Refused(refusal!.Value);
        var to = items.ContainsKey(Invitation) ? null : items.GetValueOrDefault(To);
        if (items.ContainsKey(Again) && me?.User.Id == user.Id)
        {
            if (person.ProvenAt > clock.GetUtcNow() - Recently)
                await sessions.ProveAsync(me.Session, ct);
            return new SeeOther(to ?? me.Home);
        }
        await failed.SucceededAsync(http, user, ct);
        return await signIns.BeginAsync(http, user, to, null, ct);
    }

    private static IResult Refused(BoardRefusal refusal) =>
        Page.Of<BoardRefusedPage, BoardRefusedView>(new(refusal), refusal == BoardRefusal.Failed ? 502 : 403);
}

public sealed record BoardRefusedView(BoardRefusal Refusal);
