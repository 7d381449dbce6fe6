using System.Diagnostics;
using System.Text.Json;
using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connections;
using Eilbote.Employers;
using Eilbote.Members;
using Eilbote.JobAds;
using Eilbote.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using PersonioSandbox;

namespace Eilbote.Tests.Storage;

/// <summary>
/// Leaves a database with every story under way, as a server leaves it that dies: see tests/upgrades/README.md. Each story
/// has an employer and an account of its own, and the person's address is its name.
/// </summary>
public sealed class Stories_under_way
{
    private const string Alpenwerk = DemoData.Alpenwerk, AlreadyThere = "errors.applicant-already-exists";
    private const int FirstCompany = 1_000_000, AnHour = 3_600_000;
    private readonly Dictionary<string, Said> _stories = [];
    private int _companies;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Are_left(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        await app.Sandbox.PostAsync("/_sandbox/companies", new { count = 30 });

        var delivered = await ConnectAsync(app);
        await ApplyAsync(app, delivered, "delivered");
        await app.IdleAsync();

        var withoutPhone = await ConnectAsync(app);
        await FaultAsync(app, withoutPhone, "applications", 400, "errors.attribute-validation.unknown");
        await FaultAsync(app, withoutPhone, "applications", 429);
        await ApplyAsync(app, withoutPhone, "without-phone");

        var withoutCv = await ConnectAsync(app);
        await FaultAsync(app, withoutCv, "documents", 422, "errors.invalid-file-type");
        await FaultAsync(app, withoutCv, "applications", 429);
        await ApplyAsync(app, withoutCv, "without-cv", letter: true);

        foreach (var story in new[] { "already-there", "already-there-from-elsewhere" })
        {
            var employer = await ConnectAsync(app);
            await FaultAsync(app, employer, "applications", 400, AlreadyThere);
            await ApplyAsync(app, employer, story);
        }

        foreach (var story in new[] { "tried-and-arrived", "tried-and-lost" })
        {
            var employer = await ConnectAsync(app);
            await FaultAsync(app, employer, "applications", 502);
            await ApplyAsync(app, employer, story);
        }

        var broken = new Story(RunningSandbox.Company, app.EmployerId, await app.AddJobAdAsync("1234568"));
        await app.AddUserAsync($"owner-{broken.Company}@example.com", Role.Owner, broken.EmployerId);
        await app.Sandbox.PostAsync($"/_sandbox/companies/{broken.Company}/token", new { token = "rotated-token" });
        await ApplyAsync(app, broken, "held-by-connection-1");
        await ApplyAsync(app, broken, "held-by-connection-2");
        await app.IdleAsync();
        await app.VerifyAsync();

        var unpublished = await ConnectAsync(app);
        await app.Service<FeedRefresh>().RunDueAsync(CancellationToken.None);
        await app.Sandbox.PostAsync("/_sandbox/jobs/" + unpublished.Company, new { published = false });
        await ApplyAsync(app, unpublished, "held-by-job-ad");

        var stopped = await ConnectAsync(app);
        await FaultAsync(app, stopped, "applications", 429);
        await ApplyAsync(app, stopped, "held-by-person");
        await app.IdleAsync();
        using (var browser = await MemberBrowser.SignInAsync(app, $"owner-{stopped.Company}@example.com"))
            await browser.PostAsync("/portal/applications/all/hold", []);

        var refused = await ConnectAsync(app);
        await FaultAsync(app, refused, "applications", 400, "errors.attribute-validation.invalid-email-format");
        await ApplyAsync(app, refused, "needs-applicant");

        var asking = await ConnectAsync(app);
        await FaultAsync(app, asking, "applications", 400, "errors.attribute-validation.required-attribute");
        await ApplyAsync(app, asking, "needs-employer");

        // The second and the third are the same, sent twice.
        var slow = await ConnectAsync(app);
        await FaultAsync(app, slow, "applications", 429);
        await ApplyAsync(app, slow, "queued-first");
        await app.IdleAsync();
        await ApplyAsync(app, slow, "queued-twice");
        await ApplyAsync(app, slow, "queued-twice");
        await app.IdleAsync();

        // Of these two the first request is answered, and while the second is out the server dies. The third is asked to wait.
        var halfUploaded = await ConnectAsync(app);
        await DelayAsync(app, halfUploaded.Company, "documents", 1000);
        await DelayAsync(app, Alpenwerk, "applications", 1000);
        await ApplyAsync(app, halfUploaded, "half-uploaded", letter: true);
        await VerifyAsync(app, "verifying@example.com");
        await DelayedAsync(app, 2);
        await DelayAsync(app, halfUploaded.Company, "documents", AnHour);
        await DelayAsync(app, Alpenwerk, "applications", AnHour);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await TestApp.UntilAsync(() => app.DbAsync(async db => await db.Exchanges.CountAsync(x => x.Stage == Stage.Open) == 2));
        await DelayedAsync(app, 2);
        await app.Sandbox.PostAsync("/_sandbox/faults", new { company = Alpenwerk, endpoint = "applications", fault = "status", status = 429 });
        await VerifyAsync(app, "verifying-later@example.com");
        await TestApp.UntilAsync(() => app.DbAsync(db => db.Verifications.AnyAsync(x => x.WaitsFor == VerificationWait.Throttled)));

        foreach (var story in new[] { "open-and-arrived", "open-and-lost", "open-and-withdrawn" })
        {
            var employer = await ConnectAsync(app);
            await DelayAsync(app, employer.Company, "applications", AnHour);
            await ApplyAsync(app, employer, story);
        }
        await DelayedAsync(app, 5);
        using (var answer = await app.Http.PostAsync(new Uri(_stories["open-and-withdrawn"].Receipt + "/withdraw", UriKind.Relative), null))
            Assert.Equal(303, (int)answer.StatusCode);

        await SayAsync(app);
        await LeaveAsync(app, database);
    }

