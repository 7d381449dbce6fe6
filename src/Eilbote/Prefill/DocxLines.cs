using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Eilbote.Prefill;

/// <summary>
/// The text of a DOCX as lines. Word lays out only when it opens a document, so places are counted, not measured: a line of text is a
/// line high, a cell and what follows a tab stand to the right.
/// </summary>
internal sealed partial class DocxLines
{
    /// <summary>Bytes of all parts when unpacked, and how many lines are read.</summary>
    private const long UnpackedLimit = 60_000_000;

    private const int LinesLimit = 2_000;

    /// <summary>In points: a line, a cell, and how far a tab leads.</summary>
    private const double LineHeight = 14, CellWidth = 250, TabWidth = 120, DefaultSize = 11, FooterGap = 100;

    private readonly List<CvLine> _lines = [];
    private readonly Dictionary<string, Style> _styles;
    private readonly double _defaultSize;
    private double _y;

    private DocxLines(MainDocumentPart main)
    {
        var styles = main.StyleDefinitionsPart?.Styles;
        _styles = (styles?.Elements<Style>() ?? []).Where(x => x.StyleId?.Value is not null)
            .GroupBy(x => x.StyleId!.Value!).ToDictionary(x => x.Key, x => x.First());
        _defaultSize = HalfPoints(styles?.DocDefaults?.RunPropertiesDefault?.RunPropertiesBaseStyle?.FontSize?.Val) ?? DefaultSize;
    }

    /// <summary>Errors: <see cref="InvalidDataException"/> when it unpacks to more than a CV needs.</summary>
    public static List<CvLine> Read(byte[] content)
    {
        using var stream = new MemoryStream(content, writable: false);
        CheckSize(stream);
        using var docx = WordprocessingDocument.Open(stream, isEditable: false);
        if (docx.MainDocumentPart is not { Document.Body: { } body } main)
            return [];
        var reader = new DocxLines(main);
        var section = body.Descendants<SectionProperties>().FirstOrDefault();
        reader.ReadAll(Parts(section?.Elements<HeaderReference>().Select(x => (x.Type, x.Id)), main)
            .OfType<HeaderPart>().Select(x => x.Header));
        reader.ReadBlocks(body, 0);
        reader._y += FooterGap;
        reader.ReadAll(Parts(section?.Elements<FooterReference>().Select(x => (x.Type, x.Id)), main)
            .OfType<FooterPart>().Select(x => x.Footer));
        return reader._lines;
    }

