using Eilbote.Ats;
using Eilbote.Connections;
using Eilbote.Connectors;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Connections;

/// <summary>Whatever is wrong, the exact check fails or is said not to be provable, and nothing is left in the ATS.</summary>
public sealed class Every_wrong_value
{
    private const string
        Site = "CareerSite Proven", Listed = "Published Proven", Unlisted = "Published Failed not-listed",
        NoList = "Published NotProvable no-feed",
        Secret = "Secret Proven", Refused = "Secret Failed unauthorized", Job = "Job Proven", Channel = "Channel Proven",
        JobLater = "Job NotProvable secret-first", ChannelLater = "Channel NotProvable secret-first",
        JobUntold = "Job NotProvable not-told", ChannelUntold = "Channel NotProvable not-told";

    /// <summary>
    /// What is typed or arranged, then: whether it is connected, and every check but the form's with its code where it is not
    /// proven.
    /// </summary>
    public static readonly TheoryData<string, bool, string[]> Cases = new()
    {
        { "nothing", true, [Site, Listed, Secret, Job, Channel] },
        { "token", false, [Site, Listed, Refused, JobLater, ChannelLater] },
        { "company", false, [Site, Listed, Refused, JobLater, ChannelLater] },
        { "pair", false, [Site, Listed, Refused, JobLater, ChannelLater] },
        { "unpublished job", false, [Site, Unlisted, Secret, "Job Failed named", Channel] },
        { "another company's job", false, [Site, Unlisted, Secret, "Job Failed named", Channel] },
        { "another company's job, answered as posting-not-found", false, [Site, Unlisted, Secret, "Job Failed named", Channel] },
        { "unknown channel", false, [Site, Listed, Secret, Job, "Channel Failed named"] },
        { "another company's channel", false, [Site, Listed, Secret, Job, "Channel Failed named"] },
        { "job and channel", false, [Site, Unlisted, Secret, "Job Failed named", "Channel Failed named"] },
        { "no channel", true, [Site, Listed, Secret, Job] },
        { "no career site", true, ["CareerSite NotProvable no-career-site", NoList, Secret, Job, Channel] },
        { "recruiting off", false, [Site, Listed, "Secret Failed feature.recruiting.disabled", JobLater, ChannelLater] },
        { "interface off", false, [Site, Listed, "Secret Failed feature.public-api.disabled", JobLater, ChannelLater] },
        { "feed off", true, ["CareerSite NotProvable feed-not-found", NoList, Secret, Job, Channel] },
        { "unknown host", true, ["CareerSite NotProvable feed-not-found", NoList, Secret, Job, Channel] },
        { "redirecting host", true, ["CareerSite NotProvable feed-redirects", NoList, Secret, Job, Channel] },
        { "something else than a feed", true, ["CareerSite NotProvable feed-unreadable", NoList, Secret, Job, Channel] },
        { "career site down", true, ["CareerSite NotProvable feed-unreachable", NoList, Secret, Job, Channel] },
        { "interface unreachable", false,
            [Site, Listed, "Secret NotProvable unreachable", "Job NotProvable unreachable", "Channel NotProvable unreachable"] },
        { "interface down", false,
            [Site, Listed, "Secret NotProvable no-clear-answer", "Job NotProvable no-clear-answer",
            "Channel NotProvable no-clear-answer"] },
        { "interface down midway", false,
            [Site, Listed, "Secret NotProvable no-clear-answer", "Job NotProvable no-clear-answer",
            "Channel NotProvable no-clear-answer"] },
        { "interface resets", false,
            [Site, Listed, "Secret NotProvable no-clear-answer", "Job NotProvable no-clear-answer",
            "Channel NotProvable no-clear-answer"] },
        { "interface slow", false,
            [Site, Listed, "Secret NotProvable no-clear-answer", "Job NotProvable no-clear-answer",
            "Channel NotProvable no-clear-answer"] },
        { "answers 400 to everything", false, [Site, Listed, "Secret NotProvable accepts-anything", JobUntold, ChannelUntold] },
        { "answers 401 to everything", false, [Site, Listed, Refused, JobLater, ChannelLater] },
        { "only the first error", true, [Site, Listed, Secret, JobUntold, ChannelUntold] },
        { "only the first error, unpublished job", false, [Site, Unlisted, Secret, JobUntold, ChannelUntold] },
        { "answers 2xx to a probe", false,
            [Site, Listed, "Secret Failed probe-created", "Job NotProvable probing-stopped", "Channel NotProvable probing-stopped"] },
    };

