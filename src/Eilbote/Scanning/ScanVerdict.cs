namespace Eilbote.Scanning;

/// <summary>What the virus scanner says of a content. A closed set.</summary>
public abstract record ScanVerdict
{
    private ScanVerdict() { }

    public sealed record Clean : ScanVerdict;

    /// <param name="Name">What it found, as the scanner names it.</param>
    public sealed record Found(string Name) : ScanVerdict;

    /// <summary>The scanner answered that it cannot scan this one, mostly because it is larger than it may be. Not clean.</summary>
    /// <param name="Why">In the scanner's own words.</param>
    public sealed record Declined(string Why) : ScanVerdict;

    /// <summary>Nobody knows: the scanner is down, or too slow just now.</summary>
    public sealed record NoAnswer : ScanVerdict;

    /// <summary>Characters of a scanner's words that are kept.</summary>
    private const int Longest = 100;

    /// <summary>From an answer of clamd to INSTREAM.</summary>
    internal static ScanVerdict Of(string answer)
    {
        const string Name = "stream: ", FoundEnding = " FOUND";
        return answer == Name + "OK" ? new Clean()
            : answer.StartsWith(Name, StringComparison.Ordinal) && answer.EndsWith(FoundEnding, StringComparison.Ordinal)
            ? new Found(Words(answer[Name.Length..^FoundEnding.Length]))
            : new Declined(Words(answer));
    }

    private static string Words(string text)
    {
        text = string.Concat(text.Where(x => x is >= ' ' and <= '~')).Trim();
        return text.Length > Longest ? text[..Longest] : text;
    }
}
