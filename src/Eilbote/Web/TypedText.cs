using Eilbote.Connectors;

namespace Eilbote.Web;

/// <summary>What is wrong with a text that somebody typed, whatever it is for.</summary>
public static class TypedText
{
    /// <param name="limit">Characters.</param>
    /// <param name="lines">Whether it may have several lines.</param>
    /// <returns>Null when nothing is.</returns>
    public static Words? Wrong(string text, int limit, bool lines = false) =>
        text.Length > limit ? new($"Höchstens {limit} Zeichen, hier sind es {text.Length}.", $"At most {limit} characters; these are {text.Length}.")
        : text.Any(x => char.IsControl(x) && !(lines && x is '\n' or '\t')) ? new(
            "Hier steht ein unsichtbares Steuerzeichen. Bitte tippen Sie den Text neu ein.",
            "There is an invisible control character here. Please type the text again.")
        : null;

    /// <summary>Of a text of which only the beginning was read.</summary>
    /// <param name="read">Characters.</param>
    public static Words Cut(int limit, int read) => new(
        $"Höchstens {limit} Zeichen, hier waren es mehr als {Math.Max(limit, read)}. Nur der Anfang steht noch da.",
        $"At most {limit} characters; these were more than {Math.Max(limit, read)}. Only the beginning is still here.");
}
