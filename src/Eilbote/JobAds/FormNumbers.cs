using System.Globalization;
using System.Text;
using Eilbote.Board;
using Eilbote.Deliveries;
using Eilbote.Members;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.JobAds;

/// <summary>What happened at one job ad's form, day by day, the newest last. Only days on which something happened.</summary>
/// <param name="Returned">How often a form came back because of a field, over all days; most often first.</param>
public sealed record FormNumbers(IReadOnlyList<FormDay> Days, IReadOnlyList<(string Field, int Count)> Returned)
{
    /// <summary>Days that the portal shows, today included; the file holds all.</summary>
    public const int ShownDays = 30;

    public int Viewed => Days.Sum(x => x.Viewed);
    public int Started => Days.Sum(x => x.Started);
    public int Sent => Days.Sum(x => x.Sent);
    public int Arrived => Days.Sum(x => x.Arrived);

    /// <summary>
    /// Sent and arrived are the deliveries that the list of applications shows; the rest was counted without knowing anybody.
    /// </summary>
    /// <param name="from">The first day; null for all there are.</param>
    public static async Task<FormNumbers> ReadAsync(AppDb db, Guid jobAdId, DateOnly? from, CancellationToken ct)
    {
        var (first, start) = (from ?? DateOnly.MinValue, from is { } day ? Texts.StartOf(day) : DateTimeOffset.UnixEpoch);
        var counts = await db.FormCounts.AsNoTracking().Where(x => x.JobAdId == jobAdId && x.Day >= first).ToListAsync(ct);
        var deliveries = await db.Deliveries.Where(x => x.JobAdId == jobAdId && x.CreatedAt >= start)
            .Select(x => new { x.CreatedAt, x.State }).ToListAsync(ct);
        var sent = deliveries.ToLookup(x => Texts.Day(x.CreatedAt));
        var days = counts.Select(x => x.Day).Concat(sent.Select(x => x.Key)).Distinct().Order().Select(x => new FormDay(
            x, Sum(x, FormEvent.Viewed), Sum(x, FormEvent.Started), sent[x].Count(),
            sent[x].Count(d => d.State is DeliveryState.Delivered or DeliveryState.HandedOver)));
        var returned = counts.Where(x => x.Kind == FormEvent.Returned).GroupBy(x => x.Field)
            .Select(x => (x.Key, Count: x.Sum(c => c.Count))).OrderByDescending(x => x.Count).ThenBy(x => x.Key, StringComparer.Ordinal);
        return new([.. days], [.. returned]);

        int Sum(DateOnly day, FormEvent kind) => counts.Where(x => x.Day == day && x.Kind == kind).Sum(x => x.Count);
    }

    /// <summary>One line a day, then one line a field; semicolons, as spreadsheets in Austria expect.</summary>
    public string Csv()
    {
        var text = new StringBuilder("day;viewed;started;sent;arrived\r\n");
        foreach (var x in Days)
            text.Append(CultureInfo.InvariantCulture, $"{x.Date:O};{x.Viewed};{x.Started};{x.Sent};{x.Arrived}\r\n");
        text.Append("\r\nfield;returned\r\n");
        foreach (var (field, count) in Returned)
            text.Append(CultureInfo.InvariantCulture, $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\";{count}\r\n");
        return text.ToString();
    }
}

/// <param name="Arrived">Of those sent on that day, how many have reached the employer by now.</param>
public sealed record FormDay(DateOnly Date, int Viewed, int Started, int Sent, int Arrived);

/// <summary>The same numbers as a file.</summary>
internal static class FormNumberPages
{
    public static void MapFormNumbers(this RouteGroupBuilder portal) => portal.MapGet("/job-ads/{id:guid}/numbers.csv", FileAsync);

    private static async Task<IResult> FileAsync(Member me, Guid id, AppDb db, CancellationToken ct) =>
        me.Ads.Sees(id) && await db.JobAds.AnyAsync(x => x.Id == id && x.EmployerId == me.EmployerId, ct)
            ? Results.File(
                Encoding.UTF8.GetBytes((await FormNumbers.ReadAsync(db, id, null, ct)).Csv()), "text/csv; charset=utf-8", $"numbers-{id}.csv")
            : Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
}
