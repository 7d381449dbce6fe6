using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using Eilbote.Ats;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Mail;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Deliveries;

/// <summary>Each reason, status and fault, with the outcome, the words in the timeline and the next step.</summary>
public sealed class When_personio_answers
{
    /// <summary>Reason (of a 400 to the create), then: state, word in the timeline, word of the next step.</summary>
    public static readonly TheoryData<string, DeliveryState, string, string> Reasons = new()
    {
        { "errors.attribute-validation.required-attribute", DeliveryState.NeedsEmployer, "Braucht Sie",
            "Nehmen Sie die Frage ins Formular auf" },
        { "errors.attribute-validation.unknown-attribute-option", DeliveryState.Delivered, "Teil abgelehnt", "Angekommen, aber ohne: Telefon" },
        { "errors.attribute-validation.invalid-date-format", DeliveryState.Delivered, "Teil abgelehnt", "Angekommen, aber ohne: Telefon" },
        { "errors.phase-validation.invalid-system-phase", DeliveryState.NeedsEmployer, "Braucht Sie", "was Personio antwortet" },
        { "errors.file-validation.unknown-file-category", DeliveryState.NeedsEmployer, "Braucht Sie", "was Personio antwortet" },
        { "errors.something-new", DeliveryState.NeedsEmployer, "Braucht Sie", "was Personio antwortet" },
        { "errors.invalid-file-type", DeliveryState.NeedsEmployer, "Braucht Sie", "was Personio antwortet" },
        { "errors.file-too-big", DeliveryState.NeedsEmployer, "Braucht Sie", "was Personio antwortet" },
        { "errors.attribute-validation.invalid-email-format", DeliveryState.NeedsApplicant, "E-Mail-Adresse abgelehnt",
            "auf der Bestätigung berichtigen" },
        { "errors.applicant-already-exists", DeliveryState.Queued, "Schon vorhanden", "wir fragen noch einmal nach" },
        { "errors.applicant-exists", DeliveryState.Queued, "Schon vorhanden", "wir fragen noch einmal nach" },
        { "errors.job-position.not-published", DeliveryState.Held, "Stelle nicht offen", "öffnen Sie das Inserat wieder" },
        { "errors.posting-validation.posting-not-found", DeliveryState.Held, "Stelle nicht offen", "öffnen Sie das Inserat wieder" },
        { "errors.posting-validation.channel-not-found", DeliveryState.Delivered, "Teil abgelehnt", "Angekommen, aber ohne: Kanal" },
        { "errors.date-validation.date-in-the-future", DeliveryState.Delivered, "Teil abgelehnt", "Angekommen, aber ohne: Datum" },
        { "errors.attribute-validation.unknown", DeliveryState.Delivered, "Teil abgelehnt", "Angekommen, aber ohne: Telefon" },
        { "errors.attribute-validation.invalid-type", DeliveryState.Delivered, "Teil abgelehnt", "Angekommen, aber ohne: Telefon" },
        { "errors.file-validation.file-not-exists", DeliveryState.Delivered, "Dokumente vergessen", "Nichts zu tun" },
        { "feature.recruiting.disabled", DeliveryState.Held, "Zugang abgeschaltet", "Bringen Sie sie unter „smart bewerben“ in Ordnung" },
        { "feature.public-api.disabled", DeliveryState.Held, "Zugang abgeschaltet", "Bringen Sie sie unter „smart bewerben“ in Ordnung" },
    };

    [Theory, MemberData(nameof(Reasons))]
    public async Task With_a_reason(string reason, DeliveryState state, string timeline, string next)
    {
        await using var app = await TestApp.StartAsync();
        await app.Sandbox.FaultAsync("applications", "status", 400, reason: reason);
        var story = await ApplyAsync(app);
        Assert.Equal(state, story.Delivery.State);
        Assert.Contains(story.Timeline, x => x.Title.De == timeline);
        Assert.Contains(next, story.Next.Text.De, StringComparison.Ordinal);
        Assert.Equal(state == DeliveryState.Delivered ? 1 : 0, (await app.Sandbox.ApplicationsAsync()).Length);
    }

