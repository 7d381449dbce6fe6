using System.Globalization;
using System.Text;
using Eilbote.Applications;
using Eilbote.Ats;
using Eilbote.Connectors;

namespace Eilbote.Questions;

/// <summary>
/// Changes of a list of questions, of a connection or of one job ad's own. Pure. A wording that is replaced is kept as long as a
/// form that asked it may stand open.
/// </summary>
internal sealed class QuestionEdits(List<Question> questions, List<PastQuestion> past, DateTimeOffset now)
{
    /// <summary>Of one list: more would be no short form any more.</summary>
    public const int Limit = 40;

    /// <summary>Adds it at the end, or replaces the one with its key.</summary>
    public void Put(Question question)
    {
        var at = questions.FindIndex(x => x.Key == question.Key);
        if (at >= 0)
            Retire(questions[at]);
        var version = past.Where(x => x.Question.Key == question.Key).Select(x => x.Question.Version).DefaultIfEmpty().Max() + 1;
        if (at >= 0)
            questions[at] = question with { Version = version };
        else
            questions.Add(question with { Version = version });
    }

    public void Remove(string key)
    {
        if (questions.Find(x => x.Key == key) is not { } question || Dependent(key) is not null)
            return;
        Retire(question);
        questions.Remove(question);
    }

    /// <summary>The first that is only asked after an answer to this one; null when none is.</summary>
    public Question? Dependent(string key) => questions.Find(x => x.When?.Question == key);

    /// <param name="by">-1: up, 1: down.</param>
    public void Move(string key, int by)
    {
        var at = questions.FindIndex(x => x.Key == key);
        if (!CanMove(key, by))
            return;
        (questions[at], questions[at + by]) = (questions[at + by], questions[at]);
    }

    /// <summary>None stands before the one that it depends on.</summary>
    public bool CanMove(string key, int by)
    {
        var at = questions.FindIndex(x => x.Key == key);
        if (at < 0 || at + by < 0 || at + by >= questions.Count)
            return false;
        var (upper, lower) = by < 0 ? (questions[at + by], questions[at]) : (questions[at], questions[at + by]);
        return lower.When?.Question != upper.Key;
    }

    /// <summary>A key that says what is asked: “Kündigungsfrist” becomes <c>kuendigungsfrist</c>.</summary>
    /// <param name="taken">Keys of other lists of the same form.</param>
    public string NewKey(string label, string prefix, IEnumerable<string> taken)
    {
        var plain = new StringBuilder(prefix);
        foreach (var c in label.ToLower(CultureInfo.InvariantCulture).Replace("ä", "ae", StringComparison.Ordinal)
            .Replace("ö", "oe", StringComparison.Ordinal).Replace("ü", "ue", StringComparison.Ordinal)
            .Replace("ß", "ss", StringComparison.Ordinal))
            if (char.IsAsciiLetterOrDigit(c))
                plain.Append(c);
            else if (plain.Length > 0 && plain[^1] != '_')
                plain.Append('_');
        var key = plain.ToString()[..Math.Min(plain.Length, 30)].Trim('_');
        key = key.Length > 0 && char.IsAsciiLetter(key[0]) ? key : $"{prefix}frage_{key}".TrimEnd('_');
        var all = questions.Concat(past.Select(x => x.Question)).Select(x => x.Key).Concat(taken).ToHashSet();
        return Enumerable.Range(1, 1000).Select(x => x == 1 ? key : $"{key}_{x}").First(x => !all.Contains(x));
    }

    private void Retire(Question question)
    {
        past.RemoveAll(x => now - x.Until > Retention.Drafts + TimeSpan.FromHours(1));
        past.Add(new(question, now));
    }
}
