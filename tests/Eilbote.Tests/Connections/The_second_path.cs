using System.Net;
using Eilbote.Ats;
using Eilbote.Members;
using Eilbote.Tests.Mail;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Connections;

public sealed class The_second_path
{
    private const string Hr = "personal@musterfirma.example";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Opens_once_somebody_there_confirmed_it_and_an_owner_admitted_it(Database database)
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(database, post.Settings);
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        Assert.Contains("Link ist unterwegs", await AskAsync(app, owner, Hr), StringComparison.Ordinal);
        Assert.Equal(SecondPathState.AwaitsConfirmation, await StateAsync(app));
        var mail = await post.TakeOneAsync(app);
        Assert.Equal(Hr, mail.To.ToString());
        var link = Postbox.LinkIn(mail);
        // A scanner opens it, and somebody presses without a name.
        Assert.Contains(Hr, await GetAsync(app, link), StringComparison.Ordinal);
        Assert.Contains("Bitte schreiben Sie Ihren Namen.", (await ConfirmAsync(app, link, " ")).Html, StringComparison.Ordinal);
        Assert.Equal(SecondPathState.AwaitsConfirmation, await StateAsync(app));
        // Not admitted before it is confirmed.
        await owner.PostAsync(Page(app), "/portal/second-path/admit", new() { ["connection"] = app.ConnectionId.ToString(), ["confirmed"] = "1" });
        Assert.Equal(SecondPathState.AwaitsConfirmation, await StateAsync(app));

        // As real clocks do, between two milliseconds.
        app.Clock.Advance(TimeSpan.FromTicks(4321));
        Assert.Contains("Bestätigt", (await ConfirmAsync(app, link, "Petra Personal")).Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await ConfirmAsync(app, link, "Noch jemand")).Status);
        Assert.Equal(SecondPathState.AwaitsAdmission, await StateAsync(app));
        var page = await owner.GetAsync(Page(app));
        Assert.Contains("„Petra Personal“ hat personal@musterfirma.example am", page, StringComparison.Ordinal);
        await owner.PostAsync(Page(app), "/portal/second-path/admit", await SeenAsync(app));
        Assert.Equal(SecondPathState.Open, await StateAsync(app));
        // Another address begins anew.
        await AskAsync(app, owner, "andere@musterfirma.example");
        Assert.Equal(SecondPathState.AwaitsConfirmation, await StateAsync(app));
        Assert.Equal("andere@musterfirma.example", (await post.TakeOneAsync(app)).To.ToString());
        await owner.PostAsync(Page(app), "/portal/second-path/remove", new() { ["connection"] = app.ConnectionId.ToString() });
        Assert.Empty(await app.DbAsync(db => db.SecondPaths.ToListAsync()));
    }

    [Fact]
    public async Task Is_asked_for_again_before_a_year_is_over_and_ends_with_it()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(Database.Sqlite, post.Settings);
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        await AskAsync(app, owner, Hr);
        await ConfirmAsync(app, Postbox.LinkIn(await post.TakeOneAsync(app)), "Petra Personal");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await owner.PostAsync(Page(app), "/portal/second-path/admit", await SeenAsync(app));
        app.Clock.Advance(TimeSpan.FromDays(334));
        Assert.Empty(await post.TakeAsync(app));
        app.Clock.Advance(TimeSpan.FromDays(2));
        var link = Postbox.LinkIn(await post.TakeOneAsync(app));
        Assert.Empty(await post.TakeAsync(app));
        Assert.Equal(SecondPathState.Open, await StateAsync(app));
        await ConfirmAsync(app, link, "Paul Personal");
        Assert.Equal(SecondPathState.Open, await StateAsync(app));
        app.Clock.Advance(TimeSpan.FromDays(30));
        // Confirmed, but no owner looked.
        Assert.Equal(SecondPathState.AwaitsAdmission, await StateAsync(app));
    }

    [Fact]
    public async Task Says_what_is_wrong_with_an_address_and_sends_one_link_an_hour()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(Database.Sqlite, post.Settings);
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        var (status, html) = await owner.SendAsync(
            Page(app), "/portal/second-path", new() { ["connection"] = app.ConnectionId.ToString(), ["email"] = "personal@" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("email-error", html, StringComparison.Ordinal);
        await AskAsync(app, owner, Hr);
        Assert.Contains("vor weniger als einer Stunde", await AskAsync(app, owner, Hr), StringComparison.Ordinal);
        var old = Postbox.LinkIn(await post.TakeOneAsync(app));
        app.Clock.Advance(TimeSpan.FromDays(15));
        Assert.Equal(HttpStatusCode.NotFound, (await ConfirmAsync(app, old, "Petra")).Status);
        using var later = await MemberBrowser.JoinAsync(app, Role.Owner);
        await AskAsync(app, later, Hr);
        Assert.NotEqual(old, Postbox.LinkIn(await post.TakeOneAsync(app)));
    }

    [Fact]
    public async Task Asks_only_the_last_of_several_addresses_and_that_once()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(Database.Sqlite, post.Settings);
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        foreach (var email in new[] { "eins@musterfirma.example", "zwei@musterfirma.example", Hr })
        {
            app.Clock.Advance(TimeSpan.FromMilliseconds(5));
            await AskAsync(app, owner, email);
        }
        Assert.Equal(Hr, (await post.TakeOneAsync(app)).To.ToString());
    }

    private static string Page(TestApp app) => $"/portal/second-path?connection={app.ConnectionId}";

    /// <summary>What the button of the page sends.</summary>
    private static Task<Dictionary<string, string>> SeenAsync(TestApp app) => app.DbAsync(async db => new Dictionary<string, string>
    {
        ["connection"] = app.ConnectionId.ToString(),
        ["confirmed"] = $"{(await db.SecondPaths.SingleAsync()).ConfirmedAt!.Value.ToUnixTimeMilliseconds()}",
    });

    private static Task<string> AskAsync(TestApp app, MemberBrowser owner, string email) => owner.PostAsync(
        Page(app), "/portal/second-path", new() { ["connection"] = app.ConnectionId.ToString(), ["email"] = email });

    private static Task<SecondPathState> StateAsync(TestApp app) =>
        app.DbAsync(async db => (await db.SecondPaths.AsNoTracking().SingleAsync()).StateAt(app.Clock.GetUtcNow()));

    private static async Task<string> GetAsync(TestApp app, string address) =>
        WebUtility.HtmlDecode(await app.Http.GetStringAsync(new Uri(address, UriKind.Relative)));

    private static async Task<(HttpStatusCode Status, string Html)> ConfirmAsync(TestApp app, string link, string name)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["name"] = name });
        using var answer = await app.Http.PostAsync(new Uri(link, UriKind.Relative), form);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }
}
