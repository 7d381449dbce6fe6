using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Eilbote.Deliveries;

namespace Eilbote.Tests.Scanning;

/// <summary>Speaks as clamd does, on a real socket, and does what clamd rarely does: stays silent, hangs up, declines.</summary>
internal sealed class FakeClamd : IAsyncDisposable
{
    public const string Clean = "stream: OK", Found = "stream: Win.Test.Evil-1 FOUND", Declines = "INSTREAM size limit exceeded. ERROR";

    private readonly CancellationTokenSource _ends = new();
    private readonly List<Task> _talks = [];
    private readonly IPEndPoint _address;
    private Socket? _listener;
    private Task _listening = Task.CompletedTask;

    public FakeClamd()
    {
        _listener = Listen(new(IPAddress.Loopback, 0));
        _address = (IPEndPoint)_listener.LocalEndPoint!;
        _listening = AcceptAsync(_listener);
    }

    public Dictionary<string, string> Settings => new() { ["Eilbote:Scanner:Address"] = _address.ToString() };

    /// <summary>What it says of a content, by its SHA-256; null: nothing, for ever.</summary>
    public Func<string, string?> Says { get; set; } = _ => Clean;

    /// <summary>So many bytes it takes of a content; then it says what it says, or hangs up when that is nothing, and closes.</summary>
    public int TakesAtMost { get; set; } = int.MaxValue;

    /// <summary>SHA-256 of each content that came whole, in order.</summary>
    public ConcurrentQueue<string> Contents { get; } = [];

    /// <summary>Scans under way.</summary>
    public int Waiting;

    /// <summary>Whether it answers PING.</summary>
    public bool Pongs { get; set; } = true;

    public static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Nobody listens any more.</summary>
    public async Task StopAsync()
    {
        _listener?.Dispose();
        _listener = null;
        await _listening;
    }

    /// <summary>On the same address.</summary>
    public void Start()
    {
        _listener = Listen(_address);
        _listening = AcceptAsync(_listener);
    }

    /// <summary>Lets the server scan what is due, and the lanes do what follows.</summary>
    public static async Task ScanAsync(TestApp app)
    {
        await app.Service<PendingScans>().RunDueAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
        await app.IdleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await StopAsync();
        await ((Task)Task.WhenAll(_talks)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ends.Dispose();
    }

    private static Socket Listen(IPEndPoint address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(address);
        socket.Listen(100);
        return socket;
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptAsync(_ends.Token);
                lock (_talks)
                    _talks.Add(TalkAsync(client));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // It stopped.
        }
    }

    private async Task TalkAsync(Socket client)
    {
        using (client)
            try
            {
                await using var stream = new NetworkStream(client);
                var command = new StringBuilder();
                for (var one = new byte[1]; await stream.ReadAsync(one, _ends.Token) == 1 && one[0] != 0;)
                    command.Append((char)one[0]);
                if (command.ToString() == "zPING")
                {
                    await AnswerAsync(stream, Pongs ? "PONG" : null);
                    return;
                }
                Interlocked.Increment(ref Waiting);
                using var content = new MemoryStream();
                for (var length = new byte[4]; content.Length <= TakesAtMost;)
                {
                    await stream.ReadExactlyAsync(length, _ends.Token);
                    var piece = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
                    if (piece.Length == 0)
                        break;
                    await stream.ReadExactlyAsync(piece, _ends.Token);
                    content.Write(piece);
                }
                var hash = Hash(content.ToArray());
                if (content.Length <= TakesAtMost)
                    Contents.Enqueue(hash);
                else if (Says(hash) is null)
                    return;
                await AnswerAsync(stream, Says(hash));
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The server gave up.
            }
    }

    private async Task AnswerAsync(NetworkStream stream, string? answer)
    {
        if (answer is not null)
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\0"), _ends.Token);
        else
            await stream.ReadExactlyAsync(new byte[1], _ends.Token);
    }
}
