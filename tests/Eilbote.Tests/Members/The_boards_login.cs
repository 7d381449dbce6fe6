using System.Net;
using Eilbote.Members;
using Eilbote.Tests.Mail;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Members;

/// <summary>The board has a login of its own (OpenID Connect): people are known by issuer and subject, never by an address.</summary>
public sealed class The_boards_login
{
    private const string Anna = "anna@example.com";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Opens_no_account_because_of_an_address(Database database)
    {
        await using var provider = await LoginProvider.StartAsync();
        await using var app = await StartAsync(database, provider);
        provider.Person = new() { ["sub"] = "mallory", ["email"] = Anna, ["email_verified"] = "true" };
        using var browser = MemberBrowser.Of(app);
        Assert.Contains("gehört hier noch zu keinem Unternehmen", await browser.GetAsync("/sign-in/board", HttpStatusCode.Forbidden),
            StringComparison.Ordinal);
        await browser.GetAsync("/portal");
        Assert.StartsWith("/sign-in", browser.Path, StringComparison.Ordinal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_connected_by_who_is_signed_in_and_then_signs_them_in(Database database)
    {
        await using var provider = await LoginProvider.StartAsync();
        await using var app = await StartAsync(database, provider);
        provider.Person = new() { ["sub"] = "4711", ["email"] = "anderswo@example.com" };
        using var browser = await MemberBrowser.SignInAsync(app, Anna);
        Assert.Contains("Mit Portal-Login verbinden", await browser.GetAsync("/account"), StringComparison.Ordinal);
        await browser.PostAsync("/account", "/account/board-login", []);
        Assert.StartsWith("/account?done=login", browser.Path, StringComparison.Ordinal);
        using var other = MemberBrowser.Of(app);
        Assert.Contains("Weiter mit Portal-Login", await other.GetAsync("/sign-in"), StringComparison.Ordinal);
        await other.GetAsync("/sign-in/board?to=/portal/profile");
        Assert.Equal("/portal/profile", other.Path);

        // The same subject of somebody else's account is not taken from it.
        await app.AddUserAsync("bea@example.com", Role.Owner, app.EmployerId);
        using var bea = await MemberBrowser.SignInAsync(app, "bea@example.com");
        Assert.Contains("gehört schon zu einem anderen Konto",
            await bea.PostAsync("/account", "/account/board-login", [], HttpStatusCode.Forbidden), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Makes_an_account_for_who_comes_with_an_invitation()
    {
        using var post = new Postbox();
        await using var provider = await LoginProvider.StartAsync();
        await using var app = await StartAsync(Database.Sqlite, provider, post.Settings);
        using var owner = await MemberBrowser.SignInAsync(app, Anna);
        await owner.PostAsync("/portal/team", "/portal/team/invitations", new() { ["email"] = "bea@example.com", ["role"] = "Viewer" });
        var link = Postbox.LinkIn(await post.TakeOneAsync(app));
        provider.Person = new() { ["sub"] = "bea" };
        using var bea = MemberBrowser.Of(app);
        await bea.GetAsync("/sign-in/board?to=" + link);
        Assert.Equal("/portal", bea.Path);
        await bea.GetAsync("/portal/team", HttpStatusCode.Forbidden);
        Assert.Equal("bea@example.com", await app.DbAsync(db => db.Users.Where(x => x.Email != Anna).Select(x => x.Email).SingleAsync()));
        // The link is used; the login stays.
        using var again = MemberBrowser.Of(app);
        await again.GetAsync("/sign-in/board");
        Assert.Equal("/portal", again.Path);
        provider.Person = new() { ["sub"] = "cem", ["email"] = "cem@example.com" };
        using var cem = MemberBrowser.Of(app);
        await cem.GetAsync("/sign-in/board?to=" + link, HttpStatusCode.Forbidden);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Says_by_claims_for_whom_somebody_works_and_as_what(Database database)
    {
        await using var provider = await LoginProvider.StartAsync();
        await using var app = await StartAsync(database, provider, new()
        {
            ["Eilbote:SignIn:EmployerClaim"] = "company",
            ["Eilbote:SignIn:RoleClaim"] = "portal_role",
        });
        provider.Person = new()
        {
            ["sub"] = "7",
            ["email"] = "dora@example.com",
            ["company"] = app.EmployerId.ToString(),
            ["portal_role"] = "recruiter",
        };
        using var dora = MemberBrowser.Of(app);
        await dora.GetAsync("/sign-in/board");
        Assert.Equal("/portal", dora.Path);
        Assert.Equal(Role.Recruiter, await RoleAsync(app, "dora@example.com"));
        provider.Person["portal_role"] = "viewer";
        await dora.GetAsync("/sign-in/board");
        Assert.Equal(Role.Viewer, await RoleAsync(app, "dora@example.com"));

        // No account is opened by its address, whatever the claims say; and no role that a team does not have.
        provider.Person = new()
        {
            ["sub"] = "8",
            ["email"] = Anna,
            ["company"] = app.EmployerId.ToString(),
            ["portal_role"] = "owner",
        };
        using var mallory = MemberBrowser.Of(app);
        Assert.Contains("gibt es hier schon ein Konto", await mallory.GetAsync("/sign-in/board", HttpStatusCode.Forbidden),
            StringComparison.Ordinal);
        provider.Person["email"] = "eve@example.com";
        foreach (var (claim, value) in new[] { ("portal_role", "Operator"), ("company", Guid.NewGuid().ToString()), ("email", "kein at") })
        {
            var right = provider.Person[claim];
            provider.Person[claim] = value;
            await mallory.GetAsync("/sign-in/board", HttpStatusCode.Forbidden);
            provider.Person[claim] = right;
        }
        provider.Person["email_verified"] = "false";
        Assert.Contains("keine geprüfte E-Mail-Adresse", await mallory.GetAsync("/sign-in/board", HttpStatusCode.Forbidden),
            StringComparison.Ordinal);
        Assert.Equal(2, await app.DbAsync(db => db.Users.CountAsync()));
    }

    [Fact]
    public async Task That_is_down_or_broken_off_is_said_and_the_password_still_works()
    {
        await using var provider = await LoginProvider.StartAsync();
        await using var app = await StartAsync(Database.Sqlite, provider);
        provider.Person = new() { ["sub"] = "1" };
        provider.Denies = true;
        using var browser = MemberBrowser.Of(app);
        Assert.Contains("hat Sie nicht angemeldet", await browser.GetAsync("/sign-in/board", HttpStatusCode.BadGateway), StringComparison.Ordinal);
        await browser.GetAsync("/sign-in/board/done", HttpStatusCode.BadGateway);
        await browser.GetAsync("/sign-in/board/callback?code=x&state=y", HttpStatusCode.BadGateway);
        await provider.DisposeAsync();
        await app.RestartAsync();
        Assert.Contains("hat Sie nicht angemeldet", await browser.GetAsync("/sign-in/board", HttpStatusCode.BadGateway), StringComparison.Ordinal);
        await browser.PostAsync("/sign-in", new() { ["email"] = Anna, ["password"] = TestApp.Password });
        Assert.Equal("/portal", browser.Path);
    }

    /// <summary>Asked again who it is: only when the provider says that the password was given just now.</summary>
    [Fact]
    public async Task Proves_again_who_it_is_when_it_says_when_that_was()
    {
        await using var provider = await LoginProvider.StartAsync();
        await using var app = await StartAsync(Database.Sqlite, provider);
        provider.Person = new() { ["sub"] = "4711" };
        using var browser = await MemberBrowser.SignInAsync(app, Anna);
        await browser.PostAsync("/account", "/account/board-login", []);
        app.Clock.Advance(Session.ProvenFor);
        Dictionary<string, string> typed = new() { ["email"] = "bea@example.com", ["role"] = "Viewer" };
        Assert.Contains("Bei Portal-Login neu anmelden",
            await browser.PostAsync("/portal/team", "/portal/team/invitations", typed, HttpStatusCode.Forbidden), StringComparison.Ordinal);
        await browser.GetAsync("/sign-in/board?again=true&to=/portal/team");
        Assert.Equal("login", provider.Prompt);
        await browser.PostAsync("/portal/team", "/portal/team/invitations", typed, HttpStatusCode.Forbidden);
        provider.Person["auth_time"] = $"{app.Clock.GetUtcNow().ToUnixTimeSeconds()}";
        await browser.GetAsync("/sign-in/board?again=true&to=/portal/team");
        Assert.Equal("/portal/team", browser.Path);
        await browser.PostAsync("/portal/team", "/portal/team/invitations", typed);
    }

    [Theory]
    [InlineData("Eilbote:SignIn:Authority", "login.example", "must be an https address"), InlineData("Eilbote:SignIn:ClientSecret", "", "ClientSecret is not set")]
    [InlineData("Eilbote:SignIn:RoleClaim", "role", "belong together")]
    public async Task That_is_set_wrongly_stops_the_start(string setting, string value, string says)
    {
        await using var provider = await LoginProvider.StartAsync();
        var settings = provider.Settings;
        settings[setting] = value;
        var stopped = await Assert.ThrowsAsync<CannotStartException>(() => TestApp.StartAsync(settings: settings));
        Assert.Contains(says, stopped.Message, StringComparison.Ordinal);
    }

    private static Task<Role> RoleAsync(TestApp app, string email) => app.DbAsync(db =>
        db.Memberships.Where(x => db.Users.Any(u => u.Id == x.UserId && u.Email == email)).Select(x => x.Role).SingleAsync());

    private static async Task<TestApp> StartAsync(Database database, LoginProvider provider, Dictionary<string, string>? more = null)
    {
        var settings = provider.Settings;
        foreach (var (name, value) in more ?? [])
            settings[name] = value;
        var app = await TestApp.StartAsync(database, settings);
        await app.AddUserAsync(Anna, Role.Owner, app.EmployerId);
        return app;
    }
}
