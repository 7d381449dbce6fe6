using System.Text.Json;
using System.Text.Json.Nodes;
using PersonioSandbox;

namespace Eilbote.Tests.Sandbox;

/// <summary>S9 once more: a company with an attribute of each type, six of them mandatory.</summary>
public sealed class An_attribute
{
    private const string Required = "required-attribute", Option = "unknown-attribute-option", Date = "invalid-date-format",
        Type = "invalid-type", Fine = "";

    /// <summary>What this company must be told; nothing else.</summary>
    private static readonly Dictionary<string, string?> Mandatory = new()
    {
        ["custom_attribute_42"] = "3 Monate",
        ["custom_attribute_43"] = "custom_option_11",
        ["custom_attribute_44"] = "2027-02-01",
        ["custom_attribute_45"] = "7",
        ["custom_attribute_46"] = "ja",
        ["salary_expectations"] = "40k",
    };

    public static readonly TheoryData<string, string?, string> Values = new()
    {
        { "custom_attribute_42", "", Required }, { "custom_attribute_42", " ", Required }, { "custom_attribute_42", null, Required },
        { "salary_expectations", " ", Required }, { "salary_expectations", "nach Vereinbarung", Fine },
        { "custom_attribute_43", "Klasse B", Option }, { "custom_attribute_43", "custom_option_14", Option },
        { "custom_attribute_43", null, Required }, { "custom_attribute_43", "custom_option_13", Fine },
        { "custom_attribute_44", "1.2.2027", Date }, { "custom_attribute_44", "2027-02-30", Date },
        { "custom_attribute_44", "2027-02-01T00:00:00", Date }, { "custom_attribute_44", " ", Required },
        { "custom_attribute_45", "sieben", Type }, { "custom_attribute_45", "1.000,5", Type }, { "custom_attribute_45", "7 Jahre", Type },
        { "custom_attribute_45", "2,5", Fine }, { "custom_attribute_45", "2.5", Fine }, { "custom_attribute_45", "0", Fine },
        { "custom_attribute_46", "vielleicht", Type }, { "custom_attribute_46", "NEIN", Fine }, { "custom_attribute_46", "0", Fine },
        { "custom_attribute_47", "Weil es\nrund geht.", Fine }, { "custom_attribute_47", "", Required },
        { "custom_attribute_48", "custom_option_14", Type }, { "custom_attribute_49", "66121e48-2a2d-4158-a21d-f36c3453df1a", Type },
        { "gender", "weiblich", Option }, { "gender", "Female", Option }, { "gender", "undefined", Fine },
        { "birthday", "31.12.1999", Date }, { "birthday", "1999-12-31", Fine }, { "available_from", "sofort", Fine },
        { "location", "Innsbruck", Fine }, { "custom_attribute_1", "x", "unknown" }, { "Führerschein", "x", "unknown" },
    };

    [Theory, MemberData(nameof(Values))]
    public async Task Takes_what_its_type_says_and_names_why_not(string id, string? value, string reason)
    {
        await using var hand = await BergwerkAsync();
        var answer = await hand.CreateAsync(Person(new(Mandatory) { [id] = value }));
        if (reason == Fine)
        {
            Assert.True(answer.Status == 201, answer.Body);
            Assert.Equal(value, (await hand.ArrivedAsync()).GetProperty("attributes").GetProperty(id).GetString());
            return;
        }
        Assert.Equal((400, $"{id} errors.attribute-validation.{reason}"), (answer.Status, Assert.Single(answer.Reasons)));
        Assert.Empty(await hand.Sandbox.ApplicationsAsync());
    }

