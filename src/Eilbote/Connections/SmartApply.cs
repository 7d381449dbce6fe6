using Eilbote.Ats;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Connections;

/// <summary>What an employer does with a connection: save and verify it, send a test, switch it off and on.</summary>
public sealed class SmartApply(
    IWriter writer, ConnectionSecrets secrets, ConnectorRegistry connectors, VerificationStart start, Verifications verifications,
    TimeProvider clock)
{
    /// <summary>
    /// Begins to verify the typed values. A draft keeps them whatever comes of it; a connection that is in use keeps its own
    /// until the new ones are proven.
    /// </summary>
    /// <returns>The verification, which runs beside the page.</returns>
    public async Task<Guid> SaveAndVerifyAsync(
        Guid employerId, string connector, Guid? connectionId, TypedSettings typed, CancellationToken ct)
    {
        var verification = await writer.WriteAsync(async (db, t) =>
        {
            var now = clock.GetUtcNow();
            var connection = await db.Connections.SingleOrDefaultAsync(x => x.Id == connectionId && x.EmployerId == employerId, t);
            if (connection is null)
            {
                connection = new Connection
                {
                    Id = Guid.CreateVersion7(now),
                    EmployerId = employerId,
                    Connector = connector,
                    CreatedAt = now
                };
                db.Connections.Add(connection);
            }
            if (connection.State == ConnectionState.Draft)
            {
                var descriptor = connectors[connector].Descriptor;
                connection.Settings = typed.Values.Where(x => x.Value.Length > 0 && !descriptor.IsSecret(x.Key)).ToDictionary();
                connection.ProtectedSecrets = secrets.Protect(typed.Values.Where(x => descriptor.IsSecret(x.Key)).ToDictionary());
                connection.AccountId = await VerificationStart.AccountAsync(db, connection, descriptor, typed.Values, t);
                await db.SaveChangesAsync(t);
            }
            var purpose = connection.State is ConnectionState.Active or ConnectionState.Held ? VerificationPurpose.Change
                : VerificationPurpose.Connect;
            return (await start.AddAsync(db, connection, typed.Values, purpose, null, now, t)).Id;
        }, ct);
        verifications.Wake(verification);
        return verification;
    }

    /// <summary>
    /// Verifies again what could not be proven or accepted so far, else what the connection works with. Null: not this
    /// employer's.
    /// </summary>
    public Task<Guid?> VerifyAgainAsync(Guid employerId, Guid connectionId, CancellationToken ct) =>
        BeginAsync(employerId, connectionId, null, x => x.State == ConnectionState.Draft || x.State == ConnectionState.Off
            ? VerificationPurpose.Connect : VerificationPurpose.Change, ct);

    /// <summary>Sends one real application that creates an entry in the ATS, to the member's own address.</summary>
    public Task<Guid?> TestAsync(Guid employerId, Guid connectionId, Guid memberId, CancellationToken ct) =>
        BeginAsync(employerId, connectionId, memberId, _ => VerificationPurpose.TestApplication, ct);

    public Task SwitchOffAsync(Guid employerId, Guid connectionId, CancellationToken ct) => writer.WriteAsync(async (db, t) =>
    {
        if (await db.Connections.SingleOrDefaultAsync(
            x => x.Id == connectionId && x.EmployerId == employerId && x.State != ConnectionState.Draft, t) is { } connection)
            await ConnectionStates.SwitchOffAsync(db, connection, clock.GetUtcNow(), t);
        return true;
    }, ct);

    private async Task<Guid?> BeginAsync(
        Guid employerId, Guid connectionId, Guid? memberId, Func<Connection, VerificationPurpose> purpose, CancellationToken ct)
    {
        var id = await writer.WriteAsync(async (db, t) =>
        {
            if (await db.Connections.SingleOrDefaultAsync(x => x.Id == connectionId && x.EmployerId == employerId, t) is not { } connection)
                return (Guid?)null;
            var last = await db.Verifications.AsNoTracking()
                .Where(x => x.ConnectionId == connectionId && x.ProtectedSecrets != "" && x.Purpose != VerificationPurpose.Daily
                    && x.Purpose != VerificationPurpose.AfterRefusal)
                .OrderByDescending(x => x.StartedAt).FirstOrDefaultAsync(t);
            var values = last is null ? null : secrets.Values(last.Settings, last.ProtectedSecrets);
            return (await start.AddAsync(db, connection, values, purpose(connection), memberId, clock.GetUtcNow(), t)).Id;
        }, ct);
        if (id is { } verification)
            verifications.Wake(verification);
        return id;
    }
}
