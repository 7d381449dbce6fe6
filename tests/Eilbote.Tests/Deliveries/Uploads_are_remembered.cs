using Eilbote.Connections;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Deliveries;

public sealed class Uploads_are_remembered
{
    [Theory, InlineData(1, 1), InlineData(29, 1), InlineData(31, 2)]
    public async Task By_the_same_delivery_for_thirty_minutes(int minutesLater, int uploads)
    {
        await using var app = await ApplyAsync(downFor: minutesLater);
        await app.AdvanceAsync(TimeSpan.FromMinutes(minutesLater));
        Assert.Equal(uploads, await UploadsAsync(app));
        Assert.Single(Assert.Single(await app.Sandbox.ApplicationsAsync()).GetProperty("documents").EnumerateArray().ToList());
    }

    [Fact]
    public async Task Not_by_another_account()
    {
        await using var app = await ApplyAsync(downFor: 1);
        // The employer's connection goes through another account now, while this delivery waits.
        var other = new Account { Connector = "personio", Key = "another" };
        await app.ChangeAsync(db =>
        {
            db.Accounts.Add(other);
            db.Connections.Single().AccountId = other.Id;
        });
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        await app.IdleAsync();
        Assert.Equal(2, await UploadsAsync(app));
        Assert.Equal(DeliveryState.Delivered, await app.DbAsync(db => db.Deliveries.Select(x => x.State).SingleAsync()));
    }

    private static async Task<TestApp> ApplyAsync(int downFor)
    {
        var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        await app.Sandbox.FaultAsync("applications", "status", 502, "html");
        await new Applicant(app.Http).ApplyAsync(job, null, new FormFile("cv", "cv.pdf", Applicant.Pdf()));
        await app.IdleAsync();
        Assert.Equal(1, await UploadsAsync(app));
        await app.ChangeAsync(db => db.Accounts.Single().PausedUntil = app.Clock.GetUtcNow().AddMinutes(downFor).AddSeconds(-1));
        return app;
    }

    private static Task<int> UploadsAsync(TestApp app) => app.DbAsync(db => db.Exchanges.CountAsync(x => x.Kind == StepKind.Upload));
}
