using System.Text.Json.Serialization;

namespace Eilbote.Connectors;

/// <summary>How a question is answered. A closed set.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<QuestionKind>))]
public enum QuestionKind { ShortText, LongText, OneOf, SeveralOf, YesNo, Date, Number, Document, Consent }

/// <summary>What an employer asks beyond the fields that every form has.</summary>
public sealed record Question
{
    /// <summary>The options of a yes/no question.</summary>
    public const string Yes = "yes", No = "no";

    /// <summary>The name in the form and in the database: lower-case letters, digits and underscores, never changed.</summary>
    public required string Key { get; init; }

    /// <summary>Raised with every change, so that an application can say which wording it answered.</summary>
    public int Version { get; init; } = 1;
    public required QuestionKind Kind { get; init; }
    public required Words Label { get; init; }
    public Words? Help { get; init; }
    public bool Required { get; init; }

    /// <summary>Off at first, and never in a message, mail or list.</summary>
    public bool Sensitive { get; init; }

    /// <summary>Of a question with options, in order; for yes/no <see cref="Yes"/> and <see cref="No"/>.</summary>
    public IReadOnlyList<QuestionOption> Options { get; init; } = [];

    /// <summary>Only asked after this answer to an earlier question; null: always.</summary>
    public Condition? When { get; init; }

    /// <summary>What the place of the answer is called in the ATS; empty where it has none.</summary>
    public string Target { get; init; } = "";

    [JsonIgnore]
    public bool HasOptions => Kind is QuestionKind.OneOf or QuestionKind.SeveralOf or QuestionKind.YesNo;

    /// <summary>The name of its field in the form, and of the slot of its document.</summary>
    [JsonIgnore]
    public string Field => FieldOf(Key);

    public static string FieldOf(string key) => $"answers[{key}]";

    /// <summary>The key in the name of a form field; null for a field that is none of a question.</summary>
    public static string? KeyOf(string field) =>
        field.StartsWith("answers[", StringComparison.Ordinal) && field.EndsWith(']') ? field[8..^1] : null;
}

/// <param name="Key">As in <see cref="Question.Key"/>.</param>
/// <param name="Target">What the option is called in the ATS; empty: its German label is sent.</param>
public sealed record QuestionOption(string Key, Words Label, string Target = "");

/// <summary>The answer to an earlier question (of one option, or yes/no) after which another is asked.</summary>
/// <param name="Question">Its key.</param>
/// <param name="Option">The option's key.</param>
public sealed record Condition(string Question, string Option);

/// <summary>What an applicant answered, with the question as it was worded then.</summary>
/// <param name="Values">
/// One text, several keys of options, a date as <c>yyyy-MM-dd</c>, a number with a point, <see cref="Question.Yes"/> for a consent.
/// Empty for a document: it is found by its slot.
/// </param>
public sealed record GivenAnswer(Question Question, IReadOnlyList<string> Values)
{
    /// <summary>When a consent was taken back.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The applicant was not asked: the employer gave an answer that says nothing, see <see cref="AnswerRules.Neutral"/>.</summary>
    public bool ByEmployer { get; init; }

    /// <summary>As people read it, with who gave it if that was not the applicant; empty for a document.</summary>
    [JsonIgnore]
    public Words Shown => ByEmployer
        ? new($"{Text.De} (vom Unternehmen ergänzt)", $"{Text.En} (added by the company)") : Text;

    /// <summary>The answer alone, as people read it; empty for a document.</summary>
    [JsonIgnore]
    public Words Text => Question.Kind switch
    {
        QuestionKind.OneOf or QuestionKind.SeveralOf or QuestionKind.YesNo =>
            new(Join(x => x.De), Join(x => x.En)),
        QuestionKind.Consent when RevokedAt is not null => new("widerrufen", "revoked"),
        QuestionKind.Consent => new("Ja", "Yes"),
        QuestionKind.Date when Values is [{ Length: 10 } date] => new($"{date[8..]}.{date[5..7]}.{date[..4]}", date),
        QuestionKind.Number when Values is [var number] => new(number.Replace('.', ','), number),
        QuestionKind.ShortText or QuestionKind.LongText or QuestionKind.Date or QuestionKind.Number or QuestionKind.Document =>
            new(string.Concat(Values), string.Concat(Values)),
    };

    private string Join(Func<Words, string> language)
    {
        var chosen = Values
            .Select(v => Question.Options.FirstOrDefault(x => x.Key == v) is { } option ? language(option.Label) : v).ToList();
        return string.Join(chosen.Exists(x => x.Contains(',', StringComparison.Ordinal)) ? "; " : ", ", chosen);
    }

    /// <summary>The same answer, to go where the question as it is now says.</summary>
    public GivenAnswer To(Question? now) => now is null || now.Kind != Question.Kind ? this : this with
    {
        Question = Question with
        {
            Target = now.Target,
            Options = [.. Question.Options.Select(
                x => x with { Target = now.Options.FirstOrDefault(o => o.Key == x.Key)?.Target ?? x.Target })],
        },
    };
}
