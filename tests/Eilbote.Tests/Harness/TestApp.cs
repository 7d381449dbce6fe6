using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connections;
using Eilbote.Deliveries;
using Eilbote.Employers;
using Eilbote.Members;
using Eilbote.Secrets;
using Eilbote.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Eilbote.Tests.Harness;

public enum Database { Sqlite, Postgres }

/// <summary>The real server on a real socket with a real database, the sandbox beside it, and one clock for both.</summary>
public sealed class TestApp : IAsyncDisposable
{
    public const string Password = "a-long-password";

    /// <summary>What no server starts without.</summary>
    public static readonly IReadOnlyDictionary<string, string> Board = new Dictionary<string, string>
    {
        ["Eilbote:Board:ImprintUrl"] = "https://board.example/imprint",
        ["Eilbote:Board:PrivacyUrl"] = "https://board.example/privacy",
        ["Eilbote:Board:AccessibilityEmail"] = "access@board.example",
    };

    private const string KeyFileSetting = "Eilbote:Secrets:KeyFile", ConnectionStringSetting = "Eilbote:Storage:ConnectionString";
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 13, 2, 10, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("eilbote-").FullName;
    private readonly Dictionary<string, string?> _settings = [];
    private WebApplication? _server;

    private TestApp(FakeTimeProvider clock, RunningSandbox sandbox) => (Clock, Sandbox) = (clock, sandbox);

    public FakeTimeProvider Clock { get; }
    public RunningSandbox Sandbox { get; }
    public LogSink Logs { get; } = new();

    /// <summary>Whether the disk beside SQLite has but a megabyte left.</summary>
    public bool IsDiskFull { get; set; }

    /// <summary>Where SQLite keeps documents.</summary>
    public string DocumentsFolder => Path.Combine(_folder, "documents");

