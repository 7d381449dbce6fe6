using Eilbote.Ats;
using Eilbote.Connections;
using Eilbote.Connectors;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Connections;

public sealed class A_connection
{
    private static readonly string TokenAddress = $"/_sandbox/companies/{RunningSandbox.Company}/token";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Keeps_working_with_its_old_values_until_new_ones_are_proven(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var employer = await Connecting.AsNewEmployerAsync(app);
        await employer.VerifyAsync();
        var before = await employer.ConnectionAsync();

        await employer.VerifyAsync(("access_token", "wrong-token"));
        Assert.Contains("Die bisherigen gelten weiter", await employer.ReportAsync(), StringComparison.Ordinal);
        await employer.VerifyAsync(("channel_id", "999"));
        var kept = await employer.ConnectionAsync();
        Assert.Equal((before.ProtectedSecrets, before.Settings["channel_id"], ConnectionState.Active),
            (kept.ProtectedSecrets, kept.Settings["channel_id"], kept.State));

        await employer.VerifyAsync(("channel_id", "250625"));
        Assert.Equal("250625", (await employer.ConnectionAsync()).Settings["channel_id"]);
    }

    [Fact]
    public async Task Keeps_new_values_for_another_try_when_nothing_could_be_proven()
    {
        await using var app = await TestApp.StartAsync();
        using var employer = await Connecting.AsNewEmployerAsync(app);
        await employer.VerifyAsync();
        await app.Sandbox.PostAsync(TokenAddress, new { token = "rotated-token" });
        await app.Sandbox.FaultAsync("applications", "status", 503, "html");
        await employer.VerifyAsync(("access_token", "rotated-token"));
        Assert.Contains("Das ließ sich gerade nicht beweisen.", await employer.ReportAsync(), StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await employer.PressAsync("verify");
        Assert.True((await employer.LastAsync()).Accepted);
        Assert.All(await app.DbAsync(db => db.Verifications.Select(x => x.ProtectedSecrets).ToListAsync()), Assert.Empty);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task That_breaks_is_verified_at_once_and_releases_all_that_waited_in_order(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync("1234568");
        await app.AddUserAsync("anna@example.com", Role.Owner, app.EmployerId);
        using var owner = await MemberBrowser.SignInAsync(app, "anna@example.com");
        await app.Sandbox.PostAsync(TokenAddress, new { token = "rotated-token" });
        for (var i = 0; i < 3; i++)
        {
            await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields($"p{i}@example.com"));
            await app.AdvanceAsync(TimeSpan.FromSeconds(1));
        }
        await app.VerifyAsync();
        var held = await app.DbAsync(db => db.Connections.AsNoTracking().SingleAsync());
        var verification = await app.DbAsync(db => db.Verifications.AsNoTracking().SingleAsync());
        Assert.Equal((ConnectionState.Held, "unauthorized", VerificationPurpose.AfterRefusal),
            (held.State, held.HeldReason, verification.Purpose));
        Assert.Equal((held.HeldSince, 0), (held.NoticeDueAt, held.NoticesSent));

        await owner.PostAsync("/portal/smart-apply", "/portal/smart-apply", new() { ["access_token"] = "rotated-token" });
        await app.IdleAsync();
        Assert.Equal(["p0@example.com", "p1@example.com", "p2@example.com"], (await app.Sandbox.ApplicationsAsync())
            .Select(x => x.GetProperty("email").GetString()));
        var mended = await app.DbAsync(db => db.Connections.AsNoTracking().SingleAsync());
        Assert.Equal((ConnectionState.Active, (DateTimeOffset?)null), (mended.State, mended.NoticeDueAt));
    }

    [Fact]
    public async Task That_was_refused_by_mistake_goes_on_by_itself()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        await app.Sandbox.FaultAsync("applications", "status", 401);
        await new Applicant(app.Http).ApplyAsync(job);
        await app.IdleAsync();
        Assert.Equal(ConnectionState.Held, await app.DbAsync(db => db.Connections.Select(x => x.State).SingleAsync()));
        await app.VerifyAsync();
        Assert.Equal(ConnectionState.Active, await app.DbAsync(db => db.Connections.Select(x => x.State).SingleAsync()));
        Assert.Single(await app.Sandbox.ApplicationsAsync());

        // Again within the hour, it is not asked without end.
        await app.Sandbox.FaultAsync("applications", "status", 401);
        await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields("zwei@example.com"));
        await app.IdleAsync();
        await app.VerifyAsync();
        Assert.Equal(ConnectionState.Held, await app.DbAsync(db => db.Connections.Select(x => x.State).SingleAsync()));
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.VerifyAsync();
        Assert.Equal(2, (await app.Sandbox.ApplicationsAsync()).Length);
    }

    [Fact]
    public async Task Is_verified_every_night_with_one_request_unless_an_application_arrived()
    {
        await using var app = await TestApp.StartAsync();
        using var employer = await Connecting.AsNewEmployerAsync(app);
        await employer.VerifyAsync();
        var at = (await employer.ConnectionAsync()).VerifyAt!.Value;
        Assert.InRange(TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna")).TimeOfDay, TimeSpan.Zero,
            TimeSpan.FromHours(6));
        Assert.Equal(3, await ProbesAsync(app));

        app.Clock.Advance(at - app.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));
        await app.VerifyAsync();
        var nightly = await employer.LastAsync();
        Assert.Equal((VerificationPurpose.Daily, true, 4), (nightly.Purpose, nightly.Accepted, await ProbesAsync(app)));
        Assert.Equal(["Secret Proven", "Job Proven", "Channel Proven"], nightly.Checks.Select(x => $"{x.Kind} {x.Verdict}"));

        // The next day an application arrives: nothing is probed in the night after it.
        var connection = await employer.ConnectionAsync();
        app.Clock.Advance(TimeSpan.FromHours(12));
        var ad = new Eilbote.Board.JobAd
        {
            EmployerId = employer.EmployerId,
            ConnectionId = connection.Id,
            Title = "Test",
            AtsJobId = "1234568",
            CreatedAt = app.Clock.GetUtcNow()
        };
        await app.ChangeAsync(db => db.JobAds.Add(ad));
        await new Applicant(app.Http).ApplyAsync(ad.Id);
        await app.IdleAsync();
        app.Clock.Advance(connection.VerifyAt!.Value - app.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));
        await app.VerifyAsync();
        Assert.Equal(4, await ProbesAsync(app));
        Assert.True((await employer.ConnectionAsync()).VerifyAt > app.Clock.GetUtcNow());

        // And the night after that it is, with the ad's job; the token has meanwhile been withdrawn.
        await app.Sandbox.PostAsync(TokenAddress, new { token = "withdrawn" });
        app.Clock.Advance((await employer.ConnectionAsync()).VerifyAt!.Value - app.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));
        await app.VerifyAsync();
        Assert.Equal((ConnectionState.Held, 5), ((await employer.ConnectionAsync()).State, await ProbesAsync(app)));
        Assert.Equal("1234568", (await employer.LastAsync()).Settings["ats_job_id"]);
        Assert.Equal(RunningSandbox.Job, (await employer.ConnectionAsync()).Settings["ats_job_id"]);
    }

    [Fact]
    public async Task Is_switched_off_and_on_again_and_what_waited_goes_out()
    {
        await using var app = await TestApp.StartAsync();
        using var employer = await Connecting.AsNewEmployerAsync(app);
        await employer.VerifyAsync();
        var connection = await employer.ConnectionAsync();
        var ad = new Eilbote.Board.JobAd
        {
            EmployerId = employer.EmployerId,
            ConnectionId = connection.Id,
            Title = "Test",
            AtsJobId = "1234568",
            CreatedAt = app.Clock.GetUtcNow()
        };
        await app.ChangeAsync(db => db.JobAds.Add(ad));
        await app.Sandbox.FaultAsync("applications", "status", 503, "html");
        await new Applicant(app.Http).ApplyAsync(ad.Id);
        await app.IdleAsync();

        await employer.PressAsync("off");
        Assert.Equal((ConnectionState.Off, (DateTimeOffset?)null),
            ((await employer.ConnectionAsync()).State, (await employer.ConnectionAsync()).VerifyAt));
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Empty(await app.Sandbox.ApplicationsAsync());
        using var closed = await app.Http.GetAsync(new Uri($"/jobs/{ad.Id}/apply", UriKind.Relative));
        Assert.DoesNotContain("<form", await closed.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await employer.PressAsync("verify");
        Assert.Equal(ConnectionState.Active, (await employer.ConnectionAsync()).State);
        Assert.Single(await app.Sandbox.ApplicationsAsync());
    }

    [Fact]
    public async Task Whose_account_is_only_claimed_is_verified_three_times_an_hour()
    {
        await using var app = await TestApp.StartAsync();
        using var employer = await Connecting.AsNewEmployerAsync(app);
        for (var i = 0; i < 3; i++)
        {
            Assert.NotNull((await employer.VerifyAsync(("access_token", $"guess-{i}"))).FinishedAt);
            app.Clock.Advance(TimeSpan.FromMinutes(2));
        }
        var fourth = await employer.VerifyAsync(("access_token", "guess-4"));
        Assert.Equal((VerificationWait.Claims, (DateTimeOffset?)null), (fourth.WaitsFor, fourth.FinishedAt));
        Assert.Contains("höchstens dreimal in der Stunde", await employer.ReportAsync(), StringComparison.Ordinal);
        Assert.Equal(6, await ProbesAsync(app));
        app.Clock.Advance(TimeSpan.FromMinutes(58));
        await app.VerifyAsync();
        Assert.Equal(8, await ProbesAsync(app));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_verified_to_the_end_after_a_crash_and_nothing_is_asked_twice(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var employer = await Connecting.AsNewEmployerAsync(app);
        await employer.VerifyAsync();
        var (done, connection) = (await employer.LastAsync(), await employer.ConnectionAsync());

        // As a server leaves it that died while its second probe was out.
        var now = app.Clock.GetUtcNow();
        var dead = new Verification
        {
            ConnectionId = connection.Id,
            EmployerId = employer.EmployerId,
            AccountId = connection.AccountId,
            Purpose = VerificationPurpose.Change,
            Settings = connection.Settings,
            ProtectedSecrets = connection.ProtectedSecrets,
            Changed = [],
            Checks = [.. done.Checks.Take(3)],
            StartedAt = now,
            DueAt = now.AddSeconds(35),
        };
        await app.ChangeAsync(db =>
        {
            db.Verifications.Add(dead);
            db.Exchanges.Add(Exchange(dead, "probe-corrupted", now.AddSeconds(-1), Meaning.CredentialsRefused));
            db.Exchanges.Add(Exchange(dead, "probe-impossible", now, null));
        });
        await app.VerifyAsync();
        Assert.Null((await employer.LastAsync()).FinishedAt);
        app.Clock.Advance(TimeSpan.FromSeconds(36));
        await app.VerifyAsync();
        var verification = await employer.LastAsync();
        Assert.NotNull(verification.FinishedAt);
        Assert.Contains(verification.Checks, x => x is { Kind: CheckKind.Secret, Verdict: Verdict.NotProvable });
        Assert.Equal(ConnectionState.Active, (await employer.ConnectionAsync()).State);
        Assert.Equal(3, (await app.Sandbox.RequestsAsync()).Count(x => x.GetProperty("method").GetString() == "POST"));
    }

    private static Exchange Exchange(Verification verification, string step, DateTimeOffset at, Meaning? meaning) => new()
    {
        AccountId = verification.AccountId,
        ConnectionId = verification.ConnectionId,
        VerificationId = verification.Id,
        Step = step,
        Kind = StepKind.Probe,
        StartedAt = at,
        Deadline = at.AddSeconds(30),
        AnsweredAt = meaning is null ? null : at,
        Stage = meaning is null ? Stage.Open : Stage.Answered,
        Meaning = meaning,
    };

    private static Task<int> ProbesAsync(TestApp app) => app.DbAsync(db => db.Exchanges.CountAsync(x => x.Kind == StepKind.Probe));
}
