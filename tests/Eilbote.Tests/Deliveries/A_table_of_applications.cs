using System.Net;
using Eilbote.Members;
using System.Text;
using Eilbote.Deliveries;
using Eilbote.Employers;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Deliveries;

/// <summary>The list as a file for spreadsheets.</summary>
public sealed class A_table_of_applications
{
    private const string Table = "/portal/applications/applications.csv";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Holds_what_the_list_shows_as_spreadsheets_of_its_language_read_it(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var anna = await MemberBrowser.JoinAsync(app, Role.Recruiter);
        var job = await app.AddJobAdAsync("1234568", "Öle; \"kalt\" gepresst, bio");
        await Received.AddAsync(app, job, "Änne, Öztürk", "=1+1, Böse", "-Bea, @sum", "+Cem, Tab");
        await Received.AddAsync(app, job, DeliveryState.Held, TimeSpan.FromDays(1), "Dana, Dorn");
        await Received.AddAsync(app, job, DeliveryState.Returned, TimeSpan.FromDays(2), "Eda, Ende");
        using var response = await anna.Http.GetAsync(new Uri(Table, UriKind.Relative));
        Assert.Equal(("text/csv", "attachment", true), (response.Content.Headers.ContentType!.MediaType,
            response.Content.Headers.ContentDisposition!.DispositionType, response.Headers.CacheControl!.NoStore));
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var ad = "\"Öle; \"\"kalt\"\" gepresst, bio\"";
        Assert.Equal(
        [
            "Eingegangen;Stand;Name;E-Mail;Telefon;Inserat;ATS Job ID;Wie es endete",
            $"2026-11-23 14:02:10;Angekommen;Änne Öztürk;Änne.0@Example.com;'+43 660 1234567;{ad};1234568;\"angekommen, bestätigt, 2026-11-23 14:02:10\"",
            $"2026-11-23 14:01:10;Angekommen;'=1+1 Böse;'=1+1.1@Example.com;'+43 660 1234567;{ad};1234568;\"angekommen, bestätigt, 2026-11-23 14:02:10\"",
            $"2026-11-23 14:00:10;Angekommen;'-Bea @sum;'-Bea.2@Example.com;'+43 660 1234567;{ad};1234568;\"angekommen, bestätigt, 2026-11-23 14:02:10\"",
            $"2026-11-23 13:59:10;Angekommen;'+Cem Tab;'+Cem.3@Example.com;'+43 660 1234567;{ad};1234568;\"angekommen, bestätigt, 2026-11-23 14:02:10\"",
            $"2026-11-22 14:02:10;Angehalten;Dana Dorn;Dana.0@Example.com;'+43 660 1234567;{ad};1234568;",
            $"2026-11-21 14:02:10;Zurückgegeben;Eda Ende;Eda.0@Example.com;'+43 660 1234567;{ad};1234568;\"nicht übernommen, der Person gesagt, 2026-11-23 14:02:10\"",
            "",
        ], Encoding.UTF8.GetString(bytes[3..]).Split("\r\n"));

        var english = await anna.GetAsync(Table + "?state=Held&lang=en");
        Assert.StartsWith("Received,State,Name,E-mail,Phone,Job ad,ATS Job ID,How it ended\r\n", english, StringComparison.Ordinal);
        Assert.Contains(",Dana Dorn,", Assert.Single(english.Split("\r\n")[1..^1]), StringComparison.Ordinal);

        // Whoever only looks takes nothing away, and no other employer's.
        using var vera = await MemberBrowser.JoinAsync(app, Role.Viewer);
        await vera.GetAsync(Table, HttpStatusCode.Forbidden);
        Assert.DoesNotContain(Table, await vera.GetAsync("/portal/applications"), StringComparison.Ordinal);
        var other = new Employer { Name = "Andere GmbH" };
        await app.ChangeAsync(db => db.Employers.Add(other));
        using var stranger = await MemberBrowser.JoinAsync(app, Role.Owner, other.Id);
        Assert.Single((await stranger.GetAsync(Table)).Split("\r\n")[..^1]);
    }

    /// <summary>Which there are is decided at its beginning.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Of_5000_holds_each_once_while_they_change(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var anna = await MemberBrowser.JoinAsync(app, Role.Owner);
        var job = await app.AddJobAdAsync("1234568");
        await Received.AddAsync(app, job, DeliveryState.Held, TimeSpan.Zero, [.. Enumerable.Range(0, 5_000).Select(x => $"Anna, N{x}N")]);
        using var response = await anna.Http.GetAsync(new Uri(Table + "?state=Held", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await reader.ReadLineAsync();
        await app.DbAsync(db => db.Deliveries.ExecuteUpdateAsync(x => x.SetProperty(d => d.State, DeliveryState.NeedsEmployer)));
        await Received.AddAsync(app, job, DeliveryState.Held, TimeSpan.FromHours(1), "Anna, Später");
        var names = new List<string>();
        while (await reader.ReadLineAsync() is { } line)
            names.Add(line.Split(';')[2]);
        Assert.Equal(Enumerable.Range(0, 5_000).Select(x => $"Anna N{x}N"), names);
    }

    [Theory, InlineData("Änne", "Änne"), InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"), InlineData(" =1", "' =1"), InlineData("\t=1", "'\t=1"),
        InlineData("a\r\nb", "\"a\r\nb\""), InlineData("\rx", "\"'\rx\""), InlineData("＝1", "'＝1"), InlineData("a=b", "a=b"), InlineData("", ""),
        InlineData("-", "'-"), InlineData("a;b", "\"a;b\""), InlineData("\"", "\"\"\"\"")]
    public void Holds_no_formula(string text, string written) => Assert.Equal(written, CsvExport.Value(text));
}
