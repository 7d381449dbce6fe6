using Eilbote.Ats;
using Eilbote.Connectors;

namespace Eilbote.Board;

/// <summary>What the form of one job ad asks otherwise than its connection's forms do.</summary>
public sealed class AdQuestions
{
    /// <summary>Keys of the connection's questions that are not asked here.</summary>
    public List<string> Off { get; init; } = [];

    /// <summary>Keys of those that must be answered here.</summary>
    public List<string> Required { get; init; } = [];

    /// <summary>Asked here only, after the connection's.</summary>
    public List<Question> Own { get; init; } = [];

    /// <inheritdoc cref="QuestionForm.Past"/>
    public List<PastQuestion> Past { get; init; } = [];
}

/// <summary>What the form of a job ad asks now, and the wordings that a form which still stands open may have asked.</summary>
public sealed record AskedQuestions(IReadOnlyList<Question> Now, IReadOnlyList<Question> Past)
{
    public static readonly AskedQuestions None = new([], []);

    public static AskedQuestions Of(QuestionForm? connection, AdQuestions ad)
    {
        var asked = (connection?.Questions ?? []).Where(x => !ad.Off.Contains(x.Key))
            .Select(x => ad.Required.Contains(x.Key) ? x with { Required = true } : x).Concat(ad.Own).ToList();
        // What depends on a question that is not asked here is always asked: better once too often than never.
        for (var i = 0; i < asked.Count; i++)
            if (asked[i].When is { } when && !asked.Take(i).Any(x => x.Key == when.Question))
                asked[i] = asked[i] with { When = null };
        // Switched off here: an open form may still have it.
        var off = (connection?.Questions ?? []).Where(x => ad.Off.Contains(x.Key));
        return asked.Count == 0 && ad.Past.Count == 0 && connection is not { Questions.Count: > 0 } and not { Past.Count: > 0 } ? None
            : new(asked, [.. off, .. (connection?.Past ?? []).Concat(ad.Past).Select(x => x.Question)]);
    }

    /// <summary>The question in the wording that a form asked; null when nobody asks or asked it.</summary>
    public Question? In(string key, int version) => Now.Concat(Past).FirstOrDefault(x => x.Key == key && x.Version == version);

    /// <summary>Fields that take a document: each one.</summary>
    public IEnumerable<string> Slots => Now.Concat(Past).Where(x => x.Kind == QuestionKind.Document).Select(x => x.Field).Distinct();
}
