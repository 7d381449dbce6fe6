using System.Globalization;
using Eilbote.Ats;
using Eilbote.Connectors;
using Eilbote.Mail;
using Eilbote.Members;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Connections;

/// <summary>
/// Where an employer reads of what its ATS's interface does not take: its owners say which address and admit it, whoever reads that
/// address confirms it by a link.
/// </summary>
internal static class SecondPathPages
{
    private const string Address = "/portal/second-path";

    public static void MapSecondPath(this RouteGroupBuilder portal)
    {
        portal.MapGet("/second-path", (Member me, Guid? connection, string? done, AppDb db, ConnectorRegistry connectors, MailOptions mail,
            TimeProvider clock, CancellationToken ct) =>
            ShowAsync(me, connection, new() { Done = done }, db, connectors, mail, clock, ct));
        portal.MapPost("/second-path", SaveAsync).Limited(Limited.MailedLinks);
        portal.MapPost("/second-path/admit", AdmitAsync);
        portal.MapPost("/second-path/remove", RemoveAsync);
        portal.MapPost("/second-path/documents", DocumentsAsync);
        portal.MapPost("/second-path/repeats", RepeatsAsync);
    }

    public static void MapSecondPathLinks(this WebApplication app)
    {
        app.MapGet("/second-path/{token}", async (string token, HttpContext http, AppDb db, SecondPaths paths, CancellationToken ct) =>
            await LinkAsync(token, http, db, paths, ct) is { } view ? Show(view) : NotFound());
        app.MapPost("/second-path/{token}", ConfirmAsync).DisableAntiforgery();
    }

    private static async Task<IResult> ShowAsync(
        Member me, Guid? connection, SecondPathForm form, AppDb db, ConnectorRegistry connectors, MailOptions mail, TimeProvider clock,
        CancellationToken ct)
    {
        if (await FindAsync(me, connection, db, ct) is not { } found)
            return NotFound();
        return Page.Of<SecondPathPage, SecondPathView>(
            new(me, await db.Employers.Where(x => x.Id == me.EmployerId).Select(x => x.Name).SingleAsync(ct), found,
                connectors.Of(found).Descriptor,
                await db.SecondPaths.AsNoTracking().SingleOrDefaultAsync(x => x.ConnectionId == found.Id, ct), form)
            {
                Now = clock.GetUtcNow(),
                Sends = mail.Sends,
            }, form.Wrong is null ? 200 : 422);
    }

    private static async Task<IResult> SaveAsync(
        Member me, SecondPathForm form, AppDb db, ConnectorRegistry connectors, SecondPaths paths, MailOptions mail, TimeProvider clock,
        CancellationToken ct)
    {
        if (await FindAsync(me, form.Connection, db, ct) is not { } found)
            return NotFound();
        if (EmailAddress.Wrong(form.Email) is { } wrong)
            return await ShowAsync(me, form.Connection, form with { Wrong = wrong }, db, connectors, mail, clock, ct);
        var asked = await paths.AskAsync(found.Id, me.EmployerId, form.Email, ct);
        return new SeeOther($"{Address}?connection={found.Id}&done={(asked ? "asked" : "asked-before")}");
    }

    private static async Task<IResult> AdmitAsync(Member me, SecondPathForm form, AppDb db, SecondPaths paths, CancellationToken ct)
    {
        if (await FindAsync(me, form.Connection, db, ct) is not { } found)
            return NotFound();
        var done = form.ConfirmedAt is { } at && await paths.AdmitAsync(found.Id, at, me.Email, ct);
        return new SeeOther($"{Address}?connection={found.Id}&done={(done ? "admitted" : "changed")}");
    }

    private static async Task<IResult> RemoveAsync(Member me, SecondPathForm form, AppDb db, SecondPaths paths, CancellationToken ct)
    {
        if (await FindAsync(me, form.Connection, db, ct) is not { } found)
            return NotFound();
        await paths.RemoveAsync(found.Id, ct);
        return new SeeOther($"{Address}?connection={found.Id}&done=removed");
    }

    private static async Task<IResult> DocumentsAsync(Member me, SecondPathForm form, AppDb db, IWriter writer, CancellationToken ct)
    {
        if (await FindAsync(me, form.Connection, db, ct) is not { } found)
            return NotFound();
        // Of the address that the owner saw.
        var done = await writer.WriteAsync((w, t) => w.SecondPaths.Where(x => x.ConnectionId == found.Id && x.Email == form.Email)
            .ExecuteUpdateAsync(x => x.SetProperty(p => p.SendsDocuments, form.SendsDocuments), t), ct) == 1;
        return new SeeOther($"{Address}?connection={found.Id}&done={(done ? "saved" : "changed")}");
    }

