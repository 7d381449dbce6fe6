using Eilbote.Connectors;

namespace Eilbote.Questions;

/// <summary>Questions as the employer reads of them.</summary>
internal static class QuestionWords
{
    public static Words Kind(QuestionKind kind) => kind switch
    {
        QuestionKind.ShortText => new("Kurzer Text", "Short text"),
        QuestionKind.LongText => new("Langer Text", "Long text"),
        QuestionKind.OneOf => new("Eine von mehreren", "One of several"),
        QuestionKind.SeveralOf => new("Mehrere von mehreren", "Several of several"),
        QuestionKind.YesNo => new("Ja oder nein", "Yes or no"),
        QuestionKind.Date => new("Datum", "Date"),
        QuestionKind.Number => new("Zahl", "Number"),
        QuestionKind.Document => new("Dokument", "Document"),
        QuestionKind.Consent => new("Einwilligung", "Consent"),
    };

    /// <summary>Where the answer goes.</summary>
    public static Words Place(Question question, ConnectorDescriptor ats)
    {
        if (question.Kind == QuestionKind.Document)
            return new($"geht als Dokument nach {ats.Name}", $"goes to {ats.Name} as a document");
        if (ats.Answers.Carries(question))
            return question.Target.Length > 0
                ? new($"geht nach {ats.Name} in {question.Target}", $"goes to {ats.Name} into {question.Target}")
                : new($"geht an {ats.Name}", $"goes to {ats.Name}");
        return question.Sensitive
            ? new("steht nur hier und in der Übergabe", "stands only here and in the handover")
            : new("steht in der Nachricht", "stands in the message");
    }

    /// <summary>The law's rule on what may be asked. Sources: GlBG and BEinstG (Austria), AGG (Germany).</summary>
    public static readonly Words Law = new(
        "Fragen nach Geschlecht, Alter, Herkunft, Religion, Weltanschauung, sexueller Orientierung, Behinderung, Schwangerschaft oder Familienstand dürfen nicht über eine Einstellung entscheiden (Österreich: Gleichbehandlungsgesetz und Behinderteneinstellungsgesetz, Deutschland: AGG). Fragen Sie danach nur, wenn die Stelle es wirklich verlangt.",
        "Gender, age, origin, religion, belief, sexual orientation, disability, pregnancy or family status must not decide on hiring (Austria: Gleichbehandlungsgesetz and Behinderteneinstellungsgesetz, Germany: AGG). Ask only if the job truly requires it.");
}
