using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Mail;
using Eilbote.Members;
using Eilbote.Scanning;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Connections;

public sealed record SmartApplyView
{
    public required Member Me { get; init; }
    public required string Employer { get; init; }
    public required ConnectorDescriptor Descriptor { get; init; }
    public Connection? Connection { get; init; }
    public Draft? Draft { get; init; }

    /// <summary>What would become of all that waits for it.</summary>
    public DryRun? DryRun { get; init; }

    /// <summary>As typed or stored; secrets are not among them.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>The fields whose secret is stored.</summary>
    public required IReadOnlySet<string> Stored { get; init; }

    public required Dictionary<string, Words> Errors { get; init; }

    /// <summary>Required values that are neither typed nor stored.</summary>
    public required IReadOnlyList<SettingField> Missing { get; init; }

    /// <summary>Verification was asked for, so what is missing is said at its field.</summary>
    public required bool Asked { get; init; }

    /// <summary>How the connection stands.</summary>
    public required ConnectionStatus Status { get; init; }

    /// <summary>Open invitations and who accepted one; the owner's alone.</summary>
    public IReadOnlyList<InvitationItem> Invitations { get; init; } = [];

    public InvitingForm Inviting { get; init; } = new("", null);

    /// <summary>For links into the employer's own ATS; empty while unknown.</summary>
    public string CareerSite => Descriptor.FeedKey is not { } key || Errors.ContainsKey(key) ? "" : Values.GetValueOrDefault(key, "");

    /// <summary>What the ATS demands and the forms do not.</summary>
    public IReadOnlyList<MissingQuestion> Demanded { get; init; } = [];

    /// <summary>The last verification of this connection.</summary>
    public Verification? Verified { get; init; }

    /// <summary>All connections of the employer, oldest first.</summary>
    public IReadOnlyList<Connection> All { get; init; } = [];

    /// <summary>What can be chosen for a new one.</summary>
    public IReadOnlyList<ConnectorDescriptor> Choice { get; init; } = [];

    /// <summary>The secret that was issued and not proven yet: to be copied to the other side. Null when there is none to show.</summary>
    public string? Issued { get; init; }

    /// <summary>Whether the employer has not said yet who it is for data protection: then nothing goes live.</summary>
    public bool NoticeMissing { get; init; }

    /// <summary>Which connection a form is about.</summary>
    public string Which => WhichFor(Descriptor.Id);

    /// <summary>The same, for a new one of another kind.</summary>
    public string WhichFor(string connector) => Connection is not null ? Query(Connection.Id.ToString(), null)
        : Query(All.Count > 0 ? "new" : null, connector);

    public static string Query(string? which, string? connector) =>
        QueryString.Create([.. new KeyValuePair<string, string?>[] { new("connection", which), new("connector", connector) }
            .Where(x => x.Value is not null)]).ToString();

    /// <summary>The first field that is still to be filled.</summary>
    public SettingField? Next => Descriptor.ConnectionFields.FirstOrDefault(x => Errors.ContainsKey(x.Key) || !Has(x.Key));

    public bool Has(string field) => Stored.Contains(field) || Values.GetValueOrDefault(field, "").Length > 0;
}

/// <summary>Loads what the page shows.</summary>
public sealed class SmartApplyViews(
    AppDb db, Drafts drafts, Invitations invitations, ConnectorRegistry connectors, Scanner scanner, MailOptions mail,
    TimeProvider clock)
{
    /// <param name="typed">What was just typed, if this is the answer to a form.</param>
    public async Task<SmartApplyView> OfAsync(
        Member me, string connector, Connection? connection, TypedSettings? typed, CancellationToken ct)
    {
        var descriptor = connectors[connector].Descriptor;
        var draft = await drafts.FindAsync(me.EmployerId, connector, connection, ct);
        var known = drafts.Known(connection, draft);
        var isDraft = connection is null or { State: ConnectionState.Draft };
        var issued = descriptor.Issued is { } field ? known.GetValueOrDefault(field.Key) : null;
        // Of a connection that works only a secret that is not its own yet.
        if (!isDraft && issued == drafts.Known(connection, null).GetValueOrDefault(descriptor.Issued?.Key ?? ""))
            issued = null;
        var status = connection is null
            ? ConnectionStatus.First([], descriptor, draft is not null)
            : await ConnectionStatus.OfAsync(db, connection, descriptor, clock.GetUtcNow(), ct);
        var employer = await db.Employers.AsNoTracking().SingleAsync(x => x.Id == me.EmployerId, ct);
        var verified = connection is null ? null : await db.Verifications.AsNoTracking()
            .Where(x => x.ConnectionId == connection.Id && x.EmployerId == me.EmployerId).OrderByDescending(x => x.StartedAt)
            .FirstOrDefaultAsync(ct);
        if (verified is not null)
            verified.Checks = Findings.AsAskedNow(
                verified.Checks, await AskingForm.OfJobAsync(db, connection!.Id, verified.JobIn(descriptor), ct));
        return new()
        {
            Me = me,
            Employer = employer.Name,
            NoticeMissing = employer.NoticeVersion == 0,
            Descriptor = descriptor,
            Connection = connection,
            Draft = draft,
            Values = (typed?.Values ?? known).Where(x => !descriptor.IsSecret(x.Key)).ToDictionary(),
            Stored = known.Where(x => descriptor.IsSecret(x.Key) && x.Value.Length > 0).Select(x => x.Key).ToHashSet(),
            Errors = typed?.Errors ?? [],
            Missing = (typed ?? PastedSettings.Read(connectors[connector], known, _ => null)).Missing,
            Asked = typed?.Missing.Count > 0,
            Status = status,
            Demanded = connection is null ? [] : await MissingQuestions.OfAsync(db, connection, descriptor, null, me.Ads, ct),
            DryRun = connection is null ? null : await DryRun.OfAsync(
                db.Deliveries.Where(me.Ads.On<Delivery>(x => x.JobAdId)).Where(
                    x => x.EmployerId == me.EmployerId && x.SettledAt == null && x.ConnectionId == connection.Id),
                db, scanner.IsOn, released: false, ct),
            // Where no mail leaves, none with a code would.
            Choice = [.. connectors.All.Select(x => x.Descriptor).Where(x => !x.ProvenByCode || mail.Sends)],
            Issued = me.May(Right.EnterValues) && issued is { Length: > 0 } ? issued : null,
            Verified = verified,
            All = await db.Connections.AsNoTracking().Where(x => x.EmployerId == me.EmployerId).OrderBy(x => x.CreatedAt).ThenBy(x => x.Id)
                .ToListAsync(ct),
            Invitations = me.May(Right.Manage)
                ? [.. (await invitations.OfAsync(me.EmployerId, ct)).Where(x => x.Invitation.Connector is not null)] : [],
        };
    }
}
