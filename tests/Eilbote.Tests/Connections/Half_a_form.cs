using System.Net;
using Eilbote.Employers;
using Eilbote.Members;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Connections;

public sealed class Half_a_form
{
    private const string Page = "/portal/smart-apply", Draft = "/portal/smart-apply/draft";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_kept_with_its_token_encrypted_and_finished_later(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var newcomer = await NewcomerAsync(app);
        using (var browser = await MemberBrowser.SignInAsync(app, "georg@example.com"))
        {
            var html = await browser.PostAsync(
                Page, Draft, new()
                {
                    ["ats_job_id"] =
                $"{app.Sandbox.Address}/careers/musterfirma/job/{RunningSandbox.Job}?_pc={RunningSandbox.Channel}",
                    ["access_token"] = RunningSandbox.Token
                });
            Assert.Equal(Page, browser.Path);
            Assert.Contains("Es fehlt noch: Ihre Unternehmens-ID.", html, StringComparison.Ordinal);
            Assert.DoesNotContain(RunningSandbox.Token, html, StringComparison.Ordinal);
        }
        var draft = await app.DbAsync(db => db.Drafts.SingleAsync(x => x.EmployerId == newcomer));
        Assert.DoesNotContain(
            RunningSandbox.Token, draft.ProtectedSecrets + string.Concat(draft.Settings.Values), StringComparison.Ordinal);

        using var later = await MemberBrowser.SignInAsync(app, "georg@example.com");
        var page = await later.GetAsync(Page);
        foreach (var value in new[] { RunningSandbox.Job, RunningSandbox.Channel, "musterfirma" })
            Assert.Contains($"value=\"{value}\"", page, StringComparison.Ordinal);
        Assert.Empty(await app.Sandbox.RequestsAsync());
        await later.PostAsync(Page, Page, new() { ["company_id"] = RunningSandbox.Company });
        Assert.Equal(0, await app.DbAsync(db => db.Drafts.CountAsync()));
        Assert.Equal(RunningSandbox.Job, (await app.DbAsync(db => db.Connections.SingleAsync(x => x.EmployerId == newcomer)))
            .Settings["ats_job_id"]);
    }

    [Fact]
    public async Task Says_what_is_missing_when_verified_and_keeps_the_rest()
    {
        await using var app = await TestApp.StartAsync();
        await NewcomerAsync(app);
        using var browser = await MemberBrowser.SignInAsync(app, "georg@example.com");
        var html = await browser.PostAsync(
            Page, Page, new() { ["ats_job_id"] = "1234567", ["access_token"] = RunningSandbox.Token, ["company_id"] = "" },
            HttpStatusCode.UnprocessableEntity);
        Assert.Contains("Das fehlt noch.", html, StringComparison.Ordinal);
        Assert.Contains("id=\"company_id-error\">Dieser Wert fehlt noch.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"access_token-error\"", html, StringComparison.Ordinal);
        Assert.Contains("Leer lassen, um ihn zu behalten", html, StringComparison.Ordinal);
        Assert.Empty(await app.Sandbox.RequestsAsync());
    }

