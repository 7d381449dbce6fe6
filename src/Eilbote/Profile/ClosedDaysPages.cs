using Eilbote.Connectors;
using Eilbote.Employers;
using Eilbote.Members;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Profile;

/// <summary>When people at an employer work: its country's holidays, and its own closed days.</summary>
internal static class ClosedDaysPages
{
    private const string Address = "/portal/profile/working-days";

    public static void MapClosedDays(this RouteGroupBuilder portal)
    {
        portal.MapGet("/profile/working-days", (Member me, bool? saved, AppDb db, TimeProvider clock, CancellationToken ct) =>
            ShowAsync(me, saved == true, new(), [], db, clock, ct));
        portal.MapPost("/profile/working-days", AddAsync);
        portal.MapPost("/profile/working-days/country", CountryAsync);
        portal.MapPost("/profile/working-days/{id:guid}/remove", RemoveAsync);
    }

    private static async Task<IResult> ShowAsync(
        Member me, bool saved, ClosedDaysForm form, Dictionary<string, Words> errors, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        var today = Texts.Day(clock.GetUtcNow());
        var employer = await db.Employers.AsNoTracking().SingleAsync(x => x.Id == me.EmployerId, ct);
        var days = await db.ClosedDays.AsNoTracking().Where(x => x.EmployerId == me.EmployerId && x.Until >= today)
            .OrderBy(x => x.From).ToListAsync(ct);
        return Page.Of<ClosedDaysPage, ClosedDaysView>(new(me, employer, days, form, errors, saved), errors.Count > 0 ? 422 : 200);
    }

    private static async Task<IResult> AddAsync(
        Member me, ClosedDaysForm form, AppDb db, IWriter writer, TimeProvider clock, CancellationToken ct)
    {
        var today = Texts.Day(clock.GetUtcNow());
        var errors = await writer.WriteAsync(async (w, t) =>
        {
            var (days, wrong) = form.Read(today, await w.ClosedDays.CountAsync(x => x.EmployerId == me.EmployerId && x.Until >= today, t));
            // What is over is kept for a while: working time reaches back over it.
            var old = today.AddDays(-2 * ClosedDays.LongestDays);
            await w.ClosedDays.Where(x => x.EmployerId == me.EmployerId && x.Until < old).ExecuteDeleteAsync(t);
            // Of a double click one stays.
            if (days is var (from, until)
                && !await w.ClosedDays.AnyAsync(x => x.EmployerId == me.EmployerId && x.From == from && x.Until == until, t))
                w.ClosedDays.Add(new() { EmployerId = me.EmployerId, From = from, Until = until });
            return wrong;
        }, ct);
        return errors.Count > 0 ? await ShowAsync(me, false, form, errors, db, clock, ct) : new SeeOther(Address + "?saved=true");
    }

    private static async Task<IResult> CountryAsync(Member me, [FromForm] string? country, IWriter writer, CancellationToken ct)
    {
        if (!Enum.TryParse<Country>(country, out var one) || !Enum.IsDefined(one))
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        await writer.WriteAsync((w, t) => w.Employers.Where(x => x.Id == me.EmployerId)
            .ExecuteUpdateAsync(x => x.SetProperty(e => e.Country, one), t), ct);
        return new SeeOther(Address + "?saved=true");
    }

    private static async Task<IResult> RemoveAsync(Member me, Guid id, IWriter writer, CancellationToken ct)
    {
        var done = await writer.WriteAsync(
            (w, t) => w.ClosedDays.Where(x => x.Id == id && x.EmployerId == me.EmployerId).ExecuteDeleteAsync(t), ct);
        return new SeeOther(Address + (done == 1 ? "?saved=true" : ""));
    }
}

public sealed record ClosedDaysView(
    Member Me, Employer Employer, IReadOnlyList<ClosedDays> Days, ClosedDaysForm Form, Dictionary<string, Words> Errors, bool Saved);
