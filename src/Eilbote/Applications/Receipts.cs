using System.Security.Cryptography;
using System.Text;
using Eilbote.Secrets;
using Eilbote.Storage;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Applications;

/// <summary>
/// A receipt's addresses: 128 bits of an HMAC with a key outside the database, which holds only their hashes. The browser is led to
/// one after sending, and a repeated submit can name it again; mails carry another, which shows nothing of what was sent.
/// </summary>
public sealed class Receipts(KeyFile keyFile, IWriter writer)
{
    private readonly byte[] _key = keyFile.Derive("receipts");
    private readonly byte[] _mailedKey = keyFile.Derive("mailed-receipts");

    public string TokenOf(Guid applicationId) => Token(_key, applicationId.ToByteArray());

    /// <summary>
    /// For a mail to the application's address, and for that address alone: one that was mistyped leads nowhere once it is corrected.
    /// Each is good from now on.
    /// </summary>
    public async Task<IReadOnlyDictionary<Guid, string>> MailedTokensOfAsync(
        IReadOnlyCollection<Application> applications, CancellationToken ct)
    {
        var tokens = applications.ToDictionary(
            x => x.Id, x => Token(_mailedKey, [.. x.Id.ToByteArray(), .. Encoding.UTF8.GetBytes(x.EmailNormalized)]));
        var others = applications.Where(x => x.MailedHash != Hash(tokens[x.Id])).ToList();
        if (others.Count > 0)
            await writer.WriteAsync(async (db, t) =>
            {
                foreach (var (id, email, hash) in others.Select(x => (x.Id, x.EmailNormalized, Hash(tokens[x.Id]))))
                    await db.Applications.Where(x => x.Id == id && x.EmailNormalized == email)
                        .ExecuteUpdateAsync(x => x.SetProperty(a => a.MailedHash, hash), t);
                return true;
            }, ct);
        return tokens;
    }

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static string Token(byte[] key, byte[] of) => WebEncoders.Base64UrlEncode(HMACSHA256.HashData(key, of).AsSpan(0, 16));
}
