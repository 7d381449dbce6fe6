using System.Security.Cryptography;
using System.Text;
using Eilbote.Secrets;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Members;

/// <summary>Wrong passwords for one address, from all browsers that never signed in with it, or from one that did.</summary>
public sealed class FailedSignIn
{
    /// <summary>A keyed hash of address and browser.</summary>
    public required string Key { get; init; }
    public required int Count { get; set; }
    public required DateTimeOffset LastAt { get; set; }
}

/// <summary>
/// Stops the guessing of passwords without letting a stranger keep anybody out: a browser that has signed in with an address before
/// bears a cookie, and its tries count for itself. Addresses that nobody has are counted alike, so that nothing tells them apart.
/// </summary>
public sealed class FailedSignIns(AppDb db, IWriter writer, KeyFile keyFile, IDataProtectionProvider protection, TimeProvider clock)
{
    public const int AtMost = 10;
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(15);

    private const string Cookie = "eilbote-known";
    private readonly IDataProtector _protector = protection.CreateProtector(Cookie);

    /// <summary>Whether a try counts at all now.</summary>
    public async Task<bool> MayAsync(HttpContext http, string email, CancellationToken ct)
    {
        var (key, since) = (Key(http, email), clock.GetUtcNow() - Pause);
        return !await db.FailedSignIns.AnyAsync(x => x.Key == key && x.Count >= AtMost && x.LastAt > since, ct);
    }

    public async Task FailedAsync(HttpContext http, string email, CancellationToken ct)
    {
        var key = Key(http, email);
        try
        {
            await CountAsync(key, ct);
        }
        catch (DbUpdateException)
        {
            // Another try with the same address was the first in the same instant: now there is a row.
            await CountAsync(key, ct);
        }
    }

    /// <summary>The browser is known from now on, and what was guessed in it is forgotten.</summary>
    public async Task SucceededAsync(HttpContext http, User user, CancellationToken ct)
    {
        var key = Key(http, user.Email!);
        if (await db.FailedSignIns.AnyAsync(x => x.Key == key, ct))
            await writer.WriteAsync((w, t) => w.FailedSignIns.Where(x => x.Key == key).ExecuteDeleteAsync(t), ct);
        if (KnownAs(http, user.Email!) is null)
            http.Response.Cookies.Append(Cookie, _protector.Protect($"{Guid.NewGuid():N} {Normalized(user.Email!)}"), new()
            {
                HttpOnly = true,
                Secure = http.Request.IsHttps,
                SameSite = SameSiteMode.Lax,
                Path = http.Request.PathBase.HasValue ? http.Request.PathBase.Value : "/",
                MaxAge = TimeSpan.FromDays(365),
            });
    }

    private Task<int> CountAsync(string key, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var before = now - Pause;
        return writer.WriteAsync(async (w, t) =>
        {
            await w.FailedSignIns.Where(x => x.LastAt <= before).ExecuteDeleteAsync(t);
            var counted = await w.FailedSignIns.Where(x => x.Key == key)
                .ExecuteUpdateAsync(x => x.SetProperty(f => f.Count, f => f.Count + 1).SetProperty(f => f.LastAt, now), t);
            if (counted == 0)
                w.FailedSignIns.Add(new() { Key = key, Count = 1, LastAt = now });
            return counted;
        }, ct);
    }

    private string Key(HttpContext http, string email) => Convert.ToHexStringLower(HMACSHA256.HashData(
        keyFile.Derive("failed-sign-ins"), Encoding.UTF8.GetBytes(Normalized(email) + " " + KnownAs(http, email))));

    /// <summary>Null for a browser that never signed in with this address.</summary>
    private string? KnownAs(HttpContext http, string email)
    {
        try
        {
            return http.Request.Cookies[Cookie] is { } cookie && _protector.Unprotect(cookie).Split(' ', 2) is [var id, var known]
                && known == Normalized(email) ? id : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string Normalized(string email) => EmailAddress.Normalize(email);
}