    /// <summary>An employer with an account, a job ad and an owner of its own.</summary>
    private async Task<Story> ConnectAsync(TestApp app)
    {
        var company = $"{FirstCompany + _companies++}";
        var (now, employer, account) = (app.Clock.GetUtcNow(), NewEmployer(app, "Firma " + company), new Account { Connector = "personio", Key = company });
        var connection = new Connection
        {
            EmployerId = employer.Id,
            Connector = "personio",
            AccountId = account.Id,
            State = ConnectionState.Active,
            ProvenAt = now,
            CreatedAt = now,
            Settings = new() { ["ats_job_id"] = company, ["company_id"] = company, ["channel_id"] = company, ["career_site"] = "firma-" + company },
            ProtectedSecrets = app.Service<ConnectionSecrets>().Protect(new Dictionary<string, string> { ["access_token"] = "token-" + company }),
        };
        var ad = new JobAd { EmployerId = employer.Id, ConnectionId = connection.Id, Title = "Stelle " + company, Place = "Wien", Html = "<p>Text</p>", AtsJobId = company, CreatedAt = now };
        await app.ChangeAsync(db => db.AddRange(employer, account, connection, ad));
        await app.AddUserAsync($"owner-{company}@example.com", Role.Owner, employer.Id);
        return new(company, employer.Id, ad.Id);
    }

    private static Employer NewEmployer(TestApp app, string name) => new() { Name = name, Place = "Wien", ContactEmail = "jobs@example.com", CreatedAt = app.Clock.GetUtcNow() };

    /// <summary>An owner types the values of the second company and lets them be verified.</summary>
    private static async Task VerifyAsync(TestApp app, string owner)
    {
        var employer = NewEmployer(app, owner);
        await app.ChangeAsync(db => db.Employers.Add(employer));
        await app.AddUserAsync(owner, Role.Owner, employer.Id);
        using var browser = await MemberBrowser.SignInAsync(app, owner);
        await browser.PostAsync("/portal/smart-apply", "/portal/smart-apply", new()
        {
            ["ats_job_id"] = "7654321",
            ["access_token"] = DemoData.AlpenwerkToken,
            ["company_id"] = Alpenwerk,
            ["channel_id"] = "250777",
            ["career_site"] = "alpenwerk",
        });
    }

    private async Task ApplyAsync(TestApp app, Story story, string name, bool letter = false)
    {
        var cv = new FormFile("cv", "Lebenslauf.pdf", Applicant.Pdf(seed: 1));
        var sent = await new Applicant(app.Http).ApplyAsync(
            story.JobAd, Applicant.Fields(name + "@example.com"), letter ? [cv, new FormFile("cover_letter", "Anschreiben.pdf", Applicant.Pdf(seed: 2))] : [cv]);
        _stories[name] = new(story.Company, sent.Receipt ?? throw new InvalidOperationException(sent.Html));
    }

