using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Eilbote.Web;

/// <summary>
/// A board's own look. Bound from <c>Eilbote:Board:Look</c>; what is not set stays as it is. Its logo is <c>Eilbote:Board:Logo</c>.
/// </summary>
public sealed class LookOptions
{
    /// <summary>Buttons, links, focus: #rrggbb. Its dark counterpart must be set too.</summary>
    public string Brand { get; set; } = "";
    public string BrandDark { get; set; } = "";

    /// <summary>Text on it; white or black, whichever stands out more, when it is not set.</summary>
    public string OnBrand { get; set; } = "";
    public string OnBrandDark { get; set; } = "";

    /// <summary>The light scheme's text on the brand's colour, as it is shown.</summary>
    internal string OnBrandHere => OnBrand.Length > 0 ? OnBrand : Web.Look.On(Brand);

    /// <summary>Behind everything.</summary>
    public string Paper { get; set; } = "";
    public string PaperDark { get; set; } = "";

    /// <summary>Of cards, fields and buttons, such as 4px.</summary>
    public string Radius { get; set; } = "";

    /// <summary>Names of fonts that readers have, the first wish first. None is loaded from anywhere.</summary>
    public string Font { get; set; } = "";
}

/// <summary>Turns it into a few tokens after the style sheet's own, and refuses what could not be read.</summary>
internal static partial class Look
{
    private const string Section = BoardOptions.Section + ":Look:";
    private const double Text = 4.5, Edge = 3;

    /// <summary>Errors: <see cref="CannotStartException"/>, naming the setting, and for a colour the contrast found and needed.</summary>
    /// <param name="sheet">The style sheet, whose own tokens count where nothing is set.</param>
    public static string Sheet(LookOptions look, string sheet)
    {
        Demand(look.Radius, nameof(look.Radius), Length(), "a length such as 4px or 0.5rem");
        Demand(look.Font, nameof(look.Font), Fonts(), "names of fonts with commas between them");
        Demand(look.Brand.Length == 0 == (look.BrandDark.Length == 0),
            $"{Section}Brand and {Section}BrandDark must be set both: one is for light screens, one for dark ones.");
        var css = new StringBuilder();
        foreach (var (dark, own) in new[] { (false, OwnTokens().Match(sheet)), (true, OwnDarkTokens().Match(sheet)) })
        {
            var tokens = Token().Matches(own.Groups["tokens"].Value)
                .ToDictionary(x => x.Groups["name"].Value, x => x.Groups["value"].Value.Trim());
            var set = Set(look, dark);
            foreach (var (name, value) in set)
                tokens[name] = value;
            Check(tokens, dark);
            if (!dark && look.Radius.Length > 0)
                set["radius"] = look.Radius;
            if (!dark && look.Font.Length > 0)
                set["bs-body-font-family"] = look.Font;
            if (set.Count > 0)
                css.Append(dark ? "@media (prefers-color-scheme: dark){" : "").Append(":root{")
                    .AppendJoin(';', set.Select(x => $"--{x.Key}:{x.Value}")).Append('}').Append(dark ? "}" : "");
        }
        return css.ToString();
    }

    /// <summary>Text that reads on any colour; white also where there is none.</summary>
    public static string On(string brand) => brand.Length == 0 || Contrast(brand, "#fff") >= Text ? "#fff" : "#000";

    /// <summary>From 1 to 21, as WCAG counts it.</summary>
    public static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static Dictionary<string, string> Set(LookOptions look, bool dark)
    {
        var (brand, onBrand, paper, suffix) = dark ? (look.BrandDark, look.OnBrandDark, look.PaperDark, "Dark")
            : (look.Brand, look.OnBrand, look.Paper, "");
        Demand(brand, "Brand" + suffix, Color(), "a colour such as #0b6b6b");
        Demand(onBrand, "OnBrand" + suffix, Color(), "a colour such as #ffffff");
        Demand(paper, "Paper" + suffix, Color(), "a colour such as #fbfaf7");
        Demand(onBrand.Length == 0 || brand.Length > 0, $"{Section}OnBrand{suffix} is set, but not {Section}Brand{suffix}.");
        var set = new Dictionary<string, string>();
        if (paper.Length > 0)
            set["paper"] = paper;
        if (brand.Length > 0)
        {
            set["brand"] = brand;
            set["brand-ink"] = brand;
            set["on-brand"] = onBrand.Length > 0 ? onBrand : On(brand);
        }
        return set;
    }

