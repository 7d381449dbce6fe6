using System.Net;
using System.Text.RegularExpressions;
using Eilbote.Employers;
using Eilbote.Members;
using Eilbote.Tests.Mail;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Members;

public sealed partial class An_invitation
{
    private const string Page = "/portal/smart-apply", Invite = "/portal/smart-apply/invitations", Colleague = "technik@example.com",
        Chosen = "ein langes passwort";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Lets_a_colleague_enter_the_values_and_see_nothing_else(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        await app.AddJobAdAsync("1234568");
        using var owner = await OwnerAsync(app);
        var link = await InviteAsync(owner);
        Assert.DoesNotContain(
            link.Split('/')[^1], (await app.DbAsync(db => db.Invitations.SingleAsync())).TokenHash, StringComparison.Ordinal);

        using var colleague = MemberBrowser.Of(app);
        Assert.Contains("Musterfirma GmbH", await colleague.GetAsync(link), StringComparison.Ordinal);
        await colleague.GetAsync(Page);
        Assert.StartsWith("/sign-in", colleague.Path, StringComparison.Ordinal); // the link alone signs nobody in
        await AcceptAsync(colleague, link);
        Assert.Equal(Page, colleague.Path);

        await colleague.PostAsync(Page, Page, new() { ["access_token"] = RunningSandbox.Token, ["company_id"] = RunningSandbox.Company });
        Assert.StartsWith(Page, colleague.Path, StringComparison.Ordinal);
        foreach (var path in new[] {
            "/portal", "/portal/applications", "/portal/job-ads", "/portal/job-ads/new", "/portal/faqs", "/operators" })
        {
            var html = await colleague.GetAsync(path);
            Assert.True(colleague.Path == Page, $"{path} led to {colleague.Path}");
            Assert.DoesNotContain("/portal/applications", html, StringComparison.Ordinal);
            Assert.DoesNotContain("/invitations/", html, StringComparison.Ordinal);
        }
        await colleague.PostAsync(Page, Invite, [], HttpStatusCode.Forbidden);
        Assert.Equal(1, await app.DbAsync(db => db.Invitations.CountAsync()));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_sent_to_an_address_and_leads_to_the_same_link(Database database)
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(database, post.Settings);
        using var owner = await OwnerAsync(app);
        await owner.PostAsync(Page, Invite, new() { ["email"] = " Kollegin@example.com " });
        var mail = await post.TakeOneAsync(app);
        Assert.Equal("Kollegin@example.com", mail.To.Mailboxes.Single().Address);
        Assert.Contains(Postbox.Public + Postbox.LinkIn(mail), await owner.GetAsync(Page), StringComparison.Ordinal);
        using var colleague = MemberBrowser.Of(app);
        await AcceptAsync(colleague, Postbox.LinkIn(mail));
        Assert.Equal(Page, colleague.Path);
    }

