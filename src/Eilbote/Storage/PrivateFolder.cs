namespace Eilbote.Storage;

/// <summary>Files and folders that only the server's own user may read: they hold what applicants sent.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>A new file, readable by its owner only, written without a buffer of its own.</summary>
    public static FileStreamOptions NewFile
    {
        get
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = File;
            return options;
        }
    }

    public static void Create(string path)
    {
        if (Directory.Exists(path))
            return;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, Folder);
    }

    /// <summary>Takes from others what they may read of a file that is there already.</summary>
    public static void Close(string file)
    {
        if (!OperatingSystem.IsWindows() && System.IO.File.Exists(file) && System.IO.File.GetUnixFileMode(file) != File)
            System.IO.File.SetUnixFileMode(file, File);
    }
}
