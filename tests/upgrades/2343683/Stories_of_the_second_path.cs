using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Deliveries;
using Eilbote.Employers;
using Eilbote.Mail;
using Eilbote.Members;
using Eilbote.Secrets;
using Eilbote.Tests.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace Eilbote.Tests.Storage;

/// <summary>
/// Leaves a database with further applications, second paths, a ladder and missing answers under way: see tests/upgrades/README.md. The
/// person's address is the story's name; a further application of that person has the same name and a 2. Its link is the one that was
/// mailed to the person, or else to the employer.
/// </summary>
public sealed class Stories_of_the_second_path
{
    private const string Job = "1234568", AskingJob = "1234580", NotPublished = "999", Hr = "personal@musterfirma.example";
    private const int FirstCompany = 1_000_000;
    private readonly Dictionary<string, Said> _stories = [];
    private int _companies;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Are_left(Database database)
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(database, post.Settings);
        await app.Sandbox.PostAsync("/_sandbox/companies", new { count = 30 });
        await app.AddUserAsync($"owner-{RunningSandbox.Company}@example.com", Role.Owner, app.EmployerId);
        var here = new Story(RunningSandbox.Company, app.EmployerId, app.ConnectionId, await app.AddJobAdAsync(Job));
        await AdmitAsync(app, here, await AskAsync(app, post, here, Hr));

        // Its end is announced on the 23rd of January, a Saturday.
        await ApplyAsync(app, here with { JobAd = await app.AddJobAdAsync(NotPublished, "Assistenz") }, "warned");
        await app.AdvanceAsync(TimeSpan.FromDays(61));
        await post.TakeAsync(app);
        Assert.Equal(1, await app.DbAsync(db => db.Deliveries.CountAsync(x => x.WarnedAt != null)));

        // Proven, proven and taken over, handed in from the receipt, and never proven: all told to the second path on Monday.
        foreach (var story in new[] { "proven", "taken", "unproven" })
        {
            await TwiceAsync(app, here, story);
            await LinkedAsync(app, post, story + "2", "Bitte bestätigen");
            if (story != "unproven")
                await PressAsync(app, _stories[story + "2"].Link + "/confirm");
        }
        await ApplyAsync(app, here, "handed-in");
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        await HandInAsync(app, "handed-in");
        await app.AdvanceAsync(Supplements.ProofFor);
        await post.TakeAsync(app);
        await TellAsync(app);
        await app.Service<WaitingLists>().RunDueAsync(CancellationToken.None);
        using (var owner = await OwnerAsync(app, here))
            await owner.PostAsync($"/portal/applications/{await IdAsync(app, "taken2")}/hand-over", new() { ["why"] = "" });

        // Whose proof is awaited; the mail is out.
        await TwiceAsync(app, here, "asked");
        await LinkedAsync(app, post, "asked2", "Bitte bestätigen");

        // Who got the mail says not to have sent it.
        await TwiceAsync(app, here, "doubted");
        await LinkedAsync(app, post, "doubted2", "Bitte bestätigen");
        await PressAsync(app, _stories["doubted2"].Link + "/doubt");

        // Its first is held by a person.
        await app.ChangeAsync(db => db.Accounts.Single(x => x.Key == here.Company).PausedUntil = app.Clock.GetUtcNow().AddMinutes(5));
        await ApplyAsync(app, here, "behind");
        using (var owner = await OwnerAsync(app, here))
            await owner.PostAsync($"/portal/applications/{await IdAsync(app, "behind")}/hold", new() { ["why"] = "" });
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await ApplyAsync(app, here, "behind", "2");
        await app.AdvanceAsync(TimeSpan.FromMinutes(6));

        // The ATS demands an answer: one form asks for it by now, the other does not.
        var asks = here with { JobAd = await app.AddJobAdAsync(AskingJob, "Vertrieb Wien") };
        await ApplyAsync(app, asks, "lacks-answer");
        await ApplyAsync(app, here with { JobAd = await app.AddJobAdAsync(AskingJob, "Vertrieb Graz") }, "lacks-question");
        using (var owner = await OwnerAsync(app, here))
        {
            await owner.PostAsync(
                $"/portal/questions/edit?ad={asks.JobAd}&kind=ShortText&required=true&target=custom_attribute_1",
                new()
                {
                    ["label_de"] = "Kündigungsfrist",
                    ["label_en"] = "Notice period",
                    ["required"] = "true",
                    ["target"] = "custom_attribute_1",
                });
            await owner.PostAsync("/portal/profile/working-days", new() { ["From"] = "2027-01-28", ["Until"] = "2027-02-03" });
        }
        await LinkedAsync(app, post, "lacks-answer", "eine Antwort fehlt noch");

