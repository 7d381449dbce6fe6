using System.Net;
using System.Text.RegularExpressions;
using Eilbote.Members;
using Eilbote.Tests.Mail;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Members;

public sealed partial class The_team
{
    private const string Team = "/portal/team", Anna = "anna@example.com", Bea = "bea@example.com", Chosen = "ein langes passwort";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Invites_somebody_who_chooses_a_password_and_sees_what_the_role_may(Database database)
    {
        using var post = new Postbox();
        await using var app = await StartAsync(database, post.Settings);
        using var owner = await MemberBrowser.SignInAsync(app, Anna);
        await InviteAsync(owner, Bea, Role.Viewer);
        var mail = await post.TakeOneAsync(app);
        Assert.Equal("Einladung ins Team von Musterfirma GmbH", mail.Subject);
        var link = Postbox.LinkIn(mail);
        using var bea = MemberBrowser.Of(app);
        await bea.GetAsync(link);
        await bea.GetAsync("/portal");
        Assert.StartsWith("/sign-in", bea.Path, StringComparison.Ordinal); // opening it signs nobody in
        await bea.PostAsync(link, new() { ["email"] = "andere@example.com", ["password"] = Chosen });
        Assert.Equal("/portal", bea.Path);
        Assert.Equal(Bea, await app.DbAsync(db => db.Users.Where(x => x.Email != Anna).Select(x => x.Email).SingleAsync()));
        await bea.GetAsync("/portal/applications");
        await bea.GetAsync(Team, HttpStatusCode.Forbidden);
        await bea.PostAsync("/portal/profile", "/portal/profile", new() { ["Name"] = "Andere" }, HttpStatusCode.Forbidden);
        using var replay = MemberBrowser.Of(app);
        await replay.GetAsync(link, HttpStatusCode.Gone);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Invites_an_address_once_until_that_is_withdrawn(Database database)
    {
        using var post = new Postbox();
        await using var app = await StartAsync(database, post.Settings);
        using var owner = await MemberBrowser.SignInAsync(app, Anna);
        await InviteAsync(owner, Bea, Role.Viewer);
        var html = await owner.PostAsync(Team, $"{Team}/invitations", new() { ["email"] = " BEA@example.com", ["role"] = "Recruiter" },
            HttpStatusCode.UnprocessableEntity);
        Assert.Contains("schon eine Einladung unterwegs", html, StringComparison.Ordinal);
        await post.TakeOneAsync(app);
        var id = await app.DbAsync(db => db.Invitations.Select(x => x.Id).SingleAsync());
        await owner.PostAsync(Team, $"{Team}/invitations/{id}/revoke", []);
        // A double click.
        using var again = await MemberBrowser.SignInAsync(app, Anna);
        Dictionary<string, string> fields = new() { ["email"] = Bea, ["role"] = "Recruiter" };
        var answers = await Task.WhenAll(owner.SendAsync(Team, $"{Team}/invitations", fields), again.SendAsync(Team, $"{Team}/invitations", fields));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity], answers.Select(x => x.Status).Order());
        // The same mailbox, as DNS spells it.
        await InviteAsync(owner, "info@bücher.example", Role.Viewer);
        await owner.PostAsync(
            Team, $"{Team}/invitations", new() { ["email"] = "info@xn--bcher-kva.example", ["role"] = "Viewer" },
            HttpStatusCode.UnprocessableEntity);
    }

    /// <summary>A new role counts with the next click, on a page that was open before.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Changes_a_role_and_ends_an_access_at_once(Database database)
    {
        await using var app = await StartAsync(database);
        using var owner = await MemberBrowser.SignInAsync(app, Anna);
        await app.AddUserAsync(Bea, Role.Recruiter, app.EmployerId);
        using var bea = await MemberBrowser.SignInAsync(app, Bea);
        var id = await IdAsync(app, Bea);
        Dictionary<string, string> profile = new() { ["Name"] = "Musterfirma GmbH", ["Place"] = "Graz", ["ContactEmail"] = "jobs@musterfirma.example" };
        await bea.PostAsync("/portal/profile", "/portal/profile", profile);
        await owner.PostAsync(Team, $"{Team}/{id}", new() { ["role"] = "Viewer" });
        await bea.PostAsync("/portal/profile", "/portal/profile", profile, HttpStatusCode.Forbidden);
        await owner.PostAsync(Team, $"{Team}/{id}/end", []);
        await bea.GetAsync("/portal/applications", HttpStatusCode.Forbidden);
        Assert.Contains("gehört zu keinem Unternehmen", await bea.GetAsync("/account"), StringComparison.Ordinal);
        using var again = await MemberBrowser.SignInAsync(app, Bea);
        Assert.Equal("/account", again.Path);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Keeps_its_last_owner_also_when_two_remove_each_other(Database database)
    {
        await using var app = await StartAsync(database);
        using var anna = await MemberBrowser.SignInAsync(app, Anna);
        var html = await anna.PostAsync(Team, $"{Team}/{await IdAsync(app, Anna)}", new() { ["role"] = "Viewer" },
            HttpStatusCode.UnprocessableEntity);
        Assert.Contains("letzte Inhaberin", html, StringComparison.Ordinal);
        await anna.PostAsync(Team, $"{Team}/{await IdAsync(app, Anna)}/end", [], HttpStatusCode.UnprocessableEntity);

        await app.AddUserAsync(Bea, Role.Owner, app.EmployerId);
        using var bea = await MemberBrowser.SignInAsync(app, Bea);
        await Task.WhenAll(
            anna.SendAsync(Team, $"{Team}/{await IdAsync(app, Bea)}/end", []), bea.SendAsync(Team, $"{Team}/{await IdAsync(app, Anna)}/end", []));
        Assert.Equal(1, await app.DbAsync(db => db.Memberships.CountAsync(x => x.EmployerId == app.EmployerId)));
    }

    [Fact]
    public async Task Of_another_employer_is_out_of_reach()
    {
        await using var app = await StartAsync();
        var other = new Eilbote.Employers.Employer { Name = "Andere GmbH" };
        await app.ChangeAsync(db => db.Employers.Add(other));
        await app.AddUserAsync("fremd@example.com", Role.Owner, other.Id);
        using var stranger = await MemberBrowser.SignInAsync(app, "fremd@example.com");
        var id = await IdAsync(app, Anna);
        await stranger.PostAsync(Team, $"{Team}/{id}", new() { ["role"] = "Technician" });
        await stranger.PostAsync(Team, $"{Team}/{id}/end", []);
        Assert.Equal(Role.Owner, await app.DbAsync(db => db.Memberships.Where(x => x.UserId == id).Select(x => x.Role).SingleAsync()));
        Assert.DoesNotContain(Anna, await stranger.GetAsync(Team), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lets_somebody_who_has_an_account_join_with_it_and_nobody_else()
    {
        using var post = new Postbox();
        await using var app = await StartAsync(settings: post.Settings);
        var other = new Eilbote.Employers.Employer { Name = "Zweite GmbH" };
        await app.ChangeAsync(db => db.Employers.Add(other));
        await app.AddUserAsync(Bea, Role.Owner, other.Id);
        await app.AddUserAsync("cem@example.com", Role.Owner, other.Id);
        using var owner = await MemberBrowser.SignInAsync(app, Anna);
        await InviteAsync(owner, Bea, Role.Recruiter);
        var link = Postbox.LinkIn(await post.TakeOneAsync(app));

        using var cem = await MemberBrowser.SignInAsync(app, "cem@example.com");
        Assert.Contains("gilt für eine andere Adresse", await cem.GetAsync(link), StringComparison.Ordinal);
        await cem.PostAsync("/account", link + "/join", []);
        using var bea = MemberBrowser.Of(app);
        Assert.Contains("schon ein Konto",
            await bea.PostAsync(link, link, new() { ["password"] = Chosen }, HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        await bea.PostAsync($"/sign-in?to={link}", "/sign-in", new() { ["email"] = Bea, ["password"] = TestApp.Password, ["to"] = link });
        Assert.Equal(link, bea.Path);
        await bea.PostAsync(link, link + "/join", []);
        Assert.Contains("Musterfirma GmbH", await bea.GetAsync("/portal/profile"), StringComparison.Ordinal);
        Assert.Equal([(app.EmployerId, Role.Recruiter), (other.Id, Role.Owner)], (await app.DbAsync(
            db => db.Memberships.Where(x => db.Users.Any(u => u.Id == x.UserId && u.Email == Bea)).ToListAsync()))
            .Select(x => (x.EmployerId, x.Role)).OrderBy(x => x.Role == Role.Owner));
    }

    [Fact]
    public async Task Sends_an_invitation_again_and_withdraws_it()
    {
        using var post = new Postbox();
        await using var app = await StartAsync(settings: post.Settings);
        using var owner = await MemberBrowser.SignInAsync(app, Anna);
        await InviteAsync(owner, Bea, Role.Viewer);
        var link = Postbox.LinkIn(await post.TakeOneAsync(app));
        app.Clock.Advance(TimeSpan.FromDays(6));
        var address = $"{Team}/invitations/{await app.DbAsync(db => db.Invitations.Select(x => x.Id).SingleAsync())}";
        await owner.PostAsync(Team, address + "/resend", []);
        Assert.Equal(link, Postbox.LinkIn(await post.TakeOneAsync(app)));
        app.Clock.Advance(TimeSpan.FromDays(6));
        using var bea = MemberBrowser.Of(app);
        await bea.GetAsync(link);
        await owner.PostAsync(Team, address + "/revoke", []);
        await bea.GetAsync(link, HttpStatusCode.Gone);
    }

    [Theory]
    [InlineData("kein-at", "vollständige E-Mail-Adresse"), InlineData(Anna, "gehört schon zum Team")]
    public async Task Says_at_its_field_what_is_wrong(string email, string says)
    {
        await using var app = await StartAsync();
        using var owner = await MemberBrowser.SignInAsync(app, Anna);
        var html = await owner.PostAsync(Team, $"{Team}/invitations", new() { ["email"] = email, ["role"] = "Viewer" },
            HttpStatusCode.UnprocessableEntity);
        Assert.Contains(says, html, StringComparison.Ordinal);
        Assert.Matches($"id=\"email\"[^>]*value=\"{Regex.Escape(email)}\"[^>]*aria-invalid=\"true\"", html);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Limits_a_member_to_ads(Database database)
    {
        await using var app = await StartAsync(database);
        var (theirs, others) = (await app.AddJobAdAsync("1234568", "Buchhaltung"), await app.AddJobAdAsync("1234571", "Vertrieb"));
        var applicant = new Applicant(app.Http);
        await applicant.ApplyAsync(theirs, Applicant.Fields("a@example.com"));
        await applicant.ApplyAsync(others, Applicant.Fields("b@example.com"));
        await app.IdleAsync();
        using var owner = await MemberBrowser.SignInAsync(app, Anna);
        await app.AddUserAsync(Bea, Role.Recruiter, app.EmployerId);
        using var bea = await MemberBrowser.SignInAsync(app, Bea);
        Assert.Equal(2, Rows(await bea.GetAsync("/portal/applications")));
        await owner.PostAsync(Team, $"{Team}/{await IdAsync(app, Bea)}",
            new() { ["role"] = "Recruiter", ["limited"] = "true" }, HttpStatusCode.UnprocessableEntity);
        await owner.PostAsync(Team, $"{Team}/{await IdAsync(app, Bea)}",
            new() { ["role"] = "Recruiter", ["limited"] = "true", ["ads"] = theirs.ToString() });
        await SeesAsync(app, bea, theirs, others);
        Assert.DoesNotContain("Vertrieb", await bea.GetAsync("/portal/job-ads"), StringComparison.Ordinal);
        await bea.GetAsync($"/portal/job-ads/{others}", HttpStatusCode.NotFound);
        await bea.PostAsync("/portal/job-ads", $"/portal/job-ads/{others}/close", [], HttpStatusCode.NotFound);
        Assert.Equal(2, Rows(await owner.GetAsync("/portal/applications")));
    }

    /// <summary>Its applications are seen by those who were named for it, whatever their role, and mails do not name it.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Keeps_a_confidential_ad_to_those_who_were_named(Database database)
    {
        using var post = new Postbox();
        await using var app = await StartAsync(database, post.Settings);
        var (open, secret) = (await app.AddJobAdAsync("1234571", "Vertrieb"), await app.AddJobAdAsync("1234568", "Geschäftsleitung"));
        await app.AddUserAsync(Bea, Role.Recruiter, app.EmployerId);
        await app.AddUserAsync("cem@example.com", Role.Recruiter, app.EmployerId);
        using var bea = await MemberBrowser.SignInAsync(app, Bea);
        await bea.PostAsync($"/portal/job-ads/{secret}", $"/portal/job-ads/{secret}", new()
        {
            ["Title"] = "Geschäftsleitung",
            ["Place"] = "Wien",
            ["AtsJobId"] = "1234568",
            ["Text"] = "<p>Text</p>",
            ["IsConfidential"] = "true",
            ["Named"] = (await IdAsync(app, "cem@example.com")).ToString(),
        });
        var applicant = new Applicant(app.Http);
        await applicant.ApplyAsync(open, Applicant.Fields("a@example.com"));
        await applicant.ApplyAsync(secret, Applicant.Fields("b@example.com"));
        await app.IdleAsync();
        Assert.Equal(2, Rows(await bea.GetAsync("/portal/applications")));
        using var cem = await MemberBrowser.SignInAsync(app, "cem@example.com");
        Assert.Equal(2, Rows(await cem.GetAsync("/portal/applications")));
        using var owner = await MemberBrowser.SignInAsync(app, Anna);
        await SeesAsync(app, owner, open, secret);
        // Who is not named cannot make it public, nor name themselves.
        await app.AddUserAsync("dora@example.com", Role.Recruiter, app.EmployerId);
        using var dora = await MemberBrowser.SignInAsync(app, "dora@example.com");
        await NameAsync(dora, secret, confidential: false, await IdAsync(app, "dora@example.com"));
        await SeesAsync(app, dora, open, secret);
        // An owner says who is, without seeing its applications, so that it never stays with people who have gone.
        await NameAsync(owner, secret, confidential: true, await IdAsync(app, "dora@example.com"));
        await SeesAsync(app, owner, open, secret);
        Assert.Equal(2, Rows(await dora.GetAsync("/portal/applications")));
        Assert.Equal(1, Rows(await bea.GetAsync("/portal/applications")));
        await NameAsync(owner, secret, confidential: true, await IdAsync(app, Anna));
        Assert.Equal(2, Rows(await owner.GetAsync("/portal/applications")));
    }

    private static Task<string> NameAsync(MemberBrowser member, Guid ad, bool confidential, Guid named) =>
        member.PostAsync($"/portal/job-ads/{ad}", $"/portal/job-ads/{ad}", new()
        {
            ["Title"] = "Geschäftsleitung",
            ["Place"] = "Wien",
            ["AtsJobId"] = "1234568",
            ["Text"] = "<p>Text</p>",
            ["IsConfidential"] = confidential ? "true" : "false",
            ["Named"] = named.ToString(),
        });

    /// <summary>Who is limited to some ads changes nothing elsewhere, is told of nothing there, and sees what they add.</summary>
    [Fact]
    public async Task Keeps_who_is_limited_to_their_ads()
    {
        using var post = new Postbox();
        await using var app = await StartAsync(settings: post.Settings);
        var (theirs, other) = (await app.AddJobAdAsync("1234571", "Vertrieb"), await app.AddJobAdAsync("1234570", "Geschäftsleitung"));
        await app.AddUserAsync(Bea, Role.Viewer, null);
        await app.JoinAsync(Bea, Role.Recruiter, app.EmployerId, isLimited: true, theirs);
        using var bea = await MemberBrowser.SignInAsync(app, Bea);
        var page = $"/portal/questions?ad={theirs}";
        await bea.GetAsync(page);
        await bea.GetAsync($"/portal/questions?ad={other}", HttpStatusCode.NotFound);
        foreach (var form in new[] { $"ad={other}", $"connection={app.ConnectionId}" })
            await bea.PostAsync(page, $"/portal/questions/edit?{form}&kind=ShortText", new() { ["label_de"] = "Eins", ["label_en"] = "One" },
                HttpStatusCode.NotFound);
        await bea.PostAsync(page, $"/portal/job-ads/feeds/{app.ConnectionId}/take", [], HttpStatusCode.NotFound);

        await app.Sandbox.FaultAsync("applications", "status", 400, reason: "errors.job-position.not-published");
        await new Applicant(app.Http).ApplyAsync(other);
        await app.IdleAsync();
        Assert.Equal(Anna, (await post.TakeOneAsync(app)).To.ToString());

        await bea.PostAsync("/portal/job-ads/new", "/portal/job-ads/new", new()
        {
            ["Title"] = "Beas Inserat",
            ["Place"] = "Wien",
            ["AtsJobId"] = "1234568",
            ["Text"] = "<p>Text</p>",
        });
        Assert.Contains("Beas Inserat", await bea.GetAsync("/portal/job-ads"), StringComparison.Ordinal);
        Assert.DoesNotContain("Geschäftsleitung", await bea.GetAsync("/portal/job-ads"), StringComparison.Ordinal);
    }

    [Theory, InlineData("0"), InlineData("Operator"), InlineData("owner"), InlineData("")]
    public async Task Takes_no_role_that_is_none(string role)
    {
        await using var app = await StartAsync();
        await app.AddUserAsync(Bea, Role.Recruiter, app.EmployerId);
        using var owner = await MemberBrowser.SignInAsync(app, Anna);
        var bea = await IdAsync(app, Bea);
        await owner.PostAsync(Team, $"{Team}/{bea}", new() { ["role"] = role }, HttpStatusCode.UnprocessableEntity);
        await owner.PostAsync(Team, $"{Team}/invitations", new() { ["email"] = "cem@example.com", ["role"] = role },
            HttpStatusCode.UnprocessableEntity);
        Assert.Equal(Role.Recruiter, await app.DbAsync(db => db.Memberships.Where(x => x.UserId == bea).Select(x => x.Role).SingleAsync()));
        Assert.Empty(await app.DbAsync(db => db.Invitations.ToListAsync()));
    }

    private static async Task SeesAsync(TestApp app, MemberBrowser member, Guid theirs, Guid others)
    {
        Assert.Equal(1, Rows(await member.GetAsync("/portal/applications")));
        foreach (var (ad, status) in new[] { (theirs, HttpStatusCode.OK), (others, HttpStatusCode.NotFound) })
        {
            var id = await app.DbAsync(db => db.Applications.Where(x => x.JobAdId == ad).Select(x => x.Id).SingleAsync());
            await member.GetAsync($"/portal/applications/{id}", status);
            await member.GetAsync($"/portal/applications/{id}/hold", status);
            await member.GetAsync($"/portal/applications/{id}/application.zip", status);
        }
        // The overview counts the same.
        Assert.Contains(">1<", await member.GetAsync("/portal"), StringComparison.Ordinal);
    }

    private static int Rows(string html) => Row().Count(html);

    private static async Task InviteAsync(MemberBrowser owner, string email, Role role)
    {
        await owner.PostAsync(Team, $"{Team}/invitations", new() { ["email"] = email, ["role"] = role.ToString() });
        Assert.Equal($"{Team}?done=invited", owner.Path);
    }

    private static Task<Guid> IdAsync(TestApp app, string email) =>
        app.DbAsync(db => db.Users.Where(x => x.Email == email).Select(x => x.Id).SingleAsync());

    private static async Task<TestApp> StartAsync(Database database = Database.Sqlite, Dictionary<string, string>? settings = null)
    {
        var app = await TestApp.StartAsync(database, settings);
        await app.AddUserAsync(Anna, Role.Owner, app.EmployerId);
        return app;
    }

    [GeneratedRegex("<th scope=\"row\"><a href=\"/portal/applications/", RegexOptions.None, 1000)]
    private static partial Regex Row();
}
