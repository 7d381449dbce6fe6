using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PersonioSandbox;

/// <summary>What Personio checks of an application's attributes, and how an answer names the one that is wrong.</summary>
internal static partial class AttributeRules
{
    private const string Required = "errors.attribute-validation.required-attribute";
    private static readonly string[] YesAndNo = ["true", "false", "ja", "nein", "yes", "no", "1", "0"];

    /// <summary>The values by API name; what is wrong with them is added to the errors, what is missing comes last.</summary>
    /// <param name="job">Null when the job is unknown: then only what is mandatory at each job can be missing.</param>
    public static Dictionary<string, string> Check(
        IEnumerable<JsonElement> attributes, Job? job, Company company, Switches switches, List<(string Field, string Reason)> errors)
    {
        var given = new Dictionary<string, string>();
        foreach (var (attribute, i) in attributes.Select((x, i) => (x, i)))
        {
            var (id, value) = (attribute.GetProperty("id").ToString(), attribute.GetProperty("value").ToString());
            given[id] = value;
            if (Wrong(company.Attribute(id), value, switches) is { } reason)
                errors.Add((Field(id, i, switches), reason));
        }
        if (IsEnforced(switches))
            errors.AddRange(company.Mandatory(job).Where(x => !given.ContainsKey(x)).Select(x => (Field(x, null, switches), Required)));
        return given;
    }

    public static bool IsDate(string value) =>
        DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static string? Wrong(ApplicationAttribute? attribute, string value, Switches switches) => attribute?.Type switch
    {
        null => "errors.attribute-validation.unknown",
        AttributeType.MultiSelect or AttributeType.File => "errors.attribute-validation.invalid-type",
        _ when string.IsNullOrWhiteSpace(value) && IsEnforced(switches) => Required,
        AttributeType.Date when !IsDate(value) => "errors.attribute-validation.invalid-date-format",
        AttributeType.Option when attribute.Options.All(x => x.Id != value) => "errors.attribute-validation.unknown-attribute-option",
        AttributeType.Number when !Decimal().IsMatch(value) => "errors.attribute-validation.invalid-type",
        AttributeType.YesNo when !IsYesOrNo(value, switches) => "errors.attribute-validation.invalid-type",
        _ => null,
    };

    private static bool IsYesOrNo(string value, Switches switches) => switches["boolean-values"] == "true-false"
        ? value is "true" or "false" : YesAndNo.Contains(value, StringComparer.OrdinalIgnoreCase);

    private static bool IsEnforced(Switches switches) => switches["required-attributes"] == "enforce";

    /// <param name="index">Its place in the request; null when it is missing there.</param>
    private static string Field(string id, int? index, Switches switches) => switches["attribute-field"] switch
    {
        "path" => "attributes." + id,
        "index" => index is null ? "attributes" : $"attributes[{index}].value",
        "pointer" => index is null ? "/attributes" : $"/attributes/{index}/value",
        "none" => "attributes",
        _ => id,
    };

    [GeneratedRegex(@"^-?[0-9]+(?:[.,][0-9]+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Decimal();
}
