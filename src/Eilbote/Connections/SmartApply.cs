using System.Text.RegularExpressions;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Connections;

/// <summary>Values as an employer typed them, cleaned; with what is wrong, by field.</summary>
public sealed record TypedSettings(Dictionary<string, string> Values, Dictionary<string, Words> Errors);

/// <summary>Saves a connection and asks the ATS once whether it accepts it.</summary>
public sealed partial class SmartApply(
    IWriter writer, ConnectionSecrets secrets, ConnectorRegistry connectors, Verification verification, Lanes lanes, TimeProvider clock)
{
    /// <summary>Employers paste with quotes, line breaks and "Bearer ": that is removed. An empty secret keeps the stored one.</summary>
    public TypedSettings Read(string connector, Connection? existing, Func<string, string?> typed)
    {
        var stored = existing is null ? [] : secrets.Secrets(existing);
        var read = new TypedSettings([], []);
        foreach (var field in connectors[connector].Descriptor.Fields)
        {
            var value = Clean(typed(field.Key) ?? existing?.Settings.GetValueOrDefault(field.Key) ?? "");
            if (value.Length == 0 && field.Kind == SettingKind.Secret)
                value = stored.GetValueOrDefault(field.Key, "");
            read.Values[field.Key] = value;
        }
        if (JobLink().Match(read.Values.GetValueOrDefault("ats_job_id", "")) is { Success: true } link)
        {
            read.Values["ats_job_id"] = link.Groups["id"].Value;
            if (read.Values.GetValueOrDefault("career_site", "").Length == 0 && link.Groups["slug"].Success)
                read.Values["career_site"] = link.Groups["slug"].Value.ToLowerInvariant();
        }
        foreach (var field in connectors[connector].Descriptor.Fields)
        {
            var value = read.Values[field.Key];
            if (value.Length == 0 ? field.Required : !Regex.IsMatch(value, $"^(?:{field.Pattern})$", RegexOptions.None, TimeSpan.FromSeconds(1)))
                read.Errors[field.Key] = field.Wrong;
        }
        return read;
    }

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
                connection.HeldSince = null;
                await w.Deliveries.Where(x => x.ConnectionId == id && x.State != DeliveryState.Delivered && x.State != DeliveryState.Delivering)
                    .ExecuteUpdateAsync(x => x.SetProperty(d => d.AccountId, account), t);
                await w.Deliveries.Where(x => x.ConnectionId == id && x.State == DeliveryState.Held && x.HeldBy == HeldBy.Connection)
                    .ExecuteUpdateAsync(Release.Setters(now), t);
                await w.JobAds.Where(x => x.EmployerId == employerId && x.ConnectionId == null)
                    .ExecuteUpdateAsync(x => x.SetProperty(a => a.ConnectionId, id), t);
            }
            return true;
        }, ct);

    private static string Clean(string value)
    {
        value = new string([.. value.Where(c => !char.IsControl(c) && c is not ('\u200B' or '\uFEFF' or '\u00A0'))]).Trim().Trim('"', '\'', '„', '“', '”', '`').Trim();
        return value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? value[7..].Trim() : value;
    }

    /// <summary>A pasted link to a job: the number at its end is the job, the first label of its host the career site.</summary>
    [GeneratedRegex(@"^(?:https?://)?(?:(?<slug>[a-z0-9-]+)\.jobs\.personio\.(?:de|com)|[^/\s]+(?:/careers/(?<slug>[a-z0-9-]+))?)/job/(?<id>\d+)(?:[/?#].*)?$", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex JobLink();
}
