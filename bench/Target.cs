using System.Diagnostics;
using System.Globalization;
using Eilbote;
using Eilbote.Applying;
using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connectors;
using Eilbote.Employers;
using Eilbote.Secrets;

namespace Bench;

/// <summary>Something that takes applications: the server, or the limit. Always on fresh files.</summary>
internal sealed class Target : IAsyncDisposable
{
    private readonly List<(Guid JobAd, string FormToken)> _forms = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("eilbote-bench-").FullName;
    private int _next;

    public string Name { get; private init; } = "";
    public Child Process { get; private set; } = null!;
    public Dictionary<string, string?> Settings { get; } = [];

    /// <summary>Forms are opened before: what is measured is sending them.</summary>
    /// <param name="sink">Null: nothing is delivered; the connections are held.</param>
    /// <param name="forms">How many can be sent at most.</param>
    /// <param name="grow">Fills the database before the server starts.</param>
    /// <param name="postgres">An empty database, instead of a SQLite file.</param>
    public static async Task<Target> EilboteAsync(
        Uri? sink, int accounts, int forms, int share = 1_000_000, Func<IServiceProvider, Task>? grow = null, string? postgres = null)
    {
        var target = new Target { Name = "Eilbote" };
        var keyFile = Path.Combine(target._folder, "key");
        KeyFile.Create(keyFile);
        target.Settings["Eilbote:Secrets:KeyFile"] = keyFile;
        target.Settings["Eilbote:Board:ImprintUrl"] = target.Settings["Eilbote:Board:PrivacyUrl"] = "https://board.example/legal";
        target.Settings["Eilbote:Board:AccessibilityEmail"] = "access@board.example";
        target.Settings["Eilbote:Storage:ConnectionString"] = postgres ?? Path.Combine(target._folder, "eilbote.db");
        target.Settings["Eilbote:Personio:ApiBaseAddress"] = sink?.ToString() ?? "http://127.0.0.1:9";
        target.Settings["Eilbote:Personio:RequestsPerMinute"] = $"{share + 4}";
        target.Settings["Eilbote:Personio:Share"] = $"{share}";
        if (Clients > 0)
            target.Settings["Eilbote:Proxy:Trusted:0"] = "127.0.0.1";
        else
            foreach (var limit in new[] { "Applications", "Drafts", "Job" })
                target.Settings[$"Eilbote:Limits:{limit}:Count"] = "0";
        await using (var app = Server.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(target.Settings);
            builder.Logging.ClearProviders();
        }))
        {
            await Server.OpenAsync(app);
            await using var scope = app.Services.CreateAsyncScope();
            var jobs = await SeedAsync(scope.ServiceProvider, accounts, sink is null);
            var tokens = scope.ServiceProvider.GetRequiredService<FormTokens>();
            for (var i = 0; i < forms; i++)
                target._forms.Add((jobs[i % jobs.Count], tokens.Write(tokens.New(jobs[i % jobs.Count]))));
            if (grow is not null)
                await grow(scope.ServiceProvider);
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await target.RestartAsync();
        return target;
    }

    /// <summary>Starts the server, anew if it runs. Returns the time to its first answer.</summary>
    public async Task<TimeSpan> RestartAsync()
    {
        if (Process is not null)
            await Process.DisposeAsync();
        var startedAt = Stopwatch.GetTimestamp();
        var dll = Path.Combine(
            AppContext.BaseDirectory, "..", "..", "Eilbote", new DirectoryInfo(AppContext.BaseDirectory).Name, "Eilbote.dll");
        Process = await Child.StartAsync(dll, _folder, Settings);
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(Process.Address, "/"));
        answer.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(startedAt);
    }

    public static async Task<Target> LimitAsync(Uri? sink)
    {
        var target = new Target { Name = "limit" };
        target.Process = await Child.AgainAsync("limit", target._folder, sink?.ToString() ?? "");
        return target;
    }

    /// <summary>The next form: where to send it, its fields, who sends it, and from which address.</summary>
    public (Uri To, Dictionary<string, string> Fields, string Email, string? Client) Next()
    {
        var number = Interlocked.Increment(ref _next) - 1;
        var email = $"p{number}@example.com";
        var fields = new Dictionary<string, string>
        {
            ["first_name"] = "Änne",
            ["last_name"] = "Öztürk",
            ["email"] = email,
            ["phone"] = "+43 660 1234567",
            ["message"] = "Guten Tag,\nich freue mich.",
            ["consent"] = PrivacyNotice.Version,
        };
        if (_forms.Count > 0 && AsksMore)
            foreach (var question in Questions)
                fields[question.Field] = question.HasOptions ? Question.Yes : "3 Monate";
        if (_forms.Count == 0)
            return (new Uri(Process.Address, "/apply"), fields, email, ClientOf(number));
        var (job, token) = _forms[number];
        fields["form_token"] = token;
        return (new Uri(Process.Address, $"/jobs/{job}/apply"), fields, email, ClientOf(number));
    }

    /// <summary>So many addresses send in turn, as a proxy names them, and each is limited; 0: no limits.</summary>
    public static int Clients { get; set; }

    /// <summary>Whose address the form of a number comes from; null without <see cref="Clients"/>.</summary>
    public static string? ClientOf(int number) => Clients == 0 ? null
        : string.Create(CultureInfo.InvariantCulture, $"10.{number % Clients / 250}.{number % Clients % 250}.7");

    /// <summary>Whether each form has six questions, of which four go to fields of the ATS.</summary>
    public static bool AsksMore { get; set; }

    private static readonly Question[] Questions =
    [
        .. Enumerable.Range(1, 4).Select(x => new Question
        {
            Key = $"text_{x}",
            Kind = QuestionKind.ShortText,
            Label = new($"Frage {x}", $"Question {x}"),
            Help = new("Ein Hinweis darunter.", "A hint below it."),
            Required = true,
            Target = x < 4 ? $"custom_attribute_{x}" : "",
        }),
        .. Enumerable.Range(1, 2).Select(x => new Question
        {
            Key = $"choice_{x}",
            Kind = QuestionKind.YesNo,
            Label = new($"Ja oder nein {x}?", $"Yes or no {x}?"),
            Options = [new(Question.Yes, new("Ja", "Yes"), "custom_option_1"), new(Question.No, new("Nein", "No"), "custom_option_2")],
            Target = x == 1 ? "custom_attribute_5" : "",
        }),
    ];

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        Npgsql.NpgsqlConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    public static async Task<List<Guid>> SeedAsync(IServiceProvider services, int accounts, bool held, int firstCompany = 1_000_000)
    {
        var db = services.GetRequiredService<AppDb>();
        var secrets = services.GetRequiredService<ConnectionSecrets>();
        var now = TimeProvider.System.GetUtcNow();
        var jobs = new List<Guid>();
        for (var i = 0; i < accounts; i++)
        {
            var company = $"{firstCompany + i}";
            var employer = new Employer
            {
                Name = "Firma " + company,
                Place = "Wien",
                ContactEmail = "jobs@musterfirma.example",
                CreatedAt = now
            };
            var account = new Account { Connector = "personio", Key = company };
            var connection = new Connection
            {
                EmployerId = employer.Id,
                Connector = "personio",
                AccountId = account.Id,
                State = held ? ConnectionState.Held : ConnectionState.Active,
                ProvenAt = now,
                CreatedAt = now,
                Settings = new() { ["company_id"] = company, ["channel_id"] = company },
                ProtectedSecrets = secrets.Protect(new Dictionary<string, string> { ["access_token"] = "token-" + company }),
                Questions = AsksMore ? new() { Questions = [.. Questions] } : new(),
            };
            var ad = new JobAd
            {
                EmployerId = employer.Id,
                ConnectionId = connection.Id,
                Title = "Stelle " + company,
                AtsJobId = company,
                CreatedAt = now
            };
            db.AddRange(employer, account, connection, ad);
            jobs.Add(ad.Id);
        }
        await db.SaveChangesAsync();
        return jobs;
    }
}
