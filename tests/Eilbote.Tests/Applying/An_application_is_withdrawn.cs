using System.Net;
using Eilbote.Applying;
using Eilbote.Deliveries;
using Eilbote.Members;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Applying;

public sealed class An_application_is_withdrawn
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task While_it_waits_nothing_leaves_and_all_of_it_is_erased(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        await app.Sandbox.FaultAsync("applications", "status", 503, "html");
        var receipt = await ApplyAsync(app);
        Assert.Contains("Bewerbung zurückziehen", await GetAsync(app, receipt), StringComparison.Ordinal);
        await WithdrawAsync(app, receipt);
        var requests = (await app.Sandbox.RequestsAsync()).Length;
        await app.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(requests, (await app.Sandbox.RequestsAsync()).Length);
        Assert.Equal(DeliveryState.Withdrawn, await StateAsync(app));
        await AssertErasedAsync(app);
        var html = await GetAsync(app, receipt);
        Assert.Contains("zurückgezogen", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Öztürk", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/withdraw", html, StringComparison.Ordinal);
        using var recruiter = await MemberBrowser.JoinAsync(app, Role.Recruiter);
        var portal = await recruiter.GetAsync(
            "/portal/applications/" + await app.DbAsync(db => db.Applications.Select(x => x.Id).SingleAsync()));
        Assert.Contains("Zurückgezogen", portal, StringComparison.Ordinal);
        Assert.DoesNotContain("Angekommen", portal, StringComparison.Ordinal);
        Assert.Equal((Deed.Withdraw, Actor.Applicant),
            await app.DbAsync(async db => await db.Interventions.Select(x => new ValueTuple<Deed, Actor>(x.Deed, x.Actor)).SingleAsync()));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task While_its_request_is_out_and_that_arrives_this_is_said(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var receipt = await OutAsync(app, "latency");
        await WithdrawAsync(app, receipt);
        Assert.Contains("warten noch auf", await GetAsync(app, receipt), StringComparison.Ordinal);
        await app.AdvanceAsync(TimeSpan.FromSeconds(21), overtaking: true);
        Assert.Equal(DeliveryState.Delivered, await StateAsync(app));
        Assert.Single(await app.Sandbox.ApplicationsAsync());
        var html = await GetAsync(app, receipt);
        Assert.Contains("war schon unterwegs", html, StringComparison.Ordinal);
        Assert.Contains("jobs@musterfirma.example", html, StringComparison.Ordinal);
        // The employer must do something about it, and is told so wherever all else is well.
        using var anna = await MemberBrowser.JoinAsync(app, Role.Owner);
        Assert.Contains("1 ist angekommen, aber bitte sehen Sie nach.", await anna.GetAsync("/portal/applications"),
            StringComparison.Ordinal);
        var id = await app.DbAsync(db => db.Applications.Select(x => x.Id).SingleAsync());
        Assert.Contains("Zurückgezogen, als die Anfrage schon unterwegs war", await anna.GetAsync("/portal/applications/" + id),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_its_request_is_out_and_that_fails_nothing_more_leaves_and_all_of_it_is_erased()
    {
        await using var app = await TestApp.StartAsync();
        var receipt = await OutAsync(app, "latency", delayMs: 100_000);
        await WithdrawAsync(app, receipt);
        Assert.Equal(DeliveryState.Delivering, await StateAsync(app));
        await app.AdvanceAsync(TimeSpan.FromSeconds(31), overtaking: true);
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(DeliveryState.Withdrawn, await StateAsync(app));
        Assert.Single(await app.DbAsync(db => db.Exchanges.ToListAsync()));
        await AssertErasedAsync(app);
    }

    [Fact]
    public async Task After_it_arrived_it_is_too_late_and_nothing_changes()
    {
        await using var app = await TestApp.StartAsync();
        var receipt = await ApplyAsync(app);
        Assert.DoesNotContain("/withdraw", await GetAsync(app, receipt), StringComparison.Ordinal);
        await WithdrawAsync(app, receipt);
        Assert.Equal(DeliveryState.Delivered, await StateAsync(app));
        Assert.Equal("Öztürk", await app.DbAsync(db => db.Applications.Select(x => x.Applicant.LastName).SingleAsync()));
    }

    [Fact]
    public async Task And_the_server_died_before_erasing_housekeeping_does_it()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sandbox.FaultAsync("applications", "status", 503, "html");
        await ApplyAsync(app);
        await app.ChangeAsync(db =>
        {
            var delivery = db.Deliveries.Single();
            (delivery.State, delivery.WithdrawnAt, delivery.SettledAt, delivery.DueAt) = (
                DeliveryState.Withdrawn, app.Clock.GetUtcNow(), app.Clock.GetUtcNow(), null);
        });
        await app.Service<Housekeeping>().CleanAsync(CancellationToken.None);
        await AssertErasedAsync(app);
    }

    private static async Task<string> ApplyAsync(TestApp app)
    {
        var job = await app.AddJobAdAsync("1234568");
        var sent = await new Applicant(app.Http).ApplyAsync(job, null, new FormFile("cv", "Lebenslauf Änne.pdf", Applicant.Pdf()));
        Assert.True(sent.Status == HttpStatusCode.SeeOther, sent.Html);
        await app.IdleAsync();
        return sent.Receipt!;
    }

    /// <summary>Applied without documents, and its create is out.</summary>
    private static async Task<string> OutAsync(TestApp app, string fault, int delayMs = 20_000)
    {
        await app.Sandbox.FaultAsync("applications", fault, delayMs: delayMs);
        var sent = await new Applicant(app.Http).ApplyAsync(await app.AddJobAdAsync("1234568"));
        await app.Sandbox.DelaysAsync();
        return sent.Receipt!;
    }

    private static async Task WithdrawAsync(TestApp app, string receipt)
    {
        using var form = new FormUrlEncodedContent([]);
        using var response = await app.Http.PostAsync(new Uri(receipt + "/withdraw", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.Equal(receipt, response.Headers.Location!.ToString());
    }

    private static async Task AssertErasedAsync(TestApp app)
    {
        var application = await app.DbAsync(db => db.Applications.Include(x => x.Documents).SingleAsync());
        Assert.Equal(("", "", "", "", null, null),
            (application.Applicant.FirstName, application.Applicant.LastName, application.Applicant.Email, application.EmailNormalized,
            application.Applicant.Phone, application.Applicant.Message));
        Assert.All(await app.DbAsync(db => db.Exchanges.ToListAsync()), x => Assert.Null(x.Verbatim));
        foreach (var document in application.Documents)
        {
            Assert.Equal("", document.FileName);
            await Assert.ThrowsAnyAsync<IOException>(() => app.Service<IDocumentStore>().OpenAsync(document.Id, CancellationToken.None));
        }
    }

    private static Task<DeliveryState> StateAsync(TestApp app) => app.DbAsync(db => db.Deliveries.Select(x => x.State).SingleAsync());

    private static async Task<string> GetAsync(TestApp app, string path) =>
        WebUtility.HtmlDecode(await app.Http.GetStringAsync(new Uri(path, UriKind.Relative)));
}
