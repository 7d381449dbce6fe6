using System.IO.Compression;

namespace PersonioSandbox;

internal sealed record FileKind(string Extension, string MediaType);

/// <summary>The documented types, told from the content. Text and old Office need their name as well.</summary>
internal static class FileKinds
{
    public static FileKind? Of(string name, byte[] content)
    {
        var extension = Path.GetExtension(name).TrimStart('.').ToLowerInvariant();
        var hex = Convert.ToHexString(content.AsSpan(0, Math.Min(content.Length, 16)));
        return hex switch
        {
            "" => null,
            _ when hex.StartsWith("255044462D", StringComparison.Ordinal) => new("pdf", "application/pdf"),
            _ when hex.StartsWith("504B0304", StringComparison.Ordinal) => Zip(content),
            _ when hex.StartsWith("D0CF11E0A1B11AE1", StringComparison.Ordinal) => extension is "doc" or "xls" or "ppt"
                ? new(extension, "application/x-ole-storage") : null,
            _ when hex.StartsWith("89504E47", StringComparison.Ordinal) => new("png", "image/png"),
            _ when hex.StartsWith("FFD8FF", StringComparison.Ordinal) => new("jpg", "image/jpeg"),
            _ when hex.StartsWith("47494638", StringComparison.Ordinal) => new("gif", "image/gif"),
            _ when hex.StartsWith("49492A00", StringComparison.Ordinal) || hex.StartsWith("4D4D002A", StringComparison.Ordinal) =>
                new("tif", "image/tiff"),
            _ when hex.StartsWith("424D", StringComparison.Ordinal) => new("bmp", "image/bmp"),
            _ when hex.StartsWith("7B5C727466", StringComparison.Ordinal) => new("rtf", "text/rtf"),
            _ when hex.StartsWith("377ABCAF271C", StringComparison.Ordinal) => new("7z", "application/x-7z-compressed"),
            _ when hex.StartsWith("1F8B", StringComparison.Ordinal) => new("gz", "application/gzip"),
            _ when hex.StartsWith("526172211A07", StringComparison.Ordinal) => new("rar", "application/x-rar"),
            _ when hex.StartsWith("3026B2758E66CF11", StringComparison.Ordinal) => new("wmv", "video/x-ms-wmv"),
            _ when hex.Length >= 24 && hex[16..24] == "41564920" => new("avi", "video/x-msvideo"),
            _ when hex.Length >= 24 && hex[8..16] == "66747970" =>
                hex[16..20] switch
                {
                    "3367" => new("3gp", "video/3gpp"),
                    "7174" => new("mov", "video/quicktime"),
                    _ =>
                new("mp4", "video/mp4")
                },
            _ when extension is "txt" or "csv" && !content.Take(4096).Any(x => x < 9) =>
                new(extension, extension == "txt" ? "text/plain" : "text/csv"),
            _ => null,
        };
    }

    private static FileKind? Zip(byte[] content)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(content));
            var names = zip.Entries.Select(x => x.FullName).ToList();
            return names switch
            {
                _ when names.Any(x => x.StartsWith("word/", StringComparison.Ordinal)) => new(
                    "docx",
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
                _ when names.Any(x => x.StartsWith("xl/", StringComparison.Ordinal)) => new(
                    "xlsx",
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                _ when names.Any(x => x.StartsWith("ppt/", StringComparison.Ordinal)) => new(
                    "pptx",
                    "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
                _ when names.Contains("mimetype") && names.Contains("content.xml") => OpenDocument(zip),
                _ => new("zip", "application/zip"),
            };
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static FileKind OpenDocument(ZipArchive zip)
    {
        using var reader = new StreamReader(zip.GetEntry("mimetype")!.Open());
        return reader.ReadToEnd().Trim() is "application/vnd.oasis.opendocument.spreadsheet" and var type ? new("ods", type)
            : new("odt", "application/vnd.oasis.opendocument.text");
    }
}
