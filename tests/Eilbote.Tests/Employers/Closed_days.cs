using System.Net;
using Eilbote.Employers;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Employers;

/// <summary>Today is the 23rd of November 2026.</summary>
public sealed class Closed_days
{
    private const string Page = "/portal/profile/working-days";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Are_entered_shown_and_removed(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var member = await MemberBrowser.JoinAsync(app, Role.Recruiter);
        Assert.Contains("Nichts eingetragen", await member.GetAsync(Page), StringComparison.Ordinal);
        foreach (var _ in new[] { 1, 2 })
            await member.PostAsync(Page, new() { ["From"] = "2026-12-24", ["Until"] = "2027-01-06" });
        // Where a browser has no field for days.
        await member.PostAsync(Page, new() { ["From"] = "7.12.2026", ["Until"] = "" });
        var html = await member.GetAsync(Page);
        Assert.Equal(1, html.Split("24.12.2026 bis 06.01.2027 entfernen").Length - 1);
        Assert.Contains("<span>07.12.2026</span>", html, StringComparison.Ordinal);
        Assert.Contains("24 Dec 2026 to 6 Jan 2027", await member.GetAsync(Page + "?lang=en"), StringComparison.Ordinal);
        var id = await app.DbAsync(db => db.ClosedDays.Where(x => x.From == new DateOnly(2026, 12, 7)).Select(x => x.Id).SingleAsync());
        await member.PostAsync(Page, $"{Page}/{id}/remove", []);
        Assert.Equal(1, await app.DbAsync(db => db.ClosedDays.CountAsync()));
        await member.PostAsync(Page, Page + "/country", new() { ["country"] = "CH" });
        Assert.Equal(HttpStatusCode.NotFound, (await member.SendAsync(Page, Page + "/country", new() { ["country"] = "7" })).Status);
        Assert.Equal(Country.CH, await app.DbAsync(db => db.Employers.Select(x => x.Country).SingleAsync()));
    }

    [Theory]
    [InlineData("", "", "From"), InlineData("2026-12-24", "morgen", "Until"), InlineData("2026-12-24", "2026-12-23", "Until")]
    [InlineData("2026-11-20", "2026-11-22", "Until"), InlineData("2026-12-01", "2027-02-01", "Until")]
    [InlineData("2030-12-01", "", "Until"), InlineData("31.02.2027", "", "From"), InlineData("0001-01-01", "", "Until")]
    public async Task Say_what_is_wrong_at_their_field(string from, string until, string field)
    {
        await using var app = await TestApp.StartAsync();
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        var (status, html) = await member.SendAsync(Page, new() { ["From"] = from, ["Until"] = until });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains($"{field}-error", html, StringComparison.Ordinal);
        Assert.Contains($"value=\"{from}\"", html, StringComparison.Ordinal);
        Assert.Empty(await app.DbAsync(db => db.ClosedDays.ToListAsync()));
    }
}
