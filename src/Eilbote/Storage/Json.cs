using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Eilbote.Storage;

/// <summary>Small collections stored as JSON text, the same in both databases.</summary>
internal static class Json<T> where T : class, new()
{
    public static readonly ValueConverter<T, string> Converter =
        new(value => Write(value), text => Read(text));

    public static readonly ValueComparer<T> Comparer =
        new((a, b) => Write(a!) == Write(b!), value => Write(value).GetHashCode(StringComparison.Ordinal), value => Read(Write(value)));

    /// <summary>For what is never changed in place: another value is another object, and nothing is copied to find that out.</summary>
    public static readonly ValueComparer<T> Replaced = new(
        (a, b) => ReferenceEquals(a, b) || Write(a!) == Write(b!), value => Write(value).GetHashCode(StringComparison.Ordinal),
        value => value);

    private static string Write(T value) => JsonSerializer.Serialize(value);

    private static T Read(string text) => JsonSerializer.Deserialize<T>(text) ?? new T();
}