    /// <summary>Endpoint, fault, status, body, then: state after the first answer, word in the timeline, word of the next step.</summary>
    public static readonly TheoryData<string, string, int, string, DeliveryState, string, string> Faults = new()
    {
        { "applications", "status", 401, "documented", DeliveryState.Held, "Zugang abgelehnt", "Bringen Sie sie unter" },
        { "documents", "status", 401, "empty", DeliveryState.Held, "Zugang abgelehnt", "Bringen Sie sie unter" },
        { "applications", "status", 403, "documented", DeliveryState.Held, "Zugang abgeschaltet", "Bringen Sie sie unter" },
        { "documents", "status", 403, "empty", DeliveryState.Held, "Zugang abgeschaltet", "Bringen Sie sie unter" },
        { "applications", "status", 403, "html", DeliveryState.Queued, "Keine klare Antwort", "Wir versuchen es von selbst" },
        { "applications", "status", 429, "empty", DeliveryState.Queued, "Personio bremst", "Wir versuchen es von selbst" },
        { "documents", "status", 429, "empty", DeliveryState.Queued, "Personio bremst", "Wir versuchen es von selbst" },
        { "applications", "status", 500, "documented", DeliveryState.Queued, "Keine klare Antwort", "Wir versuchen es von selbst" },
        { "applications", "status", 500, "html", DeliveryState.Queued, "Keine klare Antwort", "Wir versuchen es von selbst" },
        { "applications", "status", 502, "html", DeliveryState.Queued, "Keine klare Antwort", "Wir versuchen es von selbst" },
        { "applications", "status", 502, "empty", DeliveryState.Queued, "Keine klare Antwort", "Wir versuchen es von selbst" },
        { "applications", "status", 503, "html", DeliveryState.Queued, "Keine klare Antwort", "Wir versuchen es von selbst" },
        { "documents", "status", 503, "html", DeliveryState.Queued, "Keine klare Antwort", "Wir versuchen es von selbst" },
        { "applications", "status", 200, "empty", DeliveryState.Queued, "Keine klare Antwort", "Wir versuchen es von selbst" },
        { "applications", "status", 302, "html", DeliveryState.Queued, "Keine klare Antwort", "Wir versuchen es von selbst" },
        { "applications", "status", 404, "html", DeliveryState.Queued, "Keine klare Antwort", "Wir versuchen es von selbst" },
        { "applications", "status", 404, "empty", DeliveryState.NeedsEmployer, "Braucht Sie", "was Personio antwortet" },
        { "applications", "reset", 0, "empty", DeliveryState.Queued, "Keine klare Antwort", "Wir versuchen es von selbst" },
        { "applications", "lost-answer", 0, "empty", DeliveryState.Queued, "Keine klare Antwort", "Wir versuchen es von selbst" },
        { "documents", "reset", 0, "empty", DeliveryState.Queued, "Keine klare Antwort", "Wir versuchen es von selbst" },
    };

    [Theory, MemberData(nameof(Faults))]
    public async Task With_a_fault(
        string endpoint, string fault, int status, string body, DeliveryState state, string timeline, string next)
    {
        await using var app = await TestApp.StartAsync();
        await app.Sandbox.FaultAsync(endpoint, fault, status == 0 ? null : status, body);
        var story = await ApplyAsync(app, Applicant.Pdf());
        Assert.Equal(state, story.Delivery.State);
        Assert.Contains(story.Timeline, x => x.Title.De == timeline);
        Assert.Contains(next, story.Next.Text.De, StringComparison.Ordinal);

        // Whatever needs nobody arrives by itself, once.
        if (state == DeliveryState.Queued)
        {
            await app.AdvanceAsync(TimeSpan.FromMinutes(2));
            story = await StoryAsync(app);
            Assert.Equal(DeliveryState.Delivered, story.Delivery.State);
            Assert.Equal(fault == "lost-answer" ? Proof.Inferred : Proof.Confirmed, story.Delivery.Proof);
            Assert.Single(await app.Sandbox.ApplicationsAsync());
        }
    }

