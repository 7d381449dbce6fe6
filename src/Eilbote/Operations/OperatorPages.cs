using Eilbote.Applying;
using Eilbote.Ats;
using Eilbote.Connections;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Employers;
using Eilbote.Members;
using Eilbote.Mail;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Operations;

/// <summary>One list of what waits and why, over all employers. No applicant's name and no token is shown here.</summary>
internal static class OperatorPages
{
    public static void MapOperators(this WebApplication app)
    {
        var operators = app.MapGroup("/operators").ForSignedIn();
        operators.MapGet("/", ShowAsync);
        operators.MapPost("/employers", AddEmployerAsync);
    }

    private static async Task<IResult> ShowAsync(
        AppDb db, ConnectorRegistry connectors, Housekeeping housekeeping, TimeProvider clock, CancellationToken ct) =>
        Page.Of<OperatorsPage, OperatorsView>(
            await ViewAsync(db, connectors, housekeeping, clock.GetUtcNow(), new EmployerForm(), [], null, ct));

    private static async Task<OperatorsView> ViewAsync(
        AppDb db, ConnectorRegistry connectors, Housekeeping housekeeping, DateTimeOffset now, EmployerForm form,
        Dictionary<string, Words> errors, string? added,
        CancellationToken ct)
    {
        var groups = await (
            from delivery in db.Deliveries
            where delivery.SettledAt == null
            group delivery by new
            {
                delivery.EmployerId,
                delivery.ConnectionId,
                delivery.AccountId,
                delivery.State,
                delivery.HeldBy,
                delivery.Reason
            } into g
            select new { g.Key, Count = g.Count(), OldestAt = g.Min(x => x.CreatedAt), NextAt = g.Min(x => x.DueAt) }).ToListAsync(ct);
        var employers = await db.Employers.AsNoTracking().OrderBy(x => x.Name).ToListAsync(ct);
        var names = employers.ToDictionary(x => x.Id, x => x.Name);
        var paused = await db.Accounts.Where(x => x.PausedUntil > now).ToDictionaryAsync(x => x.Id, x => x.PausedUntil, ct);
        var connections = await db.Connections.AsNoTracking().ToListAsync(ct);
        var waits = groups.Select(x => new Wait(
            names[x.Key.EmployerId], x.Key.State, x.Key.HeldBy, x.Key.Reason, x.Count, x.OldestAt, x.NextAt,
            paused.GetValueOrDefault(x.Key.AccountId)))
            .OrderBy(x => x.OldestAt).ToList();
        // By the index of what an employer received; nothing waits for longer than that.
        var (ids, since, yesterday) = (employers.ConvertAll(x => x.Id), now.AddDays(-100), now.AddDays(-1));
        var arrived = await db.Deliveries.CountAsync(
            x => ids.Contains(x.EmployerId) && x.CreatedAt > since && x.SettledAt > yesterday && x.State == DeliveryState.Delivered, ct);
        var statuses = (await ConnectionStatus.OfAsync(db, connections, connectors, now, ct)).Zip(connections)
            .ToLookup(x => x.Second.EmployerId, x => x.First);
        var offered = connectors[ConnectorRegistry.Offered].Descriptor;
        return new(waits, [.. employers.Select(x => new EmployerItem(x, ConnectionStatus.First(statuses[x.Id], offered, draft: false)))],
            arrived, form, errors, added)
        {
            Tasks = [.. (await Ladder.OperatorsTasksAsync(db, now, ct)).Select(x => new OperatorsTask(
                employers.Find(e => e.Id == x.EmployerId)!, x.Count, x.OldestAt))],
            ProbingStops = await ProbingStopView.OpenAsync(db, ct),
            Mail = await MailTrouble.OfAsync(db, now, ct),
            ScanDeclined = await db.Documents.Where(x => x.ScanDueAt != null && x.ScanWords != null).Select(x => x.ScanWords!).Distinct()
                .OrderBy(x => x).Take(3).ToListAsync(ct),
            Coming = housekeeping.Coming,
            Outages = await db.Outages.AsNoTracking().Where(x => x.EndedAt == null).OrderBy(x => x.StartedAt).ToListAsync(ct),
        };
    }

