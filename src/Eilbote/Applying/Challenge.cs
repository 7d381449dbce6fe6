using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eilbote.Secrets;

namespace Eilbote.Applying;

/// <summary>
/// What a program that floods a job would have to pay for every form: some seconds of a processor, or of waiting. The browser pays it
/// by itself with ALTCHA (protocol of altcha 3: PBKDF2 until a key begins with a prefix); who has no JavaScript waits. Both proofs are
/// made from the form's token, so they are good for this form alone, and a form is one application.
/// </summary>
internal sealed class Challenge(KeyFile keyFile, TimeProvider clock)
{
    /// <summary>The form's fields.</summary>
    public const string ProofField = "altcha", WaitField = "waited";

    /// <summary>Without JavaScript. Seconds.</summary>
    public const int Wait = 30;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);

    /// <summary>About 256 tries of so many rounds: a second on a phone. To check one costs a millisecond.</summary>
    private const int Rounds = 2000, KeyLength = 32;
    private const string Prefix = "00", Algorithm = "PBKDF2/SHA-256";

    private readonly byte[] _key = keyFile.Derive("challenges");

    /// <summary>What ALTCHA's element takes as its challenge.</summary>
    public string Of(FormToken token)
    {
        var expires = (clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds();
        return new JsonObject
        {
            ["parameters"] = new JsonObject
            {
                ["algorithm"] = Algorithm,
                ["nonce"] = Convert.ToHexStringLower(Derive("nonce", token.Id, expires)),
                ["salt"] = Convert.ToHexStringLower(Derive("salt", token.Id, expires)),
                ["cost"] = Rounds,
                ["keyLength"] = KeyLength,
                ["keyPrefix"] = Prefix,
                ["expiresAt"] = expires,
            },
            // Nothing to sign: nonce and salt are made again from the form's token.
            ["signature"] = "",
        }.ToJsonString();
    }

    /// <summary>The field of a form that waits instead: since when.</summary>
    public string WaitingOf(FormToken token)
    {
        var since = clock.GetUtcNow().ToUnixTimeSeconds();
        return $"{since}.{Convert.ToHexStringLower(Derive("wait", token.Id, since))}";
    }

    public bool IsMet(FormToken token, IReadOnlyDictionary<string, string> fields) =>
        IsSolved(token, fields.GetValueOrDefault(ProofField)) || HasWaited(token, fields.GetValueOrDefault(WaitField));

    private bool IsSolved(FormToken token, string? proof)
    {
        try
        {
            var json = JsonNode.Parse(Convert.FromBase64String(proof ?? ""))!;
            var expires = json["challenge"]!["parameters"]!["expiresAt"]!.GetValue<long>();
            var counter = json["solution"]!["counter"]!.GetValue<uint>();
            if (!IsWithin(DateTimeOffset.FromUnixTimeSeconds(expires) - clock.GetUtcNow()))
                return false;
            var password = new byte[20];
            Derive("nonce", token.Id, expires).CopyTo(password, 0);
            BinaryPrimitives.WriteUInt32BigEndian(password.AsSpan(16), counter);
            var derived = Rfc2898DeriveBytes.Pbkdf2(
                password, Derive("salt", token.Id, expires), Rounds, HashAlgorithmName.SHA256, KeyLength);
            return Convert.ToHexStringLower(derived).StartsWith(Prefix, StringComparison.Ordinal);
        }
        catch (Exception e) when (
            e is FormatException or JsonException or InvalidOperationException or NullReferenceException or ArgumentException)
        {
            return false;
        }
    }

    private bool HasWaited(FormToken token, string? waited)
    {
        if (waited?.Split('.') is not [var text, var mark] || !long.TryParse(text, CultureInfo.InvariantCulture, out var since))
            return false;
        var real = Convert.ToHexStringLower(Derive("wait", token.Id, since));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(real), Encoding.UTF8.GetBytes(mark))
            && clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(since) is var span
            && span >= TimeSpan.FromSeconds(Wait) && IsWithin(span);
    }

    private static bool IsWithin(TimeSpan span) => span >= TimeSpan.Zero && span <= Lifetime;

    /// <summary>16 bytes.</summary>
    private byte[] Derive(string what, Guid token, long at) =>
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{what} {token} {at}"))[..16];
}
