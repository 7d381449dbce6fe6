using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Eilbote.Applying;
using Eilbote.Ats;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Storage;
using Eilbote.Tests.Deliveries.Killing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Eilbote.Tests.Deliveries;

/// <summary>SIGKILL for the real process while people apply. <c>bench/soak</c> runs the same with 200 kills.</summary>
public sealed class When_the_server_is_killed
{
    private static readonly int Kills = int.Parse(
        Environment.GetEnvironmentVariable("EILBOTE_SOAK_KILLS") ?? "16", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(Database.Sqlite, "refuse", 0.4)]
    [InlineData(Database.Sqlite, "accept", 0.4)]
    [InlineData(Database.Postgres, "accept", 0.25)]
    public async Task Nothing_is_lost_and_nothing_arrives_twice(Database database, string duplicates, double part)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        await using var siege = await Siege.PrepareAsync(database, duplicates, (int)(Kills * part), seed);
        await siege.KillAsync();
        await siege.SettleAsync();

        var arrivals = (await siege.Sandbox.ApplicationsAsync()).ToLookup(x => x.GetProperty("email").GetString()!);
        await using var db = siege.OpenDb();
        var deliveries = await (
            from d in db.Deliveries
            join a in db.Applications on d.ApplicationId equals a.Id
            select new
            {
                a.Applicant.Email,
                d.Id,
                d.Proof
            }).ToListAsync();
        var exchanges = (await db.Exchanges.AsNoTracking().OrderBy(x => x.StartedAt).ToListAsync()).ToLookup(x => x.DeliveryId!.Value);

        Assert.Equal(siege.People.Select(x => x.Email).Order(), deliveries.Select(x => x.Email).Order());
        foreach (var person in siege.People)
        {
            var delivery = deliveries.Single(x => x.Email == person.Email);
            var arrived = arrivals[person.Email].ToList();
            var sent = exchanges[delivery.Id].ToList();
            InOrder(sent, siege.Kills);
            Complete(person, arrived);
            if (duplicates == "refuse")
                Assert.Single(arrived);
            AgainOnlyAfterUnknown(sent, arrived);
            if (delivery.Proof == Proof.Inferred)
                Assert.Contains(sent, IsUnknownCreate);
        }
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{siege.Kills.Count} kills, {siege.People.Count} applications, {exchanges.Sum(x => x.Count())} requests, "
            + $"{exchanges.Sum(x => x.Count(IsUnknownCreate))} unknown creates, {arrivals.Sum(x => x.Count()) - siege.People.Count} second arrivals");
        await siege.WithServerAsync(new FakeTimeProvider(TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(2)), NoDebrisAsync);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_webhook_gets_each_application_once(Database database)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        await using var siege = await Siege.PrepareAsync(database, "accept", (int)(Kills * 0.25), seed, webhook: true);
        await siege.KillAsync();
        await siege.SettleAsync();

        var arrivals = (await siege.Receiver.ApplicationsAsync()).ToLookup(x => x.GetProperty("data").GetProperty("email").GetString()!);
        await using var db = siege.OpenDb();
        var deliveries = await (
            from d in db.Deliveries
            join a in db.Applications on d.ApplicationId equals a.Id
            select new
            {
                a.Applicant.Email,
                d.Id,
                d.Proof
            }).ToListAsync();
        var exchanges = (await db.Exchanges.AsNoTracking().OrderBy(x => x.StartedAt).ToListAsync()).ToLookup(x => x.DeliveryId!.Value);
        Assert.Equal(siege.People.Select(x => x.Email).Order(), deliveries.Select(x => x.Email).Order());
        foreach (var person in siege.People)
        {
            var delivery = deliveries.Single(x => x.Email == person.Email);
            InOrder([.. exchanges[delivery.Id]], siege.Kills);
            Complete(person, [Assert.Single(arrivals[person.Email])]);
            Assert.Equal(Proof.Confirmed, delivery.Proof);
        }
        var again = (await siege.Receiver.RequestsAsync()).Count(x => x.Why == "again");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{siege.Kills.Count} kills, {siege.People.Count} applications, {again} sent again and not taken twice");
    }

    private static bool IsUnknownCreate(Exchange x) => x.Kind == StepKind.Create && x.Meaning == Meaning.Unknown;

    /// <summary>One request at a time, each settled before the next; nothing after a stored 201; no answer given up too early.</summary>
    private static void InOrder(List<Exchange> sent, List<DateTimeOffset> kills)
    {
        foreach (var (before, after) in sent.Zip(sent.Skip(1)))
        {
            Assert.True(before.AnsweredAt <= after.StartedAt, $"{before.Step} was open when {after.Step} left");
            Assert.NotEqual(Meaning.Delivered, before.Meaning);
        }
        foreach (var exchange in sent)
        {
            Assert.NotNull(exchange.AnsweredAt);
            if (kills.Any(x => exchange.StartedAt < x && x < exchange.AnsweredAt) && exchange.Meaning == Meaning.Unknown)
                Assert.True(exchange.AnsweredAt >= exchange.Deadline + Exchange.Grace, $"{exchange.Step} was given up early");
        }
    }

    private static void Complete(Person person, List<JsonElement> arrived)
    {
        Assert.NotEmpty(arrived);
        foreach (var arrival in arrived)
            Assert.Equal(person.Hashes, arrival.GetProperty("documents").EnumerateArray().Select(x => x.GetProperty("sha256").GetString()!)
                .Order(StringComparer.Ordinal));
    }

    private static void AgainOnlyAfterUnknown(List<Exchange> sent, List<JsonElement> arrived)
    {
        Assert.True(arrived.Count - 1 <= sent.Count(IsUnknownCreate));
        foreach (var again in arrived.Select(x => x.GetProperty("arrived_at").GetDateTimeOffset()).Order().Skip(1))
            Assert.Contains(sent, x => IsUnknownCreate(x) && x.AnsweredAt < again);
    }

    /// <summary>After housekeeping every content has its row and every row its content.</summary>
    private static async Task NoDebrisAsync(IServiceProvider services)
    {
        await services.GetServices<IHostedService>().OfType<Housekeeping>().Single().CleanAsync(CancellationToken.None);
        var store = services.GetRequiredService<IDocumentStore>();
        var rows = await services.GetRequiredService<AppDb>().Documents.AsNoTracking().ToDictionaryAsync(x => x.Id);
        var contents = new List<Guid>();
        await foreach (var id in store.StoredBeforeAsync(DateTimeOffset.MaxValue, CancellationToken.None))
            contents.Add(id);
        Assert.Equal(rows.Keys.Order(), contents.Order());
        foreach (var (id, row) in rows)
        {
            await using var content = await store.OpenAsync(id, CancellationToken.None);
            Assert.Equal(row.Sha256, Convert.ToHexStringLower(await SHA256.HashDataAsync(content)));
        }
    }
}
