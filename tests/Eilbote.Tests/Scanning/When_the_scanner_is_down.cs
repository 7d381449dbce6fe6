using System.Net;
using Eilbote.Deliveries;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Scanning;

/// <summary>Applications are accepted and wait, visibly; nothing that nobody has looked into leaves, and nothing is lost.</summary>
public sealed class When_the_scanner_is_down
{
    private static readonly FormFile Cv = new("cv", "Lebenslauf.pdf", Applicant.Pdf());

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task An_application_is_accepted_and_waits_and_goes_out_once_it_is_scanned(Database database)
    {
        await using var clamd = new FakeClamd();
        await using var app = await TestApp.StartAsync(database, clamd.Settings);
        var job = await app.AddJobAdAsync("1234568");
        await clamd.StopAsync();
        var sent = await new Applicant(app.Http).ApplyAsync(job, null, Cv);
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        await FakeClamd.ScanAsync(app);
        Assert.Equal((DeliveryState.Held, HeldBy.Scan, Delivery.Unscanned, null), await StandsAsync(app));
        Assert.Contains("Eingegangen um", await app.Http.GetStringAsync(sent.Receipt), StringComparison.Ordinal);
        Assert.Equal("Healthy", await app.Http.GetStringAsync("/health/ready"));

        await app.AdvanceAsync(TimeSpan.FromMinutes(3));
        await FakeClamd.ScanAsync(app);
        Assert.Empty(await app.Sandbox.RequestsAsync());

        clamd.Start();
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        await FakeClamd.ScanAsync(app);
        Assert.Equal(DeliveryState.Delivered, (await StandsAsync(app)).State);
        Assert.Equal(FakeClamd.Hash(Cv.Content), Assert.Single(clamd.Contents));
        Assert.Single(await app.Sandbox.ApplicationsAsync());
    }

