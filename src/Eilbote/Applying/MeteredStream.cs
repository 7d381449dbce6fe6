using System.Security.Cryptography;
using Eilbote.Files;

namespace Eilbote.Applying;

/// <summary>Counts and hashes what passes, remembers how it began, notes what people should know of it, and stops at a limit.</summary>
internal sealed class MeteredStream(Stream inner, long limit) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _head = new byte[FileTypes.HeadLength];
    private readonly PdfMarks _marks = new();
    private readonly OtherKinds _otherKinds = new();
    private long _length;
    private int _peeked, _served;

    public PdfMarks Marks => _marks;

    public OtherKinds OtherKinds => _otherKinds;

    /// <summary>Whether it was the sender who broke off.</summary>
    public bool Broken { get; private set; }

    public string Sha256() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <summary>How it begins, before anything is stored: it is read again afterwards.</summary>
    public async Task<ReadOnlyMemory<byte>> PeekAsync(CancellationToken ct)
    {
        while (_peeked < _head.Length && await InnerAsync(_head.AsMemory(_peeked), ct) is > 0 and var read)
            _peeked += read;
        return _head.AsMemory(0, _peeked);
    }

    public async Task DiscardAsync(CancellationToken ct)
    {
        (_length, _served) = (_length + _peeked - _served, _peeked);
        var buffer = new byte[81_920];
        while (await InnerAsync(buffer, ct) is > 0 and var read)
            _length += read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = Math.Min(buffer.Length, _peeked - _served);
        if (read > 0)
            _head.AsMemory(_served, read).CopyTo(buffer);
        else
            read = await InnerAsync(buffer, cancellationToken);
        _served = Math.Min(_peeked, _served + read);
        var passed = buffer.Span[..read];
        _length += read;
        if (_length > limit)
            throw new TooLongException();
        _hash.AppendData(passed);
        _marks.Look(passed);
        _otherKinds.Look(passed);
        return read;
    }

    private async ValueTask<int> InnerAsync(Memory<byte> buffer, CancellationToken ct)
    {
        Broken = true;
        var read = await inner.ReadAsync(buffer, ct);
        Broken = false;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => _length;
    public override long Position { get => _length; set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read it asynchronously.");
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }

    internal sealed class TooLongException : Exception;
}

/// <summary>
/// What a PDF says of itself in clear: that it needs a password, or does something when it is opened. What hides in compressed
/// objects is not seen; nothing is refused for it, people are only told.
/// </summary>
internal sealed class PdfMarks
{
    private const int Longest = 12;
    private readonly byte[] _edge = new byte[Longest * 2];
    private int _edgeLength;

    public bool IsProtected { get; private set; }
    public bool IsActive { get; private set; }

    /// <summary>The next piece of the content; names that are cut in two by its edge are found too.</summary>
    public void Look(ReadOnlySpan<byte> piece)
    {
        if (piece.IsEmpty)
            return;
        var first = Math.Min(piece.Length, Longest);
        piece[..first].CopyTo(_edge.AsSpan(_edgeLength));
        Find(_edge.AsSpan(0, _edgeLength + first));
        Find(piece);
        if (piece.Length >= Longest)
        {
            piece[^Longest..].CopyTo(_edge);
            _edgeLength = Longest;
        }
        else
        {
            var all = Math.Min(Longest, _edgeLength + first);
            _edge.AsSpan(_edgeLength + first - all, all).CopyTo(_edge);
            _edgeLength = all;
        }
    }

    private void Find(ReadOnlySpan<byte> bytes)
    {
        IsProtected |= Has(bytes, "/Encrypt"u8);
        IsActive |= Has(bytes, "/JavaScript"u8) || Has(bytes, "/JS"u8) || Has(bytes, "/Launch"u8);
    }

    /// <summary>A whole name: what follows does not go on with it.</summary>
    private static bool Has(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name)
    {
        for (var at = bytes.IndexOf(name); at >= 0;)
        {
            var after = at + name.Length;
            if (after < bytes.Length
                && bytes[after] is (byte)' ' or (byte)'\r' or (byte)'\n' or (byte)'\t' or (byte)'(' or (byte)'<' or (byte)'/' or (byte)'>')
                return true;
            var next = bytes[after..].IndexOf(name);
            at = next < 0 ? -1 : after + next;
        }
        return false;
    }
}
