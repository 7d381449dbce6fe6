using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Connections;

/// <summary>Saves a connection and asks the ATS once whether it accepts it.</summary>
public sealed class SmartApply(
    IWriter writer, ConnectionSecrets secrets, ConnectorRegistry connectors, Verification verification, Lanes lanes, TimeProvider clock)
{
    /// <summary>
    /// Asks the ATS with the typed values. A draft keeps them whatever the answer; a connection that is in use keeps its old
    /// values until the ATS has accepted the new ones. Once accepted, everything that waited goes out, oldest first.
    /// </summary>
    /// <returns>The exchange that holds the answer, or when the account has a slot for asking.</returns>
    public async Task<Reservation> SaveAndVerifyAsync(Guid employerId, string connector, Connection? existing, TypedSettings typed, CancellationToken ct)
    {
        var descriptor = connectors[connector].Descriptor;
        var account = await AccountAsync(connector, typed.Values[descriptor.Pace.CountedBy], ct);
        var connectionId = existing?.Id ?? Guid.CreateVersion7(clock.GetUtcNow());
        if (existing is null or { State: ConnectionState.Draft })
            await SaveAsync(connectionId, employerId, connector, account, typed, accepted: false, ct);

        var claim = existing?.ProvenAt is null || existing.AccountId != account;
        var (reservation, reading) = await verification.ProbeAsync(
            connectors[connector], connectionId, account, claim ? Purpose.Claim : Purpose.Verification,
            new ConnectionSettings(typed.Values), typed.Values["ats_job_id"], ct);
        if (reading is { } answered && Verification.CredentialsAccepted(answered.Meaning))
        {
            await SaveAsync(connectionId, employerId, connector, account, typed, accepted: true, ct);
            lanes.Wake(account);
        }
        return reservation;
    }

    private Task<Guid> AccountAsync(string connector, string key, CancellationToken ct) => writer.WriteAsync(async (w, t) =>
    {
        if (await w.Accounts.SingleOrDefaultAsync(x => x.Connector == connector && x.Key == key, t) is { } account)
            return account.Id;
        account = new Account { Connector = connector, Key = key };
        w.Accounts.Add(account);
        return account.Id;
    }, ct);

    private Task SaveAsync(Guid id, Guid employerId, string connector, Guid account, TypedSettings typed, bool accepted, CancellationToken ct) =>
        writer.WriteAsync(async (w, t) =>
        {
            var now = clock.GetUtcNow();
            var connection = await w.Connections.SingleOrDefaultAsync(x => x.Id == id && x.EmployerId == employerId, t);
            if (connection is null)
            {
                connection = new Connection { Id = id, EmployerId = employerId, Connector = connector, CreatedAt = now };
                w.Connections.Add(connection);
            }
            var isSecret = connectors[connector].Descriptor.Fields.Where(x => x.Kind == SettingKind.Secret).Select(x => x.Key).ToHashSet();
            connection.Settings = typed.Values.Where(x => x.Value.Length > 0 && !isSecret.Contains(x.Key)).ToDictionary();
            connection.ProtectedSecrets = secrets.Protect(typed.Values.Where(x => isSecret.Contains(x.Key)).ToDictionary());
            connection.AccountId = account;
            if (accepted)
            {
                connection.State = ConnectionState.Active;
                connection.ProvenAt = now;
                connection.HeldReason = null;
                connection.FlaggedReason = null;
                connection.HeldSince = null;
                await w.Deliveries.Where(x => x.ConnectionId == id && x.SettledAt == null && x.State != DeliveryState.Delivering)
                    .ExecuteUpdateAsync(x => x.SetProperty(d => d.AccountId, account), t);
                await w.Deliveries.Where(x => x.ConnectionId == id && x.State == DeliveryState.Held && x.HeldBy == HeldBy.Connection)
                    .ExecuteUpdateAsync(Release.Setters(now), t);
                await w.JobAds.Where(x => x.EmployerId == employerId && x.ConnectionId == null)
                    .ExecuteUpdateAsync(x => x.SetProperty(a => a.ConnectionId, id), t);
            }
            return true;
        }, ct);
}
