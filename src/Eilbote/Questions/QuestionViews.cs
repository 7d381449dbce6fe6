using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Members;

namespace Eilbote.Questions;

/// <summary>Whose questions a page is about: a connection's, or one job ad's.</summary>
public sealed record Asking(Connection Connection, JobAd? Ad, ConnectorDescriptor Ats)
{
    /// <summary>The list that the page changes.</summary>
    public List<Question> Own => Ad?.Questions.Own ?? Connection.Questions.Questions;

    /// <summary>All that a form asks, in order.</summary>
    public IReadOnlyList<Question> Asked => AskedQuestions.Of(Connection.Questions, Ad?.Questions ?? new()).Now;

    /// <summary>The earlier questions whose answer can be a condition of this one; of a new one (without a key) all come earlier.</summary>
    public IReadOnlyList<Question> Conditions(string key) => [.. Asked.TakeWhile(x => x.Key != key || key.Length == 0)
        .Where(x => x.Kind is QuestionKind.OneOf or QuestionKind.YesNo && !x.Sensitive)];

    public string Query => Ad is null ? $"?connection={Connection.Id}" : $"?ad={Ad.Id}";

    internal QuestionEdits Edits(DateTimeOffset now) => Ad is null
        ? new(Connection.Questions.Questions, Connection.Questions.Past, now) : new(Ad.Questions.Own, Ad.Questions.Past, now);
}

public sealed record QuestionsView
{
    public required Member Me { get; init; }
    public required string Employer { get; init; }
    public required Asking Asking { get; init; }
    public required IReadOnlyList<MissingQuestion> Missing { get; init; }

    /// <summary>Whose required answers the ATS refuses.</summary>
    public IReadOnlyList<RefusedQuestion> RefusedAnswers { get; init; } = [];

    /// <summary>How many applicants are asked for an answer by now, by the question's key.</summary>
    public IReadOnlyDictionary<string, int> AskedFor { get; init; } = new Dictionary<string, int>();

    /// <summary>What would become of all that waits for these forms.</summary>
    public DryRun DryRun { get; init; } = new(0, new Dictionary<Obstacle, int>());

    /// <summary>Why the last change was not made.</summary>
    public Words? Refused { get; init; }

    public bool May => Me.May(Right.Work);
}

public sealed record QuestionView
{
    public required Member Me { get; init; }
    public required string Employer { get; init; }
    public required Asking Asking { get; init; }

    /// <summary>As typed; without a key while it is new.</summary>
    public required Question Question { get; init; }
    public required IReadOnlyDictionary<string, Words> Errors { get; init; }

    public bool IsPreset => Asking.Ats.Answers.Presets.Any(x => x.Key == Question.Key);

    public IReadOnlyList<Question> Conditions => Asking.Conditions(Question.Key);
}

/// <param name="All">Of the form: a question may depend on an earlier one.</param>
public sealed record PreviewView(IReadOnlyList<Question> Questions, IReadOnlyList<Question> All);
