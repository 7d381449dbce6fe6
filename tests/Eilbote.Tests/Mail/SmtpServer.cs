using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Eilbote.Tests.Mail;

/// <summary>A real mail server, as operators have one: STARTTLS with a certificate of its own authority, and a login.</summary>
public sealed class SmtpServer : IAsyncDisposable
{
    public const string User = "eilbote", Password = "mail-password-1";
    private readonly string _folder = Directory.CreateTempSubdirectory("eilbote-smtp-").FullName;
    private readonly ConcurrentQueue<JsonElement> _mails = [];
    private Process? _process;

    private static string Python => Environment.GetEnvironmentVariable("EILBOTE_TEST_PYTHON") is { Length: > 0 } python
        ? python
        : throw new InvalidOperationException("EILBOTE_TEST_PYTHON is not set: run ./test, which finds a Python with aiosmtpd.");

    private SmtpServer()
    {
    }

    public int Port { get; private set; }

    private bool IsInClear { get; init; }

    /// <summary>All it took, in order.</summary>
    public IReadOnlyList<JsonElement> Mails => [.. _mails];

    /// <summary>As <see cref="StartAsync(int)"/>, on this machine and in clear.</summary>
    public static async Task<SmtpServer> StartInClearAsync()
    {
        var server = new SmtpServer { IsInClear = true };
        await server.RunAsync("", "", 0);
        return server;
    }

    /// <param name="port">0: a free one.</param>
    public static async Task<SmtpServer> StartAsync(int port = 0)
    {
        var server = new SmtpServer();
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await File.WriteAllTextAsync(server.PathOf("cert.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(server.PathOf("key.pem"), key.ExportPkcs8PrivateKeyPem());

        await server.RunAsync(server.PathOf("cert.pem"), server.PathOf("key.pem"), port);
        return server;
    }

    private async Task RunAsync(string certificate, string key, int port)
    {
        var start = new ProcessStartInfo(Python) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in new[] {
            Path.Combine(AppContext.BaseDirectory, "smtp.py"), certificate, key, User, Password,
            port.ToString(CultureInfo.InvariantCulture) })
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        Port = int.Parse((await _process.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        _ = ListenAsync();
    }

    /// <summary>As an operator would set it; the sandbox's fake clock does not reach certificates.</summary>
    public Dictionary<string, string> Settings => IsInClear ? new()
    {
        ["Eilbote:Board:PublicAddress"] = Postbox.Public,
        ["Eilbote:Mail:From"] = "post@jobs.example",
        ["Eilbote:Mail:Host"] = "127.0.0.1",
        ["Eilbote:Mail:Port"] = Port.ToString(CultureInfo.InvariantCulture),
        ["Eilbote:Mail:Security"] = "None",
        ["Eilbote:Mail:Receipts"] = "false",
    } : new()
    {
        ["Eilbote:Board:PublicAddress"] = Postbox.Public,
        ["Eilbote:Mail:From"] = "post@jobs.example",
        ["Eilbote:Mail:Host"] = "127.0.0.1",
        ["Eilbote:Mail:Port"] = Port.ToString(CultureInfo.InvariantCulture),
        ["Eilbote:Mail:User"] = User,
        ["Eilbote:Mail:Password"] = Password,
        ["Eilbote:Mail:TrustedCertificate"] = PathOf("cert.pem"),
    };

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
            return;
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ListenAsync()
    {
        while (await _process!.StandardOutput.ReadLineAsync() is { } line)
            _mails.Enqueue(JsonDocument.Parse(line).RootElement);
    }

    private string PathOf(string name) => Path.Combine(_folder, name);
}
