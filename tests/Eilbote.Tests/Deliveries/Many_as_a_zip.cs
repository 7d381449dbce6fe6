using Eilbote.Members;
using System.IO.Compression;
using System.Net;
using System.Text;
using Eilbote.Deliveries;
using Eilbote.Tests.Scanning;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Deliveries;

/// <summary>The applications of a list with their documents, made in the background for who asked.</summary>
public sealed class Many_as_a_zip
{
    private const string List = "/portal/applications", Exports = "/portal/applications/exports";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Holds_each_in_its_folder_for_who_asked_alone_and_for_a_day(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync("1234568");
        foreach (var email in new[] { "a@example.com", "b@example.com" })
            await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields(email), new FormFile("cv", "Lebenslauf.pdf", Applicant.Pdf()));
        await Received.AddAsync(app, await app.AddJobAdAsync("1234569"), "Bea, Anders");
        await app.IdleAsync();
        using var anna = await MemberBrowser.JoinAsync(app, Role.Recruiter);
        var page = await AskAsync(app, anna, $"?ad={job}");
        Assert.Contains("Ihr ZIP ist fertig.", page, StringComparison.Ordinal);
        Assert.Contains("2 Bewerbungen, jede in ihrem Ordner. Nur Sie können es herunterladen, bis 24.11.2026, 14:02:10", page, StringComparison.Ordinal);
        Assert.Contains(anna.Path, await anna.GetAsync(List), StringComparison.Ordinal);
        var address = await AddressAsync(app);
        using (var zip = await OpenAsync(anna, address))
        {
            string[] files = ["Änne Öztürk 2026-11-23", "Änne Öztürk 2026-11-23 (2)"];
            Assert.Equal(files.SelectMany(x => new[] { x + "/Bewerbung.html", x + "/Lebenslauf.pdf", x + "/application.json" }).Order(),
                zip.Entries.Select(x => x.FullName).Order());
            using var content = new MemoryStream();
            await (await zip.Entries.First(x => x.Name == "Lebenslauf.pdf").OpenAsync()).CopyToAsync(content);
            Assert.Equal(Applicant.Pdf(), content.ToArray());
        }

        foreach (var role in new[] { Role.Owner, Role.Viewer })
        {
            using var other = await MemberBrowser.JoinAsync(app, role);
            foreach (var path in new[] { address, address + "/applications.zip" })
                Assert.NotEqual("application/zip", (await other.Http.GetAsync(new Uri(path, UriKind.Relative))).Content.Headers.ContentType!.MediaType);
        }

