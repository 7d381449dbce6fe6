using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Eilbote.Files;

/// <summary>Tells by what lies in them files that are zips (new Office, OpenDocument, Pages) or old Office's own container.</summary>
internal static class Containers
{
    /// <summary>
    /// Bytes that a document may unpack to, and to which it may even if that is more than so many times what it is packed in.
    /// </summary>
    private const long UnpacksTo = 1_000_000_000, UnpacksEasilyTo = 50_000_000, UnpacksTimes = 200;

    private static readonly (string Entry, FileType Type)[] Zipped =
    [
        ("word/", new("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")),
        ("xl/", new("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
        ("ppt/", new("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation")),
    ];

    private static readonly Dictionary<string, FileType> OldOffice = new(StringComparer.OrdinalIgnoreCase)
    {
        ["doc"] = new("doc", "application/msword"),
        ["xls"] = new("xls", "application/vnd.ms-excel"),
        ["ppt"] = new("ppt", "application/vnd.ms-powerpoint"),
    };

    public static bool IsZip(ReadOnlySpan<byte> head) => head.StartsWith("PK\x03\x04"u8);

    public static bool IsOle(ReadOnlySpan<byte> head) => head.StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);

    /// <summary>Null when it is neither after all. The stream must be able to seek.</summary>
    public static FileType? Detect(Stream content, ReadOnlySpan<byte> head, string fileName) => IsZip(head) ? Unzip(content, fileName)
        : Ole(content, fileName);

    private static FileType? Unzip(Stream content, string fileName)
    {
        try
        {
            using var zip = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            return Zip(zip, fileName) is { } type ? type with { IsBomb = IsBomb(zip, content.Length) } : null;
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>By the sizes that its directory names: nobody unpacks more of an entry than that.</summary>
    private static bool IsBomb(ZipArchive zip, long length)
    {
        var unpacked = zip.Entries.Sum(x => (decimal)x.Length);
        return unpacked > UnpacksTo || (unpacked > UnpacksEasilyTo && unpacked > UnpacksTimes * length);
    }

    private static FileType? Zip(ZipArchive zip, string fileName)
    {
        foreach (var (entry, type) in Zipped)
            if (zip.Entries.Any(x => x.FullName.StartsWith(entry, StringComparison.Ordinal)))
                return type with
                {
                    IsActive = zip.Entries.Any(
                    x => x.Name.Equals("vbaProject.bin", StringComparison.OrdinalIgnoreCase))
                };
        if (zip.Entries.Any(x => x.FullName is "Index.zip" or "index.apxl" || x.FullName.EndsWith(".iwa", StringComparison.Ordinal)))
            return new(Path.GetExtension(fileName).ToLowerInvariant() switch { ".numbers" => "numbers", ".key" => "key", _ => "pages" },
                "application/vnd.apple.pages");
        if (zip.GetEntry("mimetype") is { Length: < 100 } mimetype)
        {
            using var reader = new StreamReader(mimetype.Open(), Encoding.ASCII);
            switch (reader.ReadToEnd().Trim())
            {
                case "application/vnd.oasis.opendocument.text": return new("odt", "application/vnd.oasis.opendocument.text");
                case "application/vnd.oasis.opendocument.spreadsheet":
                    return new(
                    "ods", "application/vnd.oasis.opendocument.spreadsheet");
                case "application/vnd.oasis.opendocument.presentation":
                    return new(
                    "odp", "application/vnd.oasis.opendocument.presentation");
                case "application/epub+zip": return new("epub", "application/epub+zip");
            }
        }
        return new("zip", "application/zip");
    }

    /// <summary>The names in the container's directory; where they tell nothing, the file's own name.</summary>
    private static FileType? Ole(Stream content, string fileName)
    {
        var names = OleNames(content);
        var extension = Path.GetExtension(fileName).TrimStart('.');
        var isActive = names.Overlaps(["Macros", "_VBA_PROJECT_CUR", "VBA"]);
        if (names.Contains("EncryptedPackage"))
            return (Zipped.FirstOrDefault(x => x.Type.Extension.Equals(extension, StringComparison.OrdinalIgnoreCase)).Type
                ?? Zipped[0].Type) with
            { IsProtected = true };
        if (names.Contains("__properties_version1.0"))
            return new("msg", "application/vnd.ms-outlook");
        var type = names.Contains("WordDocument") ? OldOffice["doc"] : names.Overlaps(["Workbook", "Book"]) ? OldOffice["xls"]
            : names.Contains("PowerPoint Document") ? OldOffice["ppt"] : OldOffice.GetValueOrDefault(extension);
        return type is null ? null : type with { IsActive = isActive };
    }

    private static HashSet<string> OleNames(Stream content)
    {
        const int EntryLength = 128, Entries = 32;
        var names = new HashSet<string>(StringComparer.Ordinal);
        var header = new byte[52];
        content.Position = 0;
        if (content.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            return names;
        var sector = 1L << Math.Clamp((int)BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(30)), 7, 16);
        content.Position = Math.Min(content.Length, (BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(48)) + 1L) * sector);
        var directory = new byte[EntryLength * Entries];
        var read = content.ReadAtLeast(directory, directory.Length, throwOnEndOfStream: false);
        for (var at = 0; at + EntryLength <= read; at += EntryLength)
            names.Add(Encoding.Unicode.GetString(
                directory, at, Math.Clamp(BinaryPrimitives.ReadUInt16LittleEndian(directory.AsSpan(at + 64)) - 2, 0, 62)));
        return names;
    }
}
