using Eilbote.Members;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Eilbote;
using Eilbote.Board;
using Eilbote.Deliveries;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Bench;

/// <summary>How quick the portal's lists, searches and overview are when one employer has a million applications.</summary>
internal static class PortalPages
{
    private const string Login = "anna@example.com", Operator = "betrieb@example.com", Password = "a-long-password", List = "/portal/applications";
    private const int Count = 1_000_000, Ads = 50, Each = 50;

    /// <summary>On SQLite, or on the PostgreSQL server that the environment names.</summary>
    public static async Task RunAsync()
    {
        if (Environment.GetEnvironmentVariable("EILBOTE_BENCH_POSTGRES") is not { Length: > 0 } server)
        {
            await MeasureAsync(new Report("portal-sqlite"), null);
            return;
        }
        var name = $"bench{Guid.NewGuid():N}";
        await AtAsync(server, $"CREATE DATABASE {name}");
        try
        {
            await MeasureAsync(new Report("portal-postgres"), $"{server.TrimEnd(';')};Database={name}");
        }
        finally
        {
            await AtAsync(server, $"DROP DATABASE {name} WITH (FORCE)");
        }
    }

    private static async Task MeasureAsync(Report report, string? postgres)
    {
        var ads = new List<Guid>();
        await using var target = await Target.EilboteAsync(null, 1, 0, grow: x => FillAsync(x, ads), postgres: postgres);
        using var owner = await SignInAsync(target, Login);
        using var operators = await SignInAsync(target, Operator);
        foreach (var (what, path) in Pages(ads))
        {
            var http = path == "/operators" ? operators : owner;
            var times = new List<double>();
            for (var i = -3; i < Each; i++)
            {
                var startedAt = Stopwatch.GetTimestamp();
                var html = await http.GetStringAsync(new Uri(path, UriKind.Relative));
                if (i >= 0)
                    times.Add(Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds);
                if (!html.Contains("/sign-out", StringComparison.Ordinal))
                    throw new InvalidOperationException(path + " is no page of the portal.");
            }
            var p95 = Report.Percentile(times, 95);
            await Console.Error.WriteLineAsync($"{what}: p50 {Report.Median(times):0.0}, p95 {p95:0.0} ms");
            report.Add($"{what}, p95 in ms", p95, "under 100", x => x < 100);
        }
        report.Write();
    }

