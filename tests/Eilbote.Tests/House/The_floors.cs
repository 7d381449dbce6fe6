using System.Runtime.CompilerServices;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Eilbote.Tests.House;

/// <summary>
/// Arrows point one way: a folder of <c>src/Eilbote</c> uses only those below it. What stands at its root (<c>AppDb</c>, which
/// names the tables of all, and <c>Program</c>, the table of contents) belongs to no floor.
/// </summary>
public sealed class The_floors
{
    /// <summary>From the ground to the roof, as ARCHITECTURE.md draws them.</summary>
    private static readonly string[] Floors =
    [
        "Storage", "Secrets", "Web", "Files", "Prefill", "Scanning",
        "Mail", "Employers", "Members", "Profile",
        "Ats",
        "Applications", "Board", "Deliveries",
        "Connections", "JobAds", "Applying", "Questions", "Team",
        "Insights", "Notices", "Operations", "Guide",
    ];

    private static readonly Lazy<List<(string From, string To, string What)>> Arrows = new(Read);

    [Fact]
    public void Every_folder_has_its_floor() =>
        Assert.Equal(Floors.Order(), Directory.GetDirectories(Path.Combine(Root(), "src", "Eilbote")).Select(x => Path.GetFileName(x)!)
            .Where(x => x is not ("bin" or "obj" or "wwwroot" or "Properties")).Order());

    [Fact]
    public void A_folder_uses_only_those_below_it() => Assert.Empty(Upward(Floors));

    [Fact]
    public void A_turned_arrow_is_found() =>
        Assert.Contains(Upward([.. Floors.Reverse()]), x => x.StartsWith("Deliveries -> Ats: ", StringComparison.Ordinal));

    [Fact]
    public void The_picture_shows_them() =>
        Assert.Equal(Floors, File.ReadLines(Path.Combine(Root(), "ARCHITECTURE.md"))
            .SkipWhile(x => !x.StartsWith("roof ", StringComparison.Ordinal)).TakeWhile(x => x != "```")
            .Reverse().SelectMany(x => x[10..].Split(" · ", StringSplitOptions.TrimEntries)));

    private static List<string> Upward(string[] floors) => [.. Arrows.Value
        .Where(x => Array.IndexOf(floors, x.From) < Array.IndexOf(floors, x.To))
        .Select(x => $"{x.From} -> {x.To}: {x.What}").Distinct().Order()];

    private static List<(string, string, string)> Read()
    {
        var house = new ArchLoader().LoadAssemblies(typeof(Server).Assembly).Build();
        return [.. house.Types.Where(x => FolderOf(x) is not null)
            .SelectMany(x => x.Dependencies, (x, dependency) => (Type: x, dependency.Target))
            .Where(x => FolderOf(x.Target) is { } to && to != FolderOf(x.Type))
            .Select(x => (FolderOf(x.Type)!, FolderOf(x.Target)!, $"{x.Type.Name} uses {x.Target.Name}"))];
    }

    private static string? FolderOf(IType type) =>
        type.Namespace?.FullName.Split('.') is ["Eilbote", var folder, ..] && folder != "Connectors"
            && !type.FullName.Contains(".Migrations.", StringComparison.Ordinal) ? folder : null;

    private static string Root([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../.."));
}
