using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Deliveries;
using Eilbote.Employers;
using Eilbote.Secrets;
using Eilbote.Storage;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Eilbote.Tests.Deliveries.Killing;

/// <summary>
/// Kills a server again and again while people apply, each time at another kind of moment. Each time someone also applies at
/// an account that nobody used before: the others may all pause after the kills before, and no moment would come.
/// </summary>
internal sealed class Siege : IAsyncDisposable
{
    private const int Accounts = 12, JoiningEachTime = 12, Moments = 8, FirstCompany = 1_000_000;
    private const string WebhookSecret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private readonly string _folder = Directory.CreateTempSubdirectory("eilbote-kill-").FullName;
    private readonly Dictionary<string, string?> _settings = [];
    private readonly Ambush _ambush;
    private readonly RunningReceiver? _receiver;
    private readonly Random _random;
    private readonly ServerProcess _server;
    private readonly Crowd _crowd;
    private readonly List<Guid> _jobs = [];
    private readonly int _kills;

    private Siege(RunningSandbox sandbox, RunningReceiver? receiver, Ambush ambush, int kills, int seed)
    {
        (Sandbox, _receiver, _ambush, _kills, _random) = (sandbox, receiver, ambush, kills, new Random(seed));
        _server = new ServerProcess(_folder, _settings);
        _crowd = new Crowd(_server);
    }

    public RunningSandbox Sandbox { get; }

    /// <summary>What is sent to instead of the sandbox.</summary>
    public RunningReceiver Receiver => _receiver!;

    private string Documents => _receiver is null ? Applications + "/documents" : Applications;
    private string Applications => _receiver is null ? "/v1/recruiting/applications" : new Uri(_receiver.Address).AbsolutePath;
    public IReadOnlyList<Person> People => _crowd.People;
    public List<DateTimeOffset> Kills { get; } = [];

    /// <param name="webhook">To a receiver of webhooks instead of the sandbox.</param>
    public static async Task<Siege> PrepareAsync(Database database, string duplicates, int kills, int seed, bool webhook = false)
    {
        var ambush = new Ambush();
        var sandbox = await RunningSandbox.StartAsync(TimeProvider.System, x => x.Services.AddSingleton<IStartupFilter>(ambush));
        await sandbox.PostAsync("/_sandbox/companies", new { count = Accounts + kills });
        await sandbox.SwitchAsync("duplicates", duplicates);
        await sandbox.SwitchAsync("requests-per-minute", "100000");
        var receiver = webhook
            ? await RunningReceiver.StartAsync(TimeProvider.System, x => x.Services.AddSingleton<IStartupFilter>(ambush)) : null;
        if (receiver is not null)
            await receiver.SetSecretAsync(WebhookSecret);
        var siege = new Siege(sandbox, receiver, ambush, kills, seed);
        KeyFile.Create(siege._settings["Eilbote:Secrets:KeyFile"] = Path.Combine(siege._folder, "key"));
        foreach (var (key, value) in TestApp.Board)
            siege._settings[key] = value;
        siege._settings["Eilbote:Storage:ConnectionString"] = database == Database.Sqlite
            ? Path.Combine(siege._folder, "eilbote.db")
            : $"{TestApp.Postgres}Database=t{Guid.NewGuid():N};Maximum Pool Size=20";
        // Each command to the database is a line then: by them a moment is chosen.
        siege._settings["Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command"] = "Information";
        siege._settings["Eilbote:Personio:ApiBaseAddress"] = sandbox.Address;
        siege._settings["Eilbote:Personio:RequestsPerMinute"] = "100000";
        siege._settings["Eilbote:Personio:Share"] = "100000";
        // A request whose server was killed is unknown only 5 s after its deadline; the story is the same with a short one.
        siege._settings["Eilbote:Personio:Deadline"] = "00:00:05";
        siege._settings["Eilbote:Personio:UploadDeadline"] = "00:00:05";
        siege._settings["Eilbote:Webhook:Deadline"] = "00:00:05";
        siege._settings["Eilbote:Webhook:RequestsPerMinute"] = "100000";
        siege._settings["Eilbote:Webhook:AllowLoopback"] = "true";
        await siege.WithServerAsync(TimeProvider.System, siege.SeedAsync);
        return siege;
    }

