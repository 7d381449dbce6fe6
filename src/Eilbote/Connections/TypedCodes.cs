using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Eilbote.Secrets;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Connections;

/// <summary>
/// The code that proves an access which only people can read: made from the verification's id with a key outside the database, and typed
/// here by who read it.
/// </summary>
public sealed class TypedCodes(LinkTokens tokens, IWriter writer, TimeProvider clock)
{
    public const int TriesAtMost = 5;

    /// <returns>Six digits.</returns>
    public string Of(Guid verification)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(tokens.Of("code", verification)));
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>Whether it was right. After the last try no further one counts, and the verification ends.</summary>
    /// <param name="typed">Blanks between its digits count for nothing.</param>
    public Task<bool> TypeAsync(Guid verification, string typed, CancellationToken ct) => writer.WriteAsync(async (db, t) =>
    {
        var now = clock.GetUtcNow();
        // The update locks the row: of many at once only so many count.
        var open = db.Verifications.Where(x => x.Id == verification && x.FinishedAt == null && x.WaitsFor == VerificationWait.Code
            && x.DueAt > now && x.CodeTries < TriesAtMost);
        if (await open.ExecuteUpdateAsync(x => x.SetProperty(v => v.CodeTries, v => v.CodeTries + 1), t) == 0)
            return false;
        var row = await db.Verifications.SingleAsync(x => x.Id == verification, t);
        var digits = string.Concat(typed.Where(char.IsAsciiDigit));
        var right = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(digits), Encoding.ASCII.GetBytes(Of(verification)));
        if (right || row.CodeTries >= TriesAtMost)
        {
            row.Checks = [.. row.Checks, right
                ? new Check(CheckKind.Secret, Verdict.Proven, Codes.Accepted)
                : new Check(CheckKind.Secret, Verdict.NotProvable, Codes.CodeWrong)];
            row.DueAt = now;
        }
        return right;
    }, ct);
}
