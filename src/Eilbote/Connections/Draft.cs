using Eilbote.Ats;
using Eilbote.Connectors;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Connections;

/// <summary>
/// What was typed for a connection and not yet verified, so that one can leave and come back, or a colleague goes on with it.
/// </summary>
public sealed class Draft
{
    /// <summary>
    /// The connection it is for; the employer for one that is still to be made, so that there is one draft each and connector.
    /// </summary>
    public required Guid Id { get; init; }
    public required string Connector { get; init; }
    public required Guid EmployerId { get; init; }

    /// <summary>Everything but secrets, by the connector's keys.</summary>
    public Dictionary<string, string> Settings { get; set; } = [];

    /// <summary>As <see cref="Connection.ProtectedSecrets"/>.</summary>
    public string ProtectedSecrets { get; set; } = "";

    public DateTimeOffset SavedAt { get; set; }
}

/// <summary>Keeps and opens drafts.</summary>
public sealed class Drafts(AppDb db, IWriter writer, ConnectionSecrets secrets, TimeProvider clock)
{
    public Task<Draft?> FindAsync(Guid employerId, string connector, Connection? connection, CancellationToken ct) =>
        db.Drafts.AsNoTracking()
            .SingleOrDefaultAsync(x => x.Id == IdOf(employerId, connection) && x.Connector == connector && x.EmployerId == employerId, ct);

    /// <summary>The connector of the new connection that was last worked on; null when none was begun.</summary>
    public Task<string?> LastBegunAsync(Guid employerId, CancellationToken ct) =>
        db.Drafts.Where(x => x.Id == employerId).OrderByDescending(x => x.SavedAt).Select(x => x.Connector).FirstOrDefaultAsync(ct);

    /// <summary>What is known so far, secrets in clear: the draft's values, else the connection's.</summary>
    public Dictionary<string, string> Known(Connection? connection, Draft? draft)
    {
        var settings = draft?.Settings ?? connection?.Settings ?? [];
        return settings.Concat(secrets.Secrets(draft?.ProtectedSecrets ?? connection?.ProtectedSecrets ?? "")).ToDictionary();
    }

    /// <summary>Keeps what is right; what is wrong stays only on the screen. Nothing makes no draft.</summary>
    public Task SaveAsync(
        Guid employerId, Connection? connection, ConnectorDescriptor descriptor, TypedSettings typed, CancellationToken ct) =>
        writer.WriteAsync(async (w, t) =>
    {
        var id = IdOf(employerId, connection);
        var draft = await w.Drafts.SingleOrDefaultAsync(x => x.Id == id && x.Connector == descriptor.Id && x.EmployerId == employerId, t);
        var right = typed.Values.Where(x => x.Value.Length > 0 && !typed.Errors.ContainsKey(x.Key)).ToList();
        if (right.Count == 0)
        {
            if (draft is not null)
                w.Drafts.Remove(draft);
            return true;
        }
        if (draft is null)
            w.Drafts.Add(draft = new Draft { Id = id, Connector = descriptor.Id, EmployerId = employerId });
        draft.Settings = right.Where(x => !descriptor.IsSecret(x.Key)).ToDictionary();
        draft.ProtectedSecrets = secrets.Protect(right.Where(x => descriptor.IsSecret(x.Key)).ToDictionary());
        draft.SavedAt = clock.GetUtcNow();
        return true;
    }, ct);

    public Task RemoveAsync(Guid employerId, string connector, Connection? connection, CancellationToken ct)
    {
        var id = IdOf(employerId, connection);
        return writer.WriteAsync(
            (w, t) => w.Drafts.Where(x => x.Id == id && x.Connector == connector && x.EmployerId == employerId).ExecuteDeleteAsync(t), ct);
    }

    private static Guid IdOf(Guid employerId, Connection? connection) => connection?.Id ?? employerId;
}
