using System.Text.Json;

namespace Eilbote.Tests.Harness;

/// <summary>What an older version's server left when it died, from <c>tests/upgrades</c>: its database, key file and documents.</summary>
public sealed class EarlierVersion
{
    private readonly string _folder;

    /// <param name="commit">The folder's name: which version it was.</param>
    public EarlierVersion(string commit, Database database)
    {
        _folder = Path.Combine(AppContext.BaseDirectory, "upgrades", commit, database.ToString().ToLowerInvariant());
        using var said = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "stories.json")));
        At = said.RootElement.GetProperty(nameof(At)).GetDateTimeOffset();
        Stories = said.RootElement.GetProperty(nameof(Stories)).Deserialize<Dictionary<string, EarlierStory>>()!;
    }

    /// <summary>When it died.</summary>
    public DateTimeOffset At { get; }

    /// <summary>By the name of the person's address.</summary>
    public IReadOnlyDictionary<string, EarlierStory> Stories { get; }

    public void CopyTo(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(folder, Path.GetRelativePath(_folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }
}

/// <param name="Company">At the ATS.</param>
/// <param name="Receipt">Its address; the database holds only the hash.</param>
/// <param name="Link">What was mailed, if its mail was out.</param>
public sealed record EarlierStory(string Company, string Receipt, string? Link = null);
