using System.Globalization;
using System.Linq.Expressions;
using System.Net;
using System.Net.Http.Json;
using Eilbote.Applications;
using Eilbote.Connections;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.JobAds;
using Eilbote.Mail;
using Eilbote.Members;
using Eilbote.Storage;
using Eilbote.Tests.Mail;
using Microsoft.EntityFrameworkCore;
using PersonioSandbox;

namespace Eilbote.Tests.Storage;

/// <summary>What an older version left under way (<c>tests/upgrades</c>) is opened by this one: each story ends, none twice.</summary>
public sealed class An_upgrade
{
    /// <summary>Of this one the ATS forgot the upload: it is sent again, and the create as well.</summary>
    private const string Forgotten = "without-cv";

    /// <summary>The create of these was answered before, or must not leave any more.</summary>
    private static readonly string[] NotSent = ["delivered", "open-and-withdrawn"];

    /// <summary>Each story, how far it comes by itself, and its end once people did their part.</summary>
    private static readonly Dictionary<string, (DeliveryState ByItself, DeliveryState End)> Stories = new()
    {
        ["delivered"] = (DeliveryState.Delivered, DeliveryState.Delivered),
        ["without-phone"] = (DeliveryState.Delivered, DeliveryState.Delivered),
        ["without-cv"] = (DeliveryState.Delivered, DeliveryState.Delivered),
        ["half-uploaded"] = (DeliveryState.Delivered, DeliveryState.Delivered),
        ["already-there"] = (DeliveryState.Delivered, DeliveryState.Delivered),
        ["already-there-from-elsewhere"] = (DeliveryState.Held, DeliveryState.HandedOver),
        ["tried-and-arrived"] = (DeliveryState.Delivered, DeliveryState.Delivered),
        ["tried-and-lost"] = (DeliveryState.Delivered, DeliveryState.Delivered),
        ["open-and-arrived"] = (DeliveryState.Delivered, DeliveryState.Delivered),
        ["open-and-lost"] = (DeliveryState.Delivered, DeliveryState.Delivered),
        ["open-and-withdrawn"] = (DeliveryState.Withdrawn, DeliveryState.Withdrawn),
        ["queued-first"] = (DeliveryState.Delivered, DeliveryState.Delivered),
        ["queued-twice"] = (DeliveryState.Delivered, DeliveryState.Delivered),
        ["held-by-connection-1"] = (DeliveryState.Held, DeliveryState.Delivered),
        ["held-by-connection-2"] = (DeliveryState.Held, DeliveryState.Delivered),
        ["held-by-job-ad"] = (DeliveryState.Held, DeliveryState.Delivered),
        ["held-by-person"] = (DeliveryState.Held, DeliveryState.Delivered),
        ["needs-applicant"] = (DeliveryState.NeedsApplicant, DeliveryState.Delivered),
        ["needs-employer"] = (DeliveryState.NeedsEmployer, DeliveryState.Delivered),
    };

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Of_742ccfd_brings_each_delivery_to_its_end_and_none_twice(Database database)
    {
        var earlier = new EarlierVersion("742ccfd", database);
        using var post = new Postbox(receipts: true);
        await using var app = await TestApp.UpgradeAsync(database, earlier, sandbox => KnowAsync(sandbox, earlier), post.Settings);
        var deliveries = await DeliveriesAsync(app);
        Assert.Equal(Stories.Keys.Order(), deliveries.Select(x => x.Story).Distinct().Order());
        await KnowUploadsAsync(app, deliveries);

        await app.IdleAsync();
        for (var minute = 0; minute < 12; minute++)
            await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        await StandAsync(app, deliveries, x => x.ByItself);

        await MendAsync(app, deliveries, earlier);
        await StandAsync(app, deliveries, x => x.End);

        var sent = Stories.Keys.Except(NotSent).ToList();
        var arrived = (await app.Sandbox.ApplicationsAsync()).ToDictionary(x => x.GetProperty("email").GetString()!.Split('@')[0]);
        Assert.Equal(sent.Order(), arrived.Keys.Select(x => x == "corrected" ? "needs-applicant" : x).Order());
        // The sandbox refuses who is there already: that nothing left a second time is told by the requests.
        Assert.Equal(sent.Append(Forgotten).Order(), await SinceAsync(StepKind.Create));
        Assert.Equal(["half-uploaded", "held-by-connection-1", "held-by-connection-2", "queued-twice", Forgotten],
            await SinceAsync(StepKind.Upload));
        Assert.Equal(await HashesAsync(app, "half-uploaded", deliveries), Documents("half-uploaded", "sha256"));
        Assert.Equal(["Anschreiben.pdf"], Documents("without-cv", "name"));
        Assert.Equal(["Lebenslauf.pdf"], Documents("without-phone", "name"));
        Assert.Empty(arrived["without-phone"].GetProperty("attributes").EnumerateObject());
        Assert.NotEmpty(arrived["without-cv"].GetProperty("attributes").EnumerateObject());
        Assert.Equal(["open-and-arrived", "tried-and-arrived"], await WhereAsync(x => x.Proof == Proof.Inferred));
        Assert.Equal(["open-and-arrived", "tried-and-arrived", "without-cv", "without-phone"], await WhereAsync(x => x.NeedsLook));
        Assert.Contains("Angekommen, aber ohne: Telefon", await PageAsync("without-phone"), StringComparison.Ordinal);
        Assert.Contains("Angekommen, aber ohne: „Lebenslauf.pdf“", await PageAsync("without-cv"), StringComparison.Ordinal);
        foreach (var story in earlier.Stories.Values)
            await app.Http.GetStringAsync(new Uri(story.Receipt, UriKind.Relative));
        // Nobody gets a receipt by mail who applied before there were any.
        await post.TakeAsync(app);
        Assert.Empty(await app.DbAsync(db => db.OutgoingMails.Where(
            x => x.Kind == MailKind.Receipt || (x.Bulk && x.Kind != MailKind.AddressProof)).ToListAsync()));

        IEnumerable<string> Documents(string story, string property) =>
            arrived[story].GetProperty("documents").EnumerateArray().Select(x => x.GetProperty(property).GetString()!).Order();

        async Task<IEnumerable<string>> SinceAsync(StepKind kind) =>
            StoriesOf(await app.DbAsync(
                db => db.Exchanges.Where(x => x.Kind == kind && x.StartedAt > earlier.At && x.DeliveryId != null)
                .Select(x => x.DeliveryId!.Value).ToListAsync()));

        async Task<IEnumerable<string>> WhereAsync(Expression<Func<Delivery, bool>> condition) =>
            StoriesOf(await app.DbAsync(db => db.Deliveries.Where(condition).Select(x => x.Id).ToListAsync()));

        IEnumerable<string> StoriesOf(List<Guid> ids) => ids.Select(id => deliveries.Single(x => x.Id == id).Story).Order();

        async Task<string> PageAsync(string story)
        {
            using var owner = await OwnerAsync(app, earlier.Stories[story]);
            return await owner.GetAsync($"/portal/applications/{deliveries.Single(x => x.Story == story).ApplicationId}");
        }
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Of_742ccfd_brings_each_verification_to_its_end(Database database)
    {
        var earlier = new EarlierVersion("742ccfd", database);
        await using var app = await TestApp.UpgradeAsync(database, earlier, sandbox => KnowAsync(sandbox, earlier));
        Assert.Equal(2, await app.DbAsync(db => db.Verifications.CountAsync(x => x.FinishedAt == null)));

        // Nobody knows what became of the request that was out.
        await app.AdvanceAsync(TimeSpan.FromSeconds(36));
        await app.VerifyAsync();
        var died = Assert.Single(await VerificationsAsync(app, "verifying"));
        Assert.NotNull(died.FinishedAt);
        Assert.Contains(died.Checks, x => x is { Kind: CheckKind.Secret, Verdict: Verdict.NotProvable });

        await app.AdvanceAsync(TimeSpan.FromHours(1));
        await app.VerifyAsync();
        Assert.True(Assert.Single(await VerificationsAsync(app, "verifying-later")).Accepted);

        using var owner = await MemberBrowser.SignInAsync(app, "verifying@example.com");
        Assert.Contains("Nicht prüfbar", await owner.GetAsync("/portal/smart-apply/verifications/" + died.Id), StringComparison.Ordinal);
        await owner.PostAsync("/portal/profile/notice", new()
        {
            ["Controller"] = "Firma",
            ["Address"] = "Wien",
            ["Contact"] = "datenschutz@example.com",
            ["Text"] = "Wir achten darauf.",
        });
        await owner.PostAsync("/portal/smart-apply", "/portal/smart-apply", []);
        // A claimed account has few slots, and the other verification used them.
        await app.IdleAsync();
        await app.AdvanceAsync(TimeSpan.FromMinutes(2));
        await app.VerifyAsync();
        Assert.True((await VerificationsAsync(app, "verifying"))[^1].Accepted);
        Assert.Empty(await app.DbAsync(db => db.ProbingStops.ToListAsync()));
        Assert.DoesNotContain(await app.Sandbox.ApplicationsAsync(), x => x.GetProperty("company").GetString() == DemoData.Alpenwerk);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Of_742ccfd_finds_by_name_what_came_before_names_were_searched(Database database)
    {
        var earlier = new EarlierVersion("742ccfd", database);
        await using var app = await TestApp.UpgradeAsync(database, earlier, sandbox => KnowAsync(sandbox, earlier));
        await app.Service<NameKeyFill>().RunDueAsync(CancellationToken.None);
        Assert.Empty(await app.DbAsync(db => db.Applications.Where(x => (x.LastFirst == "") != (x.ErasedAt != null)).ToListAsync()));
        var application = (await DeliveriesAsync(app)).Single(x => x.Story == "delivered").ApplicationId;
        using var owner = await OwnerAsync(app, earlier.Stories["delivered"]);
        foreach (var typed in new[] { "ozt", "änne", "delivered@example.com" })
            Assert.Contains($"/portal/applications/{application}", await owner.GetAsync("/portal/applications?q=" + Uri.EscapeDataString(typed)),
                StringComparison.Ordinal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Of_742ccfd_leaves_each_person_the_role_and_employer_they_had(Database database)
    {
        var earlier = new EarlierVersion("742ccfd", database);
        await using var app = await TestApp.UpgradeAsync(database, earlier, sandbox => KnowAsync(sandbox, earlier));
        var deliveries = await DeliveriesAsync(app);
        using var owner = await OwnerAsync(app, earlier.Stories["delivered"]);
        foreach (var story in Stories.Keys)
            await owner.GetAsync($"/portal/applications/{deliveries.First(x => x.Story == story).ApplicationId}",
                story == "delivered" ? HttpStatusCode.OK : HttpStatusCode.NotFound);
        var members = await app.DbAsync(db => (
            from user in db.Users
            join membership in db.Memberships on user.Id equals membership.UserId
            select new { user.Id, user.Email, membership.Role, membership.IsLimited }).ToListAsync());
        Assert.All(members, x => Assert.Equal((Role.Owner, false), (x.Role, x.IsLimited)));
        Assert.Equal(await app.DbAsync(db => db.Employers.CountAsync()), members.Count);
        var me = members.Single(x => x.Email == $"owner-{earlier.Stories["delivered"].Company}@example.com");
        // Whose role it is may give it to others, and is the last one.
        await owner.PostAsync("/portal/team", $"/portal/team/{me.Id}/end", [], HttpStatusCode.UnprocessableEntity);
        await owner.PostAsync("/portal/team", "/portal/team/invitations", new() { ["email"] = "new@example.com", ["role"] = "Viewer" });
        Assert.Equal(me.Email, await app.DbAsync(db => (
            from invitation in db.Invitations
            join membership in db.Memberships on invitation.EmployerId equals membership.EmployerId
            join user in db.Users on membership.UserId equals user.Id
            select user.Email).SingleAsync()));
    }

    /// <summary>What the ATS knew when the server died, and what has changed there since.</summary>
    private static async Task KnowAsync(RunningSandbox sandbox, EarlierVersion earlier)
    {
        await sandbox.PostAsync("/_sandbox/companies", new { count = 30 });
        await sandbox.PostAsync($"/_sandbox/companies/{RunningSandbox.Company}/token", new { token = "rotated-token" });
        await sandbox.PostAsync("/_sandbox/jobs/" + earlier.Stories["held-by-job-ad"].Company, new { published = false });
        foreach (var story in new[] { "already-there-from-elsewhere", "tried-and-arrived", "open-and-arrived" })
        {
            var company = earlier.Stories[story].Company;
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/recruiting/applications")
            {
                Content = JsonContent.Create(new
                {
                    first_name = "Änne",
                    last_name = "Öztürk",
                    email = story + "@example.com",
                    job_position_id = int.Parse(company, CultureInfo.InvariantCulture),
                }),
            };
            request.Headers.Authorization = new("Bearer", "token-" + company);
            request.Headers.Add("X-Company-ID", company);
            using var response = await sandbox.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        }
    }

    /// <summary>The ATS still has the documents whose uploads it answered, but for one.</summary>
    private static async Task KnowUploadsAsync(TestApp app, IReadOnlyList<Underway> deliveries)
    {
        foreach (var delivery in deliveries.Where(x => x.Story != Forgotten))
            await KnowUploadsAsync(app, delivery.ApplicationId, delivery.Company);
    }

    internal static async Task KnowUploadsAsync(TestApp app, Guid applicationId, string company)
    {
        foreach (var uploaded in await app.DbAsync(db => db.Exchanges.Where(x => x.Meaning == Meaning.StepDone
            && db.Deliveries.Any(d => d.Id == x.DeliveryId && d.ApplicationId == applicationId)).ToListAsync()))
        {
            var document = await app.DbAsync(
                db => db.Documents.SingleAsync(x => x.ApplicationId == applicationId && uploaded.Step.EndsWith(x.Sha256)));
            await using var stored = await app.Service<IDocumentStore>().OpenAsync(document.Id, CancellationToken.None);
            using var content = new MemoryStream();
            await stored.CopyToAsync(content);
            await app.Sandbox.PostAsync(
                "/_sandbox/files", new { uuid = uploaded.Result, company, name = document.FileName, content = content.ToArray() });
        }
    }

    private static Task<List<string>> HashesAsync(TestApp app, string story, IReadOnlyList<Underway> deliveries)
    {
        var application = deliveries.Single(x => x.Story == story).ApplicationId;
        return app.DbAsync(db => db.Documents.Where(x => x.ApplicationId == application).Select(x => x.Sha256).Order().ToListAsync());
    }

    /// <summary>Everyone does what the pages ask of them; the job is published again, and its ad opens by itself.</summary>
    private static async Task MendAsync(TestApp app, IReadOnlyList<Underway> deliveries, EarlierVersion earlier)
    {
        await app.Sandbox.PostAsync("/_sandbox/jobs/" + earlier.Stories["held-by-job-ad"].Company, new { published = true });
        await DoAsync("already-there-from-elsewhere", "hand-over");
        await DoAsync("held-by-person", "release");
        await DoAsync("needs-employer", "retry");
        using (var owner = await OwnerAsync(app, earlier.Stories["held-by-connection-1"]))
            await owner.PostAsync("/portal/smart-apply", "/portal/smart-apply", new() { ["access_token"] = "rotated-token" });
        using (var corrected = new FormUrlEncodedContent([new("email", "corrected@example.com")]))
        using (var answer = await app.Http.PostAsync(new Uri(earlier.Stories["needs-applicant"].Receipt, UriKind.Relative), corrected))
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        await app.IdleAsync();
        await app.AdvanceAsync(TimeSpan.FromMinutes(13));
        await app.Service<FeedRefresh>().RunDueAsync(CancellationToken.None);
        await app.IdleAsync();

        async Task DoAsync(string story, string deed)
        {
            using var owner = await OwnerAsync(app, earlier.Stories[story]);
            await owner.PostAsync($"/portal/applications/{deliveries.Single(x => x.Story == story).ApplicationId}/{deed}", []);
        }
    }

    private static Task<MemberBrowser> OwnerAsync(TestApp app, EarlierStory story) =>
        MemberBrowser.SignInAsync(app, $"owner-{story.Company}@example.com");

    private static async Task StandAsync(
        TestApp app, IReadOnlyList<Underway> deliveries, Func<(DeliveryState ByItself, DeliveryState End), DeliveryState> expected)
    {
        var states = await app.DbAsync(db => db.Deliveries.ToDictionaryAsync(x => x.Id, x => x.State));
        Assert.Equal(deliveries.Select(x => $"{x.Story} {expected(Stories[x.Story])}"),
            deliveries.Select(x => $"{x.Story} {states[x.Id]}"));
    }

    private static Task<List<Underway>> DeliveriesAsync(TestApp app) => app.DbAsync(db => (
        from delivery in db.Deliveries
        join application in db.Applications on delivery.ApplicationId equals application.Id
        join account in db.Accounts on delivery.AccountId equals account.Id
        orderby application.Applicant.Email, delivery.Id
        select new Underway(application.Applicant.Email.Replace("@example.com", ""), delivery.Id, application.Id, account.Key))
            .ToListAsync());

    private static Task<List<Verification>> VerificationsAsync(TestApp app, string employer) => app.DbAsync(db => (
        from verification in db.Verifications.AsNoTracking()
        join e in db.Employers on verification.EmployerId equals e.Id
        where e.Name == employer + "@example.com"
        orderby verification.StartedAt, verification.Id
        select verification).ToListAsync());

    private sealed record Underway(string Story, Guid Id, Guid ApplicationId, string Company);
}
