using Eilbote.Ats;
using Eilbote.Connectors;
using Microsoft.EntityFrameworkCore;

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
    public static AskedQuestions Of(QuestionForm? connection, AdQuestions ad)
    {
        var all = (connection?.Questions ?? []).Concat(ad.Own).ToList();
        var asked = new List<Question>();
        foreach (var question in all.Where(x => !ad.Off.Contains(x.Key)))
        {
            var parent = question.When is not { } when ? null
                : all.Find(x => x.Key == when.Question && x.Options.Any(o => o.Key == when.Option));
            // What depends on a question that is left out is left out with it. Of one that is no more it does not depend any longer.
            if (parent is not null && asked.TrueForAll(x => x.Key != parent.Key))
                continue;
            // A consent that must be given is none.
            var required = question.Required || (ad.Required.Contains(question.Key) && question.Kind != QuestionKind.Consent);
            asked.Add(question with { Required = required, When = parent is null ? null : question.When });
        }
        // Switched off here: an open form may still have it.
        var off = (connection?.Questions ?? []).Where(x => ad.Off.Contains(x.Key));
        return new(asked, [.. off, .. (connection?.Past ?? []).Concat(ad.Past).Select(x => x.Question)]);
    }

    /// <summary>The question in the wording that a form asked; null when nobody asks or asked it.</summary>
    public Question? In(string key, int version) => Now.Concat(Past).FirstOrDefault(x => x.Key == key && x.Version == version);

    /// <summary>Whether an answer that must be given goes into that field of the ATS.</summary>
    public bool Demands(string target) => Now.Any(x => x.Required && x.Target == target);

    /// <summary>How people know the question of a field of the form; null when it is none's.</summary>
    public Words? LabelOf(string field) => Now.Concat(Past).FirstOrDefault(x => x.Field == field)?.Label;

    /// <summary>Fields that take a document: each one.</summary>
    public IEnumerable<string> Slots => Now.Concat(Past).Where(x => x.Kind == QuestionKind.Document).Select(x => x.Field).Distinct();
}

/// <summary>A form, as far as it asks questions.</summary>
/// <param name="Ad">Whose it is; null: of no ad yet.</param>
public sealed record AskingForm((Guid Id, string Title)? Ad, AskedQuestions Asked)
{
    /// <inheritdoc cref="AskedQuestions.Demands"/>
    public bool Demands(string target) => Asked.Demands(target);

    /// <summary>Those of the ads of one job in the ATS; while it has none, what every form of the connection asks.</summary>
    public static async Task<IReadOnlyList<AskingForm>> OfJobAsync(AppDb db, Guid connectionId, string atsJobId, CancellationToken ct)
    {
        var connection = await db.Connections.AsNoTracking().Where(x => x.Id == connectionId).Select(x => x.Questions).SingleAsync(ct);
        var ads = await db.JobAds.AsNoTracking()
            .Where(x => x.ConnectionId == connectionId && x.AtsJobId == atsJobId && atsJobId != "" && x.State != JobAdState.Closed)
            .OrderBy(x => x.Id).Select(x => new { x.Id, x.Title, x.Questions }).ToListAsync(ct);
        return ads.Count == 0 ? [new(null, AskedQuestions.Of(connection, new()))]
            : [.. ads.Select(x => new AskingForm((x.Id, x.Title), AskedQuestions.Of(connection, x.Questions)))];
    }
}
