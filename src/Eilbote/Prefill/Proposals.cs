using System.Text.Json.Serialization;

namespace Eilbote.Prefill;

/// <summary>What a CV says about who wrote it; null where it does not say it beyond doubt. Its JSON names are those of the form.</summary>
public sealed record Proposals
{
    public static readonly Proposals None = new();

    [JsonPropertyName("first_name")]
    public string? FirstName { get; init; }

    [JsonPropertyName("last_name")]
    public string? LastName { get; init; }

    [JsonPropertyName("email")]
    public string? Email { get; init; }

    /// <summary>As it is written in the CV.</summary>
    [JsonPropertyName("phone")]
    public string? Phone { get; init; }

    /// <summary>Where the person lives: the place alone.</summary>
    [JsonPropertyName("location")]
    public string? Place { get; init; }

    /// <summary>What is proposed, by the name of its field.</summary>
    [JsonIgnore]
    public IEnumerable<KeyValuePair<string, string>> Values =>
        from x in new (string Field, string? Value)[]
        {
            ("first_name", FirstName), ("last_name", LastName), ("email", Email), ("phone", Phone), ("location", Place),
        }
        where x.Value is not null
        select KeyValuePair.Create(x.Field, x.Value);
}
