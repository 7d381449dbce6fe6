using System.Globalization;
using CsCheck;
using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Employers;
using Eilbote.Secrets;
using Eilbote.Tests.Deliveries.Histories;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Eilbote.Tests.Deliveries;

/// <summary>Random histories against a plain model. <c>bench/soak</c> runs 10,000 of them.</summary>
public sealed class Any_history : IAsyncLifetime
{
    private static readonly int Histories = int.Parse(
        Environment.GetEnvironmentVariable("EILBOTE_SOAK_HISTORIES") ?? "500", CultureInfo.InvariantCulture);
    private readonly string _folder = Directory.CreateTempSubdirectory("eilbote-histories-").FullName;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 13, 2, 10, TimeSpan.Zero));
    private WebApplication _server = null!;

    [Theory, InlineData("personio", 1), InlineData("webhook", 2)]
    public Task Loses_nothing_and_sends_nothing_twice(string connector, int part) => Gen.Select(Gen.Bool, Gen.Int[0, 3], Happening.Gen.Array[3, 16])
        .SampleAsync((takesTwice, climbs, history) => RunAsync(connector, takesTwice, climbs == 0, history), iter: Histories / part, threads: 1,
            print: x => $"The ATS {(x.Item1 ? "takes" : "refuses")} a second one{(x.Item2 == 0 ? ", then months pass" : "")}\n" + string.Join('\n', x.Item3.Select(h => h.ToString())));

    public async ValueTask InitializeAsync()
    {
        var keyFile = Path.Combine(_folder, "key");
        KeyFile.Create(keyFile);
        _server = Server.Build([], builder =>
        {
            builder.Environment.EnvironmentName = "Production";
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(TestApp.Board.ToDictionary(x => x.Key, string? (x) => x.Value))
            {
                ["Eilbote:Secrets:KeyFile"] = keyFile,
                ["Eilbote:Storage:ConnectionString"] = Path.Combine(_folder, "eilbote.db"),
                ["Eilbote:Webhook:RequestsPerMinute"] = FakeAts.Share.ToString(CultureInfo.InvariantCulture),
                ["Eilbote:Personio:RequestsPerMinute"] = "12",
                ["Eilbote:Personio:Share"] = FakeAts.Share.ToString(CultureInfo.InvariantCulture),
            });
            builder.Services.AddSingleton<TimeProvider>(_clock);
            builder.Logging.ClearProviders();
        });
        await Server.OpenAsync(_server);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task RunAsync(string connector, bool takesTwice, bool climbs, Happening[] history)
    {
        using var world = new World(
            _server.Services, _clock, takesTwice, x => connector == "webhook" ? new FakeReceiver(x) : new FakePersonio(x),
            await SeedAsync(connector));
        await world.RunAsync(history, climbs);
    }

    /// <summary>An employer of its own for every history, so that none knows of another.</summary>
    private async Task<(Guid, Guid, Guid, string)[]> SeedAsync(string connector)
    {
        await using var scope = _server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var now = _clock.GetUtcNow();
        var employer = new Employer
        {
            Name = "Musterfirma GmbH",
            Place = "Wien",
            ContactEmail = "jobs@musterfirma.example",
            CreatedAt = now
        };
        var accounts = Enumerable.Range(0, World.Accounts)
            .Select(_ => new Account
            {
                Connector = connector,
                Key = Random.Shared.NextInt64(1, long.MaxValue / 10).ToString(CultureInfo.InvariantCulture)
            }).ToList();
        var seeded = new List<(Guid, Guid, Guid, string)>();
        db.Add(employer);
        db.AddRange(accounts);
        for (var i = 0; i < World.Connections; i++)
        {
            var account = accounts[i % World.Accounts];
            var connection = new Connection
            {
                EmployerId = employer.Id,
                Connector = connector,
                AccountId = account.Id,
                State = ConnectionState.Active,
                ProvenAt = now,
                CreatedAt = now,
                Settings = connector == "webhook" ? new() { ["address"] = $"https://{account.Key}.receiver.example/x" }
                    : new() { ["company_id"] = account.Key, ["channel_id"] = "1" },
                ProtectedSecrets = scope.ServiceProvider.GetRequiredService<ConnectionSecrets>().Protect(new Dictionary<string, string>
                {
                    ["access_token"] = "token",
                    ["secret"] = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                }),
            };
            var ad = new JobAd
            {
                EmployerId = employer.Id,
                ConnectionId = connection.Id,
                Title = "Stelle",
                AtsJobId = "1",
                CreatedAt = now
            };
            db.AddRange(connection, ad);
            seeded.Add((connection.Id, account.Id, ad.Id, account.Key));
        }
        await db.SaveChangesAsync();
        return [.. seeded];
    }
}
