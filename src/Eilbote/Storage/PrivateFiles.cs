namespace Eilbote.Storage;

/// <summary>Files and folders that only the server's own user may read: they hold what applicants sent.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Content = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>How a file for one writer is opened, without a buffer of its own.</summary>
    public static FileStreamOptions ToWrite(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Content;
        return options;
    }

    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else if (!Directory.Exists(path))
            Directory.CreateDirectory(path, Folder);
    }

    /// <summary>Takes from others what they may do with a file or folder that is there already.</summary>
    public static void Close(string path)
    {
        var mode = Directory.Exists(path) ? Folder : Content;
        if (!OperatingSystem.IsWindows() && Path.Exists(path) && File.GetUnixFileMode(path) != mode)
            File.SetUnixFileMode(path, mode);
    }

    /// <summary>The path without symbolic links, those of its folders included.</summary>
    public static string Real(string path)
    {
        var full = Path.GetFullPath(path);
        var real = Path.GetPathRoot(full)!;
        foreach (var part in full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            real = File.ResolveLinkTarget(real, returnFinalTarget: true)?.FullName ?? real;
        }
        return real;
    }
}
