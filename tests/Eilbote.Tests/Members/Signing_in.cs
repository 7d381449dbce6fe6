using System.Net;
using System.Text.RegularExpressions;
using Eilbote.Members;
using Eilbote.Tests.Mail;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Members;

public sealed partial class Signing_in
{
    private const string Anna = "anna@example.com", Wrong = "falsch falsch falsch", New = "ein ganz neues passwort";

    /// <summary>Nothing tells an account that is there from one that is not, or from one at which somebody guesses.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Says_the_same_for_a_wrong_password_an_unknown_address_and_after_too_many_tries(Database database)
    {
        await using var app = await StartAsync(database);
        using var stranger = MemberBrowser.Of(app);
        var wrong = await TryAsync(stranger, Anna);
        Assert.Equal(Without(wrong, Anna), Without(await TryAsync(stranger, "niemand@example.com"), "niemand@example.com"));
        for (var i = 0; i < FailedSignIns.AtMost; i++)
            await TryAsync(stranger, Anna);
        Assert.Equal(wrong, await TryAsync(stranger, Anna, TestApp.Password));
        app.Clock.Advance(FailedSignIns.Pause);
        await stranger.PostAsync("/sign-in", new() { ["email"] = Anna, ["password"] = TestApp.Password });
        Assert.Equal("/portal", stranger.Path);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Cannot_be_kept_from_by_a_stranger_who_guesses(Database database)
    {
        using var post = new Postbox();
        await using var app = await StartAsync(database, post.Settings);
        using var known = await MemberBrowser.SignInAsync(app, Anna);
        await known.PostAsync("/portal/profile", "/sign-out", []);
        using var stranger = MemberBrowser.Of(app);
        for (var i = 0; i <= FailedSignIns.AtMost; i++)
            await TryAsync(stranger, Anna);
        await known.PostAsync("/sign-in", new() { ["email"] = Anna, ["password"] = TestApp.Password });
        Assert.Equal("/portal", known.Path);

        // In a browser that never signed in before, a new password by mail does it.
        using var other = MemberBrowser.Of(app);
        await TryAsync(other, Anna, TestApp.Password);
        await other.PostAsync("/sign-in/forgotten", new() { ["email"] = Anna });
        var link = Postbox.LinkIn(await post.TakeOneAsync(app));
        await other.PostAsync(link, new() { ["password"] = New });
        Assert.Equal("/portal", other.Path);
    }

    /// <summary>All at once, as a program would: none of them fails for a reason of ours, and all count.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Counts_tries_that_come_at_the_same_time(Database database)
    {
        await using var app = await StartAsync(database);
        await Task.WhenAll(Enumerable.Range(0, FailedSignIns.AtMost).Select(async _ =>
        {
            using var stranger = MemberBrowser.Of(app);
            await TryAsync(stranger, Anna);
        }));
        using var late = MemberBrowser.Of(app);
        await TryAsync(late, Anna, TestApp.Password);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Ends_at_the_server_when_one_signs_out(Database database)
    {
        await using var app = await StartAsync(database);
        using var browser = await MemberBrowser.SignInAsync(app, Anna);
        using var stolen = browser.Copy(app);
        await stolen.GetAsync("/portal");
        Assert.Equal("/portal", stolen.Path);
        await browser.PostAsync("/portal/profile", "/sign-out", []);
        await stolen.GetAsync("/portal");
        Assert.StartsWith("/sign-in", stolen.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_after_fourteen_days_without_use_and_not_while_it_is_used()
    {
        await using var app = await StartAsync();
        using var browser = await MemberBrowser.SignInAsync(app, Anna);
        for (var i = 0; i < 3; i++)
        {
            app.Clock.Advance(TimeSpan.FromDays(10));
            await browser.GetAsync("/portal");
            Assert.Equal("/portal", browser.Path);
        }
        app.Clock.Advance(Session.Unused + TimeSpan.FromSeconds(1));
        await browser.GetAsync("/portal");
        Assert.StartsWith("/sign-in", browser.Path, StringComparison.Ordinal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task With_a_new_password_ends_every_other_session_and_the_link_is_good_once(Database database)
    {
        using var post = new Postbox();
        await using var app = await StartAsync(database, post.Settings);
        using var before = await MemberBrowser.SignInAsync(app, Anna);
        using var browser = MemberBrowser.Of(app);
        var unknown = Token().Replace(await browser.PostAsync("/sign-in/forgotten", new() { ["email"] = "niemand@example.com" }), "");
        Assert.Empty(await post.TakeAsync(app));
        var known = Token().Replace(await browser.PostAsync("/sign-in/forgotten", new() { ["email"] = Anna }), "");
        Assert.Equal(unknown.Replace("niemand@example.com", Anna, StringComparison.Ordinal), known);
        var link = Postbox.LinkIn(await post.TakeOneAsync(app));
        await browser.GetAsync(link); // a scanner opens it, and it stays good
        await browser.GetAsync(link);
        Assert.Contains("mindestens 12 Zeichen",
            await browser.PostAsync(link, link, new() { ["password"] = "kurz" }, HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        await browser.PostAsync(link, new() { ["password"] = New });
        Assert.Equal("/portal", browser.Path);
        Assert.Equal("Ihr Passwort wurde geändert", (await post.TakeOneAsync(app)).Subject);

        await before.GetAsync("/portal");
        Assert.StartsWith("/sign-in", before.Path, StringComparison.Ordinal);
        using var replay = MemberBrowser.Of(app);
        Assert.Contains("gilt nicht mehr", await replay.GetAsync(link, HttpStatusCode.Gone), StringComparison.Ordinal);
        await replay.PostAsync("/sign-in", link, new() { ["password"] = "noch ein anderes" }, HttpStatusCode.Gone);
        await TryAsync(replay, Anna, TestApp.Password);
    }

    [Fact]
    public async Task Gets_three_links_an_hour_at_most_and_each_ends_after_one()
    {
        using var post = new Postbox();
        await using var app = await StartAsync(settings: post.Settings);
        using var browser = MemberBrowser.Of(app);
        for (var i = 0; i < 5; i++)
            await browser.PostAsync("/sign-in/forgotten", new() { ["email"] = Anna });
        var mails = await post.TakeAsync(app);
        Assert.Equal(3, mails.Count);
        app.Clock.Advance(Passwords.LinkLives);
        await browser.GetAsync(Postbox.LinkIn(mails[0]), HttpStatusCode.Gone);
    }

    /// <summary>Somebody made an account with an address that is not theirs, and connected it to their own login.</summary>
    [Fact]
    public async Task By_a_mailed_link_takes_an_account_back_from_who_never_proved_its_address()
    {
        using var post = new Postbox();
        await using var app = await StartAsync(settings: post.Settings);
        await app.ChangeAsync(db => db.UserLogins.Add(new()
        {
            UserId = db.Users.Single(x => x.Email == Anna).Id,
            LoginProvider = "https://login.example",
            ProviderKey = "mallory",
        }));
        using var browser = MemberBrowser.Of(app);
        await browser.PostAsync("/sign-in/forgotten", new() { ["email"] = Anna });
        await browser.PostAsync(Postbox.LinkIn(await post.TakeOneAsync(app)), new() { ["password"] = New });
        Assert.Equal(0, await app.DbAsync(db => db.UserLogins.CountAsync()));
    }

    private static async Task<TestApp> StartAsync(Database database = Database.Sqlite, Dictionary<string, string>? settings = null)
    {
        var app = await TestApp.StartAsync(database, settings);
        await app.AddUserAsync(Anna, Role.Owner, app.EmployerId);
        return app;
    }

    /// <returns>The page, without the token that is another each time.</returns>
    private static async Task<string> TryAsync(MemberBrowser browser, string email, string password = Wrong) => Token().Replace(
        await browser.PostAsync(
            "/sign-in", "/sign-in", new() { ["email"] = email, ["password"] = password }, HttpStatusCode.UnprocessableEntity), "");

    private static string Without(string html, string email) => html.Replace(email, "", StringComparison.Ordinal)
        .Replace(Uri.EscapeDataString(email), "", StringComparison.Ordinal);

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"[^\"]*\"", RegexOptions.None, 1000)]
    private static partial Regex Token();
}
