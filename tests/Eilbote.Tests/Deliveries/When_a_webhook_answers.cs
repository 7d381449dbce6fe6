using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Deliveries;
using Eilbote.Tests.Connections;
using Microsoft.EntityFrameworkCore;
using WebhookReceiver;

namespace Eilbote.Tests.Deliveries;

/// <summary>
/// Each answer of a receiver, with the outcome. Whatever settles nothing is sent again under the same id, and taken once.
/// </summary>
public sealed class When_a_webhook_answers
{
    public static readonly TheoryData<string, Fault> Unsettled = new()
    {
        { "503", new(503) }, { "500 after it was taken", new(500, Takes: true) }, { "broken off", new(Breaks: true) },
        { "broken off after it was taken", new(Breaks: true, Takes: true) },
        { "200 without the id", new(200, "{\"ok\":true}", Takes: true) },
        { "200 with another id", new(200, "{\"webhook-id\":\"x\"}", Takes: true) }, { "204", new(204) }, { "302", new(302) },
        { "HTML", new(200, "<html>Welcome</html>", "text/html") }, { "403 of a gateway", new(403, "<html>Blocked</html>", "text/html") },
        { "408", new(408) }, { "429", new(429) },
    };

    [Theory, MemberData(nameof(Unsettled))]
    public async Task That_settles_nothing_it_is_sent_again_under_the_same_id_and_taken_once(string name, Fault fault)
    {
        await using var employer = await WebhookEmployer.ConnectedAsync();
        var job = await employer.AddJobAdAsync();
        await employer.Receiver.AddAsync(fault);
        await new Applicant(employer.App.Http).ApplyAsync(job, null, new FormFile("cv", "CV.pdf", Applicant.Pdf()));
        await employer.App.IdleAsync();
        Assert.True((await employer.DeliveryAsync()).State == DeliveryState.Queued, name);
        await employer.App.AdvanceAsync(TimeSpan.FromMinutes(2));
        var delivery = await employer.DeliveryAsync();
        Assert.Equal((DeliveryState.Delivered, (Proof?)Proof.Confirmed), (delivery.State, delivery.Proof));
        Assert.Single(await employer.Receiver.ApplicationsAsync());
        Assert.Single((await employer.Receiver.RequestsAsync()).Where(x => x.Type == "application.created").Select(x => x.Id).Distinct());
    }

    public static readonly TheoryData<Fault, DeliveryState, string?> Settled = new()
    {
        { new(422, "{\"reason\":\"phone\"}"), DeliveryState.NeedsEmployer, "unknown" },
        { new(413, ""), DeliveryState.NeedsEmployer, "unknown" }, { new(409, ""), DeliveryState.NeedsEmployer, "unknown" },
        { new(410, "{\"reason\":\"job-closed\"}"), DeliveryState.Held, "job-closed" },
        { new(409, "{\"reason\":\"already-there\"}", Count: 2), DeliveryState.Held, "already-there" },
        { new(404, ""), DeliveryState.Held, "nobody-there" }, { new(410, ""), DeliveryState.Held, "nobody-there" },
        { new(401, ""), DeliveryState.Held, "unauthorized" },
    };