    [Fact]
    public async Task What_waits_is_no_matter_of_the_employer_and_nobody_downloads_or_takes_it_over()
    {
        await using var clamd = new FakeClamd();
        await using var app = await TestApp.StartAsync(settings: clamd.Settings);
        var job = await app.AddJobAdAsync("1234568");
        await clamd.StopAsync();
        await new Applicant(app.Http).ApplyAsync(job, null, Cv);
        var (id, document) = await app.DbAsync(
            db => db.Documents.Select(x => new ValueTuple<Guid, Guid>(x.ApplicationId!.Value, x.Id)).SingleAsync());
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        var page = await owner.GetAsync($"/portal/applications/{id}");
        Assert.Contains("Die Dokumente sind noch nicht auf Viren geprüft. Das ist Sache des Betreibers", page, StringComparison.Ordinal);
        Assert.Contains("noch nicht auf Viren geprüft</span>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("hand-over", page, StringComparison.Ordinal);
        foreach (var path in new[] { $"documents/{document}", "application.zip" })
            Assert.Contains("Das ist noch nicht auf Viren geprüft.",
                await owner.GetAsync($"/portal/applications/{id}/{path}", HttpStatusCode.Conflict), StringComparison.Ordinal);
        await owner.PostAsync($"/portal/applications/{id}/return", $"/portal/applications/{id}/hand-over", []);
        await owner.PostAsync($"/portal/applications/{id}/return", $"/portal/applications/{id}/release", []);
        await owner.PostAsync("/portal/applications/all/retry", []);
        await FakeClamd.ScanAsync(app);
        Assert.Equal(HeldBy.Scan, (await StandsAsync(app)).HeldBy);

        Assert.Contains("1 wartet auf die Virenprüfung oder eine andere Datei. Nichts zu tun.", await owner.GetAsync("/portal"), StringComparison.Ordinal);
        var list = await owner.GetAsync("/portal/applications");
        Assert.Contains(">Virenprüfung</span>", list, StringComparison.Ordinal);
        Assert.Contains("Sie ist unterwegs oder wartet auf die Person. Nichts zu tun.", list, StringComparison.Ordinal);
        Assert.Contains("Hier ist nichts.", await owner.GetAsync("/portal/applications?need=any"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operators_see_how_many_wait_and_since_when_and_that_it_does_not_answer()
    {
        await using var clamd = new FakeClamd();
        await using var app = await TestApp.StartAsync(settings: clamd.Settings);
        using var watch = new Watch(app);
        var job = await app.AddJobAdAsync("1234568");
        await clamd.StopAsync();
        await new Applicant(app.Http).ApplyAsync(job, null, Cv);
        app.Clock.Advance(TimeSpan.FromSeconds(90));
        await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields("b@example.com"), Cv);
        await app.AddUserAsync("betrieb@example.com", Role.Operator, null);
        using var operators = await MemberBrowser.SignInAsync(app, "betrieb@example.com");
        var html = await operators.GetAsync("/operators");
        Assert.Contains("Der Virenscanner antwortet seit 14:02:10 nicht.", html, StringComparison.Ordinal);
        Assert.Contains("2 Bewerbungen warten darauf, die älteste seit 14:02:10.", html, StringComparison.Ordinal);
        Assert.Contains("<h1>2 warten, davon brauchen 2 jemanden.</h1>", html, StringComparison.Ordinal);
        Assert.Contains("Noch nicht auf Viren geprüft.", html, StringComparison.Ordinal);
        var seen = watch.Collect();
        Assert.Equal((2, 90), (seen["eilbote.scans.waiting"].Single().Value, seen["eilbote.scan.oldest_waiting"].Single().Value));

        clamd.Start();
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        await FakeClamd.ScanAsync(app);
        html = await operators.GetAsync("/operators");
        Assert.Contains("<h1>Alles zugestellt.</h1>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Virenscanner", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_hangs_keeps_the_first_form_for_seconds_and_the_next_not_at_all()
    {
        await using var clamd = new FakeClamd { Says = _ => null, Pongs = false };
        await using var app = await TestApp.StartAsync(settings: clamd.Settings);
        var job = await app.AddJobAdAsync("1234568");
        var sending = new Applicant(app.Http).ApplyAsync(job, null, Cv);
        await TestApp.UntilAsync(() => Task.FromResult(clamd.Waiting > 0));
        Assert.False(sending.IsCompleted);
        app.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(HttpStatusCode.SeeOther, (await sending).Status);
        Assert.Equal(
            HttpStatusCode.SeeOther, (await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields("b@example.com"), Cv)).Status);
        Assert.Equal(2, await app.DbAsync(db => db.Deliveries.CountAsync(x => x.HeldBy == HeldBy.Scan)));
        (clamd.Says, clamd.Pongs) = (_ => FakeClamd.Clean, true);
        await app.AdvanceAsync(TimeSpan.FromMinutes(3));
        await FakeClamd.ScanAsync(app);
        await app.AdvanceAsync(TimeSpan.FromMinutes(3));
        await FakeClamd.ScanAsync(app);
        Assert.Equal(2, (await app.Sandbox.ApplicationsAsync()).Length);
    }

    /// <summary>A file larger than clamd takes is not clean: it waits until an operator raises the limit.</summary>
    [Theory, InlineData(FakeClamd.Declines), InlineData(null)]
    public async Task What_it_declines_to_scan_waits_and_operators_read_why(string? answer)
    {
        await using var clamd = new FakeClamd { TakesAtMost = 100_000, Says = _ => answer };
        await using var app = await TestApp.StartAsync(settings: clamd.Settings);
        var job = await app.AddJobAdAsync("1234568");
        var large = new FormFile("cv", "cv.pdf", Applicant.Pdf(9_000_000));
        Assert.Equal(HttpStatusCode.SeeOther, (await new Applicant(app.Http).ApplyAsync(job, null, large)).Status);
        Assert.Equal(HeldBy.Scan, (await StandsAsync(app)).HeldBy);
        await app.AddUserAsync("betrieb@example.com", Role.Operator, null);
        using var operators = await MemberBrowser.SignInAsync(app, "betrieb@example.com");
        var html = await operators.GetAsync("/operators");
        Assert.Contains("<h1>1 wartet und braucht jemanden.</h1>", html, StringComparison.Ordinal);
        if (await app.DbAsync(db => db.Documents.Select(x => x.ScanWords).SingleAsync()) is { } words)
            Assert.Contains($"Er sagt: {words}. Meist ist StreamMaxLength", html, StringComparison.Ordinal);
        else
            Assert.Contains("Der Virenscanner antwortet seit", html, StringComparison.Ordinal);
        (clamd.TakesAtMost, clamd.Says) = (int.MaxValue, _ => FakeClamd.Clean);
        await app.AdvanceAsync(TimeSpan.FromMinutes(2));
        await FakeClamd.ScanAsync(app);
        Assert.Equal(DeliveryState.Delivered, (await StandsAsync(app)).State);
    }

    /// <summary>A held connection comes first; what it lets go still waits for the scan.</summary>
    [Fact]
    public async Task A_connection_that_works_again_lets_nothing_out_that_is_not_scanned()
    {
        await using var clamd = new FakeClamd();
        await using var app = await TestApp.StartAsync(settings: clamd.Settings);
        var job = await app.AddJobAdAsync("1234568");
        await clamd.StopAsync();
        await app.ChangeAsync(db => db.Connections.Single().State = Ats.ConnectionState.Held);
        await new Applicant(app.Http).ApplyAsync(job, null, Cv);
        Assert.Equal(HeldBy.Connection, (await StandsAsync(app)).HeldBy);
        await app.ChangeAsync(db => db.Connections.Single().State = Ats.ConnectionState.Active);
        await app.DbAsync(db => HeldConnections.ReleaseAsync(db, app.ConnectionId, app.Clock.GetUtcNow(), CancellationToken.None));
        await app.IdleAsync();
        Assert.Equal((DeliveryState.Held, HeldBy.Scan, Delivery.Unscanned, null), await StandsAsync(app));

        await app.ChangeAsync(db => db.Connections.Single().State = Ats.ConnectionState.Held);
        clamd.Start();
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        await FakeClamd.ScanAsync(app);
        Assert.Equal(HeldBy.Connection, (await StandsAsync(app)).HeldBy);
        Assert.Empty(await app.Sandbox.RequestsAsync());
    }

    private static Task<(DeliveryState State, HeldBy? HeldBy, string? Reason, DateTimeOffset? DueAt)> StandsAsync(TestApp app) =>
        app.DbAsync(db => db.Deliveries.Select(x => new ValueTuple<DeliveryState, HeldBy?, string?, DateTimeOffset?>(
            x.State, x.HeldBy, x.Reason, x.DueAt)).SingleAsync());
}
