using Eilbote.Board;
using Eilbote.Employers;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>
/// The page to which the mail with an application leads: who got it says so by a button, without signing in. It shows nothing of the
/// application, and opening it changes nothing, because scanners open links.
/// </summary>
internal static class ConfirmationPages
{
    private const string Path = PortalLinks.Confirmation + "{id:guid}/{token}";

    public static void MapConfirmations(this WebApplication app)
    {
        app.MapGet(Path, async (Guid id, string token, HttpContext http, AppDb db, PortalLinks links, CancellationToken ct) =>
            await FindAsync(id, token, http, db, links, ct) is { } found ? Page.Of<ConfirmationPage, ConfirmationView>(found) : NotFound());
        app.MapPost(Path, ConfirmAsync).DisableAntiforgery();
    }

    private static async Task<IResult> ConfirmAsync(
        Guid id, string token, HttpContext http, AppDb db, PortalLinks links, ByHand byHand, CancellationToken ct)
    {
        if (await FindAsync(id, token, http, db, links, ct) is not { } found)
            return NotFound();
        if (found.State == ConfirmationState.Open)
            await byHand.DoAsync(
                db, Deed.HandOver, new Selection(found.Employer.Id, found.Delivery.ApplicationId), new By(Actor.Mailbox, null, null), null,
                ct);
        return new SeeOther(http.Request.Path + http.Request.QueryString);
    }

    private static async Task<ConfirmationView?> FindAsync(
        Guid id, string token, HttpContext http, AppDb db, PortalLinks links, CancellationToken ct)
    {
        http.ForMailedLink();
        return !links.Opens(id, token) ? null : await (
            from delivery in db.Deliveries.AsNoTracking()
            join ad in db.JobAds.AsNoTracking() on delivery.JobAdId equals ad.Id
            join employer in db.Employers.AsNoTracking() on delivery.EmployerId equals employer.Id
            where delivery.Id == id
            select new ConfirmationView(delivery, employer, ad, db.ConfidentialAds.Any(x => x.JobAdId == ad.Id)))
            .SingleOrDefaultAsync(ct);
    }

    private static IResult NotFound() => Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
}

/// <summary>Over: withdrawn, or given back.</summary>
public enum ConfirmationState { Open, Confirmed, Over }

public sealed record ConfirmationView(Delivery Delivery, Employer Employer, JobAd Ad, bool IsConfidential)
{
    public ConfirmationState State => Delivery switch
    {
        { Ended: false, WithdrawnAt: null } => ConfirmationState.Open,
        { State: DeliveryState.HandedOver or DeliveryState.Delivered } => ConfirmationState.Confirmed,
        _ => ConfirmationState.Over,
    };
}