    [Theory, MemberData(nameof(Settled))]
    public async Task With_a_refusal_it_waits_for_whoever_can_help(Fault fault, DeliveryState state, string? reason)
    {
        await using var employer = await WebhookEmployer.ConnectedAsync();
        var job = await employer.AddJobAdAsync();
        await employer.Receiver.AddAsync(fault);
        await new Applicant(employer.App.Http).ApplyAsync(job);
        await employer.App.IdleAsync();
        await employer.App.AdvanceAsync(TimeSpan.FromMinutes(11));
        var delivery = await employer.DeliveryAsync();
        Assert.Equal((state, reason), (delivery.State, delivery.Reason));
        Assert.Empty(await employer.Receiver.ApplicationsAsync());
        var page = await employer.Browser.GetAsync($"/portal/applications/{delivery.ApplicationId}");
        Assert.DoesNotContain("Personio", page, StringComparison.Ordinal);
        if (delivery.HeldBy == HeldBy.JobAd)
        {
            Assert.Equal(JobAdState.Held,
                await employer.App.DbAsync(db => db.JobAds.Where(x => x.Id == job).Select(x => x.State).SingleAsync()));
            Assert.Contains("Öffnen Sie die Stelle beim Empfänger wieder.", await employer.Browser.GetAsync("/portal/job-ads"),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task With_404_the_connection_is_held_and_mends_itself_when_the_receiver_is_back()
    {
        await using var employer = await WebhookEmployer.ConnectedAsync();
        var job = await employer.AddJobAdAsync();
        await employer.Receiver.AddAsync(new(404, "<html>nginx</html>", "text/html", Count: 2));
        await new Applicant(employer.App.Http).ApplyAsync(job);
        await employer.App.IdleAsync();
        Assert.Contains("Unter dieser Adresse nimmt niemand Bewerbungen an", await employer.Browser.GetAsync("/portal"),
            StringComparison.Ordinal);
        // Asked at once whether that was a mistake: it was not.
        await employer.App.VerifyAsync();
        Assert.Equal(ConnectionState.Held, (await employer.ConnectionAsync()).State);
        await employer.App.AdvanceAsync(TimeSpan.FromHours(36));
        await employer.App.VerifyAsync();
        Assert.Equal((ConnectionState.Active, DeliveryState.Delivered),
            ((await employer.ConnectionAsync()).State, (await employer.DeliveryAsync()).State));
    }

    [Theory, InlineData(401), InlineData(404)]
    public async Task With_a_refusal_of_one_application_alone_the_others_go_on(int status)
    {
        await using var employer = await WebhookEmployer.ConnectedAsync();
        var job = await employer.AddJobAdAsync();
        await employer.Receiver.AddAsync(new(status, "", Only: "application.created"));
        await new Applicant(employer.App.Http).ApplyAsync(job, Applicant.Fields("a@example.com"));
        await employer.App.IdleAsync();
        await new Applicant(employer.App.Http).ApplyAsync(job, Applicant.Fields("b@example.com"));
        await employer.Receiver.AddAsync(new(status, "", Only: "application.created"));
        await employer.App.AdvanceAsync(TimeSpan.FromSeconds(1));
        // The ping is answered as ever: the access is right, and what waited goes out. The first is refused again.
        await employer.App.VerifyAsync();
        await employer.App.AdvanceAsync(TimeSpan.FromSeconds(20));
        var states = await employer.App.DbAsync(db => (
            from delivery in db.Deliveries
            join application in db.Applications on delivery.ApplicationId equals application.Id
            orderby application.Applicant.Email
            select delivery.State).ToListAsync());
        Assert.Equal([DeliveryState.NeedsEmployer, DeliveryState.Delivered], states);
        Assert.Equal(ConnectionState.Active, (await employer.ConnectionAsync()).State);
    }

    [Fact]
    public async Task Without_the_id_again_and_again_the_connection_is_held_and_its_owner_told_what_to_mend()
    {
        await using var employer = await WebhookEmployer.ConnectedAsync();
        var job = await employer.AddJobAdAsync();
        await employer.Receiver.AddAsync(new(200, "", Count: 50));
        await new Applicant(employer.App.Http).ApplyAsync(job);
        await employer.App.IdleAsync();
        for (var i = 0; i < 3; i++)
            await employer.App.AdvanceAsync(TimeSpan.FromMinutes(3));
        Assert.Equal((ConnectionState.Held, "not-repeated"),
            ((await employer.ConnectionAsync()).State, (await employer.ConnectionAsync()).HeldReason));
        Assert.Contains("wiederholt aber die webhook-id nicht", await employer.Browser.GetAsync("/portal"), StringComparison.Ordinal);
        await employer.App.VerifyAsync();
        Assert.NotNull((await employer.ConnectionAsync()).NoticeDueAt);
        await employer.Receiver.ClearFaultsAsync();
        await employer.App.AdvanceAsync(TimeSpan.FromHours(2));
        await employer.App.VerifyAsync();
        await employer.App.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((ConnectionState.Active, DeliveryState.Delivered),
            ((await employer.ConnectionAsync()).State, (await employer.DeliveryAsync()).State));
        Assert.Single(await employer.Receiver.ApplicationsAsync());
    }

    [Fact]
    public async Task Nothing_leaves_for_this_machine_where_the_operator_did_not_allow_it()
    {
        await using var employer = await WebhookEmployer.ConnectedAsync();
        var job = await employer.AddJobAdAsync();
        employer.App.Set("Eilbote:Webhook:AllowLoopback", "false");
        await employer.App.RestartAsync();
        var before = (await employer.Receiver.RequestsAsync()).Length;
        await new Applicant(employer.App.Http).ApplyAsync(job);
        await employer.App.IdleAsync();
        var exchange = await employer.App.DbAsync(db => db.Exchanges.SingleAsync(x => x.DeliveryId != null));
        Assert.Equal((Stage.NothingSent, "address-not-public"), (exchange.Stage, exchange.Reason));
        Assert.Equal((before, DeliveryState.Queued),
            ((await employer.Receiver.RequestsAsync()).Length, (await employer.DeliveryAsync()).State));
    }
}
