using Eilbote.Members;
using System.Net;
using System.Text.RegularExpressions;
using Eilbote.Applications;
using Eilbote.Deliveries;
using Eilbote.Employers;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Deliveries;

/// <summary>What a member looks for among all applications, and how the list is gone through.</summary>
public sealed partial class A_search_among_applications
{
    private const string List = "/portal/applications",
        Mu = "Müge Öztürk, Änne Müller, Bernd Mueller, Çelik Muller, Karl Müller-Lüdenscheidt";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Finds_the_beginning_of_a_name_however_it_is_spelled_and_a_whole_address(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var anna = await MemberBrowser.JoinAsync(app, Role.Viewer);
        await Received.AddAsync(app, await app.AddJobAdAsync("1234568"),
            "Änne, Müller", "Bernd, Mueller", "Çelik, Muller", "Seán, O'Brien", "Łukasz, Strauß", "Ursula, von der Leyen",
            "Karl, Müller-Lüdenscheidt", "明, 李", "Müge, Öztürk", "x_y%, Zett");
        foreach (var (typed, found) in new[] {
            ("mü", Mu), ("MU", Mu), ("mue", Mu),
            ("müller, ä", "Änne Müller"), ("anne mu", "Änne Müller"), ("celik", "Çelik Muller"), ("obr", "Seán O'Brien"),
            ("O’B", "Seán O'Brien"), ("lukasz", "Łukasz Strauß"), ("STRAUSS", "Łukasz Strauß"), ("von der", "Ursula von der Leyen"),
            ("leyen", ""), ("müller lüd", "Karl Müller-Lüdenscheidt"), ("李", "明 李"), ("oe", "Seán O'Brien, Müge Öztürk"), ("_", ""),
            ("%", ""), ("x_y%", "x_y% Zett"), ("zz", ""), ("änne.0@example.com", "Änne Müller"), ("ÄNNE.0@EXAMPLE.com", "Änne Müller"),
            ("änne.0@", "") })
            Assert.Equal((typed, found), (typed, string.Join(", ", await NamesAsync(anna, "?q=" + Uri.EscapeDataString(typed)))));
        Assert.Contains("Eine E-Mail-Adresse wird nur ganz gefunden", await anna.GetAsync(List + "?q=anna@"), StringComparison.Ordinal);
        Assert.Contains("5 gefunden, nach Namen geordnet.", await anna.GetAsync(List + "?q=mu"), StringComparison.Ordinal);
        Assert.Contains("5 found, in the order of names.", await anna.GetAsync(List + "?q=mu&lang=en"), StringComparison.Ordinal);

        var other = new Employer { Name = "Andere GmbH" };
        await app.ChangeAsync(db => db.Employers.Add(other));
        using var stranger = await MemberBrowser.JoinAsync(app, Role.Owner, other.Id);
        Assert.Empty(await NamesAsync(stranger, "?q=mu"));
        Assert.Empty(await NamesAsync(stranger, "?q=%C3%A4nne.0@example.com"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_narrowed_down_by_ad_time_and_what_becomes_of_them_and_all_of_it_stands_in_the_address(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var anna = await MemberBrowser.JoinAsync(app, Role.Owner);
        var (one, two) = (await app.AddJobAdAsync("1234568", "Eins"), await app.AddJobAdAsync("1234569", "Zwei"));
        await Received.AddAsync(app, one, DeliveryState.Delivered, TimeSpan.FromDays(40), "Anna, Alt");
        await Received.AddAsync(app, one, DeliveryState.Held, TimeSpan.FromDays(2), "Bea, Bald", "Anton, Bauer");
        await Received.AddAsync(app, two, DeliveryState.NeedsEmployer, TimeSpan.FromDays(1), "Cem, Can");
        await Received.AddAsync(app, two, DeliveryState.NeedsApplicant, TimeSpan.Zero, "Dana, Dorn");
        await Received.AddAsync(app, two, DeliveryState.Withdrawn, TimeSpan.FromMinutes(1), "Eda, Ende");
        foreach (var (query, found) in new[] {
            ("", "Dorn, Ende, Can, Bald, Bauer, Alt"), ("?sort=oldest", "Alt, Bauer, Bald, Can, Ende, Dorn"),
            ("?sort=name", "Alt, Bald, Bauer, Can, Dorn, Ende"), ($"?ad={one}", "Bald, Bauer, Alt"),
            ($"?ad={one}&sort=Name&state=held", "Bald, Bauer"), ("?from=2026-11-21&to=2026-11-21", "Bald, Bauer"),
            ("?from=2026-11-22", "Dorn, Ende, Can"), ("?to=2026-10-31", "Alt"), ("?need=any", "Can, Bald, Bauer"),
            ("?need=any&sort=oldest", "Bauer, Bald, Can"), ("?need=any&sort=name", "Bald, Bauer, Can"), ("?need=Release", "Bald, Bauer"),
            ("?state=Withdrawn&sort=name", "Ende"), ($"?ad={two}&state=Withdrawn", "Ende"), ("?q=a", "Alt, Bauer"), ("?q=an&ad=" + two, ""),
            ("?q=an", "Alt, Bauer"), ("?q=an&need=any", "Bauer"), ("?q=an&from=2026-11-01", "Bauer"), ("?q=cem.0@example.com&need=any", "Can"),
            ("?q=cem.0@example.com&state=Held", ""), ($"?ad={Guid.NewGuid()}", "") })
            Assert.Equal((query, found), (query, string.Join(", ", (await NamesAsync(anna, query)).Select(x => x.Split(' ')[^1]))));

        // Whatever is chosen next keeps what was chosen before.
        var html = await anna.GetAsync($"{List}?q=b&ad={one}&from=2026-11-01&sort=Oldest&state=Held");
        Assert.Contains($"href=\"?q=b&ad={one}&from=2026-11-01&sort=Oldest\"", html, StringComparison.Ordinal);
        Assert.Contains($"<option value=\"{one}\" selected>Eins</option>", html, StringComparison.Ordinal);
        Assert.Contains("<input type=\"hidden\" name=\"state\" value=\"Held\" />", html, StringComparison.Ordinal);
        Assert.Contains($"href=\"/portal/applications?ad={one}\">3</a>", await anna.GetAsync("/portal/job-ads"), StringComparison.Ordinal);
    }

    /// <summary>Also where many came at the same moment, bear the same name, and others come in between.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_gone_through_page_by_page_and_back_and_none_is_missed_or_seen_twice(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var anna = await MemberBrowser.JoinAsync(app, Role.Owner);
        var job = await app.AddJobAdAsync("1234568");
        for (var i = 0; i < 130; i++)
            await Received.AddAsync(app, job, i % 2 == 0 ? DeliveryState.Held : DeliveryState.NeedsEmployer, TimeSpan.FromMinutes(i / 40),
                i % 3 == 0 ? "Anna, Ander" : i % 3 == 1 ? $"Anna, Xu {i}" : $"Rosa, Annaberg {i}");
        foreach (var query in new[] { "", "?sort=Oldest", "?sort=Name", "?need=any", "?need=any&sort=Oldest", "?q=ann", "?q=ann&need=any",
            "?state=Held&sort=Name", "?state=Held", $"?ad={job}" })
        {
            var (pages, path) = (new List<string[]>(), query);
            for (var next = query; next is not null;)
            {
                path = next;
                var html = await anna.GetAsync(List + path);
                pages.Add(Ids(html));
                next = Next(html, "(?:Ältere|Neuere|Weiter)", "after");
                await Received.AddAsync(app, job, DeliveryState.Held, TimeSpan.FromMinutes(-pages.Count), "Zoe, Zuletzt");
            }
            var late = await app.DbAsync(db => db.Applications.Where(x => x.Applicant.FirstName == "Zoe").Select(x => x.Id).ToHashSetAsync());
            var seen = pages.SelectMany(x => x).Where(x => !late.Contains(Guid.Parse(x))).ToList();
            var count = query.Contains("state=Held", StringComparison.Ordinal) ? 65 : 130;
            Assert.Equal((query, count, count), (query, seen.Count, seen.Distinct().Count()));
            for (var page = pages.Count - 2; page >= 0; page--)
            {
                path = Next(await anna.GetAsync(List + path), "(?:Ältere|Neuere|Zurück)", "before")!;
                Assert.Equal((query, page, string.Join(' ', pages[page])), (query, page, string.Join(' ', Ids(await anna.GetAsync(List + path)))));
            }
            await app.DbAsync(db => db.Deliveries.Where(x => db.Applications.Any(a => a.Id == x.ApplicationId && a.Applicant.FirstName == "Zoe"))
                .ExecuteDeleteAsync());
            await app.DbAsync(db => db.Applications.Where(x => x.Applicant.FirstName == "Zoe").ExecuteDeleteAsync());
        }
    }

    [Theory, InlineData("?state=99"), InlineData("?state=0"), InlineData("?need=x&look=perhaps"), InlineData("?ad=x"), InlineData("?from=2026-13-01"),
        InlineData("?from=0001-01-01&to=9999-12-31"), InlineData("?sort=5"), InlineData("?after=x"), InlineData("?page=7"),
        InlineData("?after=00000000-0000-0000-0000-000000000000"), InlineData("?before=00000000-0000-0000-0000-000000000000")]
    public async Task What_cannot_be_read_in_an_address_counts_as_not_said(string query)
    {
        await using var app = await TestApp.StartAsync();
        using var anna = await MemberBrowser.JoinAsync(app, Role.Owner);
        await Received.AddAsync(app, await app.AddJobAdAsync("1234568"), "Anna, Alt");
        Assert.Equal(["Anna Alt"], await NamesAsync(anna, query));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Finds_what_came_through_the_form_until_it_is_erased_and_what_an_earlier_version_left(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var anna = await MemberBrowser.JoinAsync(app, Role.Owner);
        var job = await app.AddJobAdAsync("1234568");
        await new Applicant(app.Http).ApplyAsync(job);
        await app.IdleAsync();
        Assert.Equal(["Änne Öztürk"], await NamesAsync(anna, "?q=ozt"));

        await app.DbAsync(db => db.Applications.ExecuteUpdateAsync(x => x.SetProperty(a => a.LastFirst, "").SetProperty(a => a.FirstLast, "")));
        Assert.Empty(await NamesAsync(anna, "?q=ozt"));
        await app.Service<NameKeyFill>().RunDueAsync(CancellationToken.None);
        Assert.Equal(["Änne Öztürk"], await NamesAsync(anna, "?q=anne"));

        var id = await app.DbAsync(db => db.Applications.Select(x => x.Id).SingleAsync());
        await app.Service<Erasure>().EraseAsync(id, CancellationToken.None);
        await app.Service<NameKeyFill>().RunDueAsync(CancellationToken.None);
        Assert.Equal(("", "", ""), await app.DbAsync(
            db => db.Applications.Select(x => new ValueTuple<string, string, string>(x.LastFirst, x.FirstLast, x.EmailNormalized)).SingleAsync()));
        foreach (var query in new[] { "?q=ozt", "?q=aenne.oeztuerk@example.com", "?q=@", "?sort=Name" })
            Assert.Empty(await NamesAsync(anna, query));
    }

    /// <summary>Members will be limited to ads: every list of theirs passes this.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Shows_only_what_hangs_on_ads_that_its_member_sees(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var (one, two) = (await app.AddJobAdAsync("1234568"), await app.AddJobAdAsync("1234569"));
        await Received.AddAsync(app, one, "Anna, Alt");
        await Received.AddAsync(app, two, "Anna, Zwei");
        foreach (var (scope, found) in new[] {
            (AdScope.All, "Zwei, Alt"), (new AdScope([one], []), "Alt"), (new AdScope(null, [one]), "Zwei"), (new AdScope([], []), "") })
            foreach (var query in new[] { new ApplicationQuery(), new() { Search = "ann" }, new() { Search = "anna.0@example.com" } })
                Assert.Equal(found.Split(", ").Order(), await app.DbAsync(async db =>
                {
                    var me = new Member(Guid.NewGuid(), app.EmployerId, Role.Viewer, "a@example.com") { Ads = scope };
                    var ids = (await new ApplicationSearch(db, me, query).PageAsync(CancellationToken.None)).Ids;
                    var names = await db.Applications.Where(x => ids.Contains(x.Id)).Select(x => x.Applicant.LastName).ToListAsync();
                    return names.DefaultIfEmpty("").Order();
                }));
    }

    [Fact]
    public void A_key_begins_as_the_key_of_each_beginning()
    {
        foreach (var name in new[] { "Müller-Lüdenscheidt", "Maria José", "Ægir Øre", "Joe Bauer", "Đặng Thị", "ﬃ 𝒜 x", "राम कृष्ण", "  A  b " })
            for (var length = 1; length <= name.Length; length++)
                if (!char.IsHighSurrogate(name[length - 1]) && NameKey.Range(name[..length]) is var (from, before))
                {
                    var key = NameKey.Of(name, "");
                    Assert.True(string.CompareOrdinal(key, from) >= 0 && string.CompareOrdinal(key, before) < 0, $"{name[..length]}: {from} in {key}");
                }
    }

    /// <summary>The address behind a link of the pager.</summary>
    private static string? Next(string html, string label, string cursor) => Regex.Match(
        html, $"href=\"([^\"]*{cursor}=[^\"]+)\">{label}</a>", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } found
        ? found.Groups[1].Value : null;

    private static string[] Ids(string html) => [.. Row().Matches(html).Select(x => x.Groups["id"].Value)];

    private static async Task<string[]> NamesAsync(MemberBrowser browser, string query) =>
        [.. Row().Matches(await browser.GetAsync(List + query)).Select(x => WebUtility.HtmlDecode(x.Groups["name"].Value))];

    [GeneratedRegex("""<th scope="row"><a href="/portal/applications/(?<id>[^"]+)" dir="auto">(?<name>[^<]+)<""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}
