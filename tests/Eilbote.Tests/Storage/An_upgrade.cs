using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Eilbote.Connections;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.JobAds;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;
using PersonioSandbox;

namespace Eilbote.Tests.Storage;

/// <summary>What an older version left under way (<c>tests/upgrades</c>) is opened by this one: each story ends, none twice.</summary>
public sealed class An_upgrade
{
    /// <summary>Each story, how far it comes by itself, and its end once people did their part.</summary>
    private static readonly Dictionary<string, (DeliveryState ByItself, DeliveryState End)> Stories = new()
    {
        ["delivered"] = (DeliveryState.Delivered, DeliveryState.Delivered),
        ["without-phone"] = (DeliveryState.Delivered, DeliveryState.Delivered),
        ["without-cv"] = (DeliveryState.Delivered, DeliveryState.Delivered),
        ["half-uploaded"] = (DeliveryState.Delivered, DeliveryState.Delivered),
        ["already-there"] = (DeliveryState.Delivered, DeliveryState.Delivered),
        ["already-there-from-elsewhere"] = (DeliveryState.AlreadyThere, DeliveryState.HandedOver),
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
        var left = new Left("742ccfd", database);
        await using var app = await TestApp.UpgradeAsync(database, left, sandbox => WasAsync(sandbox, left));
        var deliveries = await DeliveriesAsync(app);
        Assert.Equal(Stories.Keys.Order(), deliveries.Select(x => x.Story).Distinct().Order());
        var half = deliveries.Single(x => x.Story == "half-uploaded");
        await WasUploadedAsync(app, half);
        var delivered = deliveries.Single(x => x.Story == "delivered").Id;
        var sentBefore = await app.DbAsync(db => db.Exchanges.CountAsync(x => x.DeliveryId == delivered));

        await app.IdleAsync();
        for (var minute = 0; minute < 12; minute++)
            await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        await StandAsync(app, deliveries, x => x.ByItself);

        await MendAsync(app, deliveries, left);
        await StandAsync(app, deliveries, x => x.End);

        var arrived = await app.Sandbox.ApplicationsAsync();
        Assert.Equal(
            Stories.Keys.Except(["delivered", "open-and-withdrawn"]).Select(x => x + "@example.com").Order(),
            arrived.Select(x => x.GetProperty("email").GetString()!.Replace("corrected", "needs-applicant", StringComparison.Ordinal)).Order());
        Assert.Equal(sentBefore, await app.DbAsync(db => db.Exchanges.CountAsync(x => x.DeliveryId == delivered)));
        Assert.Equal(["Anschreiben.pdf", "Lebenslauf.pdf"], Documents("half-uploaded"));
        Assert.Equal(["Anschreiben.pdf"], Documents("without-cv"));
        Assert.Equal(["Lebenslauf.pdf"], Documents("without-phone"));
        Assert.Empty(Of("without-phone").GetProperty("attributes").EnumerateObject());
        Assert.NotEmpty(Of("without-cv").GetProperty("attributes").EnumerateObject());
        // Of the two documents only that was sent again whose answer nobody saw.
        Assert.Equal([Meaning.StepDone, Meaning.Unknown, Meaning.StepDone], await app.DbAsync(db => db.Exchanges
            .Where(x => x.DeliveryId == half.Id && x.Kind == StepKind.Upload).OrderBy(x => x.StartedAt).Select(x => x.Meaning!.Value).ToListAsync()));
        Assert.Contains("Angekommen, aber ohne: Telefon", await PageAsync("without-phone"), StringComparison.Ordinal);
        Assert.Contains("Angekommen, aber ohne: „Lebenslauf.pdf“", await PageAsync("without-cv"), StringComparison.Ordinal);
        foreach (var story in left.Stories.Values)
            await app.Http.GetStringAsync(new Uri(story.Receipt, UriKind.Relative));
        Assert.Equal(["open-and-arrived", "tried-and-arrived"], await WhereAsync(x => x.Proof == Proof.Inferred));
        Assert.Equal(["open-and-arrived", "tried-and-arrived", "without-cv", "without-phone"], await WhereAsync(x => x.NeedsLook));

        JsonElement Of(string story) => arrived.Single(x => x.GetProperty("email").GetString() == story + "@example.com");
        IEnumerable<string> Documents(string story) => Of(story).GetProperty("documents").EnumerateArray().Select(x => x.GetProperty("name").GetString()!).Order();
        async Task<string> PageAsync(string story)
        {
            using var owner = await OwnerAsync(app, left.Stories[story]);
            return await owner.GetAsync($"/portal/applications/{deliveries.Single(x => x.Story == story).ApplicationId}");
        }
        async Task<IEnumerable<string>> WhereAsync(System.Linq.Expressions.Expression<Func<Delivery, bool>> condition)
        {
            var ids = await app.DbAsync(db => db.Deliveries.Where(condition).Select(x => x.Id).ToListAsync());
            return deliveries.Where(x => ids.Contains(x.Id)).Select(x => x.Story).Order();
        }
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Of_742ccfd_brings_each_verification_to_its_end(Database database)
    {
        var left = new Left("742ccfd", database);
        await using var app = await TestApp.UpgradeAsync(database, left, sandbox => WasAsync(sandbox, left));
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
        await owner.PostAsync("/portal/smart-apply", "/portal/smart-apply", []);
        // A claimed account has few slots, and the other verification used them.
        await app.IdleAsync();
        await app.AdvanceAsync(TimeSpan.FromMinutes(2));
        await app.VerifyAsync();
        Assert.True((await VerificationsAsync(app, "verifying"))[^1].Accepted);
        Assert.Empty(await app.DbAsync(db => db.ProbingStops.ToListAsync()));
        Assert.DoesNotContain(await app.Sandbox.ApplicationsAsync(), x => x.GetProperty("company").GetString() == DemoData.Alpenwerk);
    }

    /// <summary>What the ATS knew when the server died, and what has changed there since.</summary>
    private static async Task WasAsync(RunningSandbox sandbox, Left left)
    {
        await sandbox.PostAsync("/_sandbox/companies", new { count = 30 });
        await sandbox.PostAsync($"/_sandbox/companies/{RunningSandbox.Company}/token", new { token = "rotated-token" });
        await sandbox.PostAsync("/_sandbox/jobs/" + left.Stories["held-by-job-ad"].Company, new { published = false });
        foreach (var story in new[] { "already-there-from-elsewhere", "tried-and-arrived", "open-and-arrived" })
        {
            var company = left.Stories[story].Company;
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/recruiting/applications")
            {
                Content = JsonContent.Create(new { first_name = "Änne", last_name = "Öztürk", email = story + "@example.com", job_position_id = int.Parse(company, System.Globalization.CultureInfo.InvariantCulture) }),
            };
            request.Headers.Authorization = new("Bearer", "token-" + company);
            request.Headers.Add("X-Company-ID", company);
            using var response = await sandbox.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        }
    }

    /// <summary>The ATS still has the document whose upload it answered.</summary>
    private static async Task WasUploadedAsync(TestApp app, Underway delivery)
    {
        var (uuid, document) = await app.DbAsync(async db => (
            await db.Exchanges.Where(x => x.DeliveryId == delivery.Id && x.Meaning == Meaning.StepDone).Select(x => x.Result).SingleAsync(),
            await db.Documents.SingleAsync(x => x.ApplicationId == delivery.ApplicationId && x.Slot == "cv")));
        await using var stored = await app.Service<IDocumentStore>().OpenAsync(document.Id, CancellationToken.None);
        using var content = new MemoryStream();
        await stored.CopyToAsync(content);
        Assert.Equal(document.Sha256, Convert.ToHexStringLower(SHA256.HashData(content.ToArray())));
        await app.Sandbox.PostAsync("/_sandbox/files", new { uuid, company = delivery.Company, name = document.FileName, content = content.ToArray() });
    }

    /// <summary>Everyone does what the pages ask of them; the job is published again, and its ad opens by itself.</summary>
    private static async Task MendAsync(TestApp app, IReadOnlyList<Underway> deliveries, Left left)
    {
        await app.Sandbox.PostAsync("/_sandbox/jobs/" + left.Stories["held-by-job-ad"].Company, new { published = true });
        await DoAsync("already-there-from-elsewhere", "hand-over");
        await DoAsync("held-by-person", "release");
        await DoAsync("needs-employer", "retry");
        using (var owner = await OwnerAsync(app, left.Stories["held-by-connection-1"]))
            await owner.PostAsync("/portal/smart-apply", "/portal/smart-apply", new() { ["access_token"] = "rotated-token" });
        using (var corrected = new FormUrlEncodedContent([new("email", "corrected@example.com")]))
        using (var answer = await app.Http.PostAsync(new Uri(left.Stories["needs-applicant"].Receipt, UriKind.Relative), corrected))
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        await app.IdleAsync();
        await app.AdvanceAsync(TimeSpan.FromMinutes(13));
        await app.Service<FeedRefresh>().SweepAsync(CancellationToken.None);
        await app.IdleAsync();

        async Task DoAsync(string story, string deed)
        {
            using var owner = await OwnerAsync(app, left.Stories[story]);
            await owner.PostAsync($"/portal/applications/{deliveries.Single(x => x.Story == story).ApplicationId}/{deed}", []);
        }
    }

    private static Task<MemberBrowser> OwnerAsync(TestApp app, LeftStory story) => MemberBrowser.SignInAsync(app, $"owner-{story.Company}@example.com");

    private static async Task StandAsync(TestApp app, IReadOnlyList<Underway> deliveries, Func<(DeliveryState ByItself, DeliveryState End), DeliveryState> expected)
    {
        var states = await app.DbAsync(db => db.Deliveries.ToDictionaryAsync(x => x.Id, x => x.State));
        Assert.Equal(deliveries.Select(x => $"{x.Story} {expected(Stories[x.Story])}"), deliveries.Select(x => $"{x.Story} {states[x.Id]}"));
    }

    private static Task<List<Underway>> DeliveriesAsync(TestApp app) => app.DbAsync(db => (
        from delivery in db.Deliveries
        join application in db.Applications on delivery.ApplicationId equals application.Id
        join account in db.Accounts on delivery.AccountId equals account.Id
        orderby application.Email, delivery.Id
        select new Underway(application.Email.Replace("@example.com", ""), delivery.Id, application.Id, account.Key)).ToListAsync());

    private static Task<List<Verification>> VerificationsAsync(TestApp app, string employer) => app.DbAsync(db => (
        from verification in db.Verifications.AsNoTracking()
        join e in db.Employers on verification.EmployerId equals e.Id
        where e.Name == employer + "@example.com"
        orderby verification.StartedAt, verification.Id
        select verification).ToListAsync());

    private sealed record Underway(string Story, Guid Id, Guid ApplicationId, string Company);
}