    public Uri Address { get; private set; } = new("http://127.0.0.1");
    public HttpClient Http { get; } = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });
    public Guid EmployerId { get; private set; }
    public Guid ConnectionId { get; private set; }

    public static async Task<TestApp> StartAsync(Database database = Database.Sqlite, Dictionary<string, string>? settings = null)
    {
        var app = await PrepareAsync(database, Start, settings);
        KeyFile.Create(app._settings[KeyFileSetting]!);
        await TestDatabases.CreateAsync(app._settings[ConnectionStringSetting]!);
        await app.OpenAsync();
        await app.SeedAsync();
        return app;
    }

    /// <summary>This version on what an older one left, a second later.</summary>
    /// <param name="sandbox">What happened at the ATS before.</param>
    public static async Task<TestApp> UpgradeAsync(
        Database database, EarlierVersion earlier, Func<RunningSandbox, Task> sandbox, Dictionary<string, string>? settings = null)
    {
        var app = await PrepareAsync(database, earlier.At.AddSeconds(1), settings);
        earlier.CopyTo(app._folder);
        if (database == Database.Postgres)
            await TestDatabases.RestoreAsync(app._settings[ConnectionStringSetting]!, Path.Combine(app._folder, "eilbote.sql"));
        await sandbox(app.Sandbox);
        await app.OpenAsync();
        return app;
    }

    /// <summary>A browser at another address, as a proxy names it that the settings trust.</summary>
    public HttpClient ClientAt(string address)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return client;
    }

    /// <summary>Stops the server and leaves its data, to be used by another process or to be looked into.</summary>
    public async Task<Dictionary<string, string?>> StopAsync()
    {
        await StopServerAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        return _settings;
    }

    /// <summary>From the next start on.</summary>
    public void Set(string setting, string? value) => _settings[setting] = value;

    /// <summary>Stops the server and starts it again on the same data and address.</summary>
    public async Task RestartAsync()
    {
        await StopServerAsync();
        await StartServerAsync();
    }

    /// <summary>
    /// Moves the clock, and waits until the lanes have done what became due.
    /// </summary>
    /// <param name="overtaking">
    /// Whether a request may be out meanwhile, as when an ATS is silent. Else what was just asked for is awaited first: its requests would
    /// be out for all that time.
    /// </param>
    public async Task AdvanceAsync(TimeSpan time, bool overtaking = false)
    {
        await Service<Verifications>().IdleAsync().WaitAsync(TimeSpan.FromSeconds(60));
        if (!overtaking)
            await Service<Lanes>().IdleAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Clock.Advance(time);
        await IdleAsync();
    }

    public async Task IdleAsync()
    {
        await Service<Verifications>().IdleAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await Service<Lanes>().SweepAsync(CancellationToken.None);
        await Service<Lanes>().IdleAsync().WaitAsync(TimeSpan.FromSeconds(60));
        var errors = Logs.Lines.Where(x => x.StartsWith("Error Eilbote", StringComparison.Ordinal)).ToList();
        Assert.True(errors.Count == 0, string.Join('\n', errors));
    }

    /// <summary>Begins the verifications that are due by themselves, and waits until all have done what they can now.</summary>
    public async Task VerifyAsync()
    {
        await Service<Verifications>().SweepAsync(CancellationToken.None);
        await IdleAsync();
    }

    /// <summary>Waits for what happens beside the lanes, such as a request that is out. Fails after some seconds of real time.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, int seconds = 30, int everyMs = 20)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(everyMs));
        while (!await condition())
            await timer.WaitForNextTickAsync(timeout.Token);
    }

    public T Service<T>() where T : notnull => _server!.Services.GetRequiredService<T>();

    public async Task<T> DbAsync<T>(Func<AppDb, Task<T>> use)
    {
        await using var scope = _server!.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<AppDb>());
    }

    public Task ChangeAsync(Action<AppDb> change) => DbAsync(db =>
    {
        change(db);
        return db.SaveChangesAsync();
    });

    public async Task<Guid> AddJobAdAsync(string atsJobId, string title = "Buchhalter:in", string html = "<p>Text</p>")
    {
        var ad = new JobAd
        {
            EmployerId = EmployerId,
            ConnectionId = ConnectionId,
            Title = title,
            Place = "Wien",
            Html = html,
            AtsJobId = atsJobId,
            CreatedAt = Clock.GetUtcNow()
        };
        await ChangeAsync(db => db.JobAds.Add(ad));
        return ad.Id;
    }

    public async Task AddUserAsync(string email, Role role, Guid? employerId)
    {
        await using var scope = _server!.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var user = new User { Id = Guid.CreateVersion7(), UserName = email, Email = email, IsOperator = role == Role.Operator };
        var created = await users.CreateAsync(user, Password);
        Assert.True(created.Succeeded, string.Join(" ", created.Errors.Select(x => x.Description)));
        if (employerId is { } employer)
            await JoinAsync(email, role, employer);
    }

    /// <summary>Somebody who has an account becomes a member.</summary>
    public Task JoinAsync(string email, Role role, Guid employerId, bool isLimited = false, params Guid[] ads) => DbAsync(async db =>
    {
        var user = await db.Users.SingleAsync(x => x.Email == email);
        db.Memberships.Add(
            new() { UserId = user.Id, EmployerId = employerId, Role = role, IsLimited = isLimited, Since = Clock.GetUtcNow() });
        db.AdGrants.AddRange(ads.Select(x => new AdGrant { UserId = user.Id, EmployerId = employerId, JobAdId = x }));
        return await db.SaveChangesAsync();
    });

    /// <summary>As if somebody had confirmed it and an owner had admitted it.</summary>
    public Task OpenSecondPathAsync(string email = "personal@musterfirma.example") => ChangeAsync(db =>
    {
        var account = new Account { Connector = "email", Key = email };
        db.Accounts.Add(account);
        db.SecondPaths.Add(new()
        {
            ConnectionId = ConnectionId,
            EmployerId = EmployerId,
            Email = account.Key,
            AccountId = account.Id,
            AskedAt = Clock.GetUtcNow(),
            ConfirmedAt = Clock.GetUtcNow(),
            AdmittedAt = Clock.GetUtcNow(),
        });
    });

    public async ValueTask DisposeAsync()
    {
        await StopServerAsync();
        Http.Dispose();
        await TestDatabases.DropAsync(_settings[ConnectionStringSetting]!);
        Directory.Delete(_folder, recursive: true);
        await Sandbox.DisposeAsync();
    }

    internal static string Postgres => Environment.GetEnvironmentVariable("EILBOTE_TEST_POSTGRES") is { Length: > 0 } host
        ? host.TrimEnd(';') + ";"
        : throw new InvalidOperationException("EILBOTE_TEST_POSTGRES is not set: run ./test, which starts a PostgreSQL of its own.");

    private static async Task<TestApp> PrepareAsync(Database database, DateTimeOffset start, Dictionary<string, string>? settings)
    {
        var clock = new FakeTimeProvider(start);
        var app = new TestApp(clock, await RunningSandbox.StartAsync(clock));
        app._settings[KeyFileSetting] = Path.Combine(app._folder, "key");
        app._settings[ConnectionStringSetting] = database == Database.Sqlite
            ? Path.Combine(app._folder, "eilbote.db")
            : $"{Postgres}Database=t{Guid.NewGuid():N};Maximum Pool Size=20";
        foreach (var (key, value) in Board)
            app._settings[key] = value;
        app._settings["Eilbote:Personio:ApiBaseAddress"] = app.Sandbox.Address;
        app._settings["Eilbote:Personio:CareerSiteAddress"] = app.Sandbox.Address + "/careers/{slug}";
        foreach (var (key, value) in settings ?? [])
            app._settings[key] = value;
        return app;
    }

    private async Task OpenAsync()
    {
        try
        {
            await StartServerAsync();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private async Task StartServerAsync()
    {
        _server = Server.Build([], builder =>
        {
            builder.Environment.EnvironmentName = "Production";
            builder.Configuration.AddInMemoryCollection(_settings);
            builder.WebHost.UseUrls(Address.IsDefaultPort ? "http://127.0.0.1:0" : Address.ToString());
            builder.Services.AddSingleton<TimeProvider>(Clock);
            builder.Services.AddSingleton<Microsoft.AspNetCore.Hosting.IStartupFilter, CookiesOnTheTestsClock>();
            if (_settings[ConnectionStringSetting]!.StartsWith(_folder, StringComparison.Ordinal))
                builder.Services.AddSingleton(new DiskSpace(() => (IsDiskFull ? 1_000_000 : 100_000_000_000, 1_000_000_000_000)));
            // What makes guessing a password slow makes every test slow.
            builder.Services.Configure<PasswordHasherOptions>(x => x.IterationCount = 1);
            builder.Logging.ClearProviders().AddProvider(Logs);
        });
        await Server.OpenAsync(_server);
        await _server.StartAsync();
        Address = new Uri(_server.Urls.First());
        Http.BaseAddress ??= Address;
    }

    private async Task StopServerAsync()
    {
        if (_server is null)
            return;
        await _server.StopAsync();
        await _server.DisposeAsync();
        _server = null;
    }

    private async Task SeedAsync()
    {
        var employer = new Employer
        {
            Name = "Musterfirma GmbH",
            Place = "Wien",
            ContactEmail = "jobs@musterfirma.example",
            NoticeVersion = 1,
            CreatedAt = Clock.GetUtcNow()
        };
        var account = new Account { Connector = "personio", Key = RunningSandbox.Company };
        var connection = new Connection
        {
            EmployerId = employer.Id,
            Connector = "personio",
            AccountId = account.Id,
            State = ConnectionState.Active,
            ProvenAt = Clock.GetUtcNow(),
            CreatedAt = Clock.GetUtcNow(),
            Settings = new()
            {
                ["ats_job_id"] = RunningSandbox.Job,
                ["company_id"] = RunningSandbox.Company,
                ["channel_id"] = RunningSandbox.Channel
            },
            ProtectedSecrets = Service<ConnectionSecrets>()
                .Protect(new Dictionary<string, string> { ["access_token"] = RunningSandbox.Token }),
        };
        (EmployerId, ConnectionId) = (employer.Id, connection.Id);
        await ChangeAsync(db => db.AddRange(employer, account, connection));
    }
}
