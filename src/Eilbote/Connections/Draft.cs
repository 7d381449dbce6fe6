using Eilbote.Ats;
using Eilbote.Connectors;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Connections;

/// <summary>What was typed for a connection and not yet verified, so that one can leave and come back, or a colleague goes on with it.</summary>
public sealed class Draft
{
    /// <summary>The connection it is for; the employer for the first one, so that there is one draft each.</summary>
    public required Guid Id { get; init; }
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
    public Task<Draft?> FindAsync(Guid employerId, Connection? connection, CancellationToken ct) =>
        db.Drafts.AsNoTracking().SingleOrDefaultAsync(x => x.Id == IdOf(employerId, connection) && x.EmployerId == employerId, ct);

    /// <summary>What is known so far, secrets in clear: the draft's values, else the connection's.</summary>
    public Dictionary<string, string> Known(Connection? connection, Draft? draft)
    {
        var settings = draft?.Settings ?? connection?.Settings ?? [];
        return settings.Concat(secrets.Secrets(draft?.ProtectedSecrets ?? connection?.ProtectedSecrets ?? "")).ToDictionary();
    }

    /// <summary>Keeps what is right; what is wrong stays only on the screen. Nothing makes no draft.</summary>
    public Task SaveAsync(Guid employerId, Connection? connection, ConnectorDescriptor descriptor, TypedSettings typed, CancellationToken ct) => writer.WriteAsync(async (w, t) =>
    {
        var id = IdOf(employerId, connection);
        var draft = await w.Drafts.SingleOrDefaultAsync(x => x.Id == id && x.EmployerId == employerId, t);
        var right = typed.Values.Where(x => x.Value.Length > 0 && !typed.Errors.ContainsKey(x.Key)).ToList();
        if (right.Count == 0)
        {
            if (draft is not null)
                w.Drafts.Remove(draft);
            return true;
        }
        if (draft is null)
            w.Drafts.Add(draft = new Draft { Id = id, EmployerId = employerId });
        var secret = descriptor.Fields.Where(x => x.Kind == SettingKind.Secret).Select(x => x.Key).ToHashSet();
        draft.Settings = right.Where(x => !secret.Contains(x.Key)).ToDictionary();
        draft.ProtectedSecrets = secrets.Protect(right.Where(x => secret.Contains(x.Key)).ToDictionary());
        draft.SavedAt = clock.GetUtcNow();
        return true;
    }, ct);

    public Task RemoveAsync(Guid employerId, Connection? connection, CancellationToken ct)
    {
        var id = IdOf(employerId, connection);
        return writer.WriteAsync((w, t) => w.Drafts.Where(x => x.Id == id && x.EmployerId == employerId).ExecuteDeleteAsync(t), ct);
    }

    private static Guid IdOf(Guid employerId, Connection? connection) => connection?.Id ?? employerId;
}