    /// <summary>What the archive says of its sizes may be a lie: what it says is counted, and what is unpacked, too.</summary>
    private static void CheckSize(MemoryStream stream)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        var (total, buffer) = (0L, new byte[81_920]);
        foreach (var entry in archive.Entries.Where(x => x.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)))
        {
            using var part = entry.Open();
            while (part.Read(buffer) is > 0 and var read)
                if ((total += read) > UnpackedLimit)
                    throw new InvalidDataException("It unpacks to more than a CV needs.");
        }
        stream.Position = 0;
    }

    /// <summary>Those of the first page: its own where there is one, else everyone's.</summary>
    private static IEnumerable<OpenXmlPart> Parts(
        IEnumerable<(EnumValue<HeaderFooterValues>? Type, StringValue? Id)>? references, MainDocumentPart main) =>
        (references ?? []).Where(x => x.Id?.Value is not null && x.Type?.Value != HeaderFooterValues.Even)
            .OrderBy(x => x.Type?.Value == HeaderFooterValues.First ? 0 : 1)
            .Select(x => main.TryGetPartById(x.Id!.Value!, out var part) ? part : null).OfType<OpenXmlPart>();

    private void ReadAll(IEnumerable<OpenXmlCompositeElement?> parts)
    {
        foreach (var part in parts.OfType<OpenXmlCompositeElement>())
            ReadBlocks(part, 0);
    }

    private void ReadBlocks(OpenXmlElement parent, double x)
    {
        foreach (var block in parent.ChildElements)
        {
            if (_lines.Count >= LinesLimit)
                return;
            if (block is Paragraph paragraph)
                ReadParagraph(paragraph, x);
            else if (block is Table table)
                ReadTable(table, x);
            else if (block is SdtBlock { SdtContentBlock: { } control })
                ReadBlocks(control, x);
        }
    }

    /// <summary>Cells side by side: each begins where its row begins, the next row where the longest ends.</summary>
    private void ReadTable(Table table, double x)
    {
        foreach (var row in table.Elements<TableRow>())
        {
            var (top, bottom, column) = (_y, _y, 0);
            foreach (var cell in row.Descendants<TableCell>().Where(c => c.Ancestors<TableRow>().First() == row))
            {
                _y = top;
                var begin = _lines.Count;
                ReadBlocks(cell, x + (CellWidth * column++));
                for (var i = begin; i < _lines.Count; i++)
                    _lines[i] = Within(_lines[i], x + (CellWidth * column));
                bottom = Math.Max(bottom, _y);
            }
            _y = bottom;
        }
    }

    /// <summary>What is too wide for its cell is broken by Word; here it ends where the cell ends.</summary>
    private static CvLine Within(CvLine line, double right) =>
        line with { X = Math.Min(line.X, right - 40), Right = Math.Min(line.Right, right - 10) };

    private void ReadParagraph(Paragraph paragraph, double left)
    {
        var style = paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value;
        var (text, x, size) = ("", left, 0d);
        foreach (var item in paragraph.Descendants().Where(i => IsOwn(i, paragraph)))
            switch (item)
            {
                case Text or NoBreakHyphen:
                    text += item is Text t ? t.Text : "-";
                    size = Math.Max(size, SizeOf(item.Ancestors<Run>().FirstOrDefault(), style));
                    break;
                case TabChar or PositionalTab:
                    Flush();
                    x += TabWidth;
                    break;
                case Break or CarriageReturn:
                    Flush();
                    (x, _y) = (left, _y + LineHeight);
                    break;
            }
        Flush();
        _y += LineHeight;
        foreach (var box in paragraph.Descendants<TextBoxContent>().Where(b => IsOwn(b, paragraph)))
            ReadBlocks(box, left);

        void Flush()
        {
            text = Spaced().Replace(text, x => x.Value.Replace(" ", "", StringComparison.Ordinal));
            if (string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 } clean)
                _lines.Add(new CvLine(clean, 1, x, x + (clean.Length * (size / 2)), _y, size));
            (text, size) = ("", 0);
        }
    }

    /// <summary>Letters of a word that somebody set apart with single spaces; words are then set apart with more.</summary>
    [GeneratedRegex(@"(?<=^\s*|\s{2})\p{L}( [\p{L}'’-]){2,}(?=\s{2}|\s*$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Spaced();

    /// <summary>Not what a text box in the paragraph holds, and not its second form for older programs.</summary>
    private static bool IsOwn(OpenXmlElement item, Paragraph paragraph) => item.Ancestors().TakeWhile(x => x != paragraph)
        .All(x => x is not (Paragraph or TextBoxContent or AlternateContentFallback or DeletedRun));

    private double SizeOf(Run? run, string? style) =>
        HalfPoints(run?.RunProperties?.FontSize?.Val) ?? StyleSize(run?.RunProperties?.RunStyle?.Val?.Value) ?? StyleSize(style)
        ?? _defaultSize;

    private double? StyleSize(string? style)
    {
        for (var depth = 0; depth < 10 && style is not null && _styles.GetValueOrDefault(style) is { } found; depth++)
        {
            if (HalfPoints(found.StyleRunProperties?.FontSize?.Val) is { } size)
                return size;
            style = found.BasedOn?.Val?.Value;
        }
        return null;
    }

    private static double? HalfPoints(StringValue? value) =>
        double.TryParse(value?.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var halves) && halves > 0 ? halves / 2 : null;
}
