using Eilbote.Members;
using System.Buffers;
using System.Globalization;
using System.Text;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>
/// The applications of a list as a table for spreadsheets (RFC 4180). Which there are is decided at once, so that each stands in it once,
/// whatever happens to them meanwhile; then they are read and sent some at a time. Answers and messages are not in it.
/// </summary>
internal static class CsvExport
{
    private const int AtOnce = 500;

    /// <summary>What a spreadsheet would take for the beginning of a formula, or cut off to get at one.</summary>
    private static readonly SearchValues<char> Formula = SearchValues.Create("=+-@\t\r\n＝＋－＠");

    public static IResult Of(Member me, ApplicationQuery query, AppDb db, DateTimeOffset now, CancellationToken ct) => Results.Stream(
        body => WriteAsync(body, me, query, db, ct), "text/csv; charset=utf-8",
        $"{Texts.T("Bewerbungen", "Applications")} {Texts.Day(now).ToString("O", CultureInfo.InvariantCulture)}.csv");

    private static async Task WriteAsync(Stream body, Member me, ApplicationQuery query, AppDb db, CancellationToken ct)
    {
        var ids = await new ApplicationSearch(db, me, query.ForExport).FirstAsync(int.MaxValue, ct);
        await using var csv = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await csv.WriteAsync(Line(
            Texts.T("Eingegangen", "Received"), Texts.T("Stand", "State"), "Name", Texts.T("E-Mail", "E-mail"), Texts.T("Telefon", "Phone"),
            Texts.T("Inserat", "Job ad"), "ATS Job ID", Texts.T("Wie es endete", "How it ended")));
        foreach (var some in ids.Chunk(AtOnce))
        {
            var rows = await ReadAsync(db, some, ct);
            foreach (var row in some.Where(rows.ContainsKey).Select(x => rows[x]))
                await csv.WriteAsync(Line(
                    Time(row.Delivery.CreatedAt), Texts.T(NextStep.Label(row.Delivery.State, row.Delivery.HeldBy)),
                    $"{row.FirstName} {row.LastName}".Trim(), row.Email, row.Phone ?? "", row.Title, row.AtsJobId, Ended(row.Delivery)));
            await csv.FlushAsync(ct);
        }
    }

    private static Task<Dictionary<Guid, Row>> ReadAsync(AppDb db, Guid[] ids, CancellationToken ct) => (
        from delivery in db.Deliveries.AsNoTracking()
        join application in db.Applications on delivery.ApplicationId equals application.Id
        join ad in db.JobAds on delivery.JobAdId equals ad.Id
        where ids.Contains(delivery.ApplicationId)
        select new Row
        {
            Delivery = delivery,
            FirstName = application.Applicant.FirstName,
            LastName = application.Applicant.LastName,
            Email = application.Applicant.Email,
            Phone = application.Applicant.Phone,
            Title = ad.Title,
            AtsJobId = ad.AtsJobId,
        }).ToDictionaryAsync(x => x.Delivery.ApplicationId, ct);

    private static string Ended(Delivery delivery) => delivery.SettledAt is not { } at ? "" : (delivery.State, delivery.Proof) switch
    {
        (DeliveryState.Delivered, Proof.Inferred) => Texts.T("angekommen, erschlossen", "arrived, inferred"),
        (DeliveryState.Delivered, _) => Texts.T("angekommen, bestätigt", "arrived, confirmed"),
        (DeliveryState.HandedOver, _) when delivery.HandedOverByMail => Texts.T("per E-Mail übergeben", "handed over by e-mail"),
        (DeliveryState.HandedOver, _) => Texts.T("heruntergeladen und übernommen", "downloaded and taken over"),
        (DeliveryState.Withdrawn, _) => Texts.T("zurückgezogen", "withdrawn"),
        _ => Texts.T("nicht übernommen, der Person gesagt", "not taken, the person was told"),
    } + ", " + Time(at);

    /// <summary>As every spreadsheet reads it, whatever its language.</summary>
    private static string Time(DateTimeOffset at) =>
        $"{Texts.Day(at).ToString("O", CultureInfo.InvariantCulture)} {Texts.Time(at)}";

    /// <summary>Where a comma parts decimals, spreadsheets part columns by a semicolon.</summary>
    private static string Line(params string[] values) => string.Join(Texts.IsEnglish ? ',' : ';', values.Select(Value)) + "\r\n";

    internal static string Value(string text)
    {
        if (text.Length > 0 && Formula.Contains(text.TrimStart(' ') is { Length: > 0 } seen ? seen[0] : ' '))
            text = "'" + text;
        return text.AsSpan().ContainsAny("\";,\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    private sealed class Row
    {
        public required Delivery Delivery { get; init; }
        public required string FirstName { get; init; }
        public required string LastName { get; init; }
        public required string Email { get; init; }
        public required string? Phone { get; init; }
        public required string Title { get; init; }
        public required string AtsJobId { get; init; }
    }
}