        app.Clock.Advance(TimeSpan.FromHours(24));
        await app.Service<ZipExports>().RunDueAsync(CancellationToken.None);
        await anna.GetAsync(address, HttpStatusCode.NotFound);
        await anna.GetAsync(address + "/applications.zip", HttpStatusCode.NotFound);
        Assert.Empty(await ContentsAsync(app));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_gone_once_an_application_in_it_is_withdrawn_and_another_takes_the_place_of_the_one_before(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync("1234568");
        await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields("a@example.com"));
        var sent = await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields("b@example.com"));
        await app.IdleAsync();
        using var anna = await MemberBrowser.JoinAsync(app, Role.Owner);
        await AskAsync(app, anna, "");
        var first = await AddressAsync(app);
        await AskAsync(app, anna, "");
        var address = await AddressAsync(app);
        await anna.GetAsync(first, HttpStatusCode.NotFound);
        Assert.Single(await ContentsAsync(app));

        var withdrawn = await app.DbAsync(db => db.Applications.Where(x => x.EmailNormalized == "b@example.com").Select(x => x.Id).SingleAsync());
        await app.Service<Erasure>().EraseAsync(withdrawn, CancellationToken.None);
        await app.Service<ZipExports>().IdleAsync();
        Assert.Contains("Dieses ZIP gibt es nicht mehr.", await anna.GetAsync(address), StringComparison.Ordinal);
        await anna.GetAsync(address + "/applications.zip", HttpStatusCode.NotFound);
        Assert.Empty(await ContentsAsync(app));

        Assert.Contains("<p>1 Bewerbung. Nur Sie", await AskAsync(app, anna, ""), StringComparison.Ordinal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task That_a_server_died_over_is_begun_again(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        await new Applicant(app.Http).ApplyAsync(await app.AddJobAdAsync("1234568"));
        await app.IdleAsync();
        using var anna = await MemberBrowser.JoinAsync(app, Role.Owner);
        await AskAsync(app, anna, "");
        var address = await AddressAsync(app);
        // As it stands when the server is killed: half a content, and nobody says how far it is.
        await app.DbAsync(db => db.ZipExports.ExecuteUpdateAsync(x => x.SetProperty(e => e.State, ZipExportState.Packing)
            .SetProperty(e => e.DueAt, app.Clock.GetUtcNow().AddMinutes(1)).SetProperty(e => e.Done, 0)));
        var half = Assert.Single(await ContentsAsync(app));
        await app.RestartAsync();
        Assert.Contains("0 von 1 Bewerbungen gepackt", await anna.GetAsync(address), StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.Service<ZipExports>().RunDueAsync(CancellationToken.None);
        using var zip = await OpenAsync(anna, address);
        Assert.Equal(2, zip.Entries.Count);
        Assert.NotEqual(half, Assert.Single(await ContentsAsync(app)));
    }

    [Fact]
    public async Task Leaves_out_and_names_what_nobody_has_scanned()
    {
        await using var clamd = new FakeClamd();
        await using var app = await TestApp.StartAsync(settings: clamd.Settings);
        await clamd.StopAsync();
        await new Applicant(app.Http).ApplyAsync(await app.AddJobAdAsync("1234568"), null, new FormFile("cv", "Lebenslauf.pdf", Applicant.Pdf()));
        using var anna = await MemberBrowser.JoinAsync(app, Role.Owner);
        Assert.Contains("1 Dokument fehlt: es ist noch nicht auf Viren geprüft.", await AskAsync(app, anna, ""), StringComparison.Ordinal);
        using var zip = await OpenAsync(anna, await AddressAsync(app));
        Assert.Equal(["application.json", "Bewerbung.html"], zip.Entries.Select(x => x.Name).Order(StringComparer.OrdinalIgnoreCase));
        using var summary = new StreamReader(zip.Entries.Single(x => x.Name == "Bewerbung.html").Open(), Encoding.UTF8);
        Assert.Contains("Lebenslauf.pdf (noch nicht auf Viren geprüft: nicht dabei)", WebUtility.HtmlDecode(await summary.ReadToEndAsync()),
            StringComparison.Ordinal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Of_too_many_of_too_much_and_of_nothing_is_refused_in_words(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var anna = await MemberBrowser.JoinAsync(app, Role.Owner);
        var job = await app.AddJobAdAsync("1234568");
        await Received.AddAsync(app, job, "Anna, Alt");
        Assert.Contains("Hier ist nichts zu packen.", await RefusedAsync(anna, "?state=Held"), StringComparison.Ordinal);

        await app.ChangeAsync(db => db.Documents.Add(new()
        {
            ApplicationId = db.Applications.Single().Id,
            FormTokenId = Guid.NewGuid(),
            Slot = "cv",
            FileName = "x.pdf",
            Extension = "pdf",
            MediaType = "application/pdf",
            Size = ZipExport.MostBytes + 1,
            Sha256 = "",
            StoredAt = app.Clock.GetUtcNow(),
        }));
        Assert.Contains("Ein ZIP nimmt höchstens 2 GB Dokumente.", await RefusedAsync(anna, ""), StringComparison.Ordinal);

        await Received.AddAsync(app, job, DeliveryState.Held, TimeSpan.Zero, [.. Enumerable.Repeat("Bea, Viele", ZipExport.MostApplications + 1)]);
        var words = await RefusedAsync(anna, "?state=Held&q=vie");
        Assert.Contains("Ein ZIP nimmt höchstens 2\u00A0000 Bewerbungen.", words, StringComparison.Ordinal);
        Assert.Contains("href=\"/portal/applications?q=vie&state=Held\"", words, StringComparison.Ordinal);
        Assert.Empty(await app.DbAsync(db => db.ZipExports.ToListAsync()));
    }

    private static async Task<string> AskAsync(TestApp app, MemberBrowser browser, string query)
    {
        await browser.PostAsync(List, Exports + query, []);
        var address = browser.Path;
        await app.Service<ZipExports>().IdleAsync();
        return await browser.GetAsync(address);
    }

    private static Task<string> RefusedAsync(MemberBrowser browser, string query) =>
        browser.PostAsync(List, Exports + query, [], HttpStatusCode.UnprocessableEntity);

    private static async Task<string> AddressAsync(TestApp app) =>
        Exports + "/" + await app.DbAsync(db => db.ZipExports.Select(x => x.Id).SingleAsync());

    private static async Task<ZipArchive> OpenAsync(MemberBrowser browser, string address) =>
        new(new MemoryStream(await browser.Http.GetByteArrayAsync(new Uri(address + "/applications.zip", UriKind.Relative))));

    /// <summary>What lies in the store and is no document.</summary>
    private static async Task<List<Guid>> ContentsAsync(TestApp app)
    {
        var found = new List<Guid>();
        await foreach (var id in app.Service<Eilbote.Storage.IDocumentStore>().StoredBeforeAsync(TimeProvider.System.GetUtcNow().AddDays(9000), CancellationToken.None))
            if (!await app.DbAsync(db => db.Documents.AnyAsync(x => x.Id == id)))
                found.Add(id);
        return found;
    }
}
