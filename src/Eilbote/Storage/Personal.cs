using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace Eilbote.Storage;

/// <summary>A column that says something about an applicant: it is emptied when an application is erased.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PersonalAttribute : Attribute;

/// <summary>Empties what is marked as personal, so that nothing has to be remembered in a list.</summary>
internal static class Personal
{
    /// <summary>Sets every marked column of the rows to nothing: null where it may be, else an empty text.</summary>
    public static Task<int> EraseAsync<T>(
        AppDb db, IQueryable<T> rows, CancellationToken ct, Action<UpdateSettersBuilder<T>>? more = null) where T : class
    {
        var marked = db.Model.FindEntityType(typeof(T))!.GetProperties()
            .Where(x => x.PropertyInfo?.IsDefined(typeof(PersonalAttribute), inherit: true) == true).ToList();
        return rows.ExecuteUpdateAsync(
            setters =>
            {
                foreach (var column in marked)
                    Empty(setters, column.Name, column.ClrType, column.IsNullable);
                more?.Invoke(setters);
            }, ct);
    }

    private static void Empty<T>(UpdateSettersBuilder<T> setters, string name, Type type, bool nullable)
    {
        if (type == typeof(string))
            setters.SetProperty(x => EF.Property<string?>(x!, name), nullable ? null : "");
        else if (type == typeof(List<Connectors.Part>) && !nullable)
            setters.SetProperty(x => EF.Property<List<Connectors.Part>>(x!, name), x => new List<Connectors.Part>());
        else if (nullable)
            typeof(Personal).GetMethod(
                nameof(Null), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.MakeGenericMethod(
                typeof(T), type).Invoke(null, [setters, name]);
        else
            throw new InvalidOperationException($"{typeof(T).Name}.{name} is personal and can be emptied in no way.");
    }

    private static void Null<T, TValue>(UpdateSettersBuilder<T> setters, string name) where TValue : class =>
        setters.SetProperty(x => EF.Property<TValue?>(x!, name), x => null);
}
