using Eilbote.Ats;
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

    /// <summary>A create whose answer was lost may have arrived and taken its uploads with it, and the next one as well.</summary>
    [Fact]
    public async Task Until_a_create_that_is_unknown_took_them()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        await app.Sandbox.SwitchAsync("duplicates", "accept");
        await app.Sandbox.FaultAsync("applications", "lost-answer");
        await new Applicant(app.Http).ApplyAsync(job, null, new FormFile("cv", "cv.pdf", Applicant.Pdf()));
        await app.IdleAsync();

        // The next create is told that the file is gone; the file is not taken before the answer of the one after is to be lost, too.
        await app.Sandbox.FaultAsync("documents", "status", 502, "html");
        await app.AdvanceAsync(TimeSpan.FromSeconds(6));
        await app.Sandbox.FaultAsync("applications", "lost-answer");
        await app.AdvanceAsync(TimeSpan.FromSeconds(34));
        await app.AdvanceAsync(TimeSpan.FromMinutes(2.5));

        Assert.Equal(["Unknown", "StepForgotten", "Unknown", "StepForgotten", "Delivered"], await app.DbAsync(db => db.Exchanges
            .Where(x => x.Kind == StepKind.Create).OrderBy(x => x.StartedAt).Select(x => x.Meaning.ToString()!).ToListAsync()));
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