    private static Task FaultAsync(TestApp app, Story story, string endpoint, int status, string? reason = null) =>
        app.Sandbox.PostAsync("/_sandbox/faults", new { company = story.Company, endpoint, fault = "status", status, reason });

    private static Task DelayAsync(TestApp app, string company, string endpoint, int delayMs) =>
        app.Sandbox.PostAsync("/_sandbox/faults", new { company, endpoint, fault = "latency", delayMs });

    private static Task DelayedAsync(TestApp app, int count) =>
        TestApp.UntilAsync(async () => await app.Sandbox.Http.GetStringAsync(new Uri("/_sandbox/delayed", UriKind.Relative)) == $"{count}");

    /// <summary>What is committed at this moment, while requests are out: what a server that is killed leaves.</summary>
    private async Task LeaveAsync(TestApp app, Database database)
    {
        var left = Directory.CreateDirectory(Path.Combine(Environment.GetEnvironmentVariable("EILBOTE_UPGRADES")!, database.ToString().ToLowerInvariant())).FullName;
        var (file, keyFile) = (app.Service<IConfiguration>()["Eilbote:Storage:ConnectionString"]!, app.Service<IConfiguration>()["Eilbote:Secrets:KeyFile"]!);
        if (database == Database.Sqlite)
        {
            await app.DbAsync(db => db.Database.ExecuteSqlAsync($"VACUUM INTO {Path.Combine(left, "eilbote.db")}"));
            Copy(Path.Combine(Path.GetDirectoryName(file)!, "documents"), Path.Combine(left, "documents"));
        }
        else
            await DumpAsync(file, Path.Combine(left, "eilbote.sql"));
        File.Copy(keyFile, Path.Combine(left, "key"));
        await File.WriteAllTextAsync(Path.Combine(left, "stories.json"), JsonSerializer.Serialize(new { At = app.Clock.GetUtcNow(), Stories = _stories }) + "\n");
        // What is out ends as well, so that the server can.
        app.Clock.Advance(TimeSpan.FromMinutes(2));
    }

    /// <summary>Of the statements only what a client without psql's own commands can run.</summary>
    private static async Task DumpAsync(string connectionString, string path)
    {
        var to = new Npgsql.NpgsqlConnectionStringBuilder(connectionString);
        using var dump = Process.Start(new ProcessStartInfo(
            "pg_dump", ["-h", to.Host!, "-p", $"{to.Port}", "-U", to.Username!, "-d", to.Database!, "--no-owner", "--no-privileges", "--inserts"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var lines = (await dump.StandardOutput.ReadToEndAsync()).Split('\n').Where(x => !x.StartsWith('\\'));
        await dump.WaitForExitAsync();
        Assert.Equal(0, dump.ExitCode);
        await File.WriteAllTextAsync(path, string.Join('\n', lines));
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var path = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(file, path);
        }
    }

    private static Task<int> SayAsync(TestApp app) => app.DbAsync(async db =>
    {
        foreach (var x in await (from d in db.Deliveries join a in db.Applications on d.ApplicationId equals a.Id orderby a.Email select new { a.Email, d }).ToListAsync())
            TestContext.Current.TestOutputHelper?.WriteLine($"{x.Email} {x.d.State} {x.d.HeldBy} {x.d.Reason} without {string.Join(' ', x.d.Without)} due {x.d.DueAt:T} "
                + string.Join(", ", await db.Exchanges.Where(e => e.DeliveryId == x.d.Id).OrderBy(e => e.StartedAt).ThenBy(e => e.Id).Select(e => $"{e.Kind} {e.Stage} {e.Meaning}").ToListAsync()));
        foreach (var x in await db.Verifications.Where(x => x.FinishedAt == null || x.Purpose != VerificationPurpose.Connect).ToListAsync())
            TestContext.Current.TestOutputHelper?.WriteLine($"{x.Purpose} {x.WaitsFor} {x.DueAt:T} {x.FinishedAt:T} "
                + string.Join(", ", await db.Exchanges.Where(e => e.VerificationId == x.Id).OrderBy(e => e.StartedAt).ThenBy(e => e.Id).Select(e => $"{e.Step} {e.Stage} {e.Meaning}").ToListAsync()));
        return 0;
    });

    /// <summary>What the database does not tell, or not before it is open.</summary>
    private sealed record Said(string Company, string Receipt);

    private sealed record Story(string Company, Guid EmployerId, Guid JobAd);
}
