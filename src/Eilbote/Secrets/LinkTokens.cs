using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Eilbote.Secrets;

/// <summary>
/// The tokens of links: 128 bits of an HMAC with a key outside the database, which holds only their hashes. They are made again from what
/// they are for, so that none must be stored.
/// </summary>
public sealed class LinkTokens(KeyFile keyFile)
{
    private readonly ConcurrentDictionary<string, byte[]> _keys = new();

    /// <param name="purpose">What the link does; the same id has another token for each.</param>
    /// <param name="email">The normalised address it is for, if it ends with that address.</param>
    /// <returns>22 characters of Base64Url.</returns>
    public string Of(string purpose, Guid id, string email = "")
    {
        byte[] subject = [.. id.ToByteArray(), .. Encoding.UTF8.GetBytes(email)];
        return WebEncoders.Base64UrlEncode(HMACSHA256.HashData(_keys.GetOrAdd(purpose, keyFile.Derive), subject).AsSpan(0, 16));
    }

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