    public async Task KillAsync()
    {
        var first = _random.Next(Moments);
        for (var kill = 0; kill < _kills; kill++)
        {
            _server.Start();
            // A fault is for one life: those that nobody met would pile up behind an account's pause and each prolong it.
            await FaultAsync(kill % Accounts);
            _crowd.Join(NewPerson(_jobs[Accounts + kill], files: _random.Next(1, 4)));
            for (var n = 1; n < JoiningEachTime; n++)
                _crowd.Join(NewPerson(_jobs[n == 1 ? kill % Accounts : _random.Next(Accounts)], files: _random.Next(4)));
            await _crowd.UnlessItFailsAsync(MomentAsync(first + kill)).WaitAsync(TimeSpan.FromMinutes(2));
            Kills.Add(TimeProvider.System.GetUtcNow());
            await _server.KillAsync();
            _ambush.Release();
        }
    }

    private async Task FaultAsync(int account)
    {
        if (_receiver is not null)
        {
            await _receiver.ClearFaultsAsync();
            await _receiver.AddAsync(new(Breaks: true, Takes: _random.Next(2) == 0));
            return;
        }
        await Sandbox.ClearFaultsAsync();
        await Sandbox.PostAsync(
            "/_sandbox/faults", new
            {
                company = Company(account),
                endpoint = "any",
                fault = _random.Next(2) == 0 ? "lost-answer" : "latency",
                delayMs = 500
            });
    }

    /// <summary>One more life, until everyone has a receipt and nothing waits; then the server stops in order.</summary>
    public async Task SettleAsync()
    {
        _server.Start();
        await _crowd.EndAsync().WaitAsync(TimeSpan.FromMinutes(5));
        await using (var db = OpenDb())
        {
            try
            {
                await TestApp.UntilAsync(
                    async () => !await db.Deliveries.AnyAsync(x => x.State != DeliveryState.Delivered), seconds: 300, everyMs: 250);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail(await StillWaitingAsync(db));
            }
        }
        var http = await _server.UpAsync();
        foreach (var person in People)
        {
            using var receipt = await http.GetAsync(person.Receipt);
            Assert.Equal(System.Net.HttpStatusCode.OK, receipt.StatusCode);
        }
        Assert.Equal(0, await _server.StopAsync());
        Assert.DoesNotContain(
            _server.Said, x => x.StartsWith("fail: ", StringComparison.Ordinal) || x.StartsWith("crit: ", StringComparison.Ordinal));
    }

    /// <summary>The server in this process and not listening, on the siege's files.</summary>
    public async Task WithServerAsync(TimeProvider clock, Func<IServiceProvider, Task> use)
    {
        await using var app = Server.Build([], builder =>
        {
            builder.Environment.EnvironmentName = "Production";
            builder.Configuration.AddInMemoryCollection(_settings);
            builder.Services.AddSingleton(clock);
            builder.Logging.ClearProviders();
        });
        await Server.OpenAsync(app);
        await using (var scope = app.Services.CreateAsyncScope())
            await use(scope.ServiceProvider);
    }

    /// <summary>What did not arrive, and why it waits.</summary>
    private static async Task<string> StillWaitingAsync(AppDb db)
    {
        var waiting = await (
            from delivery in db.Deliveries
            join account in db.Accounts on delivery.AccountId equals account.Id
            where delivery.State != DeliveryState.Delivered
            orderby account.Key, delivery.DueAt
            select new
            {
                account.Key,
                account.Failures,
                account.PausedUntil,
                delivery.State,
                delivery.DueAt,
                delivery.Reason,
                delivery.OwnFailures,
                Requests = db.Exchanges.Count(x => x.DeliveryId == delivery.Id)
            }).ToListAsync();
        return $"At {TimeProvider.System.GetUtcNow():HH:mm:ss} still waiting:\n" + string.Join('\n', waiting);
    }

