using System.Security.Cryptography;
using System.Text;
using Eilbote.Secrets;

namespace Eilbote.Applications;

/// <summary>
/// A keyed hash of an address: who has the database alone cannot try addresses, and no employer's says anything about another's. 128 bits
/// of an HMAC-SHA256 with a key from the key file.
/// </summary>
public sealed class AddressHashes(KeyFile keyFile)
{
    private readonly byte[] _key = keyFile.Derive("address-hashes");

    /// <param name="email">As addresses are compared (<see cref="Web.EmailAddress.Normalize"/>).</param>
    /// <returns>32 hexadecimal digits.</returns>
    public string Of(Guid employerId, string email) => Convert.ToHexStringLower(
        HMACSHA256.HashData(HMACSHA256.HashData(_key, employerId.ToByteArray()), Encoding.UTF8.GetBytes(email)).AsSpan(0, 16));
}
