using Eilbote.Ats;

namespace Eilbote.Tests.Connections;

public sealed class A_test_application
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Proves_all_values_where_probes_cannot(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var employer = await Connecting.AsNewEmployerAsync(app);
        await app.Sandbox.FaultAsync("applications", "status", 400, count: 3);
        Assert.False((await employer.VerifyAsync()).Accepted);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await employer.PressAsync("test");

        Assert.Equal(["Secret Proven", "Job Proven", "Channel Proven", "TestApplication Proven"], (await employer.LastAsync())
            .Checks.Select(x => $"{x.Kind} {x.Verdict}"));
        Assert.Equal(ConnectionState.Active, (await employer.ConnectionAsync()).State);
        var arrived = Assert.Single(await app.Sandbox.ApplicationsAsync());
        Assert.Equal(("Test", "Eilbote-Test", "TEST"),
            (arrived.GetProperty("first_name").GetString(), arrived.GetProperty("last_name").GetString(),
            arrived.GetProperty("tags")[0].GetString()));
        Assert.Equal((employer.Email, 250624), (arrived.GetProperty("email").GetString(), arrived.GetProperty("channel").GetInt32()));
    }

    [Fact]
    public async Task Names_the_questions_that_are_missing()
    {
        await using var app = await TestApp.StartAsync();
        using var employer = await Connecting.AsNewEmployerAsync(app);
        Assert.True((await employer.VerifyAsync(("ats_job_id", "1234580"))).Accepted);
        await employer.PressAsync("test");
        Assert.Contains("Antworten, die das Formular nicht verlangt: custom_attribute_1", await employer.ReportAsync(), StringComparison.Ordinal);
        Assert.Equal(ConnectionState.Active, (await employer.ConnectionAsync()).State);
        Assert.Empty(await app.Sandbox.ApplicationsAsync());
    }

    /// <summary>What is wrong, then the checks.</summary>
    public static readonly TheoryData<string, string[]> Failures = new()
    {
        { "token", ["Secret Failed unauthorized", "TestApplication Failed elsewhere"] },
        { "recruiting off", ["Secret Failed feature.recruiting.disabled", "TestApplication Failed elsewhere"] },
        { "job", ["Job Failed named", "TestApplication Failed elsewhere"] },
        { "channel", ["Channel Failed named", "TestApplication Failed elsewhere"] },
        { "sent before", ["TestApplication NotProvable already-there"] },
        { "lost answer", ["TestApplication NotProvable no-clear-answer"] },
    };

    [Theory, MemberData(nameof(Failures))]
    public async Task Says_why_it_did_not_arrive(string wrong, string[] checks)
    {
        await using var app = await TestApp.StartAsync();
        using var employer = await Connecting.AsNewEmployerAsync(app);
        await employer.VerifyAsync();
        var company = "/_sandbox/companies/" + RunningSandbox.Company;
        await (wrong switch
        {
            "token" => app.Sandbox.PostAsync(company + "/token", new { token = "rotated" }),
            "recruiting off" => app.Sandbox.PostAsync(company + "/features", new { recruiting = false }),
            "job" => app.Sandbox.PostAsync("/_sandbox/jobs/" + RunningSandbox.Job, new { published = false }),
            "channel" => app.Sandbox.FaultAsync("applications", "status", 400, reason: "errors.posting-validation.channel-not-found"),
            "lost answer" => app.Sandbox.FaultAsync("applications", "lost-answer"),
            _ => employer.PressAsync("test"),
        });
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await employer.PressAsync("test");
        Assert.Equal(checks, (await employer.LastAsync()).Checks.Select(x => $"{x.Kind} {x.Verdict} {x.Code}"));
    }
}
