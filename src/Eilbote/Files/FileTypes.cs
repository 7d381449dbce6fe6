using System.Text;

namespace Eilbote.Files;

/// <summary>A type told from content, never from the name alone.</summary>
/// <param name="IsProtected">It opens with a password only.</param>
/// <param name="IsActive">It holds macros.</param>
/// <param name="IsBomb">It is small, and unpacks to what no document needs.</param>
public sealed record FileType(
    string Extension, string MediaType, bool IsProtected = false, bool IsActive = false, bool IsBomb = false);

/// <summary>
/// Tells a document's type from its content. Types that share one container are told apart by what lies in it (zip, old
/// Office) or, where the content says nothing, by the name (plain text).
/// </summary>
public static class FileTypes
{
    private static readonly (byte[] Magic, int Offset, FileType Type)[] Signatures =
    [
        ([0x25, 0x50, 0x44, 0x46, 0x2D], 0, new("pdf", "application/pdf")),
        ([0x89, 0x50, 0x4E, 0x47], 0, new("png", "image/png")),
        ([0xFF, 0xD8, 0xFF], 0, new("jpg", "image/jpeg")),
        ([0x47, 0x49, 0x46, 0x38], 0, new("gif", "image/gif")),
        ([0x57, 0x45, 0x42, 0x50], 8, new("webp", "image/webp")),
        ([0x49, 0x49, 0x2A, 0x00], 0, new("tif", "image/tiff")),
        ([0x4D, 0x4D, 0x00, 0x2A], 0, new("tif", "image/tiff")),
        ([0x42, 0x4D], 0, new("bmp", "image/bmp")),
        ([0x7B, 0x5C, 0x72, 0x74, 0x66], 0, new("rtf", "application/rtf")),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], 0, new("7z", "application/x-7z-compressed")),
        ([0x1F, 0x8B], 0, new("gz", "application/gzip")),
        ([0x52, 0x61, 0x72, 0x21, 0x1A, 0x07], 0, new("rar", "application/vnd.rar")),
        ([0x41, 0x56, 0x49, 0x20], 8, new("avi", "video/x-msvideo")),
        ([0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11], 0, new("wmv", "video/x-ms-wmv")),
    ];

    /// <summary>Types in which other files are packed.</summary>
    public static readonly IReadOnlyList<string> Archives = ["7z", "gz", "rar", "zip"];

    /// <summary>Bytes at the beginning of a content that tell its type.</summary>
    public const int HeadLength = 4096;

    /// <summary>Bytes that readers allow before a PDF begins: a byte order mark, line breaks, the head of the mail it came in.</summary>
    private const int BeforePdf = 1024;

    /// <summary>Whether the whole content must be looked into: then <see cref="Containers.Detect"/> tells the type.</summary>
    public static bool IsContainer(ReadOnlySpan<byte> head) => Containers.IsZip(head) || Containers.IsOle(head);

    /// <summary>Null when the content is of no type that is known here.</summary>
    public static FileType? Detect(ReadOnlySpan<byte> head, string fileName)
    {
        head = head[..Math.Min(head.Length, HeadLength)];
        foreach (var (magic, offset, type) in Signatures)
            if (head.Length >= offset + magic.Length && head.Slice(offset, magic.Length).SequenceEqual(magic))
                return type;
        if (head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8))
            return Brand(head);
        var text = Path.GetExtension(fileName).ToLowerInvariant() switch
        {
            ".txt" => new FileType("txt", "text/plain"),
            ".csv" => new("csv", "text/csv"),
            _ => null,
        };
        if (IsText(head) && text is not null)
            return text;
        return BeginsAsPdf(head) ? Signatures[0].Type : null;
    }

    internal static bool BeginsAsPdf(ReadOnlySpan<byte> head) => head[..Math.Min(head.Length, BeforePdf + 5)].IndexOf("%PDF-"u8) >= 0;

    /// <summary>Photos of phones and films share one container; its brands say which it is.</summary>
    private static FileType? Brand(ReadOnlySpan<byte> head)
    {
        var length = Math.Clamp(System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(head), 12, Math.Min(head.Length, 128));
        var brands = new List<string> { Encoding.Latin1.GetString(head[8..12]) };
        for (var at = 16; at + 4 <= length; at += 4)
            brands.Add(Encoding.Latin1.GetString(head[at..(at + 4)]));
        if (brands.Exists(x => x is "avif" or "avis"))
            return new("avif", "image/avif");
        if (brands.Exists(x => x is "heic" or "heix" or "heim" or "heis" or "hevc" or "hevx" or "hevm" or "hevs" or "mif1" or "msf1"))
            return new("heic", "image/heic");
        return brands[0] switch
        {
            "qt  " => new("mov", "video/quicktime"),
            ['3', 'g', ..] => new("3gp", "video/3gpp"),
            ['M', '4', 'A' or 'B' or 'P', ..] or "crx " => null,
            _ => new("mp4", "video/mp4"),
        };
    }

    /// <summary>Any encoding that a text editor writes: what is none of ASCII's extensions says so with its byte order mark.</summary>
    private static bool IsText(ReadOnlySpan<byte> head)
    {
        if (head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            var text = (head[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(head[2..]);
            return text.Length > 0 && text.All(x => !char.IsControl(x) || x is '\t' or '\n' or '\f' or '\r');
        }
        foreach (var b in head)
            if (b < 0x20 && b is not (0x09 or 0x0A or 0x0C or 0x0D))
                return false;
        return head.Length > 0;
    }
}
