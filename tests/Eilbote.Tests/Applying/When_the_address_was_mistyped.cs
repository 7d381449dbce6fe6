using System.Net;
using Eilbote.Applying;
using Eilbote.Ats;
using Eilbote.Deliveries;
using Eilbote.Members;
using Eilbote.Tests.Mail;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Applying;

/// <summary>"This was not me": whoever got the mail stops what has not left, and the applicant can correct the address.</summary>
public sealed class When_the_address_was_mistyped : IDisposable
{
    private readonly Postbox _post = new(receipts: true);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Its_owner_stops_it_by_a_button_and_the_applicant_corrects_it(Database database)
    {
        await using var app = await TestApp.StartAsync(database, _post.Settings);
        var (receipt, link) = await MailedAsync(app);
        // Opening the page, as scanners of mails do, changes nothing; and the browser's own page has no such button.
        Assert.Contains("/doubt", await GetAsync(app, link), StringComparison.Ordinal);
        Assert.DoesNotContain("/doubt", await GetAsync(app, receipt), StringComparison.Ordinal);
        Assert.Null((await DeliveryAsync(app)).DoubtedAt);
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(app, receipt + "/doubt"));
        Assert.Equal(HttpStatusCode.SeeOther, await PostAsync(app, link + "/doubt"));
        Assert.Equal(HttpStatusCode.SeeOther, await PostAsync(app, link + "/doubt"));
        Assert.Equal((DeliveryState.Held, (HeldBy?)HeldBy.Doubt), await StateAsync(app));
        Assert.Equal((Deed.Doubt, Actor.Recipient),
            await app.DbAsync(async db => await db.Interventions.Select(x => new ValueTuple<Deed, Actor>(x.Deed, x.Actor)).SingleAsync()));

        // What held it before is mended: it stays.
        await MendAsync(app);
        await app.AdvanceAsync(TimeSpan.FromHours(49));
        Assert.Equal((DeliveryState.Held, (HeldBy?)HeldBy.Doubt), await StateAsync(app));
        Assert.Empty(await app.Sandbox.ApplicationsAsync());
        Assert.Empty(await _post.TakeAsync(app));

