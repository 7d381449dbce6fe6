using Eilbote.Applications;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Eilbote.Applying;

/// <summary>One opening of the form: its antiforgery and its double-click key. Needs no cookie.</summary>
public sealed record FormToken(Guid Id, Guid JobAdId, DateTimeOffset IssuedAt);

/// <summary>Issues and opens the signed token that the form carries. It is good for 24 hours.</summary>
public sealed class FormTokens(IDataProtectionProvider protection, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = Retention.Drafts;
    private readonly IDataProtector _protector = protection.CreateProtector("form-token");

    public FormToken New(Guid jobAdId) => new(Guid.CreateVersion7(clock.GetUtcNow()), jobAdId, clock.GetUtcNow());

    public string Write(FormToken token)
    {
        Span<byte> bytes = stackalloc byte[40];
        token.Id.TryWriteBytes(bytes);
        token.JobAdId.TryWriteBytes(bytes[16..]);
        BitConverter.TryWriteBytes(bytes[32..], token.IssuedAt.UtcTicks);
        return WebEncoders.Base64UrlEncode(_protector.Protect(bytes.ToArray()));
    }

    /// <summary>Whether it may still be sent with.</summary>
    public bool IsFresh(FormToken token) => clock.GetUtcNow() - token.IssuedAt < Lifetime;

    /// <summary>Null when it is not ours or was issued for another job ad.</summary>
    public FormToken? Read(string? text, Guid jobAdId)
    {
        try
        {
            var bytes = _protector.Unprotect(WebEncoders.Base64UrlDecode(text ?? ""));
            var token = new FormToken(
                new Guid(bytes.AsSpan(0, 16)), new Guid(bytes.AsSpan(16, 16)),
                new DateTimeOffset(BitConverter.ToInt64(bytes, 32), TimeSpan.Zero));
            return token.JobAdId == jobAdId ? token : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException or ArgumentException)
        {
            return null;
        }
    }
}