    private static void Check(Dictionary<string, string> tokens, bool dark)
    {
        var suffix = dark ? "Dark" : "";
        var soft = Mixed(tokens["brand-ink"], tokens["card"], 0.11);
        foreach (var (surface, on) in new[] { (tokens["paper"], "the page"), (tokens["card"], "a card"), (soft, "its own soft surface") })
        {
            foreach (var text in new[] { "ink", "quiet", "good", "wait", "bad" })
                Stands(on == "the page" ? "Paper" : "Brand", $"under text ({tokens[text]}) on {on}", tokens[text], surface, Text);
            Stands("Brand", "as text on " + on, tokens["brand-ink"], surface, Text);
        }
        Stands("OnBrand", "as text on a button", tokens["on-brand"], tokens["brand"], Text);
        foreach (var surface in new[] { tokens["paper"], tokens["card"] })
            Stands("Paper", $"beside the edge of a field ({tokens["edge"]})", tokens["edge"], surface, Edge);

        void Stands(string key, string where, string front, string back, double needed)
        {
            var found = Contrast(front, back);
            Demand(found >= needed, string.Create(CultureInfo.InvariantCulture,
                $"{Section}{key}{suffix} does not stand out: {where}, {front} on {back} has a contrast of {Math.Floor(found * 100) / 100:0.00}:1, and {needed:0.0}:1 is needed."));
        }
    }

    private static void Demand(string value, string key, Regex pattern, string what) =>
        Demand(value.Length == 0 || pattern.IsMatch(value), $"{Section}{key} must be {what}.");

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds)
            throw new CannotStartException(otherwise);
    }

    /// <summary>As <c>color-mix(in srgb, …)</c> does it.</summary>
    private static string Mixed(string color, string with, double share) =>
        "#" + string.Concat(Channels(color).Zip(Channels(with), (a, b) => (int)Math.Round(a * share + b * (1 - share)))
            .Select(x => x.ToString("x2", CultureInfo.InvariantCulture)));

    private static double Luminance(string color)
    {
        var linear = Channels(color).Select(x => x / 255.0)
            .Select(x => x <= 0.04045 ? x / 12.92 : Math.Pow((x + 0.055) / 1.055, 2.4)).ToArray();
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }

    private static int[] Channels(string color)
    {
        var digits = color.Length == 4 ? string.Concat(color[1..].Select(x => new string(x, 2))) : color[1..];
        return [.. digits.Chunk(2).Select(x => int.Parse(x, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
    }

    [GeneratedRegex("^#(?:[0-9a-fA-F]{3}){1,2}$", RegexOptions.None, 1000)]
    private static partial Regex Color();

    [GeneratedRegex(@"^\d{1,2}(?:\.\d{1,3})?(?:px|rem)$", RegexOptions.None, 1000)]
    private static partial Regex Length();

    [GeneratedRegex(@"^[\p{L}\p{N}][\p{L}\p{N} ,""'-]*$", RegexOptions.None, 1000)]
    private static partial Regex Fonts();

    [GeneratedRegex(":root{(?<tokens>[^}]*--paper:[^}]*)}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OwnTokens();

    [GeneratedRegex(@"prefers-color-scheme:\s*dark\)\{:root\{(?<tokens>[^}]*--paper:[^}]*)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OwnDarkTokens();

    [GeneratedRegex("--(?<name>[a-z-]+):(?<value>[^;]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