        var mailed = await GetAsync(app, link);
        Assert.Contains("Angehalten: das waren nicht Sie", mailed, StringComparison.Ordinal);
        Assert.Contains("Berichtigt bis 30.11.2026 niemand die Adresse", mailed, StringComparison.Ordinal);
        var own = await GetAsync(app, receipt);
        Assert.Contains("Stimmt Ihre E-Mail-Adresse?", own, StringComparison.Ordinal);
        Assert.Contains("berichtigen Sie die Adresse bis 30.11.2026", own, StringComparison.Ordinal);
        Assert.DoesNotContain("data-live", own, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NotFound, await CorrectAsync(app, link, "stranger@example.org"));
        Assert.Equal(HttpStatusCode.SeeOther, await CorrectAsync(app, receipt, "richtig@example.com"));
        await app.IdleAsync();
        Assert.Equal("richtig@example.com", Assert.Single(await app.Sandbox.ApplicationsAsync()).GetProperty("email").GetString());
        var mail = await _post.TakeOneAsync(app);
        Assert.Equal("richtig@example.com", mail.To.Mailboxes.Single().Address);
        Assert.StartsWith("Angekommen", mail.Subject, StringComparison.Ordinal);
        foreach (var (method, path) in new[] { (HttpMethod.Get, ""), (HttpMethod.Post, "/doubt"), (HttpMethod.Post, "/mine") })
        {
            using var request = new HttpRequestMessage(method, link + path);
            using var response = await app.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
        Assert.False((await DeliveryAsync(app)).NeedsLook);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_employer_reads_why_it_waits_and_cannot_send_it(Database database)
    {
        await using var app = await TestApp.StartAsync(database, _post.Settings);
        var (_, link) = await MailedAsync(app);
        await MendAsync(app, deliveries: false);
        await PostAsync(app, link + "/doubt");
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        var id = await app.DbAsync(db => db.Applications.Select(x => x.Id).SingleAsync());
        var page = await owner.GetAsync($"/portal/applications/{id}");
        Assert.Contains("„Das war ich nicht“.", page, StringComparison.Ordinal);
        Assert.Contains("sagt, diese Bewerbung nicht gesendet zu haben", page, StringComparison.Ordinal);
        Assert.Contains("Nichts zu tun.", page, StringComparison.Ordinal);
        foreach (var deed in new[] { "release", "retry", "hand-over", "hold" })
        {
            Assert.DoesNotContain($"{id}/{deed}\"", page, StringComparison.Ordinal);
            await owner.PostAsync("/portal/applications", $"/portal/applications/{id}/{deed}", new() { ["Confirmed"] = "true" });
            Assert.Equal((DeliveryState.Held, (HeldBy?)HeldBy.Doubt), await StateAsync(app));
        }
        Assert.Contains("1 Bewerbung ist noch nicht angekommen.", await owner.GetAsync("/portal/applications"), StringComparison.Ordinal);
        Assert.DoesNotContain("braucht Sie", await owner.GetAsync("/portal/applications"), StringComparison.Ordinal);
        Assert.Contains("Hier ist nichts.", await owner.GetAsync("/portal/applications?need=any"), StringComparison.Ordinal);
        Assert.DoesNotContain("1 Bewerbung ist angehalten", await owner.GetAsync("/portal"), StringComparison.Ordinal);
        await app.AdvanceAsync(TimeSpan.FromDays(1));
        // No digest is sent of what the employer can do nothing about.
        Assert.Empty(await _post.TakeAsync(app));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task And_nobody_corrects_it_for_seven_days_it_ends_as_withdrawn_and_is_erased(Database database)
    {
        await using var app = await TestApp.StartAsync(database, _post.Settings);
        var (receipt, link) = await MailedAsync(app);
        await PostAsync(app, link + "/doubt");
        await app.AdvanceAsync(TimeSpan.FromDays(6.9));
        await app.Service<Housekeeping>().CleanAsync(CancellationToken.None);
        Assert.Equal(DeliveryState.Held, (await DeliveryAsync(app)).State);
        await app.AdvanceAsync(TimeSpan.FromDays(0.2));
        await app.Service<Housekeeping>().CleanAsync(CancellationToken.None);
        Assert.Equal(DeliveryState.Withdrawn, (await DeliveryAsync(app)).State);
        Assert.NotNull(await app.DbAsync(db => db.Applications.Select(x => x.ErasedAt).SingleAsync()));
        Assert.All(new[] { await GetAsync(app, receipt), await GetAsync(app, link) }, x =>
            Assert.Contains("die Adresse wurde nicht berichtigt; alle Angaben und Dokumente sind gelöscht", x, StringComparison.Ordinal));
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        var id = await app.DbAsync(db => db.Applications.Select(x => x.Id).SingleAsync());
        Assert.Contains("7 Tage lang hat niemand die E-Mail-Adresse berichtigt.", await owner.GetAsync($"/portal/applications/{id}"),
            StringComparison.Ordinal);
        Assert.Empty(await _post.TakeAsync(app));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task And_it_has_arrived_the_employer_is_asked_to_look(Database database)
    {
        await using var app = await TestApp.StartAsync(database, _post.Settings);
        var receipt = (await new Applicant(app.Http).ApplyAsync(await app.AddJobAdAsync("1234568"))).Receipt!;
        await app.IdleAsync();
        var link = Postbox.LinkIn(await _post.TakeOneAsync(app));
        await PostAsync(app, link + "/doubt");
        Assert.True(await DeliveryAsync(app) is { State: DeliveryState.Delivered, NeedsLook: true });
        Assert.Contains("Musterfirma GmbH weiß, dass das nicht Sie waren", await GetAsync(app, link), StringComparison.Ordinal);
        Assert.Contains("stimmt die Adresse nicht, sagen Sie es bitte dem Unternehmen", await GetAsync(app, receipt), StringComparison.Ordinal);
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        var id = await app.DbAsync(db => db.Applications.Select(x => x.Id).SingleAsync());
        var page = await owner.GetAsync($"/portal/applications/{id}");
        Assert.Contains("sagt: das war ich nicht. Vermutlich ist sie vertippt. Bitte sehen Sie in Personio nach", page, StringComparison.Ordinal);
        Assert.Contains("sagt, diese Bewerbung nicht gesendet zu haben", page, StringComparison.Ordinal);
        Assert.Contains("1 ist angekommen, aber bitte sehen Sie nach.", await owner.GetAsync("/portal/applications"), StringComparison.Ordinal);
        await owner.PostAsync($"/portal/applications/{id}/confirm", []);
        Assert.False((await DeliveryAsync(app)).NeedsLook);
    }

    /// <summary>As after a withdrawal: nothing new leaves, and what is out is awaited.</summary>
    [Theory]
    [InlineData(Database.Sqlite, true), InlineData(Database.Postgres, true), InlineData(Database.Sqlite, false)]
    public async Task While_a_request_is_out_that_is_awaited(Database database, bool arrives)
    {
        await using var app = await TestApp.StartAsync(database, _post.Settings);
        var (receipt, link) = await MailedAsync(app);
        await app.Sandbox.FaultAsync("applications", "latency", delayMs: arrives ? 20_000 : 100_000);
        await app.ChangeAsync(db =>
        {
            db.Connections.Single().State = ConnectionState.Active;
            var delivery = db.Deliveries.Single();
            (delivery.State, delivery.HeldBy, delivery.DueAt) = (DeliveryState.Queued, null, app.Clock.GetUtcNow());
        });
        app.Service<Lanes>().Wake((await DeliveryAsync(app)).AccountId);
        await app.Sandbox.DelaysAsync();
        await PostAsync(app, link + "/doubt");
        Assert.Equal(DeliveryState.Delivering, (await DeliveryAsync(app)).State);
        var own = await GetAsync(app, receipt);
        Assert.Contains("war in diesem Augenblick schon unterwegs", own, StringComparison.Ordinal);
        Assert.Contains("data-live", own, StringComparison.Ordinal);
        await app.AdvanceAsync(TimeSpan.FromSeconds(arrives ? 21 : 31), overtaking: true);
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        var delivery = await DeliveryAsync(app);
        Assert.Equal(arrives ? (DeliveryState.Delivered, null, true) : (DeliveryState.Held, (HeldBy?)HeldBy.Doubt, false),
            (delivery.State, delivery.HeldBy, delivery.NeedsLook));
        Assert.Single(await app.DbAsync(db => db.Exchanges.ToListAsync()));
        // Nobody is written to again who has said that it was not them.
        Assert.Empty(await _post.TakeAsync(app));
    }

    [Fact]
    public async Task And_was_not_after_all_it_goes_out_but_not_past_a_person_who_held_it()
    {
        await using var app = await TestApp.StartAsync(settings: _post.Settings);
        var (_, link) = await MailedAsync(app);
        await MendAsync(app, deliveries: false);
        await app.ChangeAsync(db => db.Deliveries.Single().HeldBy = HeldBy.Person);
        await PostAsync(app, link + "/doubt");
        Assert.Contains("Doch, das war ich", await GetAsync(app, link), StringComparison.Ordinal);
        await PostAsync(app, link + "/mine");
        await app.IdleAsync();
        Assert.Equal((DeliveryState.Held, (HeldBy?)HeldBy.Person), await StateAsync(app));
        await app.ChangeAsync(db => db.Deliveries.Single().HeldBy = HeldBy.Connection);
        await PostAsync(app, link + "/doubt");
        await PostAsync(app, link + "/mine");
        await app.IdleAsync();
        Assert.Equal(DeliveryState.Delivered, (await DeliveryAsync(app)).State);
        Assert.False((await DeliveryAsync(app)).NeedsLook);
    }

    /// <summary>The same content sent twice: what waits for the first is of the same person.</summary>
    [Fact]
    public async Task What_was_sent_twice_is_stopped_with_the_first()
    {
        await using var app = await TestApp.StartAsync(settings: _post.Settings);
        var job = await app.AddJobAdAsync("1234568");
        await app.Sandbox.FaultAsync("applications", "status", 429, retryAfter: 4000);
        await new Applicant(app.Http).ApplyAsync(job);
        await app.IdleAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await app.ChangeAsync(db => db.Accounts.Single().PausedUntil = null);
        await app.Sandbox.FaultAsync("applications", "status", 429, retryAfter: 4000);
        await new Applicant(app.Http).ApplyAsync(job);
        await app.IdleAsync();
        await app.ChangeAsync(db =>
        {
            var (first, second) = (db.Deliveries.OrderBy(x => x.CreatedAt).First(), db.Deliveries.OrderBy(x => x.CreatedAt).Last());
            (second.State, second.RepeatOf, second.DueAt, first.HasRepeats) = (DeliveryState.WaitsForFirst, first.Id, null, true);
        });
        await app.AdvanceAsync(TimeSpan.FromMinutes(10));
        var links = (await _post.TakeAsync(app)).Select(Postbox.LinkIn).ToList();
        Assert.Equal(2, links.Count);
        var firstId = await app.DbAsync(db => db.Deliveries.OrderBy(x => x.CreatedAt).Select(x => x.ApplicationId).FirstAsync());
        var hash = await app.DbAsync(db => db.Applications.Where(x => x.Id == firstId).Select(x => x.MailedHash).SingleAsync());
        await PostAsync(app, links.Single(x => Eilbote.Secrets.LinkTokens.Hash(x.Split('/')[^1]) == hash) + "/doubt");
        Assert.All(await app.DbAsync(db => db.Deliveries.ToListAsync()), x => Assert.Equal(HeldBy.Doubt, x.HeldBy));
        await app.AdvanceAsync(TimeSpan.FromDays(7.1));
        await app.Service<Housekeeping>().CleanAsync(CancellationToken.None);
        await app.IdleAsync();
        Assert.All(await app.DbAsync(db => db.Deliveries.ToListAsync()), x => Assert.Equal(DeliveryState.Withdrawn, x.State));
        Assert.Empty(await app.Sandbox.ApplicationsAsync());
    }

    public void Dispose() => _post.Dispose();

    /// <summary>Somebody applied, the connection is held, and the mail says that it came in.</summary>
    private async Task<(string Receipt, string Link)> MailedAsync(TestApp app)
    {
        await app.ChangeAsync(db => db.Connections.Single().State = ConnectionState.Held);
        var sent = await new Applicant(app.Http).ApplyAsync(await app.AddJobAdAsync("1234568"));
        await app.AdvanceAsync(TimeSpan.FromMinutes(10));
        return (sent.Receipt!, Postbox.LinkIn(await _post.TakeOneAsync(app)));
    }

    /// <summary>The connection works again, and what waited for it goes out.</summary>
    private static async Task MendAsync(TestApp app, bool deliveries = true)
    {
        await app.ChangeAsync(db => db.Connections.Single().State = ConnectionState.Active);
        if (deliveries)
            await app.DbAsync(db => HeldConnections.ReleaseAsync(db, app.ConnectionId, app.Clock.GetUtcNow(), CancellationToken.None));
        await app.IdleAsync();
    }

    private static Task<Delivery> DeliveryAsync(TestApp app) => app.DbAsync(db => db.Deliveries.SingleAsync());

    private static async Task<(DeliveryState, HeldBy?)> StateAsync(TestApp app)
    {
        var delivery = await DeliveryAsync(app);
        return (delivery.State, delivery.HeldBy);
    }

    private static async Task<string> GetAsync(TestApp app, string path) =>
        WebUtility.HtmlDecode(await app.Http.GetStringAsync(new Uri(path, UriKind.Relative)));

    private static async Task<HttpStatusCode> PostAsync(TestApp app, string path)
    {
        using var response = await app.Http.PostAsync(new Uri(path, UriKind.Relative), null);
        return response.StatusCode;
    }

    private static async Task<HttpStatusCode> CorrectAsync(TestApp app, string path, string email)
    {
        using var form = new FormUrlEncodedContent([new("email", email)]);
        using var response = await app.Http.PostAsync(new Uri(path, UriKind.Relative), form);
        return response.StatusCode;
    }
}
