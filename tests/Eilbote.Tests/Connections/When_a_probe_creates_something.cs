using Eilbote.Ats;
using Eilbote.Connections;
using Eilbote.Connectors;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Connections;

public sealed class When_a_probe_creates_something
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task All_probing_stops_until_an_operator_lets_it_go_on(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var first = await Connecting.AsNewEmployerAsync(app);
        using var second = await Connecting.AsNewEmployerAsync(app);
        await app.Sandbox.FaultAsync("applications", "status", 200, "empty");
        await first.VerifyAsync();
        Assert.Contains("löschen Sie, was Sie finden", await first.ReportAsync(), StringComparison.Ordinal);
        Assert.Contains(app.Logs.Lines, x => x.StartsWith("Critical Eilbote", StringComparison.Ordinal)
            && x.Contains("All probing has stopped", StringComparison.Ordinal));

        await second.VerifyAsync();
        await first.PressAsync("verify");
        Assert.Single(await ProbesAsync(app));
        Assert.Contains((await second.LastAsync()).Checks, x =>
            x is { Kind: CheckKind.Secret, Verdict: Verdict.NotProvable, Code: "probing-stopped" });
        Assert.Equal(ConnectionState.Draft, (await second.ConnectionAsync()).State);

        // It is a row: a restart changes nothing.
        await app.RestartAsync();
        using var again = await MemberBrowser.SignInAsync(app, second.Email);
        await again.PostAsync("/portal/smart-apply", $"/portal/smart-apply/{(await second.ConnectionAsync()).Id}/verify", []);
        await app.IdleAsync();
        Assert.Single(await ProbesAsync(app));

        await app.AddUserAsync("betrieb@example.com", Role.Operator, null);
        using var operators = await MemberBrowser.SignInAsync(app, "betrieb@example.com");
        Assert.Contains("Alle Prüfungen sind angehalten.", await operators.GetAsync("/operators"), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "angehalten", await operators.PostAsync("/operators", "/operators/probing/resume", []), StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await again.PostAsync("/portal/smart-apply", $"/portal/smart-apply/{(await second.ConnectionAsync()).Id}/verify", []);
        await app.IdleAsync();
        Assert.Equal(ConnectionState.Active, (await second.ConnectionAsync()).State);
    }

    private static Task<List<Exchange>> ProbesAsync(TestApp app) =>
        app.DbAsync(db => db.Exchanges.AsNoTracking().Where(x => x.Kind == StepKind.Probe).ToListAsync());
}
