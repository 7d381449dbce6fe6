using System.Text.RegularExpressions;

namespace Eilbote.Connectors.Personio;

/// <summary>
/// Reads which attribute a refusal is about. How <c>field</c> spells it is not documented, so it is read as a name
/// (<c>custom_attribute_7</c>), a path (<c>attributes.custom_attribute_7</c>), a place (<c>attributes[0].value</c>) or a pointer
/// (<c>/attributes/0/value</c>).
/// </summary>
internal static partial class PersonioFields
{
    /// <summary>Those of the sent attributes that were refused for this reason; none when the answer does not say which.</summary>
    public static IReadOnlyList<SentAttribute> Refused(Answer answer, string reason, IReadOnlyList<SentAttribute> sent)
    {
        var fields = With(answer, reason).Select(Tokens).ToList();
        return [.. sent.Where((x, i) => fields.Exists(tokens =>
            tokens.Contains(x.Name, StringComparer.Ordinal) || (tokens is ["attributes", var place, ..] && place == $"{i}")))];
    }

    /// <summary>What is demanded and was not sent; attributes by their names, all else as Personio spells it.</summary>
    /// <param name="attributesOnly">A probe has no valid names on purpose.</param>
    public static string? Missing(Answer answer, string reason, bool attributesOnly = false)
    {
        var fields = With(answer, reason).Select(x => (Spelled: x, Name: Array.Find(Tokens(x), t => AttributeName().IsMatch(t))))
            .Where(x => x.Name is not null || !attributesOnly).Select(x => x.Name ?? x.Spelled);
        return Reading.Quote(string.Join(", ", fields.Distinct()));
    }

    private static IEnumerable<string> With(Answer answer, string reason) => AnswerJson.TryParse(answer.Body, out var root)
        ? AnswerJson.Array(root, "errors").Where(x => AnswerJson.Array(x, "errors").Any(e => AnswerJson.Text(e, "reason") == reason))
            .Select(x => AnswerJson.Text(x, "field")).OfType<string>().Where(x => x.Length > 0)
        : [];

    private static string[] Tokens(string field) => field.Split(['.', '[', ']', '/'], StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"\A(?:custom_attribute_[0-9]+|gender|birthday|location|available_from|salary_expectations|phone)\z",
        RegexOptions.None, 1000)]
    private static partial Regex AttributeName();
}