    [Fact]
    public async Task Keeps_a_wrong_value_on_the_screen_only()
    {
        await using var app = await TestApp.StartAsync();
        await NewcomerAsync(app);
        using var browser = await MemberBrowser.SignInAsync(app, "georg@example.com");
        var html = await browser.PostAsync(
            Page, Draft, new() { ["company_id"] = "Alpenwerk AG", ["access_token"] = "papi-1234567890", ["channel_id"] = "250777" },
            HttpStatusCode.UnprocessableEntity);
        Assert.Contains("id=\"company_id-error\">Die Unternehmens-ID besteht nur aus Ziffern.", html, StringComparison.Ordinal);
        Assert.Contains("OAuth", html, StringComparison.Ordinal);
        Assert.DoesNotContain("papi-1234567890", html, StringComparison.Ordinal);
        var draft = await app.DbAsync(db => db.Drafts.SingleAsync());
        Assert.Equal(new() { ["channel_id"] = "250777" }, draft.Settings);
        Assert.DoesNotContain(
            "papi", app.Service<IDataProtectionProvider>().CreateProtector("connection-secrets").Unprotect(draft.ProtectedSecrets),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_a_working_connection_changes_nothing_and_can_be_discarded()
    {
        await using var app = await TestApp.StartAsync();
        await app.AddUserAsync("anna@example.com", Role.Owner, app.EmployerId);
        using var browser = await MemberBrowser.SignInAsync(app, "anna@example.com");
        Assert.Contains("Bis dahin gelten die bisherigen Werte weiter.",
            await browser.PostAsync(Page, Draft, new() { ["channel_id"] = "999" }), StringComparison.Ordinal);
        Assert.Equal(RunningSandbox.Channel, (await app.DbAsync(db => db.Connections.SingleAsync())).Settings["channel_id"]);
        var html = await browser.PostAsync(Page, Draft + "/discard", []);
        Assert.Contains($"value=\"{RunningSandbox.Channel}\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_two_values_in_each_others_fields_is_put_right_in_one_go()
    {
        await using var app = await TestApp.StartAsync();
        using var employer = await Connecting.AsNewEmployerAsync(app);
        (string, string)[] swapped = [("ats_job_id", RunningSandbox.Company), ("company_id", RunningSandbox.Job)];
        await employer.Browser.PostAsync(Page, Draft, swapped.ToDictionary(x => x.Item1, x => x.Item2));
        await employer.Browser.PostAsync(Page, Draft, Connecting.Right());
        var draft = await app.DbAsync(db => db.Drafts.SingleAsync());
        Assert.Equal((RunningSandbox.Job, RunningSandbox.Company), (draft.Settings["ats_job_id"], draft.Settings["company_id"]));

        Assert.False((await employer.VerifyAsync(swapped)).Accepted);
        Assert.True((await employer.VerifyAsync()).Accepted);
    }

    [Theory, InlineData(Draft, HttpStatusCode.OK), InlineData(Page, HttpStatusCode.UnprocessableEntity)]
    public async Task With_nothing_in_it_is_not_said_to_be_saved(string action, HttpStatusCode status)
    {
        await using var app = await TestApp.StartAsync();
        using var employer = await Connecting.AsNewEmployerAsync(app);
        var nothing = Connecting.Right().ToDictionary(x => x.Key, _ => " ");
        Assert.DoesNotContain("Gespeichert um", await employer.Browser.PostAsync(Page, action, nothing, status), StringComparison.Ordinal);
        Assert.Equal(0, await app.DbAsync(db => db.Drafts.CountAsync()));

        // Nor is what was emptied again.
        await employer.Browser.PostAsync(Page, Draft, new() { ["company_id"] = RunningSandbox.Company });
        Assert.DoesNotContain("Gespeichert um", await employer.Browser.PostAsync(Page, action, nothing, status), StringComparison.Ordinal);
        Assert.Equal(0, await app.DbAsync(db => db.Drafts.CountAsync()));
    }

    [Fact]
    public async Task With_a_wrong_value_does_not_stand_beside_the_report_about_earlier_ones()
    {
        await using var app = await TestApp.StartAsync();
        using var employer = await Connecting.AsNewEmployerAsync(app);
        await employer.VerifyAsync();
        const string Report = "Alle Angaben sehen so aus, wie sie sollen.";
        Assert.Contains(Report, await employer.Browser.GetAsync(Page), StringComparison.Ordinal);
        foreach (var (wrong, action, said) in new[] {
            ("Jobbörse", Page, "Das passt noch nicht."), ("Jobbörse", Draft, "Das passt noch nicht."), ("", Page, "Das fehlt noch.") })
        {
            var html = await employer.Browser.PostAsync(Page, action, new() { ["company_id"] = wrong }, HttpStatusCode.UnprocessableEntity);
            Assert.Contains(said, html, StringComparison.Ordinal);
            Assert.DoesNotContain(Report, html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task For_a_connection_that_is_not_ones_own_does_not_exist()
    {
        await using var app = await TestApp.StartAsync();
        using var employer = await Connecting.AsNewEmployerAsync(app);
        await employer.VerifyAsync();
        var (own, count) = ((await employer.ConnectionAsync()).Id, await app.DbAsync(db => db.Connections.CountAsync()));
        foreach (var which in new[] { $"{app.ConnectionId}", $"{Guid.NewGuid()}", "7", "None" })
        {
            await employer.Browser.GetAsync($"{Page}?connection={which}", HttpStatusCode.NotFound);
            foreach (var action in new[] { Page, Draft, Draft + "/discard" })
                await employer.Browser.PostAsync(Page, $"{action}?connection={which}", Connecting.Right(), HttpStatusCode.NotFound);
        }
        Assert.Equal((count, 0), (await app.DbAsync(db => db.Connections.CountAsync()), await app.DbAsync(db => db.Drafts.CountAsync())));
        foreach (var which in new[] { "", $"{own}", "new" })
            await employer.Browser.GetAsync($"{Page}?connection={which}");
    }

    private static async Task<Guid> NewcomerAsync(TestApp app)
    {
        var employer = new Employer { Name = "Alpenwerk AG", NoticeVersion = 1 };
        await app.ChangeAsync(db => db.Employers.Add(employer));
        await app.AddUserAsync("georg@example.com", Role.Owner, employer.Id);
        return employer.Id;
    }
}