    [Fact]
    public async Task That_was_withdrawn_before_its_mail_left_is_not_sent()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(settings: post.Settings);
        using var owner = await OwnerAsync(app);
        await owner.PostAsync(Page, Invite, new() { ["email"] = "kollegin@example.com" });
        await owner.PostAsync(Page, $"{Invite}/{(await app.DbAsync(db => db.Invitations.SingleAsync())).Id}/revoke", []);
        Assert.Empty(await post.TakeAsync(app));
    }

    [Fact]
    public async Task Says_at_its_field_what_is_wrong_with_the_address_and_ends_at_20_a_day()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(settings: post.Settings);
        using var owner = await OwnerAsync(app);
        var html = await owner.PostAsync(Page, Invite, new() { ["email"] = "kollegin@" }, HttpStatusCode.UnprocessableEntity);
        Assert.Matches("id=\"invite-email\"[^>]*value=\"kollegin@\"[^>]*aria-invalid=\"true\"", html);
        for (var i = 0; i < 20; i++)
            await owner.PostAsync(Page, Invite, []);
        Assert.Contains("schon 20 Einladungen", await owner.PostAsync(Page, Invite, [], HttpStatusCode.UnprocessableEntity),
            StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromDays(1));
        await owner.PostAsync(Page, Invite, []);
    }

    [Fact]
    public async Task Is_good_once()
    {
        await using var app = await TestApp.StartAsync();
        using var owner = await OwnerAsync(app);
        var link = await InviteAsync(owner);
        using var colleague = MemberBrowser.Of(app);
        await colleague.GetAsync(link);
        await colleague.GetAsync(link); // looking does not use it up
        using var late = MemberBrowser.Of(app);
        await late.GetAsync(link);
        await AcceptAsync(colleague, link);

        Assert.Contains("schon verwendet",
            await late.PostAsync("/sign-in", link, new() { ["email"] = "zweite@example.com", ["password"] = Chosen }, HttpStatusCode.Gone),
            StringComparison.Ordinal);
        Assert.Equal(1, await app.DbAsync(db => db.Memberships.CountAsync(x => x.Role == Role.Technician)));
        Assert.Contains(Colleague, await owner.GetAsync(Page), StringComparison.Ordinal);
        using var again = await MemberBrowser.SignInAsync(app, Colleague, Chosen);
        Assert.Equal(Page, again.Path);
    }

    [Fact]
    public async Task Expires_after_seven_days_and_says_how_to_get_another()
    {
        await using var app = await TestApp.StartAsync();
        using var owner = await OwnerAsync(app);
        var link = await InviteAsync(owner);
        using var colleague = MemberBrowser.Of(app);
        app.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        await colleague.GetAsync(link);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        var html = await colleague.GetAsync(link, HttpStatusCode.Gone);
        Assert.Contains("abgelaufen", html, StringComparison.Ordinal);
        Assert.Contains("kann Ihnen einen neuen Link geben", html, StringComparison.Ordinal);
        await colleague.PostAsync("/sign-in", link, new() { ["email"] = Colleague, ["password"] = Chosen }, HttpStatusCode.Gone);
        Assert.Equal(0, await app.DbAsync(db => db.Memberships.CountAsync(x => x.Role == Role.Technician)));
    }

    [Fact]
    public async Task Can_be_withdrawn_before_and_after_it_was_accepted()
    {
        await using var app = await TestApp.StartAsync();
        using var owner = await OwnerAsync(app);
        var withdrawn = await InviteAsync(owner);
        await owner.PostAsync(Page, await RevokeAddressAsync(app), []);
        using var colleague = MemberBrowser.Of(app);
        Assert.Contains("zurückgezogen", await colleague.GetAsync(withdrawn, HttpStatusCode.Gone), StringComparison.Ordinal);

        await AcceptAsync(colleague, await InviteAsync(owner));
        await owner.PostAsync(Page, await RevokeAddressAsync(app), []);
        await colleague.GetAsync(Page, HttpStatusCode.Forbidden);
        using var again = await MemberBrowser.SignInAsync(app, Colleague, Chosen);
        Assert.Equal("/account", again.Path);
        await again.GetAsync(Page, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Of_another_employer_cannot_be_withdrawn()
    {
        await using var app = await TestApp.StartAsync();
        using var owner = await OwnerAsync(app);
        await InviteAsync(owner);
        var other = new Employer { Name = "Andere GmbH" };
        await app.ChangeAsync(db => db.Employers.Add(other));
        await app.AddUserAsync("fremd@example.com", Role.Owner, other.Id);
        using var stranger = await MemberBrowser.SignInAsync(app, "fremd@example.com");
        await stranger.PostAsync(Page, await RevokeAddressAsync(app), []);
        Assert.Null((await app.DbAsync(db => db.Invitations.SingleAsync())).RevokedAt);
    }

    [Theory]
    [InlineData("kein-at", Chosen, "gültige E-Mail-Adresse")]
    [InlineData("anna@example.com", Chosen, "schon ein Konto")]
    [InlineData(Colleague, "elf Zeichen", "mindestens 12 Zeichen")]
    public async Task Says_what_is_wrong_and_stays_open(string email, string password, string says)
    {
        await using var app = await TestApp.StartAsync();
        using var owner = await OwnerAsync(app);
        var link = await InviteAsync(owner);
        using var colleague = MemberBrowser.Of(app);
        Assert.Contains(says,
            await colleague.PostAsync(link, link, new() { ["email"] = email, ["password"] = password }, HttpStatusCode.UnprocessableEntity),
            StringComparison.Ordinal);
        await AcceptAsync(colleague, link);
        Assert.Equal(Page, colleague.Path);
    }

    private static async Task<MemberBrowser> OwnerAsync(TestApp app)
    {
        await app.AddUserAsync("anna@example.com", Role.Owner, app.EmployerId);
        return await MemberBrowser.SignInAsync(app, "anna@example.com");
    }

    /// <returns>The newest link's path.</returns>
    private static async Task<string> InviteAsync(MemberBrowser owner)
    {
        var html = await owner.PostAsync(Page, Invite, []);
        Assert.Contains("mailto:?subject=", html, StringComparison.Ordinal);
        return Link().Match(html).Value;
    }

    private static Task AcceptAsync(MemberBrowser colleague, string link) =>
        colleague.PostAsync(link, link, new() { ["email"] = Colleague, ["password"] = Chosen });

    private static async Task<string> RevokeAddressAsync(TestApp app) =>
        $"{Invite}/{(await app.DbAsync(db => db.Invitations.Where(x => x.RevokedAt == null).SingleAsync())).Id}/revoke";

    [GeneratedRegex("/invitations/[A-Za-z0-9_-]{22}", RegexOptions.None, 1000)]
    private static partial Regex Link();
}
