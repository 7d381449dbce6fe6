using System.Net;
using Eilbote.Applications;
using Eilbote.Applying;
using Eilbote.Deliveries;
using Eilbote.Employers;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Applying;

/// <summary>What is erased when, and what remains. The times are those of <see cref="Retention"/>.</summary>
public sealed class How_long_what_is_kept
{
    private const string Job = "1234568", Mine = "aenne.oeztuerk@example.com";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Documents_go_after_30_days_details_after_90_and_the_fingerprint_after_120(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var receipt = (await new Applicant(app.Http).ApplyAsync(
            await app.AddJobAdAsync(Job), null, new FormFile("cv", "Lebenslauf Änne.pdf", Applicant.Pdf()))).Receipt!;
        await app.IdleAsync();
        Assert.Equal(DeliveryState.Delivered, await app.DbAsync(db => db.Deliveries.Select(x => x.State).SingleAsync()));
        await AfterAsync(app, 29.9);
        Assert.Null(await app.DbAsync(db => db.Documents.Select(x => x.ErasedAt).SingleAsync()));
        await AfterAsync(app, 0.2);
        Assert.NotNull(await app.DbAsync(db => db.Documents.Select(x => x.ErasedAt).SingleAsync()));
        await AfterAsync(app, 59.8);
        Assert.Equal(Mine, await app.DbAsync(db => db.Applications.Select(x => x.EmailNormalized).SingleAsync()));
        await AfterAsync(app, 0.2);
        var left = await app.DbAsync(db => db.Applications.AsNoTracking().SingleAsync());
        Assert.Equal(("", "", ""), (left.EmailNormalized, left.LastFirst, left.ContentHash));
        Assert.All(left.Applicant.Values, Assert.Empty);
        Assert.Equal(32, left.EmailHash?.Length);
        Assert.All(await app.DbAsync(db => db.Documents.AsNoTracking().ToListAsync()), x => Assert.Equal("", x.FileName + x.Sha256));
        Assert.All(await app.DbAsync(db => db.Exchanges.AsNoTracking().ToListAsync()), x => Assert.Equal("", x.Step + x.Result + x.Verbatim));
        Assert.Contains("bei uns gelöscht", await GetAsync(app, receipt), StringComparison.Ordinal);
        Assert.Contains("Angekommen", await GetAsync(app, receipt), StringComparison.Ordinal);
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        Assert.Contains("(gelöscht)", await member.GetAsync("/portal/applications"), StringComparison.Ordinal);
        await AfterAsync(app, 30);
        Assert.Null(await app.DbAsync(db => db.Applications.Select(x => x.EmailHash).SingleAsync()));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_further_application_is_known_by_the_fingerprint_and_after_that_the_ats_is_asked(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var (job, other) = (await app.AddJobAdAsync(Job), await app.AddJobAdAsync("1234571", "Controller:in"));
        await new Applicant(app.Http).ApplyAsync(job);
        await app.IdleAsync();
        await AfterAsync(app, 100);
        Assert.Equal("", await app.DbAsync(db => db.Applications.Select(x => x.EmailNormalized).SingleAsync()));
        await new Applicant(app.Http).ApplyAsync(job, new(Applicant.Fields(" Aenne.Oeztuerk@EXAMPLE.com")) { ["message"] = "Noch einmal." });
        await new Applicant(app.Http).ApplyAsync(other);
        await app.IdleAsync();
        Assert.Equal(1, await app.DbAsync(db => db.Deliveries.CountAsync(x => x.HeldBy == HeldBy.Proof)));
        Assert.Equal(2, (await app.Sandbox.ApplicationsAsync()).Length);
        var creates = await CreatesAsync();
        await AfterAsync(app, 130);
        await new Applicant(app.Http).ApplyAsync(job, new(Applicant.Fields(Mine)) { ["message"] = "Nach Monaten." });
        await app.AdvanceAsync(TimeSpan.FromMinutes(11));
        Assert.True(await CreatesAsync() > creates);

        Task<int> CreatesAsync() => app.DbAsync(db => db.Exchanges.CountAsync(x => x.Kind == Eilbote.Connectors.StepKind.Create));
    }

    /// <summary>Our copy may be the employer's only one: the law of the job's country says how long, or the owner.</summary>
    [Theory, InlineData(null, null, 7), InlineData(Country.DE, null, 6), InlineData(Country.CH, null, 6), InlineData(Country.DE, 1, 1)]
    [InlineData(null, 12, 12)]
    public async Task What_was_taken_over_stays_for_months(Country? country, int? chosen, int months)
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("999");
        using (var owner = await MemberBrowser.JoinAsync(app, Role.Owner))
        {
            if (country is not null)
                await owner.PostAsync($"/portal/job-ads/{job}", new()
                {
                    ["Title"] = "Buchhalter:in",
                    ["AtsJobId"] = "999",
                    ["Country"] = country.ToString()!,
                });
            if (chosen is not null)
                await owner.PostAsync("/portal/profile/retention", new() { ["months"] = $"{chosen}" });
            await new Applicant(app.Http).ApplyAsync(job, null, new FormFile("cv", "cv.pdf", Applicant.Pdf()));
            await app.IdleAsync();
            var id = await app.DbAsync(db => db.Applications.Select(x => x.Id).SingleAsync());
            await owner.PostAsync($"/portal/applications/{id}/hand-over", new() { ["why"] = "Änne Öztürk ist schon eingeladen." });
        }
        var at = await app.DbAsync(db => db.Deliveries.Select(x => x.SettledAt!.Value).SingleAsync());
        await AfterAsync(app, (at.AddMonths(months) - app.Clock.GetUtcNow()).TotalDays - 0.1);
        Assert.Equal(Mine, await app.DbAsync(db => db.Applications.Select(x => x.EmailNormalized).SingleAsync()));
        Assert.Null(await app.DbAsync(db => db.Documents.Select(x => x.ErasedAt).SingleAsync()));
        await AfterAsync(app, 0.2);
        Assert.Equal("", await app.DbAsync(db => db.Applications.Select(x => x.EmailNormalized).SingleAsync()));
        Assert.NotNull(await app.DbAsync(db => db.Documents.AsNoTracking().Select(x => x.ErasedAt).SingleAsync()));
        Assert.All(await app.DbAsync(db => db.Interventions.Select(x => x.Why).ToListAsync()), Assert.Null);
    }

