using Eilbote.Deliveries;
using Eilbote.Members;
using Eilbote.Tests.Mail;
using Microsoft.EntityFrameworkCore;
using Sent = Eilbote.Tests.Harness.Sent;

namespace Eilbote.Tests.Deliveries;

/// <summary>
/// Submit, the browser's Back, submit: the same content under another form within a day is stored, but goes out only once.
/// </summary>
public sealed class The_same_application_again
{
    public static readonly TheoryData<Database> Databases = new(Database.Sqlite, Database.Postgres);

    [Theory, MemberData(nameof(Databases))]
    public async Task After_the_first_arrived_it_has_a_receipt_of_its_own_and_is_not_sent(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync("1234568");
        var first = await ApplyAsync(app, job);
        app.Clock.Advance(TimeSpan.FromHours(23));
        var second = await ApplyAsync(app, job);
        Assert.NotEqual(first.Receipt, second.Receipt);
        Assert.Contains("Angekommen bei Musterfirma GmbH", await PageAsync(app, second), StringComparison.Ordinal);
        Assert.Single(await app.Sandbox.ApplicationsAsync());
        Assert.Equal(2, (await app.Sandbox.RequestsAsync()).Length); // one document, one create
        Assert.Equal([DeliveryState.Delivered, DeliveryState.Delivered], await StatesAsync(app));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task While_the_first_waits_it_waits_too_and_ends_with_it(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync("1234568");
        await app.Sandbox.FaultAsync("applications", "status", 503, "html");
        var first = await ApplyAsync(app, job);
        await app.AdvanceAsync(TimeSpan.FromSeconds(1));
        var second = await ApplyAsync(app, job);
        await app.AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.Equal([DeliveryState.Delivered, DeliveryState.Delivered], await StatesAsync(app));
        Assert.Contains("Angekommen", await PageAsync(app, first), StringComparison.Ordinal);
        Assert.Contains("Angekommen", await PageAsync(app, second), StringComparison.Ordinal);
        Assert.Single(await app.Sandbox.ApplicationsAsync());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task While_the_first_needs_the_employer_it_reads_received_and_needs_nobody(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync("1234568");
        await app.Sandbox.FaultAsync("applications", "status", 400, reason: "errors.attribute-validation.required-attribute");
        await ApplyAsync(app, job);
        var second = await ApplyAsync(app, job);
        Assert.Equal([DeliveryState.NeedsEmployer, DeliveryState.WaitsForFirst], await StatesAsync(app));
        Assert.Contains("Eingegangen um", await PageAsync(app, second), StringComparison.Ordinal);
        using var member = await MemberBrowser.JoinAsync(app, Role.Recruiter);
        Assert.Contains("Wartet auf die erste", await member.GetAsync("/portal/applications"), StringComparison.Ordinal);
        Assert.Contains("geht nicht noch einmal hinaus", await member.GetAsync("/portal/applications/" + await IdAsync(app, 1)),
            StringComparison.Ordinal);

        // Taken over by hand, the first takes the second along.
        await member.PostAsync($"/portal/applications/{await IdAsync(app, 0)}/hand-over", []);
        Assert.Equal([DeliveryState.HandedOver, DeliveryState.HandedOver], await StatesAsync(app));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task When_the_first_is_withdrawn_it_goes_out_itself_and_a_third_waits_for_it(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync("1234568");
        await app.Sandbox.FaultAsync("applications", "status", 400, reason: "errors.attribute-validation.required-attribute");
        var first = await ApplyAsync(app, job);
        await ApplyAsync(app, job);
        await ApplyAsync(app, job);
        using (var answer = await app.Http.PostAsync(new Uri(first.Receipt + "/withdraw", UriKind.Relative), null))
            Assert.Equal(System.Net.HttpStatusCode.SeeOther, answer.StatusCode);
        await app.IdleAsync();
        Assert.Equal([DeliveryState.Withdrawn, DeliveryState.Delivered, DeliveryState.Delivered], await StatesAsync(app));
        Assert.Single(await app.Sandbox.ApplicationsAsync());
    }

    [Fact]
    public async Task When_the_first_is_given_back_it_goes_out_itself()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        await app.Sandbox.FaultAsync("applications", "status", 400, reason: "errors.attribute-validation.required-attribute");
        await ApplyAsync(app, job);
        await ApplyAsync(app, job);
        using var member = await MemberBrowser.JoinAsync(app, Role.Recruiter);
        await member.PostAsync($"/portal/applications/{await IdAsync(app, 0)}/return", new() { ["words"] = "Leider nein." });
        await app.IdleAsync();
        Assert.Equal([DeliveryState.Returned, DeliveryState.Delivered], await StatesAsync(app));
    }

    /// <summary>It was told so of the very same, and nothing leaves after that.</summary>
    [Theory, MemberData(nameof(Databases))]
    public async Task When_nobody_took_the_first_in_time_it_ends_too(Database database)
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(database, post.Settings);
        var job = await app.AddJobAdAsync("1234568");
        await app.Sandbox.FaultAsync("applications", "status", 400, reason: "errors.attribute-validation.required-attribute");
        await ApplyAsync(app, job);
        var second = await ApplyAsync(app, job);
        app.Clock.Advance(TimeSpan.FromDays(60));
        await post.TakeAsync(app);
        await app.AdvanceAsync(TimeSpan.FromDays(7));
        Assert.Single(await post.TakeAsync(app), x => x.Subject!.Contains("konnte nicht zugestellt werden", StringComparison.Ordinal));
        Assert.Equal([DeliveryState.Returned, DeliveryState.Returned], await StatesAsync(app));
        Assert.Contains("niemand hat sie übernommen", await PageAsync(app, second), StringComparison.Ordinal);
        Assert.Empty(await app.Sandbox.ApplicationsAsync());
    }

    [Fact]
    public async Task When_only_the_first_of_a_person_counts_it_ends_with_its_own_first()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(Database.Sqlite, post.Settings);
        await app.ChangeAsync(db => db.Connections.Single().OnlyFirstCounts = true);
        var job = await app.AddJobAdAsync("1234568");
        await ApplyAsync(app, job);
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        await post.TakeAsync(app);
        await ApplyAsync(app, job, seed: 2);
        var copy = await ApplyAsync(app, job, seed: 2);
        Assert.Equal([DeliveryState.Delivered, DeliveryState.Held, DeliveryState.WaitsForFirst], await StatesAsync(app));
        var link = Postbox.LinkIn((await post.TakeAsync(app)).Single(x => x.Subject!.StartsWith("Bitte bestätigen", StringComparison.Ordinal)));
        using (await app.Http.PostAsync(new Uri(link + "/confirm", UriKind.Relative), null))
            await app.IdleAsync();
        Assert.Equal([DeliveryState.Delivered, DeliveryState.Returned, DeliveryState.Returned], await StatesAsync(app));
        Assert.Contains("berücksichtigt nur die erste", await PageAsync(app, copy), StringComparison.Ordinal);
        Assert.Single(await post.TakeAsync(app), x => x.TextBody!.Contains("berücksichtigt nur die erste", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_other_content_or_after_a_day_it_is_a_supplement()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sandbox.SwitchAsync("duplicates", "accept");
        var job = await app.AddJobAdAsync("1234568");
        await ApplyAsync(app, job);
        app.Clock.Advance(TimeSpan.FromHours(1));
        await ApplyAsync(app, job, seed: 2);
        app.Clock.Advance(TimeSpan.FromHours(25));
        await ApplyAsync(app, job);
        Assert.Single(await app.Sandbox.ApplicationsAsync());
        Assert.Equal([DeliveryState.Delivered, DeliveryState.Held, DeliveryState.Held], await StatesAsync(app));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Twenty_at_the_same_moment_go_out_once(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        await app.Sandbox.SwitchAsync("duplicates", "accept");
        var job = await app.AddJobAdAsync("1234568");
        var sent = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => new Applicant(app.Http).ApplyAsync(job)));
        await app.IdleAsync();
        Assert.Equal(20, sent.Select(x => x.Receipt).Distinct().Count());
        Assert.All(await StatesAsync(app), x => Assert.Equal(DeliveryState.Delivered, x));
        Assert.Single(await app.Sandbox.ApplicationsAsync());
    }

    private static async Task<Sent> ApplyAsync(TestApp app, Guid job, int seed = 1)
    {
        app.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var sent = await new Applicant(app.Http).ApplyAsync(job, null, new FormFile("cv", "cv.pdf", Applicant.Pdf(seed: seed)));
        Assert.NotNull(sent.Receipt);
        await app.IdleAsync();
        return sent;
    }

    private static async Task<string> PageAsync(TestApp app, Sent sent) =>
        System.Net.WebUtility.HtmlDecode(await app.Http.GetStringAsync(new Uri(sent.Receipt!, UriKind.Relative)));

    private static Task<List<DeliveryState>> StatesAsync(TestApp app) =>
        app.DbAsync(db => db.Deliveries.OrderBy(x => x.CreatedAt).Select(x => x.State).ToListAsync());

    private static Task<Guid> IdAsync(TestApp app, int index) =>
        app.DbAsync(db => db.Deliveries.OrderBy(x => x.CreatedAt).Select(x => x.ApplicationId).Skip(index).FirstAsync());
}
