using System.Net;
using Eilbote.Ats;
using Eilbote.Connections;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Connections;

/// <summary>An address for applications is proven by a code that somebody reads there and types here.</summary>
public sealed class A_mail_address
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_proven_by_the_code_that_was_sent_there(Database database)
    {
        await using var employer = await EmailEmployer.StartAsync(database);
        var verification = await employer.VerifyAsync(" Jobs@Werft.example ");
        Assert.Equal(VerificationWait.Code, verification.WaitsFor);
        Assert.Equal(ConnectionState.Draft, (await employer.ConnectionAsync()).State);
        Assert.Contains("Bitte geben Sie den Code ein.", await employer.ReportAsync(), StringComparison.Ordinal);
        var code = await employer.CodeAsync();
        Assert.Contains("Diese Adresse ist bestätigt", await employer.TypeAsync($"{code[..3]} {code[3..]}") + await employer.ReportAsync(),
            StringComparison.Ordinal);
        var connection = await employer.ConnectionAsync();
        Assert.Equal((ConnectionState.Active, EmailEmployer.Address), (connection.State, connection.Settings["address"]));
        // Nobody is written to by night.
        await employer.App.AdvanceAsync(TimeSpan.FromDays(3));
        await employer.App.VerifyAsync();
        Assert.Single(employer.Smtp.Mails);
        Assert.Equal(ConnectionState.Active, (await employer.ConnectionAsync()).State);
    }

    [Fact]
    public async Task Is_not_proven_after_five_wrong_codes_whatever_comes_then()
    {
        await using var employer = await EmailEmployer.StartAsync();
        await employer.VerifyAsync();
        var code = await employer.CodeAsync();
        var wrong = code == "000000" ? "000001" : "000000";
        foreach (var left in new[] { "4 Versuche bleiben", "3 Versuche bleiben", "2 Versuche bleiben", "1 Versuch bleibt" })
            Assert.Contains(left, await employer.TypeAsync(wrong), StringComparison.Ordinal);
        await employer.TypeAsync("");
        Assert.Contains("zu oft falsch", await employer.ReportAsync(), StringComparison.Ordinal);
        Assert.NotNull((await employer.LastAsync()).FinishedAt);
        var page = $"/portal/smart-apply/verifications/{(await employer.LastAsync()).Id}";
        await employer.Browser.SendAsync("/portal/smart-apply", page + "/code", new() { ["code"] = code });
        await employer.App.IdleAsync();
        Assert.Equal(ConnectionState.Draft, (await employer.ConnectionAsync()).State);
        // A new one has another code.
        await employer.VerifyAsync();
        var next = await employer.CodeAsync(2);
        await employer.TypeAsync(next);
        Assert.Equal(ConnectionState.Active, (await employer.ConnectionAsync()).State);
    }

    [Fact]
    public async Task Is_not_proven_once_half_an_hour_has_passed()
    {
        await using var employer = await EmailEmployer.StartAsync();
        await employer.VerifyAsync();
        var code = await employer.CodeAsync();
        await employer.App.AdvanceAsync(TimeSpan.FromMinutes(31));
        await employer.App.VerifyAsync();
        Assert.Contains("nicht rechtzeitig", await employer.ReportAsync(), StringComparison.Ordinal);
        var page = $"/portal/smart-apply/verifications/{(await employer.LastAsync()).Id}";
        await employer.Browser.SendAsync("/portal/smart-apply", page + "/code", new() { ["code"] = code });
        await employer.App.IdleAsync();
        Assert.Equal(ConnectionState.Draft, (await employer.ConnectionAsync()).State);
    }

    [Fact]
    public async Task Keeps_working_when_somebody_verifies_again_and_types_nonsense()
    {
        await using var employer = await EmailEmployer.ConnectedAsync();
        var connection = await employer.ConnectionAsync();
        await employer.Browser.PostAsync(
            $"/portal/smart-apply?connection={connection.Id}", $"/portal/smart-apply/{connection.Id}/verify", []);
        await employer.App.IdleAsync();
        await employer.CodeAsync(2);
        for (var i = 0; i < TypedCodes.TriesAtMost; i++)
            await employer.TypeAsync("nonsense");
        Assert.NotNull((await employer.LastAsync()).FinishedAt);
        Assert.Equal(ConnectionState.Active, (await employer.ConnectionAsync()).State);
    }

    [Fact]
    public async Task That_does_not_exist_is_said_at_once()
    {
        await using var employer = await EmailEmployer.StartAsync();
        var verification = await employer.VerifyAsync("refused@werft.example");
        Assert.NotNull(verification.FinishedAt);
        Assert.Contains("Diese E-Mail-Adresse gibt es nicht", await employer.ReportAsync(), StringComparison.Ordinal);
        Assert.Equal(ConnectionState.Draft, (await employer.ConnectionAsync()).State);
    }

    /// <summary>Anyone can type a stranger's address.</summary>
    [Fact]
    public async Task Gets_three_codes_an_hour_from_one_employer_whatever_is_typed()
    {
        await using var employer = await EmailEmployer.StartAsync();
        foreach (var address in new[] { "a@werft.example", "b@werft.example", "c@werft.example", "d@werft.example" })
        {
            await employer.VerifyAsync(address);
            employer.App.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(VerificationWait.Claims, (await employer.LastAsync()).WaitsFor);
        await employer.CodeAsync(3);
        Assert.Equal(3, employer.Smtp.Mails.Count);
    }

    [Fact]
    public async Task Is_offered_only_where_mail_leaves()
    {
        await using var app = await TestApp.StartAsync();
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        Assert.DoesNotContain("connector=email", await owner.GetAsync("/portal/smart-apply?connection=new"), StringComparison.Ordinal);
        await using var employer = await EmailEmployer.StartAsync();
        Assert.Contains("connector=email", await employer.Browser.GetAsync("/portal/smart-apply"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gets_a_test_application_that_proves_nothing_and_breaks_nothing()
    {
        await using var employer = await EmailEmployer.ConnectedAsync();
        var connection = await employer.ConnectionAsync();
        await employer.Browser.PostAsync(
            $"/portal/smart-apply?connection={connection.Id}", $"/portal/smart-apply/{connection.Id}/test", []);
        await employer.App.IdleAsync();
        Assert.Equal("[TEST] Neue Bewerbung", Assert.Single(await employer.ApplicationsAsync(1, "[TEST]")).Subject);
        Assert.Contains("sehen Sie im Postfach", await employer.ReportAsync(), StringComparison.Ordinal);
        Assert.Equal(ConnectionState.Active, (await employer.ConnectionAsync()).State);
    }

    [Fact]
    public async Task Is_spoken_of_on_every_page_of_its_employer()
    {
        await using var employer = await EmailEmployer.StartAsync();
        foreach (var connected in new[] { false, true })
        {
            foreach (var page in new[] { "", "/smart-apply", "/faqs", "/job-ads", "/applications" })
                await employer.Browser.GetAsync("/portal" + page);
            if (connected)
                break;
            await employer.VerifyAsync();
            Assert.Contains("die Adresse ist noch nicht bestätigt", await employer.Browser.GetAsync("/portal"), StringComparison.Ordinal);
            await employer.TypeAsync(await employer.CodeAsync());
        }
        await employer.Browser.GetAsync($"/portal/questions?connection={(await employer.ConnectionAsync()).Id}");
        // A job needs no number where there is no ATS.
        var html = await employer.Browser.PostAsync("/portal/job-ads/new", new() { ["Title"] = "Schweißer:in" });
        Assert.Contains("Schweißer:in", html, StringComparison.Ordinal);
        Assert.Equal("", await employer.App.DbAsync(db => db.JobAds.Select(x => x.AtsJobId).SingleAsync()));
        await employer.ApplyAsync();
        Assert.Contains(
            "1 ist per Mail unterwegs: bitte bestätigen Sie, ob sie da ist.", await employer.Browser.GetAsync("/portal"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_another_employer_takes_no_code()
    {
        await using var employer = await EmailEmployer.StartAsync();
        await employer.VerifyAsync();
        var code = await employer.CodeAsync();
        using var other = await MemberBrowser.JoinAsync(employer.App, Role.Owner);
        var (status, _) = await other.SendAsync(
            "/portal/smart-apply", $"/portal/smart-apply/verifications/{(await employer.LastAsync()).Id}/code", new() { ["code"] = code });
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal(0, (await employer.LastAsync()).CodeTries);
    }
}
