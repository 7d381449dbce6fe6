using Eilbote.Deliveries;
using Eilbote.Tests.Connections;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Deliveries;

public sealed class The_pace
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_thirteen_deliveries_a_minute_and_never_a_429(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync("1234568");
        for (var i = 0; i < 30; i++)
            await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields($"p{i}@example.com"));
        await app.IdleAsync();
        Assert.Equal(13, (await app.Sandbox.ApplicationsAsync()).Length);
        await app.AdvanceAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(13, (await app.Sandbox.ApplicationsAsync()).Length);
        await app.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(26, (await app.Sandbox.ApplicationsAsync()).Length);
        await app.AdvanceAsync(TimeSpan.FromSeconds(61));
        Assert.Equal(30, await app.DbAsync(db => db.Deliveries.CountAsync(x => x.State == DeliveryState.Delivered)));
        Assert.DoesNotContain(await app.Sandbox.RequestsAsync(), x => x.GetProperty("status").GetInt32() == 429);
    }

    [Fact]
    public async Task Is_twenty_seven_mails_a_minute_to_one_address()
    {
        await using var employer = await EmailEmployer.ConnectedAsync();
        var job = await employer.AddJobAdAsync();
        for (var i = 0; i < 30; i++)
            await new Applicant(employer.App.Http).ApplyAsync(job, Applicant.Fields($"p{i}@example.com"));
        await employer.App.IdleAsync();
        Assert.Equal(27, (await employer.ApplicationsAsync(27)).Count);
        await employer.App.AdvanceAsync(TimeSpan.FromSeconds(61));
        Assert.Equal(30, (await employer.ApplicationsAsync(30)).Count);
    }

    [Theory, InlineData("2147483647"), InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    public async Task Asks_again_after_a_day_when_it_is_told_to_wait_for_years(string retryAfter)
    {
        await using var app = await TestApp.StartAsync(Database.Sqlite);
        var job = await app.AddJobAdAsync("1234568");
        await app.Sandbox.FaultAsync("applications", "status", 429, "empty", retryAfter);
        await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields("p@example.com"));
        await app.IdleAsync();
        await app.AdvanceAsync(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.Empty(await app.Sandbox.ApplicationsAsync());
        await app.AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.Single(await app.Sandbox.ApplicationsAsync());
    }
}
