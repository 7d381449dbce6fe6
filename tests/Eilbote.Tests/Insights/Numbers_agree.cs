using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Eilbote.Applications;
using Eilbote.Deliveries;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Insights;

/// <summary>
/// Whatever became of an employer's applications: headline, cards, what is to do and the lists it leads to count the same rows.
/// </summary>
public sealed partial class Numbers_agree
{
    private const string Missing = "errors.attribute-validation.required-attribute";

    private static readonly (DeliveryState State, HeldBy? By, string? Reason)[] Ways =
    [
        (DeliveryState.Queued, null, null), (DeliveryState.Delivering, null, null), (DeliveryState.Held, HeldBy.Connection, "unauthorized"),
        (DeliveryState.Held, HeldBy.JobAd, "errors.job-position.not-published"),
        (DeliveryState.Held, HeldBy.Person, null), (DeliveryState.Held, HeldBy.Doubt, null),
        (DeliveryState.WaitsForFirst, null, null), (DeliveryState.AlreadyThere, null, null),
        (DeliveryState.Supplement, null, null), (DeliveryState.Held, HeldBy.Proof, null),
        (DeliveryState.NeedsEmployer, null, Missing),
        (DeliveryState.NeedsEmployer, null, "errors.something-new"), (DeliveryState.NeedsEmployer, null, null),
        (DeliveryState.NeedsApplicant, null, null), (DeliveryState.Delivered, null, null),
        (DeliveryState.HandedOver, null, null), (DeliveryState.Withdrawn, null, null), (DeliveryState.Returned, null, null),
    ];

    [Theory, InlineData(1, Database.Sqlite), InlineData(2, Database.Postgres), InlineData(3, Database.Sqlite),
        InlineData(4, Database.Sqlite), InlineData(5, Database.Sqlite), InlineData(6, Database.Sqlite)]
    public async Task For_random_histories(int seed, Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var rows = await SeedAsync(app, new Random(seed));
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        var overview = Parse(await owner.GetAsync("/portal"));

        var arrived = rows.Count(x => x.State == DeliveryState.Delivered);
        if (rows.Count > 1 && Parse(await owner.GetAsync("/portal")).QuerySelector("h1")!.TextContent is var headline && OfNumbers()
            .Match(headline) is { Success: true } said)
            Assert.Equal((arrived, rows.Count), (Number(said.Groups["a"].Value), Number(said.Groups["b"].Value)));
        // All of them came today, so the card and the headline speak of the same.
        Assert.Equal(arrived, Number(overview.QuerySelector(".number-value")!.ChildNodes[0].TextContent));

        foreach (var toDo in overview.QuerySelectorAll(".to-dos li"))
        {
            var title = toDo.QuerySelector("h3")!.TextContent;
            var link = toDo.QuerySelector("a")!.GetAttribute("href")!;
            if (!link.StartsWith("/portal/applications", StringComparison.Ordinal))
                continue;
            var count = Number(Digits().Match(title).Value);
            Assert.Equal(count, Rows(Parse(await owner.GetAsync(link))));
        }

        var list = Parse(await owner.GetAsync("/portal/applications"));
        var needs = rows.Count(x => Needs.Of(x.State, x.HeldBy, x.QuestionMissing) is not null);
        var open = rows.Count(x => x.SettledAt is null);
        if (open > 1)
            Assert.Contains($"{open} Bewerbungen sind noch nicht angekommen.", list.QuerySelector("h1")!.TextContent,
                StringComparison.Ordinal);
        if (needs > 0)
        {
            var button = list.QuerySelector(".page-head a.btn-primary")!;
            Assert.Equal(needs, Rows(Parse(await owner.GetAsync("/portal/applications" + button.GetAttribute("href")))));
            Assert.Contains(needs == 1 ? "1 braucht Sie" : $"{needs} brauchen Sie", list.QuerySelector(".page-head p")!.TextContent,
                StringComparison.Ordinal);
        }
        foreach (var filter in list.QuerySelectorAll("nav.buttons a").Where(x => Digits().IsMatch(x.TextContent)))
            Assert.Equal(Number(Digits().Match(filter.TextContent).Value),
                Rows(Parse(await owner.GetAsync("/portal/applications" + filter.GetAttribute("href")))));
        Assert.DoesNotMatch(@"\.[A-ZÄÖÜ]", overview.QuerySelector(".page-head")!.TextContent);
    }

    private static async Task<List<Delivery>> SeedAsync(TestApp app, Random random)
    {
        var job = await app.AddJobAdAsync("1234568");
        var now = app.Clock.GetUtcNow();
        var deliveries = new List<Delivery>();
        var accountId = await app.DbAsync(db => db.Accounts.Select(x => x.Id).SingleAsync());
        // Nothing moves while it is counted.
        await app.ChangeAsync(
            db => (db.Accounts.Single().PausedUntil, db.Connections.Single().ProvenAt) = (now.AddDays(1), now.AddDays(-1)));
        await app.ChangeAsync(db =>
        {
            for (var i = random.Next(1, 40); i > 0; i--)
            {
                var (state, by, reason) = Ways[random.Next(Ways.Length)];
                var at = now - TimeSpan.FromSeconds(i);
                var application = new Application
                {
                    EmployerId = app.EmployerId,
                    JobAdId = job,
                    Applicant = new() { FirstName = "A", LastName = $"B{i}", Email = $"{i}@example.com" },
                    EmailNormalized = $"{i}@example.com",
                    NoticeVersion = "1",
                    Language = "de",
                    ReceivedAt = at,
                    FormTokenId = Guid.NewGuid(),
                    ContentHash = i.ToString(CultureInfo.InvariantCulture),
                    ReceiptHash = Guid.NewGuid().ToString(),
                };
                var ended = state >= DeliveryState.Delivered;
                var delivery = new Delivery
                {
                    ApplicationId = application.Id,
                    EmployerId = app.EmployerId,
                    JobAdId = job,
                    ConnectionId = app.ConnectionId,
                    AccountId = accountId,
                    State = state,
                    HeldBy = by,
                    Reason = reason,
                    QuestionMissing = reason == Missing,
                    CreatedAt = at,
                    SettledAt = ended ? now : null,
                    DueAt = state is DeliveryState.Queued or DeliveryState.Delivering ? now.AddDays(1) : null,
                    Proof = state == DeliveryState.Delivered ? Proof.Confirmed : null,
                    NeedsLook = state == DeliveryState.Delivered && random.Next(3) == 0,
                };
                deliveries.Add(delivery);
                db.AddRange(application, delivery);
            }
        });
        return deliveries;
    }

    private static int Rows(IDocument page) => page.QuerySelectorAll("table.table-stack tbody tr").Length;

    private static IDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    private static int Number(string text) => int.Parse(new string([.. text.Where(char.IsAsciiDigit)]), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<a>[\d\u00a0]+) von (?<b>[\d\u00a0]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OfNumbers();

    [GeneratedRegex(@"\d+", RegexOptions.None, 1000)]
    private static partial Regex Digits();
}