    [Theory, InlineData(90), InlineData("date"), InlineData(null)]
    public async Task With_429_it_waits_at_least_as_long_as_asked(object? retryAfter)
    {
        await using var app = await TestApp.StartAsync();
        var header = retryAfter is "date" ? app.Clock.GetUtcNow().AddSeconds(90).ToString("R", CultureInfo.InvariantCulture) : retryAfter;
        await app.Sandbox.FaultAsync("applications", "status", 429, "empty", header);
        await ApplyAsync(app);
        await app.AdvanceAsync(TimeSpan.FromSeconds(retryAfter is null ? 59 : 89));
        Assert.Equal(DeliveryState.Queued, (await StoryAsync(app)).Delivery.State);
        Assert.Single(await app.Sandbox.RequestsAsync());
        await app.AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(DeliveryState.Delivered, (await StoryAsync(app)).Delivery.State);
    }

    [Fact]
    public async Task Not_at_all_it_is_unreachable_and_nothing_was_sent()
    {
        await using var app = await TestApp.StartAsync(settings: new() { ["Eilbote:Personio:ApiBaseAddress"] = "http://127.0.0.1:1" });
        var story = await ApplyAsync(app);
        Assert.Equal(DeliveryState.Queued, story.Delivery.State);
        Assert.Contains(story.Timeline, x => x.Title.De == "Nicht erreicht");
        var exchange = await app.DbAsync(db => db.Exchanges.SingleAsync());
        Assert.Equal((Stage.NothingSent, (Meaning?)null), (exchange.Stage, exchange.Meaning));
    }

