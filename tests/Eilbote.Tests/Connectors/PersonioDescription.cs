using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.WebUtilities;
using NJsonSchema;

namespace Eilbote.Tests.Connectors;

/// <summary>One request and its answer, as the sandbox saw them.</summary>
public sealed record Exchanged(
    string Method, string Path, Dictionary<string, string> Headers, string RequestBody, int Status, string ResponseType,
    string ResponseBody, bool Ordered);

/// <summary>
/// Holds traffic against docs/personio-openapi.json. Requests have no exceptions; those of answers stand in
/// <see cref="UndocumentedAnswers"/>.
/// </summary>
public sealed class PersonioDescription
{
    private readonly JsonNode _document;
    private readonly IDictionary<string, JsonSchema> _schemas;

    private PersonioDescription(JsonNode document, IDictionary<string, JsonSchema> schemas) => (_document, _schemas) = (document, schemas);

    public static Task<PersonioDescription> Loaded { get; } = LoadAsync();

    public IEnumerable<string> Violations(Exchanged exchanged, bool answerOnly = false)
    {
        var uri = exchanged.Path.Split('?', 2);
        var path = uri[0].StartsWith("/careers/", StringComparison.Ordinal) && uri[0].EndsWith("/xml", StringComparison.Ordinal) ? "/xml"
            : uri[0];
        var operation = _document["paths"]![path]?[exchanged.Method.ToLowerInvariant()];
        var request = answerOnly ? [] : operation is null ? ["is not described"] : Request(operation, exchanged, uri.ElementAtOrDefault(1))
            .ToList();
        var answer = Answer(operation, exchanged) is { } wrong
            && !UndocumentedAnswers.Any(
            exchanged, path, operation?["responses"]?[
            exchanged.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)] is not null)
            ? [$"{exchanged.Status} {exchanged.ResponseType}: {wrong}"]
            : Array.Empty<string>();
        return request.Concat(answer).Select(x => $"{exchanged.Method} {exchanged.Path} {x}");
    }

    private IEnumerable<string> Request(JsonNode operation, Exchanged exchanged, string? query)
    {
        var headers = new Dictionary<string, string>(exchanged.Headers, StringComparer.OrdinalIgnoreCase);
        var asked = QueryHelpers.ParseQuery(query).ToDictionary(x => x.Key, x => x.Value.ToString());
        var parameters = operation["parameters"]!.AsArray().Select(x => Resolve(x!)).ToList();
        foreach (var parameter in parameters)
        {
            var (name, given) = (Text(parameter, "name"), Text(parameter, "in") == "header" ? headers : asked);
            if (!given.TryGetValue(name, out var value))
            {
                if (parameter["required"]?.GetValue<bool>() == true)
                    yield return $"lacks {name}";
            }
            else if (Wrong(parameter["schema"]!, JsonSerializer.Serialize(value)) is { } wrong)
            {
                yield return $"has a wrong {name}: {wrong}";
            }
        }
        foreach (var extra in asked.Keys.Except(parameters.Where(x => Text(x, "in") == "query").Select(x => Text(x, "name"))))
            yield return $"has an undescribed parameter {extra}";

        var needsToken = (operation["security"] ?? _document["security"])!.AsArray().Count > 0;
        var authorization = headers.GetValueOrDefault("Authorization", "");
        if (needsToken && !(authorization.StartsWith("Bearer (", StringComparison.Ordinal) && authorization is not "Bearer (0 characters)"))
            yield return "lacks a token";
        if (!needsToken && authorization.Length > 0)
            yield return "sends a token where none is asked";

        // Without an answer it may not have been read to its end.
        if (exchanged.Status > 0
            && Body(operation["requestBody"]?["content"]?.AsObject(), headers.GetValueOrDefault("Content-Type", ""),
            exchanged.RequestBody) is { } body)
            yield return body;
    }

    private string? Body(JsonObject? described, string contentType, string text)
    {
        var mediaType = contentType.Split(';')[0].Trim();
        if (described is null)
            return contentType.Length + text.Length > 0 ? "has a body" : null;
        if (described[mediaType] is not { } content)
            return $"has the content type {contentType}";
        if (mediaType == "application/json")
            return Wrong(content["schema"]!, text);
        if (contentType.Contains('"', StringComparison.Ordinal))
            return "quotes its boundary";
        var parts = text.Length == 0 ? [] : JsonNode.Parse(text)!["parts"]!.AsArray();
        return parts.Select(x => Text(x!, "name"))
            .SequenceEqual(content["schema"]!["required"]!.AsArray().Select(x => x!.GetValue<string>()))
            && parts.All(x => Text(x!, "filename") is { Length: > 0 } name && name.All(char.IsAscii) && Text(x!, "content_type").Length > 0)
            ? null : $"has the parts {text}";
    }

    private string? Answer(JsonNode? operation, Exchanged exchanged)
    {
        if (exchanged.Status == 0)
            return null;
        if (operation?["responses"]?[exchanged.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)] is not { } described)
            return "is not documented here";
        if (Resolve(described)["content"] is not { } content)
            return null;
        var mediaType = exchanged.ResponseType.Split(';')[0].Trim();
        return content[mediaType] is not { } body ? "has another content type"
            : mediaType == "application/xml" ? Feed(exchanged.ResponseBody)
            : Wrong(body["schema"]!, exchanged.ResponseBody) ?? SameField(exchanged.ResponseBody);
    }

    private static string? SameField(string body) => (JsonNode.Parse(body) as JsonObject)?["errors"] is JsonArray errors
        && errors.Select(x => x!["field"]?.GetValue<string>()).OfType<string>().GroupBy(x => x).Any(x => x.Count() > 1)
            ? "names a field twice" : null;

    private static string? Feed(string body)
    {
        try
        {
            return XDocument.Parse(body).Root!.Name.LocalName == "workzag-jobs" ? null : "is no feed";
        }
        catch (XmlException)
        {
            return "is no XML";
        }
    }

    private string? Wrong(JsonNode schema, string json)
    {
        try
        {
            var errors = _schemas[Name(schema)].Validate(json);
            return errors.Count == 0 ? null : string.Join(", ", errors.Select(x => $"{x.Kind} {x.Path}"));
        }
        catch (Newtonsoft.Json.JsonException)
        {
            return "is no JSON";
        }
    }

    private JsonNode Resolve(JsonNode node) => node["$ref"] is { } reference
        ? reference.GetValue<string>().Split('/').Skip(1).Aggregate(_document, (at, name) => at[name]!)
        : node;

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    /// <summary>A schema that has no name of its own goes by its text.</summary>
    private static string Name(JsonNode schema) => schema["$ref"] is { } reference ? reference.GetValue<string>().Split('/')[^1]
        : schema.ToJsonString();

    private static async Task<PersonioDescription> LoadAsync()
    {
        await using var stream = typeof(PersonioDescription).Assembly.GetManifestResourceStream("personio-openapi.json")!;
        var document = (await JsonNode.ParseAsync(stream))!;
        var definitions = document["components"]!["schemas"]!.DeepClone().AsObject();
        foreach (var schema in Schemas(document).Where(x => x["$ref"] is null))
            definitions.TryAdd(Name(schema), schema.DeepClone());
        var json = new JsonObject { ["definitions"] = definitions }.ToJsonString()
            .Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal);
        return new(document, (await JsonSchema.FromJsonAsync(json)).Definitions);
    }

    /// <summary>Those of bodies and parameters.</summary>
    private static IEnumerable<JsonNode> Schemas(JsonNode? node) => node switch
    {
        JsonObject x => x.SelectMany(y => y.Key == "schema" ? [y.Value!] : Schemas(y.Value)),
        JsonArray x => x.SelectMany(Schemas),
        _ => [],
    };
}
