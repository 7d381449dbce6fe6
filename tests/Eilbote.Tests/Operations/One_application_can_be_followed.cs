using System.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Operations;

public sealed class One_application_can_be_followed
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task From_its_receipt_to_its_arrival_over_a_restart_by_its_id(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync("1234568");
        await app.Sandbox.FaultAsync("applications", "status", 502);
        List<Activity> spans;
        using (var watch = new Watch(app))
        {
            await new Applicant(app.Http).ApplyAsync(job, null, new FormFile("cv", "cv.pdf", Applicant.Pdf()));
            await app.IdleAsync();
            spans = [.. watch.Spans];
        }
        await app.RestartAsync();
        using (var watch = new Watch(app))
        {
            await app.AdvanceAsync(TimeSpan.FromSeconds(10));
            spans.AddRange(watch.Spans);
        }

        var delivery = await app.DbAsync(db => db.Deliveries.SingleAsync());
        Assert.All(spans, x => Assert.Equal(delivery.ApplicationId.ToString("N"), x.TraceId.ToHexString()));
        Assert.Equal(
        [
            "accept     ",
            "exchange Upload 200 StepDone Continue Queued",
            "exchange Create 502 Unknown Retry Queued",
            "exchange Create 201 Delivered Deliver Delivered",
        ], spans.Select(x => $"{x.OperationName} {Tag(x, "eilbote.kind")} {Tag(x, "http.response.status_code")} {Tag(x, "eilbote.meaning")} {Tag(x, "eilbote.decision")} {Tag(x, "eilbote.state")}"));
        Assert.Equal([ActivityStatusCode.Unset, ActivityStatusCode.Unset, ActivityStatusCode.Error, ActivityStatusCode.Unset],
            spans.Select(x => x.Status));
        Assert.Equal("no-clear-answer", Tag(spans[2], "eilbote.reason"));
        Assert.Equal(delivery.SettledAt!.Value.UtcDateTime, spans[^1].StartTimeUtc);
        Assert.Equal(await app.DbAsync(db => db.Exchanges.OrderBy(x => x.StartedAt).Select(x => (object?)x.Id).ToListAsync()), spans.Skip(1)
            .Select(x => x.GetTagItem("eilbote.exchange.id")));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task And_all_together_are_counted(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var watch = new Watch(app);
        var job = await app.AddJobAdAsync("1234568");
        Assert.All(watch.Collect()["eilbote.delivery.oldest_waiting"], x => Assert.Equal(0, x.Value));

        await app.Sandbox.FaultAsync("applications", "status", 502);
        await app.Sandbox.FaultAsync("applications", "status", 400, reason: "Herr Müller möchte das nicht");
        await new Applicant(app.Http).ApplyAsync(job);
        await app.IdleAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal([("Queued", 3.0), ("NeedsEmployer", 0)], Oldest(watch));

        await app.AdvanceAsync(TimeSpan.FromSeconds(7));
        app.Clock.Advance(TimeSpan.FromSeconds(50));
        await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields("b@example.com"));
        await app.IdleAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal([("Queued", 0.0), ("NeedsEmployer", 90)], Oldest(watch));

        var seen = watch.Collect();
        Assert.Equal(1, seen["eilbote.deliveries.waiting"].Single(x => x.Tags["eilbote.state"] == "NeedsEmployer").Value);
        Assert.Equal(["itself", "itself", "people", "people", "itself", "people", "people", "people", "people"],
            seen["eilbote.deliveries.waiting"].Select(x => x.Tags["eilbote.moved_by"]));
        Assert.Equal(
            [("Unknown", "no-clear-answer", 1.0), ("NeedsEmployer", "unknown", 1), ("Delivered", null, 1)],
            seen["eilbote.exchanges"].Select(x => (x.Tags["eilbote.meaning"], x.Tags["eilbote.reason"], x.Value)));
        Assert.All(seen["eilbote.exchanges"], x =>
            Assert.Equal(("delivery", "Create", "Answered"), (x.Tags["eilbote.purpose"], x.Tags["eilbote.kind"], x.Tags["eilbote.stage"])));
        Assert.Equal((0.0, "Confirmed"), Assert.Single(seen["eilbote.delivery.arrival"].Select(x => (x.Value, x.Tags["eilbote.proof"]!))));
        Assert.Equal([0, 1 / 16.0, 2 / 16.0], seen["eilbote.slots.used"].Select(x => x.Value));
    }

    [Fact]
    public async Task The_time_to_arrival_counts_from_the_receipt()
    {
        await using var app = await TestApp.StartAsync();
        using var watch = new Watch(app);
        var job = await app.AddJobAdAsync("1234568");
        await app.Sandbox.FaultAsync("applications", "reset");
        await new Applicant(app.Http).ApplyAsync(job);
        await app.IdleAsync();
        await app.AdvanceAsync(TimeSpan.FromMinutes(7));

        Assert.Equal(420, Assert.Single(watch.Collect()["eilbote.delivery.arrival"]).Value);
        Assert.Equal("NoAnswer", watch.Collect()["eilbote.exchanges"].First().Tags["eilbote.stage"]);
    }

    private static List<(string?, double)> Oldest(Watch watch) => [.. watch.Collect()["eilbote.delivery.oldest_waiting"]
        .Where(x => x.Tags["eilbote.state"] is "Queued" or "NeedsEmployer").Select(x => (x.Tags["eilbote.state"], x.Value))];

    private static string? Tag(Activity span, string name) => span.GetTagItem(name)?.ToString();
}
