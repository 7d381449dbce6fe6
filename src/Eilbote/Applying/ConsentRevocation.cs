using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Applying;

/// <summary>
/// The applicant takes a consent back. What was not sent yet goes without it; what is in the ATS, or may be, is a task for the
/// employer, since nothing can be read or changed there.
/// </summary>
internal static class ConsentRevocation
{
    public static Task<bool> RevokeAsync(IWriter writer, Guid applicationId, string key, DateTimeOffset now, CancellationToken ct) =>
        writer.WriteAsync(async (db, t) =>
        {
            var application = await db.Applications.SingleAsync(x => x.Id == applicationId, t);
            var answers = application.Applicant.Answers;
            if (answers.Find(x => x.Question.Key == key && x.Question.Kind == QuestionKind.Consent && x.RevokedAt is null) is not { } given)
                return false;
            application.Applicant = application.Applicant with
            {
                Answers = [.. answers.Select(x => x == given ? x with { RevokedAt = now } : x)],
            };
            var delivery = await db.Deliveries.SingleAsync(x => x.ApplicationId == applicationId, t);
            delivery.NeedsLook |= delivery.State is DeliveryState.Delivering or DeliveryState.UnderWayByMail
                or DeliveryState.Delivered or DeliveryState.HandedOver;
            db.Interventions.Add(new Intervention
            {
                DeliveryId = delivery.Id,
                Deed = Deed.RevokeConsent,
                Actor = Actor.Applicant,
                Why = $"„{given.Question.Label.De}“",
                At = now,
            });
            return true;
        }, ct);
}
