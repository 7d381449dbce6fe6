namespace Eilbote.Members;

/// <summary>What a browser says of itself, as a person would say it. Only to tell sessions apart: it proves nothing.</summary>
internal static class Device
{
    /// <summary>More special ones first: each of them also claims to be what stands below it.</summary>
    private static readonly (string Mark, string Name)[] Browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Mark, string Name)[] Systems =
        [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "Mac"), ("Linux", "Linux")];

    public static string Name(string? userAgent)
    {
        var names = new[] { NameIn(Browsers, userAgent), NameIn(Systems, userAgent) }.OfType<string>().ToList();
        return string.Join(", ", names);
    }

    private static string? NameIn((string Mark, string Name)[] known, string? userAgent) => known
        .Where(x => userAgent?.Contains(x.Mark, StringComparison.Ordinal) == true).Select(x => x.Name).FirstOrDefault();
}
