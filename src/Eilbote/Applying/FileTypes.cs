using System.IO.Compression;
using System.Text;

namespace Eilbote.Applying;

/// <summary>A type told from content, never from the name alone.</summary>
public sealed record FileType(string Extension, string MediaType);

/// <summary>
/// Tells a document's type from its content. Types that share one container are told apart by what lies in it (zip) or, where
/// the container says nothing, by the name (old Office, plain text).
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
        ([0x66, 0x74, 0x79, 0x70, 0x33, 0x67], 4, new("3gp", "video/3gpp")),
        ([0x66, 0x74, 0x79, 0x70, 0x71, 0x74], 4, new("mov", "video/quicktime")),
        ([0x66, 0x74, 0x79, 0x70], 4, new("mp4", "video/mp4")),
        ([0x41, 0x56, 0x49, 0x20], 8, new("avi", "video/x-msvideo")),
        ([0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11], 0, new("wmv", "video/x-ms-wmv")),
    ];

    private static readonly Dictionary<string, FileType> OldOffice = new()
    {
        ["doc"] = new("doc", "application/msword"),
        ["xls"] = new("xls", "application/vnd.ms-excel"),
        ["ppt"] = new("ppt", "application/vnd.ms-powerpoint"),
    };

    private static readonly (string Entry, FileType Type)[] Zipped =
    [
        ("word/", new("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")),
        ("xl/", new("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
        ("ppt/", new("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation")),
    ];

    /// <summary>Bytes at the beginning of a content that tell its type.</summary>
    public const int HeadLength = 4096;

    /// <summary>Whether the whole content must be looked into: then <see cref="Unzip"/> tells the type.</summary>
    public static bool IsZip(ReadOnlySpan<byte> head) => head.StartsWith("PK\x03\x04"u8);

    /// <summary>Null when the content is of no type that is known here, or zip.</summary>
    public static FileType? Detect(ReadOnlySpan<byte> head, string fileName)
    {
        head = head[..Math.Min(head.Length, HeadLength)];
        var extension = Path.GetExtension(fileName).TrimStart('.').ToLowerInvariant();
        if (head.StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]))
            return OldOffice.GetValueOrDefault(extension);
        foreach (var (magic, offset, type) in Signatures)
            if (head.Length >= offset + magic.Length && head.Slice(offset, magic.Length).SequenceEqual(magic))
                return type;
        return IsText(head) ? extension switch
        {
            "txt" => new("txt", "text/plain"),
            "csv" => new("csv", "text/csv"),
            _ => null,
        } : null;
    }

    /// <summary>Null when it is no zip after all. The stream must be able to seek.</summary>
    public static FileType? Unzip(Stream content)
    {
        try
        {
            using var zip = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            foreach (var (entry, type) in Zipped)
                if (zip.Entries.Any(x => x.FullName.StartsWith(entry, StringComparison.Ordinal)))
                    return type;
            if (zip.GetEntry("mimetype") is { Length: < 100 } mimetype)
            {
                using var reader = new StreamReader(mimetype.Open(), Encoding.ASCII);
                switch (reader.ReadToEnd().Trim())
                {
                    case "application/vnd.oasis.opendocument.text": return new("odt", "application/vnd.oasis.opendocument.text");
                    case "application/vnd.oasis.opendocument.spreadsheet": return new("ods", "application/vnd.oasis.opendocument.spreadsheet");
                }
            }
            return new("zip", "application/zip");
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static bool IsText(ReadOnlySpan<byte> head)
    {
        foreach (var b in head)
            if (b < 0x20 && b is not (0x09 or 0x0A or 0x0C or 0x0D))
                return false;
        return head.Length > 0;
    }
}
