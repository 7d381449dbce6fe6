using System.IO.Compression;
using System.Net;
using Eilbote.Applying;
using Eilbote.Deliveries;
using Eilbote.Employers;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Deliveries;

public sealed class By_hand
{
    private const string RequiredAttribute = "errors.attribute-validation.required-attribute";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Many_are_previewed_retried_and_recorded(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var (job, unpublished) = (await app.AddJobAdAsync("1234568"), await app.AddJobAdAsync("1234590"));
        await app.Sandbox.FaultAsync("applications", "status", 400, reason: RequiredAttribute, count: 3);
        await ApplyAsync(app, job, "early@example.com");
        await app.AdvanceAsync(TimeSpan.FromHours(2));
        await ApplyAsync(app, job, "p0@example.com");
        await ApplyAsync(app, job, "p1@example.com");
        await ApplyAsync(app, unpublished, "p2@example.com");
        using var browser = await MemberBrowser.JoinAsync(app, Role.Recruiter);

        Assert.Contains("3 gehen hinaus, 1 braucht Sie.", await browser.GetAsync("/portal/applications/all/retry"),
            StringComparison.Ordinal);
        // Received in Vienna at 14:02 and from 16:02 on.
        Assert.Contains("2 gehen hinaus, 1 braucht Sie.", await browser.GetAsync("/portal/applications/all/retry?since=2026-11-23T15:00"),
            StringComparison.Ordinal);
        Assert.Empty(await app.Sandbox.ApplicationsAsync());
        await browser.PostAsync(
            "/portal/applications/all/retry", new() { ["Since"] = "2026-11-23T15:00", ["Why"] = "Frage ist jetzt freiwillig" });
        await app.IdleAsync();

        Assert.Equal(["p0@example.com", "p1@example.com"], (await app.Sandbox.ApplicationsAsync())
            .Select(x => x.GetProperty("email").GetString()));
        Assert.Equal(
            [DeliveryState.NeedsEmployer, DeliveryState.Delivered, DeliveryState.Delivered, DeliveryState.Held],
            await app.DbAsync(db => db.Deliveries.OrderBy(x => db.Applications.Single(a => a.Id == x.ApplicationId).Applicant.Email)
                .Select(x => x.State).ToListAsync()));
        var html = await browser.GetAsync(await PathAsync(app, "p0@example.com"));
        Assert.Contains("Von Hand erneut zugestellt", html, StringComparison.Ordinal);
        Assert.Contains("Von recruiter-", html, StringComparison.Ordinal);
        Assert.Contains("Frage ist jetzt freiwillig", html, StringComparison.Ordinal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Held_nothing_leaves_until_released(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        await app.Sandbox.FaultAsync("applications", "status", 503, "html");
        await ApplyAsync(app, await app.AddJobAdAsync("1234568"), "p0@example.com");
        using var browser = await MemberBrowser.JoinAsync(app, Role.Owner);
        await browser.PostAsync("/portal/applications/all/hold", []);
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Single(await app.Sandbox.RequestsAsync());
        var path = await PathAsync(app, "p0@example.com");
        Assert.Contains("sobald jemand sie freigibt", await browser.GetAsync(path), StringComparison.Ordinal);
        await browser.PostAsync(path + "/release", []);
        await app.IdleAsync();
        Assert.Single(await app.Sandbox.ApplicationsAsync());
        Assert.Equal([Deed.Hold, Deed.Release],
            await app.DbAsync(db => db.Interventions.OrderBy(x => x.At).Select(x => x.Deed).ToListAsync()));
    }

    [Fact]
    public async Task Returned_the_person_reads_the_words_on_the_receipt()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sandbox.FaultAsync("applications", "status", 400, reason: RequiredAttribute);
        var receipt = await ApplyAsync(app, await app.AddJobAdAsync("1234568"), "p0@example.com");
        using var browser = await MemberBrowser.JoinAsync(app, Role.Owner);
        var path = await PathAsync(app, "p0@example.com") + "/return";
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SendAsync(path, new() { ["Words"] = " " })).Status);
        await browser.PostAsync(path, new() { ["Words"] = "Bitte schicken Sie uns eine <b>E-Mail</b>." });
        await app.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Equal(DeliveryState.Returned, await StateAsync(app));
        Assert.Single(await app.Sandbox.RequestsAsync());
        var html = await app.Http.GetStringAsync(new Uri(receipt, UriKind.Relative));
        Assert.Contains("Bitte schicken Sie uns eine &lt;b&gt;E-Mail&lt;/b&gt;.", html, StringComparison.Ordinal);
        Assert.Contains("jobs@musterfirma.example", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Angekommen", await browser.GetAsync(path[..^"/return".Length]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handed_over_it_is_downloaded_whole_and_ends_when_that_is_confirmed()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sandbox.FaultAsync("applications", "status", 400, reason: RequiredAttribute);
        var (cv, letter) = (Applicant.Pdf(seed: 1), Applicant.Pdf(seed: 2));
        var receipt = await ApplyAsync(
            app, await app.AddJobAdAsync("1234568"), "p0@example.com", new FormFile("cv", "Lebenslauf.pdf", cv),
            new FormFile("cover_letter", "Lebenslauf.pdf", letter));
        using var browser = await MemberBrowser.JoinAsync(app, Role.Owner);
        var path = await PathAsync(app, "p0@example.com");

        using (var zip = new ZipArchive(await browser.Http.GetStreamAsync(new Uri(path + "/application.zip", UriKind.Relative))))
        {
            Assert.Equal(["Bewerbung.html", "Lebenslauf.pdf", "Lebenslauf (2).pdf", "application.json"], zip.Entries.Select(x => x.FullName));
            Assert.Equal(cv, await BytesAsync(zip.Entries[1]));
            Assert.Equal(letter, await BytesAsync(zip.Entries[2]));
            var summary = WebUtility.HtmlDecode(System.Text.Encoding.UTF8.GetString(await BytesAsync(zip.Entries[0])));
            foreach (var words in new[] { "Änne Öztürk", "p0@example.com", "+43 660 1234567", "ich freue mich", "1234568" })
                Assert.Contains(words, summary, StringComparison.Ordinal);
        }
        Assert.Equal(DeliveryState.NeedsEmployer, await StateAsync(app));
        await browser.PostAsync(path + "/hand-over", []);
        Assert.Equal(DeliveryState.HandedOver, await StateAsync(app));
        Assert.Contains("Angekommen bei Musterfirma",
            WebUtility.HtmlDecode(await app.Http.GetStringAsync(new Uri(receipt, UriKind.Relative))), StringComparison.Ordinal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_arrived_without_a_file_stays_on_the_list_with_its_documents_until_confirmed(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        await app.Sandbox.FaultAsync("documents", "status", 422, reason: "errors.invalid-file-type");
        await ApplyAsync(app, await app.AddJobAdAsync("1234568"), "p0@example.com", new FormFile("cv", "cv.pdf", Applicant.Pdf()));
        using var browser = await MemberBrowser.JoinAsync(app, Role.Owner);
        Assert.Equal(DeliveryState.Delivered, await StateAsync(app));
        Assert.Contains("Bitte ansehen 1", await browser.GetAsync("/portal/applications"), StringComparison.Ordinal);

        app.Clock.Advance(TimeSpan.FromDays(31));
        await app.Service<Housekeeping>().CleanAsync(CancellationToken.None);
        Assert.Null(await app.DbAsync(db => db.Documents.Select(x => x.ErasedAt).SingleAsync()));
        using var later = await MemberBrowser.JoinAsync(app, Role.Owner);
        await later.PostAsync(await PathAsync(app, "p0@example.com") + "/hand-over", []);
        Assert.Equal(DeliveryState.Delivered, await StateAsync(app));
        Assert.DoesNotContain("Bitte ansehen", await later.GetAsync("/portal/applications"), StringComparison.Ordinal);
        await app.Service<Housekeeping>().CleanAsync(CancellationToken.None);
        Assert.NotNull(await app.DbAsync(db => db.Documents.AsNoTracking().Select(x => x.ErasedAt).SingleAsync()));
    }

    [Fact]
    public async Task Unlooked_at_documents_are_kept_ninety_days_and_no_longer()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sandbox.FaultAsync("documents", "status", 422, reason: "errors.invalid-file-type");
        await ApplyAsync(app, await app.AddJobAdAsync("1234568"), "p0@example.com", new FormFile("cv", "cv.pdf", Applicant.Pdf()));
        app.Clock.Advance(TimeSpan.FromDays(89));
        await app.Service<Housekeeping>().CleanAsync(CancellationToken.None);
        Assert.Null(await app.DbAsync(db => db.Documents.AsNoTracking().Select(x => x.ErasedAt).SingleAsync()));
        app.Clock.Advance(TimeSpan.FromDays(2));
        await app.Service<Housekeeping>().CleanAsync(CancellationToken.None);
        Assert.NotNull(await app.DbAsync(db => db.Documents.AsNoTracking().Select(x => x.ErasedAt).SingleAsync()));
    }

    [Fact]
    public async Task Only_members_who_may_edit_and_only_of_the_employer()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sandbox.FaultAsync("applications", "status", 400, reason: RequiredAttribute);
        await ApplyAsync(app, await app.AddJobAdAsync("1234568"), "p0@example.com");
        var path = await PathAsync(app, "p0@example.com");
        using var viewer = await MemberBrowser.JoinAsync(app, Role.Viewer);
        foreach (var deed in new[] { path + "/retry", path + "/application.zip", "/portal/applications/all/retry" })
            await viewer.GetAsync(deed, HttpStatusCode.Forbidden);

        var other = new Employer { Name = "Andere GmbH" };
        await app.ChangeAsync(db => db.Employers.Add(other));
        using var stranger = await MemberBrowser.JoinAsync(app, Role.Owner, other.Id);
        foreach (var deed in new[] { path + "/retry", path + "/hand-over", path + "/application.zip" })
        {
            using var response = await stranger.Http.GetAsync(new Uri(deed, UriKind.Relative));
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
        Assert.Contains("Hier ist nichts zu tun.", await stranger.GetAsync("/portal/applications/all/retry"), StringComparison.Ordinal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task An_operator_does_it_for_one_employer_or_all(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        await app.Sandbox.PostAsync("/_sandbox/companies", new { count = 1 });
        var (job, other) = (await app.AddJobAdAsync("1234568"), await When_personio_is_down.AddCompanyAsync(app, 1_000_000));
        await ApplyAsync(app, await app.AddJobAdAsync("1234590"), "p1@example.com");
        foreach (var (ad, email) in new[] { (job, "p0@example.com"), (other, "p2@example.com") })
        {
            await app.Sandbox.PostAsync(
                "/_sandbox/faults", new
                {
                    company = "any",
                    endpoint = "applications",
                    fault = "status",
                    status = 400,
                    reason = RequiredAttribute
                });
            await ApplyAsync(app, ad, email);
        }
        await app.AddUserAsync("betrieb@example.com", Role.Operator, null);
        using var browser = await MemberBrowser.SignInAsync(app, "betrieb@example.com");

        var all = await browser.GetAsync("/operators/deliveries/retry");
        Assert.Contains("2 gehen hinaus, 1 braucht das Unternehmen.", all, StringComparison.Ordinal);
        Assert.DoesNotContain("p0@example.com", all, StringComparison.Ordinal);
        var musterfirma = "/operators/deliveries/retry?employer=" + app.EmployerId;
        Assert.Contains("1 geht hinaus, 1 braucht das Unternehmen.", await browser.GetAsync(musterfirma), StringComparison.Ordinal);
        await browser.PostAsync(
            musterfirma, "/operators/deliveries/retry",
            new() { ["Employer"] = app.EmployerId.ToString(), ["Why"] = "Personio sagt, es geht wieder" });
        await app.IdleAsync();
        Assert.Equal("p0@example.com", Assert.Single(await app.Sandbox.ApplicationsAsync()).GetProperty("email").GetString());
        using var member = await MemberBrowser.JoinAsync(app, Role.Recruiter);
        var timeline = await member.GetAsync(await PathAsync(app, "p0@example.com"));
        Assert.Contains("Vom Betreiber. Personio sagt, es geht wieder", timeline, StringComparison.Ordinal);
        Assert.DoesNotContain("betrieb@example.com", timeline, StringComparison.Ordinal);

        await browser.PostAsync("/operators/deliveries/hold", []);
        await browser.PostAsync("/operators/deliveries/release", []);
        await app.IdleAsync();
        Assert.Equal(2, (await app.Sandbox.ApplicationsAsync()).Length);
        Assert.Equal([Deed.Retry, Deed.Hold, Deed.Release],
            await app.DbAsync(db => db.Interventions.OrderBy(x => x.At).ThenBy(x => x.Id).Select(x => x.Deed).ToListAsync()));
        Assert.All(await app.DbAsync(db => db.Interventions.ToListAsync()), x =>
            Assert.Equal((Actor.Operator, "betrieb@example.com"), (x.Actor, x.By)));
    }

    [Fact]
    public async Task An_employer_or_a_time_that_cannot_be_read_does_not_mean_all()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sandbox.FaultAsync("applications", "status", 400, reason: RequiredAttribute);
        await ApplyAsync(app, await app.AddJobAdAsync("1234568"), "p0@example.com");
        await app.AddUserAsync("betrieb@example.com", Role.Operator, null);
        using var browser = await MemberBrowser.SignInAsync(app, "betrieb@example.com");
        foreach (var employer in new[] { "x", Guid.Empty.ToString() })
        {
            await browser.GetAsync("/operators/deliveries/retry?employer=" + employer, HttpStatusCode.NotFound);
            await browser.PostAsync(
                "/operators/deliveries/retry", "/operators/deliveries/retry", new() { ["Employer"] = employer }, HttpStatusCode.NotFound);
        }
        Assert.Contains("Bitte Datum und Uhrzeit so eingeben",
            await browser.GetAsync("/operators/deliveries/retry?since=gestern", HttpStatusCode.UnprocessableEntity),
            StringComparison.Ordinal);
        await browser.PostAsync(
            "/operators/deliveries/retry", "/operators/deliveries/retry", new() { ["Since"] = "gestern" },
            HttpStatusCode.UnprocessableEntity);
        await app.IdleAsync();
        Assert.Equal(DeliveryState.NeedsEmployer, await StateAsync(app));
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        await member.GetAsync("/operators/deliveries/retry", HttpStatusCode.Forbidden);
    }

    private static async Task<string> ApplyAsync(TestApp app, Guid job, string email, params FormFile[] files)
    {
        var sent = await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields(email), files);
        Assert.True(sent.Status == HttpStatusCode.SeeOther, sent.Html);
        await app.IdleAsync();
        return sent.Receipt!;
    }

    private static async Task<string> PathAsync(TestApp app, string email) =>
        "/portal/applications/"
            + await app.DbAsync(db => db.Applications.Where(x => x.Applicant.Email == email).Select(x => x.Id).SingleAsync());

    private static Task<DeliveryState> StateAsync(TestApp app) => app.DbAsync(db => db.Deliveries.Select(x => x.State).SingleAsync());

    private static async Task<byte[]> BytesAsync(ZipArchiveEntry entry)
    {
        await using var content = await entry.OpenAsync(CancellationToken.None);
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
