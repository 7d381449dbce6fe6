using System.Net;
using System.Text.RegularExpressions;
using Eilbote.Applications;
using Eilbote.Deliveries;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Scanning;

/// <summary>
/// After the application was accepted: the browser's receipt says it and takes one file in its place; after three days the rest goes.
/// </summary>
public sealed partial class When_a_virus_is_found_later
{
    private static readonly FormFile Bad = new("documents", "Zeugnis.pdf", RealClamd.BadPdf()),
        Good = new("documents", "Zeugnis neu.pdf", Applicant.Pdf(3_000, 7)), Cv = new("cv", "Lebenslauf.pdf", Applicant.Pdf());

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_receipt_takes_one_file_in_its_place_and_everything_arrives(Database database)
    {
        await using var clamd = new FakeClamd();
        await using var app = await TestApp.StartAsync(database, clamd.Settings);
        var receipt = await FoundAsync(app, clamd, Cv, Bad);
        Assert.Equal((DeliveryState.Held, HeldBy.Scan, Delivery.FileRefused), await StandsAsync(app));
        var html = await GetAsync(app, receipt);
        Assert.Contains("Eingegangen um", html, StringComparison.Ordinal);
        Assert.Contains("„Zeugnis.pdf“ wurde von unserem Virenscanner abgelehnt. Bitte senden Sie eine andere Datei.", html,
            StringComparison.Ordinal);
        Assert.DoesNotContain("data-live=\"1", html, StringComparison.Ordinal);
        Assert.Equal(1, await app.DbAsync(db => db.Documents.CountAsync(x => x.ErasedAt != null)));

        // Bad again, nothing at all, then one that is good.
        var (status, page) = await ReplaceAsync(app, html, Bad);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal(3, page.Split("wurde von unserem Virenscanner abgelehnt").Length);
        (status, page) = await ReplaceAsync(app, page, null);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("Bitte wählen Sie eine Datei.", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await ReplaceAsync(app, page, Good)).Status);
        await app.IdleAsync();
        Assert.Equal(DeliveryState.Delivered, (await StandsAsync(app)).State);
        Assert.Equal(["Lebenslauf.pdf", "Zeugnis neu.pdf"], await ArrivedAsync(app));
        html = await GetAsync(app, receipt);
        Assert.DoesNotContain("Virenscanner", html, StringComparison.Ordinal);

