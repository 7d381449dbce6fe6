using System.Security.Cryptography;
using System.Text;

namespace Eilbote.Secrets;

/// <summary>
/// The one secret outside the database: at least 32 random bytes as Base64 in a file. From it come the key that wraps the
/// Data Protection keys and the key of the receipts' addresses, so that a database dump alone decrypts nothing.
/// </summary>
public sealed class KeyFile
{
    private readonly byte[] _secret;

    private KeyFile(byte[] secret) => _secret = secret;

    /// <summary>Errors: <see cref="InvalidOperationException"/>, in words for the operator, when the file is missing or too short.</summary>
    public static KeyFile Load(IConfiguration configuration, IHostEnvironment environment)
    {
        var path = configuration["Eilbote:Secrets:KeyFile"];
        if (string.IsNullOrWhiteSpace(path))
        {
            if (!environment.IsDevelopment())
                throw new InvalidOperationException(
                    "Eilbote:Secrets:KeyFile is not set. Create one with 'openssl rand -base64 32 > eilbote.key', keep it outside the database's backup, and name it there.");
            path = Path.Combine(environment.ContentRootPath, "data", "eilbote.key");
        }
        if (!File.Exists(path) && environment.IsDevelopment())
            Create(path);
        if (!File.Exists(path))
            throw new InvalidOperationException($"Eilbote:Secrets:KeyFile names {path}, which does not exist.");

        var secret = new byte[256];
        if (!Convert.TryFromBase64String(File.ReadAllText(path).Trim(), secret, out var length) || length < 32)
            throw new InvalidOperationException($"{path} must hold at least 32 random bytes as Base64.");
        return new KeyFile(secret[..length]);
    }

    /// <summary>Writes a new key, readable by its owner only.</summary>
    public static void Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new StreamWriter(path, options);
        file.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
    }

    /// <summary>A key of 32 bytes for one purpose.</summary>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _secret, 32, info: Encoding.UTF8.GetBytes("eilbote/" + purpose));
}
