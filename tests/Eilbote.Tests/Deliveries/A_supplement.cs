using System.Net;
using System.Text;
using Eilbote.Applying;
using Eilbote.Board;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Mail;
using Eilbote.Members;
using Eilbote.Tests.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Eilbote.Tests.Deliveries;

/// <summary>A further application of the same person to the same job: no request for it, and nothing of it is lost.</summary>
public sealed class A_supplement
{
    private const string Job = "1234568", Mine = "aenne.oeztuerk@example.com";

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
    public async Task Is_handed_in_from_the_receipt_without_the_whole_form()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(Database.Sqlite, post.Settings);
        var job = await app.AddJobAdAsync(Job);
        var first = await new Applicant(app.Http).ApplyAsync(job);
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Contains($"{first.Receipt}/supplement", await GetAsync(app, first.Receipt!), StringComparison.Ordinal);
        var (status, location, html) = await HandInAsync(app, first.Receipt!, new() { ["phone"] = "+43 660 1234567" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("Bitte wählen Sie eine Datei, oder ändern Sie etwas.", html, StringComparison.Ordinal);
        (status, location, _) = await HandInAsync(
            app, first.Receipt!, new() { ["phone"] = "+43 660 1234567", ["message"] = "Zeugnis kommt nach." },
            new FormFile("documents", "Zeugnis.pdf", Applicant.Pdf(3000, 7)));
        Assert.Equal(HttpStatusCode.SeeOther, status);
        Assert.NotEqual(first.Receipt, location);
        await app.IdleAsync();
        // Whoever has the receipt has proven enough.
        Assert.Equal((DeliveryState.Supplement, null), await StateAsync(app));
        Assert.DoesNotContain(await post.TakeAsync(app), x => x.Subject!.StartsWith("Bitte bestätigen", StringComparison.Ordinal));
        using var member = await MemberBrowser.JoinAsync(app, Role.Recruiter);
        var page = await member.GetAsync($"/portal/applications/{await LastIdAsync(app)}");
        Assert.DoesNotContain("keine zweite Bewerbung", page, StringComparison.Ordinal);
        Assert.All(["Zeugnis.pdf", "Zeugnis kommt nach.", "Öztürk", "hat zu ihrer Bewerbung etwas nachgereicht"], x => Assert.Contains(x, page, StringComparison.Ordinal));
        Assert.DoesNotContain("Adresse nicht bestätigt", page, StringComparison.Ordinal);
        Assert.Single(await app.Sandbox.ApplicationsAsync());
    }

    /// <summary>All that was sent goes when the first is withdrawn, before it is there.</summary>
    [Fact]
    public async Task From_the_receipt_of_one_that_is_withdrawn_is_withdrawn_with_it()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync(Job);
        await app.ChangeAsync(db => db.Accounts.Single().PausedUntil = app.Clock.GetUtcNow().AddHours(1));
        var first = await new Applicant(app.Http).ApplyAsync(job);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await HandInAsync(
            app, first.Receipt!, new() { ["message"] = "Noch etwas." }, new FormFile("cv", "Neu.pdf", Applicant.Pdf(3000, 7)));
        await PostAsync(app, first.Receipt + "/withdraw");
        await app.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal(
            [DeliveryState.Withdrawn, DeliveryState.Withdrawn], await app.DbAsync(db => db.Deliveries.Select(x => x.State).ToListAsync()));
        Assert.All(await app.DbAsync(db => db.Applications.ToListAsync()), x => Assert.NotNull(x.ErasedAt));
        Assert.Empty(await app.Sandbox.ApplicationsAsync());
    }

