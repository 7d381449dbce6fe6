using System.Globalization;
using System.Text;
using Eilbote.Web;

namespace Eilbote.Files;

/// <summary>
/// The name under which a document is shown, sent and downloaded: made once, the same in portal, ATS and ZIP, and safe on
/// every file system.
/// </summary>
public static class FileNames
{
    /// <summary>Bytes in UTF-8, ending included: file systems take 255.</summary>
    private const int Limit = 200;

    private static readonly HashSet<string> Reserved = new(
        ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", .. "0123456789¹²³".SelectMany(x => new[] { "COM" + x, "LPT" + x })],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Endings that say what a file is: they give way to the one that its content tells. Anything else after a dot belongs to the
    /// name.
    /// </summary>
    private static readonly HashSet<string> Endings = new(
        ("pdf docx doc docm dotx odt rtf txt csv xlsx xls xlsm ods pptx ppt pptm odp jpg jpeg jpe jfif png gif bmp tif tiff webp heic heif avif svg "
            + "zip 7z rar gz tgz tar mp4 m4v 3gp mov avi wmv pages numbers key html htm hta xml xhtml mhtml eml msg exe com scr bat cmd pif lnk js jse vbs vbe wsf ps1 "
            + "msi jar app dmg apk iso url reg dll cpl chm part download crdownload tmp p7m p7s").Split(' '),
                StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// As the applicant sees it when something is wrong with the file: without path and anything invisible, its ending as typed.
    /// </summary>
    public static string Shown(string raw)
    {
        // Browsers write quotes and line breaks of a name in this way, and no other character.
        var name = raw.Replace("%22", "\"", StringComparison.Ordinal).Replace("%0D", " ", StringComparison.Ordinal)
            .Replace("%0A", " ", StringComparison.Ordinal);
        name = IncomingText.Address(name[(name.LastIndexOfAny(['/', '\\']) + 1)..]);
        name = string.Concat(name.Where(x => !char.IsControl(x)).Select(x => char.IsWhiteSpace(x) ? ' ' : x));
        return Cut(string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries)), Limit);
    }

    /// <summary>In a sentence about the file: in quotes, unless it came without a name.</summary>
    public static string Quoted(string shown) => shown.Length == 0 ? Texts.T("Diese Datei", "This file")
        : Texts.T($"„{shown}“", $"“{shown}”");

    /// <param name="extension">What the content is: lower case, without a dot.</param>
    public static string Clean(string raw, string extension)
    {
        var stem = Shown(raw).Replace('"', '\'');
        stem = string.Concat(stem.Select(x => "<>:|?*".Contains(x, StringComparison.Ordinal) ? '_' : x)).Trim(' ', '.');
        while (stem.LastIndexOf('.') is >= 0 and var dot && Endings.Contains(stem[(dot + 1)..]))
            stem = stem[..dot].Trim(' ', '.');
        stem = Cut(stem, Limit - extension.Length - 1).Trim(' ', '.');
        if (stem.Length == 0)
            stem = Texts.T("Dokument", "Document");
        if (Reserved.Contains(stem.Split('.')[0].TrimEnd()))
            stem = "_" + stem;
        return $"{stem}.{extension}";
    }

    /// <summary>The name of a folder, by what is in it.</summary>
    public static string Folder(string raw) => Path.GetFileNameWithoutExtension(Clean(raw, "x"));

    /// <summary>The same name with a number in it, as often as it is taken: <c>image.jpg</c>, <c>image (2).jpg</c>.</summary>
    /// <param name="taken">Compared without case; gets the name.</param>
    public static string Unique(string name, HashSet<string> taken)
    {
        var (stem, ending) = (Path.GetFileNameWithoutExtension(name), Path.GetExtension(name));
        for (var number = 2; !taken.Add(name); number++)
            name = $"{stem} ({number}){ending}";
        return name;
    }

    /// <summary>At most so many bytes in UTF-8, no character that people see as one torn apart.</summary>
    private static string Cut(string text, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= bytes)
            return text;
        var cut = new StringBuilder();
        var elements = StringInfo.GetTextElementEnumerator(text);
        for (var used = 0; elements.MoveNext() && (used += Encoding.UTF8.GetByteCount(elements.GetTextElement())) <= bytes;)
            cut.Append(elements.GetTextElement());
        return cut.ToString();
    }
}
