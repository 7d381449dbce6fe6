using Eilbote.Connectors;
using Eilbote.Members;
using Eilbote.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Team;

/// <summary>Who belongs to an employer: its owners invite, change and end.</summary>
internal static class TeamPages
{
    private const string Address = "/portal/team";

    public static void MapTeam(this RouteGroupBuilder portal)
    {
        portal.MapGet("/team", (Member me, string? done, TeamViews views, CancellationToken ct) =>
            ShowAsync(me, new() { Done = done }, views, ct));
        portal.MapPost("/team/invitations", InviteAsync).Limited(Limited.MailedLinks);
        portal.MapPost("/team/invitations/{id:guid}/resend", async (Member me, Guid id, Invitations invitations, CancellationToken ct) =>
            new SeeOther(Address + (await invitations.ResendAsync(me.EmployerId, id, ct) ? "?done=resent" : "?done=not-resent")))
            .Limited(Limited.MailedLinks);
        portal.MapPost("/team/invitations/{id:guid}/revoke", async (Member me, Guid id, Invitations invitations, CancellationToken ct) =>
        {
            await invitations.RevokeAsync(me.EmployerId, id, ct);
            return new SeeOther(Address);
        });
        portal.MapPost("/team/{id:guid}", ChangeAsync);
        portal.MapPost("/team/{id:guid}/end", EndAsync);
    }

    private static async Task<IResult> ShowAsync(Member me, TeamForm form, TeamViews views, CancellationToken ct) =>
        Page.Of<TeamPage, TeamView>(await views.OfAsync(me, form, ct), form.Errors.Count > 0 ? 422 : 200);

    private static async Task<IResult> InviteAsync(
        Member me, [FromForm] IFormCollection fields, AppDb db, Invitations invitations, TeamViews views, CancellationToken ct)
    {
        var form = await ReadAsync(me, fields, db, ct);
        if (!EmailAddress.IsOne(form.Email) || !EmailAddress.CanBeMailed(form.Email))
            form.Errors["email"] = new("Bitte geben Sie eine vollständige E-Mail-Adresse ein.", "Please enter a complete e-mail address.");
        else if (await IsMemberAsync(db, me.EmployerId, form.Email, ct))
            form.Errors["email"] = new("Diese Person gehört schon zum Team.", "This person is in the team already.");
        form.CheckAds();
        if (form.Errors.Count == 0 && await invitations.CreateAsync(me.EmployerId, form.Invited, form.Email, ct) is { } wrong)
            form.Errors["email"] = wrong;
        return form.Errors.Count > 0 ? await ShowAsync(me, form, views, ct) : new SeeOther(Address + "?done=invited");
    }

    /// <summary>With those ads only that are the employer's.</summary>
    private static async Task<TeamForm> ReadAsync(Member me, IFormCollection fields, AppDb db, CancellationToken ct)
    {
        var form = TeamForm.Read(fields);
        return form with
        {
            Ads = await db.JobAds.Where(x => x.EmployerId == me.EmployerId && form.Ads.Contains(x.Id)).Select(x => x.Id).ToListAsync(ct),
        };
    }

    private static Task<bool> IsMemberAsync(AppDb db, Guid employerId, string email, CancellationToken ct)
    {
        var normalized = email.ToUpperInvariant();
        return db.Memberships.AnyAsync(x => x.EmployerId == employerId
            && db.Users.Any(u => u.Id == x.UserId && u.NormalizedEmail == normalized), ct);
    }

    private static async Task<IResult> ChangeAsync(
        Member me, Guid id, [FromForm] IFormCollection fields, AppDb db, Teams teams, TeamViews views, CancellationToken ct)
    {
        var form = (await ReadAsync(me, fields, db, ct)) with { Of = id };
        form.CheckAds();
        return form.Errors.Count > 0 ? await ShowAsync(me, form, views, ct) : await AnswerAsync(me, form, "changed", views,
            await teams.ChangeAsync(me.EmployerId, id, form.Role, form.IsLimited, form.Ads, ct), ct);
    }

