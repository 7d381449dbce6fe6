using Eilbote.Ats;
using Eilbote.Connectors;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Connections;

/// <summary>Begins verifications. In the caller's transaction; a run picks the row up when it is due, which is at once.</summary>
public sealed class VerificationStart(ConnectorRegistry connectors, ConnectionSecrets secrets)
{
    /// <param name="values">All values, secrets in clear; null for those the connection has.</param>
    /// <param name="atsJobId">To ask about another job than the connection's.</param>
    public async Task<Verification> AddAsync(
        AppDb db, Connection connection, IReadOnlyDictionary<string, string>? values, VerificationPurpose purpose, Guid? memberId,
        DateTimeOffset now, CancellationToken ct,
        string? atsJobId = null)
    {
        var descriptor = connectors[connection.Connector].Descriptor;
        var stored = secrets.Values(connection.Settings, connection.ProtectedSecrets);
        values ??= stored;
        var running = await db.Verifications.Where(x => x.ConnectionId == connection.Id && x.FinishedAt == null).ToListAsync(ct);
        if (running.Find(x => x.Purpose == purpose && Same(secrets.Values(x.Settings, x.ProtectedSecrets), values)) is { } same)
        {
            // What it waited for may be over: whoever asks again is not told the old time.
            await db.Verifications.Where(x => x.Id == same.Id && x.FinishedAt == null && x.WaitsFor != null)
                .ExecuteUpdateAsync(x => x.SetProperty(v => v.DueAt, now), ct);
            return same;
        }
        foreach (var older in running)
            (older.FinishedAt, older.Superseded, older.ProtectedSecrets) = (now, true, "");
        await db.Verifications.Where(x => x.ConnectionId == connection.Id && x.ProtectedSecrets != "")
            .ExecuteUpdateAsync(x => x.SetProperty(v => v.ProtectedSecrets, ""), ct);

        var accountId = await AccountAsync(db, connection, descriptor, values, ct);
        var verification = new Verification
        {
            ConnectionId = connection.Id,
            EmployerId = connection.EmployerId,
            AccountId = accountId,
            Purpose = purpose,
            MemberId = memberId,
            Settings = values.Where(x => x.Value.Length > 0 && !descriptor.IsSecret(x.Key))
                .ToDictionary(x => x.Key, x => x.Key == descriptor.JobKey ? atsJobId ?? x.Value : x.Value),
            ProtectedSecrets = secrets.Protect(values.Where(x => descriptor.IsSecret(x.Key)).ToDictionary()),
            Changed = Changed(connection, descriptor, stored, values),
            IsClaim = descriptor.Pace.CountedBy is not null && (connection.ProvenAt is null || connection.AccountId != accountId),
            Checks = purpose is VerificationPurpose.Connect or VerificationPurpose.Change
                ? [new(CheckKind.Format, Verdict.Proven, Codes.Fits)] : [],
            StartedAt = now,
            DueAt = now,
        };
        db.Verifications.Add(verification);
        return verification;
    }

    /// <summary>The account that these values belong to; made if nobody claimed it yet.</summary>
    public static async Task<Guid> AccountAsync(
        AppDb db, Connection connection, ConnectorDescriptor ats, IReadOnlyDictionary<string, string> values, CancellationToken ct)
    {
        var key = ats.Pace.CountedBy is { } counted ? values.GetValueOrDefault(counted, "") : connection.Id.ToString();
        if (await db.Accounts.SingleOrDefaultAsync(x => x.Connector == ats.Id && x.Key == key, ct) is { } account)
            return account.Id;
        account = new Account { Connector = ats.Id, Key = key };
        db.Accounts.Add(account);
        return account.Id;
    }

    private static List<CheckKind> Changed(
        Connection connection, ConnectorDescriptor descriptor, IReadOnlyDictionary<string, string> stored, IReadOnlyDictionary<string,
        string> values) =>
        [.. descriptor.Fields
            .Where(x => x.Role != SettingRole.Recipient)
            .Where(x => connection.State == ConnectionState.Draft
                || stored.GetValueOrDefault(x.Key, "") != values.GetValueOrDefault(x.Key, ""))
            .Select(x => x.Role switch
            {
                SettingRole.Access => CheckKind.Secret,
                SettingRole.Job => CheckKind.Job,
                SettingRole.Channel => CheckKind.Channel,
                SettingRole.Feed => CheckKind.CareerSite,
                _ => throw new ArgumentOutOfRangeException(nameof(descriptor), x.Role, "A setting has one of these roles."),
            }).Distinct()];

    private static bool Same(Dictionary<string, string> a, IReadOnlyDictionary<string, string> b) =>
        a.Count == b.Count(x => x.Value.Length > 0) && a.All(x => b.GetValueOrDefault(x.Key) == x.Value);
}
