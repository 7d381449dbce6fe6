using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Eilbote.Scanning;

/// <summary>
/// What clamd understands, on one connection each. Errors: <see cref="SocketException"/> for whatever is the scanner's, so that what
/// the content throws is told from it.
/// </summary>
internal sealed class Clamd(EndPoint address)
{
    private const int PieceLength = 64 * 1024, AnswerLimit = 1024;

    /// <summary>
    /// Sends a content as it is read, a piece at a time. Returns the answer, such as <c>stream: OK</c>; it may come before the end, when
    /// the content is larger than clamd's <c>StreamMaxLength</c>.
    /// </summary>
    public async Task<string> ScanAsync(Stream content, CancellationToken ct)
    {
        using var socket = await AskAsync("zINSTREAM\0", ct);
        var answer = AnswerAsync(socket, ct);
        var buffer = ArrayPool<byte>.Shared.Rent(PieceLength + sizeof(int));
        try
        {
            int read;
            do
            {
                // A piece begins with its length; one of no length is the end.
                read = await content.ReadAsync(buffer.AsMemory(sizeof(int), PieceLength), ct);
                BinaryPrimitives.WriteInt32BigEndian(buffer, read);
                await SendAsync(socket, buffer.AsMemory(0, sizeof(int) + read), ct);
            }
            while (read > 0 && !answer.IsCompleted);
        }
        catch (SocketException)
        {
            // It closed meanwhile: what it said before tells why.
        }
        catch
        {
            socket.Dispose();
            await ((Task)answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return await answer;
    }

    /// <summary>Whether it answers.</summary>
    public async Task<bool> PingAsync(CancellationToken ct)
    {
        using var socket = await AskAsync("zPING\0", ct);
        return await AnswerAsync(socket, ct) == "PONG";
    }

    private async Task<Socket> AskAsync(string command, CancellationToken ct)
    {
        var socket = address is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, ct);
            await SendAsync(socket, Encoding.ASCII.GetBytes(command), ct);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes, ct)..];
    }

    /// <summary>Up to the zero byte with which an answer ends.</summary>
    private static async Task<string> AnswerAsync(Socket socket, CancellationToken ct)
    {
        var answer = new byte[AnswerLimit];
        for (var length = 0; length < answer.Length;)
        {
            var read = await socket.ReceiveAsync(answer.AsMemory(length), ct);
            var end = answer.AsSpan(length, read).IndexOf((byte)0);
            if (end >= 0)
                return Encoding.ASCII.GetString(answer, 0, length + end);
            if (read == 0)
                break;
            length += read;
        }
        throw new SocketException((int)SocketError.ConnectionReset);
    }
}
