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
