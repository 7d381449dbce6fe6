using System.Globalization;
using Eilbote.Applications;
using Eilbote.Employers;
using Eilbote.Members;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>How long what is kept of an employer's applications; of one of these times the owner decides.</summary>
internal static class RetentionPages
{
    private const string Address = "/portal/profile/retention";

    public static void MapRetention(this RouteGroupBuilder portal)
    {
        portal.MapGet("/profile/retention", ShowAsync);
        portal.MapPost("/profile/retention", ChangeAsync);
    }

    private static async Task<IResult> ShowAsync(
        Member me, bool? saved, Retention retention, RepeatOptions repeats, AppDb db, CancellationToken ct)
    {
        var employer = await db.Employers.AsNoTracking().SingleAsync(x => x.Id == me.EmployerId, ct);
        var months = employer.KeepMonths ?? Retention.MonthsIn(employer.Country);
        return Page.Of<RetentionPage, RetentionView>(new(me, employer, retention.Table(months, repeats.Within), saved == true));
    }

    /// <summary>Anything that is none of the choices is none of ours.</summary>
    private static async Task<IResult> ChangeAsync(Member me, [FromForm] string? months, IWriter writer, CancellationToken ct)
    {
        int? chosen = int.TryParse(months, NumberStyles.None, CultureInfo.InvariantCulture, out var one) ? one : null;
        if (chosen is < Retention.FewestMonths or > Retention.MostMonths || (chosen is null && months != ""))
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        await writer.WriteAsync((w, t) => w.Employers.Where(x => x.Id == me.EmployerId)
            .ExecuteUpdateAsync(x => x.SetProperty(e => e.KeepMonths, chosen), t), ct);
        return new SeeOther(Address + "?saved=true");
    }
}

public sealed record RetentionView(Member Me, Employer Employer, IReadOnlyList<RetentionRow> Rows, bool Saved);
