using System.Security.Cryptography;
using System.Text;
using Eilbote.Secrets;
using Microsoft.AspNetCore.WebUtilities;

namespace Eilbote.Applying;

/// <summary>
/// The receipt's address: 128 bits of an HMAC over the application's id, with a key outside the database. It can be named
/// again for a repeated submit or a mail; the database holds only its hash.
/// </summary>
public sealed class Receipts(KeyFile keyFile)
{
    private readonly byte[] _key = keyFile.Derive("receipts");

    public string TokenOf(Guid applicationId) =>
        WebEncoders.Base64UrlEncode(HMACSHA256.HashData(_key, applicationId.ToByteArray()).AsSpan(0, 16));

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
