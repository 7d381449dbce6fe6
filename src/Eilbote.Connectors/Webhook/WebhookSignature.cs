using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Eilbote.Connectors.Webhook;

/// <summary>Signs as Standard Webhooks 1.0 say: HMAC-SHA256 over id, second and payload (www.standardwebhooks.com).</summary>
public static class WebhookSignature
{
    public const string Prefix = "whsec_";

    public static string SecretOf(byte[] random) => Prefix + Convert.ToBase64String(random);

    /// <param name="secret">As issued.</param>
    /// <returns>The value of the header <c>webhook-signature</c>.</returns>
    public static string Of(string secret, string id, DateTimeOffset at, byte[] payload)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}.")),
            .. payload];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(KeyOf(secret), signed));
    }

    /// <summary>Of the same form, and never the right one.</summary>
    public static string Corrupted(string secret) => SecretOf([.. KeyOf(secret).Select(x => (byte)~x)]);

    private static byte[] KeyOf(string secret) => Convert.FromBase64String(secret[Prefix.Length..]);
}
