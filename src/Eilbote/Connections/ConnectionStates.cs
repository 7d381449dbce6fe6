using Eilbote.Ats;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Connections;

/// <summary>
/// What a connection's change of state does to the rows: to itself and to what waits for it. In the caller's transaction.
/// </summary>
internal static class ConnectionStates
{
    public const string SwitchedOff = "switched-off";

    /// <summary>Switched off by its owner: nothing leaves, and its ads take no applications.</summary>
    public static async Task SwitchOffAsync(AppDb db, Connection connection, DateTimeOffset now, CancellationToken ct)
    {
        (connection.State, connection.HeldReason, connection.HeldSince) = (ConnectionState.Off, SwitchedOff, now);
        (connection.VerifyAt, connection.NoticeDueAt, connection.NoticesSent) = (null, null, 0);
        // One that is under way would switch it on again.
        await db.Verifications.Where(x => x.ConnectionId == connection.Id && x.FinishedAt == null).ExecuteUpdateAsync(x => x
            .SetProperty(v => v.FinishedAt, now).SetProperty(v => v.Superseded, true).SetProperty(v => v.ProtectedSecrets, ""), ct);
        await HeldConnections.HoldDeliveriesAsync(db, connection.Id, SwitchedOff, ct);
    }

    /// <summary>It works, with these values: what waited goes out, oldest first.</summary>
    public static async Task ActivateAsync(
        AppDb db, Connection connection, ConnectorDescriptor ats, Verification verification, DateTimeOffset now, CancellationToken ct)
    {
        var accountId = verification.AccountId;
        var byItself = verification.Purpose is VerificationPurpose.Daily or VerificationPurpose.AfterRefusal;
        // What a delivery found out is not forgotten because a probe could not tell.
        connection.FlaggedReason = verification.Checks.Find(x => x.Kind == CheckKind.Channel) switch
        {
            { Verdict: Verdict.Failed } failed => failed.Code,
            { Verdict: Verdict.NotProvable } when byItself => connection.FlaggedReason,
            _ => null,
        };
        if (!byItself)
            await KeepCareerSiteAsync(db, connection, ats, verification, ct);
        if (!byItself)
            (connection.Settings, connection.ProtectedSecrets, connection.AccountId) = (
                verification.Settings, verification.ProtectedSecrets, accountId);
        (connection.State, connection.ProvenAt, connection.HeldReason, connection.HeldSince) = (ConnectionState.Active, now, null, null);
        (connection.VerifyAt, connection.NoticeDueAt, connection.NoticesSent) = (QuietHours.Next(connection.Id, now), null, 0);
        // A request that is out belongs to its account until it is answered.
        await db.Deliveries.Where(
            x => x.ConnectionId == connection.Id && x.AccountId != connection.AccountId && x.SettledAt == null
            && x.State != DeliveryState.Delivering)
            .ExecuteUpdateAsync(x => x.SetProperty(d => d.AccountId, accountId), ct);
        await HeldConnections.ReleaseAsync(db, connection.Id, now, ct);
        await db.JobAds.Where(x => x.EmployerId == connection.EmployerId && x.ConnectionId == null)
            .ExecuteUpdateAsync(x => x.SetProperty(a => a.ConnectionId, connection.Id), ct);
    }

    /// <summary>A career site's name that shows no job never replaces in silence one that had some: it is probably mistyped.</summary>
    private static async Task KeepCareerSiteAsync(
        AppDb db, Connection connection, ConnectorDescriptor ats, Verification verification, CancellationToken ct)
    {
        if (ats.FeedKey is not { } key)
            return;
        var (before, typed) = (connection.Settings.GetValueOrDefault(key, ""), verification.Settings.GetValueOrDefault(key, ""));
        if (typed.Length > 0 && typed != before
            && verification.Checks.Exists(x => x is { Kind: CheckKind.CareerSite, Verdict: not Verdict.Proven })
            && await db.JobFeeds.AnyAsync(x => x.ConnectionId == connection.Id && x.Name == before && x.Jobs > 0, ct))
            verification.Settings = new(verification.Settings) { [key] = before };
    }
}
