using System.Text.RegularExpressions;

namespace Eilbote.Prefill;

/// <summary>Which part of a name stands beside a label, or in which order both parts do. A closed set.</summary>
internal enum CvNameOrder { Any, First, Last, FirstLast, LastFirst }

/// <summary>Labels as forms have them: "Vor- und Zuname", "Nachname(n) / Vorname(n)", "Name, Vorname".</summary>
internal static partial class CvNameLabel
{
    /// <summary>What a line is the label of, and what follows its colon; null when it is none.</summary>
    public static CvNameOrder? Of(string text, out string value)
    {
        var match = Labelled().Match(text);
        value = match.Groups["value"].Value.Trim();
        if (!match.Success)
            return null;
        var (first, last) = (match.Groups["first"], match.Groups["last"]);
        return match.Groups["whole"].Success || (!first.Success && !last.Success) ? CvNameOrder.Any
            : !last.Success ? match.Groups["any"].Success ? Order(first.Index < match.Groups["any"].Index) : CvNameOrder.First
            : !first.Success ? CvNameOrder.Last : Order(first.Index < last.Index);
    }

    private static CvNameOrder Order(bool firstFirst) => firstFirst ? CvNameOrder.FirstLast : CvNameOrder.LastFirst;

    private const string Many = @"(n|s|\(n\)|\(s\)|/n|/-n)?";

    private const string Part = "((?<first>(vor|ruf)(name" + Many + "|-)|(first|given|fore) ?name" + Many + ")"
        + "|(?<last>(nach|zu|familien)(name" + Many + "|-)|(last|sur|family) ?name" + Many + ")|(?<any>name" + Many + "))";

    [GeneratedRegex(@"^((?<whole>(voller|vollständiger|ganzer|full|complete) name|name der bewerberin|name des bewerbers|bewerber(in)?|applicant)"
        + "|" + Part + @"(\s?(/|,|&|\+|und|and|\()\s?" + Part + @"(\s?,\s?" + Part + @")?\)?| " + Part + @"(?=\s*(:|$)))?)\s*(:\s*(?<value>.*)|$)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Labelled();
}
