using Eilbote.Ats;
using Eilbote.Members;
using Eilbote.Mail;
using Eilbote.Tests.Connections;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Mail;

public sealed class When_a_connection_breaks
{
    private static readonly string TokenAddress = $"/_sandbox/companies/{RunningSandbox.Company}/token";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Its_owners_are_told_once_and_after_1_3_and_7_days(Database database)
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(database, post.Settings);
        await OwnersAsync(app);
        await BreakAsync(app);

        var mails = await post.TakeAsync(app);
        Assert.Equal(["anna@example.com", "bert@example.com"], mails.Select(x => x.To.Mailboxes.Single().Address)
            .Order(StringComparer.Ordinal));
        Assert.All(mails, mail =>
        {
            Assert.Equal("Bewerbungen warten: Personio nimmt Ihren Zugang nicht mehr an", mail.Subject);
            Assert.Contains("Personio › Einstellungen › API-Zugriffsdaten › Recruiting-API-Schlüssel", mail.TextBody,
                StringComparison.Ordinal);
            Assert.Contains("Eine Bewerbung wartet sicher bei uns.", mail.TextBody, StringComparison.Ordinal);
            Assert.Equal($"/portal/smart-apply?connection={app.ConnectionId}", Postbox.LinkIn(mail));
            Assert.DoesNotContain(RunningSandbox.Token, mail.ToString(), StringComparison.Ordinal);
        });

        var told = new List<int>();
        for (var day = 1; day <= 9; day++)
        {
            await app.AdvanceAsync(TimeSpan.FromDays(1));
            await app.VerifyAsync();
            if ((await post.TakeAsync(app))
                .Count(x => x.Subject!.StartsWith("Bewerbungen warten", StringComparison.Ordinal)) is > 0 and var count)
            {
                Assert.Equal(2, count);
                told.Add(day);
            }
        }
        Assert.Equal([1, 3, 7], told);
    }

    [Fact]
    public async Task The_link_leads_to_that_connection_after_signing_in()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(settings: post.Settings);
        await OwnersAsync(app);
        await BreakAsync(app);
        var link = Postbox.LinkIn((await post.TakeAsync(app))[0]);
        using var owner = MemberBrowser.Of(app);
        await owner.GetAsync(link);
        Assert.StartsWith("/sign-in", owner.Path, StringComparison.Ordinal);
        await owner.PostAsync(owner.Path, new() { ["email"] = "anna@example.com", ["password"] = TestApp.Password, ["to"] = link });
        Assert.Equal(link, owner.Path);
    }

    [Fact]
    public async Task What_was_mended_before_the_mail_left_is_not_told()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(settings: post.Settings);
        await OwnersAsync(app);
        await app.ChangeAsync(
            db => db.OutgoingMails.Add(
            new()
            {
                Kind = MailKind.ConnectionBroken,
                SubjectId = app.ConnectionId,
                UserId = db.Users.First().Id,
                CreatedAt = app.Clock.GetUtcNow(),
                DueAt = app.Clock.GetUtcNow()
            }));
        Assert.Empty(await post.TakeAsync(app));
        Assert.Equal(MailState.Dropped, (await app.DbAsync(db => db.OutgoingMails.SingleAsync())).State);
    }

    [Fact]
    public async Task And_again_the_same_day_its_owners_are_told_of_it_again()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(settings: post.Settings);
        await OwnersAsync(app);
        await BreakAsync(app);
        Assert.Equal(2, (await post.TakeAsync(app)).Count);
        using var owner = await MemberBrowser.SignInAsync(app, "anna@example.com");
        await owner.PostAsync("/portal/smart-apply", "/portal/smart-apply", new() { ["access_token"] = "rotated-token" });
        await app.IdleAsync();
        Assert.Equal(ConnectionState.Active, (await app.DbAsync(db => db.Connections.AsNoTracking().SingleAsync())).State);

        await app.AdvanceAsync(TimeSpan.FromHours(2));
        await BreakAsync(app, "rotated-again");
        Assert.Equal(2, (await post.TakeAsync(app)).Count);
        await app.AdvanceAsync(TimeSpan.FromHours(22));
        Assert.Empty(await post.TakeAsync(app));
    }

    [Fact]
    public async Task Each_owner_reads_it_in_the_language_of_the_last_sign_in()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(settings: post.Settings);
        await OwnersAsync(app);
        using var anna = MemberBrowser.Of(app);
        await anna.GetAsync("/sign-in?lang=en");
        await anna.PostAsync("/sign-in", new() { ["email"] = "anna@example.com", ["password"] = TestApp.Password });
        await BreakAsync(app);
        var mails = (await post.TakeAsync(app)).ToDictionary(x => x.To.Mailboxes.Single().Address);
        Assert.Equal("Applications wait: Personio no longer accepts your access", mails["anna@example.com"].Subject);
        Assert.Contains("<html lang=\"en\">", mails["anna@example.com"].HtmlBody, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"de-AT\">", mails["bert@example.com"].HtmlBody, StringComparison.Ordinal);
    }

    private static async Task OwnersAsync(TestApp app)
    {
        await app.AddUserAsync("anna@example.com", Role.Owner, app.EmployerId);
        await app.AddUserAsync("bert@example.com", Role.Owner, app.EmployerId);
        await app.AddUserAsync("clara@example.com", Role.Recruiter, app.EmployerId);
        using var other = await Connecting.AsNewEmployerAsync(app);
    }

    /// <summary>Its token is changed in the ATS, and an application is refused.</summary>
    private static async Task BreakAsync(TestApp app, string token = "rotated-token")
    {
        var job = await app.AddJobAdAsync("1234568");
        await app.Sandbox.PostAsync(TokenAddress, new { token });
        await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields($"{token}@example.com"));
        await app.IdleAsync();
        await app.VerifyAsync();
        Assert.Equal(ConnectionState.Held,
            (await app.DbAsync(db => db.Connections.AsNoTracking().SingleAsync(x => x.Id == app.ConnectionId))).State);
    }
}
