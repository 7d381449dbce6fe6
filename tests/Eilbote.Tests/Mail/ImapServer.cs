using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using MimeKit;

namespace Eilbote.Tests.Mail;

/// <summary>A real mailbox: Debian's dovecot, as an ordinary user's process on a free port of this machine.</summary>
public sealed class ImapServer : IAsyncDisposable
{
    private const string User = "bounce", Password = "mailbox-password-1";
    private readonly string _folder = Directory.CreateTempSubdirectory("eilbote-imap-").FullName;
    private Process? _process;

    public int Port { get; private set; }

    public static async Task<ImapServer> StartAsync()
    {
        var server = new ImapServer();
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            server.Port = ((IPEndPoint)free.LocalEndpoint).Port;
        }
        // dovecot refuses to serve mail as root.
        var user = Environment.UserName == "root" ? "nobody" : Environment.UserName;
        await File.WriteAllTextAsync(Path.Combine(server._folder, "dovecot.conf"), $$"""
            base_dir = {{server._folder}}/run
            state_dir = {{server._folder}}/run
            log_path = {{server._folder}}/log
            protocols = imap
            listen = 127.0.0.1
            ssl = no
            disable_plaintext_auth = no
            default_internal_user = {{user}}
            default_internal_group = {{await GroupAsync(user)}}
            default_login_user = {{user}}
            mail_location = maildir:{{server._folder}}/mail
            first_valid_uid = 1
            passdb {
              driver = static
              args = password={{Password}}
            }
            userdb {
              driver = static
              args = uid={{await IdAsync("-u", user)}} gid={{await IdAsync("-g", user)}} home={{server._folder}}
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = {{server.Port}}
              }
              inet_listener imaps {
                port = 0
              }
            }
            service anvil {
              chroot =
            }
            service stats {
              chroot =
            }
            """);
        string[] command = user == "nobody"
            ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "/usr/sbin/dovecot"] : ["/usr/sbin/dovecot"];
        if (user == "nobody")
            await RunAsync("chown", "-R", "nobody:nogroup", server._folder);
        server._process = Process.Start(Start([.. command, "-F", "-c", Path.Combine(server._folder, "dovecot.conf")]))!;
        await TestApp.UntilAsync(async () =>
        {
            try
            {
                using var client = await server.ConnectAsync();
                return true;
            }
            catch (SocketException) when (!server._process.HasExited)
            {
                return false;
            }
        });
        return server;
    }

    public Dictionary<string, string> Settings => new()
    {
        ["Eilbote:Mail:Bounces:Host"] = "127.0.0.1",
        ["Eilbote:Mail:Bounces:Port"] = Port.ToString(CultureInfo.InvariantCulture),
        ["Eilbote:Mail:Bounces:Security"] = "None",
        ["Eilbote:Mail:Bounces:User"] = User,
        ["Eilbote:Mail:Bounces:Password"] = Password,
    };

    /// <summary>As if it had just arrived.</summary>
    public async Task AddAsync(string mail)
    {
        using var client = await ConnectAsync();
        using var bytes = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(mail.ReplaceLineEndings("\r\n")));
        await client.Inbox!.AppendAsync(new AppendRequest(await MimeMessage.LoadAsync(bytes)));
    }

    /// <summary>How many lie in it.</summary>
    public async Task<int> CountAsync()
    {
        using var client = await ConnectAsync();
        await client.Inbox!.OpenAsync(FolderAccess.ReadOnly);
        return client.Inbox.Count;
    }

    public async ValueTask DisposeAsync()
    {
        _process!.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<ImapClient> ConnectAsync()
    {
        var client = new ImapClient();
        await client.ConnectAsync("127.0.0.1", Port, SecureSocketOptions.None);
        await client.AuthenticateAsync(User, Password);
        return client;
    }

    private static async Task<string> IdAsync(string what, string user) => (await RunAsync("id", what, user)).Trim();

    private static async Task<string> GroupAsync(string user) => (await RunAsync("id", "-gn", user)).Trim();

    private static async Task<string> RunAsync(params string[] command)
    {
        var start = Start(command);
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return said;
    }

    private static ProcessStartInfo Start(string[] command)
    {
        var start = new ProcessStartInfo(command[0]) { UseShellExecute = false };
        foreach (var argument in command[1..])
            start.ArgumentList.Add(argument);
        return start;
    }
}
