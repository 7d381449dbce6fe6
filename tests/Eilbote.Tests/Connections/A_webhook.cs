using System.Net;
using Eilbote.Ats;
using Eilbote.Connections;
using Eilbote.Deliveries;
using Microsoft.EntityFrameworkCore;
using WebhookReceiver;

namespace Eilbote.Tests.Connections;

/// <summary>The second kind of connection: chosen, verified and told as the first, and nothing of it is the first one's.</summary>
public sealed class A_webhook
{
    private const string NotIssued = "Stellen Sie zuerst das Secret aus";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_connected_with_an_issued_secret_and_then_applications_arrive(Database database)
    {
        await using var employer = await WebhookEmployer.StartAsync(database);
        var html = await employer.Browser.GetAsync("/portal/smart-apply?connector=webhook");
        Assert.DoesNotContain("Personio antwortet", html, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", html, StringComparison.Ordinal);
        var secret = await employer.IssueAsync();
        await employer.Receiver.SetSecretAsync(secret);
        Assert.Contains(secret, await employer.Browser.GetAsync("/portal/smart-apply"), StringComparison.Ordinal);

        var verification = await employer.VerifyAsync();
        Assert.True(verification.Accepted, await employer.ReportAsync());
        Assert.Equal([CheckKind.Format, CheckKind.Secret], verification.Checks.Select(x => x.Kind));
        var report = await employer.ReportAsync();
        Assert.Contains("Alles ist bewiesen.", report, StringComparison.Ordinal);
        Assert.Contains("unsere Unterschrift angenommen und eine falsche abgelehnt", report, StringComparison.Ordinal);
        Assert.DoesNotContain("Personio", report, StringComparison.Ordinal);
        // Proven, it is never shown again.
        Assert.DoesNotContain("whsec_", await employer.Browser.GetAsync("/portal/smart-apply"), StringComparison.Ordinal);

        var job = await employer.AddJobAdAsync();
        var form = await employer.App.Http.GetStringAsync($"/jobs/{job}/apply");
        Assert.Contains("Donauwerft IT GmbH, Österreich", WebUtility.HtmlDecode(form), StringComparison.Ordinal);
        await new Applicant(employer.App.Http)
            .ApplyAsync(job, null, new FormFile("cv", "Lebenslauf Änne.pdf", Applicant.Pdf()),
            new FormFile("documents", "Zeugnis.pdf", Applicant.Pdf(90_000, 2)));
        await employer.App.IdleAsync();
        var arrived = Assert.Single(await employer.Receiver.ApplicationsAsync());
        var delivery = await employer.DeliveryAsync();
        Assert.Equal((DeliveryState.Delivered, (Proof?)Proof.Confirmed), (delivery.State, delivery.Proof));
        Assert.Equal(delivery.ApplicationId.ToString(), arrived.GetProperty("id").GetString());
        Assert.Equal(("Änne", "W-17", "Guten Tag,\nich freue mich."),
            (arrived.GetProperty("data").GetProperty("first_name").GetString(), arrived.GetProperty("data").GetProperty("job").GetString(),
            arrived.GetProperty("data").GetProperty("message").GetString()));
        Assert.Equal([("Lebenslauf Änne.pdf", "cv", 2000L), ("Zeugnis.pdf", "documents", 90_000L)],
            arrived.GetProperty("documents").EnumerateArray()
                .Select(x => (x.GetProperty("name").GetString()!, x.GetProperty("field").GetString()!, x.GetProperty("size").GetInt64())));
        Assert.Equal(["ping", "ping", "application.created"], (await employer.Receiver.RequestsAsync()).Select(x => x.Type));
    }

    /// <summary>How the receiver is, then: what the report says.</summary>
    public static readonly TheoryData<string, string> Receivers = new()
    {
        { "without-secret", "lehnt unsere Unterschrift ab" }, { "checks-nothing", "auch eine falsche Unterschrift angenommen" },
        { "repeats-nothing", "wiederholt aber die webhook-id nicht" },
        { "not-there", "Unter dieser Adresse nimmt niemand Bewerbungen an" },
        { "gone", "Unter dieser Adresse nimmt niemand Bewerbungen an" }, { "fault", "nicht brauchbar geantwortet" },
        { "redirects", "Diese Adresse leitet weiter" }, { "refuses-all", "lehnt auch die Prüfung mit der richtigen Unterschrift ab" },
        { "refuses-as-closed", "lehnt auch die Prüfung mit der richtigen Unterschrift ab" },
        { "unreachable", "Unter dieser Adresse antwortet niemand" },
    };

    [Theory, MemberData(nameof(Receivers))]
    public async Task Is_not_connected_while_its_receiver_is_wrong_and_the_report_says_what_to_mend(string receiver, string says)
    {
        await using var employer = await WebhookEmployer.StartAsync();
        var secret = await employer.IssueAsync();
        await employer.Receiver.SetSecretAsync(receiver == "without-secret" ? "" : secret);
        await employer.Receiver.CheckSignaturesAsync(receiver != "checks-nothing");
        Fault? fault = receiver switch
        {
            "repeats-nothing" => new(200, "{\"ok\":true}", Count: 9),
            "not-there" => new(404, "<html>nginx</html>", "text/html", Count: 9),
            "gone" => new(410, "", Count: 9),
            "fault" => new(503, "<html>Bad gateway</html>", "text/html", Count: 9),
            "redirects" => new(302, "", Count: 9),
            _ => null,
        };
        // The corrupted one is refused as it should be, and then the right one, too.
        if (receiver is "refuses-all" or "refuses-as-closed")
        {
            await employer.Receiver.AddAsync(new(400, ""));
            fault = receiver == "refuses-all" ? new(400, "") : new(410, "{\"reason\":\"job-closed\"}");
        }
        if (fault is not null)
            await employer.Receiver.AddAsync(fault);
        if (receiver == "unreachable")
            await employer.Receiver.DisposeAsync();
        Assert.False((await employer.VerifyAsync()).Accepted);
        var report = await employer.ReportAsync();
        Assert.Contains(says, report, StringComparison.Ordinal);
        Assert.Contains("Noch nicht verbunden", report, StringComparison.Ordinal);
        Assert.Equal(ConnectionState.Draft, (await employer.ConnectionAsync()).State);
        // What was issued can still be copied.
        Assert.Contains(secret, await employer.Browser.GetAsync("/portal/smart-apply"), StringComparison.Ordinal);

        if (receiver == "unreachable")
            return;
        await employer.Receiver.ClearFaultsAsync();
        await employer.Receiver.CheckSignaturesAsync(true);
        await employer.Receiver.SetSecretAsync(secret);
        await employer.App.AdvanceAsync(TimeSpan.FromSeconds(30));
        Assert.True((await employer.VerifyAsync()).Accepted, await employer.ReportAsync());
    }

    [Fact]
    public async Task Is_not_proven_by_a_test_application_while_it_takes_any_signature()
    {
        await using var employer = await WebhookEmployer.StartAsync();
        await employer.Receiver.SetSecretAsync(await employer.IssueAsync());
        await employer.Receiver.CheckSignaturesAsync(false);
        await employer.VerifyAsync();
        var connection = await employer.ConnectionAsync();
        await employer.Browser.PostAsync("/portal/smart-apply", $"/portal/smart-apply/{connection.Id}/test", []);
        await employer.App.IdleAsync();
        Assert.Single(await employer.Receiver.ApplicationsAsync());
        Assert.False((await employer.LastAsync()).Accepted);
        Assert.Contains("auch eine falsche Unterschrift angenommen", await employer.ReportAsync(), StringComparison.Ordinal);
        Assert.Equal(ConnectionState.Draft, (await employer.ConnectionAsync()).State);

        await employer.Receiver.CheckSignaturesAsync(true);
        await employer.App.AdvanceAsync(TimeSpan.FromMinutes(1));
        await employer.VerifyAsync();
        await employer.Browser.PostAsync("/portal/smart-apply", $"/portal/smart-apply/{connection.Id}/test", []);
        await employer.App.IdleAsync();
        Assert.Equal([(CheckKind.Secret, Verdict.Proven), (CheckKind.TestApplication, Verdict.Proven)], (await employer.LastAsync())
            .Checks.Select(x => (x.Kind, x.Verdict)));
        Assert.Equal(["TEST"], (await employer.Receiver.ApplicationsAsync())[^1].GetProperty("data").GetProperty("tags").EnumerateArray()
            .Select(x => x.GetString()));
    }

    [Fact]
    public async Task Cannot_be_verified_before_its_secret_was_issued_and_says_so_at_the_field()
    {
        await using var employer = await WebhookEmployer.StartAsync();
        var html = await employer.Browser.PostAsync(
            "/portal/smart-apply?connector=webhook", "/portal/smart-apply?connector=webhook", employer.Values(),
            HttpStatusCode.UnprocessableEntity);
        Assert.Contains(NotIssued, html, StringComparison.Ordinal);
        html = await employer.Browser.PostAsync("/portal/smart-apply?connector=webhook", "/portal/smart-apply?connector=webhook",
            new(employer.Values()) { ["address"] = "http://10.0.0.1/x", ["secret"] = "whsec_mine" }, HttpStatusCode.UnprocessableEntity);
        Assert.Contains("die Adresse muss mit https:// beginnen", html, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_mine", html, StringComparison.Ordinal);
        // What was typed beside it is kept, and what was begun is found again.
        Assert.Contains("Donauwerft IT GmbH", await employer.Browser.GetAsync("/portal/smart-apply"), StringComparison.Ordinal);
        Assert.Contains("Personio", await employer.Browser.GetAsync("/portal/smart-apply?connector=personio"), StringComparison.Ordinal);
        await employer.Browser.GetAsync("/portal/smart-apply?connector=unknown", HttpStatusCode.NotFound);
        Assert.Empty(await employer.App.DbAsync(db => db.Exchanges.ToListAsync()));
    }

    [Theory, InlineData("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="), InlineData("jobs@firma.at"), InlineData("https://firma.at")]
    public async Task Takes_no_secret_and_no_address_as_a_name(string pasted)
    {
        await using var employer = await WebhookEmployer.StartAsync();
        await employer.IssueAsync();
        var html = await employer.Browser.PostAsync("/portal/smart-apply?connector=webhook", "/portal/smart-apply?connector=webhook",
            new(employer.Values()) { ["recipient"] = pasted }, HttpStatusCode.UnprocessableEntity);
        Assert.Contains("Hier steht ein Name, keine Adresse und kein Secret.", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_told_without_a_word_about_another_ats()
    {
        await using var employer = await WebhookEmployer.StartAsync();
        await employer.IssueAsync();
        foreach (var page in new[] { "/portal", "/portal/faqs" })
            Assert.DoesNotContain("Personio", await employer.Browser.GetAsync(page), StringComparison.Ordinal);
        await employer.Receiver.SetSecretAsync(await employer.IssueAsync());
        Assert.True((await employer.VerifyAsync()).Accepted);
        await employer.AddJobAdAsync();
        foreach (var page in new[] {
            "/portal", "/portal/faqs", "/portal/job-ads", "/portal/job-ads/new", "/portal/applications", "/portal/smart-apply" })
            Assert.DoesNotContain("Personio", await employer.Browser.GetAsync(page), StringComparison.Ordinal);
        Assert.DoesNotContain("ohne Feed", await employer.Browser.GetAsync("/portal/job-ads"), StringComparison.Ordinal);
        Assert.Contains("/musterfirma/applications",
            await employer.Browser.GetAsync("/portal/smart-apply?connection=new&connector=webhook"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_made_once_when_its_form_is_sent_twice()
    {
        await using var employer = await WebhookEmployer.StartAsync();
        await employer.Receiver.SetSecretAsync(await employer.IssueAsync());
        const string Page = "/portal/smart-apply?connection=new&connector=webhook";
        await employer.Browser.PostAsync(Page, Page, employer.Values());
        await employer.Browser.PostAsync(Page, Page, employer.Values());
        await employer.App.IdleAsync();
        Assert.Equal(ConnectionState.Active, (await employer.ConnectionAsync()).State);
        Assert.Empty(await employer.App.DbAsync(db => db.Drafts.ToListAsync()));
    }

    [Fact]
    public async Task Is_asked_at_a_corrected_address_at_once_after_another_said_429()
    {
        await using var employer = await WebhookEmployer.ConnectedAsync();
        var connection = await employer.ConnectionAsync();
        await employer.Receiver.AddAsync(new(429, ""));
        await employer.VerifyAsync(connection.Id);
        await employer.App.AdvanceAsync(TimeSpan.FromSeconds(90));
        await employer.VerifyAsync(connection.Id);
        Assert.True((await employer.LastAsync()).Accepted, await employer.ReportAsync());
    }

    [Fact]
    public async Task Changes_its_secret_only_once_the_new_one_is_proven()
    {
        await using var employer = await WebhookEmployer.ConnectedAsync();
        var connection = await employer.ConnectionAsync();
        var second = await employer.IssueAsync(connection.Id);
        Assert.False((await employer.VerifyAsync(connection.Id)).Accepted);
        Assert.Equal((ConnectionState.Active, connection.ProtectedSecrets),
            ((await employer.ConnectionAsync()).State, (await employer.ConnectionAsync()).ProtectedSecrets));
        await employer.Receiver.SetSecretAsync(second);
        Assert.True((await employer.VerifyAsync(connection.Id)).Accepted, await employer.ReportAsync());
        Assert.DoesNotContain("whsec_", await employer.Browser.GetAsync("/portal/smart-apply"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_an_account_of_its_own_even_with_the_same_address_and_never_an_outage()
    {
        await using var employer = await WebhookEmployer.ConnectedAsync();
        var (accounts, own) = (new List<Account>(), await employer.ConnectionAsync());
        for (var i = 0; i < 4; i++)
        {
            var connection = new Connection
            {
                EmployerId = employer.EmployerId,
                Connector = "webhook",
                State = ConnectionState.Active,
                Settings = own.Settings,
                ProtectedSecrets = own.ProtectedSecrets,
                CreatedAt = employer.App.Clock.GetUtcNow()
            };
            var account = new Account { Connector = "webhook", Key = connection.Id.ToString() };
            connection.AccountId = account.Id;
            var ad = new Board.JobAd
            {
                EmployerId = employer.EmployerId,
                ConnectionId = connection.Id,
                Title = $"Stelle {i}",
                AtsJobId = "1",
                CreatedAt = employer.App.Clock.GetUtcNow()
            };
            await employer.App.ChangeAsync(db => db.AddRange(account, connection, ad));
            await employer.Receiver.AddAsync(new(503, ""));
            await new Applicant(employer.App.Http).ApplyAsync(ad.Id, Applicant.Fields($"p{i}@example.com"));
            await employer.App.IdleAsync();
            accounts.Add(account);
        }
        Assert.All(await employer.App.DbAsync(db => db.Accounts.Where(x => accounts.Select(a => a.Id).Contains(x.Id)).ToListAsync()), x =>
            Assert.Equal(1, x.Failures));
        Assert.Empty(await employer.App.DbAsync(db => db.Outages.ToListAsync()));
        Assert.NotEqual(own.AccountId, accounts[0].Id);
    }
}
