using System.Net;
using System.Text.RegularExpressions;
using Eilbote.Employers;
using Eilbote.Members;
using Eilbote.Tests.Mail;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Eilbote.Tests.Members;

public sealed partial class My_account
{
    private const string Anna = "anna@example.com", New = "ein ganz neues passwort";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Changes_the_password_and_signs_out_everywhere_else(Database database)
    {
        await using var app = await StartAsync(database);
        using var browser = await MemberBrowser.SignInAsync(app, Anna);
        using var other = await MemberBrowser.SignInAsync(app, Anna);
        var html = await browser.PostAsync("/account", "/account/password", new() { ["current"] = "falsch", ["password"] = New },
            HttpStatusCode.UnprocessableEntity);
        Assert.Contains("nicht Ihr jetziges Passwort", html, StringComparison.Ordinal);
        await browser.PostAsync("/account", "/account/password", new() { ["current"] = TestApp.Password, ["password"] = New });
        Assert.StartsWith("/account", browser.Path, StringComparison.Ordinal);
        await other.GetAsync("/portal");
        Assert.StartsWith("/sign-in", other.Path, StringComparison.Ordinal);
        using var again = await MemberBrowser.SignInAsync(app, Anna, New);
        Assert.Equal("/portal", again.Path);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Keeps_the_last_passkey_of_who_has_no_other_way_in(Database database)
    {
        await using var app = await StartAsync(database);
        using var browser = await MemberBrowser.SignInAsync(app, Anna);
        var (first, last) = (await AddPasskeyAsync(app, 1), await AddPasskeyAsync(app, 2));
        await app.DbAsync(db => db.Users.ExecuteUpdateAsync(x => x.SetProperty(u => u.PasswordHash, (string?)null)));
        await browser.PostAsync("/account", $"/account/passkeys/{first}/remove", []);
        var html = await browser.PostAsync("/account", $"/account/passkeys/{last}/remove", []);
        Assert.Contains("Ihr einziger Weg herein", html, StringComparison.Ordinal);
        Assert.DoesNotContain($"/account/passkeys/{first}/remove", html, StringComparison.Ordinal);
        Assert.Contains($"/account/passkeys/{last}/remove", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("111111111111"), InlineData("kurz"), InlineData("annaannaanna@x")]
    public async Task Takes_no_password_that_is_short_or_easy(string password)
    {
        await using var app = await StartAsync();
        await app.AddUserAsync("annaanna@example.com", Role.Viewer, app.EmployerId);
        using var browser = await MemberBrowser.SignInAsync(app, "annaanna@example.com");
        await browser.PostAsync("/account", "/account/password", new() { ["current"] = TestApp.Password, ["password"] = password },
            HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Lists_its_sessions_and_ends_one()
    {
        await using var app = await StartAsync();
        using var browser = await MemberBrowser.SignInAsync(app, Anna);
        using var phone = MemberBrowser.Of(app);
        phone.Http.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1");
        await phone.PostAsync("/sign-in", new() { ["email"] = Anna, ["password"] = TestApp.Password });
        var html = await browser.GetAsync("/account");
        Assert.Contains("Safari, iPhone", html, StringComparison.Ordinal);
        await browser.PostAsync("/account", End().Match(html).Value, []);
        Assert.DoesNotContain("Safari, iPhone", await browser.GetAsync("/account"), StringComparison.Ordinal);
        await phone.GetAsync("/portal");
        Assert.StartsWith("/sign-in", phone.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_no_session_of_anybody_else()
    {
        await using var app = await StartAsync();
        await app.AddUserAsync("bea@example.com", Role.Owner, app.EmployerId);
        using var anna = await MemberBrowser.SignInAsync(app, Anna);
        using var bea = await MemberBrowser.SignInAsync(app, "bea@example.com");
        var session = await app.DbAsync(db => db.Sessions.OrderBy(x => x.StartedAt).ThenBy(x => x.Id).Select(x => x.Id).FirstAsync());
        await bea.PostAsync("/account", $"/account/sessions/{session}/end", []);
        await bea.PostAsync("/account", "/account/sessions/end", []);
        await anna.GetAsync("/portal");
        Assert.Equal("/portal", anna.Path);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Changes_its_address_once_both_are_confirmed(Database database)
    {
        using var post = new Postbox();
        await using var app = await StartAsync(database, post.Settings);
        using var browser = await MemberBrowser.SignInAsync(app, Anna);
        await browser.PostAsync("/account", "/account/email", new() { ["email"] = "neu@example.com" });
        var mails = await post.TakeAsync(app);
        Assert.Equal([Anna, "neu@example.com"], mails.Select(x => x.To.Mailboxes.Single().Address).Order());
        using var reader = MemberBrowser.Of(app);
        foreach (var mail in mails)
            await reader.GetAsync(Postbox.LinkIn(mail)); // opening changes nothing
        Assert.Contains("Eine fehlt noch", await reader.PostAsync(Postbox.LinkIn(mails[0]), []), StringComparison.Ordinal);
        using var same = await MemberBrowser.SignInAsync(app, Anna);
        Assert.Equal("/portal", same.Path);
        // Asked for before, at the address that was.
        await reader.PostAsync("/sign-in/forgotten", new() { ["email"] = Anna });
        var reset = Postbox.LinkIn(await post.TakeOneAsync(app));
        Assert.Contains("Geändert.", await reader.PostAsync(Postbox.LinkIn(mails[1]), []), StringComparison.Ordinal);
        await reader.GetAsync(reset, HttpStatusCode.Gone);
        using var changed = await MemberBrowser.SignInAsync(app, "neu@example.com");
        Assert.Equal("/portal", changed.Path);
        await reader.GetAsync(Postbox.LinkIn(mails[1]), HttpStatusCode.Gone);
    }

    [Fact]
    public async Task Does_not_take_an_address_that_became_somebody_elses_meanwhile()
    {
        using var post = new Postbox();
        await using var app = await StartAsync(settings: post.Settings);
        using var browser = await MemberBrowser.SignInAsync(app, Anna);
        await browser.PostAsync("/account", "/account/email", new() { ["email"] = "neu@example.com" });
        var mails = await post.TakeAsync(app);
        await app.AddUserAsync("neu@example.com", Role.Viewer, app.EmployerId);
        using var reader = MemberBrowser.Of(app);
        await reader.PostAsync(Postbox.LinkIn(mails[0]), []);
        Assert.Contains("schon ein Konto", await reader.PostAsync(Postbox.LinkIn(mails[1]), []), StringComparison.Ordinal);
        Assert.Equal(1, await app.DbAsync(db => db.Users.CountAsync(x => x.Email == Anna)));
    }

    /// <summary>A person of two employers, with a tab of the first one still open.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Works_for_one_of_its_employers_at_a_time_and_an_old_tab_changes_nothing_at_the_other(Database database)
    {
        await using var app = await StartAsync(database);
        var other = new Employer { Name = "Zweite GmbH", ContactEmail = "jobs@zweite.example" };
        await app.ChangeAsync(db => db.Employers.Add(other));
        await app.JoinAsync(Anna, Role.Owner, other.Id);
        using var browser = await MemberBrowser.SignInAsync(app, Anna);
        Assert.Contains("Musterfirma GmbH", await browser.GetAsync("/portal/profile"), StringComparison.Ordinal);
        await browser.PostAsync("/account", "/account/employer", new() { ["employer"] = other.Id.ToString() });
        Assert.Equal("/portal", browser.Path);
        Assert.Contains("value=\"Zweite GmbH\"", await browser.GetAsync("/portal/profile"), StringComparison.Ordinal);

        Dictionary<string, string> old = new()
        {
            ["for_employer"] = app.EmployerId.ToString(),
            ["Name"] = "Musterfirma neu",
            ["ContactEmail"] = "jobs@musterfirma.example",
        };
        var html = await browser.PostAsync("/portal/profile", "/portal/profile", old, HttpStatusCode.Conflict);
        Assert.Contains("Musterfirma GmbH</bdi>?", html, StringComparison.Ordinal);
        Assert.Equal(["Musterfirma GmbH", "Zweite GmbH"], await NamesAsync(app));
        await browser.PostAsync("/portal/profile", "/portal/profile", new()
        {
            ["for_employer"] = app.EmployerId.ToString(),
            ["switch_employer"] = "true",
            [WaitingForm.Field] = Waiting(html),
        });
        Assert.Equal(["Musterfirma neu", "Zweite GmbH"], await NamesAsync(app));
        Assert.Contains("value=\"Musterfirma neu\"", await browser.GetAsync("/portal/profile"), StringComparison.Ordinal);

        // The link of a mail leads to whom it is about, and signing in to whom one worked for last.
        Assert.Contains("value=\"Zweite GmbH\"", await browser.GetAsync($"/portal/profile?employer={other.Id}"), StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        using var later = await MemberBrowser.SignInAsync(app, Anna);
        Assert.Contains("Zweite GmbH", await later.GetAsync("/portal/profile"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Moves_nobody_to_an_employer_they_do_not_belong_to()
    {
        await using var app = await StartAsync();
        var other = new Employer { Name = "Fremde GmbH" };
        await app.ChangeAsync(db => db.Employers.Add(other));
        using var browser = await MemberBrowser.SignInAsync(app, Anna);
        await browser.PostAsync("/account", "/account/employer", new() { ["employer"] = other.Id.ToString() }, HttpStatusCode.NotFound);
        await browser.PostAsync("/account", "/account/employer", [], HttpStatusCode.NotFound);
        await browser.PostAsync("/portal/profile", "/portal/profile", new() { ["for_employer"] = other.Id.ToString(), ["Name"] = "x" },
            HttpStatusCode.Forbidden);
        Assert.Contains("Musterfirma GmbH", await browser.GetAsync($"/portal/profile?employer={other.Id}"), StringComparison.Ordinal);
    }

    /// <summary>Half an hour after signing in, what changes an access waits for the password, and loses nothing that was typed.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_asked_again_who_it_is_before_an_access_changes(Database database)
    {
        using var post = new Postbox();
        await using var app = await StartAsync(database, post.Settings);
        using var browser = await MemberBrowser.SignInAsync(app, Anna);
        app.Clock.Advance(Session.ProvenFor);
        Dictionary<string, string> typed = new() { ["email"] = "bea@example.com", ["role"] = "Viewer" };
        var html = await browser.PostAsync("/portal/team", "/portal/team/invitations", typed, HttpStatusCode.Forbidden);
        Assert.DoesNotContain("bea@example.com", html, StringComparison.Ordinal); // it travels sealed: it may be a secret
        Dictionary<string, string> waiting = new() { [WaitingForm.Field] = Waiting(html), ["proof_password"] = "falsch" };
        html = await browser.PostAsync("/portal/team", "/portal/team/invitations", waiting, HttpStatusCode.Forbidden);
        Assert.Empty(await post.TakeAsync(app));
        waiting = new() { [WaitingForm.Field] = Waiting(html), ["proof_password"] = TestApp.Password };
        // Not elsewhere, and by nobody else.
        await browser.PostAsync("/portal/team", "/portal/profile", waiting, HttpStatusCode.BadRequest);
        using var other = await MemberBrowser.SignInAsync(app, Anna);
        await other.PostAsync("/portal/team", "/portal/team/invitations", waiting, HttpStatusCode.BadRequest);
        await browser.PostAsync("/portal/team", "/portal/team/invitations", waiting);
        Assert.Equal("bea@example.com", (await post.TakeOneAsync(app)).To.Mailboxes.Single().Address);
        // And not again for the next half hour.
        await browser.PostAsync("/portal/team", "/portal/team/invitations", new(typed) { ["email"] = "cem@example.com" });
        Assert.Equal("cem@example.com", (await post.TakeOneAsync(app)).To.Mailboxes.Single().Address);
    }

    private static string Waiting(string html) => Sealed().Match(html).Groups["form"].Value;

    private static Task<List<string>> NamesAsync(TestApp app) => app.DbAsync(db => db.Employers.Select(x => x.Name).OrderBy(x => x).ToListAsync());

    /// <summary>As its page names it.</summary>
    private static async Task<string> AddPasskeyAsync(TestApp app, byte id)
    {
        await using var scope = app.Service<IServiceScopeFactory>().CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var added = await users.AddOrUpdatePasskeyAsync((await users.FindByEmailAsync(Anna))!,
            new([id, id], [1], app.Clock.GetUtcNow(), 0, null, true, false, false, [], []) { Name = $"Telefon {id}" });
        Assert.True(added.Succeeded);
        return WebEncoders.Base64UrlEncode([id, id]);
    }

    private static async Task<TestApp> StartAsync(Database database = Database.Sqlite, Dictionary<string, string>? settings = null)
    {
        var app = await TestApp.StartAsync(database, settings);
        await app.AddUserAsync(Anna, Role.Owner, app.EmployerId);
        return app;
    }

    [GeneratedRegex("name=\"waiting_form\" value=\"(?<form>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sealed();

    [GeneratedRegex("/account/sessions/[0-9a-f-]{36}/end", RegexOptions.None, 1000)]
    private static partial Regex End();
}
