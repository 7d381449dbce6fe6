namespace Eilbote.Storage;

/// <summary>
/// How much of the disk that holds database and documents is free. With PostgreSQL both lie elsewhere: then nothing is known.
/// </summary>
/// <param name="ask">Bytes that are free, and of the whole disk.</param>
public sealed class DiskSpace(Func<(long Free, long Size)>? ask)
{
    public static DiskSpace Unknown => new(null);

    /// <param name="folder">Need not be there yet.</param>
    public static DiskSpace Of(string folder) => new(() =>
    {
        var there = folder;
        while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { } above)
            there = above;
        var disk = new DriveInfo(there);
        return (disk.AvailableFreeSpace, disk.TotalSize);
    });

    /// <summary>In bytes; null where it is not known.</summary>
    public long? Free => ask?.Invoke().Free;

    /// <summary>Whether less than this is free; of a small disk less than a tenth.</summary>
    /// <param name="reserve">In bytes.</param>
    public bool IsBelow(long reserve) => ask?.Invoke() is var (free, size) && free < Math.Min(reserve, size / 10);
}
