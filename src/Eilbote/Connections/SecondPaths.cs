using Eilbote.Ats;
using Eilbote.Deliveries;
using Eilbote.Mail;
using Eilbote.Secrets;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Connections;

/// <summary>What people do with the address of a second path: each in one transaction.</summary>
public sealed class SecondPaths(IWriter writer, ConnectorRegistry connectors, LinkTokens tokens, TimeProvider clock)
{
    private string Connector => connectors.SecondPath.Descriptor.Id;

    /// <summary>A link goes to this address; of the same address no more than one within an hour.</summary>
    /// <returns>False when one went there just now.</returns>
    public Task<bool> AskAsync(Guid connectionId, Guid employerId, string email, CancellationToken ct) =>
        writer.WriteAsync((db, t) => AskAsync(db, connectionId, employerId, email, t), ct);

    /// <summary>By a button behind the link, once.</summary>
    public Task<bool> ConfirmAsync(string token, string name, CancellationToken ct) =>
        writer.WriteAsync(async (db, t) =>
        {
            if (await OpenAsync(db, token, t) is not { } path)
                return false;
            path.Confirm(name, clock.GetUtcNow());
            return true;
        }, ct);

    /// <summary>By an owner who has seen who confirmed it: not if that has changed meanwhile.</summary>
    public Task<bool> AdmitAsync(Guid connectionId, DateTimeOffset confirmedAt, string by, CancellationToken ct) =>
        writer.WriteAsync(async (db, t) =>
        {
            // The page knows it to the millisecond.
            var path = await db.SecondPaths.SingleOrDefaultAsync(x => x.ConnectionId == connectionId
                && x.ConfirmedAt >= confirmedAt && x.ConfirmedAt < confirmedAt.AddMilliseconds(1), t);
            if (path is not { IsToAdmit: true })
                return false;
            var now = clock.GetUtcNow();
            path.Admit(by, now);
            path.AccountId = await AccountAsync(db, path.Email, t);
            // What waits is told of now.
            await db.Deliveries.Where(x => x.EmployerId == path.EmployerId && x.ConnectionId == connectionId && x.SettledAt == null
                && x.ToldAt == null && (x.State == DeliveryState.Supplement || x.State == DeliveryState.AlreadyThere))
                .ExecuteUpdateAsync(x => x.SetProperty(d => d.TellDueAt, now), t);
            return true;
        }, ct);

    public Task RemoveAsync(Guid connectionId, CancellationToken ct) =>
        writer.WriteAsync((db, t) => db.SecondPaths.Where(x => x.ConnectionId == connectionId).ExecuteDeleteAsync(t), ct);

    /// <summary>Those that end soon are asked to be confirmed anew, once.</summary>
    internal async Task<int> AskAgainAsync(AppDb db, DateTimeOffset now, CancellationToken ct)
    {
        var before = now - SecondPath.GoodFor + SecondPath.AskBefore;
        var ending = await db.SecondPaths.Where(x => x.AdmittedAt <= before && x.AskedAt < x.AdmittedAt).ToListAsync(ct);
        foreach (var path in ending)
            Ask(db, path, path.Email, now);
        return ending.Count;
    }

    /// <summary>The one that a link is for; null when it was used, replaced or is too old.</summary>
    public async Task<SecondPath?> OpenAsync(AppDb db, string token, CancellationToken ct)
    {
        var hash = LinkTokens.Hash(token);
        var path = await db.SecondPaths.SingleOrDefaultAsync(x => x.TokenHash == hash, ct);
        return path?.AskedAt + SecondPath.LinkFor > clock.GetUtcNow() ? path : null;
    }

    public string TokenOf(SecondPath path) => TokenOf(path.ConnectionId, path.Email, path.AskedAt);

    private async Task<Guid> AccountAsync(AppDb db, string email, CancellationToken ct)
    {
        if (await db.Accounts.SingleOrDefaultAsync(x => x.Connector == Connector && x.Key == email, ct) is { } known)
            return known.Id;
        var account = new Account { Connector = Connector, Key = email };
        db.Accounts.Add(account);
        return account.Id;
    }

    private async Task<bool> AskAsync(AppDb db, Guid connectionId, Guid employerId, string email, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var path = await db.SecondPaths.SingleOrDefaultAsync(x => x.ConnectionId == connectionId, ct);
        if (path is not null && path.Email == email && path.AskedAt > now.AddHours(-1) && path.TokenHash is not null)
            return false;
        if (path is null)
            db.SecondPaths.Add(path = new() { ConnectionId = connectionId, EmployerId = employerId, Email = email, AskedAt = now });
        Ask(db, path, email, now);
        return true;
    }

    private void Ask(AppDb db, SecondPath path, string email, DateTimeOffset now)
    {
        path.Ask(email, LinkTokens.Hash(TokenOf(path.ConnectionId, email, now)), now);
        OutgoingMail.Queue(db, MailKind.SecondPathConfirm, path.ConnectionId, null, now);
    }

    private string TokenOf(Guid connectionId, string email, DateTimeOffset askedAt) =>
        tokens.Of("second-paths", connectionId, $"{email} {askedAt.ToUnixTimeMilliseconds()}");
}
