using System.Globalization;

namespace PersonioSandbox;

/// <summary>Each behaviour of Personio that is only guessed, and what it may be. The first value is the default.</summary>
public sealed class Switches
{
    /// <summary>By name; <c>#</c> stands for any number. Marks: see README.md.</summary>
    public static readonly Dictionary<string, string[]> Known = new()
    {
        ["duplicates"] = ["refuse", "accept"],
        ["errors"] = ["accumulate", "first"],
        ["files"] = ["all", "one-per-category"],
        ["limit"] = ["shared", "per-endpoint"],
        ["requests-per-minute"] = ["20", "#"],
        ["retry-after"] = ["none", "seconds", "date"],
        ["created-body"] = ["empty", "json"],
        ["job-missing"] = ["not-published", "posting-not-found"],
        ["required-attributes"] = ["enforce", "ignore"],
        ["attribute-field"] = ["id", "path", "index", "pointer", "none"],
        ["boolean-values"] = ["any", "true-false"],
        ["unauthorized-body"] = ["empty", "json"],
        ["email-case"] = ["insensitive", "sensitive"],
        ["upload-reuse"] = ["refuse", "accept"],
        ["upload-minutes"] = ["30", "#"],
        ["max-file-bytes"] = ["20000000", "20971520"],
        ["upload-size"] = ["right", "wrong"],
        ["date-zone"] = ["Europe/Berlin", "UTC"],
        ["unknown-site"] = ["404", "307"],
        ["xml-content-type"] = ["application/xml", "text/xml"],
    };

    private readonly Dictionary<string, string> _values = Known.ToDictionary(x => x.Key, x => x.Value[0]);

    public string this[string name] => _values[name];

    public int Number(string name) => int.Parse(_values[name], CultureInfo.InvariantCulture);

    public IReadOnlyDictionary<string, string> All => _values;

    /// <summary>False for a name or value that is not known.</summary>
    public bool TrySet(string name, string value)
    {
        if (!Known.TryGetValue(name, out var allowed)
            || !(allowed.Contains(value) || (allowed.Contains("#") && int.TryParse(value, CultureInfo.InvariantCulture, out _))))
            return false;
        _values[name] = value;
        return true;
    }
}