        // The link to its second path is out, so nobody was told.
        var elsewhere = await ConnectAsync(app);
        await TwiceAsync(app, elsewhere, "elsewhere");
        await LinkedAsync(app, post, "elsewhere2", "Bitte bestätigen");
        await PressAsync(app, _stories["elsewhere2"].Link + "/confirm");
        await TellAsync(app);
        _stories["elsewhere"] = _stories["elsewhere"] with { Link = await AskAsync(app, post, elsewhere, "personal@elsewhere.example") };

        // Only the first counts; the third is the second once more.
        var first = await ConnectAsync(app);
        using (var owner = await OwnerAsync(app, first))
            await owner.PostAsync($"/portal/second-path?connection={first.ConnectionId}", "/portal/second-path/repeats", new()
            {
                ["connection"] = first.ConnectionId.ToString(),
                ["only_first"] = "true",
            });
        await TwiceAsync(app, first, "only-first");
        await LinkedAsync(app, post, "only-first2", "Bitte bestätigen");
        await ApplyAsync(app, first, "only-first", "2", "3");

        // The mail that asks is queued.
        await ApplyAsync(app, here, "asking");
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        await post.TakeAsync(app);
        await ApplyAsync(app, here, "asking", "2");
        Assert.Equal(
            [MailKind.AddressProof],
            await app.DbAsync(db => db.OutgoingMails.Where(x => x.State == MailState.Queued).Select(x => x.Kind).ToListAsync()));