    [Theory, InlineData("enforce"), InlineData("ignore")]
    public async Task That_is_mandatory_must_be_there_or_need_not(string required)
    {
        await using var hand = await BergwerkAsync(("required-attributes", required), ("duplicates", "accept"));
        foreach (var id in required == "enforce" ? Mandatory.Keys.ToArray() : [])
            Assert.Equal($"{id} errors.attribute-validation.required-attribute",
                Assert.Single((await hand.CreateAsync(Person(Without(id)))).Reasons));
        foreach (var job in new[] { DemoData.BergwerkJob, 2345672 })
        {
            var answer = await hand.CreateAsync(Person([], job));
            Assert.Equal(required == "enforce" ? 400 : 201, answer.Status);
            if (required == "enforce")
                Assert.Equal(Mandatory.Keys.Order().Select(x => x + " errors.attribute-validation.required-attribute"),
                    answer.Reasons.Order());
        }
        Assert.Equal(required == "enforce" ? 400 : 201,
            (await hand.CreateAsync(Person(new(Mandatory) { ["custom_attribute_42"] = null }))).Status);
        Assert.Equal(400, (await hand.CreateAsync(Person(new(Mandatory) { ["custom_attribute_43"] = "Klasse B" }))).Status);
    }

    /// <summary>The second that is given is no option; two others are missing.</summary>
    [Theory]
    [InlineData("id", "custom_attribute_43 option", "custom_attribute_42 required", "custom_attribute_46 required")]
    [InlineData("path", "attributes.custom_attribute_43 option", "attributes.custom_attribute_42 required",
        "attributes.custom_attribute_46 required")]
    [InlineData("index", "attributes[1].value option", "attributes required required")]
    [InlineData("pointer", "/attributes/1/value option", "/attributes required required")]
    [InlineData("none", "attributes option required required")]
    public async Task Is_named_by_an_answer_in_one_of_several_ways(string spelling, params string[] entries)
    {
        await using var hand = await BergwerkAsync(("attribute-field", spelling));
        var answer = await hand.CreateAsync(Person(new()
        {
            ["salary_expectations"] = "40k",
            ["custom_attribute_43"] = "Klasse B",
            ["custom_attribute_44"] = "2027-02-01",
            ["custom_attribute_45"] = "7",
        }));
        Assert.Equal(entries, JsonNode.Parse(answer.Body)!["errors"]!.AsArray().Select(x => string.Join(' ',
            [x!["field"]!.GetValue<string>(), .. x["errors"]!.AsArray().Select(e => e!["reason"]!.GetValue<string>() switch
            {
                "errors.attribute-validation.required-attribute" => "required",
                "errors.attribute-validation.unknown-attribute-option" => "option",
                var other => other,
            })])));

        await hand.Sandbox.SwitchAsync("errors", "first");
        Assert.Single((await hand.CreateAsync(Person([]))).Reasons);
    }

    [Theory, InlineData("any", "ja", 201), InlineData("any", "True", 201), InlineData("any", "no", 201),
        InlineData("true-false", "true", 201), InlineData("true-false", "false", 201), InlineData("true-false", "True", 400),
        InlineData("true-false", "ja", 400), InlineData("true-false", "1", 400)]
    public async Task Of_yes_or_no_takes_many_words_or_two(string values, string value, int status)
    {
        await using var hand = await BergwerkAsync(("boolean-values", values));
        Assert.Equal(status, (await hand.CreateAsync(Person(new(Mandatory) { ["custom_attribute_46"] = value }))).Status);
    }

    private static async Task<ByHand> BergwerkAsync(params (string Name, string Value)[] switches)
    {
        var hand = await ByHand.StartAsync(switches);
        (hand.Company, hand.Token) = (DemoData.Bergwerk, DemoData.BergwerkToken);
        return hand;
    }

    private static Dictionary<string, string?> Without(string id) => Mandatory.Where(x => x.Key != id).ToDictionary();

    private static JsonObject Person(Dictionary<string, string?> attributes, long job = DemoData.BergwerkJob)
    {
        var person = ByHand.With("job_position_id", job);
        person["attributes"] = JsonSerializer.SerializeToNode(attributes.Select(x => new { id = x.Key, value = x.Value }));
        return person;
    }
}