    [Fact]
    public async Task What_waits_is_not_erased()
    {
        await using var app = await TestApp.StartAsync();
        await new Applicant(app.Http).ApplyAsync(await app.AddJobAdAsync("999"));
        await app.IdleAsync();
        await app.ChangeAsync(db => db.Deliveries.Single().WarnedAt = app.Clock.GetUtcNow().AddYears(2));
        await AfterAsync(app, 200);
        Assert.Equal(Mine, await app.DbAsync(db => db.Applications.Select(x => x.EmailNormalized).SingleAsync()));
    }

    /// <summary>What no version before erased waits for two weeks, and operators see how much it is; documents go as before.</summary>
    [Fact]
    public async Task After_an_upgrade_operators_see_first_what_will_be_erased()
    {
        await using var app = await TestApp.StartAsync();
        await new Applicant(app.Http).ApplyAsync(await app.AddJobAdAsync(Job), null, new FormFile("cv", "cv.pdf", Applicant.Pdf()));
        await app.IdleAsync();
        await app.Service<Housekeeping>().CleanAsync(CancellationToken.None);
        var upgraded = app.Clock.GetUtcNow().AddDays(89);
        await app.ChangeAsync(db => db.Milestones.Remove(db.Milestones.Single()));
        await app.ChangeAsync(db => db.Milestones.Add(new() { Name = Milestone.DetailsErased, At = upgraded }));
        await AfterAsync(app, 91);
        Assert.NotNull(await app.DbAsync(db => db.Documents.Select(x => x.ErasedAt).SingleAsync()));
        Assert.Equal(Mine, await app.DbAsync(db => db.Applications.Select(x => x.EmailNormalized).SingleAsync()));
        await app.AddUserAsync("betrieb@example.com", Role.Operator, null);
        using (var operators = await MemberBrowser.SignInAsync(app, "betrieb@example.com"))
            Assert.Contains("löschen wir Angaben, die frühere Fassungen behalten haben: 1.", await operators.GetAsync("/operators"), StringComparison.Ordinal);
        await AfterAsync(app, 12.1);
        Assert.Equal("", await app.DbAsync(db => db.Applications.Select(x => x.EmailNormalized).SingleAsync()));
        using (var operators = await MemberBrowser.SignInAsync(app, "betrieb@example.com"))
            Assert.DoesNotContain("frühere Fassungen", await operators.GetAsync("/operators"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_request_nothing_remains()
    {
        await using var app = await TestApp.StartAsync();
        await new Applicant(app.Http).ApplyAsync(await app.AddJobAdAsync(Job));
        await app.IdleAsync();
        await AfterAsync(app, 91);
        Assert.NotNull(await app.DbAsync(db => db.Applications.Select(x => x.EmailHash).SingleAsync()));
        await app.Service<Erasure>().EraseAsync(await app.DbAsync(db => db.Applications.Select(x => x.Id).SingleAsync()), CancellationToken.None);
        Assert.Null(await app.DbAsync(db => db.Applications.Select(x => x.EmailHash).SingleAsync()));
    }

    [Fact]
    public async Task Owners_decide_of_it_and_everybody_reads_the_same_times()
    {
        await using var app = await TestApp.StartAsync(Database.Sqlite, new() { ["Eilbote:Retention:DocumentDays"] = "14" });
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        using var recruiter = await MemberBrowser.JoinAsync(app, Role.Recruiter);
        Assert.Contains("7 Monate danach", await owner.GetAsync("/portal/profile/retention"), StringComparison.Ordinal);
        Assert.Contains("Gespeichert", await owner.PostAsync("/portal/profile/retention", new() { ["months"] = "3" }), StringComparison.Ordinal);
        foreach (var months in new[] { "0", "13", "-1", "viele", "3; DROP" })
            Assert.Equal(HttpStatusCode.NotFound, (await owner.SendAsync("/portal/profile/retention", "/portal/profile/retention", new() { ["months"] = months })).Status);
        Assert.Contains("3 Monate danach", await recruiter.GetAsync("/portal/profile/retention"), StringComparison.Ordinal);
        foreach (var page in new[] { await recruiter.GetAsync("/portal/profile/retention"), await GetAsync(app, "/privacy"), await owner.GetAsync("/portal/faqs") })
            Assert.Contains("14 Tage", page, StringComparison.Ordinal);
        Assert.Contains("7 Monate danach (AT), 6 (DE, CH)", await GetAsync(app, "/privacy"), StringComparison.Ordinal);
    }

    /// <summary>The page for the data protection officer says what is so.</summary>
    [Fact]
    public void Stands_in_the_documentation()
    {
        var page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "../../../docs/privacy.md"));
        Assert.All(new Retention().Table(null, new RepeatOptions().Within), x => Assert.Contains(
            $"| {x.What.En} | {x.Kept.En} | {(x.ChangedBy.En.Length > 0 ? x.ChangedBy.En : "nobody")} |", page, StringComparison.Ordinal));
    }

    private static string Here([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;

    private static async Task AfterAsync(TestApp app, double days)
    {
        await app.AdvanceAsync(TimeSpan.FromDays(days));
        await app.Service<Housekeeping>().CleanAsync(CancellationToken.None);
    }

    private static async Task<string> GetAsync(TestApp app, string address) =>
        WebUtility.HtmlDecode(await app.Http.GetStringAsync(new Uri(address, UriKind.Relative)));
}
