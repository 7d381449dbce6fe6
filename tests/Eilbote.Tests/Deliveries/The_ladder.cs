using System.IO.Compression;
using System.Net;
using Eilbote.Deliveries;
using Eilbote.Members;
using Eilbote.Tests.Mail;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Eilbote.Tests.Deliveries;

/// <summary>What is done for applications that do not arrive. In December 2026 the 8th and the 25th are holidays in Austria.</summary>
public sealed class The_ladder
{
    private const string NotPublished = "999";
    private static readonly TimeZoneInfo Vienna = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna");

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Tells_the_second_path_in_working_time_and_then_once_a_working_day(Database database)
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(database, post.Settings);
        await app.OpenSecondPathAsync();
        var (job, secret) = (await app.AddJobAdAsync(NotPublished), await app.AddJobAdAsync(NotPublished, "Geschäftsleitung"));
        await app.ChangeAsync(db => db.ConfidentialAds.Add(new() { JobAdId = secret, EmployerId = app.EmployerId }));
        await UntilAsync(app, "2026-12-04 16:00");
        await new Applicant(app.Http).ApplyAsync(job);
        await app.IdleAsync();
        Assert.Equal(DeliveryState.Held, await StateAsync(app));

        // One hour on Friday, three on Monday.
        Assert.Empty(await ListsAsync(app, post, "2026-12-04 16:59"));
        Assert.Empty(await ListsAsync(app, post, "2026-12-05 12:00"));
        Assert.Empty(await ListsAsync(app, post, "2026-12-07 10:59"));
        var first = Assert.Single(await ListsAsync(app, post, "2026-12-07 11:00"));
        Assert.Equal(("personal@musterfirma.example", "1 Bewerbung wartet auf Sie"), (first.To.ToString(), first.Subject));
        Assert.Contains("1 · die Stelle ist nicht veröffentlicht", first.TextBody, StringComparison.Ordinal);
        Assert.Contains("Änne Öztürk – Buchhalter:in", first.TextBody, StringComparison.Ordinal);
        Assert.All(["@example.com", "+43", "lebenslauf"], x => Assert.DoesNotContain(x, first.TextBody, StringComparison.OrdinalIgnoreCase));
        Assert.Empty(first.ReplyTo);
        Assert.Empty(first.Attachments);

        // What comes later that day waits for the next working day's list; the 8th is a holiday.
        await new Applicant(app.Http).ApplyAsync(secret, Applicant.Fields("geheim@example.com"));
        Assert.Empty(await ListsAsync(app, post, "2026-12-07 16:50"));
        Assert.Empty(await ListsAsync(app, post, "2026-12-08 12:00"));
        var second = Assert.Single(await ListsAsync(app, post, "2026-12-09 08:01"));
        Assert.Equal("2 Bewerbungen warten auf Sie", second.Subject);
        Assert.DoesNotContain("Geschäftsleitung", second.TextBody, StringComparison.Ordinal);
        Assert.Contains("auch eine weitere", second.TextBody, StringComparison.Ordinal);

