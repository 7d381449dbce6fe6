using Eilbote.Secrets;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Applications;

/// <summary>
/// A receipt's addresses. The browser is led to one after sending, and a repeated submit can name it again; mails carry another, which
/// shows nothing of what was sent.
/// </summary>
public sealed class Receipts(LinkTokens tokens, IWriter writer)
{
    public string TokenOf(Guid applicationId) => tokens.Of("receipts", applicationId);

    /// <summary>
    /// The token of a mailed link to what is still to be answered, good from now on: for the present address, and for as long as it
    /// is asked since then.
    /// </summary>
    public async Task<string> AnswerTokenOfAsync(Application application, DateTimeOffset askedAt, CancellationToken ct)
    {
        var token = tokens.Of("missing-answers", application.Id, $"{application.EmailNormalized} {askedAt.ToUnixTimeMilliseconds()}");
        var (id, email, hash) = (application.Id, application.EmailNormalized, LinkTokens.Hash(token));
        if (application.AnswerHash != hash)
            await writer.WriteAsync((db, t) => db.Applications.Where(x => x.Id == id && x.EmailNormalized == email && x.ErasedAt == null)
                .ExecuteUpdateAsync(x => x.SetProperty(a => a.AnswerHash, hash), t), ct);
        return token;
    }

    /// <summary>
    /// For a mail to the application's address, and for that address alone: one that was mistyped leads nowhere once it is corrected.
    /// Each is good from now on.
    /// </summary>
    public async Task<IReadOnlyDictionary<Guid, string>> MailedTokensOfAsync(
        IReadOnlyCollection<Application> applications, CancellationToken ct)
    {
        var mailed = applications.ToDictionary(x => x.Id, x => tokens.Of("mailed-receipts", x.Id, x.EmailNormalized));
        var others = applications.Where(x => x.MailedHash != LinkTokens.Hash(mailed[x.Id])).ToList();
        if (others.Count > 0)
            await writer.WriteAsync(async (db, t) =>
            {
                foreach (var (id, email, hash) in others.Select(x => (x.Id, x.EmailNormalized, LinkTokens.Hash(mailed[x.Id]))))
                    await db.Applications.Where(x => x.Id == id && x.EmailNormalized == email)
                        .ExecuteUpdateAsync(x => x.SetProperty(a => a.MailedHash, hash), t);
                return true;
            }, ct);
        return mailed;
    }
}
