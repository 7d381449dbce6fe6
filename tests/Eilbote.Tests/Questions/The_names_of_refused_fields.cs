using Eilbote.Connectors;
using Eilbote.Connectors.Personio;

namespace Eilbote.Tests.Questions;

public sealed class The_names_of_refused_fields
{
    private static readonly PersonioConnector Personio = new(new PersonioOptions());

    [Theory]
    [InlineData("custom_attribute_7", "answer:b")]
    [InlineData("attributes.custom_attribute_7", "answer:b")]
    [InlineData("attributes[custom_attribute_7].value", "answer:b")]
    [InlineData("attributes[1].value", "answer:b")]
    [InlineData("attributes[1]", "answer:b")]
    [InlineData("/attributes/1/value", "answer:b")]
    [InlineData("attributes.1.id", "answer:b")]
    [InlineData("phone", "phone")]
    [InlineData("attributes[0].value", "phone")]
    [InlineData("attributes", "optional-answers")]
    [InlineData("custom_attribute_77", "optional-answers")]
    [InlineData("attributes[9].value", "optional-answers")]
    [InlineData("", "optional-answers")]
    public void Are_read_in_every_spelling(string field, string part)
    {
        var reading = Personio.Read(Create, Refusal(field, "errors.attribute-validation.unknown"));
        Assert.Equal((Meaning.PartRefused, part), (reading.Meaning, reading.Part?.ToString()));
    }

    [Fact]
    public void An_answer_that_had_to_be_given_is_never_left_out()
    {
        var reading = Personio.Read(Create, Refusal("custom_attribute_8", "errors.attribute-validation.invalid-date-format"));
        Assert.Equal((Meaning.NeedsEmployer, "answer:c"), (reading.Meaning, reading.Part?.ToString()));
    }

    [Theory]
    [InlineData("attributes.custom_attribute_42", "custom_attribute_42")]
    [InlineData("/attributes/salary_expectations", "salary_expectations")]
    [InlineData("first_name", "first_name")]
    public void What_is_demanded_is_named(string field, string named) => Assert.Equal(
        (Meaning.QuestionMissing, named),
        (Personio.Read(Create, Refusal(field, "errors.attribute-validation.required-attribute")) is var x ? x.Meaning : default, x.Fields));

    private static Step Create => Personio.Next(
        new Submission(
            Guid.Empty, new(new Dictionary<string, string>()), "1", new()
            {
                FirstName = "A",
                LastName = "B",
                Email = "a@example.com",
                Phone = "+43 1 234567",
                Answers = [Given("b", "custom_attribute_7"), Given("c", "custom_attribute_8", required: true)],
            }, DateTimeOffset.UnixEpoch, [], new HashSet<Part>()), []);

    private static GivenAnswer Given(string key, string target, bool required = false) =>
        new(Asked.Of(key, QuestionKind.ShortText, key, target) with { Required = required }, ["x"]);

    private static Answer Refusal(string field, string reason) => new(400, "application/json", null,
        $$"""{"errors":[{"field":"{{field}}","errors":[{"reason":"{{reason}}"}]}]}""");
}
