using System.IO.Compression;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Eilbote.Ats;
using Eilbote.Deliveries;
using Eilbote.Tests.Mail;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Applying;

public sealed partial class The_receipt
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Shows_everything_that_was_sent_and_after_arrival_whom_to_tell_of_a_withdrawal(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        await app.ChangeAsync(db => db.Connections.Single().State = ConnectionState.Held);
        var receipt = await ApplyAsync(app);
        var waiting = await GetAsync(app, receipt);
        string[] all = ["Änne Öztürk", "aenne.oeztuerk@example.com", "+43 660 1234567", "Guten Tag,\nich freue mich.",
            "Lebenslauf Änne.pdf", "12 KB", "Zeugnis.pdf", "3 KB"];
        foreach (var sent in all)
            Assert.Contains(sent, waiting, StringComparison.Ordinal);
        Assert.DoesNotContain("sagen Sie es bitte", waiting, StringComparison.Ordinal);

        await app.ChangeAsync(db => Arrive(db.Deliveries.Single(), app));
        var arrived = await GetAsync(app, receipt);
        Assert.Contains("Guten Tag,\nich freue mich.", arrived, StringComparison.Ordinal);
        Assert.Contains("sagen Sie es bitte Musterfirma GmbH: jobs@musterfirma.example.", arrived, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_since_when_everything_is_deleted_instead_of_showing_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var receipt = await ApplyAsync(app);
        await app.IdleAsync();
        await app.Service<Erasure>()
            .EraseAsync(await app.DbAsync(db => db.Applications.Select(x => x.Id).SingleAsync()), CancellationToken.None);
        Assert.Contains("seit 23.11.2026 bei uns gelöscht", await GetAsync(app, receipt), StringComparison.Ordinal);
    }

    /// <summary>The JSON and the files, in one ZIP; not to who only got a mail, and not once it is erased.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Gives_all_that_is_stored_to_who_sent_it(Database database)
    {
        using var post = new Postbox(receipts: true);
        await using var app = await TestApp.StartAsync(database, post.Settings);
        var pdf = Applicant.Pdf();
        var receipt = (await new Applicant(app.Http).ApplyAsync(
            await app.AddJobAdAsync("1234568"), null, new FormFile("cv", "Lebenslauf.pdf", pdf))).Receipt!;
        await app.IdleAsync();
        Assert.Contains("Alles herunterladen, was wir von Ihnen gespeichert haben", await GetAsync(app, receipt), StringComparison.Ordinal);
        await using (var zip = new ZipArchive(await app.Http.GetStreamAsync(new Uri(receipt + "/application.zip", UriKind.Relative))))
        {
            using var data = JsonDocument.Parse(await zip.GetEntry("application.json")!.OpenAsync());
            Assert.Equal("aenne.oeztuerk@example.com", data.RootElement.GetProperty("email").GetString());
            Assert.Equal("delivered", data.RootElement.GetProperty("state").GetString());
            using var content = new MemoryStream();
            await (await zip.GetEntry("Lebenslauf.pdf")!.OpenAsync()).CopyToAsync(content);
            Assert.Equal(pdf, content.ToArray());
        }
        var mailed = Postbox.LinkIn((await post.TakeAsync(app))[^1]);
        Assert.NotEqual(receipt, mailed);
        Assert.DoesNotContain("application.zip", await GetAsync(app, mailed), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(mailed));
        await app.Service<Erasure>()
            .EraseAsync(await app.DbAsync(db => db.Applications.Select(x => x.Id).SingleAsync()), CancellationToken.None);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(receipt));

        async Task<HttpStatusCode> StatusAsync(string address)
        {
            using var answer = await app.Http.GetAsync(new Uri(address + "/application.zip", UriKind.Relative));
            return answer.StatusCode;
        }
    }

    /// <summary>What happens meanwhile: failures, an outage, a refused secret, "already exists", a person who holds it.</summary>
    [Theory]
    [InlineData("503 503 ok"), InlineData("reset 429 ok"), InlineData("exists exists exists"),
        InlineData("401 401 401 401 401 401 401 401"), InlineData("channel 503 503 ok")]
    [InlineData("503 person"), InlineData("question")]
    public async Task Never_takes_back_what_it_said(string history)
    {
        await using var app = await TestApp.StartAsync();
        var (answers, before) = (history.Split(' '), new List<string>());
        foreach (var answer in answers.Where(x => x is not ("ok" or "person")))
            await AnswerAsync(app, answer);
        await app.ChangeAsync(db => db.Connections.Single().State = ConnectionState.Held);
        var receipt = await ApplyAsync(app);
        before.Add(await WayAsync(app, receipt));
        await app.ChangeAsync(db =>
        {
            db.Connections.Single().State = ConnectionState.Active;
            Move(db.Deliveries.Single(), DeliveryState.Queued, null, app.Clock.GetUtcNow());
        });
        for (var minutes = 0; minutes < 40; minutes += 4)
        {
            await app.AdvanceAsync(TimeSpan.FromMinutes(4));
            if (answers[^1] == "person" && minutes == 4)
                await app.ChangeAsync(db => Move(db.Deliveries.Single(), DeliveryState.Held, HeldBy.Person, null));
            before.Add(await WayAsync(app, receipt));
        }
        var arrives = answers[^1] == "ok";
        Assert.Equal(arrives, before[^1].Contains("Angekommen bei", StringComparison.Ordinal));
        // Received, not tried yet; received, first tried at one time that stays; arrived.
        Assert.Equal(arrives ? 3 : 2, before.Distinct().Count());
        Assert.Equal(before.Distinct().Count(), before.Zip(before.Skip(1)).Count(x => x.First != x.Second) + 1);
        foreach (var said in before.Take(arrives ? 1 : before.Count))
        {
            Assert.StartsWith("Eingegangen um 14:02:10 ", said, StringComparison.Ordinal);
            Assert.DoesNotContain("gleich", said, StringComparison.Ordinal);
            Assert.DoesNotContain("seit", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Asks_again_less_and_less_often_and_never_after_its_end()
    {
        await using var app = await TestApp.StartAsync();
        await app.ChangeAsync(db => db.Connections.Single().State = ConnectionState.Held);
        var receipt = await ApplyAsync(app);
        foreach (var (wait, after) in new[] { (0, 1_000), (9, 1_000), (31, 4_000), (20, 6_000), (3540, 300_000), (300_000, 300_000) })
        {
            app.Clock.Advance(TimeSpan.FromSeconds(wait));
            var html = await GetAsync(app, receipt);
            Assert.Contains($"data-live=\"{after}\"", html, StringComparison.Ordinal);
            Assert.Contains($"http-equiv=\"refresh\" content=\"{Math.Max(3, after / 1000)}\"", html, StringComparison.Ordinal);
        }
        await app.ChangeAsync(db => db.Deliveries.Single().State = DeliveryState.NeedsApplicant);
        AssertEnded(await GetAsync(app, receipt));
        await CorrectAsync(app, receipt, "neu@example.com");
        Assert.Contains("data-live=\"1000\"", await GetAsync(app, receipt), StringComparison.Ordinal);
        await app.ChangeAsync(db => Arrive(db.Deliveries.Single(), app));
        AssertEnded(await GetAsync(app, receipt));

        static void AssertEnded(string html)
        {
            Assert.DoesNotContain("data-live", html, StringComparison.Ordinal);
            Assert.DoesNotContain("live.js", html, StringComparison.Ordinal);
            Assert.DoesNotContain("refresh", html, StringComparison.Ordinal);
        }
    }

    private static void Arrive(Delivery delivery, TestApp app) =>
        (delivery.State, delivery.HeldBy, delivery.DueAt, delivery.SettledAt) = (
            DeliveryState.Delivered, null, null, app.Clock.GetUtcNow());

    private static void Move(Delivery delivery, DeliveryState state, HeldBy? heldBy, DateTimeOffset? dueAt) =>
        (delivery.State, delivery.HeldBy, delivery.DueAt) = (state, heldBy, dueAt);

    private static Task AnswerAsync(TestApp app, string answer) => answer switch
    {
        "503" => app.Sandbox.FaultAsync("applications", "status", 503, "html"),
        "429" => app.Sandbox.FaultAsync("applications", "status", 429),
        "401" => app.Sandbox.FaultAsync("any", "status", 401),
        "reset" => app.Sandbox.FaultAsync("applications", "reset"),
        "exists" => app.Sandbox.FaultAsync("applications", "status", 400, reason: "errors.applicant-already-exists"),
        "channel" => app.Sandbox.FaultAsync("applications", "status", 400, reason: "errors.posting-validation.channel-not-found"),
        "question" => app.Sandbox.FaultAsync("applications", "status", 400, reason: "errors.attribute-validation.required-attribute"),
        _ => throw new ArgumentException("No such answer: " + answer, nameof(answer)),
    };

    private static async Task<string> ApplyAsync(TestApp app)
    {
        var sent = await new Applicant(app.Http).ApplyAsync(await app.AddJobAdAsync("1234568"), null,
            new FormFile("cv", "Lebenslauf Änne.pdf", Applicant.Pdf(12_000)),
            new FormFile("documents", "Zeugnis.pdf", Applicant.Pdf(3_000, seed: 2)));
        Assert.True(sent.Status == HttpStatusCode.SeeOther, sent.Html);
        return sent.Receipt!;
    }

    private static async Task CorrectAsync(TestApp app, string receipt, string email)
    {
        using var form = new FormUrlEncodedContent([new("email", email)]);
        using var response = await app.Http.PostAsync(new Uri(receipt, UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
    }

    /// <summary>The headline and the steps, as a person reads them.</summary>
    private static async Task<string> WayAsync(TestApp app, string receipt)
    {
        var html = await GetAsync(app, receipt);
        var said = string.Concat(Said().Matches(html).Select(x => x.Value));
        Assert.Contains("Unterwegs", said, StringComparison.Ordinal);
        return Space().Replace(Tag().Replace(said, " "), " ").Trim();
    }

    private static async Task<string> GetAsync(TestApp app, string path) =>
        WebUtility.HtmlDecode(await app.Http.GetStringAsync(new Uri(path, UriKind.Relative)));

    [GeneratedRegex("<h1>.*?</h1>|<ol class=\"way\">.*?</ol>", RegexOptions.Singleline, 1000)]
    private static partial Regex Said();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Space();
}
