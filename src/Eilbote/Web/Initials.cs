namespace Eilbote.Web;

/// <summary>Stands where an employer has no logo.</summary>
internal static class Initials
{
    public static string Of(string name) =>
        string.Concat(name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2).Select(x => char.ToUpperInvariant(x[0])));
}
