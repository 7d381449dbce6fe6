using Eilbote.Employers;
using Eilbote.Members;
using Eilbote.Connectors;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Profile;

/// <summary>Who the employer is for data protection: entered in the portal, read by applicants.</summary>
internal static class NoticePages
{
    public static void MapNotice(this RouteGroupBuilder portal)
    {
        portal.MapGet("/profile/notice", ShowAsync);
        portal.MapPost("/profile/notice", SaveAsync);
    }

    public static void MapEmployerNotice(this WebApplication app) => app.MapGet("/employers/{id:guid}/privacy", ReadAsync);

    /// <summary>The one that applies; null before the first.</summary>
    private static Task<EmployerNotice?> NoticeAsync(AppDb db, Guid employerId, CancellationToken ct) =>
        db.EmployerNotices.AsNoTracking().Where(x => x.EmployerId == employerId).OrderByDescending(x => x.Version).FirstOrDefaultAsync(ct);

    private static async Task<IResult> ShowAsync(Member me, bool? saved, AppDb db, CancellationToken ct)
    {
        var employer = await db.Employers.AsNoTracking().SingleAsync(x => x.Id == me.EmployerId, ct);
        var form = NoticeForm.Of(await NoticeAsync(db, me.EmployerId, ct));
        return Page.Of<NoticePage, NoticeView>(new(me, employer, form, [], saved == true));
    }

    private static async Task<IResult> SaveAsync(
        Member me, NoticeForm typed, AppDb db, IWriter writer, TimeProvider clock, CancellationToken ct)
    {
        var form = typed.Cleaned();
        if (form.Check() is { Count: > 0 } errors)
        {
            var employer = await db.Employers.AsNoTracking().SingleAsync(x => x.Id == me.EmployerId, ct);
            return Page.Of<NoticePage, NoticeView>(new(me, employer, form, errors, false), 422);
        }
        await writer.WriteAsync(async (w, t) =>
        {
            if (form == NoticeForm.Of(await NoticeAsync(w, me.EmployerId, t)))
                return false;
            var employer = await w.Employers.SingleAsync(x => x.Id == me.EmployerId, t);
            w.EmployerNotices.Add(new EmployerNotice
            {
                EmployerId = employer.Id,
                Version = ++employer.NoticeVersion,
                Controller = form.Controller,
                Address = form.Address,
                Contact = form.Contact,
                Url = form.Url,
                Text = form.Text,
                TextEn = form.TextEn,
                WrittenAt = clock.GetUtcNow(),
            });
            return true;
        }, ct);
        return new SeeOther("/portal/profile/notice?saved=true");
    }

    private static async Task<IResult> ReadAsync(Guid id, AppDb db, CancellationToken ct) =>
        await db.Employers.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, ct) is { } employer
            && await NoticeAsync(db, id, ct) is { } notice
            ? Page.Of<EmployerNoticePage, EmployerNoticeView>(new(employer, notice))
            : Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
}

/// <param name="Form">As typed.</param>
public sealed record NoticeView(Member Me, Employer Employer, NoticeForm Form, Dictionary<string, Words> Errors, bool Saved);

public sealed record EmployerNoticeView(Employer Employer, EmployerNotice Notice);
