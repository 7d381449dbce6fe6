using System.Text.Json;

namespace Eilbote.Connectors;

/// <summary>Reads JSON of which nothing is certain: what is not there or is something else is null.</summary>
internal static class AnswerJson
{
    public static bool TryParse(string text, out JsonElement root)
    {
        try
        {
            using var document = JsonDocument.Parse(text.TrimStart('\uFEFF'));
            root = document.RootElement.Clone();
            return true;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            root = default;
            return false;
        }
    }

    // Half of a surrogate pair, escaped, is valid as JSON but is no text: whoever asks for it gets an exception.
    public static string? Text(JsonElement element, string name)
    {
        try
        {
            return Get(element, name, JsonValueKind.String)?.GetString()!.Trim();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public static JsonElement? Get(JsonElement element, string name, JsonValueKind kind)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == kind
                ? value : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public static IEnumerable<JsonElement> Array(JsonElement element, string name) =>
        Get(element, name, JsonValueKind.Array) is { } array ? array.EnumerateArray() : [];
}