    [Theory, MemberData(nameof(Cases))]
    public async Task Is_named_by_its_check(string wrong, bool connected, string[] checks)
    {
        await using var app = await TestApp.StartAsync(
            settings: wrong == "interface unreachable" ? new() { ["Eilbote:Personio:ApiBaseAddress"] = "http://127.0.0.1:1" } : null);
        using var employer = await Connecting.AsNewEmployerAsync(app);
        await ArrangeAsync(app.Sandbox, wrong);
        await employer.SaveAsync(Typed(wrong));
        if (wrong == "interface slow")
        {
            await app.Sandbox.DelaysAsync();
            Assert.Contains("Wird geprüft", await employer.ReportAsync(), StringComparison.Ordinal);
            app.Clock.Advance(TimeSpan.FromSeconds(30));
        }
        await app.IdleAsync();

        var verification = await employer.LastAsync();
        Assert.Equal(["Format Proven", .. checks],
            verification.Checks.Select(x => $"{x.Kind} {x.Verdict}" + (x.Verdict == Verdict.Proven ? "" : " " + x.Code)));
        Assert.NotNull(verification.FinishedAt);
        Assert.Equal((connected, connected ? ConnectionState.Active : ConnectionState.Draft),
            (verification.Accepted, (await employer.ConnectionAsync()).State));
        await NothingIsLeftAsync(app);
        var report = await employer.ReportAsync();
        Assert.DoesNotContain(RunningSandbox.Token, report, StringComparison.Ordinal);
        Assert.All(verification.Checks, x =>
            Assert.Contains(CheckWords.Text(x, app.Service<ConnectorRegistry>()["personio"].Descriptor).De, report,
            StringComparison.Ordinal));
        Assert.Contains(connected ? "Verbunden mit Personio." : wrong == "answers 2xx to a probe" ? "Die Prüfung ist angehalten."
            : "Noch nicht verbunden", report, StringComparison.Ordinal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task And_a_429_midway_is_waited_out_for_an_hour(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var employer = await Connecting.AsNewEmployerAsync(app);
        await app.Sandbox.FaultAsync("applications", "latency", delayMs: 0);
        await app.Sandbox.FaultAsync("applications", "status", 429, "empty");
        var verification = await employer.VerifyAsync();
        Assert.Equal((VerificationWait.Throttled, false), (verification.WaitsFor, verification.FinishedAt is not null));
        Assert.Contains(verification.Checks, x => x is { Kind: CheckKind.Secret, Verdict: Verdict.NotProvable, Code: "too-many-requests" });
        Assert.Contains("Wartet: Personio bremst.", await employer.ReportAsync(), StringComparison.Ordinal);

        app.Clock.Advance(TimeSpan.FromMinutes(59));
        await app.VerifyAsync();
        Assert.Equal(2, (await ProbesAsync(app)).Length);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.VerifyAsync();
        Assert.True((await employer.LastAsync()).Accepted);
        Assert.Equal(4, (await ProbesAsync(app)).Length);
        await NothingIsLeftAsync(app);
    }

    private static (string, string)[] Typed(string wrong) => wrong switch
    {
        "token" => [("access_token", "wrong-token")],
        "company" => [("company_id", "99999")],
        "pair" => [("access_token", "alpenwerk-recruiting-token")],
        "unpublished job" or "only the first error, unpublished job" => [("ats_job_id", "1234590")],
        "another company's job" or "another company's job, answered as posting-not-found" => [("ats_job_id", "7654321")],
        "unknown channel" => [("channel_id", "999")],
        "another company's channel" => [("channel_id", "250777")],
        "job and channel" => [("ats_job_id", "1234590"), ("channel_id", "999")],
        "no channel" => [("channel_id", "")],
        "no career site" => [("career_site", "")],
        "unknown host" => [("career_site", "nirgendwo")],
        _ => [],
    };

    private static async Task ArrangeAsync(RunningSandbox sandbox, string wrong)
    {
        var company = "/_sandbox/companies/" + RunningSandbox.Company;
        await (wrong switch
        {
            "another company's job, answered as posting-not-found" => sandbox.SwitchAsync("job-missing", "posting-not-found"),
            "recruiting off" => sandbox.PostAsync(company + "/features", new { recruiting = false }),
            "interface off" => sandbox.PostAsync(company + "/features", new { publicApi = false }),
            "feed off" => sandbox.PostAsync(company + "/feed", new { mode = "off" }),
            "redirecting host" => sandbox.PostAsync(company + "/feed", new { mode = "redirect" }),
            "something else than a feed" => sandbox.PostAsync(company + "/feed", new { mode = "html" }),
            "career site down" => sandbox.FaultAsync("xml", "status", 503),
            "interface down" => sandbox.FaultAsync("applications", "status", 503, "html"),
            "interface resets" => sandbox.FaultAsync("applications", "reset"),
            "interface slow" => sandbox.FaultAsync("applications", "latency", delayMs: 40_000),
            "answers 400 to everything" => sandbox.FaultAsync("applications", "status", 400, count: 99),
            "answers 401 to everything" => sandbox.FaultAsync("applications", "status", 401, count: 99),
            "answers 2xx to a probe" => sandbox.FaultAsync("applications", "status", 201, "empty"),
            _ => Task.CompletedTask,
        });
        if (wrong.StartsWith("only the first error", StringComparison.Ordinal))
            await sandbox.SwitchAsync("errors", "first");
        if (wrong == "interface down midway")
        {
            await sandbox.FaultAsync("applications", "latency", delayMs: 0);
            await sandbox.FaultAsync("applications", "status", 500);
        }
    }

    /// <summary>No application, and every probe bore an address that cannot exist.</summary>
    private static async Task NothingIsLeftAsync(TestApp app)
    {
        Assert.Empty(await app.Sandbox.ApplicationsAsync());
        var bodies = (await app.Sandbox.ExchangesAsync()).Select(x => x.RequestBody).Where(x => x.Length > 0).ToList();
        Assert.All(bodies, x => Assert.Contains("@example.invalid\"", x, StringComparison.Ordinal));
    }

    private static Task<Exchange[]> ProbesAsync(TestApp app) =>
        app.DbAsync(db => db.Exchanges.AsNoTracking().Where(x => x.Kind == StepKind.Probe).ToArrayAsync());
}