        await SayAsync(app);
        await LeaveAsync(app, database);
    }

    /// <summary>An employer with an account, a job ad and an owner of its own.</summary>
    private async Task<Story> ConnectAsync(TestApp app)
    {
        var company = $"{FirstCompany + _companies++}";
        var now = app.Clock.GetUtcNow();
        var employer = new Employer { Name = "Firma " + company, Place = "Wien", ContactEmail = "jobs@example.com", CreatedAt = now };
        var account = new Account { Connector = "personio", Key = company };
        var connection = new Connection
        {
            EmployerId = employer.Id,
            Connector = "personio",
            AccountId = account.Id,
            State = ConnectionState.Active,
            ProvenAt = now,
            CreatedAt = now,
            Settings = new() { ["ats_job_id"] = company, ["company_id"] = company, ["channel_id"] = company },
            ProtectedSecrets = app.Service<ConnectionSecrets>()
                .Protect(new Dictionary<string, string> { ["access_token"] = "token-" + company }),
        };
        var ad = new JobAd
        {
            EmployerId = employer.Id,
            ConnectionId = connection.Id,
            Title = "Stelle " + company,
            Place = "Wien",
            Html = "<p>Text</p>",
            AtsJobId = company,
            CreatedAt = now,
        };
        await app.ChangeAsync(db => db.AddRange(employer, account, connection, ad));
        await app.AddUserAsync($"owner-{company}@example.com", Role.Owner, employer.Id);
        return new(company, employer.Id, connection.Id, ad.Id);
    }

    private static Task<MemberBrowser> OwnerAsync(TestApp app, Story story) =>
        MemberBrowser.SignInAsync(app, $"owner-{story.Company}@example.com");

    /// <summary>The owner names the address. Returns the link that goes there.</summary>
    private static async Task<string> AskAsync(TestApp app, Postbox post, Story story, string email)
    {
        using var owner = await OwnerAsync(app, story);
        await owner.PostAsync($"/portal/second-path?connection={story.ConnectionId}", "/portal/second-path", new()
        {
            ["connection"] = story.ConnectionId.ToString(),
            ["email"] = email,
        });
        return Postbox.LinkIn((await post.TakeAsync(app)).Single(x => x.To.ToString() == email));
    }

    private static async Task AdmitAsync(TestApp app, Story story, string link)
    {
        using (var form = new FormUrlEncodedContent([new("name", "Petra Personal")]))
        using (var answer = await app.Http.PostAsync(new Uri(link, UriKind.Relative), form))
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var confirmed = await app.DbAsync(db => db.SecondPaths.Where(x => x.ConnectionId == story.ConnectionId).Select(x => x.ConfirmedAt).SingleAsync());
        using var owner = await OwnerAsync(app, story);
        await owner.PostAsync($"/portal/second-path?connection={story.ConnectionId}", "/portal/second-path/admit", new()
        {
            ["connection"] = story.ConnectionId.ToString(),
            ["confirmed"] = $"{confirmed!.Value.ToUnixTimeMilliseconds()}",
        });
    }

    private async Task TwiceAsync(TestApp app, Story story, string name)
    {
        await ApplyAsync(app, story, name);
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        await ApplyAsync(app, story, name, "2");
    }

    /// <param name="which">What is typed tells by it.</param>
    /// <param name="named">Added to the story's name.</param>
    private async Task ApplyAsync(TestApp app, Story story, string name, string which = "", string? named = null)
    {
        var sent = await new Applicant(app.Http).ApplyAsync(
            story.JobAd, new(Applicant.Fields(name + "@example.com")) { ["message"] = "Bewerbung " + which },
            new FormFile("cv", "Lebenslauf.pdf", Applicant.Pdf(seed: 1 + which.Length)));
        _stories[name + (named ?? which)] = new(story.Company, sent.Receipt ?? throw new InvalidOperationException(sent.Html));
        await app.IdleAsync();
    }

    /// <summary>From the first's receipt.</summary>
    private async Task HandInAsync(TestApp app, string story)
    {
        var page = _stories[story].Receipt + "/supplement";
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in Applicant.Hidden(await app.Http.GetStringAsync(new Uri(page, UriKind.Relative))).Append(new("message", "Das Zeugnis.")))
            form.Add(new StringContent(value), name);
        form.Add(new ByteArrayContent(Applicant.Pdf(seed: 3)), "documents", "Zeugnis.pdf");
        using var answer = await app.Http.PostAsync(new Uri(page, UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        _stories[story + "2"] = new(_stories[story].Company, answer.Headers.Location!.ToString());
        await app.IdleAsync();
    }

    private static async Task PressAsync(TestApp app, string address)
    {
        using var answer = await app.Http.PostAsync(new Uri(address, UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        await app.IdleAsync();
    }

    /// <summary>Keeps the link of the one mail about this that leaves now.</summary>
    private async Task LinkedAsync(TestApp app, Postbox post, string story, string subject)
    {
        var mail = (await post.TakeAsync(app)).Single(x => x.Subject!.Contains(subject, StringComparison.Ordinal));
        Assert.Equal(story.TrimEnd('2') + "@example.com", mail.To.ToString());
        _stories[story] = _stories[story] with { Link = Postbox.LinkIn(mail) };
    }

    private static async Task TellAsync(TestApp app)
    {
        await app.Service<SecondPathMails>().RunDueAsync(CancellationToken.None);
        while (await app.DbAsync(db => db.Deliveries.AnyAsync(x => x.TellDueAt != null)))
        {
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            await app.Service<SecondPathMails>().RunDueAsync(CancellationToken.None);
        }
    }

    private Task<Guid> IdAsync(TestApp app, string story)
    {
        var hash = LinkTokens.Hash(_stories[story].Receipt.Split('/')[^1]);
        return app.DbAsync(db => db.Applications.Where(x => x.ReceiptHash == hash).Select(x => x.Id).SingleAsync());
    }

    /// <summary>What is committed at this moment: what a server that is killed leaves.</summary>
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
        foreach (var x in await (from d in db.Deliveries join a in db.Applications on d.ApplicationId equals a.Id orderby d.CreatedAt select new { a.Applicant.Email, d }).ToListAsync())
            TestContext.Current.TestOutputHelper?.WriteLine($"{x.Email} {x.d.State} {x.d.HeldBy} {x.d.Reason} told {x.d.ToldAt:g} due {x.d.DueAt:T} "
                + string.Join(", ", await db.Exchanges.Where(e => e.DeliveryId == x.d.Id).OrderBy(e => e.StartedAt).ThenBy(e => e.Id).Select(e => $"{e.Kind} {e.Stage} {e.Meaning}").ToListAsync()));
        foreach (var x in await db.SecondPaths.ToListAsync())
            TestContext.Current.TestOutputHelper?.WriteLine($"{x.Email} asked {x.AskedAt:g} admitted {x.AdmittedAt:g} list {x.ListDueAt:g}");
        return 0;
    });

    /// <summary>What the database does not tell, or not before it is open.</summary>
    private sealed record Said(string Company, string Receipt, string? Link = null);

    private sealed record Story(string Company, Guid EmployerId, Guid ConnectionId, Guid JobAd);
}
