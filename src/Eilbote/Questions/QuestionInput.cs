using System.Text.RegularExpressions;
using Eilbote.Connectors;
using Eilbote.Web;

namespace Eilbote.Questions;

/// <summary>A question as it was typed into the editor, and what is wrong with it.</summary>
internal sealed record QuestionInput(Question Question, Dictionary<string, Words> Errors)
{
    /// <summary>Characters.</summary>
    private const int LongestLabel = 200, LongestHelp = 500, LongestOption = 100;
    private const int MostOptions = 50;

    /// <param name="before">The question that is changed; null for a new one.</param>
    /// <param name="others">The other questions of the form.</param>
    /// <param name="conditions">Those whose answer can be a condition.</param>
    public static QuestionInput Read(
        IFormCollection form, QuestionKind kind, Question? before, IReadOnlyList<Question> others, IReadOnlyList<Question> conditions,
        AnswerRules rules)
    {
        var errors = new Dictionary<string, Words>();
        var label = Words("label", LongestLabel);
        if (label.De.Length == 0)
            errors["label_de"] = new("Bitte schreiben Sie die Frage.", "Please write the question.");
        var help = Words("help", LongestHelp);
        var preset = before is not null && rules.Presets.Any(x => x.Key == before.Key);
        var options = preset ? before!.Options : Options(form, kind, rules, errors);
        if (before is not null && others.FirstOrDefault(
            x => x.When is { } when && when.Question == before.Key && options.All(o => o.Key != when.Option)) is { } dependent)
            errors["options"] = new(
                $"„{dependent.Label.De}“ wird nur nach einer Antwort gestellt, die Sie hier entfernen. Ändern Sie zuerst dort, wann sie gestellt wird.",
                $"“{dependent.Label.En}” is only asked after an answer that you remove here. First change there when it is asked.");
        var target = preset ? before!.Target : Target(IncomingText.Line(form["target"]), rules, others, errors);
        return new(
            new Question
            {
                Key = before?.Key ?? "",
                Version = before?.Version ?? 1,
                Kind = kind,
                Label = label,
                Help = help.De.Length > 0 || help.En.Length > 0 ? help : null,
                // Consent is given freely, or it is none.
                Required = form["required"] == "true" && kind != QuestionKind.Consent,
                Sensitive = form["sensitive"] == "true" || (preset && before!.Sensitive),
                Options = options,
                Target = rules.Carried.Contains(kind) ? target : "",
                When = When(IncomingText.Line(form["when"]), conditions, errors),
            },
            errors);

        Words Words(string name, int limit)
        {
            var (de, en) = (IncomingText.Line(form[name + "_de"]), IncomingText.Line(form[name + "_en"]));
            foreach (var (field, text) in new[] { (name + "_de", de), (name + "_en", en) })
                if (TypedText.Wrong(text, limit) is { } wrong)
                    errors[field] = wrong;
            return new(de, en.Length > 0 ? en : de);
        }
    }

    private static List<QuestionOption> Options(
        IFormCollection form, QuestionKind kind, AnswerRules rules, Dictionary<string, Words> errors)
    {
        if (kind == QuestionKind.YesNo)
            return
            [
                new(Question.Yes, new("Ja", "Yes"), OptionTarget(0)),
                new(Question.No, new("Nein", "No"), OptionTarget(1)),
            ];
        if (kind is not (QuestionKind.OneOf or QuestionKind.SeveralOf))
            return [];
        var options = new List<QuestionOption>();
        for (var i = 0; i < Math.Min(form["option_de"].Count, MostOptions); i++)
        {
            var (de, en) = (IncomingText.Line(form["option_de"][i]), IncomingText.Line(At("option_en", i)));
            if (de.Length == 0)
                continue;
            if ((TypedText.Wrong(de, LongestOption) ?? TypedText.Wrong(en, LongestOption)) is { } wrong)
                errors["options"] = wrong;
            var key = IncomingText.Line(At("option_key", i));
            if (!Regex.IsMatch(key, @"\A[a-z0-9_]{1,40}\z", RegexOptions.None, TimeSpan.FromSeconds(1)) || options.Exists(x => x.Key == key))
                key = Enumerable.Range(1, 1000).Select(x => $"o{x}").First(x => !form["option_key"].Contains(x) && options.TrueForAll(o => o.Key != x));
            options.Add(new(key, new(de, en.Length > 0 ? en : de), OptionTarget(i)));
        }
        if (options.Count < 2)
            errors["options"] = new("Bitte geben Sie mindestens zwei Antworten zur Auswahl.", "Please give at least two answers to choose from.");
        else if (options.DistinctBy(x => x.Label.De, StringComparer.OrdinalIgnoreCase).Count() < options.Count)
            errors["options"] = new("Zwei Antworten lauten gleich.", "Two answers are the same.");
        else if (options.Where(x => x.Target.Length > 0).GroupBy(x => x.Target).Any(x => x.Count() > 1))
            errors["options"] = new("Zwei Antworten haben dieselbe API-ID.", "Two answers have the same API id.");
        return options;

        string OptionTarget(int i)
        {
            var target = rules.OptionTarget is null ? "" : IncomingText.Line(At("option_target", i));
            if (target.Length > 0 && !Whole(rules.OptionTarget!.Pattern, target))
                errors["options"] = rules.OptionTarget.Wrong;
            return target;
        }

        string? At(string name, int i) => i < form[name].Count ? form[name][i] : null;
    }

    private static string Target(string typed, AnswerRules rules, IReadOnlyList<Question> others, Dictionary<string, Words> errors)
    {
        if (typed.Length == 0 || rules.Target is null)
            return "";
        if (!Whole(rules.Target.Pattern, typed))
            errors["target"] = rules.Target.Wrong;
        else if (others.FirstOrDefault(x => x.Target == typed) is { } other)
            errors["target"] = new($"Dorthin geht schon die Antwort auf „{other.Label.De}“.", $"The answer to “{other.Label.En}” already goes there.");
        return typed;
    }

    private static Condition? When(string typed, IReadOnlyList<Question> conditions, Dictionary<string, Words> errors)
    {
        if (typed.Length == 0)
            return null;
        var (question, option) = typed.Split(':') is [var q, var o] ? (q, o) : ("", "");
        if (!conditions.Any(x => x.Key == question && x.Options.Any(y => y.Key == option)))
            errors["when"] = new("Diese Antwort gibt es nicht (mehr). Bitte wählen Sie noch einmal.", "This answer does not exist (any more). Please choose again.");
        return new(question, option);
    }

    private static bool Whole(string pattern, string text) => Regex.IsMatch(text, $@"\A(?:{pattern})\z", RegexOptions.None, TimeSpan.FromSeconds(1));
}
