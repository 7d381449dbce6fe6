using Eilbote.Board;
using Eilbote.Deliveries;
using Eilbote.Members;
using Eilbote.JobAds;
using Eilbote.Tests.JobAds;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Mail;

/// <summary>What waits for an employer is told by mail, once a working day; an unpublished job at once, and it mends itself.</summary>
public sealed class Members_are_told
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Once_a_working_day_of_everything_that_waits_for_them(Database database)
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(database, post.Settings);
        foreach (var (address, role) in new[] {
            ("anna@example.com", Role.Owner), ("rita@example.com", Role.Recruiter), ("viktor@example.com", Role.Viewer) })
            await app.AddUserAsync(address, role, app.EmployerId);
        // It is Monday, 14:02 in Vienna.
        var job = await app.AddJobAdAsync("1234568", "Koch");
        await RefuseAsync(app, job, "a@example.com", "errors.attribute-validation.required-attribute");
        await RefuseAsync(app, job, "b@example.com", "errors.something-new");
        var mails = await post.TakeAsync(app);
        Assert.Equal(["anna@example.com", "rita@example.com"], mails.Select(x => x.To.Mailboxes.Single().Address)
            .Order(StringComparer.Ordinal));
        Assert.All(mails, x => Assert.Equal("2 Bewerbungen warten auf Sie", x.Subject));
        Assert.All(mails, x =>
            Assert.Contains("1 · es fehlt die Antwort auf eine Zusatzfrage: „Koch“", x.TextBody, StringComparison.Ordinal));
        Assert.All(mails, x => Assert.DoesNotContain("Öztürk", x.TextBody, StringComparison.Ordinal));
        Assert.Equal("/portal/applications?need=any", Postbox.LinkIn(mails[0]));

        await RefuseAsync(app, job, "c@example.com", "errors.something-new");
        Assert.Empty(await post.TakeAsync(app));
        await app.AdvanceAsync(TimeSpan.FromHours(17)); // Tuesday, 07:02
        Assert.Empty(await post.TakeAsync(app));
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(["3 Bewerbungen warten auf Sie", "3 Bewerbungen warten auf Sie"], (await post.TakeAsync(app)).Select(x => x.Subject));
        for (var day = DayOfWeek.Wednesday; day <= DayOfWeek.Friday; day++)
        {
            await app.AdvanceAsync(TimeSpan.FromDays(1));
            Assert.Equal(2, (await post.TakeAsync(app)).Count(x => x.Subject!.Contains("warten auf Sie", StringComparison.Ordinal)));
        }
        await app.AdvanceAsync(TimeSpan.FromDays(2)); // Sunday
        Assert.DoesNotContain(await post.TakeAsync(app), x => x.Subject!.Contains("warten auf Sie", StringComparison.Ordinal));

        // Nothing waits, nothing is said.
        await app.DbAsync(db =>
            db.Deliveries.ExecuteUpdateAsync(
            x => x.SetProperty(d => d.State, DeliveryState.HandedOver).SetProperty(d => d.SettledAt, app.Clock.GetUtcNow())));
        await app.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Empty(await post.TakeAsync(app));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task In_one_mail_a_day_whatever_happens(Database database)
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(database, post.Settings);
        await app.AddUserAsync("anna@example.com", Role.Owner, app.EmployerId);
        var jobs = new List<Guid>();
        foreach (var title in new[] { "Koch", "Wirt", "Kellner" })
            jobs.Add(await app.AddJobAdAsync("1234568", title));
        // It is Monday, 14:02 in Vienna. What cannot wait is told at once, with what else waits.
        await RefuseAsync(app, jobs[0], "a@example.com", "errors.something-new");
        await RefuseAsync(app, jobs[1], "b@example.com", "errors.job-position.not-published");
        var mail = await post.TakeOneAsync(app);
        Assert.Equal("„Wirt“ ist in Personio nicht veröffentlicht", mail.Subject);
        Assert.Contains("1 · abgelehnt; den Grund können nur Sie klären: „Koch“", mail.TextBody, StringComparison.Ordinal);
        await RefuseAsync(app, jobs[2], "c@example.com", "errors.job-position.not-published");
        Assert.Empty(await post.TakeAsync(app));
        await app.AdvanceAsync(TimeSpan.FromHours(17)); // Tuesday, 07:02
        Assert.Empty(await post.TakeAsync(app));
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        var digest = await post.TakeOneAsync(app);
        Assert.Equal("3 Bewerbungen warten auf Sie", digest.Subject);
        Assert.Contains("2 · die Stelle ist nicht veröffentlicht: ", digest.TextBody, StringComparison.Ordinal);
        await app.AdvanceAsync(TimeSpan.FromHours(10));
        Assert.Empty(await post.TakeAsync(app));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Of_an_unpublished_job_at_once_and_publishing_it_again_mends_it_without_a_click(Database database)
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(database, post.Settings);
        await app.AddUserAsync("anna@example.com", Role.Owner, app.EmployerId);
        using var desk = await Desk.OpenAsync(app);
        await desk.SiteShowsAsync(("1234568", "Koch"), ("12", "Wirt"));
        await desk.ImportAsync();
        var job = (await desk.AdsAsync()).Single(x => x.AtsJobId == "1234568").Id;
        await desk.SiteShowsAsync(("12", "Wirt"));
        await RefuseAsync(app, job, "a@example.com", "errors.job-position.not-published");
        var mail = Assert.Single(
            await post.TakeAsync(app), x => x.Subject == "„Koch“ ist in Personio nicht veröffentlicht" && x.To.Mailboxes.Single()
            .Address == "anna@example.com");
        Assert.Contains("Eine Bewerbung wartet sicher bei uns.", mail.TextBody, StringComparison.Ordinal);
        Assert.Equal("/portal/job-ads", Postbox.LinkIn(mail));
        // Refused as not published: the list is read at once, and every page says the same.
        await app.Service<FeedRefresh>().RunDueAsync(CancellationToken.None);
        Assert.Contains("Nicht veröffentlicht", await desk.SeeAsync(), StringComparison.Ordinal);
        using var owner = await MemberBrowser.SignInAsync(app, "anna@example.com");
        Assert.Contains("In Personio nicht veröffentlicht", await owner.GetAsync("/portal"), StringComparison.Ordinal);
        Assert.DoesNotContain(await post.TakeAsync(app), x => x.Subject!.Contains("nicht veröffentlicht", StringComparison.Ordinal));

        await desk.SiteShowsAsync(("1234568", "Koch"), ("12", "Wirt"));
        await desk.LaterAsync();
        await app.IdleAsync();
        Assert.Equal(DeliveryState.Delivered, await app.DbAsync(db => db.Deliveries.Select(x => x.State).SingleAsync()));
        Assert.Equal(JobAdState.Open, (await desk.AdsAsync()).Single(x => x.AtsJobId == "1234568").State);
    }

    [Fact]
    public async Task A_job_that_the_list_never_missed_is_tried_again_too()
    {
        await using var app = await TestApp.StartAsync();
        using var desk = await Desk.OpenAsync(app);
        await desk.SiteShowsAsync(("1234568", "Koch"));
        await desk.ImportAsync();
        await RefuseAsync(app, (await desk.AdsAsync()).Single().Id, "a@example.com", "errors.job-position.not-published");
        Assert.Equal(JobAdState.Held, (await desk.AdsAsync()).Single().State);
        await desk.LaterAsync();
        await app.IdleAsync();
        Assert.Equal(DeliveryState.Delivered, await app.DbAsync(db => db.Deliveries.Select(x => x.State).SingleAsync()));
    }

    [Fact]
    public async Task A_form_that_is_opened_makes_an_old_list_due_and_no_more_often()
    {
        await using var app = await TestApp.StartAsync();
        using var desk = await Desk.OpenAsync(app);
        await desk.SiteShowsAsync(("1234568", "Koch"));
        await desk.ImportAsync();
        var job = (await desk.AdsAsync()).Single().Id;
        await app.DbAsync(db => db.JobFeeds.ExecuteUpdateAsync(x => x.SetProperty(f => f.DueAt, app.Clock.GetUtcNow().AddHours(5))));
        var imported = await AskedAtAsync();
        Assert.Equal(imported, await AskedAfterFormsAsync());
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(app.Clock.GetUtcNow(), await AskedAfterFormsAsync());
        app.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(app.Clock.GetUtcNow().AddMinutes(-9), await AskedAfterFormsAsync());

        async Task<DateTimeOffset?> AskedAfterFormsAsync()
        {
            for (var i = 0; i < 20; i++)
                await new Applicant(app.Http).OpenAsync(job);
            await app.Service<FeedRefresh>().RunDueAsync(CancellationToken.None);
            return await AskedAtAsync();
        }

        Task<DateTimeOffset?> AskedAtAsync() => app.DbAsync(db => db.JobFeeds.Select(x => x.AskedAt).SingleAsync());
    }

    [Fact]
    public async Task Operators_of_one_account_that_gets_nothing_through_for_an_hour()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(settings: post.Settings);
        await app.AddUserAsync("betrieb@example.com", Role.Operator, null);
        await app.Sandbox.FaultAsync("applications", "status", 503, "html", count: 1000);
        await new Applicant(app.Http).ApplyAsync(await app.AddJobAdAsync("1234568"));
        await app.IdleAsync();
        for (var minutes = 0; minutes < 55; minutes += 5)
        {
            await app.AdvanceAsync(TimeSpan.FromMinutes(5));
            Assert.Empty(await post.TakeAsync(app));
        }
        await app.AdvanceAsync(TimeSpan.FromMinutes(10));
        var mail = await post.TakeOneAsync(app);
        Assert.Equal("Personio nimmt von Musterfirma GmbH seit einer Stunde nichts an", mail.Subject);
        await app.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Empty(await post.TakeAsync(app));
    }

    private static async Task RefuseAsync(TestApp app, Guid job, string email, string reason)
    {
        await app.Sandbox.FaultAsync("applications", "status", 400, reason: reason);
        Assert.NotNull((await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields(email))).Receipt);
        await app.IdleAsync();
    }
}
