using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connectors;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>A field whose answer the ATS demands and no required question fills.</summary>
/// <param name="Field">As the ATS names it; empty when it does not name it.</param>
/// <param name="JobAds">Whose forms lack it; empty while the job that it was said of has none.</param>
public sealed record MissingQuestion(string Field, IReadOnlyList<(Guid Id, string Title)> JobAds)
{
    /// <summary>The ATS's own words about it; null when it has none, or said it at a verification.</summary>
    public string? Verbatim { get; init; }

    /// <summary>So many applications wait for it.</summary>
    public int Waiting { get; init; }
}

/// <summary>A question whose required answers the ATS refuses: mostly it knows no such field, or no such option.</summary>
/// <param name="Verbatim">Its own words.</param>
public sealed record RefusedQuestion(string Key, string? Verbatim, int Waiting);

/// <summary>
/// What the ATS's own answers say is missing from the forms: those to applications that it refused, and the last one to a
/// verification. An ad that an application arrived from since has nothing missing. Every page that says so asks this.
/// </summary>
internal static class MissingQuestions
{
    /// <param name="only">The ad that is asked about; null: all of the connection.</param>
    /// <param name="ads">Whose applications the reader sees.</param>
    public static async Task<IReadOnlyList<MissingQuestion>> OfAsync(
        AppDb db, Connection connection, ConnectorDescriptor ats, JobAd? only, AdScope ads, CancellationToken ct) =>
        [.. (await VerifiedAsync(db, connection, ats, only, ct)).Select(x => (x.Field, x.Form, Verbatim: (string?)null, Waiting: 0))
            .Concat(await RefusedAsync(db, connection, only, ads, ct))
            .GroupBy(x => x.Field).Select(x => new MissingQuestion(x.Key, [.. x.Select(y => y.Form.Ad).OfType<(Guid, string)>().Distinct()])
            {
                Verbatim = x.Select(y => y.Verbatim).FirstOrDefault(y => y is not null),
                Waiting = x.Sum(y => y.Waiting),
            })];

    /// <summary>Whose required answers were refused, of what waits because of it.</summary>
    public static async Task<IReadOnlyList<RefusedQuestion>> RefusedAnswersAsync(
        AppDb db, Guid connectionId, Guid? adId, AdScope ads, CancellationToken ct) =>
        [.. (await db.Deliveries.Where(ads.On<Delivery>(x => x.JobAdId))
            .Where(x => x.ConnectionId == connectionId && (adId == null || x.JobAdId == adId) && x.SettledAt == null
                && x.State == DeliveryState.NeedsEmployer && !x.QuestionMissing)
            .OrderByDescending(x => x.CreatedAt).Take(200)
            .Select(d => db.Exchanges.Where(x => x.DeliveryId == d.Id).OrderByDescending(x => x.StartedAt).ThenByDescending(x => x.Id)
                .Select(x => new { x.Parts, x.Verbatim }).FirstOrDefault()).ToListAsync(ct))
            .Select(x => (Part: x?.Parts is [Part.Answer answer] ? answer : null, x?.Verbatim)).Where(x => x.Part is not null)
            .GroupBy(x => x.Part!.Key).Select(x => new RefusedQuestion(x.Key, x.First().Verbatim, x.Count()))];

    private static async Task<IEnumerable<(string Field, AskingForm Form, string? Verbatim, int Waiting)>> RefusedAsync(
        AppDb db, Connection connection, JobAd? only, AdScope ads, CancellationToken ct)
    {
        var refused = await (
            from delivery in db.Deliveries.Where(ads.On<Delivery>(x => x.JobAdId))
            where delivery.EmployerId == connection.EmployerId && delivery.SettledAt == null && delivery.ConnectionId == connection.Id
                && delivery.State == DeliveryState.NeedsEmployer && delivery.QuestionMissing
                && (only == null || delivery.JobAdId == only.Id)
                && !db.Deliveries.Any(
                    x => x.JobAdId == delivery.JobAdId && x.EmployerId == delivery.EmployerId && x.CreatedAt > delivery.CreatedAt
                        && x.State == DeliveryState.Delivered)
            join ad in db.JobAds on delivery.JobAdId equals ad.Id
            orderby delivery.CreatedAt descending
            select new
            {
                Ad = new { ad.Id, ad.Title, ad.Questions },
                Said = db.Exchanges.Where(x => x.DeliveryId == delivery.Id && x.Meaning == Meaning.QuestionMissing)
                    .OrderByDescending(x => x.StartedAt).Select(x => new { x.Fields, x.Verbatim }).FirstOrDefault(),
            }).Take(200).ToListAsync(ct);
        return refused.SelectMany(x =>
        {
            var form = new AskingForm((x.Ad.Id, x.Ad.Title), AskedQuestions.Of(connection.Questions, x.Ad.Questions));
            return Names(x.Said?.Fields, orNone: true).Where(f => !form.Demands(f)).Select(f => (f, form, x.Said?.Verbatim, 1));
        });
    }

    /// <summary>What the last verification said, of the forms of the job that it asked about.</summary>
    private static async Task<IEnumerable<(string Field, AskingForm Form)>> VerifiedAsync(
        AppDb db, Connection connection, ConnectorDescriptor ats, JobAd? only, CancellationToken ct)
    {
        var named = Names(await db.Exchanges
            .Where(x => x.ConnectionId == connection.Id && x.VerificationId != null && x.AnsweredAt != null
                && x.Meaning != Meaning.Throttled && (x.Probe == Probe.RealValues || x.Kind == StepKind.Create))
            .OrderByDescending(x => x.StartedAt).Select(x => x.Fields).FirstOrDefaultAsync(ct), orNone: false);
        if (named.Length == 0)
            return [];
        var job = connection.Settings.GetValueOrDefault(ats.JobKey, "");
        var all = AskedQuestions.Of(connection.Questions, new());
        // Of an ad of another job nothing was said but what its form leaves out although all others ask it.
        var forms = only is null || only.AtsJobId == job
            ? (await AskingForm.OfJobAsync(db, connection.Id, job, ct)).Where(x => only is null || x.Ad?.Id == only.Id)
            : [new AskingForm((only.Id, only.Title), AskedQuestions.Of(connection.Questions, only.Questions))];
        return forms.SelectMany(form => named
            .Where(x => !form.Demands(x) && (only is null || only.AtsJobId == job || all.Demands(x))).Select(x => (x, form)));
    }

    private static string[] Names(string? fields, bool orNone) =>
        fields?.Split(", ", StringSplitOptions.RemoveEmptyEntries) ?? (orNone ? [""] : []);
}
