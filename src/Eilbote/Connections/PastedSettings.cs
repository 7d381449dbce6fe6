using System.Text.RegularExpressions;
using Eilbote.Connectors;

namespace Eilbote.Connections;

/// <summary>Values as an employer pasted them, cleaned and put where they belong.</summary>
/// <param name="Errors">What is wrong, by field. A value that is missing is none.</param>
/// <param name="Missing">Required values that are still missing, in the order of the form.</param>
public sealed record TypedSettings(Dictionary<string, string> Values, Dictionary<string, Words> Errors, IReadOnlyList<SettingField> Missing)
{
    public bool Complete => Errors.Count == 0 && Missing.Count == 0;
}

/// <summary>Reads the fields of a connector out of what was pasted.</summary>
public static class PastedSettings
{
    /// <summary>No value is longer; who pastes a whole document is told so by the field's pattern.</summary>
    private const int Longest = 4000;

    /// <param name="known">The stored values, secrets in clear: a field that was not sent keeps its value, and so does an empty
    /// secret.</param>
    public static TypedSettings Read(IConnector connector, IReadOnlyDictionary<string, string> known, Func<string, string?> typed)
    {
        var descriptor = connector.Descriptor;
        var texts = descriptor.Fields.ToDictionary(x => x.Key, x => Cut(x.Kind switch
        {
            SettingKind.IssuedSecret => "",
            SettingKind.Secret => typed(x.Key) ?? "",
            _ => typed(x.Key) ?? known.GetValueOrDefault(x.Key, ""),
        }));
        var pasted = connector is IPasteReader reader
            ? reader.ReadPasted(texts, known)
            : new Pasted(texts.ToDictionary(x => x.Key, x => PastedText.Clean(x.Value)), []);
        foreach (var field in descriptor.Fields.Where(
            x => x.IsSecret && pasted.Values[x.Key].Length == 0 && !pasted.Wrong.ContainsKey(x.Key)))
            pasted.Values[field.Key] = known.GetValueOrDefault(field.Key, "");

        var errors = pasted.Wrong;
        foreach (var field in descriptor.Fields.Where(x => pasted.Values[x.Key].Length > 0 && !errors.ContainsKey(x.Key)))
        {
            if (!Regex.IsMatch(pasted.Values[field.Key], $"^(?:{field.Pattern})$", RegexOptions.None, TimeSpan.FromSeconds(1)))
                errors[field.Key] = field.Wrong;
        }
        return new(pasted.Values, errors,
            [.. descriptor.ConnectionFields.Where(x => x.Required && pasted.Values[x.Key].Length == 0 && !errors.ContainsKey(x.Key))]);
    }

    /// <summary>One field alone, out of whatever was pasted into it.</summary>
    public static (string Value, Words? Wrong) ReadOne(IConnector connector, string field, string typed)
    {
        var read = Read(connector, new Dictionary<string, string>(), key => key == field ? typed : "");
        return (read.Values[field], read.Errors.GetValueOrDefault(field));
    }

    private static string Cut(string text) => text.Length > Longest ? text[..Longest] : text;
}
