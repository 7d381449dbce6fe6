using Eilbote.Applying;
using Eilbote.Board;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Mail;
using Eilbote.Members;
using Eilbote.Tests.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Eilbote.Tests.Deliveries.Supplementing;

namespace Eilbote.Tests.Deliveries;

/// <summary>A further application of the same person to the same job: no request for it, and nothing of it is lost.</summary>
public sealed class A_supplement
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Goes_to_the_employer_once_its_address_is_confirmed_and_never_to_the_ats(Database database)
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(database, post.Settings);
        var job = await app.AddJobAdAsync(Job);
        await new Applicant(app.Http).ApplyAsync(job, null, new FormFile("cv", "Lebenslauf.pdf", Applicant.Pdf(2000, 1)));
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        var requests = (await app.Sandbox.RequestsAsync()).Length;
        var again = await new Applicant(app.Http).ApplyAsync(
            job, new(Applicant.Fields(" Aenne.Oeztuerk@EXAMPLE.com ")) { ["phone"] = "+43 660 7654321" },
            new FormFile("cv", "Lebenslauf neu.pdf", Applicant.Pdf(2000, 2)));
        await app.IdleAsync();
        Assert.Equal((DeliveryState.Held, HeldBy.Proof), await StateAsync(app));
        Assert.Contains("Eingegangen um", await GetAsync(app, again.Receipt!), StringComparison.Ordinal);
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        Assert.DoesNotContain("nachgereicht", await member.GetAsync("/portal"), StringComparison.Ordinal);
        // Listed as it is called.
        var held = $"/portal/applications/{await LastIdAsync(app)}";
        Assert.Contains(held, await member.GetAsync("/portal/applications?state=NeedsApplicant"), StringComparison.Ordinal);
        Assert.DoesNotContain(held, await member.GetAsync("/portal/applications?state=Held"), StringComparison.Ordinal);

        var mail = (await post.TakeAsync(app)).Single(x => x.Subject!.StartsWith("Bitte bestätigen", StringComparison.Ordinal));
        Assert.Equal("Bitte bestätigen Sie Ihre Bewerbung bei Musterfirma GmbH", mail.Subject);
        Assert.All(["Öztürk", "schon", "7654321"], x => Assert.DoesNotContain(x, mail.TextBody, StringComparison.Ordinal));
        var link = Postbox.LinkIn(mail);
        // A scanner opens it.
        Assert.Contains("Ist diese Bewerbung von Ihnen?", await GetAsync(app, link), StringComparison.Ordinal);
        Assert.Equal((DeliveryState.Held, HeldBy.Proof), await StateAsync(app));
        await PostAsync(app, link + "/confirm");
        await PostAsync(app, link + "/confirm");
        Assert.Equal((DeliveryState.Supplement, null), await StateAsync(app));
        Assert.DoesNotContain("Ist diese Bewerbung von Ihnen?", await GetAsync(app, link), StringComparison.Ordinal);

        Assert.Contains("1 Bewerbung wurde nachgereicht.", await member.GetAsync("/portal"), StringComparison.Ordinal);
        var id = await LastIdAsync(app);
        var page = await member.GetAsync($"/portal/applications/{id}");
        Assert.All(
            ["Nachreichung", "Was neu ist", "<b>Lebenslauf neu.pdf, 2 KB · anderer Inhalt</b>", "<b>+43 660 7654321</b>", "Adresse bestätigt"],
            x => Assert.Contains(x, page, StringComparison.Ordinal));
        Assert.DoesNotContain("Adresse nicht bestätigt", page, StringComparison.Ordinal);
        await member.PostAsync($"/portal/applications/{id}/hand-over", new() { ["why"] = "" });
        Assert.Equal((DeliveryState.HandedOver, null), await StateAsync(app));
        Assert.Contains("abgeholt", await GetAsync(app, again.Receipt!), StringComparison.Ordinal);
        Assert.Equal(requests, (await app.Sandbox.RequestsAsync()).Length);
        Assert.Single(await app.Sandbox.ApplicationsAsync());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Of_an_address_that_nobody_confirms_is_shown_after_48_hours_and_marked(Database database)
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(database, post.Settings);
        var job = await app.AddJobAdAsync(Job);
        await TwiceAsync(app, job);
        using (var early = await MemberBrowser.JoinAsync(app, Role.Recruiter))
            Assert.Contains("Adresse nicht bestätigt", await early.GetAsync($"/portal/applications/{await LastIdAsync(app)}"), StringComparison.Ordinal);
        await app.AdvanceAsync(TimeSpan.FromHours(47));
        await post.TakeAsync(app);
        Assert.Equal((DeliveryState.Held, HeldBy.Proof), await StateAsync(app));
        await app.AdvanceAsync(TimeSpan.FromHours(1.1));
        var link = Postbox.LinkIn((await post.TakeAsync(app)).First(x => x.Subject!.StartsWith("Ihre Bewerbung", StringComparison.Ordinal)));
        Assert.Equal((DeliveryState.Supplement, null), await StateAsync(app));
        using var member = await MemberBrowser.JoinAsync(app, Role.Recruiter);
        var page = $"/portal/applications/{await LastIdAsync(app)}";
        Assert.Contains("Adresse nicht bestätigt", await member.GetAsync(page), StringComparison.Ordinal);
        // Within 7 days it can still be confirmed.
        await PostAsync(app, link + "/confirm");
        Assert.DoesNotContain("Adresse nicht bestätigt", await member.GetAsync(page), StringComparison.Ordinal);
        Assert.Single(await app.Sandbox.ApplicationsAsync());
    }

    /// <summary>Whoever types somebody's address learns nothing of it: form, answer and receipt are those of any other.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Looks_to_its_sender_like_any_application(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync(Job);
        await new Applicant(app.Http).ApplyAsync(job);
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        await app.ChangeAsync(db => db.Accounts.Single().PausedUntil = app.Clock.GetUtcNow().AddHours(1));
        var applicant = new Applicant(app.Http);
        var known = await applicant.ApplyAsync(job, new(Applicant.Fields(Mine)) { ["message"] = "Guten Tag" });
        var unknown = await applicant.ApplyAsync(job, new(Applicant.Fields("unbekannt@example.com")) { ["message"] = "Guten Tag" });
        Assert.Equal((known.Status, known.Html, known.Receipt!.Length), (unknown.Status, unknown.Html, unknown.Receipt!.Length));
        var received = await PageAsync(unknown.Receipt, "unbekannt@example.com");
        Assert.Equal(received, await PageAsync(known.Receipt, Mine));
        Assert.Contains("Eingegangen um", received, StringComparison.Ordinal);

        // And once it is known, at the same moment.
        await app.ChangeAsync(db => db.Accounts.Single().PausedUntil = null);
        await app.IdleAsync();
        Assert.Equal(1, await app.DbAsync(db => db.Deliveries.CountAsync(x => x.HeldBy == HeldBy.Proof)));
        Assert.Equal(received, await PageAsync(known.Receipt, Mine));

        async Task<string> PageAsync(string receipt, string email) => (await GetAsync(app, receipt))
            .Replace(receipt, "/receipts/…", StringComparison.Ordinal).Replace(email, "…", StringComparison.Ordinal);
    }

    /// <summary>Nothing is asked about an address before it is decided where its application goes: no time tells what is known of it.</summary>
    [Fact]
    public async Task Is_accepted_by_the_same_statements()
    {
        await using var app = await TestApp.StartAsync(Database.Postgres);
        var job = await app.AddJobAdAsync(Job);
        await new Applicant(app.Http).ApplyAsync(job);
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        // What is compiled and remembered at the first time.
        await AcceptedByAsync(app, job, "erste@example.com");
        var unknown = await AcceptedByAsync(app, job, "unbekannt@example.com");
        Assert.NotEmpty(unknown);
        Assert.Equal(unknown, await AcceptedByAsync(app, job, Mine));
    }

    private static async Task<IReadOnlyList<string>> AcceptedByAsync(TestApp app, Guid job, string email)
    {
        await using var scope = app.Service<IServiceScopeFactory>().CreateAsyncScope();
        var offer = await scope.ServiceProvider.GetRequiredService<JobOffers>().FindAsync(job, CancellationToken.None);
        using var statements = new Statements(
            await app.DbAsync(db => Task.FromResult(db.Database.GetDbConnection().Database)), "Applications");
        Assert.IsType<Accepted.Receipt>(await app.Service<Acceptance>().AcceptAsync(
            offer!.Destination, app.Service<FormTokens>().New(job), ApplyForm.From(Applicant.Fields(email)) with { Consent = PrivacyNotice.Version },
            new Upload([], [], [], []), new Dictionary<string, string>(), CancellationToken.None));
        return statements.All;
    }

    [Theory, InlineData("release", DeliveryState.Held), InlineData("withdraw", DeliveryState.Delivered)]
    [InlineData("return", DeliveryState.Delivered), InlineData("hand-over", DeliveryState.Delivered)]
    public async Task Waits_for_a_first_that_is_not_there_and_goes_out_if_that_never_comes(string deed, DeliveryState state)
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync(Job);
        await app.ChangeAsync(db => db.Accounts.Single().PausedUntil = app.Clock.GetUtcNow().AddHours(1));
        var first = await new Applicant(app.Http).ApplyAsync(job);
        var portal = $"/portal/applications/{await LastIdAsync(app)}";
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        await member.PostAsync(portal + "/hold", new() { ["why"] = "" });
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await new Applicant(app.Http).ApplyAsync(job, new(Applicant.Fields(Mine)) { ["message"] = "Noch einmal." });
        await app.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal((DeliveryState.WaitsForFirst, null), await StateAsync(app));
        Assert.Contains(
            "kommt sie nicht an, geht diese hinaus", await member.GetAsync($"/portal/applications/{await LastIdAsync(app)}"),
            StringComparison.Ordinal);
        Assert.Empty(await app.Sandbox.ApplicationsAsync());

        if (deed == "withdraw")
            await PostAsync(app, first.Receipt + "/withdraw");
        else
            await member.PostAsync($"{portal}/{deed}", new() { ["why"] = "", ["words"] = "Leider nicht." });
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(state, (await StateAsync(app)).State);
        Assert.Single(await app.Sandbox.ApplicationsAsync());
    }

    [Fact]
    public async Task Ends_as_returned_where_only_the_first_counts_once_its_address_is_confirmed()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(Database.Sqlite, post.Settings);
        var job = await app.AddJobAdAsync(Job);
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        var page = $"/portal/second-path?connection={app.ConnectionId}";
        await owner.PostAsync(
            page, "/portal/second-path/repeats", new() { ["connection"] = app.ConnectionId.ToString(), ["only_first"] = "true" });
        var second = await TwiceAsync(app, job);
        Assert.DoesNotContain("/supplement", await GetAsync(app, second), StringComparison.Ordinal);
        await PostAsync(app, Postbox.LinkIn((await post.TakeAsync(app))
            .First(x => x.Subject!.StartsWith("Bitte bestätigen", StringComparison.Ordinal))) + "/confirm");
        Assert.Equal((DeliveryState.Returned, null), await StateAsync(app));
        Assert.Contains(
            "hat Ihre frühere Bewerbung auf diese Stelle und berücksichtigt nur die erste",
            (await post.TakeAsync(app))[^1].TextBody, StringComparison.Ordinal);
        Assert.Contains("berücksichtigt nur die erste", await GetAsync(app, second), StringComparison.Ordinal);
    }

    /// <summary>Two of them at the same moment, the first not there yet.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Whatever_comes_at_once_the_ats_gets_one_create(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync(Job);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(
            x => new Applicant(app.Http).ApplyAsync(job, new(Applicant.Fields(Mine)) { ["message"] = $"Nummer {x}" })));
        await app.IdleAsync();
        await app.AdvanceAsync(TimeSpan.FromMinutes(20));
        Assert.Single(await app.Sandbox.ApplicationsAsync());
        Assert.Equal(1, await app.DbAsync(db => db.Exchanges.CountAsync(x => x.Kind == StepKind.Create)));
        Assert.Equal(
            [DeliveryState.Delivered, .. Enumerable.Repeat(DeliveryState.Held, 5)],
            await app.DbAsync(db => db.Deliveries.OrderBy(x => x.SettledAt == null).Select(x => x.State).ToListAsync()));
    }

    [Fact]
    public async Task Gets_at_most_three_mails_a_day_and_after_120_days_the_ats_is_asked_again()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(Database.Sqlite, post.Settings);
        var job = await app.AddJobAdAsync(Job);
        await TwiceAsync(app, job);
        for (var i = 0; i < 4; i++)
        {
            await new Applicant(app.Http).ApplyAsync(job, new(Applicant.Fields(Mine)) { ["message"] = $"Nummer {i}" });
            await app.IdleAsync();
        }
        Assert.Equal(3, await app.DbAsync(db => db.OutgoingMails.CountAsync(x => x.Kind == MailKind.AddressProof)));
        var creates = await app.DbAsync(db => db.Exchanges.CountAsync(x => x.Kind == StepKind.Create));
        Assert.Equal(1, creates);
        await app.AdvanceAsync(TimeSpan.FromDays(121));
        await new Applicant(app.Http).ApplyAsync(job, new(Applicant.Fields(Mine)) { ["message"] = "Nach Monaten" });
        await app.IdleAsync();
        await app.AdvanceAsync(TimeSpan.FromMinutes(11));
        Assert.True(await app.DbAsync(db => db.Exchanges.CountAsync(x => x.Kind == StepKind.Create)) > creates);
        Assert.Single(await app.Sandbox.ApplicationsAsync());
        // That ATS still knows the person.
        Assert.Equal((DeliveryState.Held, HeldBy.Proof), await StateAsync(app));
    }

    /// <summary>For another town or in another language: the same job of the ATS.</summary>
    [Fact]
    public async Task To_another_ad_of_the_same_job_says_for_which()
    {
        await using var app = await TestApp.StartAsync();
        var (graz, linz) = (await app.AddJobAdAsync(Job, "Buchhalter:in Graz"), await app.AddJobAdAsync(Job, "Buchhalter:in Linz"));
        await new Applicant(app.Http).ApplyAsync(graz);
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        await new Applicant(app.Http).ApplyAsync(linz);
        await app.IdleAsync();
        await app.AdvanceAsync(TimeSpan.FromHours(49));
        await app.Service<Mailer>().RunDueAsync(CancellationToken.None);
        using var member = await MemberBrowser.JoinAsync(app, Role.Recruiter);
        Assert.Contains(
            "Die erste kam auf das Inserat „Buchhalter:in Graz“; diese auch für „Buchhalter:in Linz“.",
            await member.GetAsync($"/portal/applications/{await LastIdAsync(app)}"), StringComparison.Ordinal);
    }
}