    public AppDb OpenDb() => _settings["Eilbote:Storage:ConnectionString"] is var connection
        && connection!.StartsWith("Host=", StringComparison.Ordinal)
        ? new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql(connection).Options)
        : new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=" + connection).Options);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _ambush.Release();
        await Sandbox.DisposeAsync();
        if (_receiver is not null)
            await _receiver.DisposeAsync();
        var connection = _settings["Eilbote:Storage:ConnectionString"]!;
        await TestDatabases.DropAsync(connection);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Completes when the server is to be killed: every kind of moment in turn, at random within it.</summary>
    private Task MomentAsync(int kill) => (kill % Moments) switch
    {
        0 => ReceiptsAsync(1),
        1 => _ambush.AwaitAsync(Applications, Side.BeforeItsAnswer),
        2 => _ambush.AwaitAsync(Documents, Side.BeforeItsAnswer),
        3 => LinesAsync(_server.UpAsync(), _random.Next(200)),
        4 => _ambush.AwaitAsync(Applications, Side.BeforeItsWork),
        5 => ReceiptsAsync(_random.Next(2, JoiningEachTime)),
        6 => _ambush.AwaitAsync(Documents, Side.BeforeItsWork),
        _ => LinesAsync(Task.CompletedTask, _random.Next(60)),
    };

    private Task ReceiptsAsync(int more)
    {
        var enough = _crowd.Receipts + more;
        return TestApp.UntilAsync(() => Task.FromResult(_crowd.Receipts >= enough), seconds: 100);
    }

    /// <summary>It writes each command to its database: some lines while it starts, hundreds for those who apply.</summary>
    private async Task LinesAsync(Task first, int more)
    {
        await first;
        var enough = _server.Lines + more;
        await TestApp.UntilAsync(() => Task.FromResult(_server.Lines >= enough), seconds: 100);
    }

    private Person NewPerson(Guid job, int files)
    {
        var number = People.Count;
        return new Person($"person{number}@example.com", job, [.. Enumerable.Range(0, files).Select(i =>
            new FormFile(i == 0 ? "cv" : "documents", $"Dokument {i}.pdf", Applicant.Pdf(_random.Next(2_000, 200_000), number * 10 + i)))]);
    }

    private async Task SeedAsync(IServiceProvider services)
    {
        var db = services.GetRequiredService<AppDb>();
        var secrets = services.GetRequiredService<ConnectionSecrets>();
        var (now, connector) = (TimeProvider.System.GetUtcNow(), _receiver is null ? "personio" : "webhook");
        var employer = new Employer
        {
            Name = "Musterfirma GmbH",
            Place = "Wien",
            ContactEmail = "jobs@musterfirma.example",
            CreatedAt = now
        };
        db.Add(employer);
        for (var i = 0; i < Accounts + _kills; i++)
        {
            var company = Company(i);
            var account = new Account { Connector = connector, Key = company };
            var connection = new Connection
            {
                EmployerId = employer.Id,
                Connector = connector,
                AccountId = account.Id,
                State = ConnectionState.Active,
                ProvenAt = now,
                CreatedAt = now,
                Settings = _receiver is null ? new() { ["company_id"] = company, ["channel_id"] = company }
                    : new() { ["address"] = _receiver.Address },
                ProtectedSecrets = secrets.Protect(
                    new Dictionary<string, string> { ["access_token"] = "token-" + company, ["secret"] = WebhookSecret }),
            };
            var ad = new JobAd
            {
                EmployerId = employer.Id,
                ConnectionId = connection.Id,
                Title = "Stelle " + company,
                AtsJobId = company,
                CreatedAt = now
            };
            db.AddRange(account, connection, ad);
            _jobs.Add(ad.Id);
        }
        await db.SaveChangesAsync();
    }

    private static string Company(int number) => (FirstCompany + number).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
