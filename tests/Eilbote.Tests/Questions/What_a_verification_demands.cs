using Eilbote.Ats;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Questions;

public sealed class What_a_verification_demands
{
    private const string Missing = "verlangt Antworten, die das Formular nicht verlangt", Nothing = "Nichts zu tun.";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_said_on_every_page_until_the_form_asks_it(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var anna = await MemberBrowser.JoinAsync(app, Role.Owner);
        await VerifyAsync(app, anna, "1234580");
        Assert.All(await PagesAsync(anna), x => Assert.Contains(Missing, x, StringComparison.Ordinal));
        Assert.All(await PagesAsync(anna), x => Assert.DoesNotContain(Nothing, x, StringComparison.Ordinal));
        Assert.Contains("Personio verlangt „custom_attribute_1“.", await anna.GetAsync("/portal/questions"), StringComparison.Ordinal);

        await Asked.SetAsync(app, Asked.Notice);
        Assert.All(await PagesAsync(anna), x => Assert.DoesNotContain(Missing, x, StringComparison.Ordinal));
        Assert.DoesNotContain("Personio verlangt", await anna.GetAsync("/portal/questions"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_missing_where_the_ad_of_that_job_leaves_it_out()
    {
        await using var app = await TestApp.StartAsync();
        using var anna = await MemberBrowser.JoinAsync(app, Role.Owner);
        await Asked.SetAsync(app, Asked.Notice);
        await VerifyAsync(app, anna, "1234580");
        Assert.All(await PagesAsync(anna), x => Assert.DoesNotContain(Missing, x, StringComparison.Ordinal));
        var (job, other) = (await app.AddJobAdAsync("1234580", "Vertrieb"), await app.AddJobAdAsync("1234568", "Pflege"));
        foreach (var ad in new[] { job, other })
            await anna.PostAsync($"/portal/questions?ad={ad}", new() { ["deed"] = "off", ["key"] = Asked.Notice.Key });
        Assert.All(await PagesAsync(anna), x => Assert.Contains(Missing, x, StringComparison.Ordinal));
        var questions = await anna.GetAsync("/portal/questions");
        Assert.Contains("keine Bewerbungen an: Vertrieb.", questions, StringComparison.Ordinal);
        Assert.Contains($"href=\"/portal/questions?ad={job}\">Zum Inserat", questions, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_only_as_its_last_word()
    {
        await using var app = await TestApp.StartAsync();
        using var anna = await MemberBrowser.JoinAsync(app, Role.Owner);
        await VerifyAsync(app, anna, "1234580");
        await app.AdvanceAsync(TimeSpan.FromMinutes(5));
        await VerifyAsync(app, anna, "1234568");
        Assert.All(await PagesAsync(anna), x => Assert.DoesNotContain(Missing, x, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Is_said_of_the_connection_that_demands_it_not_of_another_that_needs_attention_first()
    {
        await using var app = await TestApp.StartAsync();
        using var anna = await MemberBrowser.JoinAsync(app, Role.Owner);
        await VerifyAsync(app, anna, "1234580");
        await app.ChangeAsync(db => db.Connections.Add(new()
        {
            EmployerId = app.EmployerId,
            Connector = "webhook",
            AccountId = db.Accounts.Single().Id,
            State = ConnectionState.Held,
            HeldSince = app.Clock.GetUtcNow(),
        }));
        var overview = await anna.GetAsync("/portal");
        Assert.Contains("Personio " + Missing, overview, StringComparison.Ordinal);
        Assert.Contains($"/portal/questions?connection={app.ConnectionId}\"", overview, StringComparison.Ordinal);
    }

    private static async Task VerifyAsync(TestApp app, MemberBrowser member, string job)
    {
        await member.PostAsync("/portal/smart-apply", new() { ["ats_job_id"] = job });
        await app.AdvanceAsync(TimeSpan.FromMinutes(2));
        await TestApp.UntilAsync(() => app.DbAsync(db => db.Verifications.AllAsync(x => x.FinishedAt != null)));
    }

    private static async Task<string[]> PagesAsync(MemberBrowser member) =>
        [await member.GetAsync("/portal"), await member.GetAsync("/portal/smart-apply")];
}
