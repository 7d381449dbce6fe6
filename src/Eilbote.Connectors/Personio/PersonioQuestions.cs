using System.Collections.Frozen;

namespace Eilbote.Connectors.Personio;

/// <summary>
/// What Personio takes as answers: each is an attribute with an id and a text (documented). Several options of one attribute and
/// files cannot be set by its interface (observed), so such answers stand in the message or go along as documents.
/// </summary>
internal static class PersonioQuestions
{
    /// <summary>Its own attributes, which need no API name to be copied.</summary>
    private const string Gender = "gender", Birthday = "birthday", Location = "location", AvailableFrom = "available_from",
        SalaryExpectations = "salary_expectations";

    public static readonly AnswerRules Rules = new(new[]
    {
        QuestionKind.ShortText, QuestionKind.LongText, QuestionKind.OneOf, QuestionKind.YesNo, QuestionKind.Date, QuestionKind.Number,
        QuestionKind.Consent,
    }.ToFrozenSet())
    {
        Target = new(
            new("API-Name in Personio", "API name in Personio"),
            new("Einstellungen › Recruiting › Attribute › Ihr Attribut: API-Name kopieren, zum Beispiel custom_attribute_42.",
                "Settings › Recruiting › Attributes › your attribute: copy the API name, for example custom_attribute_42."),
            // Its own attributes are chosen as presets, which know what is sensitive.
            "custom_attribute_[0-9]{1,18}",
            new("Ein API-Name sieht so aus: custom_attribute_42.", "An API name looks like this: custom_attribute_42.")),
        OptionTarget = new(
            new("API-ID der Auswahl", "API id of the option"),
            new("Steht in Personio beim Attribut neben jeder Auswahl, zum Beispiel custom_option_7. Ist das Attribut dort ein Textfeld, bleibt es leer.",
                "Stands in Personio at the attribute beside each option, for example custom_option_7. Stays empty if the attribute is a text field there."),
            "[A-Za-z0-9_-]{1,100}",
            new("Eine API-ID sieht so aus: custom_option_7.", "An API id looks like this: custom_option_7.")),
        Presets =
        [
            new()
            {
                Key = AvailableFrom,
                Kind = QuestionKind.ShortText,
                Label = new("Verfügbar ab", "Available from"),
                Help = new("Ein Datum, oder zum Beispiel „nach 3 Monaten Kündigungsfrist“.", "A date, or for example “after 3 months' notice”."),
                Target = AvailableFrom,
            },
            new() { Key = Location, Kind = QuestionKind.ShortText, Label = new("Wohnort", "Place of residence"), Target = Location },
            new()
            {
                Key = SalaryExpectations,
                Kind = QuestionKind.ShortText,
                Label = new("Gehaltsvorstellung", "Salary expectations"),
                Help = new("Brutto im Jahr oder im Monat.", "Gross, a year or a month."),
                Sensitive = true,
                Target = SalaryExpectations,
            },
            new()
            {
                Key = Birthday,
                Kind = QuestionKind.Date,
                Label = new("Geburtsdatum", "Date of birth"),
                Sensitive = true,
                Target = Birthday,
            },
            new()
            {
                Key = Gender,
                Kind = QuestionKind.OneOf,
                Label = new("Geschlecht", "Gender"),
                Sensitive = true,
                Target = Gender,
                Options =
                [
                    new("female", new("weiblich", "female"), "female"),
                    new("male", new("männlich", "male"), "male"),
                    new("diverse", new("divers", "diverse"), "diverse"),
                    new("undefined", new("keine Angabe", "prefer not to say"), "undefined"),
                ],
            },
        ],
    };

    /// <summary>The text that Personio gets. How it takes numbers and yes/no is not documented.</summary>
    public static string Value(GivenAnswer answer, PersonioOptions options) => answer.Question.Kind switch
    {
        QuestionKind.OneOf or QuestionKind.YesNo when Option(answer) is { Target.Length: > 0 } option => option.Target,
        QuestionKind.YesNo or QuestionKind.Consent => answer.Values[0] == Question.No ? options.NoValue : options.YesValue,
        QuestionKind.Date or QuestionKind.Number => answer.Values[0],
        _ => PlainText.Of(answer.Text.De),
    };

    private static QuestionOption? Option(GivenAnswer answer) => answer.Question.Options.FirstOrDefault(x => x.Key == answer.Values[0]);
}