    /// <summary>Whoever owns the address says "this was not me": what was handed in from that receipt is no more theirs.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task From_the_receipt_of_one_that_is_doubted_is_doubted_with_it(Database database)
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(database, post.Settings);
        var receipt = await TwiceAsync(app, await app.AddJobAdAsync(Job));
        await HandInAsync(app, receipt, new() { ["message"] = "Noch etwas." });
        await app.IdleAsync();
        var link = Postbox.LinkIn((await post.TakeAsync(app)).Single(x => x.Subject!.StartsWith("Bitte bestätigen", StringComparison.Ordinal)));
        await PostAsync(app, link + "/doubt");
        Assert.Equal(2, await app.DbAsync(db => db.Deliveries.CountAsync(x => x.HeldBy == HeldBy.Doubt)));
        await PostAsync(app, link + "/mine");
        Assert.Equal(2, await app.DbAsync(db => db.Deliveries.CountAsync(x => x.State == DeliveryState.Supplement)));
    }

    /// <summary>Who typed somebody's address proves nothing by the receipt that they got for it.</summary>
    [Fact]
    public async Task From_the_receipt_of_an_unproven_one_is_unproven_too()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(Database.Sqlite, post.Settings);
        var job = await app.AddJobAdAsync(Job);
        var second = await TwiceAsync(app, job);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await HandInAsync(app, second, new() { ["message"] = "Noch etwas." });
        await app.IdleAsync();
        Assert.Equal((DeliveryState.Held, HeldBy.Proof), await StateAsync(app));
        // Its owner confirms the one: the other was sent by the same person.
        await PostAsync(app, Postbox.LinkIn(await post.TakeOneAsync(app)) + "/confirm");
        Assert.All(
            await app.DbAsync(db => db.Deliveries.Where(x => x.RepeatedSince != null).Select(x => x.State).ToListAsync()),
            x => Assert.Equal(DeliveryState.Supplement, x));
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

    /// <summary>By a mail without documents and values, whose link asks for sign-in; once, and as soon as there is an address.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_told_to_the_second_path(Database database)
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(database, post.Settings);
        var (job, secret) = (await app.AddJobAdAsync(Job), await app.AddJobAdAsync("1234571", "Geschäftsleitung"));
        await app.ChangeAsync(db => db.ConfidentialAds.Add(new() { JobAdId = secret, EmployerId = app.EmployerId }));
        foreach (var ad in new[] { job, secret })
        {
            await TwiceAsync(app, ad);
            await PostAsync(app, Postbox.LinkIn(await post.TakeOneAsync(app)) + "/confirm");
        }
        await TellAsync(app);
        Assert.Empty(await post.TakeAsync(app));
        await app.OpenSecondPathAsync();
        await app.ChangeAsync(db => db.Deliveries.Where(x => x.State == DeliveryState.Supplement).ToList()
            .ForEach(x => x.TellDueAt = app.Clock.GetUtcNow()));
        await TellAsync(app);
        var mails = await post.TakeAsync(app);
        Assert.Equal(["Eine weitere Bewerbung wartet", "Nachreichung: Buchhalter:in"], mails.Select(x => x.Subject!).Order());
        Assert.All(mails, x => Assert.Equal("personal@musterfirma.example", x.To.ToString()));
        var (told, silent) = (mails.Single(x => x.ReplyTo.Count == 1), mails.Single(x => x.ReplyTo.Count == 0));
        Assert.Equal(Mine, told.ReplyTo.ToString());
        Assert.All(
            ["Änne Öztürk", "Buchhalter:in", "Neu: Telefon", "/portal/applications/"],
            x => Assert.Contains(x, told.TextBody, StringComparison.Ordinal));
        Assert.All(
            ["Öztürk", "Geschäftsleitung", Mine, "Telefon"], x => Assert.DoesNotContain(x, silent.TextBody + silent.Subject, StringComparison.Ordinal));
        Assert.All(mails, x => Assert.DoesNotContain("7654321", x.TextBody, StringComparison.Ordinal));
        Assert.All(mails, x => Assert.Empty(x.Attachments));
        await TellAsync(app);
        Assert.Empty(await post.TakeAsync(app));
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        var id = await app.DbAsync(db => db.Applications.Where(x => x.JobAdId == job && x.Applicant.Phone == "+43 660 7654321")
            .Select(x => x.Id).SingleAsync());
        Assert.Contains("Ihr Postfach wurde per E-Mail davon verständigt.", await member.GetAsync($"/portal/applications/{id}"), StringComparison.Ordinal);
        Assert.Equal(2, (await app.Sandbox.ApplicationsAsync()).Length);
    }

    /// <summary>Where an owner chose so, and always where the ATS itself reads the mail: then one address stands in it, the applicant's.</summary>
    [Theory]
    [InlineData("personal@musterfirma.example", true, "mit", true), InlineData("personal@musterfirma.example", false, "mit", false)]
    [InlineData("personal@musterfirma.example", true, "vertraulich", false)]
    [InlineData("musterfirma-jobs@m.personio.com", false, "mit", true), InlineData("musterfirma-jobs@m.personio.com", false, "vertraulich", false)]
    public async Task Takes_its_documents_along(string address, bool chosen, string kind, bool attached)
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await TestApp.StartAsync(Database.Sqlite, smtp.Settings);
        await app.OpenSecondPathAsync(address);
        var job = await app.AddJobAdAsync(Job);
        if (kind == "vertraulich")
            await app.ChangeAsync(db => db.ConfidentialAds.Add(new() { JobAdId = job, EmployerId = app.EmployerId }));
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        var page = $"/portal/second-path?connection={app.ConnectionId}";
        Assert.Equal(address.Contains("personio", StringComparison.Ordinal),
            (await owner.GetAsync(page)).Contains("Nicht zugeordnete Nachrichten", StringComparison.Ordinal));
        if (chosen)
            await owner.PostAsync(page, "/portal/second-path/documents", new()
            {
                ["connection"] = app.ConnectionId.ToString(),
                ["email"] = address,
                ["documents"] = "true",
            });
        var pdf = Applicant.Pdf(5000, seed: 7);
        await new Applicant(app.Http).ApplyAsync(job);
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields(Mine), new FormFile("cv", "lebenslauf neu.pdf", pdf));
        await app.IdleAsync();
        await app.AdvanceAsync(Supplements.ProofFor);
        await app.Service<Mailer>().RunDueAsync(CancellationToken.None);
        await TellAsync(app);
        // Not the list of what waits, which goes there, too.
        using var mail = await LoadAsync(smtp.Mails.Single(x => x.GetProperty("to")[0].GetString() == address
            && !x.GetProperty("content").GetString()!.Contains("am Arbeitstag", StringComparison.Ordinal)));
        Assert.Equal(attached, mail.Attachments.Any());
        if (!attached)
            return;
        using var content = new MemoryStream();
        await ((MimePart)mail.Attachments.Single()).Content!.DecodeToAsync(content);
        Assert.Equal(pdf, content.ToArray());
        Assert.Equal(1, mail.TextBody!.Count(x => x == '@'));
        Assert.Contains(Mine, mail.TextBody, StringComparison.Ordinal);
        // Another address is chosen anew.
        using var later = await MemberBrowser.JoinAsync(app, Role.Owner);
        await later.PostAsync(page, "/portal/second-path", new() { ["connection"] = app.ConnectionId.ToString(), ["email"] = "x@y.example" });
        Assert.False(await app.DbAsync(db => db.SecondPaths.Select(x => x.SendsDocuments).SingleAsync()));
    }

    /// <summary>The same mailbox in another spelling is no news, and who handed something in has not applied again.</summary>
    [Fact]
    public async Task Is_told_as_what_it_is()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(Database.Sqlite, post.Settings);
        await app.OpenSecondPathAsync();
        var job = await app.AddJobAdAsync(Job);
        var first = await new Applicant(app.Http).ApplyAsync(job);
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        await HandInAsync(app, first.Receipt!, new() { ["message"] = "Noch etwas." });
        await new Applicant(app.Http).ApplyAsync(
            job, new(Applicant.Fields(Mine.ToUpperInvariant())) { ["phone"] = "+43 660 7654321" });
        await app.IdleAsync();
        await app.AdvanceAsync(Supplements.ProofFor);
        var before = await post.TakeAsync(app);
        await TellAsync(app);
        var mails = before.Concat(await post.TakeAsync(app)).Where(x => x.Subject!.StartsWith("Nachreichung", StringComparison.Ordinal))
            .Select(x => x.TextBody!).ToList();
        Assert.Single(mails, x => x.Contains("etwas nachgereicht", StringComparison.Ordinal));
        Assert.Single(mails, x => x.Contains("noch einmal beworben", StringComparison.Ordinal)
            && x.Contains("Neu: Telefon.", StringComparison.Ordinal));
    }

    private static async Task<MimeMessage> LoadAsync(System.Text.Json.JsonElement mail)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(mail.GetProperty("content").GetString()!));
        return await MimeMessage.LoadAsync(content);
    }

    [Fact]
    public async Task Is_told_no_more_to_a_mailbox_that_is_not_there()
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await TestApp.StartAsync(Database.Sqlite, smtp.Settings);
        await app.OpenSecondPathAsync("refused@musterfirma.example");
        await TwiceAsync(app, await app.AddJobAdAsync(Job));
        await app.AdvanceAsync(TimeSpan.FromHours(49));
        await app.Service<Mailer>().RunDueAsync(CancellationToken.None);
        for (var i = 0; i < 2; i++)
            await TellAsync(app);
        Assert.Equal((DeliveryState.Supplement, null), await StateAsync(app));
        Assert.Equal(1, await app.DbAsync(db => db.Exchanges.CountAsync(x => x.Step == "tell")));
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        Assert.Contains("keine E-Mail mehr an", await owner.GetAsync($"/portal/second-path?connection={app.ConnectionId}"), StringComparison.Ordinal);
    }

    private static async Task TellAsync(TestApp app)
    {
        await app.Service<SecondPathMails>().SweepAsync(CancellationToken.None);
        await app.Service<SecondPathMails>().IdleAsync().WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <returns>The second's receipt.</returns>
    private static async Task<string> TwiceAsync(TestApp app, Guid job)
    {
        await new Applicant(app.Http).ApplyAsync(job);
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        var second = await new Applicant(app.Http).ApplyAsync(job, new(Applicant.Fields(Mine)) { ["phone"] = "+43 660 7654321" });
        await app.IdleAsync();
        return second.Receipt!;
    }

    private static async Task<(HttpStatusCode, string?, string)> HandInAsync(
        TestApp app, string receipt, Dictionary<string, string> fields, params FormFile[] files)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in Applicant.Hidden(await GetAsync(app, receipt + "/supplement")).Concat(fields))
            form.Add(new StringContent(value), name);
        foreach (var file in files)
            form.Add(new ByteArrayContent(file.Content), file.Field, file.Name);
        using var response = await app.Http.PostAsync(new Uri(receipt + "/supplement", UriKind.Relative), form);
        return (response.StatusCode, response.Headers.Location?.ToString(),
            WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()));
    }

    private static async Task<string> GetAsync(TestApp app, string address) =>
        WebUtility.HtmlDecode(await app.Http.GetStringAsync(new Uri(address, UriKind.Relative)));

    private static async Task PostAsync(TestApp app, string address)
    {
        using var answer = await app.Http.PostAsync(new Uri(address, UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        await app.IdleAsync();
    }

    private static Task<(DeliveryState State, HeldBy? HeldBy)> StateAsync(TestApp app) => app.DbAsync(async db =>
    {
        var last = await db.Deliveries.AsNoTracking().OrderByDescending(x => x.CreatedAt).ThenByDescending(x => x.Id).FirstAsync();
        return (last.State, last.HeldBy);
    });

    private static Task<Guid> LastIdAsync(TestApp app) => app.DbAsync(
        db => db.Applications.OrderByDescending(x => x.ReceivedAt).ThenByDescending(x => x.Id).Select(x => x.Id).FirstAsync());
}