    private static async Task<IResult> RepeatsAsync(Member me, SecondPathForm form, AppDb db, IWriter writer, CancellationToken ct)
    {
        if (await FindAsync(me, form.Connection, db, ct) is not { } found)
            return NotFound();
        await writer.WriteAsync((w, t) => w.Connections.Where(x => x.Id == found.Id)
            .ExecuteUpdateAsync(x => x.SetProperty(c => c.OnlyFirstCounts, form.OnlyFirst), t), ct);
        return new SeeOther($"{Address}?connection={found.Id}&done=saved");
    }

    private static async Task<IResult> ConfirmAsync(
        string token, HttpContext http, ConfirmForm form, AppDb db, SecondPaths paths, CancellationToken ct)
    {
        if (await LinkAsync(token, http, db, paths, ct) is not { } view)
            return NotFound();
        if (form.Name.Length == 0)
            return Show(view with { Wrong = Texts.T("Bitte schreiben Sie Ihren Namen.", "Please write your name.") }, 422);
        if (TypedText.Wrong(form.Name, SecondPathView.NameLimit, lines: false) is { } wrong)
            return Show(view with { Name = form.Name, Wrong = Texts.T(wrong) }, 422);
        return await paths.ConfirmAsync(token, form.Name, ct) ? Show(view with { Done = true }) : NotFound();
    }

    private static async Task<SecondPathLink?> LinkAsync(
        string token, HttpContext http, AppDb db, SecondPaths paths, CancellationToken ct)
    {
        http.ForMailedLink();
        return await paths.OpenAsync(db, token, ct) is { } path
            ? new(await db.Employers.Where(x => x.Id == path.EmployerId).Select(x => x.Name).SingleAsync(ct), path.Email) : null;
    }

    private static async Task<Connection?> FindAsync(Member me, Guid? connection, AppDb db, CancellationToken ct) =>
        await db.Connections.AsNoTracking().SingleOrDefaultAsync(x => x.Id == connection && x.EmployerId == me.EmployerId, ct);

    private static IResult Show(SecondPathLink view, int status = 200) => Page.Of<SecondPathLinkPage, SecondPathLink>(view, status);

    private static IResult NotFound() => Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
}

/// <summary>
/// What an owner types or presses. Field names: <c>connection</c>, <c>email</c>, <c>confirmed</c>, <c>only_first</c>, <c>documents</c>.
/// </summary>
public sealed record SecondPathForm
{
    public Guid? Connection { get; init; }
    public string Email { get; init; } = "";

    /// <summary>Of the confirmation that the owner saw.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }
    public bool OnlyFirst { get; init; }
    public bool SendsDocuments { get; init; }
    public string? Done { get; init; }
    public string? Wrong { get; init; }

    public static ValueTask<SecondPathForm?> BindAsync(HttpContext http) => SentFields.BindAsync(http, sent => new SecondPathForm
    {
        Connection = sent.Id("connection"),
        Email = IncomingText.Address(sent["email"]),
        ConfirmedAt = long.TryParse(sent["confirmed"], CultureInfo.InvariantCulture, out var at) && at is > 0 and < 253_402_300_800_000
            ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
        OnlyFirst = sent.Checked("only_first"),
        SendsDocuments = sent.Checked("documents"),
    });
}

/// <summary>What whoever reads the address types: <c>name</c>.</summary>
public sealed record ConfirmForm(string Name)
{
    public static ValueTask<ConfirmForm?> BindAsync(HttpContext http) =>
        SentFields.BindAsync(http, sent => new ConfirmForm(IncomingText.Line(sent["name"])));
}

public sealed record SecondPathView(
    Member Me, string Employer, Connection Connection, ConnectorDescriptor Ats, SecondPath? Path, SecondPathForm Form)
{
    /// <summary>Characters.</summary>
    public const int NameLimit = 100;
    public required DateTimeOffset Now { get; init; }

    /// <summary>Whether this board sends mail at all.</summary>
    public required bool Sends { get; init; }
}

/// <summary>The page behind the link: it names the company and the address, and nobody's application.</summary>
public sealed record SecondPathLink(string Employer, string Email)
{
    public string Name { get; init; } = "";
    public string? Wrong { get; init; }
    public bool Done { get; init; }
}