    [Fact]
    public async Task Too_late_the_request_is_given_up_at_its_deadline_and_settled_by_the_next()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sandbox.FaultAsync("applications", "latency", delayMs: 40_000);
        var job = await app.AddJobAdAsync("1234568");
        await new Applicant(app.Http).ApplyAsync(job);
        await app.Sandbox.DelaysAsync();
        var story = await StoryAsync(app);
        Assert.Contains(story.Timeline, x => x.Title.De == "Unterwegs");
        await app.AdvanceAsync(TimeSpan.FromSeconds(30), overtaking: true);
        story = await StoryAsync(app);
        Assert.Contains(story.Timeline, x => x.Title.De == "Keine klare Antwort");
        await app.AdvanceAsync(TimeSpan.FromSeconds(60), overtaking: true);
        Assert.Equal(DeliveryState.Delivered, (await StoryAsync(app)).Delivery.State);
    }

    [Fact]
    public async Task Slowly_an_upload_still_arrives()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sandbox.FaultAsync("documents", "slow-upload", delayMs: 20_000);
        var job = await app.AddJobAdAsync("1234568");
        await new Applicant(app.Http).ApplyAsync(job, null, new FormFile("cv", "cv.pdf", Applicant.Pdf(2_000_000)));
        await app.Sandbox.DelaysAsync();
        await app.AdvanceAsync(TimeSpan.FromSeconds(20), overtaking: true);
        Assert.Equal(DeliveryState.Delivered, (await StoryAsync(app)).Delivery.State);
    }

    [Fact]
    public async Task Already_there_is_asked_once_more_and_then_needs_a_look()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sandbox.FaultAsync("applications", "status", 400, reason: "errors.applicant-already-exists", count: 2);
        await ApplyAsync(app);
        await app.AdvanceAsync(TimeSpan.FromMinutes(9));
        Assert.Single(await app.Sandbox.RequestsAsync());
        await app.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal((DeliveryState.Held, HeldBy.Proof), ((await StoryAsync(app)).Delivery.State, (await StoryAsync(app)).Delivery.HeldBy));
        await app.AdvanceAsync(Supplements.ProofFor);
        await app.Service<Mailer>().RunDueAsync(CancellationToken.None);
        var story = await StoryAsync(app);
        Assert.Equal(DeliveryState.AlreadyThere, story.Delivery.State);
        Assert.Contains("zweimal", story.Next.Text.De, StringComparison.Ordinal);
        Assert.Equal(Deed.HandOver, story.Next.Deed);
    }

    [Fact]
    public async Task Already_there_by_mistake_it_arrives_at_the_second_asking()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sandbox.FaultAsync("applications", "status", 400, reason: "errors.applicant-already-exists");
        await ApplyAsync(app);
        await app.AdvanceAsync(TimeSpan.FromMinutes(11));
        Assert.Equal((DeliveryState.Delivered, Proof.Confirmed),
            ((await StoryAsync(app)).Delivery.State, (await StoryAsync(app)).Delivery.Proof!.Value));
    }

    /// <summary>Then our proof is an inference, and wrong: which is why somebody must look before the documents go.</summary>
    [Fact]
    public async Task Already_there_after_a_502_because_they_applied_on_the_career_site_it_waits_for_a_look()
    {
        await using var app = await TestApp.StartAsync();
        await ApplyOnTheCareerSiteAsync(app, "aenne.oeztuerk@example.com");
        await app.Sandbox.FaultAsync("applications", "status", 502, "html");
        var story = await ApplyAsync(app, Applicant.Pdf());
        Assert.Equal(DeliveryState.Queued, story.Delivery.State);
        await app.AdvanceAsync(TimeSpan.FromSeconds(6));
        story = await StoryAsync(app);
        Assert.Equal((DeliveryState.Delivered, (Proof?)Proof.Inferred, true),
            (story.Delivery.State, story.Delivery.Proof, story.Delivery.NeedsLook));
        Assert.Empty(Assert.Single(await app.Sandbox.ApplicationsAsync()).GetProperty("documents").EnumerateArray());

        await app.AdvanceAsync(TimeSpan.FromDays(31));
        using var browser = await MemberBrowser.JoinAsync(app, Role.Recruiter);
        var path = "/portal/applications/" + story.Delivery.ApplicationId;
        Assert.Contains("Bitte ansehen 1", await browser.GetAsync("/portal/applications"), StringComparison.Ordinal);
        using (var zip = new ZipArchive(await browser.Http.GetStreamAsync(new Uri(path + "/application.zip", UriKind.Relative))))
            Assert.Contains(zip.Entries, x => x.FullName == "cv.pdf");
        await browser.PostAsync(path + "/confirm", []);
        Assert.DoesNotContain("Bitte ansehen", await browser.GetAsync("/portal/applications"), StringComparison.Ordinal);
    }

    [Theory, InlineData(413, "errors.file-too-big"), InlineData(422, "errors.invalid-file-type"), InlineData(422, "something else")]
    public async Task That_one_document_is_refused_the_rest_arrives_without_it(int status, string reason)
    {
        await using var app = await TestApp.StartAsync();
        await app.Sandbox.FaultAsync("documents", "status", status, reason: reason);
        var job = await app.AddJobAdAsync("1234568");
        await new Applicant(app.Http)
            .ApplyAsync(job, null, new FormFile("cv", "cv.pdf", Applicant.Pdf()),
            new FormFile("cover_letter", "letter.pdf", Applicant.Pdf(seed: 2)));
        await app.IdleAsync();
        var story = await StoryAsync(app);
        Assert.Equal(DeliveryState.Delivered, story.Delivery.State);
        Assert.Contains("ein Dokument", story.Next.Text.De, StringComparison.Ordinal);
        var arrived = Assert.Single(await app.Sandbox.ApplicationsAsync());
        Assert.Equal("letter.pdf", Assert.Single(arrived.GetProperty("documents").EnumerateArray().ToList()).GetProperty("name")
            .GetString());
    }

    /// <summary>Which document, and why: in timeline, list and on its page; a missing field by the name that the ATS gives it.</summary>
    [Fact]
    public async Task What_was_refused_has_a_name()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sandbox.FaultAsync("documents", "status", 413, reason: "errors.file-too-big");
        await app.Sandbox.FaultAsync("documents", "status", 422, reason: "errors.invalid-file-type");
        var job = await app.AddJobAdAsync("1234568");
        await new Applicant(app.Http)
            .ApplyAsync(job, null, new FormFile("cv", "Lebenslauf.pdf", Applicant.Pdf()),
            new FormFile("cover_letter", "Anschreiben.pdf", Applicant.Pdf(seed: 2)));
        await app.IdleAsync();
        using var member = await MemberBrowser.JoinAsync(app, Role.Recruiter);
        var id = await app.DbAsync(db => db.Applications.Select(x => x.Id).SingleAsync());
        var page = await member.GetAsync("/portal/applications/" + id);
        Assert.Contains("Angekommen, aber ohne: „Lebenslauf.pdf“, „Anschreiben.pdf“.", page, StringComparison.Ordinal);
        Assert.Contains("Personio hat „Lebenslauf.pdf“ nicht angenommen: zu groß.", page, StringComparison.Ordinal);
        Assert.Contains("Personio hat „Anschreiben.pdf“ nicht angenommen: dieser Dateityp wird nicht angenommen.", page,
            StringComparison.Ordinal);
        Assert.Contains("ohne „Lebenslauf.pdf“, „Anschreiben.pdf“", await member.GetAsync("/portal/applications"),
            StringComparison.Ordinal);

        await app.Sandbox.FaultAsync("applications", "status", 400, reason: "errors.attribute-validation.required-attribute");
        await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields("b@example.com"));
        await app.IdleAsync();
        var needs = await app.DbAsync(
            db => db.Deliveries.Where(x => x.State == DeliveryState.NeedsEmployer).Select(x => x.ApplicationId).SingleAsync());
        var named = await app.DbAsync(
            db => db.Exchanges.Where(x => x.Meaning == Meaning.QuestionMissing).Select(x => x.Fields).SingleAsync());
        Assert.NotNull(named);
        Assert.Contains($"die hier fehlt: {named}.", await member.GetAsync("/portal/applications/" + needs),
            StringComparison.Ordinal);
    }

    /// <summary>A status that a live account has shown to mean "created" is a setting; a page for people never is.</summary>
    [Theory, InlineData(202, "empty", DeliveryState.Delivered), InlineData(202, "html", DeliveryState.Queued),
        InlineData(203, "empty", DeliveryState.Queued)]
    public async Task With_another_success_it_counts_once_it_was_said_to(int status, string body, DeliveryState state)
    {
        await using var app = await TestApp.StartAsync(settings: new() { ["Eilbote:Personio:CreatedStatuses:0"] = "202" });
        await app.Sandbox.FaultAsync("applications", "status", status, body);
        Assert.Equal(state, (await ApplyAsync(app)).Delivery.State);
    }

    private static async Task ApplyOnTheCareerSiteAsync(TestApp app, string email)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/recruiting/applications")
        {
            Content = JsonContent.Create(new { first_name = "Änne", last_name = "Öztürk", email, job_position_id = 1234568 }),
        };
        request.Headers.Authorization = new("Bearer", RunningSandbox.Token);
        request.Headers.Add("X-Company-ID", RunningSandbox.Company);
        using var response = await app.Sandbox.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    private static async Task<Story> ApplyAsync(TestApp app, byte[]? cv = null)
    {
        var job = await app.AddJobAdAsync("1234568");
        var sent = await new Applicant(app.Http).ApplyAsync(job, null, cv is null ? [] : [new FormFile("cv", "cv.pdf", cv)]);
        Assert.True(sent.Status == HttpStatusCode.SeeOther, sent.Html);
        await app.IdleAsync();
        return await StoryAsync(app);
    }

    private static Task<Story> StoryAsync(TestApp app) => app.DbAsync(async db =>
    {
        var delivery = await db.Deliveries.AsNoTracking().SingleAsync();
        var application = await db.Applications.AsNoTracking().SingleAsync();
        var account = await db.Accounts.AsNoTracking().SingleAsync();
        var exchanges = await db.Exchanges.AsNoTracking().OrderBy(x => x.StartedAt).ToListAsync();
        var ats = app.Service<ConnectorRegistry>()[account.Connector].Descriptor;
        return new Story(delivery, Timeline.Of(application, delivery, exchanges, [], ats),
            NextStep.Of(delivery, account, ats, outage: false, app.Clock.GetUtcNow()));
    });

    private sealed record Story(Delivery Delivery, IReadOnlyList<TimelineEvent> Timeline, NextStep Next);
}
