using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Storage;

/// <summary>A disk that is full or read-only, a database that is locked or out of reach: said in words, nothing half-done.</summary>
internal static class StorageTrouble
{
    public static bool Is(Exception e) =>
        e is IOException or UnauthorizedAccessException or DbException or DbUpdateException or TimeoutException;
}