        // A second click, or another tab, finds nothing to replace.
        Assert.Equal(HttpStatusCode.SeeOther, (await ReplaceAsync(app, page, Good)).Status);
        Assert.Equal(3, await app.DbAsync(db => db.Documents.CountAsync()));
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        page = await owner.GetAsync($"/portal/applications/{await app.DbAsync(db => db.Applications.Select(x => x.Id).SingleAsync())}");
        Assert.Contains("Unser Virenscanner hat „Zeugnis.pdf“ abgelehnt (Win.Test.Evil-1)", page, StringComparison.Ordinal);
        Assert.Contains("Die Person hat eine andere Datei statt „Zeugnis.pdf“ gesendet.", page, StringComparison.Ordinal);
        Assert.Contains("mit 2 Dokumenten", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Database.Sqlite, false), InlineData(Database.Postgres, false)]
    [InlineData(Database.Sqlite, true)]
    public async Task After_three_days_the_rest_goes_marked_for_the_employer(Database database, bool isTheOnlyFile)
    {
        await using var clamd = new FakeClamd();
        await using var app = await TestApp.StartAsync(database, clamd.Settings);
        var receipt = await FoundAsync(app, clamd, isTheOnlyFile ? [Bad] : [Cv, Bad]);
        await app.AdvanceAsync(TimeSpan.FromHours(71));
        await FakeClamd.ScanAsync(app);
        Assert.Equal(Delivery.FileRefused, (await StandsAsync(app)).Reason);
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        await FakeClamd.ScanAsync(app);
        Assert.Equal(DeliveryState.Delivered, (await StandsAsync(app)).State);
        Assert.Equal(isTheOnlyFile ? [] : ["Lebenslauf.pdf"], await ArrivedAsync(app));
        Assert.Contains("vom Virenscanner abgelehnt", await GetAsync(app, receipt), StringComparison.Ordinal);

        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        var id = await app.DbAsync(db => db.Applications.Select(x => x.Id).SingleAsync());
        var page = await owner.GetAsync($"/portal/applications/{id}");
        Assert.Contains("Angekommen, eine Datei zurückgehalten: „Zeugnis.pdf“", page, StringComparison.Ordinal);
        Assert.Contains("zurückgehalten: vom Virenscanner abgelehnt", page, StringComparison.Ordinal);
        Assert.Contains("ohne „Zeugnis.pdf“ (vom Virenscanner abgelehnt)", await owner.GetAsync("/portal/applications?look=true"),
            StringComparison.Ordinal);
        await owner.PostAsync($"/portal/applications/{id}/confirm", []);
        Assert.False(await app.DbAsync(db => db.Deliveries.Select(x => x.NeedsLook).SingleAsync()));
    }

    /// <summary>The same sent twice, and the file replaced on the second receipt: that one is no repeat any more.</summary>
    [Fact]
    public async Task The_other_file_leaves_although_the_same_was_sent_since()
    {
        await using var clamd = new FakeClamd();
        await using var app = await TestApp.StartAsync(settings: clamd.Settings);
        var job = await app.AddJobAdAsync("1234568");
        await clamd.StopAsync();
        var applicant = new Applicant(app.Http);
        var first = await applicant.ApplyAsync(job, null, Cv, Bad);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await applicant.ApplyAsync(job, null, Cv, Bad);
        clamd.Says = x => x == FakeClamd.Hash(Bad.Content) ? FakeClamd.Found : FakeClamd.Clean;
        clamd.Start();
        await app.AdvanceAsync(TimeSpan.FromMinutes(2));
        await FakeClamd.ScanAsync(app);
        // With another file it is no longer the same, but a further one of the person: it waits for the first.
        Assert.Equal(HttpStatusCode.SeeOther, (await ReplaceAsync(app, await GetAsync(app, second.Receipt!), Good)).Status);
        await app.IdleAsync();
        Assert.Empty(await app.Sandbox.ApplicationsAsync());
        Assert.Equal(HttpStatusCode.SeeOther, (await ReplaceAsync(app, await GetAsync(app, first.Receipt!), Good)).Status);
        await app.IdleAsync();
        Assert.Equal(["Lebenslauf.pdf", "Zeugnis neu.pdf"], await ArrivedAsync(app));
    }

    /// <summary>A file that was kept by a form which is sent only after the find.</summary>
    [Fact]
    public async Task In_a_draft_it_is_said_at_its_field_when_the_form_is_sent()
    {
        await using var clamd = new FakeClamd();
        await using var app = await TestApp.StartAsync(settings: clamd.Settings);
        var job = await app.AddJobAdAsync("1234568");
        await clamd.StopAsync();
        var applicant = new Applicant(app.Http);
        var first = await applicant.ApplyAsync(job, Applicant.Fields("no address"), Cv, Bad);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, first.Status);
        await ScannedAsync(app, clamd);
        var second = await applicant.SendAsync(job, Applicant.Hidden(first.Html), Applicant.Fields());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.Status);
        Assert.Contains("„Zeugnis.pdf“ wurde von unserem Virenscanner abgelehnt.", WebUtility.HtmlDecode(second.Html), StringComparison.Ordinal);
        var third = await applicant.SendAsync(job, Applicant.Hidden(second.Html), Applicant.Fields(), Good);
        Assert.Equal(HttpStatusCode.SeeOther, third.Status);
        await app.IdleAsync();
        Assert.Equal(["Lebenslauf.pdf", "Zeugnis neu.pdf"], await ArrivedAsync(app));
    }

    /// <summary>Deliveries under way first, in the order of arrival; what has ended is scanned too, before anyone downloads it.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_was_there_before_the_scanner_is_scanned_before_it_leaves(Database database)
    {
        await using var clamd = new FakeClamd { Says = x => x == FakeClamd.Hash(Bad.Content) ? FakeClamd.Found : FakeClamd.Clean };
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync("1234568");
        FormFile[] files = [.. Enumerable.Range(1, 4).Select(x => new FormFile("cv", $"{x}.pdf", Applicant.Pdf(2_000, x)))];
        await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields("ended@example.com"), files[0]);
        await app.IdleAsync();
        await app.ChangeAsync(db => db.Accounts.Single().PausedUntil = app.Clock.GetUtcNow().AddMinutes(10));
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields("first@example.com"), files[1]);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        var sent = await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields("second@example.com"), files[2], Bad);
        foreach (var (setting, value) in clamd.Settings)
            app.Set(setting, value);
        await clamd.StopAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await app.RestartAsync();
        await app.AdvanceAsync(TimeSpan.FromMinutes(11));
        await FakeClamd.ScanAsync(app);
        Assert.Single(await app.Sandbox.ApplicationsAsync());
        Assert.Equal(2, await app.DbAsync(db => db.Deliveries.CountAsync(x => x.HeldBy == HeldBy.Scan && x.Reason == Delivery.Unscanned)));
        var ended = await app.DbAsync(db => db.Documents.OrderBy(x => x.StoredAt).FirstAsync());
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        await owner.GetAsync($"/portal/applications/{ended.ApplicationId}/documents/{ended.Id}", HttpStatusCode.Conflict);
        Assert.Equal(["2.pdf", "3.pdf", "Zeugnis.pdf", "1.pdf"], await app.DbAsync(
            db => db.Documents.OrderBy(x => x.ScanDueAt).ThenBy(x => x.Id).Select(x => x.FileName).ToListAsync()));

        clamd.Start();
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        await FakeClamd.ScanAsync(app);
        Assert.Equal(2, (await app.Sandbox.ApplicationsAsync()).Length);
        Assert.Contains("Zeugnis.pdf", await GetAsync(app, sent.Receipt!), StringComparison.Ordinal);
        await owner.GetAsync($"/portal/applications/{ended.ApplicationId}/documents/{ended.Id}");
    }

    /// <summary>The scanner was switched on, or learned of it, too late: every page says that the file lies in the ATS.</summary>
    [Fact]
    public async Task In_what_has_arrived_it_is_the_employers_to_delete()
    {
        await using var clamd = new FakeClamd { Says = x => x == FakeClamd.Hash(Bad.Content) ? FakeClamd.Found : FakeClamd.Clean };
        await using var app = await TestApp.StartAsync();
        await new Applicant(app.Http).ApplyAsync(await app.AddJobAdAsync("1234568"), null, Cv, Bad);
        await app.IdleAsync();
        foreach (var (setting, value) in clamd.Settings)
            app.Set(setting, value);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await app.RestartAsync();
        await FakeClamd.ScanAsync(app);

        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        var id = await app.DbAsync(db => db.Applications.Select(x => x.Id).SingleAsync());
        var page = await owner.GetAsync($"/portal/applications/{id}");
        Assert.Contains("löschen Sie sie dort, und bestätigen Sie es hier.", page, StringComparison.Ordinal);
        Assert.Contains("erst nach der Zustellung vom Virenscanner abgelehnt; hier gelöscht</span>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("zurückgehalten", page, StringComparison.Ordinal);
        Assert.Contains(id.ToString(), await owner.GetAsync("/portal/applications?look=true"), StringComparison.Ordinal);
        await owner.PostAsync($"/portal/applications/{id}/confirm", []);
        Assert.DoesNotContain("bestätigen Sie es hier", await owner.GetAsync($"/portal/applications/{id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_scanner_any_more_nothing_waits_for_one()
    {
        await using var clamd = new FakeClamd();
        await using var app = await TestApp.StartAsync(settings: clamd.Settings);
        var job = await app.AddJobAdAsync("1234568");
        await clamd.StopAsync();
        await new Applicant(app.Http).ApplyAsync(job, null, Cv);
        Assert.Equal(HeldBy.Scan, (await StandsAsync(app)).HeldBy);
        app.Set("Eilbote:Scanner:Address", "");
        await app.RestartAsync();
        await FakeClamd.ScanAsync(app);
        Assert.Equal(DeliveryState.Delivered, (await StandsAsync(app)).State);
    }

    private static async Task<string> FoundAsync(TestApp app, FakeClamd clamd, params FormFile[] files)
    {
        var job = await app.AddJobAdAsync("1234568");
        await clamd.StopAsync();
        var sent = await new Applicant(app.Http).ApplyAsync(job, null, files);
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        await ScannedAsync(app, clamd);
        return sent.Receipt!;
    }

    private static async Task ScannedAsync(TestApp app, FakeClamd clamd)
    {
        clamd.Says = x => x == FakeClamd.Hash(Bad.Content) ? FakeClamd.Found : FakeClamd.Clean;
        clamd.Start();
        await app.AdvanceAsync(TimeSpan.FromMinutes(2));
        await FakeClamd.ScanAsync(app);
        Assert.Equal(1, await app.DbAsync(db => db.Documents.CountAsync(x => x.ScanResult == ScanResult.Found)));
    }

    private static async Task<string> GetAsync(TestApp app, string path) => WebUtility.HtmlDecode(await app.Http.GetStringAsync(path));

    /// <summary>Sends the form that the receipt shows.</summary>
    private static async Task<(HttpStatusCode Status, string Page)> ReplaceAsync(TestApp app, string page, FormFile? file)
    {
        using var form = new MultipartFormDataContent { { new StringContent("de"), "lang" } };
        if (file is not null)
            form.Add(new ByteArrayContent(file.Content), FileInput().Match(page).Groups["name"].Value, file.Name);
        using var response = await app.Http.PostAsync(new Uri(Action().Match(page).Groups["action"].Value, UriKind.Relative), form);
        return (response.StatusCode, WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()));
    }

    private static async Task<List<string?>> ArrivedAsync(TestApp app) => [.. Assert.Single(await app.Sandbox.ApplicationsAsync())
        .GetProperty("documents").EnumerateArray().Select(x => x.GetProperty("name").GetString())];

    private static Task<(DeliveryState State, HeldBy? HeldBy, string? Reason)> StandsAsync(TestApp app) => app.DbAsync(db =>
        db.Deliveries.Select(x => new ValueTuple<DeliveryState, HeldBy?, string?>(x.State, x.HeldBy, x.Reason)).SingleAsync());

    [GeneratedRegex("""action="(?<action>/receipts/[^"]+/files/[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Action();

    [GeneratedRegex("""type="file" id="[^"]+" name="(?<name>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileInput();
}
