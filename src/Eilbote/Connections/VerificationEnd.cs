using Eilbote.Ats;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Connections;

/// <summary>What a verification's report does to its connection.</summary>
public sealed class VerificationEnd(IWriter writer, Lanes lanes, ConnectorRegistry connectors, TimeProvider clock)
{
    /// <summary>A held connection whose fault could not be confirmed is asked about again after this.</summary>
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromHours(1);

    public async Task FinishAsync(Guid id)
    {
        var account = await writer.WriteAsync(async (db, t) =>
        {
            var now = clock.GetUtcNow();
            var verification = await db.Verifications.SingleAsync(x => x.Id == id, t);
            if (verification.FinishedAt is not null)
                return (Guid?)null;
            var connection = await db.Connections.SingleAsync(x => x.Id == verification.ConnectionId, t);
            var ats = connectors.Of(connection).Descriptor;
            Complete(verification, ats, stopped: await db.ProbingStops.AnyAsync(x => x.ClearedAt == null, t));
            verification.FinishedAt = now;
            verification.WaitsFor = null;
            verification.Accepted = Findings.Holds(verification.Checks, verification.Changed);
            if (verification.Accepted)
            {
                await ConnectionStates.ActivateAsync(db, connection, ats, verification, now, t);
                if (verification.Purpose is VerificationPurpose.Change or VerificationPurpose.TestApplication)
                    await db.Drafts.Where(x => x.Id == connection.Id && x.SavedAt <= verification.StartedAt).ExecuteDeleteAsync(t);
            }
            else
                await BreakAsync(db, connection, ats, verification, now, t);
            // Values that were neither accepted nor found wrong can be verified again without being typed again.
            if (verification.Accepted || verification.Checks.Any(x => x.Verdict == Verdict.Failed && x.Kind != CheckKind.Questions))
                verification.ProtectedSecrets = "";
            return verification.Accepted ? verification.AccountId : null;
        }, CancellationToken.None);
        if (account is { } wake)
            lanes.Wake(wake);
    }

    private static async Task BreakAsync(
        AppDb db, Connection connection, ConnectorDescriptor ats, Verification verification, DateTimeOffset now, CancellationToken ct)
    {
        var refused = verification.Checks.Find(
            x => x is { Kind: CheckKind.Secret, Verdict: Verdict.Failed } && x.Code != Codes.ProbeCreated);
        if (refused is not null && verification.IsOwnSecret && connection.State is ConnectionState.Active or ConnectionState.Held)
        {
            if (connection.State == ConnectionState.Active)
            {
                await HeldConnections.HoldAsync(db, connection.Id, refused.Code, now, ct);
                await db.Entry(connection).ReloadAsync(ct);
            }
            connection.NoticeDueAt ??= BrokenNotices.DueAt(connection.HeldSince ?? now, connection.NoticesSent);
            connection.VerifyAt = QuietHours.Next(connection.Id, now);
        }
        else if (connection.State == ConnectionState.Held
            && verification.Purpose is VerificationPurpose.Daily or VerificationPurpose.AfterRefusal)
        {
            connection.VerifyAt = now + AskAgainAfter;
            if (connection.HeldReason is { } reason && ats.NeedsMending.Contains(reason))
                connection.NoticeDueAt ??= BrokenNotices.DueAt(connection.HeldSince ?? now, connection.NoticesSent);
        }
    }

    /// <summary>What was not asked is said to be not provable.</summary>
    private static void Complete(Verification verification, ConnectorDescriptor ats, bool stopped)
    {
        var code = ats.ProvenByCode ? Codes.CodeExpired : stopped ? Codes.ProbingStopped : Codes.NotAsked;
        verification.Checks = [.. verification.Checks
            .Concat(verification.Expected(ats).Where(kind => verification.Checks.All(x => x.Kind != kind))
                .Select(kind => new Check(kind, Verdict.NotProvable, code)))
            .OrderBy(x => x.Kind)];
    }
}
