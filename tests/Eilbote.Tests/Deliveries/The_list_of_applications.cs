using System.Text.RegularExpressions;
using Eilbote.Deliveries;
using Eilbote.Members;

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
        Assert.Equal([(50, true, true), (5, true, false), (50, true, true), (50, false, true)],
            await WalkAsync(anna, html, "Ältere", "Ältere", "Neuere", "Neuere"));
        Assert.Equal([(50, true, true), (1, true, false)],
            await WalkAsync(anna, await anna.GetAsync("/portal/applications?state=Delivered"), "Ältere", "Ältere"));
        foreach (var (state, count) in new[] {
            ("NeedsEmployer", 2), ("NeedsApplicant", 1), ("Withdrawn", 1), ("Returned", 0), ("Held", 0) })
            Assert.Equal((count, false, false), Page(await anna.GetAsync("/portal/applications?state=" + state)));
        Assert.Equal((0, false, false), Page(await anna.GetAsync("/portal/applications?look=true")));
    }

    private static string[] Filters(string html) => [.. Filter().Matches(html).Select(x => $"{x.Groups["state"]}: {x.Groups["label"]}")];

    private static (int Items, bool Newer, bool Older) Page(string html) =>
        (html.Split("<th scope=\"row\">").Length - 1, html.Contains(">Neuere</a>", StringComparison.Ordinal),
            html.Contains(">Ältere</a>", StringComparison.Ordinal));

    private static async Task<List<(int, bool, bool)>> WalkAsync(MemberBrowser browser, string html, params string[] labels)
    {
        var pages = new List<(int, bool, bool)>();
        foreach (var label in labels)
        {
            html = await browser.GetAsync("/portal/applications" + Regex.Match(
                html, $"href=\"([^\"]+)\">{label}</a>", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);
            pages.Add(Page(html));
        }
        return pages;
    }

    private static Task AddAsync(TestApp app, Guid job, DeliveryState state, int count) =>
        Received.AddAsync(app, job, state, TimeSpan.Zero, [.. Enumerable.Repeat("Änne, Öztürk", count)]);

    [GeneratedRegex("""btn-small [^"]*" href="[?]state=(?<state>[^"]+)"[^>]*>(?<label>[^<]+)<""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Filter();
}