        // An ATS that takes it again has it, and the list says so.
        await app.ChangeAsync(db => db.JobAds.Where(x => x.AtsJobId == NotPublished).ToList().ForEach(x => x.AtsJobId = RunningSandbox.Job));
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        foreach (var ad in new[] { job, secret })
            await member.PostAsync("/portal/job-ads", $"/portal/job-ads/{ad}/reopen", []);
        await app.IdleAsync();
        Assert.Equal(2, (await app.Sandbox.ApplicationsAsync()).Length);
        Assert.Contains("Inzwischen angekommen", await member.GetAsync("/portal/applications"), StringComparison.Ordinal);
        Assert.Empty(await ListsAsync(app, post, "2026-12-10 12:00"));
    }

    [Fact]
    public async Task Sends_no_list_to_a_mailbox_of_the_ats_itself()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(Database.Sqlite, post.Settings);
        await app.OpenSecondPathAsync("musterfirma-jobs@m.personio.de");
        var job = await app.AddJobAdAsync(NotPublished);
        await UntilAsync(app, "2026-12-02 09:00");
        await new Applicant(app.Http).ApplyAsync(job);
        await RunAsync(app, "2026-12-03 12:00");
        Assert.DoesNotContain(await post.TakeAsync(app), x => x.To.ToString().Contains("personio", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Says_of_an_outage_only_after_a_working_day_that_there_is_nothing_to_do()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(Database.Sqlite, post.Settings);
        await app.OpenSecondPathAsync();
        var job = await app.AddJobAdAsync(RunningSandbox.Job);
        await UntilAsync(app, "2026-12-02 10:00");
        await app.ChangeAsync(db => db.Accounts.First(x => x.Connector == "personio").PausedUntil = app.Clock.GetUtcNow().AddDays(9));
        await new Applicant(app.Http).ApplyAsync(job);
        Assert.Empty(await ListsAsync(app, post, "2026-12-02 16:59"));
        Assert.Empty(await ListsAsync(app, post, "2026-12-03 09:59"));
        var list = Assert.Single(await ListsAsync(app, post, "2026-12-03 10:01"));
        Assert.Equal("1 Bewerbung ist noch unterwegs: nichts zu tun", list.Subject);
        Assert.DoesNotContain("Öztürk", list.TextBody, StringComparison.Ordinal);
    }

    [Theory, InlineData("later", false), InlineData("refused", true)]
    public async Task Tries_a_list_again_that_the_relay_does_not_take_and_uses_a_dead_mailbox_no_more(string mailbox, bool dead)
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await TestApp.StartAsync(Database.Sqlite, smtp.Settings);
        await app.OpenSecondPathAsync($"{mailbox}@musterfirma.example");
        var job = await app.AddJobAdAsync(NotPublished);
        await UntilAsync(app, "2026-12-02 09:00");
        await new Applicant(app.Http).ApplyAsync(job);
        await app.IdleAsync();
        await RunAsync(app, "2026-12-02 13:00");
        Assert.Equal(1, await TriesAsync());
        await RunAsync(app, "2026-12-03 12:00");
        Assert.Equal(dead, await TriesAsync() == 1);
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        Assert.Equal(dead, (await owner.GetAsync($"/portal/second-path?connection={app.ConnectionId}"))
            .Contains("nimmt refused@musterfirma.example keine E-Mail mehr an", StringComparison.Ordinal));
        Assert.Null(await app.DbAsync(db => db.Deliveries.Select(x => x.ToldAt).SingleAsync()));

        Task<int> TriesAsync() => app.DbAsync(db => db.Exchanges.CountAsync(x => x.Step == "list"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Ends_it_after_sixty_days_and_a_warning_but_not_while_the_employer_is_closed(Database database)
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(database, post.Settings);
        var job = await app.AddJobAdAsync(NotPublished);
        await UntilAsync(app, "2026-12-04 16:00");
        var receipt = (await new Applicant(app.Http).ApplyAsync(job, null, new FormFile("cv", "lebenslauf.pdf", Applicant.Pdf()))).Receipt!;
        await app.IdleAsync();
        await UntilAsync(app, "2027-01-29 12:00");
        using var member = await MemberBrowser.JoinAsync(app, Role.Recruiter);
        await member.PostAsync("/portal/profile/working-days", new() { ["From"] = "2027-02-01", ["Until"] = "2027-02-09" });
        await post.TakeAsync(app);
        Assert.DoesNotContain("zurück an", await member.GetAsync(await PageAsync(app)), StringComparison.Ordinal);

        // Day sixty falls into it: nobody is warned, and the applicant reads why it takes long.
        await UntilAsync(app, "2027-02-08 09:00");
        Assert.Contains("hat bis 09.02.2027 geschlossen", await GetAsync(app, receipt), StringComparison.Ordinal);
        Assert.DoesNotContain(await post.TakeAsync(app), x => x.Subject!.Contains("noch immer nicht bestätigt", StringComparison.Ordinal));
        await UntilAsync(app, "2027-02-10 08:01");
        var mails = await post.TakeAsync(app);
        Assert.Contains(mails, x => x.Subject == "Ihre Bewerbung bei Musterfirma GmbH: noch immer nicht bestätigt");
        Assert.Contains(mails, x => x.Subject == "1 Bewerbung geht am 17.02.2027 an die Person zurück");
        Assert.Contains("bis 17.02.2027", await GetAsync(app, receipt), StringComparison.Ordinal);
        using var later = await MemberBrowser.JoinAsync(app, Role.Recruiter);
        Assert.Contains("Geschieht bis 17.02.2027 nichts", await later.GetAsync(await PageAsync(app)), StringComparison.Ordinal);
        await DownloadAsync(app, receipt);

        await UntilAsync(app, "2027-02-16 09:00");
        await post.TakeAsync(app);
        Assert.Equal(DeliveryState.Held, await StateAsync(app));
        await UntilAsync(app, "2027-02-17 08:02");
        var end = (await post.TakeAsync(app)).Single(x => x.Subject!.Contains("konnte nicht zugestellt werden", StringComparison.Ordinal));
        Assert.Contains("hat sie niemand übernommen", end.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("Vielleicht", end.TextBody, StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Returned, await StateAsync(app));
        using var last = await MemberBrowser.JoinAsync(app, Role.Recruiter);
        Assert.Contains("haben wir sie der Person zurückgegeben", await last.GetAsync(await PageAsync(app)), StringComparison.Ordinal);
        Assert.Contains("niemand hat sie übernommen", await GetAsync(app, receipt), StringComparison.Ordinal);
        await DownloadAsync(app, receipt);
        await UntilAsync(app, "2027-02-18 09:00");
        Assert.Empty(await post.TakeAsync(app));
        Assert.Empty(await app.Sandbox.ApplicationsAsync());

        static async Task DownloadAsync(TestApp app, string receipt)
        {
            Assert.Contains("application.zip", await GetAsync(app, receipt), StringComparison.Ordinal);
            await using var content = await app.Http.GetStreamAsync(new Uri(receipt + "/application.zip", UriKind.Relative));
            await using var zip = new ZipArchive(content);
            Assert.Contains(zip.Entries, x => x.Name == "lebenslauf.pdf");
        }
    }

    /// <summary>What is announced is said with the day on which it will be, and nobody is reminded while the employer is closed.</summary>
    [Fact]
    public async Task Puts_an_announced_end_off_while_the_employer_is_closed()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(Database.Sqlite, post.Settings);
        var job = await app.AddJobAdAsync(NotPublished);
        await UntilAsync(app, "2026-12-04 16:00");
        var receipt = (await new Applicant(app.Http).ApplyAsync(job)).Receipt!;
        await app.IdleAsync();
        await UntilAsync(app, "2027-02-01 12:00");
        using var member = await MemberBrowser.JoinAsync(app, Role.Recruiter);
        await member.PostAsync("/portal/profile/working-days", new() { ["From"] = "2027-02-08", ["Until"] = "2027-02-10" });
        await UntilAsync(app, "2027-02-02 08:01");
        var warned = await post.TakeAsync(app);
        Assert.Contains(warned, x => x.Subject == "1 Bewerbung geht am 11.02.2027 an die Person zurück");
        Assert.Contains(warned, x => x.TextBody!.Contains("noch bis 11.02.2027", StringComparison.Ordinal));
        Assert.Contains(warned, x => x.Subject == "1 Bewerbung wartet auf Sie");
        Assert.Contains("bis 11.02.2027", await GetAsync(app, receipt), StringComparison.Ordinal);
        Assert.Contains("Geschieht bis 11.02.2027 nichts", await member.GetAsync(await PageAsync(app)), StringComparison.Ordinal);
        foreach (var day in new[] { "08", "09", "10" })
        {
            await UntilAsync(app, $"2027-02-{day} 12:00");
            Assert.DoesNotContain(await post.TakeAsync(app), x => x.Subject!.Contains("auf Sie", StringComparison.Ordinal));
            Assert.Equal(DeliveryState.Held, await StateAsync(app));
        }
        await UntilAsync(app, "2027-02-11 08:01");
        await post.TakeAsync(app);
        Assert.Equal(DeliveryState.Returned, await StateAsync(app));
    }

    [Fact]
    public async Task Ends_it_sooner_once_its_ad_is_closed_and_says_that_a_try_may_have_arrived()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(Database.Sqlite, post.Settings);
        var job = await app.AddJobAdAsync(RunningSandbox.Job);
        await app.Sandbox.FaultAsync("applications", "lost-answer");
        var receipt = (await new Applicant(app.Http).ApplyAsync(job)).Receipt!;
        await app.IdleAsync();
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        await member.PostAsync($"{await PageAsync(app)}/hold", new() { ["why"] = "" });
        Assert.Equal(DeliveryState.Held, await StateAsync(app));
        await member.PostAsync("/portal/job-ads", $"/portal/job-ads/{job}/close", []);
        app.Clock.Advance(TimeSpan.FromDays(28));
        await post.TakeAsync(app);
        Assert.Null(await app.DbAsync(db => db.Deliveries.Select(x => x.WarnedAt).SingleAsync()));
        app.Clock.Advance(TimeSpan.FromDays(2));
        await post.TakeAsync(app);
        Assert.NotNull(await app.DbAsync(db => db.Deliveries.Select(x => x.WarnedAt).SingleAsync()));
        app.Clock.Advance(TimeSpan.FromDays(7));
        var mails = await post.TakeAsync(app);
        Assert.DoesNotContain(mails, x => x.Subject!.Contains("noch immer nicht bestätigt", StringComparison.Ordinal));
        var end = mails.Single(x => x.Subject!.Contains("konnte nicht zugestellt werden", StringComparison.Ordinal));
        Assert.Contains("Vielleicht ist sie dennoch angekommen", end.TextBody, StringComparison.Ordinal);
        Assert.Contains("Vielleicht ist sie dennoch da", await GetAsync(app, receipt), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asks_operators_after_three_working_days()
    {
        await using var app = await TestApp.StartAsync();
        await app.AddUserAsync("betrieb@example.com", Role.Operator, null);
        var job = await app.AddJobAdAsync(NotPublished);
        await UntilAsync(app, "2026-12-04 10:00");
        await new Applicant(app.Http).ApplyAsync(job);
        await app.IdleAsync();
        await UntilAsync(app, "2026-12-10 09:59");
        using var operators = await MemberBrowser.SignInAsync(app, "betrieb@example.com");
        Assert.Contains("1 wartet", await operators.GetAsync("/operators"), StringComparison.Ordinal);
        Assert.DoesNotContain("Bitte nachfragen", await operators.GetAsync("/operators"), StringComparison.Ordinal);
        await UntilAsync(app, "2026-12-10 10:00");
        var page = await operators.GetAsync("/operators");
        Assert.Contains("Bitte nachfragen", page, StringComparison.Ordinal);
        Assert.Contains("jobs@musterfirma.example", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Öztürk", page, StringComparison.Ordinal);
    }

    [Theory]
    // The feed showed the job; it showed it and does not any more; a further application, of which the ATS has the person.
    [InlineData(true, false, false, true), InlineData(true, true, false, false), InlineData(false, false, false, false)]
    [InlineData(true, false, true, false)]
    public async Task Shows_the_applicant_the_employers_own_page_after_two_days(bool seen, bool missing, bool repeated, bool shown)
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync(RunningSandbox.Job);
        await app.ChangeAsync(db =>
        {
            var ad = db.JobAds.Single();
            (ad.SeenSince, ad.MissingSince) = (seen ? ad.CreatedAt : null, missing ? ad.CreatedAt : null);
            // Whose feed nobody reads meanwhile.
            db.Connections.Single().Settings = new(db.Connections.Single().Settings) { ["career_site"] = "nirgends" };
            db.Accounts.Single().PausedUntil = app.Clock.GetUtcNow().AddDays(9);
        });
        var receipt = (await new Applicant(app.Http).ApplyAsync(job)).Receipt!;
        if (repeated)
            await app.ChangeAsync(db => db.Deliveries.Single().RepeatedSince = app.Clock.GetUtcNow());
        app.Clock.Advance(TimeSpan.FromHours(47));
        Assert.DoesNotContain("direkt bei", await GetAsync(app, receipt), StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(shown, (await GetAsync(app, receipt)).Contains($"/job/{RunningSandbox.Job}", StringComparison.Ordinal));
    }

    private static Task<DeliveryState> StateAsync(TestApp app) => app.DbAsync(db => db.Deliveries.Select(x => x.State).SingleAsync());

    private static async Task<string> PageAsync(TestApp app) =>
        $"/portal/applications/{await app.DbAsync(db => db.Applications.Select(x => x.Id).SingleAsync())}";

    private static async Task<string> GetAsync(TestApp app, string address) =>
        WebUtility.HtmlDecode(await app.Http.GetStringAsync(new Uri(address, UriKind.Relative)));

    /// <param name="local">On the board's clock.</param>
    private static Task UntilAsync(TestApp app, string local)
    {
        var at = DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture);
        return app.AdvanceAsync(new DateTimeOffset(at, Vienna.GetUtcOffset(at)) - app.Clock.GetUtcNow());
    }

    private static async Task RunAsync(TestApp app, string local)
    {
        await UntilAsync(app, local);
        await app.Service<WaitingLists>().RunDueAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>What the second path has got by then.</summary>
    private static async Task<IReadOnlyList<MimeMessage>> ListsAsync(TestApp app, Postbox post, string local)
    {
        await RunAsync(app, local);
        return [.. (await post.TakeAsync(app)).Where(x => x.To.ToString() == "personal@musterfirma.example")];
    }
}