    /// <summary>An employer, and the invitation of its first owner, who chooses the password.</summary>
    private static async Task<IResult> AddEmployerAsync(
        EmployerForm form, AppDb db, ConnectorRegistry connectors, Housekeeping housekeeping, IWriter writer, Invitations invitations,
        MailOptions mail,
        BoardOptions board, HttpContext http, TimeProvider clock, CancellationToken ct)
    {
        var errors = form.Check();
        var (name, email) = (IncomingText.Line(form.Name), IncomingText.Address(form.Email));
        var invitation = errors.Count > 0 ? null : await writer.WriteAsync(async (w, t) =>
        {
            // Of a double click one stays.
            if ((await w.Employers.Select(x => x.Name).ToListAsync(t)).Exists(x => EmployerForm.Same(x, name)))
                return null;
            var employer = new Employer
            {
                Name = name,
                ContactEmail = email,
                Country = Enum.TryParse<Country>(board.Country, out var country) ? country : default,
                CreatedAt = clock.GetUtcNow(),
            };
            w.Employers.Add(employer);
            await w.SaveChangesAsync(t);
            await invitations.AddAsync(w, employer.Id, new(Role.Owner, false, [], null), email, t);
            return w.Invitations.Local.Single(x => x.EmployerId == employer.Id);
        }, ct);
        if (invitation is null)
        {
            if (errors.Count == 0)
                errors["Name"] = new("Ein Unternehmen mit diesem Namen gibt es schon.", "There is a company with this name already.");
            return Page.Of<OperatorsPage, OperatorsView>(
                await ViewAsync(db, connectors, housekeeping, clock.GetUtcNow(), form, errors, null, ct), 422);
        }
        var own = $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}";
        return Page.Of<OperatorsPage, OperatorsView>(
            await ViewAsync(db, connectors, housekeeping, clock.GetUtcNow(), new EmployerForm(), [], name, ct) with
            { AddedLink = mail.Sends ? null : invitations.LinkOf(invitation, own) });
    }
}

/// <summary>What is typed for a new employer. Field names: <c>Name</c>, <c>Email</c>.</summary>
public sealed record EmployerForm
{
    public string Name { get; init; } = "";

    /// <summary>Who is invited as its first owner.</summary>
    public string Email { get; init; } = "";

    public static ValueTask<EmployerForm?> BindAsync(HttpContext http) => SentFields.BindAsync(http, sent => new EmployerForm
    {
        Name = sent[nameof(Name)],
        Email = sent[nameof(Email)],
    });

    /// <summary>As people read names: case and spaces tell no two companies apart.</summary>
    public static bool Same(string one, string other) =>
        string.Equals(string.Concat(one.Where(char.IsLetterOrDigit)), string.Concat(other.Where(char.IsLetterOrDigit)),
            StringComparison.OrdinalIgnoreCase);

    public Dictionary<string, Words> Check()
    {
        var errors = new Dictionary<string, Words>();
        if (!Name.Any(char.IsLetterOrDigit))
            errors["Name"] = new("Bitte geben Sie den Namen des Unternehmens ein.", "Please enter the company's name.");
        else if (TypedText.Wrong(IncomingText.Line(Name), 200) is { } wrong)
            errors["Name"] = wrong;
        if (!EmailAddress.IsOne(IncomingText.Address(Email)) || !EmailAddress.CanBeMailed(IncomingText.Address(Email)))
            errors["Email"] = new("Bitte geben Sie eine vollständige E-Mail-Adresse ein.", "Please enter a complete e-mail address.");
        return errors;
    }
}

/// <summary>Deliveries of one employer that wait for the same reason.</summary>
/// <param name="NextAt">When the earliest is tried again by itself.</param>
public sealed record Wait(
    string Employer, DeliveryState State, HeldBy? HeldBy, string? Reason, int Count, DateTimeOffset OldestAt, DateTimeOffset? NextAt,
    DateTimeOffset? PausedUntil);

/// <summary>So many applications of an employer have waited for <see cref="Ladder.OperatorsAfter"/>: somebody should talk to it.</summary>
public sealed record OperatorsTask(Employer Employer, int Count, DateTimeOffset OldestAt);

public sealed record EmployerItem(Employer Employer, ConnectionStatus Status);

/// <param name="Arrived">Deliveries that arrived within the last 24 hours.</param>
/// <param name="Added">Name of the employer that was just added.</param>
public sealed record OperatorsView(
    IReadOnlyList<Wait> Waits, IReadOnlyList<EmployerItem> Employers, int Arrived, EmployerForm Form,
    Dictionary<string, Words> Errors, string? Added)
{
    /// <summary>The owner's invitation of the employer that was just added, to hand on; null where it is mailed.</summary>
    public string? AddedLink { get; init; }

    /// <summary>Of which employers something has waited for days on which they work, the longest first.</summary>
    public IReadOnlyList<OperatorsTask> Tasks { get; init; } = [];

    public IReadOnlyList<ProbingStopView> ProbingStops { get; init; } = [];

    /// <summary>Null when every mail leaves.</summary>
    public MailTrouble? Mail { get; init; }

    /// <summary>Why the virus scanner declines documents that wait for it, in its own words.</summary>
    public IReadOnlyList<string> ScanDeclined { get; init; } = [];

    /// <summary>What earlier versions kept and is about to be erased; null when nothing is.</summary>
    public ComingErasure? Coming { get; init; }

    /// <summary>What waits for the virus scanner.</summary>
    public IEnumerable<Wait> Unscanned => Waits.Where(x => x is { HeldBy: HeldBy.Scan, Reason: Delivery.Unscanned });

    /// <summary>Of ATSs that are out themselves, for several employers.</summary>
    public IReadOnlyList<Outage> Outages { get; init; } = [];
}
