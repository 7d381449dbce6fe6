using Eilbote.Ats;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Connections;

/// <summary>Applications come first for an hour; where none are delivered, a verification waits only as long as the account.</summary>
public sealed class After_a_429
{
    private const string Page = "/portal/smart-apply";

    [Theory]
    [InlineData(Database.Sqlite, ConnectionState.Draft), InlineData(Database.Postgres, ConnectionState.Draft)]
    [InlineData(Database.Sqlite, ConnectionState.Held), InlineData(Database.Postgres, ConnectionState.Held)]
    [InlineData(Database.Sqlite, ConnectionState.Off), InlineData(Database.Postgres, ConnectionState.Off)]
    public async Task A_connection_that_delivers_nothing_is_verified_as_soon_as_the_pause_ends(Database database, ConnectionState state)
    {
        await using var app = await TestApp.StartAsync(database);
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        await StandsAsync(app, state);
        await app.Sandbox.FaultAsync("applications", "status", 429, "empty");
        var report = await VerifyAsync(app, owner);
        Assert.Contains("Wartet kurz: Personio bremst.", report, StringComparison.Ordinal);
        Assert.Contains("Um 14:03:10 geht es von selbst weiter", report, StringComparison.Ordinal);
        Assert.DoesNotContain("Stunde", report, StringComparison.Ordinal);

        app.Clock.Advance(TimeSpan.FromSeconds(59));
        await app.VerifyAsync();
        Assert.Equal(state, await StateAsync(app));
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        await app.VerifyAsync();
        Assert.Equal(ConnectionState.Active, await StateAsync(app));
    }

    [Fact]
    public async Task That_says_how_long_to_wait_is_obeyed()
    {
        await using var app = await TestApp.StartAsync();
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        await StandsAsync(app, ConnectionState.Off);
        await app.Sandbox.FaultAsync("applications", "status", 429, "empty", retryAfter: 300);
        Assert.Contains("Um 14:07:10 geht es von selbst weiter", await VerifyAsync(app, owner), StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromSeconds(301));
        await app.VerifyAsync();
        Assert.Equal(ConnectionState.Active, await StateAsync(app));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_working_connection_waits_an_hour_unless_it_breaks_meanwhile(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        await app.Sandbox.FaultAsync("applications", "status", 429, "empty");
        var report = await VerifyAsync(app, owner);
        Assert.Contains("Danach prüfen wir eine Stunde lang nicht", report, StringComparison.Ordinal);
        Assert.Contains("Um 15:02:10 geht es von selbst weiter", report, StringComparison.Ordinal);

        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.VerifyAsync();
        Assert.Equal(1, await app.DbAsync(db => db.Exchanges.CountAsync()));
        await app.Sandbox.FaultAsync("applications", "status", 401);
        await new Applicant(app.Http).ApplyAsync(await app.AddJobAdAsync("1234568"));
        await app.IdleAsync();
        Assert.Equal(ConnectionState.Held, await StateAsync(app));
        await app.VerifyAsync();
        Assert.Equal(ConnectionState.Active, await StateAsync(app));
        Assert.Single(await app.Sandbox.ApplicationsAsync());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_connection_that_was_switched_off_meanwhile_stays_off(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        await app.Sandbox.FaultAsync("applications", "status", 429, "empty");
        await VerifyAsync(app, owner);
        await owner.PostAsync(Page, $"{Page}/{app.ConnectionId}/off", []);
        app.Clock.Advance(TimeSpan.FromMinutes(61));
        await app.VerifyAsync();
        Assert.Equal(ConnectionState.Off, await StateAsync(app));
        Assert.True(await app.DbAsync(db => db.Verifications.AllAsync(x => x.Superseded && x.ProtectedSecrets == "")));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task One_who_shares_the_account_waits_an_hour_too_until_nobody_delivers_on_it(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var employer = await Connecting.AsNewEmployerAsync(app);
        await app.Sandbox.FaultAsync("applications", "status", 429, "empty");
        await employer.VerifyAsync();
        Assert.Contains("Danach prüfen wir eine Stunde lang nicht", await employer.ReportAsync(), StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await employer.PressAsync("verify");
        Assert.Equal(ConnectionState.Draft, (await employer.ConnectionAsync()).State);

        await StandsAsync(app, ConnectionState.Off);
        await employer.PressAsync("verify");
        Assert.Equal(ConnectionState.Active, (await employer.ConnectionAsync()).State);
    }

    private static Task<int> StandsAsync(TestApp app, ConnectionState state) =>
        app.DbAsync(db => db.Connections.Where(x => x.Id == app.ConnectionId).ExecuteUpdateAsync(x => x.SetProperty(c => c.State, state)));

    private static Task<ConnectionState> StateAsync(TestApp app) =>
        app.DbAsync(db => db.Connections.Where(x => x.Id == app.ConnectionId).Select(x => x.State).SingleAsync());

    /// <summary>The owner presses the button and sees the report.</summary>
    private static async Task<string> VerifyAsync(TestApp app, MemberBrowser owner)
    {
        await owner.PostAsync(Page, $"{Page}/{app.ConnectionId}/verify", []);
        await app.IdleAsync();
        return await owner.GetAsync(owner.Path);
    }
}
