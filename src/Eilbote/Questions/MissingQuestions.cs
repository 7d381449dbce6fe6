using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Questions;

/// <summary>A field whose answer the ATS demands and no required question fills.</summary>
/// <param name="Field">As the ATS names it; empty when it does not name it.</param>
/// <param name="JobAds">Those that it was said of; empty when it was the verification's job.</param>
public sealed record MissingQuestion(string Field, IReadOnlyList<(Guid Id, string Title)> JobAds);

/// <summary>
/// What the ATS's own answers say is missing from the forms: those to applications that it refused, and to the probes of the last
/// verification. An ad that an application arrived from since has nothing missing.
/// </summary>
internal static class MissingQuestions
{
    public static async Task<IReadOnlyList<MissingQuestion>> OfAsync(AppDb db, Connection connection, JobAd? only, CancellationToken ct)
    {
        var refused = await (
            from delivery in db.Deliveries
            where delivery.ConnectionId == connection.Id && delivery.State == DeliveryState.NeedsEmployer && delivery.QuestionMissing
                && (only == null || delivery.JobAdId == only.Id)
                && !db.Deliveries.Any(
                    x => x.JobAdId == delivery.JobAdId && x.State == DeliveryState.Delivered && x.CreatedAt > delivery.CreatedAt)
            join ad in db.JobAds on delivery.JobAdId equals ad.Id
            orderby delivery.CreatedAt descending
            select new
            {
                Ad = new { ad.Id, ad.Title, ad.Questions },
                Fields = db.Exchanges.Where(x => x.DeliveryId == delivery.Id && x.Meaning == Meaning.QuestionMissing)
                    .OrderByDescending(x => x.StartedAt).Select(x => x.Fields).FirstOrDefault(),
            }).Take(200).ToListAsync(ct);
        var found = refused.SelectMany(x => Names(x.Fields).Where(f => !Asks(AskedQuestions.Of(connection.Questions, x.Ad.Questions), f))
            .Select(f => (Field: f, x.Ad.Id, x.Ad.Title))).ToList();
        var probed = await (
            from verification in db.Verifications
            where verification.ConnectionId == connection.Id && verification.FinishedAt != null
            join exchange in db.Exchanges on verification.Id equals exchange.VerificationId
            where exchange.Fields != null
            orderby exchange.StartedAt descending
            select exchange.Fields).FirstOrDefaultAsync(ct);
        var all = AskedQuestions.Of(connection.Questions, new());
        var here = AskedQuestions.Of(connection.Questions, only?.Questions ?? new());
        // Of one ad only what all forms ask and this one leaves out: the verification may have been about another job.
        return [.. Names(probed, orNone: false).Where(x => !Asks(here, x) && (only is null || Asks(all, x)))
            .Select(x => (Field: x, Id: Guid.Empty, Title: "")).Concat(found)
            .GroupBy(x => x.Field).Select(x => new MissingQuestion(
                x.Key, [.. x.Where(y => y.Title.Length > 0).Select(y => (y.Id, y.Title)).Distinct()]))];
    }

    /// <summary>Whether an answer to a required question goes there.</summary>
    private static bool Asks(AskedQuestions questions, string field) => questions.Now.Any(x => x.Required && x.Target == field);

    private static string[] Names(string? fields, bool orNone = true) =>
        fields?.Split(", ", StringSplitOptions.RemoveEmptyEntries) ?? (orNone ? [""] : []);
}