    private static async Task<HttpClient> SignInAsync(Target target, string login)
    {
        var http = new HttpClient(new HttpClientHandler { CookieContainer = new() }) { BaseAddress = target.Process.Address };
        var page = await http.GetStringAsync(new Uri("/sign-in", UriKind.Relative));
        var token = WebUtility.HtmlDecode(page.Split("name=\"__RequestVerificationToken\" value=\"")[1].Split('"')[0]);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["email"] = login,
            ["password"] = Password,
            ["__RequestVerificationToken"] = token
        });
        (await http.PostAsync(new Uri("/sign-in", UriKind.Relative), form)).EnsureSuccessStatusCode();
        return http;
    }

    private static IEnumerable<(string What, string Path)> Pages(List<Guid> ads)
    {
        var middle = $"00000001-0000-7000-8000-{Count / 2:x12}";
        yield return ("overview", "/portal");
        yield return ("job ads", "/portal/job-ads");
        yield return ("operators", "/operators");
        foreach (var query in new[]
        {
            "", $"after={middle}", $"before={middle}", "sort=Oldest", $"sort=Oldest&after={middle}", "sort=Name", $"sort=Name&after={middle}",
            "state=Held", "state=NeedsEmployer", "state=Delivered", "state=Withdrawn", "state=Returned", "state=HandedOver", "look=true",
            "need=any", "need=any&sort=Oldest", "need=any&sort=Name", "state=Returned&sort=Name", "from=2026-06-01&to=2026-06-30",
            "from=2026-06-01&to=2026-06-30&sort=Name", $"ad={ads[0]}", $"ad={ads[0]}&after={middle}", $"ad={ads[1]}", $"ad={ads[0]}&sort=Name",
            $"ad={ads[1]}&sort=Name", $"ad={ads[0]}&state=Held", "q=m", $"q=m&after={middle}", "q=mar", "q=mar%20an", "q=zzz", "q=m&state=Held",
            "q=m&state=Withdrawn", $"q=m&ad={ads[0]}", $"q=m&ad={ads[1]}", "q=p77777@example.com", "q=p77777@example.com&state=Held",
        })
            yield return (query.Length == 0 ? "list" : "list ?" + query.Replace(middle, "MIDDLE", StringComparison.Ordinal)
                .Replace(ads[0].ToString(), "HALF-OF-ALL", StringComparison.Ordinal).Replace(ads[1].ToString(), "HUNDREDTH", StringComparison.Ordinal),
                List + (query.Length == 0 ? "" : "?" + query));
    }

    private static async Task FillAsync(IServiceProvider services, List<Guid> ads)
    {
        var db = services.GetRequiredService<AppDb>();
        var first = await db.JobAds.AsNoTracking().SingleAsync();
        var account = await db.Connections.Select(x => x.AccountId).SingleAsync();
        var owner = new User { Id = Guid.CreateVersion7(), UserName = Login, Email = Login };
        var users = services.GetRequiredService<UserManager<User>>();
        await users.CreateAsync(owner, Password);
        await users.CreateAsync(new() { Id = Guid.CreateVersion7(), UserName = Operator, Email = Operator, IsOperator = true }, Password);
        db.Memberships.Add(
            new() { UserId = owner.Id, EmployerId = first.EmployerId, Role = Role.Owner, Since = TimeProvider.System.GetUtcNow() });
        await db.SaveChangesAsync();
        ads.Add(first.Id);
        for (var i = 1; i < Ads; i++)
            ads.Add(db.JobAds.Add(new JobAd
            {
                EmployerId = first.EmployerId,
                ConnectionId = first.ConnectionId,
                Title = $"Stelle {i}",
                AtsJobId = $"{i}",
                CreatedAt = first.CreatedAt
            }).Entity.Id);
        var connection = await db.Connections.SingleAsync();
        connection.State = Eilbote.Ats.ConnectionState.Active;
        var (application, delivery) = Backlog.Add(db, first, account, DeliveryState.Delivered);
        await db.SaveChangesAsync();
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(20));
        var sql = new Filling(db.Database.IsNpgsql(), ads);
        await sql.CopyAsync(db, "Applications", application.Id, Count, sql.Application);
        await sql.CopyAsync(db, "Deliveries", delivery.Id, Count, sql.Delivery);
        // What a PostgreSQL that runs does by itself; SQLite has no statistics here, as it has none in a server.
        if (db.Database.IsNpgsql())
            await db.Database.ExecuteSqlRawAsync("VACUUM ANALYZE");
    }

    private static async Task AtAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection($"{server.TrimEnd(';')};Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>
/// Copies of a row that differ as a year's applications do: one each half minute, a few in each hundred of other ends. Numbers of names are prime, so that a
/// name says nothing about the rest.
/// </summary>
internal sealed class Filling(bool postgres, List<Guid> ads)
{
    private static readonly string[] Firsts = [.. "an ber ce di em fa gre han i ju".Split(' ').SelectMany(x => "na ta mo rik lia".Split(' ').Select(y => Upper(x + y))).Take(47)];
    private static readonly string[] Lasts = [.. "ba be bo dor fi gra ho ko le ma mo nu or pe ro sa tu wa we zo".Split(' ')
        .SelectMany(x => "r n l ck st".Split(' ').Select(y => x + y)).SelectMany(x => "er mann ic ova ing hofer bauer in us a".Split(' ').Select(y => Upper(x + y))).Take(997)];

    public Dictionary<string, string> Application => new()
    {
        ["Id"] = Id(1),
        ["FormTokenId"] = Id(2),
        ["ReceiptHash"] = Text("r"),
        ["ContentHash"] = Text("c"),
        ["JobAdId"] = Ad,
        ["FirstName"] = First,
        ["LastName"] = Last,
        ["LastFirst"] = $"lower({Last} || ' ' || {First})",
        ["FirstLast"] = $"lower({First} || ' ' || {Last})",
        ["Email"] = "'p' || n || '@example.com'",
        ["EmailNormalized"] = "'p' || n || '@example.com'",
        ["ReceivedAt"] = At(0),
    };

    public Dictionary<string, string> Delivery => new()
    {
        ["Id"] = Id(4),
        ["ApplicationId"] = Id(1),
        ["JobAdId"] = Ad,
        ["State"] = "CASE WHEN n % 1000 = 0 THEN 'NeedsEmployer' WHEN n % 1000 = 1 THEN 'Held' WHEN n % 1000 < 22 THEN 'Withdrawn' WHEN n % 1000 < 27 THEN 'Returned' WHEN n % 100000 = 27 THEN 'HandedOver' ELSE 'Delivered' END",
        ["QuestionMissing"] = postgres ? "n % 2000 = 0" : "CASE WHEN n % 2000 = 0 THEN 1 ELSE 0 END",
        ["HeldBy"] = "CASE WHEN n % 1000 = 1 THEN 'Person' END",
        ["CreatedAt"] = At(0),
        ["SettledAt"] = $"CASE WHEN n % 1000 > 1 THEN {At(5)} END",
        ["NeedsLook"] = postgres ? "n % 5000 = 30" : "CASE WHEN n % 5000 = 30 THEN 1 ELSE 0 END",
    };

    public async Task CopyAsync(AppDb db, string table, Guid id, int count, Dictionary<string, string> values)
    {
        var columns = postgres
            ? await db.Database.SqlQuery<string>($"SELECT column_name AS \"Value\" FROM information_schema.columns WHERE table_name = {table}").ToListAsync()
            : await db.Database.SqlQuery<string>($"SELECT name AS Value FROM pragma_table_info({table})").ToListAsync();
        var numbers = postgres ? $"generate_series(1, {count}) AS numbers(n)" : "numbers";
        var counted = postgres ? "" : $"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count}) ";
        var row = postgres ? id.ToString() : id.ToString().ToUpperInvariant();
        await db.Database.ExecuteSqlRawAsync(
            $"{counted}INSERT INTO \"{table}\" ({string.Join(", ", columns.Select(x => $"\"{x}\""))}) SELECT {string.Join(", ",
            columns.Select(x => values.GetValueOrDefault(x) ?? $"\"{x}\""))} FROM \"{table}\", {numbers} WHERE \"Id\" = '{row}'".Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
    }

    private string Id(int kind) => postgres
        ? $"('{kind:x8}-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid" : $"printf('{kind:X8}-0000-7000-8000-%012X', n)";

    private static string Text(string kind) => $"'{kind}' || n";

    private string First => Pick(Firsts, $"n % {Firsts.Length}");

    private string Last => Pick(Lasts, $"n % {Lasts.Length}");

    /// <summary>Half of all came for one ad.</summary>
    private string Ad => postgres
        ? $"(CASE WHEN n % 2 = 0 THEN '{ads[0]}' ELSE {Pick([.. ads.Skip(1).Select(x => x.ToString())], $"(n / 2) % {ads.Count - 1}")} END)::uuid"
        : $"CASE WHEN n % 2 = 0 THEN '{ads[0].ToString().ToUpperInvariant()}' ELSE {Pick([.. ads.Skip(1).Select(x => x.ToString().ToUpperInvariant())], $"(n / 2) % {ads.Count - 1}")} END";

    private string Pick(IReadOnlyList<string> values, string index) => postgres
        ? $"(ARRAY['{string.Join("','", values)}'])[{index} + 1]"
        : $"json_extract('[\"{string.Join("\",\"", values)}\"]', '$[' || ({index}) || ']')";

    private string At(int seconds)
    {
        var now = TimeProvider.System.GetUtcNow();
        return postgres
            ? $"timestamptz '{now.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}+00' - n * interval '31 seconds' + interval '{seconds} seconds'"
            : $"{now.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond} - n * {31 * TimeSpan.TicksPerSecond} + {seconds * TimeSpan.TicksPerSecond}";
    }

    private static string Upper(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
