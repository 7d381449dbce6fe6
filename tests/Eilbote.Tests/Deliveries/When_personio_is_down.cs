using System.Globalization;
using System.Net.Http.Json;
using Eilbote.Applications;
using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Deliveries;
using Eilbote.Employers;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Deliveries;

public sealed class When_personio_is_down
{
    private static readonly int Backlog = int.Parse(
        Environment.GetEnvironmentVariable("EILBOTE_SOAK_BACKLOG") ?? "1000", CultureInfo.InvariantCulture);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Each_try_takes_the_next_oldest_and_the_first_success_lets_all_go_oldest_first(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync("1234568");
        await app.Sandbox.FaultAsync("applications", "status", 503, "html", count: 3);
        for (var i = 0; i < 3; i++)
        {
            await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields($"p{i}@example.com"));
            await app.AdvanceAsync(TimeSpan.FromMilliseconds(100));
        }
        Assert.Equal(["p0"], await TriedAsync(app));
        await app.AdvanceAsync(TimeSpan.FromSeconds(6));
        Assert.Equal(["p0", "p1"], await TriedAsync(app));
        await app.AdvanceAsync(TimeSpan.FromSeconds(29));
        Assert.Equal(2, (await TriedAsync(app)).Count);
        await app.AdvanceAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(["p0", "p1", "p2"], await TriedAsync(app));
        await app.AdvanceAsync(TimeSpan.FromSeconds(140));
        Assert.Equal(["p0", "p1", "p2", "p0", "p1", "p2"], await TriedAsync(app));
        Assert.Equal(["p0@example.com", "p1@example.com", "p2@example.com"], (await app.Sandbox.ApplicationsAsync())
            .Select(x => x.GetProperty("email").GetString()));
    }

    [Fact]
    public async Task For_one_application_only_that_one_waits_and_after_seven_days_of_its_own_a_person_is_needed()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        // Only the first has a document, and documents fail for good.
        await app.Sandbox.FaultAsync("documents", "status", 500, "documented", count: 1000);
        await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields("p0@example.com"), new FormFile("cv", "cv.pdf", Applicant.Pdf()));
        await app.IdleAsync();
        await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields("p1@example.com"));
        await app.IdleAsync();
        await app.AdvanceAsync(TimeSpan.FromSeconds(6));
        Assert.Equal("p1@example.com", Assert.Single(await app.Sandbox.ApplicationsAsync()).GetProperty("email").GetString());
        await app.AdvanceAsync(TimeSpan.FromSeconds(6));
        await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields("p2@example.com"));
        await app.IdleAsync();
        Assert.Equal(2, (await app.Sandbox.ApplicationsAsync()).Length);

        // The schedule in between is The_schedules' matter.
        var last = Enumerable.Range(1, 100).First(x => Schedule.AfterOwnFailure(x, 0) is null);
        await app.ChangeAsync(db => db.Deliveries.Single(x => x.SettledAt == null).OwnFailures = last - 2);
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(DeliveryState.Queued, await StateAsync(app, "p0@example.com"));
        await app.AdvanceAsync(TimeSpan.FromHours(7));
        Assert.Equal(DeliveryState.NeedsEmployer, await StateAsync(app, "p0@example.com"));
        Assert.Equal(0, await app.DbAsync(db => db.Outages.CountAsync()));
    }

    [Fact]
    public async Task Several_requests_that_were_out_together_are_one_failure()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        await app.Sandbox.FaultAsync("applications", "latency", delayMs: 100_000, count: 2);
        await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields("p0@example.com"));
        await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields("p1@example.com"));
        await app.Sandbox.DelaysAsync();
        Assert.Equal(1, await app.DbAsync(db => db.Exchanges.CountAsync()));
        // Slow: after a second the next one sets off beside it.
        await TestApp.UntilAsync(async () =>
        {
            app.Clock.Advance(TimeSpan.FromMilliseconds(200));
            return await app.Sandbox.Http.GetFromJsonAsync<int>("/_sandbox/delayed") == 2;
        });
        await app.AdvanceAsync(TimeSpan.FromSeconds(31), overtaking: true);
        Assert.Equal(1, await app.DbAsync(db => db.Accounts.Select(x => x.Failures).SingleAsync()));
        Assert.Equal(2, await app.DbAsync(db => db.Exchanges.Select(x => x.DeliveryId).Distinct().CountAsync()));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task For_several_employers_it_is_one_outage_and_over_with_the_first_success(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        await app.Sandbox.PostAsync("/_sandbox/companies", new { count = 3 });
        await app.Sandbox.PostAsync(
            "/_sandbox/faults", new
            {
                company = "any",
                endpoint = "applications",
                fault = "status",
                status = 502,
                body = "html",
                count = 3
            });
        for (var number = 1_000_000; number < 1_000_003; number++)
        {
            Assert.Equal(0, await app.DbAsync(db => db.Outages.CountAsync()));
            await new Applicant(app.Http).ApplyAsync(await AddCompanyAsync(app, number));
            await app.AdvanceAsync(TimeSpan.FromSeconds(1));
        }
        var outage = await app.DbAsync(db => db.Outages.SingleAsync());
        Assert.Null(outage.EndedAt);
        await app.AdvanceAsync(TimeSpan.FromSeconds(6));
        Assert.NotNull((await app.DbAsync(db => db.Outages.AsNoTracking().SingleAsync())).EndedAt);
        Assert.Equal(3, (await app.Sandbox.ApplicationsAsync()).Length);
    }

    [Fact]
    public async Task For_several_employers_the_outage_is_over_too_when_anothers_arrives()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sandbox.PostAsync("/_sandbox/companies", new { count = 3 });
        await app.Sandbox.PostAsync(
            "/_sandbox/faults", new
            {
                company = "any",
                endpoint = "applications",
                fault = "status",
                status = 502,
                body = "html",
                count = 3
            });
        for (var number = 1_000_000; number < 1_000_003; number++)
            await new Applicant(app.Http).ApplyAsync(await AddCompanyAsync(app, number));
        await app.IdleAsync();
        Assert.Null((await app.DbAsync(db => db.Outages.AsNoTracking().SingleAsync())).EndedAt);
        await new Applicant(app.Http).ApplyAsync(await app.AddJobAdAsync("1234568"));
        await app.IdleAsync();
        Assert.Equal(3, await app.DbAsync(db => db.Accounts.CountAsync(x => x.Failures > 0)));
        Assert.NotNull((await app.DbAsync(db => db.Outages.AsNoTracking().SingleAsync())).EndedAt);
    }

    [Fact]
    public async Task For_one_employer_while_others_arrive_it_is_no_outage()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sandbox.PostAsync("/_sandbox/companies", new { count = 3 });
        await new Applicant(app.Http).ApplyAsync(await app.AddJobAdAsync("1234568"));
        await app.IdleAsync();
        await app.Sandbox.PostAsync(
            "/_sandbox/faults", new
            {
                company = "any",
                endpoint = "applications",
                fault = "status",
                status = 502,
                body = "html",
                count = 3
            });
        for (var number = 1_000_000; number < 1_000_003; number++)
            await new Applicant(app.Http).ApplyAsync(await AddCompanyAsync(app, number));
        await app.IdleAsync();
        Assert.Equal(3, await app.DbAsync(db => db.Accounts.CountAsync(x => x.Failures > 0)));
        Assert.Equal(0, await app.DbAsync(db => db.Outages.CountAsync()));
    }

    /// <summary>Seven days out with many waiting: they go in the order of arrival, at the pace, without one 429.</summary>
    [Fact]
    public async Task For_seven_days_all_that_waited_drain_in_order_at_the_pace()
    {
        const int Hours = 7 * 24;
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        await app.Sandbox.FaultAsync("applications", "status", 503, "html", count: Hours);
        await AddWaitingAsync(app, job, Backlog);
        for (var hour = 0; hour < Hours; hour++)
            await app.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Empty(await app.Sandbox.ApplicationsAsync());
        Assert.Equal(Backlog, await app.DbAsync(db => db.Deliveries.CountAsync(x => x.State == DeliveryState.Queued)));

        await app.AdvanceAsync(TimeSpan.FromMinutes(11));
        var minutes = 0;
        for (; await app.DbAsync(db => db.Deliveries.AnyAsync(x => x.SettledAt == null)); minutes++)
            await app.AdvanceAsync(TimeSpan.FromMilliseconds(60_250));
        Assert.Equal(Backlog / 13, minutes, 1d);

        var arrived = (await app.Sandbox.ApplicationsAsync()).Select(x => x.GetProperty("email").GetString()).ToList();
        // The first one to get through was that try's; all others are in the order of arrival.
        Assert.Equal(Backlog, arrived.Count);
        var rest = arrived.Skip(1).ToList();
        Assert.Equal(rest.Order(StringComparer.Ordinal), rest);
        Assert.DoesNotContain(await app.Sandbox.RequestsAsync(), x => x.GetProperty("status").GetInt32() == 429);
    }

    [Fact]
    public async Task Never_while_the_connection_is_off_and_nothing_leaves()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        await app.Sandbox.FaultAsync("applications", "status", 503, "html");
        await new Applicant(app.Http).ApplyAsync(job);
        await app.IdleAsync();
        await app.ChangeAsync(db => db.Connections.Single().State = ConnectionState.Off);
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        var delivery = await app.DbAsync(db => db.Deliveries.SingleAsync());
        Assert.Equal((DeliveryState.Held, (HeldBy?)HeldBy.Connection, (DateTimeOffset?)null),
            (delivery.State, delivery.HeldBy, delivery.DueAt));
        Assert.Single(await app.Sandbox.RequestsAsync());
    }

    internal static async Task<Guid> AddCompanyAsync(TestApp app, int number)
    {
        var (company, now) = (number.ToString(CultureInfo.InvariantCulture), app.Clock.GetUtcNow());
        var employer = new Employer { Name = "Firma " + company, CreatedAt = now };
        var account = new Account { Connector = "personio", Key = company };
        var connection = new Connection
        {
            EmployerId = employer.Id,
            Connector = "personio",
            AccountId = account.Id,
            State = ConnectionState.Active,
            ProvenAt = now,
            Settings = new() { ["company_id"] = company, ["channel_id"] = company },
            ProtectedSecrets = app.Service<ConnectionSecrets>()
                .Protect(new Dictionary<string, string> { ["access_token"] = "token-" + company }),
        };
        var ad = new JobAd
        {
            EmployerId = employer.Id,
            ConnectionId = connection.Id,
            Title = "Stelle",
            AtsJobId = company,
            CreatedAt = now
        };
        await app.ChangeAsync(db => db.AddRange(employer, account, connection, ad));
        return ad.Id;
    }

    private static Task AddWaitingAsync(TestApp app, Guid job, int count) => app.ChangeAsync(db =>
    {
        var (account, now) = (db.Accounts.Single().Id, app.Clock.GetUtcNow());
        for (var i = 0; i < count; i++)
        {
            var (id, at) = (Guid.CreateVersion7(), now.AddMilliseconds(i - count));
            db.Applications.Add(new Application
            {
                Id = id,
                EmployerId = app.EmployerId,
                JobAdId = job,
                Applicant = new() { FirstName = "P", LastName = "Q", Email = $"p{i:00000}@example.com" },
                EmailNormalized = $"p{i:00000}@example.com",
                NoticeVersion = "1",
                Language = "de",
                ReceivedAt = at,
                FormTokenId = Guid.NewGuid(),
                ContentHash = Guid.NewGuid().ToString(),
                ReceiptHash = id.ToString(),
            });
            db.Deliveries.Add(new Delivery
            {
                ApplicationId = id,
                EmployerId = app.EmployerId,
                JobAdId = job,
                ConnectionId = app.ConnectionId,
                AccountId = account,
                DueAt = at,
                CreatedAt = at
            });
        }
    });

    private static Task<DeliveryState> StateAsync(TestApp app, string email) => app.DbAsync(db =>
        db.Deliveries.Where(x => db.Applications.Any(a => a.Id == x.ApplicationId && a.Applicant.Email == email)).Select(x => x.State)
            .SingleAsync());

    private static Task<List<string>> TriedAsync(TestApp app) => app.DbAsync(async db => (await (
        from exchange in db.Exchanges
        join delivery in db.Deliveries on exchange.DeliveryId equals delivery.Id
        join application in db.Applications on delivery.ApplicationId equals application.Id
        orderby exchange.StartedAt, exchange.Id
        select application.Applicant.Email).ToListAsync()).Select(x => x.Split('@')[0]).ToList());
}
