namespace Eilbote.Files;

/// <summary>
/// Notes while a content passes whether it is a file of another kind as well: an archive behind a picture, a web page in a PDF. Programs
/// look for that at its beginning and its end, and so does this. Nothing is refused for it, people are only told.
/// </summary>
internal sealed class OtherKinds
{
    /// <summary>Bytes at the end that are looked at.</summary>
    private const int EndLength = 4 * 1024;

    private readonly byte[] _end = new byte[EndLength];
    private int _length;

    public void Look(ReadOnlySpan<byte> piece)
    {
        var last = piece[^Math.Min(piece.Length, EndLength)..];
        var stays = Math.Min(_length, EndLength - last.Length);
        _end.AsSpan(_length - stays, stays).CopyTo(_end);
        last.CopyTo(_end.AsSpan(stays));
        _length = stays + last.Length;
    }

    /// <summary>Whether all that passed is something else than this type as well.</summary>
    /// <param name="head">How it began, see <see cref="FileTypes.HeadLength"/>.</param>
    public bool Beside(FileType type, ReadOnlySpan<byte> head)
    {
        var end = _end.AsSpan(0, _length);
        return type.Extension switch
        {
            "txt" or "csv" => false,
            "pdf" => IsProgram(head) || HasPage(head) || HasPage(end) || HasArchive(head) || HasArchive(end),
            "jpg" or "png" or "gif" or "bmp" or "tif" or "mp4" or "3gp" or "mov" or "avi" or "wmv" =>
                FileTypes.BeginsAsPdf(head) || HasPage(head) || HasPage(end) || HasArchive(head) || HasArchive(end),
            _ => FileTypes.BeginsAsPdf(head),
        };
    }

    private static bool IsProgram(ReadOnlySpan<byte> x) => x.StartsWith("MZ"u8) || x.StartsWith("\u007FELF"u8) || x.StartsWith("#!"u8);

    private static bool HasPage(ReadOnlySpan<byte> x) =>
        x.IndexOf("<html"u8) >= 0 || x.IndexOf("<HTML"u8) >= 0 || x.IndexOf("<script"u8) >= 0 || x.IndexOf("<SCRIPT"u8) >= 0;

    /// <summary>A zip is known by what stands at its end, on its first disk; the others by their beginning.</summary>
    private static bool HasArchive(ReadOnlySpan<byte> x) => x.IndexOf("PK\u0005\u0006\0\0\0\0"u8) >= 0
        || x.IndexOf("Rar!\u001A\u0007"u8) >= 0 || x.IndexOf<byte>([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) >= 0;
}
