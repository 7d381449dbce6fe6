using System.Globalization;
using System.Text.RegularExpressions;
using Eilbote.Board;
using Eilbote.Connectors;
using Eilbote.Web;
using static Eilbote.Web.Texts;

namespace Eilbote.Applying;

/// <summary>
/// The answers that came with a form. They are read as the form asked them (its field <c>asked</c> says in which wording), and
/// what is required is what is required now.
/// </summary>
/// <param name="Errors">What is wrong, by field, in the applicant's language.</param>
/// <param name="NeededDocuments">Fields that must hold a document, with what is said when they do not.</param>
internal sealed partial record TypedAnswers(
    List<GivenAnswer> Given, Dictionary<string, string> Errors, Dictionary<string, string> NeededDocuments)
{
    /// <summary>The value of the field <c>asked</c>: key and version of each question that the form asks.</summary>
    public static string Write(IEnumerable<Question> questions) => string.Join(' ', questions.Select(x => $"{x.Key}.{x.Version}"));

    public static TypedAnswers Read(AskedQuestions questions, Upload upload)
    {
        var typed = new TypedAnswers([], [], []);
        foreach (var question in Asked(questions, upload.Fields.GetValueOrDefault("asked")))
        {
            if (!IsShown(question, typed.Given))
                continue;
            var required = questions.Now.Any(x => x.Key == question.Key && x.Required);
            typed.Add(question, upload, required);
        }
        return typed;
    }

    /// <summary>Of these questions only, which must be answered; some may depend on what was answered before.</summary>
    public static TypedAnswers Read(IEnumerable<Question> open, List<GivenAnswer> before, Upload upload)
    {
        var typed = new TypedAnswers([], [], []);
        foreach (var question in open)
            if (IsShown(question, [.. before, .. typed.Given]))
                typed.Add(question, upload, required: true);
        return typed;
    }

    /// <summary>
    /// In the order of the form: what it asked, and what must be answered by now. A form that does not say what it asked asks what is
    /// asked now.
    /// </summary>
    private static IEnumerable<Question> Asked(AskedQuestions questions, string? asked)
    {
        if (asked is null)
            return questions.Now;
        var named = asked.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(x => x.Split('.'))
            .Where(x => x.Length == 2 && int.TryParse(x[1], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(x => questions.In(x[0], int.Parse(x[1], CultureInfo.InvariantCulture))).OfType<Question>()
            .DistinctBy(x => x.Key).ToList();
        return named.Concat(questions.Now.Where(x => x.Required && named.TrueForAll(n => n.Key != x.Key)));
    }

    /// <summary>Whether the answer that it depends on was given.</summary>
    private static bool IsShown(Question question, List<GivenAnswer> given) => question.When is not { } when
        || given.Exists(x => x.Question.Key == when.Question && x.Values.Contains(when.Option));

    private void Add(Question question, Upload upload, bool required)
    {
        var asked = question with { Required = required };
        if (question.Kind == QuestionKind.Document)
        {
            Given.Add(new(asked, []));
            if (required)
                NeededDocuments[question.Field] = T("Bitte wählen Sie hier ein Dokument.", "Please choose a document here.");
            return;
        }
        var text = upload.Fields.GetValueOrDefault(question.Field);
        var (values, error) = upload.CutFields.Contains(question.Field)
            ? ([], T(TypedText.Cut(LimitOf(question), text?.Length ?? 0))) : ValuesOf(question, text);
        if (error is not null)
            Errors[question.Field] = error;
        else if (values.Count > 0)
            Given.Add(new(asked, values));
        else if (required)
            Errors[question.Field] = question.HasOptions
                ? T("Bitte wählen Sie eine Antwort.", "Please choose an answer.")
                : T("Bitte beantworten Sie diese Frage.", "Please answer this question.");
    }

    private static (IReadOnlyList<string> Values, string? Error) ValuesOf(Question question, string? text) => question.Kind switch
    {
        QuestionKind.ShortText => Text(IncomingText.Line(text), question),
        QuestionKind.LongText => Text(IncomingText.Text(text).ReplaceLineEndings("\n"), question),
        QuestionKind.OneOf or QuestionKind.YesNo or QuestionKind.SeveralOf => Options(question, IncomingText.Line(text)),
        QuestionKind.Date => Date(IncomingText.Line(text)),
        QuestionKind.Number => Number(IncomingText.Line(text)),
        QuestionKind.Consent => (IncomingText.Line(text) == Question.Yes ? [Question.Yes] : [], null),
        QuestionKind.Document => ([], null),
    };

    private static int LimitOf(Question question) => question.Kind == QuestionKind.LongText ? ApplyForm.LongText : ApplyForm.ShortText;

    private static (IReadOnlyList<string>, string?) Text(string text, Question question) => text.Length == 0 ? ([], null)
        : TypedText.Wrong(text, LimitOf(question), lines: question.Kind == QuestionKind.LongText) is { } wrong ? ([], T(wrong))
        : ([text], null);

    private static (IReadOnlyList<string>, string?) Options(Question question, string text)
    {
        var chosen = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToList();
        return chosen.TrueForAll(x => question.Options.Any(o => o.Key == x))
            && (chosen.Count < 2 || question.Kind == QuestionKind.SeveralOf)
            ? ([.. question.Options.Select(x => x.Key).Where(chosen.Contains)], null)
            : ([], T("Diese Antwort gibt es hier nicht (mehr). Bitte wählen Sie noch einmal.",
                "This answer does not exist here (any more). Please choose again."));
    }

    private static (IReadOnlyList<string>, string?) Date(string text)
    {
        if (text.Length == 0)
            return ([], null);
        return DateOnly.TryParseExact(
            text, ["yyyy-MM-dd", "d.M.yyyy", "d. M. yyyy", "d/M/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date.Year is >= 1900 and <= 2200
            ? ([date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)], null)
            : ([], T("Bitte geben Sie ein Datum ein, zum Beispiel 31.12.2026.", "Please enter a date, for example 31/12/2026."));
    }

    /// <summary>With a point or a comma; exactly three digits after the only one are thousands, as in 40.000.</summary>
    private static (IReadOnlyList<string>, string?) Number(string text)
    {
        var digits = string.Concat(text.Where(x => !char.IsWhiteSpace(x) && x is not ('\'' or '’'))).Replace('−', '-');
        if (digits.Length == 0)
            return ([], null);
        var (thousands, plain) = (Thousands().IsMatch(digits), Plain().IsMatch(digits));
        return thousands ? ([Round(digits.Replace(".", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal))], null)
            : plain ? ([Round(digits.Replace(',', '.'))], null)
            : ([], T("Bitte geben Sie eine Zahl ein, zum Beispiel 12 oder 2,5.", "Please enter a number, for example 12 or 2.5."));

        static string Round(string number) => decimal.Parse(number, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"\A-?[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,4}\z|\A-?[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4}\z", RegexOptions.None, 1000)]
    private static partial Regex Thousands();

    [GeneratedRegex(@"\A-?[0-9]{1,15}(?:[.,][0-9]{1,6})?\z", RegexOptions.None, 1000)]
    private static partial Regex Plain();
}