    private static async Task<IResult> EndAsync(Member me, Guid id, Teams teams, TeamViews views, CancellationToken ct) =>
        await AnswerAsync(me, new() { Of = id }, "ended", views, await teams.EndAsync(me.EmployerId, id, ct), ct);

    private static async Task<IResult> AnswerAsync(
        Member me, TeamForm form, string done, TeamViews views, TeamChange change, CancellationToken ct)
    {
        if (change == TeamChange.LastOwner)
            form.Errors["role"] = new(
                "Das ist die letzte Inhaberin oder der letzte Inhaber. Machen Sie zuerst jemand anderen dazu.",
                "This is the last owner. Make somebody else one first.");
        return form.Errors.Count > 0 ? await ShowAsync(me, form, views, ct)
            : new SeeOther(Address + (change == TeamChange.Gone ? "?done=gone" : "?done=" + done));
    }
}

/// <summary>
/// What was typed to invite somebody, or to change a member. Field names: <c>email</c>, <c>role</c>, <c>limited</c>, <c>ads</c>.
/// </summary>
public sealed record TeamForm
{
    /// <summary>Which member; null: somebody is invited.</summary>
    public Guid? Of { get; init; }
    public string? Done { get; init; }
    public string Email { get; init; } = "";
    public Role Role { get; init; } = Role.Recruiter;
    public bool IsLimited { get; init; }
    public IReadOnlyList<Guid> Ads { get; init; } = [];
    public Dictionary<string, Words> Errors { get; init; } = [];

    public Invited Invited => new(Role, IsLimited, Ads, null);

    public static TeamForm Read(IFormCollection fields)
    {
        var known = Roles.OfMembers.Where(x => x.ToString() == fields["role"]).Cast<Role?>().FirstOrDefault();
        var role = known ?? Role.Viewer;
        return new()
        {
            Errors = known is not null ? [] : new()
            {
                ["role"] = new("Bitte wählen Sie, was die Person darf.", "Please choose what the person may do."),
            },
            Email = IncomingText.Address(fields["email"]),
            Role = role,
            IsLimited = fields["limited"] == "true" && Roles.CanBeLimited(role),
            Ads = [.. fields["ads"].Select(x => Guid.TryParse(x, out var id) ? id : Guid.Empty).Where(x => x != Guid.Empty).Distinct()],
        };
    }

    public void CheckAds()
    {
        if (IsLimited && Ads.Count == 0)
            Errors["ads"] = new("Bitte wählen Sie mindestens ein Inserat.", "Please choose at least one job ad.");
    }
}

/// <summary>Loads what the page shows.</summary>
internal sealed class TeamViews(AppDb db, Teams teams, Invitations invitations, TimeProvider clock)
{
    public async Task<TeamView> OfAsync(Member me, TeamForm form, CancellationToken ct) => new()
    {
        Me = me,
        Employer = await db.Employers.Where(x => x.Id == me.EmployerId).Select(x => x.Name).SingleAsync(ct),
        Form = form,
        Members = await teams.OfAsync(me.EmployerId, ct),
        Invitations = [.. (await invitations.OfAsync(me.EmployerId, ct))
            .Where(x => x.Invitation.StateAt(clock.GetUtcNow()) == InvitationState.Open)],
        Ads = await db.JobAds.Where(x => x.EmployerId == me.EmployerId).OrderBy(x => x.State).ThenBy(x => x.Title)
            .Select(x => new AdChoice(x.Id, x.Title, x.Place)).ToListAsync(ct),
        Now = clock.GetUtcNow(),
    };
}

public sealed record AdChoice(Guid Id, string Title, string Place);

public sealed record TeamView
{
    public required Member Me { get; init; }
    public required string Employer { get; init; }
    public required TeamForm Form { get; init; }
    public required IReadOnlyList<TeamMember> Members { get; init; }

    /// <summary>Those that are open.</summary>
    public required IReadOnlyList<InvitationItem> Invitations { get; init; }
    public required IReadOnlyList<AdChoice> Ads { get; init; }
    public required DateTimeOffset Now { get; init; }
}
