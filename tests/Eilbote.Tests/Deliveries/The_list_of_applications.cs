using System.Text.RegularExpressions;
using Eilbote.Applications;
using Eilbote.Deliveries;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Deliveries;

public sealed partial class The_list_of_applications
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Says_what_has_not_arrived_and_finds_each_state_page_by_page(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var anna = await MemberBrowser.JoinAsync(app, Role.Owner);
        Assert.Contains("Noch keine Bewerbungen.", await anna.GetAsync("/portal/applications"), StringComparison.Ordinal);
        var job = await app.AddJobAdAsync("1234568");
        await AddAsync(app, job, DeliveryState.Withdrawn, 1);
        Assert.Contains("<h1>Keine Bewerbung wartet.</h1>", await anna.GetAsync("/portal/applications"), StringComparison.Ordinal);
        await AddAsync(app, job, DeliveryState.Delivered, 101);
        Assert.Contains("<h1>Alle Bewerbungen sind angekommen.</h1>", await anna.GetAsync("/portal/applications"),
            StringComparison.Ordinal);

        await AddAsync(app, job, DeliveryState.NeedsEmployer, 2);
        await AddAsync(app, job, DeliveryState.NeedsApplicant, 1);
        var html = await anna.GetAsync("/portal/applications");
        Assert.Contains("<h1>3 Bewerbungen sind noch nicht angekommen.</h1>", html, StringComparison.Ordinal);
        Assert.Contains("2 brauchen Sie, keine ist verloren.", html, StringComparison.Ordinal);
        Assert.Equal(["NeedsEmployer: Braucht Sie 2", "NeedsApplicant: Wartet auf Bewerber:in 1", "Delivered: Angekommen",
            "Withdrawn: Zurückgezogen 1"], Filters(html));
        Assert.Equal((50, false, true), Page(html));
        Assert.Equal((50, true, true), Page(await anna.GetAsync("/portal/applications?page=2")));
        Assert.Equal((5, true, false), Page(await anna.GetAsync("/portal/applications?page=3")));
        Assert.Equal((0, true, false), Page(await anna.GetAsync("/portal/applications?page=4")));
        Assert.Equal((1, true, false), Page(await anna.GetAsync("/portal/applications?page=3&state=Delivered")));
        foreach (var (state, count) in new[] {
            ("NeedsEmployer", 2), ("NeedsApplicant", 1), ("Withdrawn", 1), ("Returned", 0), ("Held", 0) })
            Assert.Equal((count, false, false), Page(await anna.GetAsync("/portal/applications?state=" + state)));
        Assert.Equal((0, false, false), Page(await anna.GetAsync("/portal/applications?look=true")));
    }

    private static string[] Filters(string html) => [.. Filter().Matches(html).Select(x => $"{x.Groups["state"]}: {x.Groups["label"]}")];

    private static (int Items, bool Newer, bool Older) Page(string html) =>
        (html.Split("<th scope=\"row\">").Length - 1, html.Contains(">Neuere</a>", StringComparison.Ordinal),
            html.Contains(">Ältere</a>", StringComparison.Ordinal));

    private static async Task AddAsync(TestApp app, Guid job, DeliveryState state, int count)
    {
        var account = await app.DbAsync(db => db.Accounts.Select(x => x.Id).SingleAsync());
        var now = app.Clock.GetUtcNow();
        await app.ChangeAsync(db =>
        {
            for (var i = 0; i < count; i++)
            {
                var application = new Application
                {
                    EmployerId = app.EmployerId,
                    JobAdId = job,
                    Applicant = new() { FirstName = "Änne", LastName = "Öztürk", Email = "a@example.com" },
                    EmailNormalized = "a@example.com",
                    NoticeVersion = "1",
                    Language = "de",
                    ReceivedAt = now.AddMinutes(-i),
                    FormTokenId = Guid.NewGuid(),
                    ContentHash = Guid.NewGuid().ToString(),
                    ReceiptHash = Guid.NewGuid().ToString(),
                };
                db.Add(application);
                db.Add(new Delivery
                {
                    ApplicationId = application.Id,
                    EmployerId = app.EmployerId,
                    JobAdId = job,
                    ConnectionId = app.ConnectionId,
                    AccountId = account,
                    State = state,
                    CreatedAt = application.ReceivedAt,
                    SettledAt = state >= DeliveryState.Delivered ? now : null,
                });
            }
        });
    }

    [GeneratedRegex("""btn-small [^"]*" href="[?]state=(?<state>[^"]+)"[^>]*>(?<label>[^<]+)<""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Filter();
}
