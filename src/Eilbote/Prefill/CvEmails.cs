using System.Text.RegularExpressions;

namespace Eilbote.Prefill;

/// <summary>E-mail addresses in lines, those too that a narrow column broke in two.</summary>
internal static partial class CvEmails
{
    public static List<Found> In(IReadOnlyList<CvLine> lines)
    {
        var found = new List<Found>();
        foreach (var line in lines)
        {
            var text = At().Replace(line.Text, "@");
            if (!text.Contains('@', StringComparison.Ordinal))
                continue;
            // A broken one is whole only with the line below or above; its half is another address or none.
            var goesOn = BrokenEnd().IsMatch(text) ? Beginning() : WholeEnd().IsMatch(text) ? LastLetters() : null;
            if (goesOn is not null && Neighbour(lines, line, below: true) is { } below
                && goesOn.Match(below.Text) is { Success: true } rest)
                text = text.TrimEnd() + rest.Value;
            if (Beginning().IsMatch(text) && Neighbour(lines, line, below: false) is { } above
                && BrokenLocal().Match(above.Text) is { Success: true } start)
                text = start.Value + text;
            foreach (Match match in Address().Matches(text))
                if (Valid(match.Value))
                    found.Add(new(match.Value, line, Score(match.Value, line, lines)));
        }
        return found;
    }

    private static int Score(string address, CvLine line, IReadOnlyList<CvLine> lines) =>
        (Label().IsMatch(line.Text) || lines.Any(x => x.Beside(line) && x.X < line.X && Label().IsMatch(x.Text)) ? 1 : 0)
        + (Office().IsMatch(address) ? -5 : 0) + (CvPlaces.IsOrganisation(line.Text) ? -4 : 0) + (line.Page == 1 ? 1 : 0);

    private static bool Valid(string address) => address.Length <= 255
        && !address.Contains("..", StringComparison.Ordinal)
        // Written together with the word that follows.
        && address[(address.LastIndexOf('.') + 1)..] is var top && (!top.Any(char.IsUpper) || !top.Any(char.IsLower));

    private static CvLine? Neighbour(IReadOnlyList<CvLine> lines, CvLine line, bool below) => lines
        .Where(x => x.Page == line.Page && (below ? x.Y > line.Y : x.Y < line.Y) && Math.Abs(x.Y - line.Y) < 2 * Math.Max(7, line.Size)
            && !x.Beside(line) && Math.Abs(x.X - line.X) < 60)
        .MinBy(x => Math.Abs(x.Y - line.Y));

    [GeneratedRegex(@"\s?[\[(](at|ät)[\])]\s?", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex At();

    [GeneratedRegex(@"(?<![\p{L}\d.+_-])[A-Za-z0-9](?:[A-Za-z0-9._%+'-]{0,63})@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,5}[A-Za-z]{2,18}(?![\p{L}\d@-])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"@([A-Za-z0-9-]*|[A-Za-z0-9.-]*[.-])$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BrokenEnd();

    [GeneratedRegex(@"@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WholeEnd();

    /// <summary>What a narrow column left of an address for the next line, and nothing else stands there.</summary>
    [GeneratedRegex(@"^(\.?[a-z]{1,3}|\.[a-z]{2,10})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LastLetters();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]*@?[A-Za-z0-9.-]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Beginning();

    [GeneratedRegex(@"[A-Za-z0-9][A-Za-z0-9._+-]*[._-]$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BrokenLocal();

    [GeneratedRegex(@"e-?mail|\bmail\b|^[EM]:?(\s|$)|\b[EM]:", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();

    [GeneratedRegex(@"^(office|info|hr|jobs?|bewerbung(en)?|karriere|career|personal|kontakt|contact|sales|admin|rezeption|reception|sekretariat|support|mail|post|verkauf|empfang|ward\.?office|team|service|kanzlei|praxis|buero|recruiting|people|hello|welcome|presse|press|schule|direktion)[.@_-]",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Office();
}
