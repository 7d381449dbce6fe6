using Eilbote.Ats;
using Eilbote.Connections;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Microsoft.EntityFrameworkCore;
using Sent = Eilbote.Ats.Sent;

namespace Eilbote.Tests.Deliveries;

/// <summary>A request was declared unknown, and then its answer comes after all.</summary>
public sealed class A_late_answer
{
    private static readonly Step Create = new(
        "create", StepKind.Create, TimeSpan.FromSeconds(30), (_, _) => throw new InvalidOperationException());
    private static readonly Past Nothing = new(false, false, false, []);
    private static readonly Sent Answered = new(Stage.Answered, new Answer(201, "", null, ""), TimeSpan.Zero);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task That_is_a_success_settles_it_and_no_other_create_leaves(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var (delivery, exchange) = await DeclaredUnknownAsync(app);
        await app.Service<Ledger>().RecordAsync(exchange, Answered, new Reading(Meaning.Delivered), Ats(app), Nothing);
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((DeliveryState.Delivered, (Proof?)Proof.Confirmed),
            await app.DbAsync(async db => await db.Deliveries.Select(x => new ValueTuple<DeliveryState, Proof?>(x.State, x.Proof))
            .SingleAsync()));
        Assert.Null((await ReserveAsync(app, delivery)).ExchangeId);
        Assert.Empty(await app.Sandbox.RequestsAsync());
    }

    /// <summary>It has left: nothing may leave again, and who withdrew it meanwhile is told that it may be there.</summary>
    [Theory, InlineData(false, DeliveryState.UnderWayByMail), InlineData(true, DeliveryState.Withdrawn)]
    public async Task That_a_relay_took_it_puts_it_on_its_way(bool withdrawn, DeliveryState state)
    {
        await using var app = await TestApp.StartAsync();
        var (_, exchange) = await DeclaredUnknownAsync(app);
        if (withdrawn)
            await app.ChangeAsync(db => db.Deliveries.Single().WithdrawnAt = app.Clock.GetUtcNow());
        await app.Service<Ledger>().RecordAsync(exchange, Answered, new Reading(Meaning.UnderWayByMail), Ats(app), Nothing);
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        var after = await app.DbAsync(db => db.Deliveries.SingleAsync());
        Assert.Equal((state, withdrawn, null), (after.State, after.NeedsLook, after.DueAt));
        Assert.Empty(await app.Sandbox.RequestsAsync());
    }

    [Fact]
    public async Task That_is_anything_else_changes_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var (_, exchange) = await DeclaredUnknownAsync(app);
        var sent = new Sent(Stage.Answered, new Answer(400, "", null, ""), TimeSpan.Zero);
        await app.Service<Ledger>().RecordAsync(exchange, sent, new Reading(Meaning.NeedsEmployer), Ats(app), Nothing);
        var row = await app.DbAsync(db => db.Exchanges.SingleAsync());
        Assert.Equal((Meaning.Unknown, null, DeliveryState.Queued),
            (row.Meaning, row.Status, await app.DbAsync(db => db.Deliveries.Select(x => x.State).SingleAsync())));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task That_a_probe_created_something_stops_all_probing(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        await app.AddJobAdAsync("1234568");
        var (verification, exchange) = (Guid.Empty, Guid.Empty);
        await app.ChangeAsync(db =>
        {
            var (connection, now) = (db.Connections.Single(), app.Clock.GetUtcNow());
            var ended = new Verification
            {
                ConnectionId = connection.Id,
                EmployerId = connection.EmployerId,
                AccountId = connection.AccountId,
                Purpose = VerificationPurpose.Change,
                Settings = connection.Settings,
                ProtectedSecrets = "",
                Changed = [],
                StartedAt = now,
                FinishedAt = now,
                DueAt = now,
            };
            var probe = new Exchange
            {
                AccountId = connection.AccountId,
                ConnectionId = connection.Id,
                VerificationId = ended.Id,
                Step = "probe",
                Kind = StepKind.Probe,
                Probe = Probe.RealValues,
                StartedAt = now,
                Deadline = now,
                AnsweredAt = now,
                Stage = Stage.NoAnswer,
                Meaning = Meaning.Unknown,
            };
            db.AddRange(ended, probe);
            (verification, exchange) = (ended.Id, probe.Id);
        });
        var ledger = app.Service<VerificationLedger>();
        var ats = app.Service<ConnectorRegistry>().All[0].Descriptor;
        await ledger.RecordAsync(
            verification, exchange, new Sent(Stage.Answered, new Answer(400, "", null, ""), TimeSpan.Zero),
            new Reading(Meaning.ProbeAccepted), ats);
        Assert.Empty(await app.DbAsync(db => db.ProbingStops.ToListAsync()));
        await ledger.RecordAsync(verification, exchange, Answered, new Reading(Meaning.ProbeCreated), ats);
        Assert.Equal(verification, Assert.Single(await app.DbAsync(db => db.ProbingStops.ToListAsync())).VerificationId);
    }

    private static async Task<(Delivery, Guid)> DeclaredUnknownAsync(TestApp app)
    {
        var job = await app.AddJobAdAsync("1234568");
        // Nothing leaves by itself in this test: the lane would be quicker.
        await app.ChangeAsync(db => db.Accounts.Single().PausedUntil = app.Clock.GetUtcNow().AddSeconds(1));
        await new Applicant(app.Http).ApplyAsync(job);
        await app.IdleAsync();
        await app.ChangeAsync(db => db.Accounts.Single().PausedUntil = null);
        var delivery = await app.DbAsync(db => db.Deliveries.AsNoTracking().SingleAsync());
        var exchange = (await ReserveAsync(app, delivery)).ExchangeId!.Value;
        await app.ChangeAsync(db => db.Accounts.Single().PausedUntil = app.Clock.GetUtcNow().AddHours(1));
        await app.Service<Ledger>()
            .RecordAsync(exchange, new Sent(Stage.NoAnswer, null, TimeSpan.Zero), new Reading(Meaning.Unknown, "no-answer"), Ats(app),
            null);
        Assert.Equal(DeliveryState.Queued, await app.DbAsync(db => db.Deliveries.Select(x => x.State).SingleAsync()));
        return (delivery, exchange);
    }

    private static ConnectorDescriptor Ats(TestApp app) => app.Service<ConnectorRegistry>().All[0].Descriptor;

    private static Task<Reservation> ReserveAsync(TestApp app, Delivery delivery) =>
        app.Service<Ledger>().ReserveAsync(delivery, Create, Ats(app), content: null, email: null, CancellationToken.None);
}
