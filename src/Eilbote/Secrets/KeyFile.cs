using System.Security.Cryptography;
using System.Text;
using Eilbote.Storage;

namespace Eilbote.Secrets;

/// <summary>
/// The one secret outside the database: at least 32 random bytes as Base64 in a file. From it come the key that wraps the
/// Data Protection keys and the key of the receipts' addresses, so that a database dump alone decrypts nothing.
/// </summary>
public sealed class KeyFile
{
    private readonly byte[] _secret;

    private KeyFile(string path, byte[] secret) => (Path, _secret) = (path, secret);

    public string Path { get; }

    /// <summary>Whether users of this machine other than the server's own can read it.</summary>
    public bool OthersCanRead => !OperatingSystem.IsWindows()
        && (File.GetUnixFileMode(Path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != UnixFileMode.None;

    /// <summary>Errors: <see cref="CannotStartException"/>, in words for the operator, when the file is missing or too short.</summary>
    public static KeyFile Load(IConfiguration configuration, IHostEnvironment environment)
    {
        var path = configuration["Eilbote:Secrets:KeyFile"];
        if (string.IsNullOrWhiteSpace(path))
        {
            if (!environment.IsDevelopment())
                throw new CannotStartException(
                    "Eilbote:Secrets:KeyFile is not set. Create one with 'openssl rand -base64 32 > eilbote.key', keep it outside the database's backup, and name it there.");
            path = System.IO.Path.Combine(environment.ContentRootPath, "data", "eilbote.key");
        }
        path = WhereOneStands(path);
        if (!File.Exists(path) && environment.IsDevelopment())
            Create(path);
        if (!File.Exists(path))
            throw new CannotStartException($"Eilbote:Secrets:KeyFile names {path}, which does not exist.");

        var secret = new byte[256];
        if (!Convert.TryFromBase64String(Read(path).Trim(), secret, out var length) || length < 32)
            throw new CannotStartException($"{path} must hold at least 32 random bytes as Base64.");
        return new KeyFile(path, secret[..length]);
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new CannotStartException($"Eilbote:Secrets:KeyFile names {path}, which the server's user cannot read.", e);
        }
    }

    /// <summary>Writes a new key, readable by its owner only.</summary>
    public static void Create(string path)
    {
        PrivateFiles.CreateFolder(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new StreamWriter(path, options);
        file.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
    }

    /// <summary>
    /// <c>dotnet run --project</c> starts the server in the project's folder; the shell still says where its user stands.
    /// </summary>
    private static string WhereOneStands(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        return File.Exists(full) || Environment.GetEnvironmentVariable("PWD") is not { Length: > 0 } shell
            || !File.Exists(System.IO.Path.GetFullPath(path, shell))
            ? full : System.IO.Path.GetFullPath(path, shell);
    }

    /// <summary>A key of 32 bytes for one purpose.</summary>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _secret, 32, info: Encoding.UTF8.GetBytes("eilbote/" + purpose));
}
