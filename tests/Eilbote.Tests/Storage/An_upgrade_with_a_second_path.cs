using System.Globalization;
using System.IO.Compression;
using System.Net;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Secrets;
using Eilbote.Tests.Mail;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Eilbote.Tests.Storage;

/// <summary>
/// Further applications, second paths, a ladder and missing answers that an older version left under way go on: pages say what they said,
/// mailed links are good, and nothing leaves twice. It died on Monday, the 25th of January 2027, at a quarter past two in Vienna.
/// </summary>
public sealed class An_upgrade_with_a_second_path
{
    private const string Left = "2343683", Hr = "personal@musterfirma.example", Elsewhere = "personal@elsewhere.example";
    private const string Arrived = "Angekommen bei", Received = "Eingegangen um";
    private const string Told = "Ihr Postfach wurde per E-Mail davon verständigt.";
    private static readonly TimeZoneInfo Vienna = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna");

    /// <summary>Each story, how it stands, and what person and employer read of it.</summary>
    private static readonly Dictionary<string, (string State, string Receipt, string Page)> Stories = new()
    {
        ["warned"] = ("Held JobAd", "Geschieht bis 04.02.2027 nichts, geben wir sie Ihnen zurück.", "Geschieht bis 04.02.2027 nichts"),
        ["proven"] = ("Delivered", Arrived, "Nichts zu tun."),
        ["proven2"] = ("Supplement", Received, Told),
        ["taken"] = ("Delivered", Arrived, "Nichts zu tun."),
        ["taken2"] = ("HandedOver", "hat Ihre Bewerbung bei uns abgeholt", "Sie haben die Bewerbung heruntergeladen und übernommen."),
        ["unproven"] = ("Delivered", Arrived, "Nichts zu tun."),
        ["unproven2"] = ("Supplement", Received, "Adresse nicht bestätigt"),
        ["handed-in"] = ("Delivered", Arrived, "Nichts zu tun."),
        ["handed-in2"] = ("Supplement", Received, "hat zu ihrer Bewerbung etwas nachgereicht"),
        ["asked"] = ("Delivered", Arrived, "Nichts zu tun."),
        ["asked2"] = ("Held Proof", Received, "Wir haben sie gebeten, ihre E-Mail-Adresse zu bestätigen"),
        ["doubted"] = ("Delivered", Arrived, "Nichts zu tun."),
        ["doubted2"] = ("Held Doubt", "Stimmt Ihre E-Mail-Adresse?", "sagt: das war ich nicht"),
        ["behind"] = ("Held Person", Received, "Von Hand angehalten."),
        ["behind2"] = ("WaitsForFirst", Received, "kommt sie nicht an, geht diese hinaus"),
        ["lacks-answer"] = ("NeedsApplicant", "Eine Antwort fehlt noch", "und wird zweimal erinnert"),
        ["lacks-question"] = ("NeedsEmployer", Received, "custom_attribute_1"),
        ["elsewhere"] = ("Delivered", Arrived, "Nichts zu tun."),
        ["elsewhere2"] = ("Supplement", Received, "Hier steht, was neu ist"),
        ["only-first"] = ("Delivered", Arrived, "Nichts zu tun."),
        ["only-first2"] = ("Held Proof", Received, "Wir haben sie gebeten, ihre E-Mail-Adresse zu bestätigen"),
        ["only-first3"] = ("WaitsForFirst", Received, "endet, wie die erste endet"),
        ["asking"] = ("Delivered", Arrived, "Nichts zu tun."),
        ["asking2"] = ("Held Proof", Received, "Wir haben sie gebeten, ihre E-Mail-Adresse zu bestätigen"),
    };

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Of_2343683_shows_everyone_where_it_was_left_and_tells_nobody_again(Database database)
    {
        var earlier = new EarlierVersion(Left, database);
        using var post = new Postbox();
        await using var app = await OpenAsync(database, earlier, post);
        Assert.Equal(Stories.Keys.Order(), earlier.Stories.Keys.Order());
        foreach (var company in earlier.Stories.Values.Select(x => x.Company).Distinct())
        {
            using var owner = await OwnerAsync(app, company);
            foreach (var (story, (state, receipt, page)) in Stories.Where(x => earlier.Stories[x.Key].Company == company))
            {
                Assert.Equal($"{story} {state}", $"{story} {await StateAsync(app, earlier, story)}");
                Assert.Contains(receipt, await GetAsync(app, earlier.Stories[story].Receipt), StringComparison.Ordinal);
                Assert.Contains(page, await owner.GetAsync(await PageAsync(app, earlier, story)), StringComparison.Ordinal);
            }
        }
        using var here = await OwnerAsync(app, RunningSandbox.Company);
        // Proven before it died, and told of to nobody, whose address nobody confirmed.
        foreach (var story in new[] { "proven2", "taken2", "handed-in2" })
            await ReadsNotAsync(here, "Adresse nicht bestätigt", await PageAsync(app, earlier, story));
        using var elsewhere = await OwnerAsync(app, earlier.Stories["elsewhere"].Company);
        await ReadsNotAsync(elsewhere, Told, await PageAsync(app, earlier, "elsewhere2"));
        var path = await here.GetAsync($"/portal/second-path?connection={await ConnectionAsync(app, earlier, "warned")}");
        Assert.All(["In Betrieb", Hr, $"Zugelassen von owner-{RunningSandbox.Company}@example.com. Gilt bis 23.11.2027"],
            x => Assert.Contains(x, path, StringComparison.Ordinal));
        Assert.Contains("28.01.2027", await here.GetAsync("/portal/profile/working-days"), StringComparison.Ordinal);

        // What was queued leaves, and nothing besides: today's list is out.
        await RunAsync(app);
        var mail = await post.TakeOneAsync(app);
        Assert.Equal("asking@example.com", mail.To.ToString());
        Assert.Equal("Bitte bestätigen Sie Ihre Bewerbung bei Musterfirma GmbH", mail.Subject);
        await RunAsync(app);
        Assert.Empty(await post.TakeAsync(app));
        Assert.Empty(await SinceAsync(app, earlier, StepKind.Tell, StepKind.Create, StepKind.Upload));
        Assert.Empty(await app.Sandbox.ApplicationsAsync());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Of_2343683_takes_every_link_that_it_mailed(Database database)
    {
        var earlier = new EarlierVersion(Left, database);
        using var post = new Postbox();
        await using var app = await OpenAsync(database, earlier, post);
        using var here = await OwnerAsync(app, RunningSandbox.Company);
        string Link(string story) => earlier.Stories[story].Link!;

        // The one that was queued, and those that were out; what is shown already is proven late, and told no more.
        await ConfirmAsync(app, Postbox.LinkIn(await post.TakeOneAsync(app)));
        await ConfirmAsync(app, Link("asked2"));
        await ConfirmAsync(app, Link("unproven2"));
        await PressAsync(app, Link("doubted2") + "/mine");
        await RunAsync(app);
        Assert.Equal(["asked2 Supplement", "asking2 Supplement", "doubted2 Supplement", "unproven2 Supplement"],
            await StatesAsync("asked2", "asking2", "doubted2", "unproven2"));
        await ReadsNotAsync(here, "Adresse nicht bestätigt", await PageAsync(app, earlier, "unproven2"));
        Assert.Equal(
            [("asked@example.com", Hr), ("asking@example.com", Hr), ("doubted@example.com", Hr)], Supplements(await post.TakeAsync(app)));
        // A link that was used asks nothing.
        foreach (var used in new[] { "proven2", "taken2", "elsewhere2", "asked2" })
            Assert.DoesNotContain("Ist diese Bewerbung von Ihnen?", await GetAsync(app, Link(used)), StringComparison.Ordinal);

        // Where only the first counts, the second ends, and with it the same once more.
        await ConfirmAsync(app, Link("only-first2"));
        Assert.Equal(["only-first2 Returned", "only-first3 Returned"], await StatesAsync("only-first2", "only-first3"));
        Assert.Contains("berücksichtigt nur die erste", (await post.TakeOneAsync(app)).TextBody, StringComparison.Ordinal);
        foreach (var story in new[] { "only-first2", "only-first3" })
            Assert.Contains("berücksichtigt nur die erste", await GetAsync(app, earlier.Stories[story].Receipt), StringComparison.Ordinal);

        // An address that was asked is confirmed and admitted; what waited for it is told of.
        var connection = await ConnectionAsync(app, earlier, "elsewhere");
        using (var form = new FormUrlEncodedContent([new("name", "Egon Elsewhere")]))
        using (var answer = await app.Http.PostAsync(new Uri(Link("elsewhere"), UriKind.Relative), form))
            Assert.Contains("Bestätigt", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        var confirmed = (await app.DbAsync(db => db.SecondPaths.SingleAsync(x => x.ConnectionId == connection))).ConfirmedAt;
        using (var owner = await OwnerAsync(app, earlier.Stories["elsewhere"].Company))
        {
            await owner.PostAsync($"/portal/second-path?connection={connection}", "/portal/second-path/admit", new()
            {
                ["connection"] = $"{connection}",
                ["confirmed"] = $"{confirmed!.Value.ToUnixTimeMilliseconds()}",
            });
            await RunAsync(app);
            Assert.Equal([("elsewhere@example.com", Elsewhere)], Supplements(await post.TakeAsync(app)));
            Assert.Contains(Told, await owner.GetAsync(await PageAsync(app, earlier, "elsewhere2")), StringComparison.Ordinal);
        }

        // The answer is given; and the other form asks for it by now.
        foreach (var story in new[] { "lacks-answer", "lacks-question" })
            await An_upgrade.KnowUploadsAsync(app, await IdAsync(app, earlier, story), RunningSandbox.Company);
        await AnswerAsync(Link("lacks-answer"), "3 Monate");
        var ad = await app.DbAsync(async db => (await db.JobAds.SingleAsync(x => x.Title == "Vertrieb Graz")).Id);
        Assert.Contains(
            "1 wartet; 0 gehen jetzt, 1 braucht noch eine Frage im Formular.", await here.GetAsync($"/portal/questions?ad={ad}"),
            StringComparison.Ordinal);
        await here.PostAsync($"/portal/questions/edit?ad={ad}&kind=ShortText&required=true&target=custom_attribute_1", new()
        {
            ["label_de"] = "Kündigungsfrist",
            ["label_en"] = "Notice period",
            ["required"] = "true",
            ["target"] = "custom_attribute_1",
        });
        var asked = await post.TakeOneAsync(app);
        Assert.Equal("lacks-question@example.com", asked.To.ToString());
        await AnswerAsync(Postbox.LinkIn(asked), "keine");
        Assert.Equal(["lacks-answer Delivered", "lacks-question Delivered"], await StatesAsync("lacks-answer", "lacks-question"));
        Assert.Equal(
            [("lacks-answer@example.com", "3 Monate"), ("lacks-question@example.com", "keine")],
            (await app.Sandbox.ApplicationsAsync()).Select(x => (
                x.GetProperty("email").GetString()!, x.GetProperty("attributes").GetProperty("custom_attribute_1").GetString()!)).Order());
        Assert.Equal(["lacks-answer", "lacks-question"], await SinceAsync(app, earlier, StepKind.Create, StepKind.Upload));
        Assert.Equal(["asked2", "asking2", "doubted2", "elsewhere2"], await SinceAsync(app, earlier, StepKind.Tell));

        async Task<IEnumerable<string>> StatesAsync(params string[] stories)
        {
            var states = new List<string>();
            foreach (var story in stories)
                states.Add($"{story} {await StateAsync(app, earlier, story)}");
            return states;
        }

        async Task AnswerAsync(string link, string words)
        {
            Assert.Contains("Kündigungsfrist", await GetAsync(app, link), StringComparison.Ordinal);
            using var form = new FormUrlEncodedContent([new(Question.FieldOf("job_kuendigungsfrist"), words)]);
            using var answer = await app.Http.PostAsync(new Uri(link, UriKind.Relative), form);
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            await app.IdleAsync();
        }
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Of_2343683_climbs_on_in_its_own_time(Database database)
    {
        var earlier = new EarlierVersion(Left, database);
        using var post = new Postbox();
        await using var app = await OpenAsync(database, earlier, post);
        var mails = new List<MimeMessage>(await post.TakeAsync(app));

        // Its first is given back, so what waited for that goes out itself.
        using (var owner = await OwnerAsync(app, RunningSandbox.Company))
            await owner.PostAsync(await PageAsync(app, earlier, "behind") + "/return", new() { ["words"] = "Leider nicht." });
        await app.IdleAsync();
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(("Returned", "Delivered"), (await StateAsync(app, earlier, "behind"), await StateAsync(app, earlier, "behind2")));
        Assert.Contains("Leider nicht.", await GetAsync(app, earlier.Stories["behind"].Receipt), StringComparison.Ordinal);
        Assert.Contains(Arrived, await GetAsync(app, earlier.Stories["behind2"].Receipt), StringComparison.Ordinal);

        // One list a working day, and none while the employer is closed; nor does anything end then.
        Assert.Equal(0, await ListsAsync("2027-01-25 16:59"));
        Assert.Equal(1, await ListsAsync("2027-01-26 10:00"));
        Assert.Equal(0, await ListsAsync("2027-01-26 16:00"));
        Assert.Equal(1, await ListsAsync("2027-01-27 15:00"));
        for (var day = 28; day <= 31; day++)
            Assert.Equal(0, await ListsAsync($"2027-01-{day} 15:00"));
        Assert.Contains("hat bis 03.02.2027 geschlossen", await GetAsync(app, earlier.Stories["warned"].Receipt), StringComparison.Ordinal);
        Assert.Equal(0, await ListsAsync("2027-02-03 15:00"));
        Assert.Equal("Held JobAd", await StateAsync(app, earlier, "warned"));
        await ListsAsync("2027-02-04 09:00");
        Assert.Equal("Returned", await StateAsync(app, earlier, "warned"));
        Assert.Contains("niemand hat sie übernommen", await GetAsync(app, earlier.Stories["warned"].Receipt), StringComparison.Ordinal);
        var download = new Uri(earlier.Stories["warned"].Receipt + "/application.zip", UriKind.Relative);
        await using (var content = await app.Http.GetStreamAsync(download))
        await using (var zip = new ZipArchive(content))
            Assert.Contains(zip.Entries, x => x.Name == "Lebenslauf.pdf");

        // Nobody confirmed these: they are shown without, and told of once.
        Assert.Equal([("asked@example.com", Hr), ("asking@example.com", Hr)], Supplements(mails));
        Assert.Equal(("Supplement", "Supplement"), (await StateAsync(app, earlier, "asked2"), await StateAsync(app, earlier, "asking2")));
        // Reminded twice, with the link of the first mail.
        Assert.Equal([earlier.Stories["lacks-answer"].Link!, earlier.Stories["lacks-answer"].Link!],
            mails.Where(x => x.Subject!.EndsWith("eine Antwort fehlt noch", StringComparison.Ordinal)).Select(Postbox.LinkIn));
        Assert.Equal(["behind@example.com", "warned@example.com"], mails.Where(
            x => x.Subject!.Contains("konnte nicht zugestellt werden", StringComparison.Ordinal)).Select(x => x.To.ToString()).Order());
        Assert.Single(mails, x => x.Subject!.StartsWith("Bitte bestätigen", StringComparison.Ordinal));
        Assert.Equal(["behind@example.com"], (await app.Sandbox.ApplicationsAsync()).Select(x => x.GetProperty("email").GetString()!));
        Assert.Equal(["behind2"], await SinceAsync(app, earlier, StepKind.Create));
        Assert.Equal(["behind2"], await SinceAsync(app, earlier, StepKind.Upload));

        async Task<int> ListsAsync(string local)
        {
            var at = DateTime.Parse(local, CultureInfo.InvariantCulture);
            await app.AdvanceAsync(new DateTimeOffset(at, Vienna.GetUtcOffset(at)) - app.Clock.GetUtcNow());
            var before = mails.Count;
            // What is due by the clock is queued, then told.
            mails.AddRange(await post.TakeAsync(app));
            await RunAsync(app);
            mails.AddRange(await post.TakeAsync(app));
            return mails.Skip(before).Count(x => x.To.ToString() == Hr && x.ReplyTo.Count == 0);
        }
    }

    private static Task<TestApp> OpenAsync(Database database, EarlierVersion earlier, Postbox post) => TestApp.UpgradeAsync(
        database, earlier, sandbox => sandbox.PostAsync("/_sandbox/companies", new { count = 30 }), post.Settings);

    private static Task<MemberBrowser> OwnerAsync(TestApp app, string company) =>
        MemberBrowser.SignInAsync(app, $"owner-{company}@example.com");

    private static async Task RunAsync(TestApp app)
    {
        await app.IdleAsync();
        await app.Service<SecondPathMails>().RunDueAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
        await app.Service<WaitingLists>().RunDueAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>Of whom the second path was told, and where.</summary>
    private static IEnumerable<(string, string)> Supplements(IEnumerable<MimeMessage> mails) =>
        mails.Where(x => x.Subject!.StartsWith("Nachreichung", StringComparison.Ordinal))
            .Select(x => (x.ReplyTo.ToString(), x.To.ToString())).Order();

    private static async Task ConfirmAsync(TestApp app, string link)
    {
        Assert.Contains("Ist diese Bewerbung von Ihnen?", await GetAsync(app, link), StringComparison.Ordinal);
        await PressAsync(app, link + "/confirm");
    }

    private static async Task ReadsNotAsync(MemberBrowser member, string words, string page) =>
        Assert.DoesNotContain(words, await member.GetAsync(page), StringComparison.Ordinal);

    private static async Task PressAsync(TestApp app, string address)
    {
        using var answer = await app.Http.PostAsync(new Uri(address, UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        await app.IdleAsync();
    }

    /// <summary>The stories for which this left since then.</summary>
    private static async Task<IEnumerable<string>> SinceAsync(TestApp app, EarlierVersion earlier, params StepKind[] kinds)
    {
        var hashes = await app.DbAsync(db => (
            from exchange in db.Exchanges
            join delivery in db.Deliveries on exchange.DeliveryId equals delivery.Id
            join application in db.Applications on delivery.ApplicationId equals application.Id
            where kinds.Contains(exchange.Kind) && exchange.StartedAt > earlier.At
            select application.ReceiptHash).ToListAsync());
        return hashes.Select(hash => earlier.Stories.Single(x => HashOf(x.Value) == hash).Key).Order();
    }

    private static async Task<string> StateAsync(TestApp app, EarlierVersion earlier, string story)
    {
        var id = await IdAsync(app, earlier, story);
        var delivery = await app.DbAsync(db => db.Deliveries.AsNoTracking().SingleAsync(x => x.ApplicationId == id));
        return $"{delivery.State} {delivery.HeldBy}".Trim();
    }

    private static async Task<Guid> ConnectionAsync(TestApp app, EarlierVersion earlier, string story)
    {
        var id = await IdAsync(app, earlier, story);
        return await app.DbAsync(db => db.Deliveries.Where(x => x.ApplicationId == id).Select(x => x.ConnectionId).SingleAsync());
    }

    private static async Task<string> PageAsync(TestApp app, EarlierVersion earlier, string story) =>
        $"/portal/applications/{await IdAsync(app, earlier, story)}";

    private static Task<Guid> IdAsync(TestApp app, EarlierVersion earlier, string story)
    {
        var hash = HashOf(earlier.Stories[story]);
        return app.DbAsync(db => db.Applications.Where(x => x.ReceiptHash == hash).Select(x => x.Id).SingleAsync());
    }

    private static string HashOf(EarlierStory story) => LinkTokens.Hash(story.Receipt.Split('/')[^1]);

    private static async Task<string> GetAsync(TestApp app, string address) =>
        WebUtility.HtmlDecode(await app.Http.GetStringAsync(new Uri(address, UriKind.Relative)));
}
