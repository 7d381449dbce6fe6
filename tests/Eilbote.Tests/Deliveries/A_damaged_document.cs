using System.IO.Compression;
using System.Text;
using Eilbote.Deliveries;
using Eilbote.Members;
using Eilbote.Storage;
using Eilbote.Tests.Connections;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Deliveries;

/// <summary>A document is hashed at upload and again as it is sent: what is no longer the same never leaves whole, and is named.</summary>
public sealed class A_damaged_document
{
    [Theory]
    [InlineData(Database.Sqlite, "changed"), InlineData(Database.Sqlite, "cut"), InlineData(Database.Sqlite, "longer"),
        InlineData(Database.Sqlite, "gone")]
    [InlineData(Database.Postgres, "changed"), InlineData(Database.Postgres, "gone")]
    public async Task Is_left_out_and_named_and_the_rest_arrives(Database database, string how)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync("1234568");
        await app.ChangeAsync(db => db.Accounts.Single().PausedUntil = app.Clock.GetUtcNow().AddMinutes(1));
        await new Applicant(app.Http).ApplyAsync(
            job, null, new FormFile("cv", "Lebenslauf.pdf", Applicant.Pdf(300_000)),
            new FormFile("documents", "Zeugnis.pdf", Applicant.Pdf(90_000, 2)));
        await DamageAsync(app, how);
        await app.AdvanceAsync(TimeSpan.FromMinutes(2));

        var delivery = await app.DbAsync(db => db.Deliveries.AsNoTracking().SingleAsync());
        Assert.Equal((DeliveryState.Delivered, true), (delivery.State, delivery.NeedsLook));
        var arrived = Assert.Single(await app.Sandbox.ApplicationsAsync());
        Assert.Equal(["Zeugnis.pdf"], arrived.GetProperty("documents").EnumerateArray().Select(x => x.GetProperty("name").GetString()));
        Assert.Equal(0, await app.DbAsync(db => db.Accounts.Select(x => x.Failures).SingleAsync()));
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        var page = await owner.GetAsync($"/portal/applications/{delivery.ApplicationId}");
        Assert.Contains("Dokument beschädigt", page, StringComparison.Ordinal);
        Assert.Contains("Bei uns ist „Lebenslauf.pdf“ nicht mehr so, wie es hochgeladen wurde", page, StringComparison.Ordinal);
        using var zip = new ZipArchive(
            new MemoryStream(await owner.Http.GetByteArrayAsync($"/portal/applications/{delivery.ApplicationId}/application.zip")));
        using var reader = new StreamReader(zip.GetEntry("Bewerbung.html")!.Open(), Encoding.UTF8);
        var summary = System.Net.WebUtility.HtmlDecode(await reader.ReadToEndAsync());
        Assert.Contains("Lebenslauf.pdf (beschädigt)\nZeugnis.pdf</dd>", summary, StringComparison.Ordinal);
    }

    [Theory, InlineData("changed"), InlineData("cut"), InlineData("gone")]
    public async Task Is_left_out_of_a_mail_too(string how)
    {
        await using var employer = await EmailEmployer.ConnectedAsync();
        var job = await employer.AddJobAdAsync();
        await employer.App.ChangeAsync(
            db => db.Accounts.Single(x => x.Connector == "email").PausedUntil = employer.App.Clock.GetUtcNow().AddMinutes(1));
        await new Applicant(employer.App.Http).ApplyAsync(
            job, null, new FormFile("cv", "Lebenslauf.pdf", Applicant.Pdf(300_000)),
            new FormFile("documents", "Zeugnis.pdf", Applicant.Pdf(90_000, 2)));
        await DamageAsync(employer.App, how);
        await employer.App.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal((DeliveryState.UnderWayByMail, true),
            ((await employer.DeliveryAsync()).State, (await employer.DeliveryAsync()).NeedsLook));
        var mail = Assert.Single(await employer.ApplicationsAsync());
        Assert.Equal(["Zeugnis.pdf"], mail.Attachments.Select(x => x.ContentDisposition!.FileName));
        Assert.DoesNotContain("Lebenslauf.pdf", mail.TextBody, StringComparison.Ordinal);
    }

    [Theory, InlineData("changed"), InlineData("gone")]
    public async Task Is_left_out_of_a_webhook_too(string how)
    {
        await using var employer = await WebhookEmployer.ConnectedAsync();
        var job = await employer.AddJobAdAsync();
        await employer.App.ChangeAsync(
            db => db.Accounts.Single(x => x.Connector == "webhook").PausedUntil = employer.App.Clock.GetUtcNow().AddMinutes(1));
        await new Applicant(employer.App.Http).ApplyAsync(
            job, null, new FormFile("cv", "Lebenslauf.pdf", Applicant.Pdf(300_000)),
            new FormFile("documents", "Zeugnis.pdf", Applicant.Pdf(90_000, 2)));
        await DamageAsync(employer.App, how);
        await employer.App.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal((DeliveryState.Delivered, true), ((await employer.DeliveryAsync()).State, (await employer.DeliveryAsync()).NeedsLook));
        var arrived = Assert.Single(await employer.Receiver.ApplicationsAsync());
        Assert.Equal(["Zeugnis.pdf"], arrived.GetProperty("documents").EnumerateArray().Select(x => x.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Is_found_by_the_size_that_personio_answers()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sandbox.SwitchAsync("upload-size", "wrong");
        var job = await app.AddJobAdAsync("1234568");
        await new Applicant(app.Http).ApplyAsync(job, null, new FormFile("cv", "Lebenslauf.pdf", Applicant.Pdf()));
        await app.IdleAsync();
        var delivery = await app.DbAsync(db => db.Deliveries.AsNoTracking().SingleAsync());
        Assert.Equal((DeliveryState.Delivered, true), (delivery.State, delivery.NeedsLook));
        Assert.Empty(Assert.Single(await app.Sandbox.ApplicationsAsync()).GetProperty("documents").EnumerateArray());
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        var page = await owner.GetAsync($"/portal/applications/{delivery.ApplicationId}");
        Assert.Contains("Personio hat „Lebenslauf.pdf“ nicht angenommen: dort kam es mit einer anderen Größe an", page,
            StringComparison.Ordinal);
    }

    /// <summary>The CV, on disk or in the database.</summary>
    private static async Task DamageAsync(TestApp app, string how)
    {
        var cv = await app.DbAsync(db => db.Documents.Where(x => x.Slot == "cv").Select(x => x.Id).SingleAsync());
        var store = app.Service<IDocumentStore>();
        await using var stream = new MemoryStream();
        await using (var content = await store.OpenAsync(cv, CancellationToken.None))
            await content.CopyToAsync(stream);
        await store.DeleteAsync(cv, CancellationToken.None);
        var bytes = stream.ToArray();
        bytes[1000] ^= 1;
        byte[]? damaged = how switch { "changed" => bytes, "cut" => bytes[..1500], "longer" => [.. bytes, 1], _ => null };
        if (damaged is not null)
            await store.WriteAsync(cv, new MemoryStream(damaged), CancellationToken.None);
    }
}
