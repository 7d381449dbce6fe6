namespace Eilbote.Prefill;

/// <summary>Words that stand together on one line: what a wide gap, a tab or a table's cell separates are two.</summary>
/// <param name="Page">From 1.</param>
/// <param name="X">Points from the page's left edge to its first letter.</param>
/// <param name="Right">Points from the page's left edge to the end of its last letter.</param>
/// <param name="Y">Points from the page's top down to its base line.</param>
/// <param name="Size">Of its letters, in points.</param>
public sealed record CvLine(string Text, int Page, double X, double Right, double Y, double Size)
{
    private const double SameLine = 0.5, Together = 11;

    /// <summary>Whether both stand on the same line of the same page.</summary>
    public bool Beside(CvLine other) => Page == other.Page && Math.Abs(Y - other.Y) < SameLine * Math.Max(Size, other.Size);

    /// <summary>Whether both may belong to one block: on one line, or few lines apart in one column.</summary>
    public bool Near(CvLine other) => Beside(other)
        || (Page == other.Page && Math.Abs(Y - other.Y) < Together * Math.Clamp(Math.Min(Size, other.Size), 9, 12)
            && X < other.Right + 20 && other.X < Right + 20);
}

/// <summary>What stands next to a line.</summary>
internal static class CvNeighbours
{
    private const double SameColumn = 20;

    public static CvLine? LeftOf(this IReadOnlyList<CvLine> lines, CvLine line) =>
        lines.Where(x => x.Beside(line) && x.Right <= line.X + 1).MaxBy(x => x.X);

    public static CvLine? Below(this IReadOnlyList<CvLine> lines, CvLine line) =>
        lines.Where(x => Touches(x, line) && x.Y > line.Y).MinBy(x => x.Y);

    public static CvLine? Above(this IReadOnlyList<CvLine> lines, CvLine line) =>
        lines.Where(x => Touches(x, line) && x.Y < line.Y).MaxBy(x => x.Y);

    private static bool Touches(CvLine one, CvLine line) => one.Page == line.Page && !one.Beside(line)
        && Math.Abs(one.Y - line.Y) < 2 * Math.Max(7, line.Size) && Math.Abs(one.X - line.X) < SameColumn;
}
