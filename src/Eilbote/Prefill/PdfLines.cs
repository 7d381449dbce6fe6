using System.Text;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace Eilbote.Prefill;

/// <summary>The text of a PDF's first pages, as lines with their places.</summary>
internal static class PdfLines
{
    /// <summary>Pages that are read, and letters of one page: more is no CV's first page.</summary>
    private const int PagesLimit = 4, LettersLimit = 20_000;

    /// <summary>In parts of the letters' size: of what is a space between words, and of what separates two lines.</summary>
    private const double Space = 0.17, Gap = 1.15, Column = 2;

    public static List<CvLine> Read(byte[] content)
    {
        using var pdf = PdfDocument.Open(content, new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true });
        var lines = new List<CvLine>();
        for (var page = 1; page <= Math.Min(pdf.NumberOfPages, PagesLimit); page++)
            Read(pdf.GetPage(page), lines);
        return lines;
    }

    private static void Read(Page page, List<CvLine> lines)
    {
        var letters = page.Letters.Take(LettersLimit)
            .Where(x => x.TextOrientation is TextOrientation.Horizontal or TextOrientation.Rotate180 or TextOrientation.Other
                && x.StartBaseLine.Y >= -1 && x.StartBaseLine.Y <= page.Height + 1 && SizeOf(x) > 0.5)
            .OrderByDescending(x => x.StartBaseLine.Y).ToList();
        for (var at = 0; at < letters.Count;)
        {
            var row = new List<Letter>();
            var y = letters[at].StartBaseLine.Y;
            for (; at < letters.Count && y - letters[at].StartBaseLine.Y < 0.3 * SizeOf(letters[at]); at++)
                row.Add(letters[at]);
            row.Sort((a, b) => a.StartBaseLine.X.CompareTo(b.StartBaseLine.X));
            foreach (var part in Split(row, Column, 0))
            {
                var spread = Spread(part);
                foreach (var segment in Split(part, Gap, spread))
                    Add(lines, segment, spread, page);
            }
        }
    }

    private static void Add(List<CvLine> lines, List<Letter> segment, double spread, Page page)
    {
        var text = new StringBuilder();
        Letter? before = null;
        foreach (var letter in segment)
        {
            // What is printed twice to look bold is one letter.
            if (before is not null && before.Value == letter.Value
                && letter.StartBaseLine.X - before.StartBaseLine.X < 0.1 * SizeOf(letter))
                continue;
            if (before is not null && Distance(before, letter) > (Space * SizeOf(letter)) + (spread * 1.25))
                text.Append(' ');
            text.Append(letter.Value);
            before = letter;
        }
        if (Clean(text) is { Length: > 0 } clean)
            lines.Add(new CvLine(
                clean, page.Number, segment[0].StartBaseLine.X, segment.Max(x => x.EndBaseLine.X), page.Height - segment[0].StartBaseLine.Y,
                segment.GroupBy(x => Math.Round(SizeOf(x), 1)).MaxBy(x => x.Count())!.Key));
    }

    /// <summary>Letters on one base line, from gap to gap; spaces are left out, they have no place of their own.</summary>
    private static List<List<Letter>> Split(List<Letter> row, double gap, double spread)
    {
        var parts = new List<List<Letter>>();
        Letter? before = null;
        foreach (var letter in row.Where(x => !string.IsNullOrWhiteSpace(x.Value)))
        {
            if (before is null || Distance(before, letter) > (gap * Math.Max(SizeOf(before), SizeOf(letter))) + (spread * 2))
                parts.Add([]);
            parts[^1].Add(letter);
            before = letter;
        }
        return parts;
    }

    /// <summary>How far apart letters are set on purpose, in points: the median of their distances, if that is more than usual.</summary>
    private static double Spread(List<Letter> letters)
    {
        if (letters.Count < 4)
            return 0;
        var distances = letters.Zip(letters.Skip(1), Distance).Order().ToList();
        var median = distances[distances.Count / 2];
        return median > 0.06 * SizeOf(letters[0]) ? median : 0;
    }

    private static double Distance(Letter left, Letter right) => right.StartBaseLine.X - left.EndBaseLine.X;

    private static double SizeOf(Letter letter) => letter.PointSize;

    /// <summary>Composed characters, ligatures as letters, without the pictures of icon fonts.</summary>
    private static string Clean(StringBuilder text)
    {
        text.Replace("ﬁ", "fi").Replace("ﬂ", "fl").Replace("ﬀ", "ff").Replace("ﬃ", "ffi").Replace("ﬄ", "ffl").Replace('\u00A0', ' ');
        for (var i = 0; i < text.Length; i++)
            if (text[i] is (>= '\uE000' and <= '\uF8FF') or '\uFFFD' || char.IsControl(text[i]) || char.IsSurrogate(text[i]))
                text[i] = ' ';
        return string.Join(' ', text.ToString().Normalize(NormalizationForm.FormC).Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
