using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Eilbote.Tests.Web;

/// <summary>A real nginx with TLS before the server, under a sub-path, as its documentation says to configure it.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nginx-").FullName;
    private Process? _process;
    private string? _certificate;

    public int Port { get; } = FreePort();

    /// <param name="strips">Whether it takes the sub-path away before it passes the request on.</param>
    public async Task StartAsync(Uri server, string host, string path, bool strips)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + host, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(
            new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2050, 1, 1, 0, 0, 0, TimeSpan.Zero));
        _certificate = certificate.Thumbprint;
        await File.WriteAllTextAsync(Path.Combine(_folder, "cert.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(_folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        await File.WriteAllTextAsync(Path.Combine(_folder, "nginx.conf"), $$"""
            daemon off;
            pid {{_folder}}/nginx.pid;
            error_log {{_folder}}/error.log;
            events { }
            http {
                access_log off;
                client_body_temp_path {{_folder}}/body; proxy_temp_path {{_folder}}/proxy; fastcgi_temp_path {{_folder}}/f;
                uwsgi_temp_path {{_folder}}/u; scgi_temp_path {{_folder}}/s;
                client_max_body_size 500m;
                server {
                    listen 127.0.0.1:{{Port}} ssl;
                    ssl_certificate {{_folder}}/cert.pem;
                    ssl_certificate_key {{_folder}}/key.pem;
                    location {{path}}/ {
                        proxy_pass {{server.ToString().TrimEnd('/')}}{{(strips ? "/" : "")}};
                        proxy_set_header Host $host;
                        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                        proxy_set_header X-Forwarded-Proto $scheme;
                        proxy_request_buffering off;
                    }
                }
            }
            """);
        _process = Process.Start(new ProcessStartInfo("nginx", ["-c", Path.Combine(_folder, "nginx.conf"), "-p", _folder])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        await TestApp.UntilAsync(async () =>
        {
            Assert.False(_process.HasExited, $"nginx does not start: {(_process.HasExited ? await _process.StandardError.ReadToEndAsync() : "")}");
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(IPAddress.Loopback, Port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        });
    }

    /// <summary>A browser that knows the board by its name.</summary>
    /// <param name="from">The address that it comes from.</param>
    public HttpClient Browser(string host, string from = "127.0.0.9")
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectCallback = async (_, ct) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                await socket.ConnectAsync(IPAddress.Loopback, Port, ct);
                return new NetworkStream(socket, ownsSocket: true);
            },
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == _certificate },
        };
        return new HttpClient(handler) { BaseAddress = new Uri($"https://{host}") };
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
