using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Eilbote.Tests.House;

/// <summary>Code is at most 140 columns wide, so that two files fit beside each other. Texts do not count: one of a screen stands on one line.</summary>
public sealed partial class The_width
{
    private const int Columns = 140;

    [Fact]
    public void Is_at_most_140_columns()
    {
        var root = Path.GetFullPath(Path.Combine(Here(), "../../.."));
        var files = new[] { "src", "demo" }
            .SelectMany(x => Directory.EnumerateFiles(Path.Combine(root, x), "*.cs", SearchOption.AllDirectories))
            .Select(x => Path.GetRelativePath(root, x).Replace('\\', '/'))
            .Where(x => !x.Contains("/Migrations/", StringComparison.Ordinal) && !x.StartsWith("tests/upgrades/", StringComparison.Ordinal))
            .ToList();
        Assert.InRange(files.Count, 150, 2000);
        Assert.Empty(from file in files
                     from line in File.ReadLines(Path.Combine(root, file)).Index()
                     where Text().Replace(line.Item, "\"\"").Length > Columns
                     select $"{file}:{line.Index + 1}");
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex("\"[^\"]*\"", RegexOptions.None, 1000)]
    private static partial Regex Text();
}
