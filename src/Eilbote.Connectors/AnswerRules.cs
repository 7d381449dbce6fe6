using System.Text;

namespace Eilbote.Connectors;

/// <summary>What an ATS takes of the answers to an employer's questions, as data: the editor of questions is drawn from it.</summary>
/// <param name="Carried">The kinds that have a place of their own in the ATS. The answers to others stand in the message.</param>
public sealed record AnswerRules(IReadOnlySet<QuestionKind> Carried)
{
    /// <summary>What names the place of an answer in the ATS; null where every carried answer goes along by its key.</summary>
    public TargetField? Target { get; init; }

    /// <summary>What names an option in the ATS; null where it goes along by its key.</summary>
    public TargetField? OptionTarget { get; init; }

    /// <summary>Questions that the ATS itself knows: chosen by a tick.</summary>
    public IReadOnlyList<Question> Presets { get; init; } = [];

    /// <summary>Whether the answer has a place of its own in the ATS.</summary>
    public bool Carries(Question question) => Carried.Contains(question.Kind) && (Target is null || question.Target.Length > 0);

    /// <summary>How an option is called that says nothing about a person, whatever the case.</summary>
    public IReadOnlySet<string> NeutralOptions { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "keine Angabe", "k. A.", "k.A.", "prefer not to say", "not specified",
    };

    /// <summary>
    /// What an employer may answer in the place of applicants; null for most questions. Never a sensitive one: that it is left open
    /// is the applicant's to say.
    /// </summary>
    public QuestionOption? Neutral(Question question) => question is { Kind: QuestionKind.OneOf, Sensitive: false }
        ? question.Options.FirstOrDefault(x => NeutralOptions.Contains(x.Label.De) || NeutralOptions.Contains(x.Label.En)) : null;

    /// <summary>What goes to a place of its own, and the message with all else that may stand there.</summary>
    public PlacedAnswers Place(Applicant applicant, IReadOnlySet<Part> without)
    {
        var given = applicant.Answers.Where(x => x.Question.Kind != QuestionKind.Document && x.RevokedAt is null).ToList();
        // Two answers to one place are one too many: the later one stands in the message.
        var carried = given.Where(x => Carries(x.Question) && !IsWithout(x.Question, without))
            .DistinctBy(x => x.Question.Target.Length > 0 ? x.Question.Target : x.Question.Key + " ").ToList();
        var message = new StringBuilder(applicant.Message);
        // A sensitive answer never stands where whoever reads the message sees it.
        foreach (var answer in given.Where(x => !x.Question.Sensitive).Except(carried))
        {
            message.Append(message.Length == 0 ? "" : "\n").Append(answer.Question.Label.De.TrimEnd(':')).Append(": ").Append(answer.Shown.De);
            if (Carries(answer.Question) && IsWithout(answer.Question, without))
                message.Append(" [vom Feld nicht angenommen]");
        }
        return new(carried, message.Length == 0 ? null : message.ToString());
    }

    /// <summary>Whether the answer was refused before: by name, or as one of the optional ones.</summary>
    public static bool IsWithout(Question question, IReadOnlySet<Part> without) => without.Contains(new Part.Answer(question.Key))
        || (!question.Required && without.Contains(new Part.OptionalAnswers()));
}

/// <summary>A name in the ATS that the employer copies.</summary>
/// <param name="Pattern">A regular expression for the whole value.</param>
public sealed record TargetField(Words Label, Words WhereToFind, string Pattern, Words Wrong);

/// <param name="Carried">In the order of the form.</param>
/// <param name="Message">Null when there is nothing to say.</param>
public sealed record PlacedAnswers(IReadOnlyList<GivenAnswer> Carried, string? Message);
