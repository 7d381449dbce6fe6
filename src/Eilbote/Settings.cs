using System.Reflection;

namespace Eilbote;

internal static class Settings
{
    /// <summary>
    /// The options of one section, or as they are when nothing is set. Errors: <see cref="CannotStartException"/>, naming the
    /// setting whose value cannot be read.
    /// </summary>
    public static T Read<T>(this IConfiguration configuration, string section) where T : class, new()
    {
        var settings = configuration.GetSection(section);
        try
        {
            return settings.Get<T>() ?? new();
        }
        catch (InvalidOperationException e)
        {
            // The binder names the setting only within its sentence.
            var (key, value) = settings.AsEnumerable()
                .FirstOrDefault(x => e.Message.Contains($"'{x.Key}'", StringComparison.OrdinalIgnoreCase));
            throw new CannotStartException(
                key is null ? e.Message : $"{key} cannot be read: '{value}' is not {Expected(typeof(T), key)}.", e);
        }
    }

    private static string Expected(Type options, string key)
    {
        var type = options.GetProperty(
            key[(key.LastIndexOf(':') + 1)..],
            BindingFlags.IgnoreCase | BindingFlags.Instance | BindingFlags.Public)?.PropertyType;
        return type switch
        {
            { IsEnum: true } => "one of " + string.Join(", ", Enum.GetNames(type)),
            _ when type == typeof(int) || type == typeof(long) => "a whole number",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(TimeSpan) => "a time such as 00:00:30",
            _ => "a value it can have",
        };
    }
}
