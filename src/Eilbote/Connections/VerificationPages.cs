using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connectors;
using Eilbote.Members;
using Eilbote.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Connections;

/// <summary>One verification, live while it runs, and what an owner does with a connection beside typing its values.</summary>
internal static class VerificationPages
{
    public static void MapVerifications(this RouteGroupBuilder portal)
    {
        portal.MapGet("/smart-apply/verifications/{id:guid}", (
            Member me, Guid id, AppDb db, ConnectorRegistry connectors, TimeProvider clock, CancellationToken ct) =>
            ShowAsync(me, id, db, connectors, clock, null, ct));
        portal.MapPost("/smart-apply/{id:guid}/verify", (Member me, Guid id, AppDb db, SmartApply smartApply, CancellationToken ct) =>
            BeginAsync(me, id, db, () => smartApply.VerifyAgainAsync(me.EmployerId, id, ct), ct));
        portal.MapPost("/smart-apply/verifications/{id:guid}/code", TypeCodeAsync);
        var owners = portal.MapGroup("/smart-apply/{id:guid}");
        owners.MapPost("/test", (Member me, Guid id, AppDb db, SmartApply smartApply, CancellationToken ct) =>
            BeginAsync(me, id, db, () => smartApply.TestAsync(me.EmployerId, id, me.UserId, ct), ct));
        owners.MapPost("/off", async (Member me, Guid id, SmartApply smartApply, CancellationToken ct) =>
        {
            await smartApply.SwitchOffAsync(me.EmployerId, id, ct);
            return new SeeOther($"/portal/smart-apply?connection={id}");
        });
    }

    private static async Task<IResult> ShowAsync(
        Member me, Guid id, AppDb db, ConnectorRegistry connectors, TimeProvider clock, int? triesLeft, CancellationToken ct)
    {
        var verification = await db.Verifications.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id && x.EmployerId == me.EmployerId, ct);
        if (verification is null)
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        var connection = await db.Connections.AsNoTracking()
            .SingleAsync(x => x.Id == verification.ConnectionId && x.EmployerId == me.EmployerId, ct);
        var ats = connectors.Of(connection).Descriptor;
        verification.Checks = Findings.AsAskedNow(
            verification.Checks, await AskingForm.OfJobAsync(db, connection.Id, verification.JobIn(ats), ct));
        var employer = await db.Employers.Where(x => x.Id == me.EmployerId).Select(x => x.Name).SingleAsync(ct);
        return Page.Of<VerificationPage,
            VerificationView>(new(
            me, employer, connection, verification, ats, await ConnectionStatus.OfAsync(db, connection, ats, clock.GetUtcNow(), ct))
            { TriesLeft = triesLeft }, triesLeft is null ? 200 : 422);
    }

    /// <summary>Answers with the same page: right, wrong with how many tries are left, or over.</summary>
    private static async Task<IResult> TypeCodeAsync(
        Member me, Guid id, [FromForm] IFormCollection form, AppDb db, TypedCodes codes, Verifications verifications,
        ConnectorRegistry connectors, TimeProvider clock, CancellationToken ct)
    {
        if (!await db.Verifications.AnyAsync(x => x.Id == id && x.EmployerId == me.EmployerId, ct))
            return Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
        var right = await codes.TypeAsync(id, form["code"].ToString(), ct);
        verifications.Wake(id);
        var now = await db.Verifications.AsNoTracking().Where(x => x.Id == id).Select(x => new { x.CodeTries, x.WaitsFor }).SingleAsync(ct);
        return right || now.WaitsFor != VerificationWait.Code || now.CodeTries >= TypedCodes.TriesAtMost
            ? new SeeOther($"/portal/smart-apply/verifications/{id}")
            : await ShowAsync(me, id, db, connectors, clock, TypedCodes.TriesAtMost - now.CodeTries, ct);
    }

    /// <summary>What would make a connection go live waits until the employer has said who it is for data protection.</summary>
    private static async Task<IResult> BeginAsync(Member me, Guid connection, AppDb db, Func<Task<Guid?>> begin, CancellationToken ct)
    {
        var mine = db.Connections.Where(x => x.Id == connection && x.EmployerId == me.EmployerId);
        if (await mine.AnyAsync(x => x.State == ConnectionState.Draft, ct) && await LacksNoticeAsync(db, me, ct))
            return new SeeOther($"/portal/smart-apply?connection={connection}");
        return await begin() is { } id
            ? new SeeOther($"/portal/smart-apply/verifications/{id}")
            : Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
    }

    public static Task<bool> LacksNoticeAsync(AppDb db, Member me, CancellationToken ct) =>
        db.Employers.AnyAsync(x => x.Id == me.EmployerId && x.NoticeVersion == 0, ct);
}

public sealed record VerificationView(
    Member Me, string Employer, Connection Connection, Verification Verification, ConnectorDescriptor Ats, ConnectionStatus Status)
{
    /// <summary>After a wrong code: how often it can still be typed.</summary>
    public int? TriesLeft { get; init; }
}
