using Eilbote.Connectors;

namespace Eilbote.Ats;

/// <summary>The questions of a connection's forms, in order, and for a while what was asked before.</summary>
public sealed class QuestionForm
{
    public List<Question> Questions { get; init; } = [];

    /// <summary>As they were worded before: a form that was opened then is accepted as it asked.</summary>
    public List<PastQuestion> Past { get; init; } = [];
}

/// <summary>A question as it was until then.</summary>
public sealed record PastQuestion(Question Question, DateTimeOffset Until);
