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
    /// It is good from now on.
    /// </summary>
    public async Task<string> MailedTokenOfAsync(Application application, CancellationToken ct)
    {
        var (id, email) = (application.Id, application.EmailNormalized);
        var token = Token(_mailedKey, [.. id.ToByteArray(), .. Encoding.UTF8.GetBytes(email)]);
        var hash = Hash(token);
        if (application.MailedHash != hash)
            await writer.WriteAsync((db, t) => db.Applications.Where(x => x.Id == id && x.EmailNormalized == email)
                .ExecuteUpdateAsync(x => x.SetProperty(a => a.MailedHash, hash), t), ct);
        return token;
    }

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static string Token(byte[] key, byte[] of) => WebEncoders.Base64UrlEncode(HMACSHA256.HashData(key, of).AsSpan(0, 16));
}
